"""A China Mobile call list as the web shop exports it: GB18030, times of the switch without a year, only connected calls.

The year is to be taken from the period in the file's name. The switch's clock is :data:`AHEAD` ahead of the phone's, the
same for every call: whoever reads both can notice that. Blocked, rejected and missed calls are absent, as from every bill.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringfence.demo.dice import pick, stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ringfence.demo.records import Ring

AHEAD = timedelta(seconds=7)
HEADER = "起始时间,通信地点,通信方式,对方号码,通信时长,通信类型,套餐优惠,实收通信费(元)"


def write_carrier_list(path: Path, rings: Sequence[Ring], *, seed: int) -> int:
    """Write the connected ones of ``rings`` (in order of time); return how many rows."""
    dice = stream(seed, "carrier")
    rows = [HEADER]
    for ring in rings:
        if not ring.connected:
            continue
        place = pick(dice, ("青屿",) * 9 + ("省内漫游",))
        way = "主叫" if ring.kind == "out" else "被叫"
        number = ring.number.removeprefix("+86").replace("-", "")
        number = number if number not in {"", "1", "2"} else "隐藏号码"
        rows.append(
            f"{ring.at + AHEAD:%m-%d %H:%M:%S},{place},{way},{number},{duration(ring.seconds)},国内通话,套餐内,0.00"
        )
    path.write_bytes(("\r\n".join(rows) + "\r\n").encode("gb18030"))
    return len(rows) - 1


def duration(seconds: int) -> str:
    """Return a duration as the carrier writes it: ``56秒``, ``1分23秒``, ``1小时0分5秒``."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}小时{minutes}分{left}秒"
    return f"{minutes}分{left}秒" if minutes else f"{left}秒"

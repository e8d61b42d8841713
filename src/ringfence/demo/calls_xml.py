"""The call log as the app SMS Backup & Restore writes it: ``<calls>``, withheld numbers as ``-1``, ``-2`` or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.demo.dice import stream
from ringfence.demo.moment import millis, readable
from ringfence.demo.sms_xml import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from ringfence.demo.records import Ring

_TYPES = {"in": 1, "out": 2, "missed": 3, "rejected": 5, "blocked": 6}
_WITHHELD = {"-1": 3, "-2": 2, "": 2}  # number as written -> presentation (2 restricted, 3 unknown)


def write_calls(path: Path, rings: Sequence[Ring], backup: datetime, *, seed: int) -> None:
    """Write ``rings`` (in order of time) as one ``<calls>`` file made at ``backup``."""
    dice = stream(seed, "calls-xml")
    made = f"{dice.getrandbits(128):032x}"
    backup_set = f"{made[:8]}-{made[8:12]}-{made[12:16]}-{made[16:20]}-{made[20:]}"
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(
            "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
            f"<!--File Created By SMS Backup & Restore v10.20.002 on {backup:%d/%m/%Y %H:%M:%S}-->\n"
            f'<calls count="{len(rings)}" backup_set="{backup_set}" backup_date="{millis(backup)}" type="full">\n'
        )
        for ring in rings:
            out.write(
                f'  <call number="{ring.number}" duration="{ring.seconds}" date="{millis(ring.at)}" '
                f'type="{_TYPES[ring.kind]}" presentation="{_WITHHELD.get(ring.number, 1)}" subscription_id="{ring.line}" '
                'post_dial_digits="" subscription_component_name="com.android.phone/'
                'com.android.services.telephony.TelephonyConnectionService" '
                f'readable_date="{readable(ring.at)}" contact_name={quoted(ring.name or "(Unknown)")} />\n'
            )
        out.write("</calls>")

"""When a picture was taken: its own record, the name the system gave it, or (said so) the day of reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from ringfence.ingest.screenshot.picture import Picture

_NAMED = re.compile(
    r"(?<!\d)(?P<y>20\d{2})[-_.年]?(?P<mo>0[1-9]|1[0-2])[-_.月]?(?P<d>0[1-9]|[12]\d|3[01])日?"
    r"(?:[-_ T.]{0,3}(?P<h>[01]\d|2[0-3])[-_.:：时]?(?P<mi>[0-5]\d)(?:[-_.:：分]?(?P<s>[0-5]\d))?)?"
)
_EPOCH = re.compile(r"(?<!\d)(1[4-9]\d{8})(\d{3})?(?!\d)")
_SAVED = ("mmexport", "wx_camera")  # WeChat names what it saves by the moment of saving, not of the screenshot


@dataclass(frozen=True, slots=True)
class Taken:
    """The picture's own time.

    Attributes:
        moment: wall clock; midnight at the day's end where only the day is known.
        by: ``exif`` ``name`` ``changed`` (last change, upper bound) ``saved`` (when it was saved) ``today`` (not known).
        has_clock: the time of day is known too.
    """

    moment: datetime
    by: str
    has_clock: bool = True

    @property
    def certain(self) -> bool:
        """Tell whether the day is the picture's own; otherwise relative words are only as good as an assumption."""
        return self.by in {"exif", "name"}


def taken_at(name: str, picture: Picture | None, today: date, zone: str) -> Taken:
    """Return the best time there is for a picture; a time after ``today`` is not believed."""
    written = picture.written if picture is not None else None
    found: list[Taken] = []
    if written is not None and picture is not None and picture.original:
        found.append(Taken(written, "exif"))
    found += _from_name(name, zone)
    if written is not None:
        found.append(Taken(written, "changed"))
    believed = [taken for taken in found if taken.moment.date() <= today]
    return believed[0] if believed else Taken(datetime.combine(today, time(23, 59)), "today", has_clock=False)


def _from_name(name: str, zone: str) -> list[Taken]:
    stem = name.rsplit(".", 1)[0]
    epoch = _EPOCH.search(stem)
    if epoch:
        moment = datetime.fromtimestamp(int(epoch.group(1)), UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        return [Taken(moment, "saved" if stem.casefold().startswith(_SAVED) else "name")]
    written = _NAMED.search(stem)
    if written is None:
        return []
    saved = stem.startswith(("微信图片", "WeChat Image", "WechatIMG"))
    part = {key: int(value) for key, value in written.groupdict().items() if value}
    try:
        day = date(part["y"], part["mo"], part["d"])
    except ValueError:
        return []
    clock = time(part["h"], part["mi"], part.get("s", 0)) if "h" in part else time(23, 59)
    return [Taken(datetime.combine(day, clock), "saved" if saved else "name", has_clock="h" in part)]

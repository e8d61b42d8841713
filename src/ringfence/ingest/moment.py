"""Times and durations as carriers, spreadsheets and phones write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ringfence.schema import CHINA, to_micros

_CLOCK = (
    r"(?P<half>上午|下午|[AaPp][Mm])?\s*(?P<h>\d{1,2})[:：时点](?P<m>\d{1,2})"
    r"(?:[:：分](?P<s>\d{1,2})(?:[.,](?P<f>\d{1,6})\d*)?秒?)?分?\s*(?P<late>[AaPp][Mm])?"
)
_ZONE = r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_DAY = r"(?:(?P<y>(?:19|20)\d{2})\s*[-/.年]\s*)?(?P<mo>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?"
_WRITTEN = re.compile(rf"{_DAY}(?:[T\s,]*{_CLOCK}{_ZONE})?")
_COMPACT = re.compile(r"(?P<y>20\d{2})(?P<mo>\d{2})(?P<d>\d{2})\s*(?:T?(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2})?)?")
_COMPACT_DAY = re.compile(r"(?P<y>20\d{2})(?P<mo>\d{2})(?P<d>\d{2})\s+" + _CLOCK)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 -- a spreadsheet's day count has no zone of its own
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_SPOKEN = re.compile(
    r"(?:(?P<h>\d{1,5})\s*(?:小时|时|h|hours?))?\s*"
    r"(?:(?P<m>\d{1,7})\s*(?:分钟|分|m|min(?:utes?)?|'))?\s*"
    r"(?:(?P<s>\d{1,9})\s*(?:秒钟|秒|s|sec(?:onds?)?|\"))?",
    re.IGNORECASE,
)
_COLONS = re.compile(r"(?:(?P<h>\d{1,4}):)?(?P<m>\d{1,3}):(?P<s>\d{1,2})(?:\.\d+)?")
_NUMBER = re.compile(r"(\d{1,7})(?:\.0+)?")
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A wall-clock time; ``year`` is None where the source leaves it out.

    ``offset_s`` is what the text itself says about its zone (seconds east), None when it does not say.
    """

    year: int | None
    month: int
    day: int
    hour: int = 0
    minute: int = 0
    second: int = 0
    micro: int = 0
    offset_s: int | None = None
    has_clock: bool = True

    def micros(self, year: int | None = None, zone: str = CHINA) -> int | None:
        """Return UTC microseconds in ``zone``; None when there is no such day or no year."""
        chosen = self.year if self.year is not None else year
        if chosen is None:
            return None
        try:
            moment = datetime(chosen, self.month, self.day, self.hour, self.minute, self.second, self.micro)  # noqa: DTZ001 -- the zone follows
        except ValueError:
            return None
        if self.offset_s is not None:
            moment = moment.replace(tzinfo=UTC) - timedelta(seconds=self.offset_s)
        return to_micros(moment, zone)


def parse_moment(text: str) -> WrittenTime | None:
    """Read one time; None when it is none or could be read in two ways (3/4/2026)."""
    text = text.strip().strip('="\t')
    if _EPOCH.fullmatch(text) and (len(text) == 13 or text >= "0946684800"):
        return _of_datetime(datetime.fromtimestamp(int(text[:10]), UTC), offset_s=0)
    for pattern in (_WRITTEN, _COMPACT_DAY, _COMPACT):
        found = pattern.fullmatch(text)
        if found:
            return _of_groups({name: value for name, value in found.groupdict().items() if value})
    if _SERIAL.fullmatch(text) and 20_000 <= float(text) <= 80_000:
        moment = _SERIAL_ZERO + timedelta(seconds=round(float(text) * _DAY_SECONDS))
        return _of_datetime(moment, offset_s=None)
    return None


def _of_datetime(moment: datetime, offset_s: int | None) -> WrittenTime:
    day = (moment.year, moment.month, moment.day)
    clock = (moment.hour, moment.minute, moment.second, moment.microsecond)
    return WrittenTime(*day, *clock, offset_s, has_clock=any(clock))


def _of_groups(groups: dict[str, str]) -> WrittenTime | None:
    year = int(groups["y"]) if "y" in groups else None
    half = groups.get("half", groups.get("late", "")).casefold()
    hour = int(groups.get("h", 0))
    if half in {"下午", "pm"} and hour < 12:
        hour += 12
    elif half in {"上午", "am"} and hour == 12:
        hour = 0
    written = WrittenTime(
        year,
        int(groups["mo"]),
        int(groups["d"]),
        hour,
        int(groups.get("m", 0)),
        int(groups.get("s", 0)),
        int(groups.get("f", "0").ljust(6, "0")),
        _zone_seconds(groups.get("zone")),
        has_clock="h" in groups,
    )
    return written if written.micros(2024 if year is None else year) is not None else None  # 2024 has a 29 February


def _zone_seconds(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0
    digits = zone[1:].replace(":", "")
    return (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * (-1 if zone[0] == "-" else 1)


def parse_clock(text: str) -> tuple[int, int, int] | None:
    """Read a time of day (``09:00:01``); None when it is none."""
    found = re.fullmatch(_CLOCK, text.strip())
    written = _of_groups({"mo": "1", "d": "1", **{k: v for k, v in found.groupdict().items() if v}}) if found else None
    return None if written is None else (written.hour, written.minute, written.second)


def parse_duration(text: str) -> int | None:
    """Return seconds of ``56秒``, ``1分23秒``, ``1小时59分41秒``, ``00:01:23``, ``01:23`` (minutes first) or ``83``."""
    text = text.strip().strip('="\t')
    plain = _NUMBER.fullmatch(text)
    if plain:
        return int(plain.group(1))
    found = _COLONS.fullmatch(text) or (_SPOKEN.fullmatch(text) if text else None)
    if found is None:
        return None
    hours, minutes, seconds = (int(found.group(name) or 0) for name in "hms")
    total = hours * 3600 + minutes * 60 + seconds
    return total if total < 2**31 else None

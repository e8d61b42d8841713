"""Times as screens write them: 昨天 21:03, 星期二 上午9:12, 5月3日 18:20, 刚刚; resolved with the picture's own day.

Screens leave out what was clear on that day. Nothing on a screenshot lies after the moment it was taken: a year that is left
out is the last one that fits, a weekday is the last one before that day.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringfence.ingest.screenshot.taken import Taken

_WEEK = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}
_HALVES = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|半夜|AM|PM"
_CLOCK = rf"(?P<half>{_HALVES})?(?P<h>\d{{1,2}})[:.](?P<mi>\d{{2}})(?::(?P<s>\d{{2}}))?(?P<late>AM|PM)?"
_DAY = (
    r"(?:(?P<y>20\d{2})[-/.年])?(?P<mo>\d{1,2})[-/.月](?P<d>\d{1,2})日?"
    r"|(?P<word>大前天|前天|昨天|昨日|今天|今日|Yesterday|Today)"
)
_WEEKDAY = r"(?:星期|周|礼拜)(?P<wd>[一二三四五六日天])"
_WRITTEN = re.compile(rf"(?:(?:{_DAY})[,，]?)?(?:{_WEEKDAY})?[,，]?(?:{_CLOCK})?", re.IGNORECASE)
_AGO = re.compile(r"(?P<n>\d{1,2})(?P<unit>秒钟?|分钟|小时|天)前")
_NOW = {"刚刚", "现在", "刚才", "now", "Now"}
_WORDS = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2, "大前天": 3}


@dataclass(frozen=True, slots=True)
class Shown:
    """A time on a screen, resolved.

    Attributes:
        moment: wall clock.
        precision_s: half width of what the words allow.
        relative: the day comes from the picture's own day and not from the words.
    """

    moment: datetime
    precision_s: int
    relative: bool


def is_time(text: str) -> bool:
    """Tell whether a text is nothing but a time as a screen writes it."""
    plain = _plain(text)
    return plain in _NOW or _AGO.fullmatch(plain) is not None or _parts(plain) is not None


def resolve(text: str, taken: Taken) -> Shown | None:
    """Return the moment of a shown time, None when it is none or cannot be (hour 25, day 31 of a short month)."""
    plain = _plain(text)
    ago = _AGO.fullmatch(plain)
    if plain in _NOW:
        return Shown(taken.moment, 60 if taken.has_clock else 43200, relative=True)
    if ago:
        return _ago(ago, taken)
    part = _parts(plain)
    if part is None:
        return None
    try:
        clock = _clock(part)
        day, relative = _day(part, taken, clock)
    except ValueError:
        return None
    if clock is None:
        return Shown(datetime.combine(day, time(12)), 43200, relative)
    return Shown(datetime.combine(day, clock), 0 if part.get("s") else 60, relative)


def _plain(text: str) -> str:
    """Return a text as the patterns know it: no blanks, ordinary figures and colons, and what is often misread mended."""
    plain = unicodedata.normalize("NFKC", text).replace("∶", ":").replace("：", ":")
    plain = re.sub(r"\s+", "", plain)
    plain = re.sub(r"(?<=\d:)[oO](?=\d)", "0", plain)
    return re.sub(r"(?<=\d);(?=\d\d)", ":", plain).strip("·-—|")


def _parts(plain: str) -> dict[str, str] | None:
    found = _WRITTEN.fullmatch(plain) if plain else None
    part = {name: value for name, value in found.groupdict().items() if value} if found else {}
    if not part or set(part) <= {"half"}:
        return None
    if "h" not in part and not ({"word", "wd"} & set(part)) and "月" not in plain and "y" not in part:
        return None  # 3/4 or 12.5 alone is a number
    if "h" in part and "." in plain and ":" not in plain:
        return None  # 12.50 is a sum
    return part


def _clock(part: dict[str, str]) -> time | None:
    if "h" not in part:
        return None
    hour = int(part["h"])
    half = (part.get("half") or part.get("late") or "").upper()
    late = half in {"下午", "傍晚", "晚上", "PM"} and 1 <= hour < 12
    if late or (half == "中午" and 1 <= hour < 3):
        hour += 12
    elif half in {"凌晨", "半夜", "上午", "AM"} and hour == 12:
        hour = 0
    elif half in {"晚上", "半夜"} and hour == 12:
        raise ValueError("twelve at night: which day is not said")
    return time(hour, int(part["mi"]), int(part.get("s", 0)))


def _day(part: dict[str, str], taken: Taken, clock: time | None) -> tuple[date, bool]:
    today = taken.moment.date()
    if "d" in part:
        if "y" in part:
            return date(int(part["y"]), int(part["mo"]), int(part["d"])), False
        return _last_year_that_fits(int(part["mo"]), int(part["d"]), today), True
    if "word" in part:
        return today - timedelta(days=_WORDS[part["word"].casefold()]), True
    if "wd" in part:
        back = (today.weekday() - _WEEK[part["wd"]]) % 7
        return today - timedelta(days=back or 7), True  # today is never written as a weekday
    if clock is not None and taken.has_clock and datetime.combine(today, clock) > taken.moment + timedelta(minutes=2):
        raise ValueError("later than the picture itself")
    return today, True


def _last_year_that_fits(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError("no such day")


def _ago(ago: re.Match[str], taken: Taken) -> Shown:
    number, unit = int(ago["n"]), ago["unit"][0]
    seconds = {"秒": 1, "分": 60, "小": 3600, "天": 86400}[unit]
    precision = seconds if taken.has_clock else 43200
    return Shown(taken.moment - timedelta(seconds=number * seconds), precision, relative=True)

"""When something happened as people say it: an exact time, an hour or so, a part of the day, a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from ringfence.schema import to_micros

_DAY = re.compile(r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_PART = {  # part of the day -> hours it spans, after the words people use
    "凌晨": (0, 6),
    "清晨": (5, 8),
    "一早": (5, 9),
    "早上": (5, 9),
    "早晨": (5, 9),
    "上午": (6, 12),
    "中午": (11, 14),
    "午后": (12, 15),
    "下午": (12, 18),
    "傍晚": (17, 20),
    "晚上": (18, 24),
    "夜里": (18, 24),
    "晚间": (18, 24),
    "am": (0, 12),
    "pm": (12, 24),
}
_PARTS = re.compile("|".join(_PART), re.IGNORECASE)
_COLON = re.compile(r"(\d{1,2})\s*[:：]\s*(\d{2})(?:\s*[:：]\s*(\d{2}))?")
_SPOKEN = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*[点时](?:钟|整)?\s*(半|一刻|三刻|\d{1,2}\s*分?)?(多)?")
_ABOUT = re.compile(r"左右|大约|大概|约|前后|差不多|上下|about|around|approx", re.IGNORECASE)
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_FRACTIONS = {"半": 30, "一刻": 15, "三刻": 45}
HALF_DAY = 43_200
HALF_HOUR = 1_800
QUARTER = 900
MINUTE = 60


@dataclass(frozen=True, slots=True)
class ToldTime:
    """A time as told: UTC microseconds and half the width in seconds of what the words allow."""

    micros: int
    precision_s: int


def parse_told(text: str, zone: str) -> ToldTime | None:
    """Return the time told; None when it names no day.

    ``2026-03-05 22:15:07`` is exact, ``22:15`` to the minute, ``7点`` to a quarter of an hour, ``早上7点左右`` to half an
    hour, ``晚上`` half of that part of the day, a day alone twelve hours around noon.
    """
    day = _DAY.search(text)
    if day is None:
        return None
    try:
        midnight = datetime(*map(int, day.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 -- the zone follows
    except ValueError:
        return None
    told = _of_day(text[: day.start()] + " " + text[day.end() :])
    if told is None:
        return None
    seconds, precision = told
    return ToldTime(to_micros(midnight + timedelta(seconds=seconds), zone), precision)


def _of_day(words: str) -> tuple[int, int] | None:
    """Return (seconds after midnight, precision) of what is said besides the day; None for an impossible clock."""
    part = _PARTS.search(words)
    hours = _PART[part.group().casefold()] if part else None
    clock = _clock(words)
    about = _ABOUT.search(words) is not None
    if clock is None:
        if hours is None:
            return HALF_DAY, HALF_DAY
        return (hours[0] + hours[1]) * 1800, (hours[1] - hours[0]) * 1800
    seconds, precision = clock
    if seconds >= 86_400 + 3600:
        return None
    placed = _in_part(seconds, part.group().casefold() if part else None)
    if placed is None:  # 晚上2点: this day or the next? then only the day is sure
        return HALF_DAY, HALF_DAY
    return placed, max(precision, HALF_HOUR) if about else precision


def _in_part(seconds: int, part: str | None) -> int | None:
    """Move a twelve-hour clock into the part of the day that was named; None when the two do not go together."""
    hour = seconds // 3600
    if part in {"下午", "午后", "傍晚", "pm"}:
        return seconds + 43_200 if hour < 12 else seconds
    if part in {"晚上", "夜里", "晚间"}:
        if hour == 12:
            return seconds + 43_200  # the midnight that ends the day
        return seconds + 43_200 if 5 <= hour < 12 else (seconds if hour >= 17 else None)
    if part == "中午":
        return seconds + 43_200 if hour < 4 else seconds
    if part in {"凌晨", "am"} and hour == 12:
        return seconds - 43_200
    return seconds


def _clock(words: str) -> tuple[int, int] | None:
    found = _COLON.search(words)
    if found:
        hour, minute, second = (int(part or 0) for part in found.groups())
        if minute > 59 or second > 59:
            return 2 * 86_400, 0
        return hour * 3600 + minute * 60 + second, 0 if found.group(3) else MINUTE
    found = _SPOKEN.search(words)
    if found is None:
        return None
    hour = _number(found.group(1))
    rest = found.group(2) or ""
    if found.group(3):  # 7点多: between 7 and 8
        return hour * 3600 + HALF_HOUR, HALF_HOUR
    if not rest or rest in _FRACTIONS:
        return hour * 3600 + _FRACTIONS.get(rest, 0) * 60, QUARTER
    return hour * 3600 + int(re.sub(r"\D", "", rest)) * 60, MINUTE


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS[text[0]]

"""Wall-clock time in China as the demo uses it (UTC+8, no summer time in the demo's years)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from ringfence.demo.dice import pick

if TYPE_CHECKING:
    import random

CN = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Hours at which a kind of message comes; an hour named twice is twice as likely.
HOURS = {
    "any": (7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23),
    "day": (8, 9, 10, 10, 11, 11, 12, 13, 14, 14, 15, 15, 16, 17, 18, 19, 20),
    "office": (9, 9, 10, 10, 11, 14, 14, 15, 16, 17),
    "morning": (9, 10, 10, 11),
    "evening": (12, 17, 18, 18, 19, 19, 20, 20, 21),
    "night": (20, 21, 22, 23, 0, 1),
    "talk": (7, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 21, 21, 22, 23),
}


def millis(at: datetime) -> int:
    """Return milliseconds since 1970-01-01 UTC, as Android writes times."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def at_clock(day: date, clock: str) -> datetime:
    """Return the moment of ``HH:MM`` or ``HH:MM:SS`` on ``day``."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=CN)


def some_moment(dice: random.Random, day: date, hours: str) -> datetime:
    """Return a moment of ``day`` within one of the named profiles of :data:`HOURS`, to the millisecond."""
    second = pick(dice, HOURS[hours]) * 3_600_000 + dice.randrange(3_600_000)
    return datetime.combine(day, time(), tzinfo=CN) + timedelta(milliseconds=second)


def readable(at: datetime) -> str:
    """Return the phone's own wording of a time (``2026年11月16日 上午9:30:05``); a reader must never parse it."""
    half = "上午" if at.hour < 12 else "下午"
    return f"{at.year}年{at.month}月{at.day}日 {half}{(at.hour - 1) % 12 + 1}:{at:%M:%S}"

"""The time of a bubble or an entry: what is shown, as exact as the picture allows, never more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ringfence.ingest.screenshot.parts import Bubble
from ringfence.ingest.screenshot.when import Shown, resolve
from ringfence.schema import Clock, to_micros

if TYPE_CHECKING:
    from datetime import datetime

    from ringfence.ingest.screenshot.parts import CallItem
    from ringfence.ingest.screenshot.taken import Taken

_HALF_DAY = 43_200
_YEAR = 31_622_400  # the day is an assumption: no rule may build on it


@dataclass(frozen=True, slots=True)
class Resolved:
    """A record's time.

    Attributes:
        micros: UTC, None when nothing says it.
        precision_s: half width.
        clock: the phone's, or only claimed where the picture's own day is not known.
        repairs: what was concluded: ``time_from_above`` ``day_assumed`` ``time_unread``.
    """

    micros: int | None
    precision_s: int | None
    clock: str
    repairs: tuple[str, ...] = ()


def time_of(item: Bubble | CallItem, taken: Taken, zone: str) -> Resolved:
    """Return the time of a bubble or call.

    A bubble under another one has only the time above both: it lies between that and the next time shown, or the moment the
    picture was taken.
    """
    if item.time is None:
        return Resolved(None, None, Clock.DEVICE.value)
    shown = resolve(item.time.text, taken)
    if shown is None:
        return Resolved(None, None, Clock.DEVICE.value, ("time_unread",))
    precision, repairs = shown.precision_s, []
    if isinstance(item, Bubble) and not item.own_time:
        precision += _span(item, shown, taken)
        repairs.append("time_from_above")
    if shown.relative and not taken.certain:
        return Resolved(to_micros(shown.moment, zone), _YEAR, Clock.CLAIMED.value, (*repairs, "day_assumed"))
    return Resolved(to_micros(shown.moment, zone), precision, Clock.DEVICE.value, tuple(repairs))


def _span(bubble: Bubble, shown: Shown, taken: Taken) -> int:
    """Return seconds from the time above a bubble to the latest it can be."""
    until = None if bubble.until is None else resolve(bubble.until.text, taken)
    end: datetime | None = None
    if until is not None and until.moment >= shown.moment:
        end = until.moment + timedelta(seconds=until.precision_s)
    elif taken.certain and taken.moment >= shown.moment:
        end = taken.moment
    return _HALF_DAY if end is None else round((end - shown.moment).total_seconds())

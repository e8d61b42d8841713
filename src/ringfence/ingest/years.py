"""Years for lists that leave them out (``MM-DD HH:MM:SS``): from the stated period, else by order and not after today."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DAYS = re.compile(r"(?<!\d)(20\d{2})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})?(?!\d)")
_HALF_YEAR = 183


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day that a list says it covers."""

    first: date
    last: date


def stated_period(texts: Iterable[str]) -> Period | None:
    """Return the span of all days and months named in ``texts`` (2026年01月, 2026-01-01至2026-01-31, 202601)."""
    ends: list[date] = []
    for text in texts:
        for year, month, day in _DAYS.findall(text):
            ends += _span(int(year), int(month), int(day) if day else None)
    return Period(min(ends), max(ends)) if ends else None


def _span(year: int, month: int, day: int | None) -> list[date]:
    if not 1 <= month <= 12:
        return []
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return [date(year, month, 1), date(year, month, last)]
    return [date(year, month, day)] if 1 <= day <= last else []


def assign_years(days: Sequence[tuple[int, int]], period: Period | None, today: date) -> list[int]:
    """Return a year for each (month, day), in the order of the list.

    A stated period decides where the day lies in it in just one year. The rest follow the order of the list: a jump of more
    than half a year between neighbours is a new year, whichever way the list runs, and the latest day is the latest that
    does not lie after ``today``.
    """
    by_order = _by_order(days, today)
    if period is None:
        return by_order
    return [_within(day, period) or year for day, year in zip(days, by_order, strict=True)]


def _within(day: tuple[int, int], period: Period) -> int | None:
    years = [
        year
        for year in range(period.first.year, period.last.year + 1)
        if _exists(day, year) and period.first <= date(year, *day) <= period.last
    ]
    return years[0] if len(years) == 1 else None


def _by_order(days: Sequence[tuple[int, int]], today: date) -> list[int]:
    if not days:
        return []
    shifts, shift, before = [], 0, days[0]
    for day in days:
        step = _day_of_year(day) - _day_of_year(before)
        shift += (step < -_HALF_YEAR) - (step > _HALF_YEAR)
        shifts.append(shift)
        before = day
    newest = max(shifts)
    year = today.year
    while year > today.year - 12 and not _fits(days, shifts, newest, year, today):
        year -= 1
    return [year + shift - newest for shift in shifts]


def _fits(days: Sequence[tuple[int, int]], shifts: Sequence[int], newest: int, year: int, today: date) -> bool:
    """Tell whether every day exists and none lies after ``today`` when the newest are in ``year``."""
    return all(
        _exists(day, year + shift - newest) and date(year + shift - newest, *day) <= today
        for day, shift in set(zip(days, shifts, strict=True))
    )


def _exists(day: tuple[int, int], year: int) -> bool:
    return day[1] <= calendar.monthrange(year, day[0])[1]


def _day_of_year(day: tuple[int, int]) -> int:
    return (date(2024, *day) - date(2024, 1, 1)).days

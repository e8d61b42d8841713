"""Whole months on the calendar: the same day a month later, the last day where the month is shorter."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

TOLERANCE = 3  # days by which a due day may lie beside its month's day: weekends, holidays, months of unequal length


def months_after(day: date, months: int) -> date:
    """Return the day ``months`` whole months after ``day`` (31 January and one month: the last of February).

    Raises:
        OverflowError: the calendar ends before (year 9999) or begins after.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"{day} and {months} months is outside the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_number(start: date, day: date) -> int | None:
    """Return how many whole months after ``start`` the day lies, None when it lies between two months.

    A day up to three days beside its month's day counts: due days are moved for weekends and holidays.
    """
    about = (day.year - start.year) * 12 + day.month - start.month
    for months in (about, about - 1, about + 1):
        try:
            mark = months_after(start, months)
        except OverflowError:
            continue
        if months >= 0 and abs((day - mark).days) <= TOLERANCE:
            return months
    return None

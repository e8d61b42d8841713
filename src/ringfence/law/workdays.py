"""Days as the law counts them: which ones are worked, and on which day a period ends.

The day that starts a clock is not counted: the first day of a period is the next one. Months and years end on the day of the same
number, or on the last day of a shorter month.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ringfence.schema import Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.law.entry import Entry
    from ringfence.law.errors import PackError

ONE = timedelta(days=1)
SATURDAY = 5
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class WorkYear:
    """One year as announced.

    Attributes:
        year: the calendar year.
        title: of the notice; ``doc_number`` and ``issued`` find it.
        off: days off that are not (only) weekends.
        worked: Saturdays and Sundays worked in exchange.
    """

    year: int
    title: str
    doc_number: str
    issued: date
    source: str
    confidence: Confidence
    off: frozenset[date]
    worked: frozenset[date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Workdays of one country; years that were not announced are counted by weekends."""

    years: Mapping[int, WorkYear] = field(default_factory=dict)

    def knows(self, first: date, last: date) -> bool:
        """Tell whether the holidays of every year from ``first`` to ``last`` are known."""
        return all(year in self.years for year in range(first.year, last.year + 1))

    def is_workday(self, day: date) -> bool:
        """Tell whether people work on ``day``."""
        told = self.years.get(day.year)
        if told is not None and day in told.off:
            return False
        if told is not None and day in told.worked:
            return True
        return day.weekday() < SATURDAY

    def on_or_after(self, day: date) -> date:
        """Return ``day`` when it is worked, else the next workday."""
        while not self.is_workday(day) and day < date.max:
            day += ONE
        return day

    def on_or_before(self, day: date) -> date:
        """Return ``day`` when it is worked, else the last workday before it."""
        while not self.is_workday(day) and day > date.min:
            day -= ONE
        return day

    def add_workdays(self, start: date, count: int) -> date:
        """Return the ``count``-th workday after ``start``; ``start`` itself is not counted.

        Raises:
            ValueError: ``count`` is negative.
        """
        if count < 0:
            raise ValueError(f"a period cannot have {count} workdays")
        day = start
        for _ in range(count):
            if day == date.max:
                break
            day = self.on_or_after(day + ONE)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Return how many workdays lie after ``start`` up to and with ``end``; 0 when ``end`` is not later."""
        days = (end - start).days
        return sum(self.is_workday(start + timedelta(days=step)) for step in range(1, days + 1))


def add_days(start: date, count: int) -> date:
    """Return the last day of a period of ``count`` days; no later than the calendar goes."""
    return date.fromordinal(min(start.toordinal() + count, date.max.toordinal()))


def add_months(start: date, count: int) -> date:
    """Return the day of the same number ``count`` months later, or the last day of a shorter month."""
    months = start.year * MONTHS_A_YEAR + start.month - 1 + count
    year, month = divmod(months, MONTHS_A_YEAR)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def work_year(entry: Entry) -> tuple[Entry, WorkYear]:
    """Return one year of ``workdays.yaml``.

    Raises:
        PackError: a day lies outside the year, a holiday ends before it starts, or a worked day is no weekend.
    """
    year = int(entry.number("year"))
    issued = entry.day("issued")
    if issued is None:
        raise entry.fault("issued", "缺少通知的日期", "is missing")
    found = WorkYear(
        year=year,
        title=entry.text("title"),
        doc_number=entry.text("doc_number"),
        issued=issued,
        source=entry.text("source"),
        confidence=entry.choice("confidence", Confidence),
        off=frozenset(day for child in entry.children("holidays") for day in _holiday(child, year)),
        worked=_worked(entry, year),
    )
    if found.off & found.worked:
        raise entry.fault("workdays", "同一天既放假又上班", "has a day that is also a holiday")
    entry.done()
    return entry, found


def _holiday(child: Entry, year: int) -> list[date]:
    child.text("name")
    first, last = child.day("from"), child.day("to")
    if first is None or last is None or last < first or {first.year, last.year} != {year}:
        raise child.fault("from", "放假的起止日期不对", "must be a stretch of days within the year")
    child.done()
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _worked(entry: Entry, year: int) -> frozenset[date]:
    raw = entry.raw("workdays")
    days = raw if isinstance(raw, list) else []
    if not isinstance(raw, list) or not all(
        type(day) is date and day.year == year and day.weekday() >= SATURDAY for day in days
    ):
        raise _no_weekend(entry)
    return frozenset(days)


def _no_weekend(entry: Entry) -> PackError:
    return entry.fault("workdays", "调休上班日应是当年的周六或周日", "must be Saturdays and Sundays of that year")

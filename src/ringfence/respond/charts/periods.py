"""Columns of time: days while they fit, then weeks, then months, so that a picture stays bounded."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 42


@dataclass(frozen=True, slots=True)
class Period:
    """A column: from ``first`` to ``last`` day, both included."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """Return the column's short name: its first day."""
        return f"{self.first.month}-{self.first.day:02d}"


def periods(first: date, last: date) -> tuple[tuple[Period, ...], int]:
    """Return the columns from ``first`` to ``last`` and how many days each holds (1, 7, or more)."""
    days = (last - first).days + 1
    step = 1
    if days > MOST:
        step = 7 if days <= MOST * 7 else -(-days // MOST)
        if step == 7:
            first -= timedelta(days=first.weekday())
    columns = []
    start = first
    while start <= last:
        end = start + timedelta(days=step - 1)
        columns.append(Period(start, end if step > 1 else start))
        start = end + timedelta(days=1)
    return tuple(columns), step


def column_of(columns: tuple[Period, ...], when: date) -> int:
    """Return the index of the column that holds ``when``."""
    return max(0, bisect_right([column.first for column in columns], when) - 1)


def ticks(columns: tuple[Period, ...], width: float, label_width: float = 40) -> list[int]:
    """Return which columns carry a label when each column is ``width`` wide."""
    every = max(1, -(-int(label_width) // max(1, int(width))))
    return list(range(0, len(columns), every))

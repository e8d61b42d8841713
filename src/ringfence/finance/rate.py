"""The one rate at which money received equals money paid, or why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import pyxirr

from ringfence.finance.months import month_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

YEAR = 365  # days; Act/365, as XIRR counts
MONTH = 28  # days; one repayment sooner than the shortest month is counted by days
LONGEST = 1200  # months; beyond, payments are counted by their days
ABSURD = 1000.0  # a nominal rate above 100,000 % a year: a day or an amount is wrong
_GUESSES = (None, 0.01, 0.1, 1.0, 10.0, 1000.0)


class Way(StrEnum):
    """How a rate was counted."""

    MONTHLY = "monthly"  # payments whole months apart: rate of one month
    SINGLE = "single"  # one repayment within a month: simple by days
    DATED = "dated"  # any days: XIRR


class NoRate(StrEnum):
    """Why there is no rate."""

    NO_FLOWS = "no_flows"
    NOTHING_RECEIVED = "nothing_received"
    NOTHING_PAID = "nothing_paid"
    ONE_DAY = "one_day"
    PAID_LESS = "paid_less"  # less is paid than was received: payments are missing
    PAID_FIRST = "paid_first"  # money went out before any came in
    SEVERAL = "several"  # more than one rate fits
    ABSURD = "absurd"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate a year, both ways, as fractions."""

    nominal: float
    effective: float
    way: Way


def rate_of(flows: Sequence[tuple[date, Decimal]]) -> Rate | NoRate:
    """Return the rate of ``flows``: yuan by day, positive to the borrower, negative from them.

    A rate is given only when exactly one positive rate fits: more is paid than received and the running sum changes its sign
    once (Norstrøm's criterion). Payments whole months apart (three days' grace) are counted by months, others by days.
    """
    line = _by_day(flows)
    reason = _without_rate(line)
    if reason is not None:
        return reason
    if sum(amount for _, amount in line) == 0:
        return Rate(0.0, 0.0, _way(line))
    scale = float(line[0][1])
    amounts = [float(amount) / scale for _, amount in line]
    found = _solve([day for day, _ in line], amounts)
    usable = found is not None and math.isfinite(found.effective) and found.nominal <= ABSURD
    return found if found is not None and usable else NoRate.ABSURD


def _by_day(flows: Sequence[tuple[date, Decimal]]) -> list[tuple[date, Decimal]]:
    sums: dict[date, Decimal] = {}
    for day, amount in flows:
        sums[day] = sums.get(day, amount - amount) + amount
    return sorted((day, amount) for day, amount in sums.items() if amount)


def _without_rate(line: Sequence[tuple[date, Decimal]]) -> NoRate | None:
    """Return why ``line`` has no single positive rate, None when it has one (or exactly 0)."""
    if not line:
        return NoRate.NO_FLOWS
    if all(amount < 0 for _, amount in line):
        return NoRate.NOTHING_RECEIVED
    if all(amount > 0 for _, amount in line):
        return NoRate.NOTHING_PAID
    sums = list(accumulate(amount for _, amount in line))
    if sums[-1] > 0:
        return NoRate.PAID_LESS
    if line[0][1] < 0:
        return NoRate.PAID_FIRST
    signs = [total > 0 for total in sums if total]
    changes = sum(one is not other for one, other in pairwise(signs))
    return None if changes == (0 if sums[-1] == 0 else 1) else NoRate.SEVERAL


def _way(line: Sequence[tuple[date, Decimal]]) -> Way:
    days = [day for day, _ in line]
    if len(days) == 2 and (days[1] - days[0]).days < MONTH:
        return Way.SINGLE
    return Way.MONTHLY if _months(days) is not None else Way.DATED


def _months(days: Sequence[date]) -> list[int] | None:
    """Return the month of each day, None when one lies between two months."""
    numbers: list[int] = []
    for day in days:
        number = month_number(days[0], day)
        if number is None:
            return None
        numbers.append(number)
    return numbers if 0 < numbers[-1] <= LONGEST else None


def _solve(days: list[date], amounts: list[float]) -> Rate | None:
    """Return the rate of scaled amounts that have exactly one, None when it is beyond reckoning."""
    length = (days[-1] - days[0]).days
    if len(days) == 2 and length < MONTH:
        return _single(-amounts[1] / amounts[0] - 1, length)
    months = _months(days)
    if months is not None:
        row = [0.0] * (months[-1] + 1)
        for number, amount in zip(months, amounts, strict=True):
            row[number] += amount
        month = _root(row, None)
        return None if month is None else Rate(12 * month, _power(1 + month, 12) - 1, Way.MONTHLY)
    year = _root(amounts, days)
    return None if year is None else Rate(12 * ((1 + year) ** (1 / 12) - 1), year, Way.DATED)


def _single(interest: float, days: int) -> Rate:
    return Rate(interest * YEAR / days, _power(1 + interest, YEAR / days) - 1, Way.SINGLE)


def _power(base: float, exponent: float) -> float:
    try:
        return float(base**exponent)
    except OverflowError:
        return math.inf


def _root(amounts: list[float], days: list[date] | None) -> float | None:
    """Return the positive rate of one period (a month, or a year where ``days`` are given), checked against its own value.

    The solver may stop at a root below zero or at none; so what it gives is tried in the equation before it is believed.
    """
    times = (
        [float(number) for number in range(len(amounts))]
        if days is None
        else [(day - days[0]).days / YEAR for day in days]
    )
    for guess in _GUESSES:
        rate = (
            pyxirr.irr(amounts, guess=guess, silent=True)
            if days is None
            else pyxirr.xirr(days, amounts, guess=guess, silent=True)
        )
        if rate is not None and math.isfinite(rate) and rate > 0 and _fits(rate, times, amounts):
            return rate
    return None


def _fits(rate: float, times: list[float], amounts: list[float]) -> bool:
    """Tell whether the present value changes its sign within a hundred-thousandth of ``rate``: then the root lies there."""
    low, high = rate * (1 - 1e-5), rate * (1 + 1e-5)
    return _value(low, times, amounts) <= 0 <= _value(high, times, amounts)


def _value(rate: float, times: list[float], amounts: list[float]) -> float:
    return math.fsum(amount * (1 + rate) ** -time for amount, time in zip(amounts, times, strict=True))

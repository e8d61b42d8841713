"""Advertised rates ("日息万五", "月费率0.8%") as rates a year, with the sentence that says how they were counted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ringfence.finance.months import months_after
from ringfence.finance.rate import ABSURD, YEAR, Rate, rate_of
from ringfence.finance.said import Said, even, money_a_day, rates_in, times_in
from ringfence.finance.schedule import MOST
from ringfence.finance.words import sentence, table

_CLOSE = 0.002  # two statements of one rate agree within a fifth of a point a year
_START = date(2001, 1, 1)  # any day: whole months are counted
_AMOUNT = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class YearlyRate:
    """One rate a year, as fractions: ``simple`` without compounding (nominal), ``compounded`` over the year."""

    simple: float
    compounded: float


@dataclass(frozen=True, slots=True)
class Annual:
    """What an advertised rate comes to a year.

    Attributes:
        wording: as written.
        low: the rate, or the lower end of a range; None when it cannot be said.
        high: the upper end of a range, else the same as ``low``.
        at_least: it is only the lowest offered ("起").
        sure: the wording itself says all that was needed; False where custom was followed or something is missing.
        how_zh: how it was counted, or what is missing; ``how_en`` the same.
    """

    wording: str
    low: YearlyRate | None
    high: YearlyRate | None
    at_least: bool
    sure: bool
    how_zh: str
    how_en: str


def annual_from(wording: str, *, times: int | None = None) -> Annual:
    """Read an advertised rate and return it a year, simple and compounded; unsure where the wording leaves it open.

    Args:
        wording: Chinese advertising: ``日息万五``, ``日利率0.02%-0.05%``, ``月息1分``, ``借1000元每天5毛``, ``月费率0.8%``.
        times: number of monthly instalments, for fees on the amount first borrowed; read from the wording when it says so.
    """
    text = even(wording)
    at_least = _has(text, "from")
    found = rates_in(text)
    if not found:
        reasons = (("base", money_a_day(text)), ("free", _has(text, "free")), ("penalty", _has(text, "penalty")))
        key = next((name for name, true in reasons if true), "nothing")
        return _unsure(wording, key, at_least=at_least)
    known = times if times is not None else times_in(text)
    said = next((one for one in found if _doubt(one, text, known) != "period"), found[0])
    doubt = _doubt(said, text, known)
    if doubt:
        return _unsure(wording, doubt, at_least=at_least)
    low, high = (yearly(said, rate, text, known) for rate in (said.low, said.high))
    if low is None or high is None or not (math.isfinite(high.compounded) and high.simple <= ABSURD):
        return _unsure(wording, "absurd", at_least=at_least)
    notes = [*_notes(said, at_least=at_least), *(["up_to"] if _has(text, "up_to") else [])]
    if any(_apart(other, low, high, text, known) for other in found if other is not said):
        notes.append("differs")
    zh, en = (_how(said, low, high, text, known, notes, lang) for lang in ("zh", "en"))
    open_year = said.period == "year" and not (_has(text, "compound") or _has(text, "simple"))
    return Annual(
        wording, low, high, at_least, sure=not (open_year or set(notes) - {"from", "up_to"}), how_zh=zh, how_en=en
    )


def yearly(said: Said, rate: Decimal, text: str, times: int | None) -> YearlyRate | None:
    """Return one value of ``said`` a year, None when it cannot be counted."""
    value = float(rate) * (10 if said.fen and said.period == "year" else 1)
    if _flat(said):
        return _flat_rate(rate, said, times)
    if said.period == "day":
        return YearlyRate(value * YEAR, _compound(value, YEAR))
    if said.period == "year":
        if _has(text, "compound"):
            return YearlyRate(12 * ((1 + value) ** (1 / 12) - 1), value)
        return YearlyRate(value, _compound(value / 12, 12))
    return YearlyRate(12 * value, _compound(value, 12))


def _flat(said: Said) -> bool:
    return said.flat and said.period != "day"


def _flat_rate(rate: Decimal, said: Said, times: int | None) -> YearlyRate | None:
    """Return the true rate of equal monthly instalments with a fee on the amount first borrowed."""
    if times is None or not 1 <= times <= MOST:
        return None
    each = rate / times if said.total else rate / 12 if said.period == "year" else rate
    payment = _AMOUNT / times + _AMOUNT * each
    flows = [(_START, _AMOUNT), *((months_after(_START, month), -payment) for month in range(1, times + 1))]
    found = rate_of(flows)
    return YearlyRate(found.nominal, found.effective) if isinstance(found, Rate) else None


def _compound(rate: float, times: int) -> float:
    try:
        return float((1 + rate) ** times - 1)
    except OverflowError:
        return math.inf


def _doubt(said: Said, text: str, times: int | None) -> str:
    """Return which thing the wording leaves open so that nothing can be counted, "" when none."""
    if said.fen and said.period == "day":
        return "fen_day"
    if _has(text, "upfront"):
        return "upfront"
    if _flat(said):
        if not (said.period or said.total):
            return "flat_period"
        return "" if times is not None else "times"
    return "" if said.period or said.fen else "period"


def _notes(said: Said, *, at_least: bool) -> list[str]:
    """Return what has to be said besides."""
    notes = ["from"] if at_least else []
    if said.fen and not said.period:
        notes.append("fen_month")
    if said.fen and said.period == "year":
        notes.append("fen_year")
    if said.period == "term":
        notes.append("term_month")
    if said.flat and said.period == "day":
        notes.append("day_fee")
    return notes


def _apart(other: Said, low: YearlyRate, high: YearlyRate, text: str, times: int | None) -> bool:
    """Tell whether another statement in the same wording does not agree with the one that was counted, either way."""
    if _doubt(other, text, times):
        return False
    found = yearly(other, other.low, text, times)
    if found is None:
        return False
    either = (found.simple, found.compounded)
    return not any(
        first - _CLOSE <= value <= last + _CLOSE
        for value in either
        for first, last in ((low.simple, high.simple), (low.compounded, high.compounded))
    )


def _how(
    said: Said, low: YearlyRate, high: YearlyRate, text: str, times: int | None, notes: list[str], lang: str
) -> str:
    """Return the sentences that say how it was counted."""
    key = said.period or "month"
    if _flat(said):
        key = "flat_total" if said.total else "flat"
    elif key == "term":
        key = "month"
    elif key == "year" and _has(text, "compound"):
        key = "year_compound"
    elif key == "year" and _has(text, "simple"):
        key = "year_simple"
    lines: list[str] = []
    if said.cost is not None:
        lines.append(
            sentence(
                "wording", "say", "per_base", lang, base=f"{said.base:f}", cost=f"{said.cost:f}", rate=percent(said.low)
            )
        )
    for rate, counted in dict.fromkeys(((said.low, low), (said.high, high))):
        shown = _shown(said, rate)
        each = {"rate": percent(shown), "simple": percent(counted.simple), "compounded": percent(counted.compounded)}
        lines.append(sentence("wording", "say", key, lang, **each, times=times, naive=percent(shown * 12)))
    lines += [sentence("wording", "say", note, lang) for note in notes]
    return ("" if lang == "zh" else " ").join(lines)


def _shown(said: Said, rate: Decimal) -> Decimal:
    """Return the rate as the sentence names it: fen a year as their tenths, a yearly flat fee by the month."""
    if said.fen and said.period == "year":
        return rate * 10
    return rate / 12 if _flat(said) and said.period == "year" and not said.total else rate


def _has(text: str, words: str) -> bool:
    return any(word in text for word in table("wording")[words])


def _unsure(wording: str, key: str, *, at_least: bool) -> Annual:
    zh, en = (sentence("wording", "unsure", key, lang) for lang in ("zh", "en"))
    return Annual(wording, None, None, at_least, sure=False, how_zh=zh, how_en=en)


def percent(rate: float | Decimal) -> str:
    """Return a fraction as a per cent of up to two decimals, small ones as exact as they were said (0.005%)."""
    value = float(rate) * 100
    places = 2 if value >= 0.1 or value == 0 else 4
    text = f"{value:,.{places}f}"
    return (text.rstrip("0").rstrip(".") if places == 4 else text) + "%"

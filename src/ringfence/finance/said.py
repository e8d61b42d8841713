"""Rates as they stand in a wording: value, period, and on what they are charged."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ringfence.finance.numerals import NUMERAL, number
from ringfence.finance.words import table

LONGEST = 500  # characters read; advertising says it sooner
_UNITS = {"%": 100, "‰": 1000, "‱": 10000, "个点": 100}
_SHARES = {"百": 100, "千": 1000, "万": 10000}
_MONEY = {"元": Decimal(1), "块": Decimal(1), "毛": Decimal("0.1"), "角": Decimal("0.1"), "分": Decimal("0.01")}
_TO = "[-~—–至到]"
_PERCENT = rf"(?P<low>{NUMERAL})(?:%|‰|‱|个点)?(?:{_TO}(?P<high>{NUMERAL}))?(?P<unit>%|‰|‱|个点)"
_SHARE = rf"(?P<of>[百千万])分之(?P<part>{NUMERAL})(?:{_TO}(?:[百千万]分之)?(?P<part_to>{NUMERAL}))?"
_SHORT = (
    rf"(?<![\d半零一二两三四五六七八九十])(?P<brief>[千万])(?P<bit>{NUMERAL})(?:{_TO}[千万]?(?P<bit_to>{NUMERAL}))?"
    r"(?![\d元块万千百%毛角])"
)
_FEN = rf"(?<![毛角元块])(?P<fen>{NUMERAL})分(?![之期钟钱])(?:(?P<fen_li>{NUMERAL})厘?)?|(?P<li>{NUMERAL})厘(?!米)"
_ANY = re.compile(f"{_PERCENT}|{_SHARE}|{_SHORT}|{_FEN}")
_PRICE = re.compile(rf"(?P<n>{NUMERAL})(?P<unit>元|块|毛|角|分钱)(?:(?P<tenth>[1-9一二两三四五六七八九])(?:毛|角)?)?")
_AMOUNT = re.compile(
    rf"(?P<lead>借|贷|用|每|按)?(?:(?P<n>{NUMERAL})(?P<times>[万千百])?(?P<yuan>元|块)?|(?P<bare>[万千百])(?=元|块|每|日|一天))"
)
_COUNT = re.compile(
    rf"(?!(?:1|一)(?:个月|期|年|天|日|月)){NUMERAL}(?:个月|期|年|天|日|月)|(?<=\d)(?:1|一)(?:个月|期|年|天|日|月)"
)
_CLAUSE = re.compile(r"[,;。、!?\n]")
_TIMES = re.compile(rf"(?P<n>{NUMERAL})(?:期|个月)")
_AFTER = re.compile(r"[/每一1个]{0,3}(?P<mark>[天日月年期])")
_DAILY = re.compile(r"每天|每日|一天|1天|日息|日利息|日费|/天|/日")


@dataclass(frozen=True, slots=True)
class Said:
    """One rate that was said.

    Attributes:
        low, high: as a fraction of the amount; equal when no range.
        period: day, month, year, term; "" when not said.
        flat: a fee on the amount first borrowed.
        total: for the whole loan.
        fen: said in 分 or 厘, whose worth depends on the period.
        cost, base: yuan a day and yuan borrowed, where the rate was said so.
    """

    low: Decimal
    high: Decimal
    period: str = ""
    flat: bool = False
    total: bool = False
    fen: bool = False
    cost: Decimal | None = None
    base: Decimal | None = None


def even(text: str) -> str:
    """Even out full-width signs, capitals, spaces and the commas in figures."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("萬", "万")
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", re.sub(r"[^\S\n]+", "", plain))


def rates_in(text: str) -> list[Said]:
    """Return the rates of an evened text, in order; money a day stands last. Penalties after default are no rates of a loan."""
    found: list[Said] = []
    for clause in _CLAUSE.split(text):
        if any(word in clause for word in table("wording")["penalty"]):
            continue
        matches = list(_ANY.finditer(clause))
        ends = [0, *(match.end() for match in matches)]
        starts = [*(match.start() for match in matches), len(clause)]
        for place, match in enumerate(matches):
            before = clause[ends[place] : match.start()]
            after = clause[match.end() : starts[place + 1]]
            found.append(_said(match, before, after))
    daily = _daily_money(text)
    return found if daily is None else [*found, daily]


def times_in(text: str) -> int | None:
    """Return the number of instalments a wording names (``分12期``), None when it names none or several."""
    numbers = {int(number(match["n"])) for match in _TIMES.finditer(text)} - {0, 1}
    return numbers.pop() if len(numbers) == 1 else None


def money_a_day(text: str) -> bool:
    """Tell whether the wording names yuan a day."""
    repaid = table("wording")["repaid"]
    return any(
        _DAILY.search(clause) and _PRICE.search(clause) and not any(word in clause for word in repaid)
        for clause in _CLAUSE.split(text)
    )


def _said(match: re.Match[str], before: str, after: str) -> Said:
    low, high, fen = _worth(match)
    around = f"{before} {after}"
    words = table("wording")
    flat = any(word in around for word in words["flat"])
    period = _period(before, after)
    return Said(low, high, period, flat, any(word in around for word in words["total"]), fen)


def _worth(match: re.Match[str]) -> tuple[Decimal, Decimal, bool]:
    """Return (low, high, said in fen); fen as the hundredth that they are a month."""
    if match["unit"]:
        low, high, whole = match["low"], match["high"], _UNITS[match["unit"]]
    elif match["of"]:
        low, high, whole = match["part"], match["part_to"], _SHARES[match["of"]]
    elif match["brief"]:
        low, high, whole = match["bit"], match["bit_to"], _SHARES[match["brief"]]
    else:
        value = _fen(match)
        return value, value, True
    first = number(low) / whole
    return first, max(first, number(high) / whole) if high else first, False


def _fen(match: re.Match[str]) -> Decimal:
    if match["li"]:
        return number(match["li"]) / 1000
    more = match["fen_li"]
    tenths = Decimal(5) if more == "半" else number(more) if more else Decimal(0)
    return number(match["fen"]) / 100 + tenths / 1000


def _period(before: str, after: str) -> str:
    """Return the period a rate is for: said right after it, else last before it, else first after it."""
    periods: dict[str, list[str]] = table("wording")["periods"]
    ahead = _AFTER.match(after)
    if ahead is not None:
        return next(name for name, marks in periods.items() if ahead["mark"] in marks)
    before, after = _COUNT.sub("", before), _COUNT.sub("", after)
    places = [(before.rfind(mark), name) for name, marks in periods.items() for mark in marks if mark in before]
    if places:
        return max(places)[1]
    later = [(after.find(mark), name) for name, marks in periods.items() for mark in marks if mark in after]
    return min(later)[1] if later else ""


def _daily_money(text: str) -> Said | None:
    """Return yuan a day on an amount borrowed, None when either is not said."""
    for clause in _CLAUSE.split(text):
        mark = _DAILY.search(clause)
        if mark is None or any(word in clause for word in table("wording")["repaid"]):
            continue
        prices = list(_PRICE.finditer(clause))
        price = next((one for one in prices if one.start() >= mark.end()), None) or (prices[0] if prices else None)
        if price is None:
            continue
        base = _base(clause, price.span(), near=True)
        for other in _CLAUSE.split(text):
            base = base or (None if other == clause else _base(other, (0, 0), near=False))
        if base:
            cost = number(price["n"]) * _MONEY[price["unit"][0]]
            cost += number(price["tenth"]) / 10 if price["tenth"] and price["unit"] in {"元", "块"} else 0
            return Said(cost / base, cost / base, "day", cost=cost, base=base)
    return None


def _base(clause: str, price: tuple[int, int], *, near: bool) -> Decimal | None:
    """Return the amount borrowed that a clause names; in another clause than the price it must be said to be borrowed."""
    if any(word in clause for word in table("wording")["not_borrowed"]):
        return None
    for match in _AMOUNT.finditer(clause):
        overlaps = match.start() < price[1] and price[0] < match.end()
        if overlaps or not (near or match["lead"]):
            continue
        if match["bare"]:
            return Decimal(_SHARES[match["bare"]])
        if match["yuan"] or match["times"]:
            return number(match["n"]) * (_SHARES[match["times"]] if match["times"] else 1) or None
    return None

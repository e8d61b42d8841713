"""What a loan costs against the limits of its day: CN-COST-001 to CN-COST-004. Rates are read, never counted here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ringfence.law.rules.outcome import Outcome, Standing, Variant, hits, judges
from ringfence.law.rules.terms import COUNTED, base_rate, base_rate_checked, exceeds, name_zh, percent, terms
from ringfence.law.words import day_zh
from ringfence.schema import FindingKind, PartyType, Said, Severity, english, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ringfence.law.docket import Docket
    from ringfence.law.pack import LprRate, Rule
    from ringfence.law.rules.terms import Terms

ISSUED = date(2025, 12, 20)  # micro-24: no new loans from the day after it was issued (law data: loan.date>=2025-12-20)
TRANSITION_ENDS = date(2027, 12, 31)  # micro-4x: until then a goal for all new loans, not a line for each one
TWO_WAYS = Said(
    "规定用哪一种折算方法没有核对到原文,所以按月折算乘12和按复利折算都算了。",
    "Which way of counting the rule means was not found in its text, so both were used: monthly times 12, and compounded.",
)
LPR_UNCHECKED = Said(
    "合同当天的一年期LPR没有核对过,请先到全国银行间同业拆借中心的网站核对,再使用这一项。",
    "The one-year LPR of the contract's day was not checked; check it on the interbank funding centre's site before using this.",
)
NAMED = 3  # loans named in one sentence
_DIRECT = frozenset({"assist-6"})  # binds only loans that a platform arranged
_DOUBT = FindingKind.INDICATION
DISPUTED = Variant(claims=_DOUBT, severity=Severity.MEDIUM)


@judges("CN-COST-001")
def above_court_limit(docket: Docket, rule: Rule) -> Outcome:
    """A bank's or consumer finance company's loan above the limit; says for the whole family what is not known."""
    limit = rule.threshold.value("limit")
    found = [
        _standing(one, way, limit, variant=_variant("platform" if one.assisted else "", way))
        for one, way in _above(docket, terms(docket, rule), limit)
    ]
    variants = {
        "": Variant(without=_DIRECT),
        "disputed": Variant(without=_DIRECT, claims=_DOUBT, severity=Severity.MEDIUM),
        "platform-disputed": DISPUTED,
    }
    return Outcome(hits(docket.events.clear()), tuple(_unknown(docket, limit)), {}, variants, tuple(found))


@judges("CN-COST-002")
def new_microloan_above_limit(docket: Docket, rule: Rule) -> Outcome:
    """A microloan made after new ones above the limit were stopped."""
    limit = rule.threshold.value("limit")
    found = [
        _standing(one, way, limit, variant=_variant("", way))
        for one, way in _above(docket, terms(docket, rule), limit)
        if one.day is not None and one.day >= ISSUED
    ]
    return Outcome(hits(docket.events.clear()), (), {}, {"disputed": DISPUTED}, tuple(found))


@judges("CN-COST-003")
def microloan_above_base_rate(docket: Docket, rule: Rule) -> Outcome:
    """A microloan above four times the base rate by both ways; very short loans have room up to the general limit."""
    made = [one for one in terms(docket, rule) if one.day is not None and one.day >= ISSUED and not one.short]
    found = []
    for one, limit, base in _based(docket, rule, made):
        if exceeds(one.rates or (0, 0), limit, docket.settings.rate_tolerance) == "both" and one.day is not None:
            name = "transition" if one.day <= TRANSITION_ENDS else ""
            found.append(_standing(one, "both", limit, variant=name, base=base.pct))
    missing = tuple(_baseless(docket, made))
    variants = {"transition": Variant(claims=FindingKind.HINT)}
    return Outcome(hits(docket.events.clear()), missing, {}, variants, tuple(found))


@judges("CN-COST-004")
def unlicensed_above_base_rate(docket: Docket, rule: Rule) -> Outcome:
    """An unlicensed lender's loan above four times the base rate of the day of its contract."""
    loans = terms(docket, rule)
    found = []
    for one, limit, base in _based(docket, rule, loans):
        way = exceeds(one.rates or (0, 0), limit, docket.settings.rate_tolerance)
        if way and one.day is not None:
            name = _variant("" if base_rate_checked(base, one.day) else "unchecked", way)
            found.append(_standing(one, way, limit, variant=name, base=base.pct))
    variants = {
        "disputed": DISPUTED,
        "unchecked": Variant(claims=_DOUBT, review_zh=LPR_UNCHECKED),
        "unchecked-disputed": Variant(claims=_DOUBT, review_zh=LPR_UNCHECKED, severity=Severity.MEDIUM),
    }
    return Outcome(hits(docket.events.clear()), tuple(_baseless(docket, loans)), {}, variants, tuple(found))


def _above(docket: Docket, loans: Iterable[Terms], limit: float) -> Iterator[tuple[Terms, str]]:
    """Yield the dated loans above ``limit``, with by which ways of counting."""
    for one in loans:
        way = exceeds(one.rates, limit, docket.settings.rate_tolerance) if one.rates and one.day else ""
        if way:
            yield one, way


def _based(docket: Docket, rule: Rule, loans: Iterable[Terms]) -> Iterator[tuple[Terms, float, LprRate]]:
    """Yield the counted, dated loans for whose day a base rate is known, with the limit it makes and the rate."""
    for one in loans:
        base = base_rate(docket, one.day) if one.day and one.rates else None
        if base is not None:
            yield one, rule.threshold.value("multiple") * base.pct / 100, base


def _baseless(docket: Docket, loans: Iterable[Terms]) -> Iterator[str]:
    for one in loans:
        if one.rates and one.day and base_rate(docket, one.day) is None:
            yield Said(
                f"没有{day_zh(one.day)}的一年期LPR数值,无法判断{name_zh(one.debt)}是否超过它的四倍。",
                f"No one-year LPR of {one.day}; whether {name_zh(one.debt).en} exceeds four times of it cannot be said.",
            )


def _variant(first: str, way: str) -> str:
    return "-".join(filter(None, (first, "disputed" if way == "one" else "")))


def _standing(one: Terms, way: str, limit: float, *, variant: str, base: float | None = None) -> Standing:
    nominal, effective = one.rates or (0.0, 0.0)
    line = f"{limit * 100:.2f}".rstrip("0").rstrip(".") + "%"
    method = one.cost.method_zh if one.cost is not None else ""
    return Standing(
        one.lender,
        1,
        day=one.day,
        subject=one.debt.id,
        words_zh={
            "loan": one.named_zh,
            "nominal": percent(nominal),
            "effective": percent(effective),
            "line": line,
            "base": f"{base:g}%" if base is not None else "",
            "verdict": f"两种算法都超过{line}" if way == "both" else f"按一种算法超过{line},按另一种没有超过",
        },
        words_en={
            "loan": one.named_en,
            "nominal": percent(nominal, "over {}"),
            "effective": percent(effective, "over {}"),
            "line": line,
            "base": f"{base:g}%" if base is not None else "",
            "verdict": f"both above {line}"
            if way == "both"
            else f"above {line} by one way of counting, not by the other",
        },
        uncertain_zh=tuple(filter(None, (COUNTED, method, TWO_WAYS))),
        variant=variant,
        exhibits=one.exhibits,
    )


def _unknown(docket: Docket, limit: float) -> Iterator[str]:
    """Yield what is missing to judge the cost of the debts, each kind of thing once."""
    loans = terms(docket)
    noted = {one.debt.id for one in loans}
    bare = [name_zh(debt) for debt in docket.matter.debts if debt.id not in noted]
    if bare:
        yield Said(
            f"没有填写{_listed(bare)}的合同和还款计划,无法计算真实年化成本。",
            f"Contract and repayment plan of {_listed(bare).en} were not given; the true cost a year cannot be counted.",
        )
    undated = [name_zh(one.debt) for one in loans if one.day is None]
    if undated:
        yield Said(
            f"没有填写{_listed(undated)}的合同日期,不知道适用哪一天的规定。",
            f"The contract's day of {_listed(undated).en} was not given; which day's rules apply is not known.",
        )
    for one in loans:
        if one.rates is None:
            why = together(one.cost.missing_zh) if one.cost is not None else ""
            yield Said(
                f"{name_zh(one.debt)}的真实年化成本算不出来。{why}",
                f"The true cost of {name_zh(one.debt).en} cannot be counted. {english(why)}",
            )
        elif one.kind is PartyType.UNKNOWN and exceeds(one.rates, limit, docket.settings.rate_tolerance):
            yield Said(
                f"{name_zh(one.debt)}按一种或两种算法超过年24%,但放款方是哪一类机构还没有确认,不知道适用哪一条上限。",
                f"By one or both ways {name_zh(one.debt).en} is above 24% a year, but what kind of business lent it is not "
                "confirmed; which ceiling applies is not known.",
            )


def _listed(names: list[Said]) -> Said:
    shown = together(names[:NAMED], "、", ", ")
    return (
        shown
        if len(names) <= NAMED
        else Said(f"{shown}等{len(names)}笔借款", f"{shown.en} and others, {len(names)} loans")
    )

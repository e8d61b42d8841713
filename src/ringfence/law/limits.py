"""The limits on the cost of credit as the pack has them, beside a loan's two rates; counted, not judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ringfence.schema import PARTY_TYPE_ZH, Confidence

if TYPE_CHECKING:
    from ringfence.law.pack import Fact, LprRate, Pack
    from ringfence.schema import Cost, PartyType

CAUTIONS = {
    "ji2017-24": (
        "高于这条线的部分,可以在诉讼里请求法院减掉。",
        "What lies above it can be reduced by a court on request.",
    ),
    "micro-4x": (
        "这是2027年底前要降到的目标,现在高于它不等于这一笔违规。",
        "It is a target for the end of 2027: a loan above it now is not a breach for that alone.",
    ),
}
LPR_CHECKED = date(2025, 12, 31)  # last day for which the law data has a source for the LPR
LPR_NOTE = "lpr-2025-12"  # the fact that says how far the LPR table was checked


@dataclass(frozen=True, slots=True)
class CostLimit:
    """One limit on one day.

    Attributes:
        fact: id in the law data.
        who_zh: for which lenders, in words; ``who_en`` the same.
        share: the limit a year as a fraction, None when it cannot be said.
        line_zh: what it says, with its source and first day; ``line_en`` the same.
        verdict_zh: how the loan's two rates stand to it; ``verdict_en`` the same.
    """

    fact: str
    who_zh: str
    who_en: str
    share: float | None
    line_zh: str
    line_en: str
    verdict_zh: str
    verdict_en: str


def cost_limits(cost: Cost, day: date, pack: Pack, lender: PartyType | None = None) -> tuple[CostLimit, ...]:
    """Return every limit of the pack that may bind ``lender`` (any when None), with how the loan's rates stand to it.

    ``day``: of the contract; the limits of that day bind.
    """
    facts = [fact for fact in pack.facts.values() if fact.unit in {"APR_max", "x_LPR1Y"}]
    return tuple(_limit(fact, cost, day, pack) for fact in facts if lender is None or fact.covers(lender))


def lpr_note(day: date, pack: Pack) -> tuple[str, str]:
    """Return the one-year loan prime rate used and how far it was checked, in Chinese and English."""
    rate = _lpr_on(day, pack)
    if rate is None:
        return f"{day} 的一年期LPR不在表里。", f"No one-year LPR for {day} in the table."
    checked = pack.facts[LPR_NOTE]
    memory = rate.confidence is Confidence.MEMORY
    doubt_zh, doubt_en = ("这个数凭记忆,没有核实。", "from memory, not checked.") if memory else ("", "")
    return (
        f"一年期LPR:{rate.effective_from}起{rate.pct}%。{doubt_zh}{checked.paraphrase_zh}。",
        f"One-year LPR from {rate.effective_from}: {rate.pct}%. {doubt_en} {checked.paraphrase_en}.",
    )


def _lpr_on(day: date, pack: Pack) -> LprRate | None:
    """Return the one-year loan prime rate that stood on ``day``, None before the table begins."""
    return next((rate for rate in reversed(pack.lpr) if rate.effective_from <= day), None)


def _limit(fact: Fact, cost: Cost, day: date, pack: Pack) -> CostLimit:
    who = "、".join(PARTY_TYPE_ZH[kind] for kind in sorted(fact.applies_to)) if fact.applies_to else ""
    kinds = ", ".join(kind.value.replace("_", " ") for kind in sorted(fact.applies_to or ()))
    share: float | None = None
    if isinstance(fact.value, int | float):
        rate = _lpr_on(day, pack)
        share = float(fact.value) if fact.unit == "APR_max" else None if rate is None else fact.value * rate.pct / 100
    law = fact.law
    since = law.effective_from if fact.effective_from is None else fact.effective_from
    sure = fact.confidence is Confidence.TEXT
    verdict, caution = _verdict(share, fact, cost, day), _caution(fact, day, pack)
    return CostLimit(
        fact.id,
        who or "各类机构",
        kinds or "any",
        share,
        f"{fact.paraphrase_zh}。《{law.title}》{law.doc_number},{since}起{'' if sure else '(二手资料,条号未核)'}",
        f"{fact.paraphrase_en}. {law.doc_number}, from {since}{'' if sure else ' (second-hand, article not checked)'}",
        verdict[0] + "".join(zh for zh, _ in caution),
        " ".join([verdict[1], *(en for _, en in caution)]),
    )


def _caution(fact: Fact, day: date, pack: Pack) -> list[tuple[str, str]]:
    """Return what a person has to know before leaning on the comparison: an unchecked LPR, what the line means."""
    rate = _lpr_on(day, pack)
    unsure = rate is None or rate.confidence is Confidence.MEMORY or day > LPR_CHECKED
    said = []
    if fact.unit == "x_LPR1Y" and unsure:
        said.append(("当天的LPR没有核实,只供参考。", "The LPR of that day was not checked."))
    if fact.id in CAUTIONS:
        said.append(CAUTIONS[fact.id])
    return said


def _verdict(share: float | None, fact: Fact, cost: Cost, day: date) -> tuple[str, str]:
    if share is None or cost.nominal is None or cost.effective is None:
        return "没有数可以比较。", "Nothing to compare."
    if not fact.in_force(day):
        return f"{day}时没有施行,不适用。", f"Not in force on {day}."
    over = [rate > share for rate in (cost.nominal, cost.effective)]
    line = f"{share * 100:.2f}%"
    if all(over):
        return f"名义、复利两种算法都高于{line}。", f"Both rates are above {line}."
    if any(over):
        return (
            f"一种算法高于{line},另一种没有;按哪种算没有核实到,不下结论。",
            f"One rate is above {line}, the other is not; which one counts was not confirmed: no conclusion.",
        )
    return f"两种算法都没有超过{line}。", f"Neither rate is above {line}."

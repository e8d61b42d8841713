"""The limits on the cost of credit as the law pack has them, beside a loan's two rates; counted, not judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ringfence.cli.words import say
from ringfence.schema import PARTY_TYPE_ZH, Confidence

if TYPE_CHECKING:
    from ringfence.law import Fact, LprRate, Pack
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
class Limit:
    """One limit on one day.

    Attributes:
        fact: id in the law data.
        who: for which lenders, in words.
        share: the limit a year as a fraction, None when it cannot be said.
        line: what it says, with its source and first day.
        verdict: how the loan's two rates stand to it.
    """

    fact: str
    who: str
    share: float | None
    line: str
    verdict: str


def limits_for(cost: Cost, day: date, pack: Pack, lender: PartyType | None = None) -> list[Limit]:
    """Return every limit of the pack that may bind ``lender`` (any when None), with how the loan's rates stand to it."""
    facts = [fact for fact in pack.facts.values() if fact.unit in {"APR_max", "x_LPR1Y"}]
    return [_limit(fact, cost, day, pack) for fact in facts if lender is None or fact.covers(lender)]


def lpr_on(day: date, pack: Pack) -> LprRate | None:
    """Return the one-year loan prime rate that stood on ``day``, None before the table begins."""
    return next((rate for rate in reversed(pack.lpr) if rate.effective_from <= day), None)


def lpr_note(day: date, pack: Pack) -> str:
    """Return the rate used and how far it was checked."""
    rate = lpr_on(day, pack)
    if rate is None:
        return say(f"{day} 的一年期LPR不在表里。", f"No one-year LPR for {day} in the table.")
    checked = pack.facts[LPR_NOTE]
    doubt = say("这个数凭记忆,没有核实。", "from memory, not checked.") if rate.confidence is Confidence.MEMORY else ""
    return say(
        f"一年期LPR:{rate.effective_from}起{rate.pct}%。{doubt}{checked.paraphrase_zh}。",
        f"One-year LPR from {rate.effective_from}: {rate.pct}%. {doubt} {checked.paraphrase_en}.",
    )


def _limit(fact: Fact, cost: Cost, day: date, pack: Pack) -> Limit:
    who = (
        "、".join(PARTY_TYPE_ZH[kind] for kind in sorted(fact.applies_to))
        if fact.applies_to
        else say("各类机构", "any")
    )
    share: float | None = None
    if isinstance(fact.value, int | float):
        rate = lpr_on(day, pack)
        share = float(fact.value) if fact.unit == "APR_max" else None if rate is None else fact.value * rate.pct / 100
    law = fact.law
    since = law.effective_from if fact.effective_from is None else fact.effective_from
    mark = (
        "" if fact.confidence is Confidence.TEXT else say("(二手资料,条号未核)", " (second-hand, article not checked)")
    )
    line = say(
        f"{fact.paraphrase_zh}。《{law.title}》{law.doc_number},{since}起{mark}",
        f"{fact.paraphrase_en}. {law.doc_number}, from {since}{mark}",
    )
    verdict = _verdict(share, fact, cost, day) + _caution(fact, day, pack)
    return Limit(fact.id, who, share, line, verdict)


def _caution(fact: Fact, day: date, pack: Pack) -> str:
    """Return what a person has to know before leaning on the comparison: an unchecked LPR, what the line means."""
    rate = lpr_on(day, pack)
    unsure = rate is None or rate.confidence is Confidence.MEMORY or day > LPR_CHECKED
    said = []
    if fact.unit == "x_LPR1Y" and unsure:
        said.append(say("当天的LPR没有核实,只供参考。", "The LPR of that day was not checked."))
    if fact.id in CAUTIONS:
        said.append(say(*CAUTIONS[fact.id]))
    return say("", " ").join(["", *said])


def _verdict(share: float | None, fact: Fact, cost: Cost, day: date) -> str:
    if share is None or cost.nominal is None or cost.effective is None:
        return say("没有数可以比较。", "Nothing to compare.")
    if not fact.in_force(day):
        return say(f"{day}时没有施行,不适用。", f"Not in force on {day}.")
    over = [rate > share for rate in (cost.nominal, cost.effective)]
    line = f"{share * 100:.2f}%"
    if all(over):
        return say(f"名义、复利两种算法都高于{line}。", f"Both rates are above {line}.")
    if any(over):
        return say(
            f"一种算法高于{line},另一种没有;按哪种算没有核实到,不下结论。",
            f"One rate is above {line}, the other is not; which one counts was not confirmed: no conclusion.",
        )
    return say(f"两种算法都没有超过{line}。", f"Neither rate is above {line}.")

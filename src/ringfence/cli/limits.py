"""The law room's limits on the cost of credit, in the language of this run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.cli.words import say

if TYPE_CHECKING:
    from datetime import date

    from ringfence.law import Pack
    from ringfence.schema import Cost, PartyType


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit on one day, as ``law.CostLimit`` in one language."""

    fact: str
    who: str
    share: float | None
    line: str
    verdict: str


def limits_for(cost: Cost, day: date, pack: Pack, lender: PartyType | None = None) -> list[Limit]:
    """Return every limit of the pack that may bind ``lender`` (any when None), with how the loan's rates stand to it."""
    from ringfence import law

    return [
        Limit(
            one.fact,
            say(one.who_zh, one.who_en),
            one.share,
            say(one.line_zh, one.line_en),
            say(one.verdict_zh, one.verdict_en),
        )
        for one in law.cost_limits(cost, day, pack, lender)
    ]


def lpr_note(day: date, pack: Pack) -> str:
    """Return the rate used and how far it was checked."""
    from ringfence import law

    return say(*law.lpr_note(day, pack))

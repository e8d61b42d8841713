"""The debt's papers: CN-CON-012 and CN-CON-013. States of affairs, judged on the day of judging."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import lender_behind
from ringfence.law.rules.outcome import Outcome, Standing, hits, judges
from ringfence.schema import PartyType, Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.schema import Debt

EVIDENCE = 50  # events shown as evidence of a state of affairs; the others add nothing


@judges("CN-CON-012")
def outsourced_unannounced(docket: Docket, _rule: Rule) -> Outcome:
    """Collection given to an agency, and the borrower says nobody told them."""
    debts = docket.matter.debts
    untold = [debt for debt in debts if debt.outsourced and debt.outsource_notice is False]
    speakers = [party.id for party in docket.matter.parties if party.type is PartyType.AGENCY]
    agency_spoke = set(docket.events.filter(pl.col("speaker").is_in(speakers) & pl.col("pressing"))["lender"])
    asked = any(debt.outsourced and debt.outsource_notice is None for debt in debts) or any(
        debt.outsourced is None and _lender(docket, debt) in agency_spoke for debt in debts
    )
    missing = (
        (
            Said(
                "没有说明催收是否委托给了外部机构,以及是否告知过您。",
                "Whether collection was given to an outside agency, and whether you were told, was not said.",
            ),
        )
        if asked
        else ()
    )
    return Outcome(hits(docket.events.clear()), missing, standing=_standing(docket, untold, speakers))


@judges("CN-CON-013")
def assigned_unannounced(docket: Docket, _rule: Rule) -> Outcome:
    """The debt assigned, no day of notice on record."""
    untold = [debt for debt in docket.matter.debts if debt.assignee and debt.assignment_notice is None]
    buyers = [debt.assignee for debt in untold if debt.assignee]
    return Outcome(hits(docket.events.clear()), standing=_standing(docket, untold, buyers))


def _lender(docket: Docket, debt: Debt) -> str:
    return lender_behind(docket.matter, debt.lender) or debt.lender


def _standing(docket: Docket, debts: Iterable[Debt], speakers: Iterable[str]) -> tuple[Standing, ...]:
    counts: dict[str, int] = {}
    for debt in debts:
        lender = _lender(docket, debt)
        counts[lender] = counts.get(lender, 0) + 1
    spoken = docket.events.filter(pl.col("pressing") & pl.col("speaker").is_in(list(speakers)).fill_null(value=False))
    return tuple(
        Standing(lender, count, tuple(spoken.filter(pl.col("lender") == lender)["event"].head(EVIDENCE)))
        for lender, count in counts.items()
    )

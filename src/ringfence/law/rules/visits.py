"""Visits: CN-COL-008 and CN-COL-009."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.rules.outcome import Outcome, hits, judges
from ringfence.schema import EventKind, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

INDOORS = ("home", "office")


def _visits(docket: Docket) -> pl.DataFrame:
    return docket.events.filter(pl.col("approach") & pl.col("overdue") & (pl.col("kind") == EventKind.VISIT.value))


@judges("CN-COL-008")
def too_few_came(docket: Docket, rule: Rule) -> Outcome:
    """A visit by fewer persons than the association's guide asks for."""
    visits = _visits(docket)
    found = visits.filter((pl.col("persons") < rule.threshold.value("persons")) & (pl.col("persons") > 0))
    missing = (
        (Said("有上门催收的记录,但没有写来了几个人。", "Visits are recorded, but not how many people came."),)
        if visits["persons"].null_count()
        else ()
    )
    return Outcome(hits(found), missing)


@judges("CN-COL-009")
def went_in(docket: Docket, _rule: Rule) -> Outcome:
    """A visit that entered home or office without consent."""
    visits = _visits(docket)
    found = visits.filter(pl.col("location").is_in(INDOORS) & pl.col("entered").fill_null(value=False))
    silent = visits.filter(pl.col("location").is_in(INDOORS) & pl.col("entered").is_null())
    return Outcome(
        hits(found),
        (
            Said(
                "有上门催收的记录,但没有写对方是否未经同意进了门。",
                "Visits are recorded, but not whether they came in without consent.",
            ),
        )
        if silent.height
        else (),
    )

"""Events of the timeline that start a clock: an offence, an infringement, a call of which a record will be lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import CALLS, DEBTOR
from ringfence.law.pack import Acts
from ringfence.schema import Clock, Flag, Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Deadline

# What the police punish when it is proved; pestering alone needs a refusal first and starts nothing here.
LABELS = (Label.THREAT.value, Label.IMPERSONATION.value)
FLAGS = (
    *(Flag.THREAT_VIOLENCE, Flag.INSULT, Flag.OBSCENE, Flag.EXPOSURE),
    *(Flag.IMPERSONATE_STATE, Flag.IMPERSONATE_ORG, Flag.FAKE_DOCUMENT),
)


def starts_of(docket: Docket, deadline: Deadline, acts: Acts) -> Iterator[tuple[str | None, date]]:
    """Yield (lender, first day of the clock) of one kind of event; the lender is None for the borrower's own calls.

    Only what happened up to the day of judging is looked at.
    """
    events = docket.events.filter(pl.col("local_date") <= docket.matter.as_of)
    if acts is Acts.OWN_CALL:
        yield from ((None, day) for day in _own_calls(docket, deadline, events))
        return
    rows, choose = _rows(events, acts)
    kept = rows.filter(pl.col("lender").is_not_null())
    yield from sorted(kept.group_by("lender").agg(choose).iter_rows())


def offences() -> pl.Expr:
    """Tell of each event whether it is of a kind the police punish."""
    flagged = pl.any_horizontal(pl.col("flags").list.contains(flag.value) for flag in FLAGS).fill_null(value=False)
    named = pl.col("label").is_in(LABELS).fill_null(value=False)
    return (pl.col("labelled") & (named | flagged)) | (pl.col("approach") & pl.col("entered").fill_null(value=False))


def _rows(events: pl.DataFrame, acts: Acts) -> tuple[pl.DataFrame, pl.Expr]:
    if acts is Acts.OFFENCE:
        return events.filter(offences()), pl.col("local_date").max()
    if acts is Acts.INFRINGEMENT:
        return events.filter(offences() | (pl.col("approach") & pl.col("outsider"))), pl.col("local_date").min()
    talked = pl.col("approach") & pl.col("kind").is_in(CALLS) & pl.col("connected").fill_null(value=False)
    return events.filter(talked & (pl.col("person") == DEBTOR)), pl.col("local_date").min()


def _own_calls(docket: Docket, deadline: Deadline, events: pl.DataFrame) -> list[date]:
    """Return the day of the borrower's oldest collection call that the carrier still shows and no carrier's list covers.

    An older one is lost already; nothing is due for it. Calls known not to have been answered stand in no carrier's list.
    """
    own = events.filter(pl.col("person") == DEBTOR)
    calls = own.filter(
        pl.col("approach") & pl.col("kind").is_in(CALLS) & pl.col("connected").fill_null(value=True) & ~_covered(own)
    )
    oldest = calls.filter(pl.col("local_date").dt.offset_by(f"{deadline.value}mo") >= docket.matter.as_of)
    day = oldest["local_date"].min()
    return [day] if isinstance(day, date) else []


def _covered(own: pl.DataFrame) -> pl.Expr:
    """Tell of each event whether it lies in a month of which a carrier's list was added, between its first and last day."""
    listed = own.filter(pl.col("clocks").list.contains(Clock.CARRIER.value).fill_null(value=False))["local_date"]
    if listed.is_empty():
        return pl.lit(value=False)
    months = listed.dt.truncate("1mo").unique()
    day = pl.col("local_date")
    return day.is_between(listed.min(), listed.max()) & day.dt.truncate("1mo").is_in(months.to_list())

"""Contacting others although the debtor could be reached: CN-3P-002.

"Reachable": within the days before, the debtor had a connected call with the same lender (either side ringing) or wrote to it.
The association's exceptions are read in the lender's favour for every type of lender: once three attempts in a row have failed
since then, others may be contacted from the next day on; with three days without contact at once. A debtor whose own records for
those days are missing proves nothing: that is a gap, not a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import CALLS
from ringfence.law.rules.hours import due_notes
from ringfence.law.rules.outcome import Outcome, hits, joined, judges, per_lender
from ringfence.law.rules.windows import MICROS_A_DAY, MICROS_A_SECOND
from ringfence.schema import Clock, Role, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

_MARGIN = pl.col("precision_s").cast(pl.Int64) * MICROS_A_SECOND


@judges("CN-3P-002")
def not_out_of_reach(docket: Docket, rule: Rule) -> Outcome:
    """Judge each collecting attempt on a person who does not owe."""
    lookback = int(rule.threshold.value("lookback_days")) * MICROS_A_DAY
    tried = _with_last_contact(_aimed(docket), _contacts(docket))
    reachable = tried.filter(pl.col("latest") - pl.col("spoke_early") <= lookback)
    found = _without_failed(reachable, _failures(docket), rule.threshold.value("failed_calls"))
    unproven = tried.join(reachable.select("event"), on="event", how="anti").join(
        found.select("event"), on="event", how="anti"
    )
    blind = _uncovered(unproven, docket, lookback)
    missing = (
        (
            Said(
                f"有{blind.height}次联系其他人之前的三天里没有您本人手机的通话记录,不能证明当时能联系到您。",
                f"For {blind.height} contact(s) with others there are no call records of your own phone in the three days "
                "before; that you could be reached cannot be proven.",
            ),
        )
        if blind.height
        else ()
    )
    unended = _after_the_records(found, docket)
    note = per_lender(
        unended,
        Said(
            "其中{n}次之后没有您本人手机的通话记录;如果此前有过连续三次未接通,结论会改变。",
            "After {n} of them there are no call records of your own phone; had there been three unanswered calls in a row "
            "before, the conclusion would change.",
        ),
    )
    kept = found.drop("spoke_ts", "spoke_early", "latest", "day_start")
    return Outcome(hits(kept), missing, joined(note, due_notes(docket, found)))


def _own(docket: Docket) -> pl.DataFrame:
    """Return what happened on the debtor's own phone."""
    return docket.events.filter(pl.col("role") == Role.DEBTOR.value)


def _aimed(docket: Docket) -> pl.DataFrame:
    """Return attempts on others, with the earliest and latest moment they may have happened and the start of their day."""
    aimed = docket.events.filter(
        pl.col("approach") & pl.col("overdue") & pl.col("outsider") & pl.col("lender").is_not_null()
    )
    midnight = (
        pl.col("ts") // MICROS_A_SECOND * MICROS_A_SECOND - pl.col("local_second").cast(pl.Int64) * MICROS_A_SECOND
    )
    return aimed.with_columns(latest=pl.col("ts") + _MARGIN, day_start=midnight, earliest=pl.col("ts") - _MARGIN)


def _contacts(docket: Docket) -> pl.DataFrame:
    """Return the moments at which debtor and lender were in touch (lender, spoke_ts: the latest it may have been, spoke_early)."""
    spoke = pl.col("kind").is_in(CALLS) & pl.col("connected").fill_null(value=False)
    wrote = (pl.col("direction") == "out") & ~pl.col("kind").is_in(CALLS)
    touched = _own(docket).filter(pl.col("lender").is_not_null() & (spoke | wrote))
    return touched.select("lender", spoke_ts=pl.col("ts") + _MARGIN, spoke_early=pl.col("ts") - _MARGIN).sort(
        "spoke_ts"
    )


def _failures(docket: Docket) -> pl.DataFrame:
    """Return the lender's attempts on the debtor that surely failed, numbered per lender in order of time."""
    failed = _own(docket).filter(
        pl.col("lender").is_not_null()
        & pl.col("inward")
        & pl.col("kind").is_in(CALLS)
        & (~pl.col("connected")).fill_null(value=False)
    )
    return failed.select("lender", "ts").sort("ts").with_columns(nth=pl.int_range(1, pl.len() + 1).over("lender"))


def _with_last_contact(aimed: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """Add the last moment before each attempt at which debtor and lender were in touch, null when there is none."""
    joined_up = aimed.sort("earliest").join_asof(
        contacts,
        left_on="earliest",
        right_on="spoke_ts",
        by="lender",
        strategy="backward",
        allow_exact_matches=False,
        coalesce=False,
        check_sortedness=False,
    )
    return joined_up.drop("earliest").sort("ts", "event")


def _without_failed(reachable: pl.DataFrame, failures: pl.DataFrame, allowed: float) -> pl.DataFrame:
    """Drop attempts made on a later day than the third failed call since the last contact."""

    def before(frame: pl.DataFrame, moment: str, name: str) -> pl.DataFrame:
        counted = frame.sort(moment).join_asof(
            failures.rename({"ts": "failed_ts", "nth": name}),
            left_on=moment,
            right_on="failed_ts",
            by="lender",
            strategy="backward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        return counted.with_columns(pl.col(name).fill_null(0)).drop("failed_ts", strict=False)

    counted = before(before(reachable, "day_start", "by_midnight"), "spoke_ts", "by_contact")
    tolerated = pl.col("by_midnight") - pl.col("by_contact") >= allowed
    return counted.filter(~tolerated).drop("by_midnight", "by_contact").sort("ts", "event")


def _records(docket: Docket) -> pl.Series:
    """Return the times of the debtor's recorded calls (a clock of phone or carrier, not memory), sorted."""
    clocks = [Clock.DEVICE.value, Clock.CARRIER.value]
    return _own(docket).filter(pl.col("kind").is_in(CALLS) & pl.col("clock").is_in(clocks))["ts"].sort()


def _uncovered(unproven: pl.DataFrame, docket: Docket, lookback: int) -> pl.DataFrame:
    """Return attempts before which, for the whole lookback, the debtor's phone has no call at all on record."""
    records = _records(docket)
    upto = records.search_sorted(unproven["ts"], side="left")
    since = records.search_sorted(unproven["ts"] - lookback, side="left")
    return unproven.filter(upto == since) if unproven.height else unproven


def _after_the_records(found: pl.DataFrame, docket: Docket) -> pl.DataFrame:
    """Return hits after the last recorded call of the debtor's phone: failed calls in between would not be seen."""
    last = _records(docket).max()
    return found if last is None else found.filter(pl.col("ts") > last)

"""Counts over the timeline: when, how often, how long, whom, from which numbers."""

from __future__ import annotations

import polars as pl

from ringfence.analyze.context import CALLS, collecting, incoming, surely_quiet
from ringfence.schema import EVENTS, MICROS, Metrics, conform

EFFECTIVE_S = 30  # seconds; product value, no statute says when a call was effective
_HOUR = 3600 * MICROS
_N = pl.len().cast(pl.UInt32)
_BURSTS = pl.Schema(
    {"lender": pl.String, "person": pl.String, "start_ts": pl.Int64, "end_ts": pl.Int64, "n": pl.UInt32}
)


def measure(events: pl.DataFrame, *, effective_s: int = EFFECTIVE_S, burst_min: int = 5) -> Metrics:
    """Count the collection attempts (incoming events whose label collects), as :class:`ringfence.schema.Metrics` says.

    Attempts of unknown time count in the totals and in no frame that has a day or hour. A time that is only remembered
    counts as quiet hours when all of its imprecision lies in them.

    What only the model judged to be pressing, from a sender who speaks for no lender, is a guess and is not counted.

    Args:
        events: classified and attributed frame with :data:`ringfence.schema.EVENTS`.
        effective_s: a connected call of at least so many seconds counts as effective.
        burst_min: so many calls within an hour make a burst.

    Raises:
        ValueError: ``burst_min`` is under 2.
    """
    if burst_min < 2:
        raise ValueError("burst_min: one call is no burst")
    guess = (pl.col("label_by") == "model").fill_null(value=False) & pl.col("lender").is_null()
    attempts = conform(events, EVENTS).filter(collecting() & incoming() & ~guess)
    return Metrics(
        hourly=_hourly(attempts),
        daily=_daily(attempts, effective_s),
        people=_people(attempts),
        numbers=_numbers(attempts),
        bursts=_bursts(attempts, burst_min),
        quiet=attempts.select(surely_quiet().sum()).item(),
        attempts=len(attempts),
        effective_s=effective_s,
        burst_min=burst_min,
    )


def _hourly(attempts: pl.DataFrame) -> pl.DataFrame:
    keys = ["local_date", "hour", "kind", "role", "lender"]
    timed = attempts.filter(pl.col("local_date").is_not_null() & pl.col("local_second").is_not_null())
    hour = (pl.col("local_second") // 3600).cast(pl.Int8)
    return timed.with_columns(hour=hour).group_by(keys).agg(n=_N).sort(keys, nulls_last=True)


def _daily(attempts: pl.DataFrame, effective_s: int) -> pl.DataFrame:
    keys = ["local_date", "lender", "address_key"]
    call = pl.col("kind").is_in(CALLS)
    connected = (call & pl.col("connected")).fill_null(value=False)
    return (
        attempts.filter(pl.col("local_date").is_not_null())
        .group_by(keys)
        .agg(
            attempts=_N,
            connected=connected.sum().cast(pl.UInt32),
            unanswered=(call & ~pl.col("connected")).fill_null(value=False).sum().cast(pl.UInt32),
            effective=(connected & (pl.col("duration_s") >= effective_s).fill_null(value=False)).sum().cast(pl.UInt32),
        )
        .sort(keys, nulls_last=True)
    )


def _people(attempts: pl.DataFrame) -> pl.DataFrame:
    return (
        attempts.filter(pl.col("person").is_not_null())
        .group_by("person")
        .agg(
            role=pl.col("role").drop_nulls().first(),
            attempts=_N,
            connected=(pl.col("kind").is_in(CALLS) & pl.col("connected")).fill_null(value=False).sum().cast(pl.UInt32),
            first_ts=pl.col("ts").min(),
            last_ts=pl.col("ts").max(),
            lenders=pl.col("lender").drop_nulls().unique().sort(),
        )
        .sort(["attempts", "person"], descending=[True, False])
    )


def _numbers(attempts: pl.DataFrame) -> pl.DataFrame:
    keys = ["address_key", "address_kind", "lender", "speaker"]
    return (
        attempts.group_by(keys)
        .agg(
            attempts=_N,
            sms=(pl.col("kind") == "sms").sum().cast(pl.UInt32),
            calls=pl.col("kind").is_in(CALLS).sum().cast(pl.UInt32),
            people=pl.col("person").drop_nulls().n_unique().cast(pl.UInt32),
            first_ts=pl.col("ts").min(),
            last_ts=pl.col("ts").max(),
        )
        .sort(["attempts", *keys], descending=[True, False, False, False, False], nulls_last=True)
    )


def _bursts(attempts: pl.DataFrame, burst_min: int) -> pl.DataFrame:
    """Return runs of calls in which every call lies in some hour that holds at least ``burst_min`` calls to one person."""
    calls = attempts.filter(pl.col("kind").is_in(CALLS) & pl.col("ts").is_not_null() & pl.col("person").is_not_null())
    groups = calls.group_by("lender", "person").agg(pl.col("ts").sort())
    rows = [
        (lender, person, times[first], times[last], last - first + 1)
        for lender, person, times in groups.iter_rows()
        for first, last in _runs(times, burst_min)
    ]
    return pl.DataFrame(rows, schema=_BURSTS, orient="row").sort("start_ts", "person", "lender", nulls_last=True)


def _runs(times: list[int], burst_min: int) -> list[tuple[int, int]]:
    """Return (first, last) places of merged windows of ``burst_min`` times within an hour."""
    runs: list[tuple[int, int]] = []
    for start in range(len(times) - burst_min + 1):
        end = start + burst_min - 1
        if times[end] - times[start] > _HOUR:
            continue
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs

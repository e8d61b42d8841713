"""Counting within a sliding window of time, per group; a window is half open: two moments a full window apart are not in one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

MICROS_A_SECOND = 1_000_000
MICROS_A_DAY = 86_400 * MICROS_A_SECOND


def within(frame: pl.DataFrame, by: Sequence[str], window: int, least: int) -> pl.DataFrame:
    """Return the rows that lie in some window of ``window`` microseconds with at least ``least`` rows of their group.

    ``most``: the largest number of rows in a window that ends inside the row's run. ``run``: id of the run, unique in the frame:
    windows that touch are one run.
    """
    ordered = frame.sort(*by, "ts", "event").with_columns(place=pl.int_range(pl.len()))
    counts = _sizes(ordered, by, window, "place")
    return _runs(ordered.with_columns(size=pl.Series(counts, dtype=pl.Int64)), by, window, least).drop("place")


def distinct_within(frame: pl.DataFrame, by: Sequence[str], key: str, window: int, least: int) -> pl.DataFrame:
    """Like :func:`within`, counting distinct values of ``key``."""
    ordered = frame.sort(*by, "ts", "event")
    counts = _sizes(ordered, by, window, key)
    return _runs(ordered.with_columns(size=pl.Series(counts, dtype=pl.Int64)), by, window, least)


def _sizes(ordered: pl.DataFrame, by: Sequence[str], window: int, key: str) -> list[int]:
    """Return for each row how many distinct keys of its group lie in the window that ends with it."""
    groups = ordered.select(pl.struct(by).rle_id()).to_series().to_list()
    times: list[int] = ordered["ts"].to_list()
    keys: list[object] = ordered[key].to_list()
    sizes: list[int] = []
    held: Counter[object] = Counter()
    start = 0
    for place, (group, time) in enumerate(zip(groups, times, strict=True)):
        if place and group != groups[place - 1]:
            held.clear()
            start = place
        held[keys[place]] += 1
        while times[start] <= time - window:
            held[keys[start]] -= 1
            if not held[keys[start]]:
                del held[keys[start]]
            start += 1
        sizes.append(len(held))
    return sizes


def _runs(sized: pl.DataFrame, by: Sequence[str], window: int, least: int) -> pl.DataFrame:
    full = pl.col("size") >= least
    closing = pl.when(full).then(pl.col("ts")).backward_fill().over(by)
    inside = sized.filter((closing - pl.col("ts") < window).fill_null(value=False))
    gap = pl.col("ts").diff().over(by)
    starts = (gap.is_null() | (gap >= window)).cast(pl.Int64)
    return inside.with_columns(run=starts.cum_sum()).with_columns(most=pl.col("size").max().over("run")).drop("size")

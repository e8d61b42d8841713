"""Columns that SMS and call backups share: times, literal nulls, the record's account at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.numbers import with_numbers
from ringfence.schema import conform, empty

if TYPE_CHECKING:
    from ringfence.ingest.tally import Tally

_SECONDS = (631_152_000, 4_102_444_800)  # 1990 to 2100: outside of it a stamp is no time of a phone


def micros(column: str) -> pl.Expr:
    """Return UTC microseconds of a stamp in milliseconds or, by plausibility, seconds; null when it is neither."""
    stamp = pl.col(column).cast(pl.Int64, strict=False)
    low, high = _SECONDS
    return (
        pl.when(stamp.is_between(low * 1000, high * 1000))
        .then(stamp * 1000)
        .when(stamp.is_between(low, high))
        .then(stamp * 1_000_000)
        .otherwise(None)
        .cast(pl.Int64)
    )


def in_micros(stamp: int) -> int | None:
    """Return what :func:`micros` gives, for a single stamp."""
    low, high = _SECONDS
    if low * 1000 <= stamp <= high * 1000:
        return stamp * 1000
    return stamp * 1_000_000 if low <= stamp <= high else None


def or_null(column: str) -> pl.Expr:
    """Return the text, null where the app wrote a word for nothing: ``null`` or ``(Unknown)``."""
    text = pl.col(column)
    return pl.when(text.ne_missing("null") & text.ne_missing("(Unknown)")).then(text)


def report_times(frame: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """Count the records whose time cannot be read; they stay, without a time."""
    if not frame["ts"].null_count():
        return frame
    for offset, length in frame.filter(pl.col("ts").is_null()).select("offset", "length").iter_rows():
        tally.unread(f"bytes:{offset}+{length}", "时间无法读懂，记录已保留", "unreadable time; the record is kept")
    return frame


def gathered(frames: list[pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    """Return all frames as one with ``schema``; number columns come from ``_party``, rows are counted from 1."""
    if not frames:
        return empty(schema)
    whole = with_numbers(pl.concat(frames), "_party").drop("_party")
    return conform(whole.with_columns(row=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32)), schema)

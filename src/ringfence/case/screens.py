"""What screenshots bring into the timeline: times that are only as exact as the picture allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.schema import EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.case.merge import Records


def with_precision(events: pl.DataFrame, sources: Sequence[Records]) -> pl.DataFrame:
    """Give every event that was read from a picture the precision of its time; ``events`` are not joined yet (one ref each)."""
    parts = [
        records.regions.filter((pl.col("field") == "time") & pl.col("precision_s").is_not_null()).select(
            pl.concat_str(pl.lit(f"{records.source}#"), pl.col("row").cast(pl.String)).alias("_ref"),
            pl.col("precision_s").alias("_precision"),
        )
        for records in sources
        if records.regions is not None
    ]
    if not parts:
        return events
    shown = pl.concat(parts).unique("_ref")
    known = events.with_columns(_ref=pl.col("refs").list.first()).join(
        shown, on="_ref", how="left", maintain_order="left"
    )
    return known.with_columns(precision_s=pl.coalesce("_precision", "precision_s")).select(EVENTS.names())

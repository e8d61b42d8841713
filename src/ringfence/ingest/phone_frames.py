"""Records of phone databases and backups, gathered one by one, as frames: times to microseconds, numbers to keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.backup_columns import in_micros
from ringfence.ingest.call_backup import connected
from ringfence.ingest.numbers import with_numbers
from ringfence.schema import CALLS, CONTACTS, MESSAGES, Clock, conform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.ingest.tally import Tally

Record = dict[str, str | int | None]
BOXES = {1: "in", 2: "out", 3: "draft", 4: "outbox", 5: "failed", 6: "queued"}
CALL_TYPES = {1: "in", 2: "out", 3: "missed", 4: "voicemail", 5: "rejected", 6: "blocked", 7: "in"}
NOBODY = {"", "null", "insert-address-token"}
_DERIVED = {"address_key", "address_kind", "zone", "clock", "connected"}


def micros_of(stamp: int | None) -> int | None:
    """Return UTC microseconds of a stamp in milliseconds or, by plausibility, seconds; None when it is neither."""
    return None if stamp is None else in_micros(stamp)


def messages_frame(records: list[Record], zone: str, tally: Tally, *, clock: Clock = Clock.DEVICE) -> pl.DataFrame:
    """Return MESSAGES; ``party``, where given, is whose number makes the key of a message to several."""
    frame = _given(records, MESSAGES, {"party": pl.String})
    frame = frame.with_columns(
        pl.coalesce("party", "address").fill_null("").alias("party"), pl.col("address").fill_null("")
    )
    return _finished(with_numbers(frame, "party").drop("party"), MESSAGES, zone, clock, tally)


def calls_frame(records: list[Record], zone: str, tally: Tally) -> pl.DataFrame:
    """Return CALLS; whether somebody answered is told from direction and duration ."""
    frame = _given(records, CALLS).with_columns(pl.col("address").fill_null(""), connected())
    return _finished(with_numbers(frame), CALLS, zone, Clock.DEVICE, tally)


def contacts_frame(records: list[Record]) -> pl.DataFrame:
    """Return CONTACTS."""
    frame = _given(records, CONTACTS).with_columns(pl.col("address", "name").fill_null(""))
    return conform(with_numbers(frame).with_columns(_place()), CONTACTS)


def _given(
    records: list[Record], schema: pl.Schema, more: Mapping[str, type[pl.DataType]] | None = None
) -> pl.DataFrame:
    """Return the records with the columns that a reader gives; what it leaves out is null."""
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {
        name: kind for name, kind in schema.items() if name not in _DERIVED
    }
    return pl.DataFrame(records, schema=kinds | dict(more or {}))


def _finished(frame: pl.DataFrame, schema: pl.Schema, zone: str, clock: Clock, tally: Tally) -> pl.DataFrame:
    for row, entry in frame.filter(pl.col("ts").is_null()).select("row", "entry").iter_rows():
        place = f"row:{row}" if entry is None else entry
        tally.unread(place, "时间无法读懂，记录已保留", "unreadable time; the record is kept")
    return conform(
        frame.with_columns(pl.lit(zone).alias("zone"), pl.lit(clock.value).alias("clock"), *_place()), schema
    )


def _place() -> list[pl.Expr]:
    return [pl.col("offset").fill_null(-1), pl.col("length").fill_null(-1)]

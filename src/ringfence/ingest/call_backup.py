"""SMS Backup & Restore (SyncTech), ``<calls>``: the call log of an Android phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.backup_columns import gathered, micros, or_null, report_times
from ringfence.ingest.backup_root import BackupRoot, sniff_root
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally
from ringfence.ingest.xml_backup import backup_frames
from ringfence.schema import CALLS, Clock

if TYPE_CHECKING:
    from ringfence.ingest.source import Source
    from ringfence.ingest.xml_tags import Tag

_TYPES = {"1": "in", "2": "out", "3": "missed", "4": "voicemail", "5": "rejected", "6": "blocked"}
_WANTED = ("number", "duration", "date", "type", "presentation", "subscription_id", "contact_name")
_RECORD = pl.Schema({**dict.fromkeys(_WANTED, pl.String), "offset": pl.Int64, "length": pl.Int32, "repair": pl.String})


class CallBackup:
    """Reader of call log backups."""

    name = "call-backup-restore"
    version = 1
    kind_zh = "通话记录备份"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when the root is ``<calls>``."""
        return sniff_root(source, "calls", "call", Match(self.name, self.kind_zh, 0.99, "根元素是 <calls>"))

    def read(self, request: Request) -> ReadResult:
        """Read all calls; what is broken is reported and stops nothing."""
        tally = Tally()
        grammar = _Grammar(tally, request.zone)
        frames = list(backup_frames(request, grammar, tally))
        calls = gathered(frames, CALLS)
        completeness = tally.completeness(grammar.root.declared, len(calls), calls["ts"])
        return ReadResult(self.name, self.version, self.kind_zh, completeness, calls=calls)


class _Grammar:
    """Every ``call`` is a row."""

    tag = "call"
    wanted = _WANTED

    def __init__(self, tally: Tally, zone: str) -> None:
        self.root = BackupRoot("calls", tally, zone)
        self._tally = tally
        self._zone = zone
        self._records: list[dict[str, str | int | None]] = []

    @property
    def closed(self) -> bool:
        return self.root.closed

    def take(self, tag: Tag) -> None:
        if tag.name == "call":
            values = {name: tag.attributes.get(name) for name in _WANTED}
            repair = ",".join(sorted(set(tag.repairs))) or None
            self._records.append({**values, "offset": tag.offset, "length": tag.length, "repair": repair})
        elif tag.name != "/call" and not self.root.take(tag):
            self._tally.unread(f"bytes:{tag.offset}+{tag.length}", "未知的元素", "an unknown element")

    def interrupt(self) -> None:
        """Nothing spans elements here."""

    def rows(self) -> pl.DataFrame | None:
        records, self._records = self._records, []
        return self.shape(pl.DataFrame(records, schema=_RECORD)) if records else None

    def shape(self, lines: pl.DataFrame) -> pl.DataFrame:
        seconds = pl.col("duration").cast(pl.Int32, strict=False)
        typed = lines.with_columns(
            pl.col("type").replace_strict(_TYPES, default="unknown", return_dtype=pl.String).alias("direction"),
            pl.when(seconds >= 0).then(seconds).otherwise(None).alias("duration_s"),
        ).select(
            "direction",
            pl.col("number").fill_null("").alias("address"),
            pl.col("number").fill_null("").alias("_party"),
            micros("date").alias("ts"),
            pl.lit(self._zone).alias("zone"),
            pl.lit(Clock.DEVICE.value).alias("clock"),
            "duration_s",
            connected(),
            or_null("contact_name").alias("name"),
            or_null("subscription_id").alias("line"),
            "offset",
            "length",
            "repair",
        )
        return report_times(typed, self._tally)


def connected() -> pl.Expr:
    """Tell from direction and duration whether a call was answered.

    An incoming call of no length may have been answered for less than a second: null, not False.
    """
    return (
        pl.when(pl.col("direction").is_in(["missed", "rejected", "blocked"]))
        .then(pl.lit(value=False))
        .when(pl.col("duration_s") > 0)
        .then(pl.lit(value=True))
        .when((pl.col("direction") == "out") & (pl.col("duration_s") == 0))
        .then(pl.lit(value=False))
        .otherwise(None)
        .alias("connected")
    )

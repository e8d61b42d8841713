"""SMS Backup & Restore (SyncTech), ``<smses>``: SMS and MMS of an Android phone.

Fields: the app's published field list; quirks: docs in the project's format notes. XSD types are wrong there, so all is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.backup_columns import gathered, micros, or_null, report_times
from ringfence.ingest.backup_root import BackupRoot, sniff_root
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally
from ringfence.ingest.xml_backup import backup_frames
from ringfence.schema import CHINA, MESSAGES, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.ingest.source import Source
    from ringfence.ingest.xml_tags import Tag

_BOXES = {"1": "in", "2": "out", "3": "draft", "4": "outbox", "5": "failed", "6": "queued"}
_FROM = "137"  # PduHeaders.FROM
_NOBODY = {"", "null", "insert-address-token"}
_RECORD = pl.Schema(
    {
        **dict.fromkeys(
            ("address", "date", "type", "body", "subject", "contact_name", "date_sent", "sub_id"), pl.String
        ),
        "offset": pl.Int64,
        "length": pl.Int32,
        "repair": pl.String,
        "kind": pl.String,
        "sender": pl.String,
        "attachments": pl.UInt16,
    }
)
_WANTED = tuple(_RECORD)[:8]


class SmsBackup:
    """Reader of SMS backups."""

    name = "sms-backup-restore"
    version = 1
    kind_zh = "短信备份"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when the root is ``<smses>``."""
        return sniff_root(source, "smses", "sms", Match(self.name, self.kind_zh, 0.99, "根元素是 <smses>"))

    def read(self, request: Request) -> ReadResult:
        """Read all messages; what is broken is reported and stops nothing."""
        tally = Tally()
        grammar = _Grammar(tally, request.zone)
        frames = list(backup_frames(request, grammar, tally))
        messages = gathered(frames, MESSAGES)
        completeness = tally.completeness(grammar.root.declared, len(messages), messages["ts"])
        return ReadResult(self.name, self.version, self.kind_zh, completeness, messages=messages)


def sms_frames(request: Request, tally: Tally | None = None) -> Iterator[pl.DataFrame]:
    """Yield an SMS backup's records in bounded memory, before numbers are parsed and rows are counted."""
    tally = tally or Tally()
    return backup_frames(request, _Grammar(tally, request.zone), tally)


class _Grammar:
    """``sms`` as rows, ``mms`` gathered from its parts."""

    tag = "sms"
    wanted = _WANTED

    def __init__(self, tally: Tally, zone: str = CHINA) -> None:
        self.root = BackupRoot("smses", tally, zone)
        self._tally = tally
        self._zone = zone
        self._records: list[dict[str, str | int | None]] = []
        self._open: _Multimedia | None = None

    @property
    def closed(self) -> bool:
        return self.root.closed

    def take(self, tag: Tag) -> None:
        if tag.name in {"part", "addr"} and self._open is not None:
            self._open.add(tag)
        elif tag.name == "/mms" and self._open is not None:
            self._end(tag.offset + tag.length)
        elif tag.name in {"sms", "mms"}:
            self.interrupt()
            self._begin(tag)
        elif tag.name not in {"parts", "/parts", "addrs", "/addrs", "/part", "/addr", "/sms"} and not self.root.take(
            tag
        ):
            self._tally.unread(f"bytes:{tag.offset}+{tag.length}", "未知的元素", "an unknown element")

    def _begin(self, tag: Tag) -> None:
        if tag.name == "mms":
            self._open = _Multimedia(tag)
            if tag.empty:
                self._end(tag.offset + tag.length)
            return
        values = {name: tag.attributes.get(name) for name in _WANTED}
        repair = ",".join(sorted(set(tag.repairs))) or None
        self._records.append(
            {**values, "offset": tag.offset, "length": tag.length, "repair": repair, "kind": "sms", "attachments": 0}
        )

    def _end(self, end: int) -> None:
        if self._open is not None:
            self._records.append(self._open.record(end))
        self._open = None

    def interrupt(self) -> None:
        if self._open is not None:
            self._tally.unread(
                f"bytes:{self._open.start}",
                "彩信没有结束标记，已保留读到的部分",
                "an MMS is not closed; what was read is kept",
            )
            self._end(self._open.end)

    def rows(self) -> pl.DataFrame | None:
        records, self._records = self._records, []
        return self._typed(pl.DataFrame(records, schema=_RECORD)) if records else None

    def shape(self, lines: pl.DataFrame) -> pl.DataFrame:
        return self._typed(
            lines.with_columns(kind=pl.lit("sms"), sender=pl.lit(None, pl.String), attachments=pl.lit(0, pl.UInt16))
        )

    def _typed(self, records: pl.DataFrame) -> pl.DataFrame:
        typed = records.select(
            "kind",
            pl.col("type").replace_strict(_BOXES, default="unknown", return_dtype=pl.String).alias("direction"),
            pl.col("address").fill_null(""),
            pl.coalesce("sender", "address").fill_null("").alias("_party"),
            micros("date").alias("ts"),
            micros("date_sent").alias("ts_sent"),
            pl.lit(self._zone).alias("zone"),
            pl.lit(Clock.DEVICE.value).alias("clock"),
            or_null("contact_name").alias("name"),
            or_null("subject").alias("subject"),
            "body",
            or_null("sub_id").alias("line"),
            "attachments",
            "offset",
            "length",
            "repair",
        )
        return report_times(typed, self._tally)


class _Multimedia:
    """One MMS while its parts arrive."""

    def __init__(self, tag: Tag) -> None:
        self.start = tag.offset
        self.end = tag.offset + tag.length
        self._attributes = tag.attributes
        self._repairs = set(tag.repairs)
        self._texts: list[str] = []
        self._attachments = 0
        self._addresses: list[tuple[str, str]] = []

    def add(self, tag: Tag) -> None:
        """Take a part or an address."""
        self.end = tag.offset + tag.length
        self._repairs |= set(tag.repairs)
        read = tag.attributes.get
        if tag.name == "addr":
            self._addresses.append((read("type", ""), read("address", "")))
        elif read("ct", "").casefold().startswith("text/"):
            text = read("text", "null")
            if text != "null":
                self._texts.append(text)
        elif read("ct", "").casefold() != "application/smil":
            self._attachments += 1

    def record(self, end: int) -> dict[str, str | int | None]:
        """Return the record; an incoming message's party is who sent it (addr type 137), where that is said."""
        read = self._attributes.get
        address = read("address", "")
        box = read("msg_box", "")
        others = [
            number for kind, number in self._addresses if number not in _NOBODY and (kind == _FROM) is (box == "1")
        ]
        sender = next((number for kind, number in self._addresses if kind == _FROM and number not in _NOBODY), None)
        subject = read("sub", "null")
        return {
            "address": "~".join(others) if address in _NOBODY and others else address,
            "date": read("date"),
            "type": box,
            "body": "\n".join(self._texts) if self._texts else None,
            "subject": read("subject") if subject == "null" else subject,
            "contact_name": read("contact_name"),
            "date_sent": read("date_sent"),
            "sub_id": read("sub_id"),
            "offset": self.start,
            "length": end - self.start,
            "repair": ",".join(sorted(self._repairs)) or None,
            "kind": "mms",
            "sender": sender if box == "1" else None,
            "attachments": min(self._attachments, 65_535),
        }

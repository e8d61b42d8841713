"""A file of messages that somebody took out of an adb backup (``000000_sms_backup``): compressed JSON, told by its content."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.adb_backup import taken_out
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally

if TYPE_CHECKING:
    from ringfence.ingest.source import Source

LIMIT = 32 * 1024 * 1024  # as inside a backup: a file holds a thousand messages at most
_START = 4096
_OBJECT = re.compile(rb"\s*\[\s*\{")
_MMS = (b'"msg_box"', b'"m_type"', b'"mms_addresses"')


class AdbMessages:
    """Reader of single SMS and MMS files of adb backups."""

    name = "adb-messages"
    version = 1
    kind_zh = "从 adb 备份取出的短信文件"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to compressed JSON of messages."""
        start = _start(source.head)
        if _OBJECT.match(start) is None or b'"address"' not in start or b'"date"' not in start:
            return None
        return Match(self.name, self.kind_zh, 1.0, "压缩的短信或彩信记录（JSON）")

    def read(self, request: Request) -> ReadResult:
        """Read its messages; where it breaks off is reported.

        Raises:
            TooLargeError: larger than such a file can be.
        """
        source, tally = request.source, Tally()
        kind = "mms" if any(mark in _start(source.head) for mark in _MMS) else "sms"
        found = taken_out(source.whole(LIMIT), source.name, kind, request.zone, tally)
        frame = found.with_columns(row=pl.int_range(1, len(found) + 1, dtype=pl.UInt32))
        return ReadResult(
            self.name,
            self.version,
            self.kind_zh,
            tally.completeness(None, len(frame), frame["ts"]),
            messages=frame,
        )


def _start(head: bytes) -> bytes:
    """Return the first bytes when inflated, nothing when they are not compressed."""
    if head[:1] != b"\x78":
        return b""
    try:
        return zlib.decompressobj().decompress(head, _START)
    except zlib.error:
        return b""

"""All readers in one list, and the choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.call_backup import CallBackup
from ringfence.ingest.carrier import CarrierList
from ringfence.ingest.errors import ArchiveRefusedError, EmptyFileError, UnknownFormatError
from ringfence.ingest.reader import Match, Reader, ReadResult, Request
from ringfence.ingest.recording import Recording
from ringfence.ingest.smses import SmsBackup
from ringfence.ingest.statement import StatementForm
from ringfence.ingest.table import Table
from ringfence.ingest.vcard import VCard
from ringfence.schema import CHINA, Progress, silent

if TYPE_CHECKING:
    from datetime import date

    from ringfence.ingest.mapping import Mapping
    from ringfence.ingest.source import Source

READERS: tuple[Reader, ...] = (
    SmsBackup(),
    CallBackup(),
    VCard(),
    CarrierList("china-mobile"),
    CarrierList("china-unicom"),
    StatementForm(),
    Recording(),
    Table(),
)
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
)


def sniff(source: Source) -> Match | None:
    """Return the surest reader's claim, None when no reader knows the file; never raises for content."""
    claims = [claim for reader in READERS if source.head and (claim := reader.sniff(source)) is not None]
    return max(claims, key=lambda claim: claim.certainty, default=None)


def read(
    source: Source,
    *,
    today: date,
    zone: str = CHINA,
    mapping: Mapping | None = None,
    progress: Progress = silent,
) -> ReadResult:
    """Read a source with the reader that knows it; with a ``mapping``, as the table that it describes.

    Raises:
        EmptyFileError, ArchiveRefusedError, UnknownFormatError: nothing here can read it; the message says what to do.
        MappingNeededError: a table; the error carries a proposal to confirm.
        IngestError: another fault of the file as a whole.
    """
    if not source.head:
        raise EmptyFileError(source.name)
    request = Request(source, today, zone, mapping, progress)
    if mapping is not None:
        return Table().read(request)
    claim = sniff(source)
    if claim is None:
        raise (ArchiveRefusedError if source.head.startswith(_ARCHIVES) else UnknownFormatError)(source.name)
    reader = next(reader for reader in READERS if reader.name == claim.reader)
    return reader.read(request)

"""All readers in one list, and the choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.adb_backup import AdbBackup
from ringfence.ingest.adb_messages import AdbMessages
from ringfence.ingest.app_package import AppPackage
from ringfence.ingest.call_backup import CallBackup
from ringfence.ingest.carrier import CarrierList
from ringfence.ingest.carrier_pdf import CarrierPdf
from ringfence.ingest.choice import surest
from ringfence.ingest.document_plain import PlainText
from ringfence.ingest.document_word import WordLetter
from ringfence.ingest.errors import ArchiveRefusedError, EmptyFileError, UnknownFormatError
from ringfence.ingest.ios_backup import IosBackup
from ringfence.ingest.mail import Mail
from ringfence.ingest.phone_database import PhoneDatabase
from ringfence.ingest.reader import Locked, Match, Reader, ReadResult, Request
from ringfence.ingest.recording import Recording
from ringfence.ingest.screenshot import Screenshot
from ringfence.ingest.smses import SmsBackup
from ringfence.ingest.statement import StatementForm
from ringfence.ingest.table import Table
from ringfence.ingest.vcard import VCard
from ringfence.ingest.wechat import WeChat
from ringfence.ingest.zip_archive import ZipArchive
from ringfence.schema import CHINA, Progress, silent

if TYPE_CHECKING:
    from datetime import date

    from ringfence.ingest.mapping import Mapping
    from ringfence.ingest.source import Source

_CARRIERS = (CarrierList("china-mobile"), CarrierList("china-unicom"))
_SINGLE: tuple[Reader, ...] = (
    SmsBackup(),
    CallBackup(),
    VCard(),
    *_CARRIERS,
    CarrierPdf(_CARRIERS),
    WordLetter(),
    AdbBackup(),
    AdbMessages(),
    IosBackup(),
    PhoneDatabase(),
    WeChat(),
    Mail(),
    StatementForm(),
    Screenshot(),
    Recording(),
    AppPackage(),
    PlainText(),
    Table(),
)
READERS: tuple[Reader, ...] = (*_SINGLE, ZipArchive(_SINGLE))
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
    return surest(source, READERS)


def read(
    source: Source,
    *,
    today: date,
    zone: str = CHINA,
    mapping: Mapping | None = None,
    progress: Progress = silent,
    password: str | None = None,
    key: str = "",
) -> ReadResult:
    """Read a source with the reader that knows it; with a ``mapping``, as the table that it describes.

    ``password`` opens an encrypted backup; ``key`` (:attr:`ReadResult.key`) opens it again without asking.

    Raises:
        EmptyFileError, ArchiveRefusedError, UnknownFormatError: nothing here can read it; the message says what to do.
        MappingNeededError: a table; the error carries a proposal to confirm.
        IngestError: another fault of the file as a whole.
    """
    if not source.head:
        raise EmptyFileError(source.name)
    request = Request(source, today, zone, mapping, progress, password, key)
    if mapping is not None:
        return Table().read(request)
    claim = sniff(source)
    if claim is None:
        raise (ArchiveRefusedError if source.head.startswith(_ARCHIVES) else UnknownFormatError)(source.name)
    return _reader(claim.reader).read(request)


def check_password(source: Source, password: str | None) -> None:
    """Return when the source is not encrypted, or ``password`` opens it; quick, nothing is read yet.

    Raises:
        PasswordNeededError: it is encrypted and there is no password.
        WrongPasswordError: the password does not open it.
    """
    claim = sniff(source)
    reader: object = None if claim is None else _reader(claim.reader)
    if isinstance(reader, Locked):
        reader.check_password(source, password)


def _reader(name: str) -> Reader:
    return next(reader for reader in READERS if reader.name == name)

"""What a reader is: it knows its format by the head, and turns a source into columns with an account of what it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ringfence.schema import CHINA, Completeness, Progress, silent

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from ringfence.ingest.mapping import Mapping
    from ringfence.ingest.source import Source


@dataclass(frozen=True, slots=True)
class Match:
    """A reader's claim to a file.

    Attributes:
        reader: the reader's name.
        kind_zh: what the file is, for the user (短信备份, 中国移动通话详单, ...).
        certainty: 0 to 1; the highest wins, equal ones by order in the registry.
        why: the reason in Chinese, without content.
    """

    reader: str
    kind_zh: str
    certainty: float
    why: str


@dataclass(frozen=True, slots=True)
class Request:
    """All that a reader is given.

    Attributes:
        source: the original.
        zone: IANA zone of wall-clock times in it.
        today: day of reading; dates without a year do not lie after it.
        mapping: the confirmed columns, for tables.
        progress: called with bytes done and bytes in all.
        password: of an encrypted backup, as the user typed it.
        key: what :attr:`ReadResult.key` was when the same bytes were read before; needs no password.
    """

    source: Source
    today: date
    zone: str = CHINA
    mapping: Mapping | None = None
    progress: Progress = silent
    password: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a source holds.

    Attributes:
        reader: the reader's name; ``version``: its version (a later one may read more from the same bytes).
        kind_zh: what the file is.
        messages: frame with schema MESSAGES, None when the format cannot hold any; likewise the others.
        completeness: found against declared, repairs, pieces not understood.
        device: the phone as the source names it, "" when it does not.
        key: opens this very source again without its password, "" when it is not encrypted. Secret: it belongs in the vault only.
        pages: the text of a document's pages (PAGES), None for other sources.
        apps: entries that are packages of apps, "" for the source itself: kept, looked at by others.
        sounds: entries that are recordings, not read here: each is to be added as an original of its own.
        regions: where on a picture each field stands and how sure it is (REGIONS); None for sources that are no pictures.
    """

    reader: str
    version: int
    kind_zh: str
    completeness: Completeness
    messages: pl.DataFrame | None = None
    calls: pl.DataFrame | None = None
    contacts: pl.DataFrame | None = None
    statements: pl.DataFrame | None = None
    device: str = ""
    key: str = ""
    regions: pl.DataFrame | None = None
    recordings: pl.DataFrame | None = None
    pages: pl.DataFrame | None = None
    apps: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()


class Reader(Protocol):
    """One source format."""

    @property
    def name(self) -> str:
        """Return the short stable name that records point to."""

    @property
    def version(self) -> int:
        """Return the version, raised when the same bytes give other records."""

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to this file, None when it is another format. Never raises for content."""

    def read(self, request: Request) -> ReadResult:
        """Read all that can be read.

        Raises:
            IngestError: nothing at all can be read, with advice.
        """


@runtime_checkable
class Locked(Protocol):
    """A reader whose sources may be encrypted with a password of their own."""

    def check_password(self, source: Source, password: str | None) -> None:
        """Return when the source is not encrypted or the password opens it.

        Raises:
            PasswordNeededError, WrongPasswordError: it does not.
        """

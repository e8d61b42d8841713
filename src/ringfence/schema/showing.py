"""What a report shows beside its words: pieces of screenshots, recordings, and who says what about one thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ringfence.schema.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable


class SourceKind(StrEnum):
    """By what a record was made."""

    PHONE = "phone"  # logs, backups and chat exports of one phone, however many
    PICTURE = "picture"  # a screenshot: the same phone seen again
    RECORDING = "recording"
    CARRIER = "carrier"
    STATEMENT = "statement"

    @classmethod
    def of(cls, sort: str, clock: str) -> SourceKind:
        """Return what made a record: what its exhibit is (:attr:`Exhibit.sort`), else what the record's clock says."""
        if sort:
            return cls(sort)
        return {Clock.CARRIER.value: cls.CARRIER, Clock.RECOLLECTED.value: cls.STATEMENT}.get(clock, cls.PHONE)


def independent(kinds: Iterable[SourceKind]) -> int:
    """Return how many sources stand on their own: a phone's logs, copies of them and its screenshots are one."""
    return len({SourceKind.PHONE if kind is SourceKind.PICTURE else kind for kind in kinds})


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A line that recognition found in a snippet; the box in pixels of the snippet, from its top left corner."""

    text: str
    x: int
    y: int
    width: int
    height: int
    confidence: float


@dataclass(frozen=True, slots=True)
class SeenField:
    """One recognised field of a record.

    Attributes:
        field: as in REGIONS (``text`` ``time`` ``address`` ``side`` ...).
        confidence: 0 to 1, the recogniser's own; never a probability that was checked.
    """

    field: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Snippet:
    """The part of a screenshot that one event was read from, as it is: whoever shows it masks it first.

    Attributes:
        event: EVENTS.event.
        exhibit: the screenshot (``S7``).
        ref: the record (``S7#2``).
        png: the pixels.
        fields: what was recognised of the record.
        lines: every line recognised in it; None: not known, so that nothing says where private things stand.
    """

    event: str
    exhibit: str
    ref: str
    png: bytes
    fields: tuple[SeenField, ...]
    lines: tuple[PieceLine, ...] | None


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of the case.

    Attributes:
        exhibit: ``S9``; ``name``: the original file's name.
        address_key: the other side's number from the file name, "" when it gives none; ``contact``: a name it gives.
        ts: from the file name (the phone's clock) when ``clock`` is ``device``, else from inside the file; UTC microseconds.
        ts_container: creation time inside the file, claimed by whoever wrote it.
        verified: the way of naming was checked on real files.
        event: the call it joined, "" when it joined none.
        file: the playable copy beside the report, relative to it; "" when none was written.
        size: bytes of that copy.
        problem_zh: why no copy could be made, Chinese; "" otherwise.
    """

    exhibit: str
    name: str
    address_key: str
    contact: str
    ts: int | None
    zone: str
    clock: str
    ts_container: int | None
    duration_ms: int
    heard_ms: int
    verified: bool = True
    event: str = ""
    file: str = ""
    size: int = 0
    problem_zh: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source says of one call."""

    exhibit: str
    ref: str
    kind: SourceKind
    ts: int | None
    connected: bool | None
    duration_s: int | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One event that its sources tell differently; no rule counts it alone."""

    event: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Showing:
    """Everything of a case that is shown and not only told.

    Attributes:
        snippets: most telling first.
        snippets_left: events of screenshots that collect and have no snippet here.
        recordings: those that joined evidence first.
        recordings_left: recordings that are not among them.
        sounds: playable copies were asked for.
        contradictions: in order of time.
        names: of the address book: masked in pictures.
    """

    snippets: tuple[Snippet, ...] = ()
    snippets_left: int = 0
    recordings: tuple[Recording, ...] = ()
    recordings_left: int = 0
    sounds: bool = False
    contradictions: tuple[Contradiction, ...] = ()
    names: tuple[str, ...] = field(default_factory=tuple)

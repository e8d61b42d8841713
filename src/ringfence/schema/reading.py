"""What was recognised on a picture, field by field, and what the user corrected of it.

Recognition is never certain. Every field is kept three ways: as it was recognised, where on the picture that was and how
surely, and, when the user looked and corrected it, the user's value with the moment it was said. Nothing is overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class FixAct(StrEnum):
    """What the user did to what was recognised."""

    CORRECT = "correct"  # fields of one record
    TITLE = "title"  # the counterpart of the whole picture
    ADD = "add"  # a record that recognition missed
    DROP = "drop"  # a record that is none


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after.

    Attributes:
        field: ``side`` ``address`` ``time`` ``text`` ``kind`` of a message; ``direction`` ``address`` ``time`` ``duration``
            ``answered`` of a call.
        was: as recognised, as text; empty when nothing was.
        value: as the user says it is, as text; times are wall clock (``2026-10-01 09:12``).
    """

    field: str
    was: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldFix:
    """One act of correcting, keyed by what was seen and not only by a row number.

    Attributes:
        source: ``S3``.
        act: what was done.
        table: ``messages`` or ``calls``; empty for the whole picture.
        row: of the record when it was corrected; in what an analysis returns, its row now.
        seen: digest of what was recognised of the record (of the one it stands after, for an added one).
        place: where its text stands on the picture.
        changes: the fields.
        seq: the log entry.
        at_micros: when the user said so (the vault's clock).
    """

    source: str
    act: FixAct
    table: str = ""
    row: int = 0
    seen: str = ""
    place: str = ""
    changes: tuple[FieldChange, ...] = ()
    seq: int = -1
    at_micros: int = 0

    @property
    def ref(self) -> str:
        """Return the record as EVENTS names it."""
        return f"{self.source}#{self.row}"


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field of a record.

    Attributes:
        field: see :class:`FieldChange`.
        shown: the words on the picture, as recognised; empty when the field stands nowhere on it.
        was: what was understood from them, as text.
        value: what counts now: ``was``, or what the user says.
        place: ``box:x,y,w,h`` in pixels of the original, empty when it stands nowhere.
        confidence: 0 to 1, never a probability that was checked; None when nothing was recognised.
        precision_s: of a time.
        by_user: the user corrected it.
        at_micros: when.
        seq: the log entry.
    """

    field: str
    shown: str = ""
    was: str = ""
    value: str = ""
    place: str = ""
    confidence: float | None = None
    precision_s: int | None = None
    by_user: bool = False
    at_micros: int = 0
    seq: int = -1


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One message or call of a picture.

    Attributes:
        table: ``messages`` or ``calls``.
        row: as in EVENTS.refs.
        place: of the whole record, empty for one that the user added.
        added: by the user; ``dropped``: by the user, it is in no timeline.
    """

    table: str
    row: int
    fields: tuple[ReadField, ...]
    place: str = ""
    added: bool = False
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was recognised on one picture, and what the user made of it.

    Attributes:
        source: ``S3``.
        name: of the file.
        kind_zh: what it is.
        reader: name and version.
        zone: of its times.
        records: in the order of the picture.
        lines: what was read and belongs to no record.
        lost: corrections that fit nothing any more.
    """

    source: str
    name: str
    kind_zh: str
    reader: str
    zone: str
    records: tuple[ReadRecord, ...] = ()
    lines: tuple[ReadField, ...] = ()
    lost: tuple[FieldFix, ...] = field(default_factory=tuple)

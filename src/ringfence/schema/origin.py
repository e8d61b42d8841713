"""Where a record came from: the original, the place in it, and what read it (VAULT promise 6)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ringfence.schema.said import Said


@dataclass(frozen=True, slots=True)
class Origin:
    """The way back from a record to the bytes that were given.

    Attributes:
        source: the source's short id in the case (``S1``), or its SHA-256 outside a case.
        place: where in it, as text: ``bytes:1024+310``, ``row:17``, ``line:17``, ``sheet:通话!row:17``, ``entry:3``.
        reader: the reader's name.
        version: the reader's version; a new version may read more from the same bytes.
    """

    source: str
    place: str
    reader: str
    version: int


@dataclass(frozen=True, slots=True)
class Repair:
    """Something a reader mended so that a record could be read; the original bytes stay as they were.

    Attributes:
        kind: what: ``surrogate_pair``, ``lone_surrogate``, ``nul``, ``control_character``, ``charset_guess`` ...
        count: how often.
        first: the first place.
    """

    kind: str
    count: int
    first: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece that could not be read; it is kept with the original and blocks nothing.

    Attributes:
        place: line, byte or row.
        zh: why, in Chinese, without content.
        en: why, in English.
    """

    place: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """What was found against what the source declares (VAULT promise 8).

    Attributes:
        declared: rows the source says it holds; None when it does not say.
        found: rows read, whole or in part.
        unread: pieces not understood (the first 1000; :attr:`unread_count` counts all).
        unread_count: how many pieces were not understood.
        repairs: what was mended.
        first_micros: earliest record time (UTC microseconds), None without times.
        last_micros: latest record time.
        without_time: records whose time could not be read.
        notes: sentences for the reader, Chinese; ``notes_en`` the same, empty where an earlier version read it.
    """

    declared: int | None
    found: int
    unread: tuple[Unread, ...] = ()
    unread_count: int = 0
    repairs: tuple[Repair, ...] = ()
    first_micros: int | None = None
    last_micros: int | None = None
    without_time: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)
    notes_en: tuple[str, ...] = field(default_factory=tuple)

    @property
    def told(self) -> tuple[Said, ...]:
        """Return the notes in both languages; those that an earlier version read are Chinese in both."""
        whole = len(self.notes_en) == len(self.notes)
        return tuple(Said(*pair) for pair in zip(self.notes, self.notes_en if whole else self.notes, strict=True))

    @property
    def whole(self) -> bool:
        """Tell whether everything declared was found and understood."""
        return self.unread_count == 0 and (self.declared is None or self.declared == self.found)

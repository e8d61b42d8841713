"""A letter or page as neutral blocks: written once, rendered as DOCX and PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is for."""

    COMPLAINT = "complaint"
    FOLLOW_UP = "follow_up"
    NUMBER_REPORT = "number_report"
    POLICE_SUMMARY = "police_summary"
    EXHIBIT_LIST = "exhibit_list"
    PAPER = "paper"  # chosen by the user: a request, demand, appeal or court paper


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``indent``: two characters at the first line, as Chinese letters have it."""

    text: str
    indent: bool = True
    bold: bool = False
    align: str = "left"  # left right center


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``numbered`` counts 1, 2, 3."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``widths`` are relative."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A field the user fills in by hand (name, signature, date)."""

    label: str
    value: str = ""


Block = Heading | Paragraph | Bullets | Table | Blank


@dataclass(frozen=True, slots=True)
class Document:
    """One document.

    Attributes:
        stem: file name without suffix, safe on every system.
        title: Chinese title.
        recipient: to whom.
        lender: Party.id it is about, None when about none or several.
        channel: Channel.id it goes to.
        findings: Finding.id it states.
        citations: Citation.fact it names (checked: only those that may be in letters).
        claims: what it says about the debt, checked against papers already sent: (name, value).
        paper: which chosen paper it is (``delete``), "" for letters that follow from the findings.
        person: Person.id in whose name it is written, "" for the borrower.
        glyphs: characters shown by all documents written together, so that each DOCX embeds the same font; "" = its own.
    """

    stem: str
    kind: DocumentKind
    title: str
    recipient: str
    blocks: tuple[Block, ...]
    lender: str | None = None
    channel: str | None = None
    findings: tuple[str, ...] = ()
    citations: tuple[str, ...] = field(default_factory=tuple)
    glyphs: str = ""
    claims: tuple[tuple[str, str], ...] = ()
    paper: str = ""
    person: str = ""

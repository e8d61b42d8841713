"""The list of exhibits with both digests of every original."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringfence.respond.papers import Papers, blank, heading, paragraph, say
from ringfence.respond.typography import grouped
from ringfence.respond.wording import words
from ringfence.schema import Document, DocumentKind, Heading, Paragraph, Table

if TYPE_CHECKING:
    from ringfence.schema import Block, Exhibit


def exhibit_list(papers: Papers, *, title: str, stem: str) -> Document:
    """Return the exhibit list of the case."""
    dossier, table = papers.dossier, words("letters")
    exhibits = dossier.exhibits
    digests = [
        (one.id, algorithm, grouped(digest))
        for one in exhibits
        for algorithm, digest in (("SHA-256", one.sha256), ("SM3", one.sm3))
    ]
    blocks: list[Block] = [
        Heading(title, 1),
        paragraph("exhibits_lead", size=dossier.log_size, head=grouped(dossier.head)),
        Table(
            tuple(table["exhibits_header"]),
            tuple(_row(papers, one) for one in exhibits),
            tuple(table["exhibits_widths"]),
        ),
        *_unread(exhibits),
        heading("exhibits_digests"),
        Table(tuple(table["exhibits_digest_header"]), tuple(digests), tuple(table["exhibits_digest_widths"])),
        paragraph("exhibits_check"),
        blank("provider_label"),
        blank("date_label"),
    ]
    return Document(stem, DocumentKind.EXHIBIT_LIST, title, table["exhibits_to"], tuple(blocks))


def _row(papers: Papers, one: Exhibit) -> tuple[str, ...]:
    told = one.completeness
    declared = say("unstated") if told is None or told.declared is None else str(told.declared)
    added = one.added.astimezone(ZoneInfo(papers.dossier.matter.zone))
    return (
        one.id,
        papers.said(one.kind),
        papers.mask.text(one.name),
        f"{added:%Y-%m-%d %H:%M:%S}",
        f"{told.found if told else 0}/{declared}",
    )


def _unread(exhibits: tuple[Exhibit, ...]) -> list[Block]:
    return [
        Paragraph(say("exhibits_unread", id=one.id, n=one.completeness.unread_count))
        for one in exhibits
        if one.completeness and one.completeness.unread_count
    ]

"""Pages to print from words/sheets.yaml: what to say on the phone, a loan in the family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.basis import place, ranked
from ringfence.respond.wording import words
from ringfence.schema import Blank, Bullets, Document, DocumentKind, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.schema import Block, Citation


def sheet_names() -> tuple[str, ...]:
    """Return the names of the pages."""
    return tuple(words("sheets"))


def sheet_facts(name: str) -> tuple[str, ...]:
    """Return the facts of the law data a page rests on."""
    return tuple(str(one["fact"]) for one in words("sheets")[name].get("basis", ()))


def sheet_document(name: str, citations: Sequence[Citation] = ()) -> Document:
    """Return a page; articles are named only when they may be in letters.

    Raises:
        KeyError: there is no page of that name.
    """
    page = words("sheets")[name]
    blocks: list[Block] = [Heading(str(page["title"]), 1), Paragraph(str(page["lead"]), indent=False)]
    for section in page["sections"]:
        blocks.append(Heading(str(section["heading"])))
        blocks += _blanks(section)
        if section.get("items"):
            blocks.append(Bullets(tuple(str(item) for item in section["items"])))
    cited = _basis(page.get("basis", ()), citations)
    if cited:
        blocks += [Heading("依据"), Bullets(tuple(line for _, line in cited))]
    blocks += _blanks(page)
    return Document(
        stem=str(page["stem"]),
        kind=DocumentKind.PAPER,
        title=str(page["title"]),
        recipient="",
        blocks=tuple(blocks),
        citations=tuple(fact for fact, _ in cited),
    )


def _blanks(part: dict[str, Any]) -> list[Block]:
    return [Blank(str(label)) for label in part.get("blanks", ())]


def _basis(wanted: Iterable[dict[str, Any]], citations: Sequence[Citation]) -> list[tuple[str, str]]:
    usable = {one.fact: one for one in citations if one.in_letters}
    return [
        (str(one["fact"]), f"{ranked(usable[one['fact']])}{place(usable[one['fact']])}：{one['line']}。")
        for one in wanted
        if one["fact"] in usable
    ]

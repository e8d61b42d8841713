"""A document on a page: its neutral blocks with headings that follow the page's own, none left out between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.schema import Blank, Bullets, Document, Heading, Paragraph, Table

if TYPE_CHECKING:
    from ringfence.schema import Block

TOP = 2  # the document's title stands below the page's


def shown(document: Document) -> list[dict[str, Any]]:
    """Return the blocks for ``_document.html``: ``sort`` and what it holds; text is escaped there."""
    blocks: list[dict[str, Any]] = []
    before = TOP - 1
    for block in document.blocks:
        one = _plain(block)
        if isinstance(block, Heading):
            before = one["level"] = min(block.level + TOP - 1, before + 1, 6)
        blocks.append(one)
    return blocks


def _plain(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"sort": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {
                "sort": "paragraph",
                "text": block.text,
                "indent": block.indent,
                "bold": block.bold,
                "right": block.align == "right",
                "center": block.align == "center",
            }
        case Bullets():
            return {"sort": "bullets", "entries": block.items, "numbered": block.numbered}
        case Table():
            return {"sort": "table", "header": block.header, "rows": block.rows, "caption": block.caption}
        case Blank():
            return {"sort": "blank", "label": block.label, "value": block.value}

"""Neutral blocks of other rooms (headings, sentences, lists, tables) as plain data for a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.schema import Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Block


def drawn(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return ``kind`` and content of each block; the title (a heading of level 1) is left to the page."""
    found = (_part(block) for block in blocks)
    return [part for part in found if part]


def _part(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text} if block.level > 1 else {}
        case Paragraph():
            return {"kind": "text", "text": block.text, "bold": block.bold}
        case Bullets():
            return {"kind": "list", "items": block.items, "numbered": block.numbered}
        case Table():
            headed = any(block.header)
            if not headed:
                return {"kind": "pairs", "rows": block.rows}
            told = [
                list(zip(block.header, row, strict=False)) for row in block.rows
            ]  # each cell with what stands above it
            return {"kind": "table", "header": block.header, "told": told}
    return {}

"""The section about apps: blocks that the audit wrote, fitted to the fonts of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.schema import Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from ringfence.respond.coverage import Coverage
    from ringfence.schema import Block, Dossier


def apps(dossier: Dossier, cover: Coverage) -> list[dict[str, Any]]:
    """Return each app's title and parts: ``heading``, ``text``, ``list`` or ``table`` (without header: pairs)."""
    return [
        {
            "title": cover.fit(f"{one.title}({one.id},{one.source})"),
            "parts": [part for block in one.blocks if (part := _part(block, cover))],
        }
        for one in dossier.apps
    ]


def _part(block: Block, cover: Coverage) -> dict[str, Any]:
    """Return one block as plain data, empty for what a report has no place for."""
    match block:
        case Heading():
            return {"kind": "heading", "text": cover.fit(block.text)}
        case Paragraph():
            return {"kind": "text", "text": cover.fit(block.text), "bold": block.bold}
        case Bullets():
            return {"kind": "list", "items": [cover.fit(item) for item in block.items]}
        case Table():
            headed = any(block.header)
            return {
                "kind": "table",
                "header": [cover.fit(cell) for cell in block.header] if headed else [],
                "rows": [[cover.fit(cell) for cell in row] for row in block.rows],
                "widths": list(block.widths) or [1] * len(block.header),
            }
    return {}

"""What a letter says, without how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import Blank, Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from ringfence.schema import Document


def texts(document: Document) -> list[str]:
    """Return every text that ``document`` shows."""
    found = [document.title]
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Bullets():
                found += block.items
            case Table():
                found += [block.caption, *block.header, *(cell for row in block.rows for cell in row)]
            case Blank():
                found += [block.label, block.value]
    return found

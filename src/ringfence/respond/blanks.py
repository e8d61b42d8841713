"""The blanks of a document: which there are, and the document with words in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.schema import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.schema import Block, Document

BY_HAND = ("签名", "签字", "盖章")  # on paper, with a pen
LONGEST = 300  # characters of one blank


def blanks_of(document: Document) -> tuple[tuple[str, Blank], ...]:
    """Return the blanks with the name each is filled by: its label, with ``#2`` from the second of one label on.

    What has to be written with a pen (a signature) is left out.
    """
    return tuple((name, block) for name, block in _named(document) if name and isinstance(block, Blank))


def filled(document: Document, words: Mapping[str, str]) -> Document:
    """Return the document with ``words`` in its blanks, by name; an empty word leaves what the case knows."""
    given = {name: " ".join(text.split())[:LONGEST] for name, text in words.items()}
    blocks = tuple(
        replace(block, value=given[name]) if isinstance(block, Blank) and given.get(name) else block
        for name, block in _named(document)
    )
    return replace(document, blocks=blocks)


def _named(document: Document) -> list[tuple[str, Block]]:
    """Return every block with the name of its blank, "" when it has none."""
    seen: dict[str, int] = {}
    found: list[tuple[str, Block]] = []
    for block in document.blocks:
        if not isinstance(block, Blank) or any(word in block.label for word in BY_HAND):
            found.append(("", block))
            continue
        seen[block.label] = count = seen.get(block.label, 0) + 1
        found.append((block.label if count == 1 else f"{block.label}#{count}", block))
    return found

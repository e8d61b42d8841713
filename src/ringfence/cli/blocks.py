"""Neutral blocks (headings, sentences, lists, tables) drawn on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from ringfence.schema import Blank, Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Block


def draw(blocks: Iterable[Block], console: Console | None = None) -> None:
    """Print blocks one below the other, as wide as the terminal."""
    out = console or Console()
    for block in blocks:
        match block:
            case Heading():
                out.print()
                out.print(_plain(block.text), style="bold underline" if block.level == 1 else "bold")
            case Paragraph():
                out.print(_plain(block.text), style="bold" if block.bold else "")
            case Bullets():
                for number, item in enumerate(block.items, 1):
                    out.print(_plain(f"{f'{number}.' if block.numbered else '·'} {item}"))
            case Table():
                out.print(_grid(block))
            case Blank():
                out.print(_plain(f"{block.label}:________"))


def _grid(table: Table) -> Grid:
    """Return a table in the given proportions; one without a heading is a list of pairs."""
    headed = any(table.header)
    grid = Grid(box=SIMPLE if headed else None, pad_edge=False, show_header=headed, expand=headed)
    for title, width in zip(table.header, table.widths or (1,) * len(table.header), strict=False):
        grid.add_column(_plain(title), ratio=width if headed else None, overflow="fold")
    for row in table.rows:
        grid.add_row(*(_plain(str(cell)) for cell in row))
    return grid


def _plain(text: str) -> Text:
    """Return text in which nothing is markup or a terminal's command."""
    return Text("".join(char if char.isprintable() else " " for char in text))

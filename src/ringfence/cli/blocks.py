"""Neutral blocks (headings, sentences, lists, tables) drawn on a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from ringfence.schema import Blank, Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Block

# A word of Latin letters, a blank, or one character of another script with the marks that must not begin a line
_PIECES = re.compile(r"[!-~]+|\s|[^!-~\s][，。、；：！？）》」』”’…]*")
_WIDEST = 100  # columns: longer lines are hard to read


def draw(blocks: Iterable[Block], console: Console | None = None) -> None:
    """Print blocks one below the other, as wide as the terminal."""
    out = console or Console()
    width = min(out.width, _WIDEST)
    for block in blocks:
        match block:
            case Heading():
                out.print()
                _print(out, block.text, width, "bold underline" if block.level == 1 else "bold")
            case Paragraph():
                _print(out, block.text, width, "bold" if block.bold else "")
            case Bullets():
                for number, item in enumerate(block.items, 1):
                    _print(out, item, width, mark=f"{number}. " if block.numbered else "· ")
            case Table():
                out.print(_grid(block), width=width)
            case Blank():
                _print(out, f"{block.label}:________", width)


def wrapped(text: str, width: int) -> list[str]:
    """Return lines of at most ``width`` columns: Chinese breaks anywhere but before closing marks, Latin words stay whole."""
    lines, line, taken = [], "", 0
    for piece in _PIECES.findall(_plain(text)):
        size = cell_len(piece)
        if taken + size > width and line:
            lines.append(line.rstrip())
            line, taken = "", 0
        if piece.isspace() and not line:
            continue
        while size > width:  # an address or a class name longer than a line
            lines.append(piece[:width])
            piece = piece[width:]  # noqa: PLW2901 -- what is left of it goes on
            size = cell_len(piece)
        line, taken = line + piece, taken + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _print(out: Console, text: str, width: int, style: str = "", mark: str = "") -> None:
    indent = cell_len(mark)
    for number, line in enumerate(wrapped(text, width - indent)):
        out.print(Text((" " * indent if number else mark) + line, style=style), no_wrap=True, overflow="ignore")


def _grid(table: Table) -> Grid:
    """Return a table in the given proportions; one without a heading is a list of pairs."""
    headed = any(table.header)
    grid = Grid(box=SIMPLE if headed else None, pad_edge=False, show_header=headed, expand=headed)
    for title, width in zip(table.header, table.widths or (1,) * len(table.header), strict=False):
        grid.add_column(Text(_plain(title)), ratio=width if headed else None, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(_plain(str(cell))) for cell in row))
    return grid


def _plain(text: str) -> str:
    """Return text without a terminal's commands; as ``Text`` nothing in it is markup."""
    return "".join(char if char.isprintable() else " " for char in text)

"""A table as rows of text cells, whatever file it came from, each row with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: as a spreadsheet counts, from 1.
        cells: text as written.
        offset: bytes in the source, -1 where there are none of its own (a sheet); ``length`` likewise.
    """

    number: int
    cells: tuple[str, ...]
    offset: int = -1
    length: int = -1

    @property
    def blank(self) -> bool:
        """Tell whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)

    def cell(self, index: int | None) -> str:
        """Return a cell, "" when the row is shorter or there is no such column."""
        return self.cells[index] if index is not None and 0 <= index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        rows: all rows with the preamble and totals that exports put around.
        sheet: the sheet's name, "" for text.
        repairs: (Repair.kind, place) of mends that reading needed.
        faults: (place, zh, en) of rows that could not be cut into cells.
    """

    rows: tuple[Row, ...]
    sheet: str = ""
    repairs: tuple[tuple[str, str], ...] = ()
    faults: tuple[tuple[str, str, str], ...] = ()

    def place(self, row: Row) -> str:
        """Return a row's place for messages."""
        return f"sheet:{self.sheet}!row:{row.number}" if self.sheet else f"line:{row.number}"


def normal(header: str) -> str:
    """Return a header word as compared: no spaces, half-width, lower case, without a unit in brackets."""
    half = header.translate(_HALF).casefold()
    word = "".join(half.split()).strip('\ufeff"=')
    return word.split("(", 1)[0] if not word.startswith("(") else word


_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

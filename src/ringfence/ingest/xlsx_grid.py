"""Workbooks (xlsx, xlsm, xls) as grids, one per sheet; macros are never looked at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from ringfence.ingest.archive import check_workbook
from ringfence.ingest.errors import BrokenFileError
from ringfence.ingest.grid import Grid, Row
from ringfence.ingest.lazily import Lazily

if TYPE_CHECKING:
    import python_calamine as calamine

    from ringfence.ingest.source import Source
else:
    calamine = Lazily("python_calamine")

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOKS = (".xlsx", ".xlsm", ".xls")
_Cell = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(source: Source) -> bool:
    """Tell whether it is an Excel workbook: by the archive's or the OLE magic and the name's end."""
    named = source.name.casefold().endswith(_BOOKS)
    return source.head.startswith((ZIP, OLE)) and (named or b"xl/workbook" in source.head)


def read_workbook(name: str, data: bytes) -> list[Grid]:
    """Return the visible and hidden sheets in order.

    Raises:
        UnsafeFileError, BrokenFileError: see :func:`check_workbook`; a workbook with a password is broken for us.
    """
    if data.startswith(ZIP):
        check_workbook(name, data)
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        return [_grid(book, sheet) for sheet in book.sheet_names]
    except (calamine.CalamineError, calamine.PasswordError, calamine.ZipError, OSError, ValueError) as error:
        raise BrokenFileError(name, "workbook") from error


def _grid(book: calamine.CalamineWorkbook, sheet: str) -> Grid:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return Grid(
        tuple(Row(number, tuple(as_text(cell) for cell in cells)) for number, cells in enumerate(rows, 1)), sheet=sheet
    )


def as_text(cell: _Cell) -> str:
    """Return a cell's value as a person would read it; whole numbers without a decimal point."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S")
    return str(cell)

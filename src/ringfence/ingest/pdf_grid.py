"""The text of a PDF as a grid: letters with their boxes, put into lines by height and into columns by the header above them.

A PDF knows no cells, only letters at places. So lines are letters of one height; a gap wider than a letter parts two cells; a
cell belongs to the header it stands under. A line without any time or number of its own (a long cell that was wrapped) is given
to the row it is nearest to.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ringfence.ingest.errors import (
    BrokenFileError,
    PasswordNeededError,
    TooLargeError,
    UnsafeFileError,
    WrongPasswordError,
)
from ringfence.ingest.facts import facts
from ringfence.ingest.grid import Grid, Row, normal
from ringfence.ingest.lazily import Lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2
    import pypdfium2.raw as pdfium
else:
    pypdfium2 = Lazily("pypdfium2")
    pdfium = Lazily("pypdfium2.raw")

MAGIC = b"%PDF-"
LIMIT = 64 * 1024 * 1024
_PAGES = 1000
_LETTERS = 200_000  # on one page
_GAP = 0.75  # of a letter's height: wider parts two cells, a space between words is about a quarter
_HEADERS = 3  # so many header words in a line make it a header
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class _Cell:
    """Letters without a gap, from ``left`` to ``right``."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Line:
    height: float  # of the page, downwards
    size: float  # of its letters
    cells: tuple[_Cell, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """What a PDF holds: one grid over all pages, how many pages, how many of them show no letter, and the text of each."""

    grid: Grid
    count: int
    blank: int
    texts: tuple[str, ...] = ()


def read_pdf(name: str, data: bytes, password: str | None = None) -> Pages:
    """Return the grid of all pages; rows are numbered over the whole file.

    Raises:
        PasswordNeededError, WrongPasswordError: it opens only with a password.
        BrokenFileError: no PDF that can be opened.
        TooLargeError, UnsafeFileError: more pages or letters than a list can have.
    """
    document = open_pdf(name, data, password)
    try:
        if len(document) > _PAGES:
            raise TooLargeError(name, LIMIT)
        pages = [_lines(_letters(name, document, number)) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise BrokenFileError(name, "PDF") from error
    finally:
        document.close()
    return Pages(Grid(tuple(_rows(pages)), sheet="PDF"), len(pages), sum(not lines for lines in pages), _texts(pages))


def _texts(pages: list[list[_Line]]) -> tuple[str, ...]:
    """Return each page as text: lines from top to bottom, cells two blanks apart."""
    return tuple("\n".join("  ".join(cell.text for cell in line.cells) for line in lines) for lines in pages)


def open_pdf(name: str, data: bytes, password: str | None) -> pypdfium2.PdfDocument:
    """Return the document, to be closed; errors as :func:`read_pdf`."""
    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise (WrongPasswordError if password else PasswordNeededError)(name) from error
        raise BrokenFileError(name, "PDF") from error


def _letters(name: str, document: pypdfium2.PdfDocument, number: int) -> list[_Letter]:
    """Return the letters that stand on a page; those that PDFium adds between words have no place of their own."""
    page = document[number]
    text = page.get_textpage()
    count = text.count_chars()
    if count > _LETTERS:
        raise UnsafeFileError(name, f"page:{number + 1}", "的一页里文字过多", "has too many letters on one page")
    box = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = box
    letters = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if code <= 32 or pdfium.FPDFText_IsGenerated(text.raw, index) == 1 or 0xD800 <= code <= 0xDFFF:
            continue
        if pdfium.FPDFText_GetLooseCharBox(text.raw, index, loose := pdfium.FS_RECTF()):
            letters.append(_Letter(chr(code), loose.left, loose.bottom, loose.right, loose.top))
        elif pdfium.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top):
            letters.append(_Letter(chr(code), left.value, bottom.value, right.value, top.value))
    text.close()
    page.close()
    return letters


def _lines(letters: list[_Letter]) -> list[_Line]:
    """Return the lines of a page from top to bottom."""
    lines: list[list[_Letter]] = []
    for letter in sorted(letters, key=lambda one: (-one.middle, one.left)):
        size = letter.top - letter.bottom
        if lines and abs(lines[-1][0].middle - letter.middle) < size / 3:
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return [_line(sorted(line, key=lambda one: one.left)) for line in lines]


def _line(letters: list[_Letter]) -> _Line:
    size = median(letter.top - letter.bottom for letter in letters)
    cells: list[list[_Letter]] = []
    for letter in letters:
        if cells and letter.left - cells[-1][-1].right <= _GAP * size:
            cells[-1].append(letter)
        else:
            cells.append([letter])
    return _Line(-letters[0].middle, size, tuple(_cell(cell, size) for cell in cells))


def _cell(letters: list[_Letter], size: float) -> _Cell:
    """Return a cell's text with a space where a small gap stands."""
    text = letters[0].text
    for before, letter in pairwise(letters):
        text += (" " if letter.left - before.right > 0.15 * size else "") + letter.text
    return _Cell(text, letters[0].left, letters[-1].right)


def _rows(pages: list[list[_Line]]) -> Iterator[Row]:
    """Yield the rows of all pages; a header holds until the next one."""
    header: tuple[_Cell, ...] = ()
    number = 0
    for lines in pages:
        waiting: list[_Line] = []
        for line in [*lines, None]:
            found = line is not None and _is_header(line)
            if line is None or found:
                for cells in _bodies(waiting, header):
                    number += 1
                    yield Row(number, cells)
                waiting = []
            if line is not None and found:
                header = line.cells
                number += 1
                yield Row(number, tuple(cell.text for cell in header))
            elif line is not None:
                waiting.append(line)


def _is_header(line: _Line) -> bool:
    return sum(normal(cell.text) in _words() for cell in line.cells) >= _HEADERS


@cache
def _words() -> frozenset[str]:
    """Return every header word that carriers use."""
    return frozenset(
        normal(word) for form in facts("carriers")["forms"] for words in form["columns"].values() for word in words
    ) | {normal(word) for word in ("通信类型", "套餐优惠", "实收通信费", "通话类型", "业务名称", "通信费")}


def _bodies(lines: list[_Line], header: tuple[_Cell, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of lines that stand below ``header``: full lines, with wrapped ones put into the nearest."""
    if not header:
        yield from (tuple(cell.text for cell in line.cells) for line in lines)
        return
    full = [line for line in lines if len(line.cells) > len(header) // 2]
    parts: dict[int, list[_Line]] = {id(line): [line] for line in full}
    alone: list[_Line] = []
    for line in lines:
        if id(line) in parts:
            continue
        near = min(full, key=lambda one: abs(one.height - line.height), default=None)
        if near is not None and abs(near.height - line.height) < 1.8 * near.size and _fits(line, header):
            parts[id(near)].append(line)
        else:
            alone.append(line)
    for line in sorted([*full, *alone], key=lambda one: one.height):
        if id(line) in parts:
            yield _placed(sorted(parts[id(line)], key=lambda one: one.height), header)
        else:
            yield tuple(cell.text for cell in line.cells)


def _fits(line: _Line, header: tuple[_Cell, ...]) -> bool:
    """Tell whether a line lies inside the table's width and has no long sentence."""
    return line.cells[0].left >= header[0].left - 40 and all(len(cell.text) <= 24 for cell in line.cells)


def _placed(lines: list[_Line], header: tuple[_Cell, ...]) -> tuple[str, ...]:
    """Return the texts under each header, pieces of a wrapped cell joined."""
    texts = [""] * len(header)
    for line in lines:
        for cell in line.cells:
            at = max(range(len(header)), key=lambda index: _overlap(cell, header[index]))
            glue = " " if texts[at] and texts[at][-1].isdigit() and ":" in cell.text else ""
            texts[at] += glue + cell.text
    return tuple(texts)


def _overlap(cell: _Cell, head: _Cell) -> float:
    """Return how far a cell lies under a header; negative: how far beside it."""
    shared = min(cell.right, head.right) - max(cell.left, head.left)
    return shared if shared > 0 else -abs((cell.left + cell.right) / 2 - (head.left + head.right) / 2)

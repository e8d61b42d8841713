"""CSV and tab-separated text as a grid: encoding and separator found by the bytes, every record with its byte range."""

from __future__ import annotations

import csv
from itertools import islice
from statistics import median

from ringfence.ingest.charset import charset_of
from ringfence.ingest.errors import TooLargeError
from ringfence.ingest.grid import Grid, Row

_SEPARATORS = ",\t;|"
LIMIT = 64 * 1024 * 1024
_CELLS = 20_000_000
_SPAN = 50  # lines that one quoted cell may span; more means that a quote was never closed


def decode_table(data: bytes) -> tuple[str, str, int]:
    """Return (text, encoding, length of the byte order mark); undecodable bytes become U+FFFD."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, len(mark)
    encoding = charset_of(data)
    return data.decode(encoding, "replace"), encoding, 0


def read_csv(name: str, data: bytes) -> Grid:
    """Return the grid of a text table; a record whose quotes do not close is taken line by line and reported.

    Raises:
        TooLargeError: more cells than a list of calls or messages can have.
    """
    if data.count(b"\n") + max(data.count(mark.encode()) for mark in _SEPARATORS) > _CELLS:
        raise TooLargeError(name, LIMIT)
    text, encoding, mark = decode_table(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    separator = separator_of(lines[:50])
    places = _line_places(data, mark) if not encoding.startswith("utf-16") else []
    rows: list[Row] = []
    faults: list[tuple[str, str, str]] = []
    at = 0
    while at < len(lines):
        cells, used, sound = _record(lines, at, separator)
        offset, length = _range(places, at, used)
        rows.append(Row(at + 1, tuple(cells), offset, length))
        if not sound:
            faults.append((f"line:{at + 1}", "引号不成对，按单行读取", "unbalanced quotes; read as one line"))
        at += used
    return Grid(tuple(rows), repairs=_repairs(text, encoding), faults=tuple(faults))


def separator_of(lines: list[str]) -> str:
    """Return the separator that cuts most lines into most cells."""
    counts = {mark: [line.count(mark) for line in lines if line.strip()] or [0] for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: (median(counts[mark]), max(counts[mark])))


def _record(lines: list[str], at: int, separator: str) -> tuple[list[str], int, bool]:
    """Return (cells, lines used, whether the quotes were sound) of the record at line ``at``."""
    try:
        reader = csv.reader((f"{line}\n" for line in islice(lines, at, at + _SPAN + 1)), delimiter=separator)
        cells = next(reader, [])
        open_end = reader.line_num > _SPAN or (at + reader.line_num >= len(lines) and _unclosed(lines, at))
        if not (open_end and reader.line_num > 1):
            return cells, max(1, reader.line_num), True
    except csv.Error:
        pass
    return lines[at].split(separator), 1, False


def _unclosed(lines: list[str], at: int) -> bool:
    return sum(line.count('"') for line in lines[at:]) % 2 == 1


def _line_places(data: bytes, mark: int) -> list[int]:
    """Return the byte at which each line begins, and the end."""
    places = [mark]
    at = mark
    for line in data[mark:].replace(b"\r\n", b"\x00\n").replace(b"\r", b"\n").split(b"\n")[:-1]:
        at += len(line) + 1
        places.append(at)
    places.append(len(data))
    return places


def _range(places: list[int], at: int, used: int) -> tuple[int, int]:
    if at + used >= len(places):
        return (-1, -1)
    return places[at], places[at + used] - places[at]


def _repairs(text: str, encoding: str) -> tuple[tuple[str, str], ...]:
    repairs = [] if encoding == "utf-8" else [(f"encoding_{encoding}", "bytes:0")]
    line = text.count("\n", 0, text.find("\ufffd")) + 1 if "\ufffd" in text else 0
    return tuple(repairs + ([("invalid_bytes", f"line:{line}")] if line else []))

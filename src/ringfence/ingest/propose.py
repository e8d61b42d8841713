"""A mapping guessed from header words and from the values themselves, each guess with its reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringfence.ingest.facts import facts
from ringfence.ingest.grid import Grid, Row, normal
from ringfence.ingest.mapping import FIELDS, Column, Mapping
from ringfence.ingest.moment import parse_clock, parse_duration, parse_moment
from ringfence.ingest.numbers import is_damaged, is_hidden
from ringfence.ingest.records import direction_words
from ringfence.schema import NumberKind, parse_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEADER_ROWS = 30
_SAMPLE = 200
_NO_PHONE = {NumberKind.NAME, NumberKind.INVALID, NumberKind.WITHHELD, NumberKind.LOCAL}
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Columns without a telling header are taken by their values in this order, when this share of them fits.
_BY_VALUE = ("time", "number", "direction", "duration", "text")
_SHARE = 0.8


def propose(grids: Iterable[Grid]) -> Mapping:
    """Return the best proposal over all sheets; a table that fits nothing gives one without columns."""
    proposals = [_propose(grid) for grid in grids]
    return max(proposals, key=_strength, default=Mapping("calls", (), 0))


def _strength(mapping: Mapping) -> tuple[int, int]:
    names = {column.field for column in mapping.columns}
    return len(names & {"time", "number", "duration", "direction", "text", "name"}), sum(
        c.fits for c in mapping.columns
    )


def _propose(grid: Grid) -> Mapping:
    header = _header(grid.rows)
    rows = [row for row in grid.rows if row.number > (header.number if header else 0) and not row.blank][:_SAMPLE]
    columns = _by_header(header, rows) if header else []
    columns = _by_values(columns, header, rows)
    names = {column.field for column in columns}
    return Mapping(
        _table(names),
        tuple(sorted(columns, key=lambda column: column.index)),
        header.number if header else 0,
        grid.sheet,
        notes=_notes(names, columns),
    )


def _table(names: set[str]) -> str:
    if "text" in names:
        return "messages"
    return "calls" if names & {"time", "date", "duration", "direction"} else "contacts"


def _notes(names: set[str], columns: list[Column]) -> tuple[str, ...]:
    notes = []
    if "number" not in names:
        notes.append("没有找到电话号码列，请指定。")
    if not names & {"time", "date"}:
        notes.append("没有找到时间列；没有时间的记录不参与时段和频次判断。")
    notes += [
        f"“{column.header or column.index + 1}”列当作{FIELDS[column.field]}，但 {column.samples} 个值中只有 {column.fits} 个像。"
        for column in columns
        if column.samples and column.field in _TESTS and column.fits < _SHARE * column.samples
    ]
    return tuple(notes)


def _header(rows: tuple[Row, ...]) -> Row | None:
    """Return the row with the most header words, None when no row has any."""
    words = _words()
    scored = [(sum(normal(cell) in words for cell in row.cells), row) for row in rows[:_HEADER_ROWS]]
    best = max((score for score, _ in scored), default=0)
    return next((row for score, row in scored if score == best), None) if best else None


def _words() -> dict[str, tuple[str, int]]:
    """Return header word -> (field, rank); the lower the surer."""
    words: dict[str, tuple[str, int]] = {}
    for name, headers in facts("columns").items():
        for rank, header in enumerate(headers):
            words.setdefault(normal(header), (name, rank))
    return words


def _by_header(header: Row, rows: list[Row]) -> list[Column]:
    """Take columns by their header; of two for one field, the one whose values fit better, then the surer word."""
    words = _words()
    best: dict[str, tuple[tuple[float, int], Column]] = {}
    for index, cell in enumerate(header.cells):
        if normal(cell) not in words:
            continue
        name, rank = words[normal(cell)]
        fits, samples = _fit(name, index, rows)
        if name == "time" and samples and not fits and _fit("duration", index, rows)[0] == samples:
            name, fits = "duration", samples  # 通话时间 that holds lengths
        reason = f"表头“{cell.strip()}”" + (f",{samples} 个值中 {fits} 个符合" if name in _TESTS else "")
        score = (fits / samples if samples else 0.0, -rank)
        if name not in best or score > best[name][0]:
            best[name] = (score, Column(name, index, cell.strip(), reason, fits, samples))
    if "time" in best:
        best.pop("date", None)
        best.pop("clock", None)
    return [column for _, column in best.values()]


def _by_values(columns: list[Column], header: Row | None, rows: list[Row]) -> list[Column]:
    """Add fields that no header named, where the values show them."""
    columns = list(columns)
    width = max((len(row.cells) for row in rows), default=0)
    for name in _BY_VALUE:
        named = {column.field for column in columns}
        if name in named or (name == "time" and "date" in named):
            continue
        if name in {"direction", "duration"} and "text" in named:
            continue
        taken = {column.index for column in columns}
        scored = [(*_fit(name, index, rows), index) for index in range(width) if index not in taken]
        good = [(fits, -index, samples) for fits, samples, index in scored if samples and fits >= _SHARE * samples]
        if good:
            fits, minus, samples = max(good)
            written = header.cell(-minus).strip() if header else ""
            reason = f"{samples} 个值中 {fits} 个像{FIELDS[name]}"
            columns.append(Column(name, -minus, written, reason, fits, samples))
    return columns


def _fit(name: str, index: int, rows: list[Row]) -> tuple[int, int]:
    """Return (values that look like the field, values that are not empty)."""
    values = [value for row in rows if (value := row.cell(index).strip())]
    test = _TESTS.get(name)
    return (sum(map(test, values)) if test else 0), len(values)


def _is_number(value: str) -> bool:
    bare = value.strip('="\t')
    if re.fullmatch(r"\d{5}\.\d+|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*", bare):
        return False
    return is_damaged(bare) or is_hidden(bare) or parse_phone(bare).kind not in _NO_PHONE


def _is_time(value: str) -> bool:
    bare = value.strip('="\t')
    looks = bool(re.search(r"[-/.年:T]", bare)) or re.fullmatch(r"\d{8}|\d{13,14}", bare) is not None
    return looks and parse_moment(bare) is not None


def _is_direction(value: str) -> bool:
    word = "".join(value.split()).casefold()
    return not word.isdigit() and (word in direction_words("calls") or word in direction_words("messages"))


def _is_duration(value: str) -> bool:
    seconds = parse_duration(value)
    return seconds is not None and seconds < 86_400


def _is_text(value: str) -> bool:
    return len(value) >= 8 and len(_HAN.findall(value)) >= 4


_TESTS: dict[str, Callable[[str], bool]] = {
    "time": _is_time,
    "date": lambda value: parse_moment(value) is not None,
    "clock": lambda value: parse_clock(value) is not None,
    "number": _is_number,
    "direction": _is_direction,
    "duration": _is_duration,
    "text": _is_text,
}

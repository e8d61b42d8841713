"""Rows of a table with known columns as records: times, numbers, directions and durations, with every doubt reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.call_backup import connected
from ringfence.ingest.facts import facts
from ringfence.ingest.moment import WrittenTime, parse_clock, parse_duration, parse_moment
from ringfence.ingest.numbers import is_damaged, is_hidden, with_numbers
from ringfence.ingest.years import Period, assign_years
from ringfence.schema import CALLS, CONTACTS, MESSAGES, Said, conform, empty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ringfence.ingest.grid import Grid, Row
    from ringfence.ingest.tally import Tally

_WRAPPED = re.compile(r'^\s*(?:="?|\')?(.*?)"?\s*$', re.DOTALL)
_SCHEMAS = {"calls": CALLS, "messages": MESSAGES, "contacts": CONTACTS}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a grid are to be understood.

    Attributes:
        table: ``calls``, ``messages`` or ``contacts``.
        columns: field name -> column index (time date clock number duration direction text name location line org note sort).
        zone: of wall-clock times without their own.
        clock: whose clock it was (Clock).
        today: no time without a year lies after this day.
        period: what the list says it covers.
        line: own number where the list names it once for all rows.
    """

    table: str
    columns: Mapping[str, int]
    zone: str
    clock: str
    today: date
    period: Period | None = None
    line: str | None = None


def records_of(grid: Grid, rows: Sequence[Row], layout: Layout, tally: Tally) -> pl.DataFrame:
    """Return the rows as a frame with the schema of ``layout.table``; each row becomes a record, whatever it lacks."""
    schema = _SCHEMAS[layout.table]
    if not rows:
        return empty(schema)
    cells = _Cells(grid, rows, layout, tally)
    frame = pl.DataFrame(
        {
            "row": [row.number for row in rows],
            "address": cells.numbers(),
            "offset": [row.offset for row in rows],
            "length": [row.length for row in rows],
        },
        schema={"row": pl.UInt32, "address": pl.String, "offset": pl.Int64, "length": pl.Int32},
    )
    frame = frame.with_columns(pl.Series("repair", cells.repairs, dtype=pl.String))
    frame = with_numbers(frame).with_columns(cells.columns())
    return conform(frame.select(name for name in schema if name in frame.columns), schema)


class _Cells:
    """Reads the columns of chosen rows one after the other."""

    def __init__(self, grid: Grid, rows: Sequence[Row], layout: Layout, tally: Tally) -> None:
        self._grid = grid
        self._rows = rows
        self._layout = layout
        self._tally = tally
        self.repairs: list[str | None] = [None] * len(rows)

    def _texts(self, name: str) -> list[str]:
        index = self._layout.columns.get(name)
        return [row.cell(index).strip() for row in self._rows]

    def _optional(self, name: str) -> pl.Series:
        texts = self._texts(name)
        return pl.Series(name, [text or None for text in texts], dtype=pl.String)

    def _unread(self, index: int, zh: str, en: str) -> None:
        self._tally.unread(self._grid.place(self._rows[index]), zh, en)

    def _mend(self, index: int, kind: str) -> None:
        self.repairs[index] = kind if self.repairs[index] is None else f"{self.repairs[index]},{kind}"
        self._tally.repair(kind, self._grid.place(self._rows[index]))

    def numbers(self) -> list[str]:
        """Return the numbers as written, freed of what spreadsheets wrap around them."""
        column = self._layout.columns.get("number")
        numbers = []
        for index, row in enumerate(self._rows):
            written = row.cell(column)
            found = _WRAPPED.match(written)
            bare = found.group(1).strip() if found else written.strip()
            bare = bare[:-2] if re.fullmatch(r"\d{5,}\.0", bare) else bare
            if bare != written.strip(" "):
                self._mend(index, "spreadsheet_wrapper")
            if is_damaged(bare):
                self._unread(
                    index,
                    "号码被表格软件改成科学计数法，末几位已丢失",
                    "a spreadsheet rounded the number; digits are lost",
                )
            elif is_hidden(bare):
                self._tally.note(
                    Said(
                        "部分号码被运营商用星号遮挡，无法与其他来源对上。",
                        "The carrier hid part of some numbers by asterisks; they cannot be matched with other sources.",
                    )
                )
            numbers.append(bare)
        return numbers

    def columns(self) -> list[pl.Series | pl.Expr]:
        """Return all other columns of the table."""
        if self._layout.table == "contacts":
            return [self._optional("name").fill_null(""), *map(self._optional, ("org", "note"))]
        times: list[pl.Series | pl.Expr] = [
            pl.Series("ts", self._times(), dtype=pl.Int64),
            pl.lit(self._layout.zone).alias("zone"),
            pl.lit(self._layout.clock).alias("clock"),
            self._optional("name"),
            self._line(),
        ]
        if self._layout.table == "messages":
            return [*times, *self._message_columns()]
        return [*times, *self._call_columns()]

    def _line(self) -> pl.Series:
        lines = self._optional("line")
        return lines.fill_null(self._layout.line) if self._layout.line else lines

    def _message_columns(self) -> list[pl.Series | pl.Expr]:
        kinds = ["mms" if "彩信" in sort or "MMS" in sort.upper() else "sms" for sort in self._texts("sort")]
        return [
            pl.Series("kind", kinds, dtype=pl.String),
            self._directions("messages"),
            self._optional("text").alias("body"),
            pl.lit(0, pl.UInt16).alias("attachments"),
        ]

    def _call_columns(self) -> list[pl.Series | pl.Expr]:
        directions = self._directions("calls")
        seconds = self._durations()
        answered = pl.DataFrame([directions, seconds]).select(connected()).to_series()
        return [directions, seconds, answered, self._optional("location")]

    def _directions(self, table: str) -> pl.Series:
        words = direction_words(table)
        texts = self._texts("direction")
        found = [words.get("".join(text.split()).casefold(), "unknown") for text in texts]
        if "direction" in self._layout.columns:
            for index, (text, direction) in enumerate(zip(texts, found, strict=True)):
                if text and direction == "unknown":
                    self._unread(index, "方向（主叫/被叫）的写法不认识", "an unknown word for the direction")
        return pl.Series("direction", found, dtype=pl.String)

    def _durations(self) -> pl.Series:
        texts = self._texts("duration")
        seconds = [parse_duration(text) if text else None for text in texts]
        for index, (text, value) in enumerate(zip(texts, seconds, strict=True)):
            if text and value is None:
                self._unread(index, "通话时长无法读懂", "unreadable duration")
        return pl.Series("duration_s", seconds, dtype=pl.Int32)

    def _times(self) -> list[int | None]:
        written = [self._moment(row) for row in self._rows]
        for index, moment in enumerate(written):
            if moment is None:
                self._unread(index, "时间无法读懂，记录已保留", "unreadable time; the record is kept")
        missing = [
            (index, moment) for index, moment in enumerate(written) if moment is not None and moment.year is None
        ]
        days = [(moment.month, moment.day) for _, moment in missing]
        years = dict(
            zip(
                (index for index, _ in missing),
                assign_years(days, self._layout.period, self._layout.today),
                strict=True,
            )
        )
        if missing:
            self._say_years(years)
        return [
            moment.micros(years.get(index), self._layout.zone) if moment else None
            for index, moment in enumerate(written)
        ]

    def _say_years(self, years: Mapping[int, int]) -> None:
        span = sorted(set(years.values()))
        named = "、".join(map(str, span))
        basis = "详单所写的查询时段" if self._layout.period else f"行的先后次序，且不晚于 {self._layout.today:%Y-%m-%d}"
        self._tally.note(f"{len(years)} 行的时间没有年份，按{basis}推定为 {named} 年，请核对。")

    def _moment(self, row: Row) -> WrittenTime | None:
        columns = self._layout.columns
        text = row.cell(columns.get("time")).strip()
        if text:
            return parse_moment(text)
        day = parse_moment(row.cell(columns.get("date")).strip())
        clock = parse_clock(row.cell(columns.get("clock")))
        if day is None or clock is None:
            return day
        return replace(day, hour=clock[0], minute=clock[1], second=clock[2], has_clock=True)


def direction_words(table: str) -> dict[str, str]:
    """Return word -> direction for ``calls`` or ``messages``."""
    return {word: direction for direction, words in facts("words")[table].items() for word in words}

"""China Mobile's and China Unicom's call and message lists, as CSV, workbook or JSON.

A carrier's list is the record of a neutral third party (civil evidence rules art. 94); it shows what its network billed, so
calls that were refused, blocked or not answered do not appear in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.ingest.csv_grid import LIMIT, decode_table, read_csv
from ringfence.ingest.errors import IngestError, TooLargeError, UnknownFormatError
from ringfence.ingest.facts import facts
from ringfence.ingest.grid import Grid, Row, normal
from ringfence.ingest.json_grid import read_json
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.records import Layout, records_of
from ringfence.ingest.tally import Tally
from ringfence.ingest.xlsx_grid import OLE, ZIP, is_workbook, read_workbook
from ringfence.ingest.years import Period, stated_period
from ringfence.schema import Clock, Said

if TYPE_CHECKING:
    from ringfence.ingest.source import Source

_HEADER_ROWS = 40
_OWN_NUMBER = re.compile(r"(?:本机|手机|用户|查询|服务|计费)?号码\s*[:：]?\s*(1[3-9]\d{9})(?!\d)")
_TOTAL = re.compile(r"^\s*(?:合计|总计|小计|共计|本页|累计|共\s*\d+|total)", re.IGNORECASE)
_COUNT = re.compile(r"(?:共|合计|总计)\D{0,8}?(\d{1,7})\s*(?:条|次|笔)|(?:总条数|记录数)\D{0,4}?(\d{1,7})(?![.\d])")


@dataclass(frozen=True, slots=True)
class _Found:
    """A list found in a grid: its form, the header's row index, and field -> column."""

    form: dict[str, Any]
    header: int
    columns: dict[str, int]


class CarrierList:
    """Reader of one carrier's lists."""

    version = 1

    def __init__(self, name: str) -> None:
        self.name = name
        self._forms: list[dict[str, Any]] = [form for form in facts("carriers")["forms"] if form["reader"] == name]

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when the head holds a header row or JSON keys of this carrier."""
        try:
            grid, _ = _head_grid(source, self._forms)
        except IngestError:
            return None
        found = _find(grid, self._forms)
        if found is None:
            return None
        return Match(
            self.name, found.form["kind_zh"], 0.95, f"第 {grid.rows[found.header].number} 行是该运营商详单的表头"
        )

    def read(self, request: Request) -> ReadResult:
        """Read all rows below the header; preamble and totals are used, not dropped unseen."""
        data = request.source.whole(LIMIT)
        grid, declared = _grid_of(request.source.name, data, self._forms)
        request.progress(Said("读取详单", "reading the call record"), len(data), len(data))
        result = self.read_grid(request, grid, declared)
        if result is None:
            raise UnknownFormatError(request.source.name)
        return result

    def read_grid(self, request: Request, grid: Grid, declared: int | None) -> ReadResult | None:
        """Read a grid, None when it holds no list of this carrier; ``declared``: the count that its envelope names."""
        found = _find(grid, self._forms)
        if found is None:
            return None
        tally = Tally()
        for kind, place in grid.repairs:
            tally.repair(kind, place)
        for fault in grid.faults:
            tally.unread(*fault)
        rows, totals = _body(grid, found, tally)
        layout = Layout(
            found.form["table"],
            found.columns,
            request.zone,
            Clock.CARRIER.value,
            request.today,
            _period(grid, found.header, request.source.name),
            _own_number(grid.rows[: found.header]),
        )
        frame = records_of(grid, rows, layout, tally)
        stated = _declared(grid.rows[: found.header] + tuple(totals))
        _explain(found.form["table"], tally)
        completeness = tally.completeness(declared or stated, len(frame), frame["ts"])
        return ReadResult(
            self.name,
            self.version,
            found.form["kind_zh"],
            completeness,
            messages=frame if found.form["table"] == "messages" else None,
            calls=frame if found.form["table"] == "calls" else None,
        )


def _explain(table: str, tally: Tally) -> None:
    if table == "calls":
        tally.note(
            Said(
                "运营商详单只列出接通并计费的通话；未接、拒接、被拦截的来电不在其中，不能据此认为没有打来。",
                "A carrier's record lists only connected, charged calls; missed, refused and blocked ones are not in it, so "
                "it does not show that nobody called.",
            )
        )
    else:
        tally.note(
            Said(
                "运营商短信详单只有收发记录，没有短信内容。",
                "The carrier's message record shows that messages passed, not what they said.",
            )
        )


def _grid_of(name: str, data: bytes, forms: list[dict[str, Any]]) -> tuple[Grid, int | None]:
    """Return the grid in ``data`` that holds one of the forms, else the first one."""
    if data.startswith((ZIP, OLE)):
        grids = read_workbook(name, data) or [Grid(())]
        return next((grid for grid in grids if _find(grid, forms)), grids[0]), None
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        if len(data) > LIMIT // 2:
            raise TooLargeError(name, LIMIT // 2)
        best: tuple[Grid, int | None] = (Grid(()), None)
        for keys in (frozenset(keys) for form in forms for keys in form["require"]):
            grid, declared = read_json(data, keys)
            if len(grid.rows) > max(1, len(best[0].rows)):
                best = (grid, declared)
        return best
    return read_csv(name, data), None


def _head_grid(source: Source, forms: list[dict[str, Any]]) -> tuple[Grid, int | None]:
    head = source.head
    if head.startswith(ZIP) and not is_workbook(source):
        return Grid(()), None
    if head.startswith((ZIP, OLE)):
        return _grid_of(source.name, source.whole(LIMIT), forms)
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Grid(()), None
    first = decode_table(head)[0].lstrip("\ufeff \t\r\n")[:1]
    return (Grid(()), None) if first == "<" else _grid_of(source.name, head, forms)


def _find(grid: Grid, forms: list[dict[str, Any]]) -> _Found | None:
    """Return the first form whose required headers all stand in one of the first rows."""
    for index, row in enumerate(grid.rows[:_HEADER_ROWS]):
        words = [normal(cell) for cell in row.cells]
        for form in forms:
            fits = any({normal(word) for word in needed} <= set(words) for needed in form["require"])
            if fits and not {normal(word) for word in form["exclude"]} & set(words):
                columns = {
                    name: words.index(normal(header))
                    for name, headers in form["columns"].items()
                    for header in headers
                    if normal(header) in words
                }
                return _Found(form, index, columns)
    return None


def _body(grid: Grid, found: _Found, tally: Tally) -> tuple[list[Row], list[Row]]:
    """Return (record rows, totals rows); blank and repeated header rows are no records."""
    header = grid.rows[found.header].cells
    rows: list[Row] = []
    totals: list[Row] = []
    for row in grid.rows[found.header + 1 :]:
        if row.blank or row.cells == header:
            continue
        if any(_TOTAL.match(cell) for cell in row.cells[:2]):
            totals.append(row)
            continue
        if not (row.cell(found.columns.get("number")).strip() or row.cell(found.columns.get("duration")).strip()):
            tally.unread(grid.place(row), "不是详单记录的一行（缺号码和时长）", "a line without number and duration")
            continue
        rows.append(row)
    if totals:
        tally.note(
            Said(
                f"表尾有 {len(totals)} 行合计，未作为记录。",
                f"{len(totals)} line(s) of totals at the end are no records.",
            )
        )
    return rows, totals


def _period(grid: Grid, header: int, name: str) -> Period | None:
    """Return the period that the preamble states, else the one in the file's name."""
    stated = stated_period(cell for row in grid.rows[:header] for cell in row.cells)
    return stated or stated_period([name])


def _own_number(preamble: tuple[Row, ...]) -> str | None:
    found = _OWN_NUMBER.search(" ".join(cell for row in preamble for cell in row.cells))
    return found.group(1) if found else None


def _declared(rows: tuple[Row, ...]) -> int | None:
    """Return the count that preamble or totals name (共 120 条)."""
    texts = (" ".join(cell for cell in row.cells if cell) for row in rows)
    counts = [int(found.group(1) or found.group(2)) for text in texts if (found := _COUNT.search(text))]
    return counts[-1] if counts else None

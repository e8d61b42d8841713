"""Any other CSV or workbook, by a mapping of its columns that the user has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.csv_grid import LIMIT, decode_table, read_csv, separator_of
from ringfence.ingest.errors import MappingMismatchError, MappingNeededError
from ringfence.ingest.grid import Grid, normal
from ringfence.ingest.propose import propose
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.records import Layout, records_of
from ringfence.ingest.tally import Tally
from ringfence.ingest.xlsx_grid import OLE, ZIP, is_workbook, read_workbook
from ringfence.ingest.years import stated_period
from ringfence.schema import Said

if TYPE_CHECKING:
    from ringfence.ingest.mapping import Mapping
    from ringfence.ingest.source import Source


class Table:
    """Reader of tables with a confirmed mapping."""

    name = "table"
    version = 1
    kind_zh = "表格"

    def sniff(self, source: Source) -> Match | None:
        """Return a weak claim to workbooks and to text in which separators repeat line by line."""
        head = source.head
        if is_workbook(source):
            return Match(self.name, self.kind_zh, 0.4, "Excel 工作簿，需要确认各列含义")
        if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None
        lines = [line for line in decode_table(head)[0].splitlines()[:20] if line.strip()]
        if len(lines) < 2 or lines[0].lstrip()[:1] in {"<", "{", "["}:
            return None
        mark = separator_of(lines)
        columns = [line.count(mark) for line in lines]
        if (
            sum(count >= 1 for count in columns) < 0.8 * len(columns)
            or columns.count(max(columns, key=columns.count)) < 2
        ):
            return None
        named = source.name.casefold().endswith((".csv", ".tsv"))
        if not named and not propose([read_csv(source.name, head)]).columns:
            return None
        return Match(self.name, self.kind_zh, 0.3, "各行的分隔符数目一致，需要确认各列含义")

    def read(self, request: Request) -> ReadResult:
        """Read by ``request.mapping``.

        Raises:
            MappingNeededError: there is none yet; it carries a proposal.
            MappingMismatchError: the sheet or a header is not there as the mapping says.
        """
        data = request.source.whole(LIMIT)
        grids = _grids(request.source.name, data)
        if request.mapping is None:
            raise MappingNeededError(request.source.name, propose(grids))
        grid = _chosen(request.source.name, grids, request.mapping)
        return _read(request, request.mapping, grid)


def propose_mapping(source: Source) -> Mapping:
    """Return a proposal for any table, for the user to confirm or edit.

    Raises:
        TooLargeError, UnsafeFileError, BrokenFileError: the file cannot be looked into.
    """
    return propose(_grids(source.name, source.whole(LIMIT)))


def first_rows(source: Source, mapping: Mapping, count: int) -> list[list[str]]:
    """Return the header that ``mapping`` names (when it names one) and the first ``count`` rows below it, cells as written.

    Raises:
        TooLargeError, UnsafeFileError, BrokenFileError: the file cannot be looked into.
        MappingMismatchError: the sheet or a header is not there as the mapping says.
    """
    grid = _chosen(source.name, _grids(source.name, source.whole(LIMIT)), mapping)
    head = [row for row in grid.rows if mapping.header_row and row.number == mapping.header_row]
    below = [row for row in grid.rows if row.number > mapping.header_row and not row.blank]
    return [list(row.cells) for row in head + below[:count]]


def _grids(name: str, data: bytes) -> list[Grid]:
    return read_workbook(name, data) if data.startswith((ZIP, OLE)) else [read_csv(name, data)]


def _chosen(name: str, grids: list[Grid], mapping: Mapping) -> Grid:
    """Return the grid that the mapping means, after checking that its headers still stand there."""
    grid = next((grid for grid in grids if grid.sheet == mapping.sheet), None)
    if grid is None:
        raise MappingMismatchError(name, mapping.sheet)
    header = next((row for row in grid.rows if row.number == mapping.header_row), None)
    for column in mapping.columns:
        if (
            mapping.header_row
            and column.header
            and normal(header.cell(column.index) if header else "") != normal(column.header)
        ):
            raise MappingMismatchError(name, column.header)
    return grid


def _read(request: Request, mapping: Mapping, grid: Grid) -> ReadResult:
    tally = Tally()
    for kind, place in grid.repairs:
        tally.repair(kind, place)
    for fault in grid.faults:
        tally.unread(*fault)
    columns = {column.field: column.index for column in mapping.columns}
    rows = []
    for row in grid.rows:
        if row.number <= mapping.header_row or row.blank:
            continue
        if any(row.cell(index).strip() for index in columns.values()):
            rows.append(row)
        else:
            tally.unread(grid.place(row), "所选的列都是空的", "all chosen columns are empty")
    preamble = [cell for row in grid.rows if row.number < mapping.header_row for cell in row.cells]
    layout = Layout(
        mapping.table,
        columns,
        request.zone,
        mapping.clock,
        request.today,
        stated_period(preamble) or stated_period([request.source.name]),
    )
    frame = records_of(grid, rows, layout, tally)
    request.progress(Said("读取表格", "reading the table"), len(rows), len(rows))
    times = frame["ts"] if "ts" in frame.columns else None
    return ReadResult(
        Table.name,
        Table.version,
        Table.kind_zh,
        tally.completeness(None, len(frame), times),
        messages=frame if mapping.table == "messages" else None,
        calls=frame if mapping.table == "calls" else None,
        contacts=frame if mapping.table == "contacts" else None,
    )

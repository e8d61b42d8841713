"""Lists as CSV: columns kind, value and, when there is one, name, with a header in Chinese or English."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from ringfence.audit.indicators.errors import IndicatorFileError
from ringfence.audit.indicators.gathering import Gathering
from ringfence.audit.indicators.indicator import Comparison
from ringfence.audit.indicators.normal import normal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.audit.indicators.indicator import IndicatorList

LONGEST_NAME = 200


def read_table(text: str, source: str) -> IndicatorList:
    """Return the list in a CSV text (comma, semicolon or tab).

    Raises:
        IndicatorFileError: no header with a kind and a value, or a row that is no CSV.
    """
    head, _, _ = text.partition("\n")
    mark = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    found = Gathering(source)
    columns: dict[str, int] | None = None
    line = 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                if columns is None:
                    columns = _columns(row, source, line)
                else:
                    _take(row, columns, line, found)
            line = rows.line_num + 1
            if found.full:
                break
    except csv.Error as error:
        raise IndicatorFileError(
            source, line, "这一行的引号或长度不对", "a quotation mark or the length of this row is wrong"
        ) from error
    if columns is None:
        raise IndicatorFileError(source, 0, "是空的", "it is empty")
    return found.done()


def _columns(row: list[str], source: str, line: int) -> dict[str, int]:
    known = _known("headers")
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        if (name := known.get(_key(cell))) is not None:
            columns.setdefault(name, index)
    if not {"kind", "value"} <= columns.keys():
        raise IndicatorFileError(
            source,
            line,
            "表头要有“类型”和“值”两列(可以有“名称”)",
            "the header needs the columns kind and value (and may have name)",
        )
    return columns


def _take(row: list[str], columns: Mapping[str, int], line: int, found: Gathering) -> None:
    cells = {name: row[index].strip() if index < len(row) else "" for name, index in columns.items()}
    kind = _known("kinds").get(_key(cells["kind"]))
    if kind is None:
        return found.skip(line, "类型不认识", "an unknown kind")
    value = normal(kind, cells["value"])
    if value is None:
        return found.skip(line, "这个值不是这一类的值,或范围太大", "not a value of this kind, or far too wide")
    return found.take(Comparison(kind, value), cells.get("name", "")[:LONGEST_NAME], line)


def _key(cell: str) -> str:
    return re.sub(r"\s", "", cell).lower().removeprefix("\ufeff")[:40]


@cache
def _known(table: str) -> dict[str, str]:
    text = (files("ringfence.audit.indicators") / "columns.yaml").read_text(encoding="utf-8")
    names: dict[str, list[str]] = yaml.safe_load(text)[table]
    return {written: name for name, many in names.items() for written in many}

"""Text tables: separators, encodings, quotes, and the byte range of every record."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import TooLargeError, csv_grid
from ringfence.ingest.csv_grid import read_csv, separator_of
from ringfence.ingest.grid import Grid, normal


def grid_of(text: str, encoding: str = "utf-8") -> Grid:
    return read_csv("t.csv", text.encode(encoding))


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_separators(mark: str) -> None:
    assert separator_of([f"a{mark}b{mark}c,d", f"1{mark}2{mark}3"]) == mark
    assert grid_of(f"a{mark}b\n1{mark}2\n").rows[1].cells == ("1", "2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_record_has_its_bytes(encoding: str, end: str) -> None:
    text = end.join(["时间,内容", '1,"两', '行"', "2,一行", ""])
    data = text.encode(encoding)
    grid = read_csv("t.csv", data)
    assert [row.cells[0] for row in grid.rows] == ["时间", "1", "2"]
    assert [row.number for row in grid.rows] == [1, 2, 4]
    plain = encoding.removesuffix("-sig")
    pieces = [data[row.offset : row.offset + row.length].decode(plain) for row in grid.rows]
    assert "".join(pieces) == text
    assert grid.rows[1].cells[1] == "两\n行"


def test_undecodable_bytes_are_reported() -> None:
    grid = read_csv("t.csv", "号码,内容\n1,好".encode() + b"\xff\n")
    assert ("invalid_bytes", "line:2") in grid.repairs


def test_absurd_numbers_of_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_grid, "_CELLS", 100)
    with pytest.raises(TooLargeError):
        grid_of("," * 101)


@pytest.mark.parametrize("header", ["通话时长(秒)", "通话时长（秒）", " 通话 时长 ", "\ufeff通话时长"])
def test_headers_compare_without_units_and_spaces(header: str) -> None:
    assert normal(header) == "通话时长"


LETTERS = st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=["Cc", "Cs"])
CELLS = st.text(LETTERS | st.just("\n"), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(max_examples=120, deadline=None)
def test_what_python_writes_is_read(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    grid = read_csv("t.csv", b"\xef\xbb\xbf" + out.getvalue().encode())
    assert [list(row.cells) for row in grid.rows] == table

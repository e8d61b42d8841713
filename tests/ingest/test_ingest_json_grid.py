"""JSON lists in any envelope."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest.json_grid import read_json

KEYS = frozenset({"a", "b"})


def test_objects_anywhere_in_order_with_their_bytes() -> None:
    tree = {"x": [{"a": 1, "b": "甲"}, {"c": 1}, {"deep": [{"b": None, "a": 2.50, "more": [1]}]}], "totalNum": "2"}
    data = json.dumps(tree, ensure_ascii=False).encode()
    grid, declared = read_json(data, KEYS)
    assert declared == 2
    assert [row.cells for row in grid.rows] == [("a", "b"), ("1", "甲"), ("2.5", "")]
    assert [data[row.offset : row.offset + row.length].decode() for row in grid.rows[1:]] == [
        '{"a": 1, "b": "甲"}',
        '{"b": null, "a": 2.5, "more": [1]}',
    ]


def test_objects_whose_text_holds_braces_have_no_place_but_are_read() -> None:
    grid, _ = read_json(b'[{"a": "{", "b": "x"}, {"a": 1, "b": 2}]', KEYS)
    assert [row.cells for row in grid.rows[1:]] == [("{", "x"), ("1", "2")]
    assert {row.offset for row in grid.rows[1:]} == {-1}


def test_numbers_stay_as_written() -> None:
    grid, _ = read_json(b'[{"a": 1.38E+10, "b": 019}, {"a": 1.380E+10, "b": 2}]', KEYS)
    assert grid.faults  # 019 is no JSON
    grid, _ = read_json(b'[{"a": 1.380E+10, "b": 19900000001}]', KEYS)
    assert grid.rows[1].cells == ("1.380E+10", "19900000001")


@given(st.binary(max_size=80) | st.text(alphabet='{}[],:"ab1 \\', max_size=80).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_nothing_raises(data: bytes) -> None:
    grid, declared = read_json(data, KEYS)
    assert grid.rows
    assert declared is None or declared >= 0

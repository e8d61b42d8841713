"""Frames that cross a package's face have exactly their schema."""

from __future__ import annotations

import polars as pl
import pytest

from ringfence.schema import CALLS, CONTACTS, EVENTS, MESSAGES, STATEMENTS, conform, empty


@pytest.mark.parametrize("schema", [MESSAGES, CALLS, CONTACTS, STATEMENTS, EVENTS])
def test_an_empty_frame_has_the_schema(schema: pl.Schema) -> None:
    assert empty(schema).schema == schema
    assert conform(empty(schema), schema).equals(empty(schema))


def test_missing_columns_become_null_and_types_are_set() -> None:
    frame = conform(pl.DataFrame({"row": [1], "duration_s": [5]}), CALLS)
    assert frame.schema == CALLS
    assert frame.row(0, named=True)["duration_s"] == 5
    assert frame.row(0, named=True)["name"] is None


def test_a_stray_column_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="surprise"):
        conform(pl.DataFrame({"surprise": [1]}), CALLS)

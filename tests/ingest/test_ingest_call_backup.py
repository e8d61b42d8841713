"""Call log backups: directions, whether a call was answered, withheld numbers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ringfence.ingest import Source, read, sniff
from ringfence.schema import CALLS

if TYPE_CHECKING:
    import polars as pl


def load(*calls: str) -> pl.DataFrame:
    inner = "".join(f"  {call}\n" for call in calls)
    data = f"<?xml version='1.0' encoding='UTF-8'?>\n<calls count=\"{len(calls)}\">\n{inner}</calls>".encode()
    source = Source.of_bytes("calls.xml", data)
    claim = sniff(source)
    assert claim is not None
    assert claim.kind_zh == "通话记录备份"
    result = read(source, today=date(2026, 3, 1))
    assert result.calls is not None
    assert result.calls.schema == CALLS
    assert result.completeness.declared == len(calls) == result.completeness.found
    return result.calls


def call(kind: str, duration: str = "0", number: str = "19900000001", more: str = "") -> str:
    return f'<call number="{number}" duration="{duration}" date="1767225600000" type="{kind}" presentation="1" {more}/>'


@pytest.mark.parametrize("copies", [1, 6])
@pytest.mark.parametrize(
    ("kind", "duration", "direction", "answered"),
    [
        ("1", "35", "in", True),
        ("1", "0", "in", None),
        ("2", "12", "out", True),
        ("2", "0", "out", False),
        ("3", "0", "missed", False),
        ("4", "9", "voicemail", True),
        ("5", "0", "rejected", False),
        ("6", "0", "blocked", False),
        ("77", "0", "unknown", None),
        ("1", "", "in", None),
        ("1", "-5", "in", None),
    ],
)
def test_direction_and_answered(kind: str, duration: str, direction: str, answered: bool | None, copies: int) -> None:  # noqa: FBT001 -- a case
    frame = load(*[call(kind, duration)] * copies)
    assert frame["direction"].to_list() == [direction] * copies
    assert frame["connected"].to_list() == [answered] * copies


@pytest.mark.parametrize("number", ["-1", "", "unknown", "-2", "null"])
def test_withheld_numbers_stay_as_written(number: str) -> None:
    frame = load(call("3", number=number))
    assert frame["address"].to_list() == [number]
    assert frame["address_key"].to_list() == [""]
    assert frame["address_kind"].to_list() == ["withheld"]


def test_sim_name_and_place_in_the_file() -> None:
    frame = load(*[call("1", "3", more='subscription_id="2" contact_name="张三" ')] * 5)
    assert frame["line"].to_list() == ["2"] * 5
    assert frame["name"].to_list() == ["张三"] * 5
    assert frame["length"].n_unique() == 1
    assert frame["offset"].is_sorted()

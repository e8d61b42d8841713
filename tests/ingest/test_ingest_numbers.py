"""Number columns: parsed once per spelling, with no key where digits are missing."""

from __future__ import annotations

import polars as pl
import pytest

from ringfence.ingest.numbers import is_damaged, is_hidden, key_and_kind, with_numbers


@pytest.mark.parametrize("written", ["1.38E+10", "1.38013E+10", "1e10", "1.99E10"])
def test_rounded_numbers(written: str) -> None:
    assert is_damaged(written)
    assert key_and_kind(written) == ("", "invalid")


@pytest.mark.parametrize("written", ["138****8000", "138xxxx8000", "+86 138****8000", "010-8888****"])
def test_hidden_digits_make_no_key(written: str) -> None:
    assert is_hidden(written)
    assert key_and_kind(written) == ("", "invalid")


@pytest.mark.parametrize("written", ["19900000001", "+86 199 0000 0001", "*67", "10086", "Taxi"])
def test_whole_numbers_are_not_hidden(written: str) -> None:
    assert not is_hidden(written)
    assert not is_damaged(written)


def test_groups_join_their_keys() -> None:
    assert key_and_kind("19900000001~+8619900000002") == ("+8619900000001~+8619900000002", "mobile")


def test_rows_keep_their_order_and_null_is_withheld() -> None:
    frame = pl.DataFrame({"address": ["19900000001", None, "10086", "19900000001"]}, schema={"address": pl.String})
    assert with_numbers(frame)["address_key"].to_list() == ["+8619900000001", "", "10086", "+8619900000001"]
    assert with_numbers(frame)["address_kind"].to_list() == ["mobile", "withheld", "carrier", "mobile"]

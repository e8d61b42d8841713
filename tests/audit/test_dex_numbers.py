"""LEB128 numbers and modified UTF-8: what is written reads back, one at a time and many at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from micro.code import sleb, uleb

from ringfence.audit.apk.dex import mutf8
from ringfence.audit.apk.dex.leb128 import BadLebError, read_sleb, read_uleb, read_uleb_p1, uleb_values
from ringfence.audit.apk.dex.notes import Notes
from ringfence.audit.apk.dex.strings import RANK, Strings

WORDS = st.integers(0, 0xFFFFFFFF)


@given(WORDS, st.binary(max_size=4))
def test_unsigned_numbers_read_back(value: int, rest: bytes) -> None:
    raw = uleb(value)
    assert read_uleb(b"\xff" + raw + rest, 1) == (value, 1 + len(raw))


@given(st.integers(-(1 << 31), (1 << 31) - 1))
def test_signed_numbers_read_back(value: int) -> None:
    assert read_sleb(sleb(value), 0) == (value, len(sleb(value)))


def test_examples_of_the_format_itself() -> None:
    """The table of the dex format's "LEB128" section."""
    table = {b"\x00": (0, 0, -1), b"\x01": (1, 1, 0), b"\x7f": (-1, 127, 126), b"\x80\x7f": (-128, 16256, 16255)}
    for raw, (signed, unsigned, less_one) in table.items():
        assert (read_sleb(raw, 0)[0], read_uleb(raw, 0)[0], read_uleb_p1(raw, 0)[0]) == (signed, unsigned, less_one)


@pytest.mark.parametrize("raw", [b"", b"\x80", b"\xff\xff\xff\xff\xff\x01"])
def test_numbers_that_do_not_end_are_refused(raw: bytes) -> None:
    with pytest.raises(BadLebError):
        read_uleb(raw, 0)


@given(st.lists(WORDS, min_size=1))
def test_many_numbers_at_once_are_the_same_numbers(values: list[int]) -> None:
    region = np.frombuffer(b"".join(map(uleb, values)), np.uint8)
    ends = np.flatnonzero(region < 0x80)
    starts = np.append(0, ends[:-1] + 1)
    assert uleb_values(region, starts, ends).tolist() == values


def test_a_number_of_six_bytes_among_many_is_told() -> None:
    region = np.frombuffer(b"\x05\x80\x80\x80\x80\x80\x01\x06", np.uint8)
    assert uleb_values(region, np.array([0, 1, 7]), np.array([0, 6, 7])).tolist() == [5, -1, 6]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_reads_back(text: str) -> None:
    assert mutf8.decode(mutf8.encode(text)) == text
    assert b"\0" not in mutf8.encode(text)


def test_what_is_no_text_becomes_text_that_can_be_printed() -> None:
    assert mutf8.decode(b"a\xc0\x80b") == "a\0b"
    assert mutf8.decode(b"\xed\xa0\xbd\xed\xb8\x80") == "\U0001f600"
    assert mutf8.decode(b"x\xed\xa0\xbdy") == "x\ufffdy"  # half of a pair
    assert mutf8.decode(b"\xff\xfe\xc0\x80").encode()  # anything at all


@given(st.binary())
def test_any_bytes_decode_to_something_printable(raw: bytes) -> None:
    assert mutf8.decode(raw).encode("utf-8") is not None


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=8), st.integers(0, 7))
def test_eight_bytes_at_once_are_ranked_as_one_by_one(texts: list[bytes], shift: int) -> None:
    """NUL ends, C0 comes first, FF stays last; places need not be aligned, and may be the last in the file."""
    data = b"\x55" * shift + b"".join(b"\x01" + text + b"\0" for text in texts)
    table = Strings(data, np.zeros(1, np.uint32), Notes("x"))
    places = np.arange(len(data), dtype=np.int64)
    truth = []
    for place in places.tolist():
        piece = data[place : place + 8].split(b"\0")[0].translate(RANK)
        truth.append(int.from_bytes(piece.ljust(8, b"\0"), "big"))
    assert table._words(places).tolist() == truth

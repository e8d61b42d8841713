"""The assembler for micro-apps. Outside the tests its output was compared with smali's, disassembled by baksmali: the same text."""

from __future__ import annotations

import hashlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from micro import SmaliError, assemble
from micro.code import sleb, uleb

HELLO = """
.class public Lcom/example/Hello;
.super Ljava/lang/Object;
.source "Hello.java"
.field static word:Ljava/lang/String; = "h\\u00e9\\ud83d\\ude00"
.method public static go(I)I
    .locals 1
    .line 7
    if-eqz p0, :end        # nothing to do
    const-string v0, "a # b"
    :end
    .line 9
    return p0
.end method
"""


def code_of(body: str) -> tuple[int, ...]:
    """Assemble one method with two locals and an int parameter; give its code units."""
    data = assemble(f".class LA;\n.super LB;\n.method static m(I)V\n.locals 2\n{body}\n.end method")
    at = dict(map_of(data))[0x2001]
    (length,) = struct.unpack_from("<I", data, at + 12)
    return struct.unpack_from(f"<{length}H", data, at + 16)


def map_of(data: bytes) -> list[tuple[int, int]]:
    (at,) = struct.unpack_from("<I", data, 0x34)
    (count,) = struct.unpack_from("<I", data, at)
    entries = [struct.unpack_from("<HHII", data, at + 4 + 12 * one) for one in range(count)]
    return [(entry[0], entry[3]) for entry in entries]


def test_the_header_seals_the_file() -> None:
    data = assemble(HELLO)
    assert data[:8] == b"dex\n035\0"
    assert struct.unpack_from("<I", data, 8) == (zlib.adler32(data[12:]),)
    assert data[12:32] == hashlib.sha1(data[32:], usedforsecurity=False).digest()
    assert struct.unpack_from("<I", data, 32) == (len(data),)
    assert assemble(HELLO, version=39)[4:7] == b"039"


def test_the_map_lists_its_sections_in_order() -> None:
    offsets = [offset for _, offset in map_of(assemble(HELLO))]
    assert offsets == sorted(offsets)
    assert offsets[0] == 0


def test_strings_are_sorted_by_utf16_and_written_in_modified_utf8() -> None:
    data = assemble(HELLO)
    count, at = struct.unpack_from("<II", data, 0x38)
    items = [data[one + 1 : data.index(b"\0", one + 1)] for one in struct.unpack_from(f"<{count}I", data, at)]
    assert items == sorted(items)
    assert b"h\xc3\xa9\xed\xa0\xbd\xed\xb8\x80" in items
    assert b"a # b" in items


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("const/4 v0, -0x1", (0xF012,)),
        ("move v1, p0", (0x2101,)),
        ("const-wide/16 v0, 0x7", (0x0016, 7)),
        ("const/high16 v1, 0x7f030000", (0x0115, 0x7F03)),
        ("add-int/lit8 v0, p0, -0x5", (0x00D8, 0xFB02)),
        (":a\ngoto :a", (0x0028,)),
        ("nop\n:a\nif-ne v0, p0, :a", (0x0000, 0x2033, 0)),
        ("invoke-static {v0, p0}, LC;->m(II)V", (0x2071, 1, 0x0020)),
        ("invoke-static/range {v0 .. p0}, LC;->m(III)V", (0x0377, 1, 0)),
        ("const-wide v0, 0x123456789abcdef0L", (0x0018, 0xDEF0, 0x9ABC, 0x5678, 0x1234)),
    ],
)
def test_instructions_are_encoded_as_the_format_says(text: str, units: tuple[int, ...]) -> None:
    assert code_of(text) == units


def test_tables_stand_on_even_offsets_and_count_from_their_instruction() -> None:
    """packed-switch at 0 (three units), return at 3, the table at 4; case 5 goes back to 3."""
    text = "packed-switch p0, :t\n:r\nreturn-void\n:t\n.packed-switch 0x5\n:r\n.end packed-switch"
    assert code_of(text) == (0x022B, 4, 0, 0x000E, 0x0100, 1, 5, 0, 3, 0)
    padded = "nop\n" + text
    assert code_of(padded)[:6] == (0, 0x022B, 5, 0, 0x000E, 0)


def test_overlapping_catches_become_ranges_that_do_not_overlap() -> None:
    text = """
        :a
        nop
        :b
        nop
        :c
        .catch LE; {:b .. :c} :h
        .catchall {:a .. :c} :h
        :h
        return-void
    """
    data = assemble(f".class LA;\n.super LB;\n.method static m(I)V\n.locals 2\n{text}\n.end method")
    at = dict(map_of(data))[0x2001]
    assert struct.unpack_from("<H", data, at + 6) == (2,)
    tries = at + 16 + 2 * 4
    assert [struct.unpack_from("<IH", data, tries + 8 * one) for one in range(2)] == [(0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("const/4 v0, 0x8", "4 bits"),
        ("const/4 v9, 0x1", "beyond the 3 registers"),
        ("goto :nowhere", "no label"),
        ("fly v0", "no instruction"),
        ("invoke-static {v0}, LC;->m(J)V", "takes 2"),
        (":a\n:a\nnop", "twice"),
        ('const-string v0, "a\\q"', "no escape"),
        ("move v0", "takes 2 operands"),
    ],
)
def test_what_cannot_be_assembled_is_said_with_its_line(body: str, why: str) -> None:
    with pytest.raises(SmaliError, match=why) as caught:
        code_of(body)
    assert caught.value.line >= 3


def test_a_class_may_stand_only_once() -> None:
    with pytest.raises(SmaliError, match="twice"):
        assemble(HELLO, HELLO)


@given(st.integers(-(1 << 31), (1 << 32) - 1))
def test_leb128_gives_back_what_it_took(value: int) -> None:
    data = sleb(value)
    total = sum((byte & 0x7F) << 7 * at for at, byte in enumerate(data))
    assert total - (1 << 7 * len(data) if data[-1] & 0x40 else 0) == value
    if value >= 0:
        assert sum((byte & 0x7F) << 7 * at for at, byte in enumerate(uleb(value))) == value

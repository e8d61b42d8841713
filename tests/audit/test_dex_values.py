"""Encoded values of every kind, method handles and the targets of ``invoke-custom``, written by hand."""

from __future__ import annotations

import struct

import pytest
from dexes import EMPTY, put, sealed, section, word
from hypothesis import given
from hypothesis import strategies as st
from micro import assemble

from ringfence.audit.apk.dex import CallSite, FieldRef, Handle, MethodRef, Program, TypeConst
from ringfence.audit.apk.dex.leb128 import BadLebError
from ringfence.audit.apk.dex.values import read_values

BODY = """.field static f:I
.method static m()V
.registers 2
const-string v0, "text"
invoke-static {v0}, LB;->boot(I)V
return-void
.end method"""
WHOLE = assemble(EMPTY + BODY, version=39)


def values_of(raw: bytes, count: int = 1) -> tuple[object, ...]:
    """Read ``count`` values that are appended to a file."""
    data = WHOLE + bytes((count,)) + raw
    return read_values(Program.load([("classes.dex", sealed(data))]).dexes[0], len(WHOLE))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"\x00\xff", -1),
        (b"\x22\x00\x80", -32768),
        (b"\x02\x7f", 127),
        (b"\x23\xff\xff", 65535),
        (b"\x64\xff\xff\xff\x7f", 0x7FFFFFFF),
        (b"\xe6" + b"\xff" * 8, -1),
        (b"\x06\x05", 5),
        (b"\x70" + struct.pack("<f", 1.5), 1.5),
        (b"\x30\xc0\x3f", 1.5),  # zeros on the right are left out
        (b"\xf1" + struct.pack("<d", -2.25), -2.25),
        (b"\x31\xe0\x3f", 0.5),
        (b"\x1e", None),
        (b"\x1f", False),
        (b"\x3f", True),
        (b"\x1c\x02\x00\x01\x1e", (1, None)),
    ],
)
def test_values(raw: bytes, value: object) -> None:
    assert values_of(raw) == (value,)


def test_values_that_name_something() -> None:
    dex = Program.load([("classes.dex", WHOLE)]).dexes[0]
    text, boot = dex.strings.find("text"), dex.methods["name"].tolist().index(dex.strings.find("boot"))
    kinds = b"\x17" + bytes((text,)) + b"\x18\x00" + b"\x19\x00" + b"\x1a" + bytes((boot,)) + b"\x1b\x00" + b"\x15\x00"
    found = values_of(kinds, 6)
    assert found[0] == "text"
    assert found[1] == TypeConst(dex.type_name(0))
    assert found[2] == found[4] == FieldRef("LA;", "f", "I")
    assert found[3] == MethodRef("LB;", "boot", "(I)V")
    assert found[5] == dex.proto(0)


def test_an_annotation_is_passed_over() -> None:
    assert values_of(b"\x1d\x00\x01\x00\x00\x07" + b"\x00\x09", 2) == (None, 9)


@pytest.mark.parametrize("raw", [b"", b"\x00", b"\x64\x00", b"\x05\x00", b"\x1c\xff\xff\x7f", b"\x1c\x01" * 40])
def test_values_that_cannot_be(raw: bytes) -> None:
    with pytest.raises(BadLebError):
        values_of(raw)


@given(st.integers(-(1 << 63), (1 << 63) - 1))
def test_numbers_are_written_with_as_few_bytes_as_they_need(value: int) -> None:
    size = min((value.bit_length() + 8) // 8, 8)
    raw = bytes((0x06 | (size - 1) << 5,)) + value.to_bytes(size, "little", signed=True)
    assert values_of(raw) == (value,)


def with_tables(site: bytes, kind: int = 4) -> Program:
    """Return the program with a method handle (of ``boot``), a call site, and code that uses both."""
    dex = Program.load([("classes.dex", WHOLE)]).dexes[0]
    boot = dex.methods["name"].tolist().index(dex.strings.find("boot"))
    data = WHOLE + b"\0" * (-len(WHOLE) % 4)
    handles = len(data)
    data += struct.pack("<4H", kind, 0, boot, 0)
    sites = len(data)
    data += struct.pack("<I", sites + 4) + site
    data += b"\0" * (-len(data) % 4)
    place = len(data)
    data += (
        struct.pack("<I", 2) + struct.pack("<HHII", 0x0007, 0, 1, sites) + struct.pack("<HHII", 0x0008, 0, 1, handles)
    )
    data = put(put(data, 0x34, place), 0x20, len(data))
    code = section(WHOLE, 0x2001) + 16
    data = put(put(data, code, 0x00FE, "<H"), code + 2, 0, "<H")
    data = put(put(data, code + 4, 0x10FC, "<H"), code + 6, 0, "<H")
    return Program.load([("classes.dex", data)])


def test_a_call_site_names_its_bootstrap_and_what_it_is_asked_for() -> None:
    dex = Program.load([("classes.dex", WHOLE)]).dexes[0]
    text = dex.strings.find("text")
    read = with_tables(b"\x04\x16\x00\x17" + bytes((text,)) + b"\x15\x00" + b"\x00\x07")
    code = read.classes["LA;"].methods[0].code()
    assert code is not None
    handle = Handle("invoke-static", MethodRef("LB;", "boot", "(I)V"))
    assert (code.insns[0].extra, code.insns[0].ref) == (handle, handle.member)
    assert code.insns[1].extra == CallSite(handle, "text", dex.proto(0), (7,))
    assert code.insns[1].ref is None
    assert code.insns[1].regs == (0,)
    assert str(code.insns[1].extra).startswith("text(")
    assert read.warnings == ()


@pytest.mark.parametrize(("site", "kind"), [(b"\x01\x00\x07", 4), (b"\x04", 4), (b"\x03\x16\x00\x17\x00\x15\x00", 99)])
def test_a_damaged_call_site_loses_only_itself(site: bytes, kind: int) -> None:
    read = with_tables(site, kind)
    code = read.classes["LA;"].methods[0].code()
    assert code is not None
    assert code.insns[1].extra is None
    assert code.insns[-1].name == "return-void"
    assert read.warnings


def test_without_a_map_there_are_no_handles() -> None:
    data = with_tables(b"").dexes[0].data
    code = Program.load([("classes.dex", put(data, 0x34, 0))]).classes["LA;"].methods[0].code()
    assert code is not None
    assert code.insns[0].extra is None
    assert word(data, 0x34) > 0

"""Files made to break readers: whatever the bytes, a result or DexDamaged, in bounded time and memory.

Nothing here is timed; without the bounds that they are about, these tests take hours or all memory.
"""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import pytest
from dexes import EMPTY, put, sealed, section, use_everything, word
from hypothesis import given, settings
from hypothesis import strategies as st
from micro import assemble

from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.errors import DexDamaged

CORPUS = Path(__file__).parent / "corpus" / "dex"

RICH = """
.class public LA;
.super Landroid/app/Activity;
.implements Ljava/lang/Runnable;
.source "A.java"
.field static word:Ljava/lang/String; = "content://sms"
.field static number:I = 0x7
.field own:[I
.method public constructor <init>()V
    .registers 2
    .line 3
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method
.method public run()V
    .registers 8
    :from
    .line 5
    const-string v0, "词"
    const/4 v1, 0x2
    packed-switch v1, :table
    sparse-switch v1, :other
    :to
    goto :end
    :one
    .line 9
    fill-array-data v2, :data
    sget-object v3, LA;->word:Ljava/lang/String;
    invoke-virtual/range {v0 .. v5}, LB;->query(IIIII)V
    :end
    return-void
    :caught
    move-exception v4
    throw v4
    .catch Ljava/io/IOException; {:from .. :to} :caught
    .catchall {:from .. :to} :end
    :table
    .packed-switch 0x1
        :one
        :end
    .end packed-switch
    :other
    .sparse-switch
        0x9 -> :one
    .end sparse-switch
    :data
    .array-data 4
        0x1
        0x2
    .end array-data
.end method

.class LB;
.super LA;
.method query(IIIII)V
    .registers 6
    return-void
.end method
"""
WHOLE = assemble(RICH)


def survives(data: bytes) -> None:
    """Fail on anything but a result or DexDamaged."""
    with contextlib.suppress(DexDamaged):
        use_everything(data)


def test_the_file_that_is_bent_is_rich() -> None:
    assert use_everything(WHOLE)[0] > 15
    assert Program.load([("classes.dex", WHOLE)]).warnings == ()


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
@settings(max_examples=120)
def test_any_bytes_changed(changes: list[tuple[int, int]]) -> None:
    bent = bytearray(WHOLE)
    for at, byte in changes:
        bent[at] = byte
    survives(bytes(bent))


@given(
    st.integers(0x20, len(WHOLE) // 4 - 1),
    st.sampled_from(
        (0, 1, 0x70, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFF, len(WHOLE) - 1, len(WHOLE), len(WHOLE) - 16)
    ),
)
@settings(max_examples=120)
def test_any_word_made_extreme(place: int, value: int) -> None:
    survives(put(WHOLE, 4 * place, value))


@given(st.integers(0, len(WHOLE)))
@settings(max_examples=60)
def test_cut_anywhere(size: int) -> None:
    survives(sealed(WHOLE[: max(size, 12)]))


@given(st.binary(max_size=400))
def test_anything_behind_a_header(tail: bytes) -> None:
    survives(WHOLE[:0x70] + tail)


@given(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=24), st.integers(0, 30))
@settings(max_examples=120)
def test_any_code(units: list[int], start: int) -> None:
    """Random units over the second method's code."""
    at = second_body(WHOLE) + 16 + 2 * start
    survives(sealed(WHOLE[:at] + struct.pack(f"<{len(units)}H", *units) + WHOLE[at + 2 * len(units) :]))


def second_body(data: bytes) -> int:
    """Return where the code item of ``run`` lies."""
    read = Program.load([("classes.dex", data)])
    method = read.classes["LA;"].method("run", "()V")
    assert method is not None
    return method.code_at


def test_a_class_table_of_a_million_rows_on_one_row() -> None:
    """The table is long zeros behind the file: every row is the class of type 0."""
    data = WHOLE + bytes(32 * 100_000)
    survives(put(put(data, 0x60, 100_000), 0x64, len(WHOLE)))


def test_overlapping_strings_without_an_end() -> None:
    """Fifty thousand strings, each the rest of a megabyte without a NUL."""
    count = 50_000
    at = len(WHOLE) + 4 * count
    offsets = struct.pack(f"<{count}I", *range(at, at + count))
    data = WHOLE + offsets + b"\x7f" * (1 << 20)
    survives(put(put(data, 0x38, count), 0x3C, len(WHOLE)))


def test_overlapping_class_data() -> None:
    """Five thousand classes whose data begin one byte apart in zeros and ones."""
    count = 5_000
    table = len(WHOLE) + (-len(WHOLE) % 4)
    tail = table + 32 * count
    rows = b"".join(struct.pack("<8I", 0, 0, 0xFFFFFFFF, 0, 0xFFFFFFFF, 0, tail + one, 0) for one in range(count))
    data = WHOLE + b"\0" * (table - len(WHOLE)) + rows + b"\x7f\x01\x01" * count
    survives(put(put(data, 0x60, count), 0x64, table))


def test_many_methods_with_overlapping_code() -> None:
    """One class of two hundred methods; the code of each reaches to the end of a megabyte."""
    count = 200
    methods = "".join(f".method static m{one:03}()V\n.registers 1\nreturn-void\n.end method\n" for one in range(count))
    data = assemble(EMPTY + methods) + bytes(1 << 20)
    data += b"\0" * (-len(data) % 4)
    at = section(data, 0x2001)
    for one in range(count):
        item = at + 20 * one
        data = data[: item + 12] + struct.pack("<I", (len(data) - item - 16) // 2) + data[item + 16 :]
    read = Program.load([("classes.dex", sealed(data))])
    read.callers_of(read.method_refs())
    assert read.uses_of_types(["LA;"]) == []
    assert any("too much overlapping" in en for _, en in read.warnings)


def test_lists_of_handlers_that_share_everything() -> None:
    """A method of 8,000 tries, each with a list of handlers that begins one byte further in the same bytes."""
    tries, size = 8_000, 4
    head = struct.pack("<4HII", 1, 0, 0, tries, 0, size) + struct.pack("<4H", 0, 0, 0, 0x0E)
    table = b"".join(struct.pack("<IHH", 0, 1, one) for one in range(tries))
    data = WHOLE + b"\0" * (-len(WHOLE) % 4)
    place = len(data)
    data += head + table + b"\x3f\x00\x00" * (2 * tries)
    bent = _moved(data, second_body(WHOLE), place)
    survives(bent)


def _moved(data: bytes, old: int, new: int) -> bytes:
    """Let the method whose code is at ``old`` have it at ``new``; both numbers take two bytes."""
    pair = bytes((old & 0x7F | 0x80, old >> 7))
    at = data.index(pair, section(data, 0x2000))
    assert new < 1 << 14
    return sealed(data[:at] + bytes((new & 0x7F | 0x80, new >> 7)) + data[at + 2 :])


def test_values_nested_without_end() -> None:
    table = word(WHOLE, 0x64)
    data = WHOLE + b"\x01" + b"\x1c\x01" * 100_000
    read = Program.load([("classes.dex", put(data, table + 28, len(WHOLE)))])
    assert read.classes["LA;"].fields[0].initial is None
    assert any("Initial values" in en for _, en in read.warnings)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*")), ids=lambda path: path.stem)
def test_the_kept_corpus(path: Path) -> None:
    """Own files that once broke something, or that reach a part nothing else reaches."""
    survives(path.read_bytes())


def test_a_method_as_long_as_the_file_is_not_decoded() -> None:
    """Two million units of nothing would be a gigabyte of instructions."""
    data = assemble(EMPTY + ".method static m()V\n.registers 1\nreturn-void\n.end method")
    at = section(data, 0x2001)
    read = Program.load([("classes.dex", put(data + bytes(1 << 22), at + 12, 1 << 21))])
    assert read.classes["LA;"].methods[0].code() is None
    assert read.uses_of_types(["LA;"]) == []
    assert any("too long" in en for _, en in read.warnings)

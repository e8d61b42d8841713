"""Headers: versions, byte order, checksum, containers; and tables that cannot be."""

from __future__ import annotations

import pytest
from dexes import EMPTY, container, put, sealed
from micro import assemble

from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.errors import DexDamaged


def load(data: bytes) -> Program:
    return Program.load([("classes.dex", data)])


@pytest.mark.parametrize("version", range(35, 41))
def test_all_versions_are_read(version: int) -> None:
    data = sealed(assemble(EMPTY).replace(b"dex\n035", b"dex\n%03d" % version))
    assert list(load(data).classes) == ["LA;"]
    assert load(data).warnings == ()


def test_a_container_holds_several_dex_files_with_shared_data(monkeypatch: pytest.MonkeyPatch) -> None:
    text = EMPTY + ".class public LB;\n.super LA;\n.method abstract m()V\n.end method\n"
    read = load(container(monkeypatch, text))
    assert [dex.name for dex in read.dexes] == ["classes.dex", "classes.dex#2"]
    assert list(read.classes) == ["LA;", "LB;"]
    assert [str(method.ref) for method in read.classes["LB;"].methods] == ["LB;->m()V"]


@pytest.mark.parametrize(
    ("bent", "word"),
    [
        (b"", "shorter"),
        (b"dex\n035\0", "shorter"),
        (b"PK\3\4" + bytes(200), "magic"),
        (b"dey\n036\0" + bytes(200), "odex"),
        (b"dex\n042\0" + bytes(200), "version 042"),
        (b"dex\nxyz\0" + bytes(200), "magic"),
    ],
)
def test_what_is_no_dex_is_refused_by_name(bent: bytes, word: str) -> None:
    with pytest.raises(DexDamaged, match=word) as caught:
        load(bent)
    assert caught.value.where == "classes.dex"
    assert caught.value.offset is not None


def test_a_big_endian_file_is_refused() -> None:
    with pytest.raises(DexDamaged, match="big-endian") as caught:
        load(put(assemble(EMPTY), 40, 0x78563412))
    assert caught.value.offset == 40


def test_a_wrong_checksum_is_only_a_warning() -> None:
    data = assemble(EMPTY)
    read = load(data[:8] + b"\0\0\0\0" + data[12:])
    assert list(read.classes) == ["LA;"]
    assert "checksum" in read.warnings[0][1]


@pytest.mark.parametrize("field", [0x38, 0x3C, 0x40, 0x44, 0x60, 0x64])
def test_tables_outside_the_file_are_refused(field: int) -> None:
    with pytest.raises(DexDamaged, match=r"beyond the file|not there") as caught:
        load(put(assemble(EMPTY), field, 0x7FFFFFF0))
    assert caught.value.offset is not None


def test_a_type_without_its_string_is_refused() -> None:
    data = assemble(EMPTY)
    at = int.from_bytes(data[0x44:0x48], "little")
    with pytest.raises(DexDamaged, match="names a row"):
        load(put(data, at, 9999))


def test_one_damaged_file_does_not_lose_the_others() -> None:
    read = Program.load([("classes.dex", b"nothing"), ("classes2.dex", assemble(EMPTY))])
    assert list(read.classes) == ["LA;"]
    assert [fault.where for fault in read.damaged] == ["classes.dex"]
    assert "classes.dex" in read.warnings[0][0]

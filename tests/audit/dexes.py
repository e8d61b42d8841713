"""Dex files for tests: made from text, then bent where a test needs them bent."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING

from micro import assemble, assembler

from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.graph import CallGraph, Closures, relevance

if TYPE_CHECKING:
    import pytest

    from ringfence.audit.apk.dex import Code, Insn, MethodDef

EMPTY = ".class public LA;\n.super Ljava/lang/Object;\n"


def program(*texts: str) -> Program:
    """Return a program of one dex file a text."""
    names = ["classes.dex", *(f"classes{number}.dex" for number in range(2, len(texts) + 1))]
    return Program.load([(name, assemble(text)) for name, text in zip(names, texts, strict=True)])


def method_of(text: str, *, registers: int = 8) -> MethodDef:
    """Return the method ``LA;->m()V`` with that body."""
    body = f".method public static m()V\n.registers {registers}\n{text}\n.end method\n"
    found = program(EMPTY + body).classes["LA;"].method("m", "()V")
    assert found is not None
    return found


def code_of(text: str, *, registers: int = 8) -> Code:
    """Return the decoded body of ``LA;->m()V``."""
    code = method_of(text, registers=registers).code()
    assert code is not None
    return code


def insns_of(text: str, *, registers: int = 8) -> tuple[Insn, ...]:
    """Return the instructions of ``LA;->m()V``."""
    return code_of(text, registers=registers).insns


def word(data: bytes, at: int) -> int:
    """Return the 32-bit number at ``at``."""
    return int(struct.unpack_from("<I", data, at)[0])


def put(data: bytes, at: int, value: int, form: str = "<I") -> bytes:
    """Return the file with another number at ``at`` and a right checksum."""
    bent = bytearray(data)
    struct.pack_into(form, bent, at, value)
    return sealed(bytes(bent))


def sealed(data: bytes) -> bytes:
    """Return the file with a right checksum."""
    return data[:8] + struct.pack("<I", zlib.adler32(data[12:])) + data[12:]


def section(data: bytes, kind: int) -> int:
    """Return where the first item of that kind lies, by the file's map."""
    at = word(data, 0x34)
    for one in range(word(data, at)):
        found, _, _, offset = struct.unpack_from("<HHII", data, at + 4 + 12 * one)
        if found == kind:
            return int(offset)
    raise KeyError(kind)


def container(monkeypatch: pytest.MonkeyPatch, text: str) -> bytes:
    """Return two classes as a container of version 041: each header owns one row of the class table, all else is shared."""
    monkeypatch.setattr(assembler, "_HEADER", 0x78)
    data = assemble(text, version=39)
    monkeypatch.undo()
    data = data[:0x70] + struct.pack("<II", 0, 0) + data[0x70:]
    data += b"\0" * (-len(data) % 4)
    head = bytearray(data[:0x78])
    head[4:7] = b"041"
    classes = word(data, 0x64)
    total = len(data) + 0x78
    first, second = bytearray(head), bytearray(head)
    for header, size, at, row in ((first, len(data), 0, 0), (second, 0x78, len(data), 1)):
        struct.pack_into("<I", header, 0x20, size)
        struct.pack_into("<II", header, 0x60, 1, classes + 32 * row)
        struct.pack_into("<II", header, 0x70, total, at)
    return bytes(first) + data[0x78:] + bytes(second)


def use_everything(data: bytes) -> tuple[int, frozenset[str]]:
    """Ask for all that a dex file can be asked for; return how many instructions there were and what was warned of.

    Raises DexDamaged alone.
    """
    read = Program.load([("classes.dex", data)])
    count = 0
    for name, owner in read.classes.items():
        read.ancestors(name)
        read.subtypes(name)
        read.resolve(name, "m", "()V")
        count += sum(field.ref is not None for field in owner.fields)
        for method in owner.methods:
            count += _use_method(read, method)
    list(read.strings)
    sites = read.callers_of(read.method_refs())
    sites += read.uses_of_fields(read.field_refs())
    read.uses_of_strings(lambda _: True, beginning=("a",))
    read.uses_of_types(list(read.classes))
    _use_graph(read, {site.method for site in sites})
    for zh, en in read.warnings:
        assert zh.encode()
        assert en.encode()
    return count, frozenset(re.sub(r"[^ ]*[0-9;][^ ]*", "#", en) for _, en in read.warnings)


def _use_graph(read: Program, methods: set[MethodDef]) -> None:
    graph = CallGraph(read, callbacks=[("Ljava/lang/Runnable;", ["run"])], hub=2)
    part = relevance(graph, sources=methods, sinks=methods, entries=methods)
    closures = Closures(graph, part)
    for number in part.numbers()[:50].tolist():
        assert len(closures.of(number)) == 16


def _use_method(read: Program, method: MethodDef) -> int:
    method.code_hash()
    assert read.numbered(method.number) is method
    code = method.code()
    if code is None:
        return 0
    for insn in code.insns:
        code.line_at(insn.offset)
        assert repr(insn)
    return len(code.insns)

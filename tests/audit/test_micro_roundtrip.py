"""Every instruction of the bytecode: written by the assembler, read by the audit's reader; neither knows of the other."""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from micro import assemble
from micro.opcodes import OPCODES

from ringfence.audit.apk.dex import Code, FieldRef, MethodRef, Program

METHOD: Final = MethodRef("LB;", "m", "(IJ)V")
FIELD: Final = FieldRef("LB;", "f", "I")


class Form(NamedTuple):
    """How an operand format is written, and the registers and the constant that have to be read; ``units`` to a jump's target."""

    text: str
    regs: tuple[int, ...] = ()
    literal: int | None = None
    jumps: bool = False


def forms(name: str) -> Form:
    shape, kind = OPCODES[name].shape, OPCODES[name].kind
    named = {"string": '"text"', "type": "LB;", "field": "LB;->f:I", "method": "LB;->m(IJ)V", "proto": "(IJ)V", "": ""}[
        kind
    ]
    top = {"const/high16": "0x7f030000", "const-wide/high16": "0x4000000000000000L"}.get(name, "0x0")
    receiver = 0 if "static" in name or kind == "type" else 1
    count = 3 + receiver if kind == "method" else 2
    group = tuple(range(2, 2 + count))
    return {
        "10x": Form(""),
        "12x": Form("v3, v12", (3, 12)),
        "11n": Form("v3, -0x8", (3,), -8),
        "11x": Form("v200", (200,)),
        "10t": Form(":here", jumps=True),
        "20t": Form(":here", jumps=True),
        "30t": Form(":here", jumps=True),
        "22x": Form("v200, v259", (200, 259)),
        "32x": Form("v258, v259", (258, 259)),
        "21t": Form("v200, :here", (200,), jumps=True),
        "21s": Form("v200, -0x8000", (200,), -0x8000),
        "21h": Form(f"v200, {top}", (200,), int(top.rstrip("L"), 0)),
        "21c": Form(f"v200, {named}", (200,)),
        "31c": Form(f"v200, {named}", (200,)),
        "23x": Form("v200, v201, v202", (200, 201, 202)),
        "22b": Form("v200, v201, -0x80", (200, 201), -0x80),
        "22t": Form("v3, v12, :here", (3, 12), jumps=True),
        "22s": Form("v3, v12, 0x7fff", (3, 12), 0x7FFF),
        "22c": Form(f"v3, v12, {named}", (3, 12)),
        "31i": Form("v200, -0x12345678", (200,), -0x12345678),
        "51l": Form("v200, -0x123456789abcdefL", (200,), -0x123456789ABCDEF),
        "35c": Form(f"{{{', '.join(f'v{one}' for one in group)}}}, {named}", group),
        "3rc": Form(f"{{v{200} .. v{199 + count}}}, {named}", tuple(range(200, 200 + count))),
        "45cc": Form(f"{{{', '.join(f'v{one}' for one in group)}}}, {named}, (IJ)V", group),
        "4rcc": Form(f"{{v{200} .. v{199 + count}}}, {named}, (IJ)V", tuple(range(200, 200 + count))),
    }[shape]


@pytest.mark.parametrize("name", sorted(name for name, one in OPCODES.items() if one.shape != "31t"))
def test_an_instruction_is_read_as_it_was_written(name: str) -> None:
    form = forms(name)
    body = f".locals 260\nnop\n:here\nnop\n{name} {form.text}\nreturn-void"
    code = code_of(body, version=39)
    insn = code.insns[2]
    assert (insn.name, insn.op, insn.offset) == (name, OPCODES[name].number, 2)
    assert insn.regs == form.regs
    assert insn.literal == form.literal
    assert insn.target == (1 if form.jumps else None)
    wanted = {"method": METHOD, "field": FIELD, "type": "LB;", "string": "text", "": None, "proto": insn.ref}
    assert insn.ref == wanted[OPCODES[name].kind]
    assert code.insns[3].offset == 2 + OPCODES[name].units


@settings(max_examples=40)
@given(keys=st.lists(st.integers(-(1 << 31), (1 << 31) - 1), min_size=1, max_size=9, unique=True), packed=st.booleans())
def test_a_switch_is_read_as_it_was_written(keys: list[int], *, packed: bool) -> None:
    if packed:
        first = min(keys[0], (1 << 31) - len(keys))
        keys = list(range(first, first + len(keys)))
        table = f".packed-switch {first}\n" + "\n".join([":here"] * len(keys)) + "\n.end packed-switch"
    else:
        keys = sorted(keys)
        table = ".sparse-switch\n" + "\n".join(f"{key} -> :here" for key in keys) + "\n.end sparse-switch"
    name = "packed-switch" if packed else "sparse-switch"
    code = code_of(f".locals 1\n:here\nnop\n{name} v0, :table\nreturn-void\n:table\n{table}")
    assert code.insns[1].cases == tuple((key, 0) for key in keys)


@settings(max_examples=40)
@given(st.sampled_from([1, 2, 4, 8]), st.data())
def test_an_array_is_read_as_it_was_written(width: int, data: st.DataObject) -> None:
    top = 1 << 8 * width - 1
    values = data.draw(st.lists(st.integers(-top, top - 1), max_size=9))
    table = f".array-data {width}\n" + " ".join(map(str, values)) + "\n.end array-data"
    code = code_of(f".locals 1\nfill-array-data v0, :table\nreturn-void\n:table\n{table}")
    assert code.insns[0].elements == tuple(values)
    assert code.insns[0].literal == width


@settings(max_examples=40)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.lists(st.integers(1, 70_000), min_size=1, max_size=8),
)
def test_texts_and_lines_are_read_as_they_were_written(text: str, lines: list[int]) -> None:
    units = text.encode("utf-16-be")
    escaped = "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
    body = "\n".join(f'.line {line}\nconst-string v0, "{escaped}"' for line in lines)
    code = code_of(f".locals 1\n{body}\nreturn-void")
    assert [insn.ref for insn in code.insns[:-1]] == [text] * len(lines)
    assert [code.line_at(2 * at) for at in range(len(lines))] == lines


def code_of(body: str, *, version: int = 35) -> Code:
    """Assemble one static method and read it."""
    data = assemble(f".class LA;\n.super Ljava/lang/Object;\n.method static m()V\n{body}\n.end method", version=version)
    method = Program.load([("classes.dex", data)]).classes["LA;"].methods[0]
    code = method.code()
    assert code is not None
    return code

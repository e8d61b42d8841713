"""Instructions: every format, tables, tries, lines, and code that is not what it should be."""

from __future__ import annotations

import pytest
from dexes import EMPTY, code_of, insns_of, method_of, put, section, word
from micro import assemble
from micro.opcodes import OPCODES

from ringfence.audit.apk.dex import FieldRef, MethodRef, Program, Try
from ringfence.audit.apk.dex.opcodes import FORMATS, KINDS, NAMES, UNUSED, WIDTHS


def test_the_table_of_opcodes_agrees_with_the_assemblers_own() -> None:
    """Two tables written apart from the same specification."""
    mine = {NAMES[op]: (op, FORMATS[op], KINDS[op]) for op in range(256) if op not in UNUSED}
    theirs = {name: (one.number, one.shape, one.kind) for name, one in OPCODES.items()}
    assert {name: mine[name] for name in theirs} == theirs
    assert sorted(set(mine) - set(theirs)) == ["const-method-handle", "invoke-custom", "invoke-custom/range"]
    assert len(UNUSED) == 256 - len(mine)
    assert all(WIDTHS[op] == 1 for op in UNUSED)
    assert {KINDS[op] for op in range(256)} == {"", "string", "type", "field", "method", "site", "handle", "proto"}


@pytest.mark.parametrize(
    ("text", "name", "regs", "literal"),
    [
        ("move v1, v2", "move", (1, 2), None),
        ("move/from16 v200, v1", "move/from16", (200, 1), None),
        ("move/16 v1, v300", "move/16", (1, 300), None),
        ("const/4 v0, -0x3", "const/4", (0,), -3),
        ("const/16 v0, -0x8000", "const/16", (0,), -32768),
        ("const v0, 0x7fffffff", "const", (0,), 0x7FFFFFFF),
        ("const v0, -0x1", "const", (0,), -1),
        ("const/high16 v0, 0x7f030000", "const/high16", (0,), 0x7F030000),
        ("const-wide/32 v0, -0x2", "const-wide/32", (0,), -2),
        ("const-wide v0, -0x123456789abcdef", "const-wide", (0,), -0x123456789ABCDEF),
        ("const-wide/high16 v0, 0x4000000000000000", "const-wide/high16", (0,), 0x4000000000000000),
        ("add-int v0, v1, v2", "add-int", (0, 1, 2), None),
        ("add-int/2addr v0, v1", "add-int/2addr", (0, 1), None),
        ("add-int/lit16 v0, v1, -0x7", "add-int/lit16", (0, 1), -7),
        ("add-int/lit8 v0, v1, -0x7", "add-int/lit8", (0, 1), -7),
        ("neg-int v0, v1", "neg-int", (0, 1), None),
        ("aget-object v0, v1, v2", "aget-object", (0, 1, 2), None),
    ],
)
def test_registers_and_literals(text: str, name: str, regs: tuple[int, ...], literal: int | None) -> None:
    first = insns_of(f"{text}\nreturn-void", registers=400)[0]
    assert (first.name, first.regs, first.literal, first.ref) == (name, regs, literal, None)


def test_what_instructions_name() -> None:
    code = """
    const-string v0, "词"
    const-string/jumbo v0, "jumbo"
    const-class v0, [I
    new-instance v0, Ljava/lang/Object;
    iget-object v0, v1, LB;->f:LB;
    sput v0, LB;->n:I
    invoke-virtual {v0, v1, v2, v3, v4}, LB;->five(IIII)V
    invoke-static {}, LB;->none()V
    invoke-virtual/range {v5 .. v7}, LB;->query(II)V
    filled-new-array {v0, v1}, [I
    return-void"""
    found = insns_of(code)
    assert [insn.ref for insn in found[:4]] == ["词", "jumbo", "[I", "Ljava/lang/Object;"]
    assert found[4].ref == FieldRef("LB;", "f", "LB;")
    assert str(found[5].ref) == "LB;->n:I"
    assert (found[6].regs, str(found[6].ref)) == ((0, 1, 2, 3, 4), "LB;->five(IIII)V")
    assert found[7].regs == ()
    assert (found[8].regs, found[8].ref) == ((5, 6, 7), MethodRef("LB;", "query", "(II)V"))
    assert (found[9].regs, found[9].ref) == ((0, 1), "[I")
    assert repr(found[8]) == "0013: invoke-virtual/range v5, v6, v7 LB;->query(II)V"


def test_branches_and_switches_give_absolute_places() -> None:
    code = """
    :top
    if-eqz v0, :end
    packed-switch v0, :table
    sparse-switch v0, :other
    goto :top
    :one
    nop
    :end
    return-void
    :table
    .packed-switch -0x1
        :one
        :end
    .end packed-switch
    :other
    .sparse-switch
        -0x5 -> :one
        0x7fffffff -> :top
    .end sparse-switch"""
    found = {insn.name: insn for insn in reversed(insns_of(code))}
    assert found["if-eqz"].target == found["return-void"].offset
    assert found["goto"].target == 0
    assert found["packed-switch"].cases == ((-1, found["nop"].offset), (0, found["return-void"].offset))
    assert found["sparse-switch"].cases == ((-5, found["nop"].offset), (0x7FFFFFFF, 0))
    assert set(found) == {"if-eqz", "packed-switch", "sparse-switch", "goto", "nop", "return-void"}


@pytest.mark.parametrize(("width", "values"), [(1, (-1, 2, 3)), (2, (-300, 9)), (4, (-70000,)), (8, (1 << 40, -2))])
def test_array_data_as_signed_numbers(width: int, values: tuple[int, ...]) -> None:
    rows = "\n".join(f"{value:#x}" for value in values)
    first = insns_of(f"fill-array-data v0, :data\nreturn-void\n:data\n.array-data {width}\n{rows}\n.end array-data")[0]
    assert (first.elements, first.literal) == (values, width)


def test_tries_and_lines() -> None:
    code = code_of("""
    .line 10
    :from
    const/4 v0, 0x0
    .line 12
    div-int v0, v0, v0
    :to
    return-void
    :first
    .line 400
    move-exception v0
    :every
    .line 3
    return-void
    .catch Ljava/io/IOException; {:from .. :to} :first
    .catchall {:from .. :to} :every""")
    assert code.tries == (Try(0, 3, (("Ljava/io/IOException;", 4), (None, 5))),)
    assert [code.line_at(insn.offset) for insn in code.insns] == [10, 12, 12, 400, 3]
    assert (code.registers, code.ins, code.outs) == (8, 0, 0)


def test_a_method_without_lines_has_none() -> None:
    assert code_of("return-void").line_at(0) is None


def test_handles_protos_and_polymorphic_calls() -> None:
    code = "invoke-polymorphic {v0, v1}, Ljava/lang/invoke/MethodHandle;->invoke([Ljava/lang/Object;)Ljava/lang/Object;, (I)V\n"
    data = assemble(
        EMPTY + f".method static m()V\n.registers 3\n{code}const-method-type v0, (I)V\nreturn-void\n.end method",
        version=39,
    )
    method = Program.load([("classes.dex", data)]).classes["LA;"].methods[0]
    found = method.code()
    assert found is not None
    assert found.insns[0].extra == "(I)V"
    assert found.insns[0].regs == (0, 1)
    assert found.insns[1].ref == "(I)V"
    assert found.whole


def bent(body: str, units: list[int], at: int) -> tuple[Program, bytes]:
    """Write ``units`` over the code of ``LA;->m()V`` from unit ``at``."""
    data = assemble(EMPTY + f".method static m()V\n.registers 2\n{body}\n.end method")
    for place, unit in enumerate(units, at):
        data = put(data, section(data, 0x2001) + 16 + 2 * place, unit, "<H")
    return Program.load([("classes.dex", data)]), data


def test_bytes_behind_a_goto_that_are_no_code_spoil_nothing() -> None:
    """Goto over a unit that claims to be the first of five."""
    read, _ = bent("goto :end\nnop\n:end\nconst/4 v0, 0x1\nreturn-void", [0x0018], 1)
    code = read.classes["LA;"].methods[0].code()
    assert code is not None
    assert [insn.name for insn in code.insns] == ["goto", "const/4", "return-void"]
    assert not code.whole
    assert any("followed along its branches" in en for _, en in read.warnings)


def test_an_unused_opcode_is_one_unit_and_a_warning() -> None:
    read, _ = bent("nop\nreturn-void", [0x003E], 0)
    code = read.classes["LA;"].methods[0].code()
    assert code is not None
    assert [insn.name for insn in code.insns] == ["unused-3e", "return-void"]
    assert any("0x3e" in en for _, en in read.warnings)


def test_a_method_whose_last_instruction_is_cut_off_keeps_the_others() -> None:
    read, _ = bent("const/4 v0, 0x0\nnop", [0x0014], 1)
    code = read.classes["LA;"].methods[0].code()
    assert code is not None
    assert [insn.name for insn in code.insns] == ["const/4"]


def test_code_larger_than_the_file_is_none_with_a_warning() -> None:
    data = assemble(EMPTY + ".method static m()V\n.registers 2\nreturn-void\n.end method")
    read = Program.load([("classes.dex", put(data, section(data, 0x2001) + 12, 0xFFFFFFFF))])
    method = read.classes["LA;"].methods[0]
    assert method.code() is None
    assert any("cannot be read" in en for _, en in read.warnings)


def test_an_index_that_names_nothing_leaves_the_rest_of_the_method() -> None:
    read, _ = bent('const-string v0, "a"\nreturn-void', [0xFFF0], 1)
    code = read.classes["LA;"].methods[0].code()
    assert code is not None
    assert code.insns[0].ref is None
    assert code.insns[1].name == "return-void"


def test_thousands_of_switches_on_one_table_stay_bounded() -> None:
    """Every switch of a method shares one table of 2,000 cases: 2,000 times 2,000 would be four million."""
    switches = "sparse-switch v0, :table\n" * 2000
    cases = "\n".join(f"{key:#x} -> :end" for key in range(2000))
    code = code_of(f"{switches}:end\nreturn-void\n:table\n.sparse-switch\n{cases}\n.end sparse-switch")
    assert sum(len(insn.cases) for insn in code.insns) <= 1 << 18
    assert len(code.insns) >= 2001


def test_equal_code_has_an_equal_digest_in_another_app() -> None:
    body = 'const-string v0, "k"\ninvoke-static {v0}, LB;->f(Ljava/lang/String;)V\nreturn-void'
    noise = "".join(f".class Lnoise/N{one};\n.super LA;\n" for one in range(5))
    alone = method_of(body)
    other = Program.load(
        [("x.dex", assemble(noise + EMPTY + f".method public static m()V\n.registers 8\n{body}\n.end method"))]
    )
    same = other.classes["LA;"].methods[0]
    assert alone.code_hash() == same.code_hash()
    changed = method_of(body.replace('"k"', '"l"'))
    assert changed.code_hash() != alone.code_hash()
    assert len(alone.code_hash()) == 16


def test_lies_about_lines_end_them() -> None:
    data = assemble(EMPTY + ".method static m()V\n.registers 1\n.line 4\nnop\nreturn-void\n.end method")
    at = section(data, 0x2001) + 8
    read = Program.load([("classes.dex", put(data, at, word(data, at) + 1))])
    code = read.classes["LA;"].methods[0].code()
    assert code is not None
    assert code.line_at(0) is None or isinstance(code.line_at(0), int)
    cut = Program.load([("classes.dex", put(data, at, len(data) - 1))]).classes["LA;"].methods[0].code()
    assert cut is not None
    assert cut.line_at(0) is None


def test_more_tries_than_file() -> None:
    data = assemble(EMPTY + ".method static m()V\n.registers 1\nreturn-void\n.end method")
    read = Program.load([("classes.dex", put(data, section(data, 0x2001) + 6, 0xFFFF, "<H"))])
    code = read.classes["LA;"].methods[0].code()
    assert code is not None
    assert code.tries == ()

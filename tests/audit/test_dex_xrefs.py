"""Who calls what: the sweep of a whole app agrees with decoding every method, and the quick way agrees with both."""

from __future__ import annotations

import random

import pytest
from dexes import EMPTY, program, put, section, word
from micro import assemble

from ringfence.audit.apk.dex import FieldRef, MethodRef, Program
from ringfence.audit.apk.dex.opcodes import KINDS, NAMES
from ringfence.audit.apk.dex.sweep import FEW, sweep

QUERY = MethodRef(
    "Landroid/content/ContentResolver;",
    "query",
    "(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;",
)
STEPS = (
    "nop",
    "const/4 v0, 0x1",
    "const-wide v2, 0x6e006e006e006e",  # looks like calls inside
    'const-string v0, "k{n}"',
    'const-string/jumbo v0, "j{n}"',
    "invoke-static {{}}, LB;->s{n}()V",
    "invoke-virtual/range {{v0 .. v5}}, LB;->q{n}(IIIII)V",
    "sget v0, LB;->f{n}:I",
    "iput v0, v1, LB;->g{n}:I",
    "const-class v0, LT{n};",
    "if-eqz v0, :end",
)
TABLES = """
:table
.packed-switch 0x6e
    :end
    :end
.end packed-switch
:data
.array-data 2
    0x6e
    0x1a
    0x0
.end array-data"""


def made_up(seed: int, methods: int) -> str:
    """Return a class of methods with random instructions and tables behind them."""
    rng = random.Random(seed)  # noqa: S311 -- methods for a test, the same each time
    text = EMPTY
    for method in range(methods):
        steps = [rng.choice(STEPS).format(n=rng.randrange(9)) for _ in range(rng.randrange(0, 60))]
        tables = rng.random() < 0.3
        if tables:
            steps += ["packed-switch v0, :table", "fill-array-data v0, :data"]
        body = "\n".join(steps)
        text += f".method static m{method}()V\n.registers 6\n{body}\n:end\nreturn-void{TABLES if tables else ''}\n.end method\n"
    return text


def program_of(data: bytes) -> Program:
    return Program.load([("classes.dex", data)])


def slowly(read: Program) -> set[tuple[str, int, str, str]]:
    """Return (method, offset, opcode, what it names) of every use by decoding every method."""
    return {
        (str(method.ref), insn.offset, insn.name, str(insn.ref))
        for owner in read.classes.values()
        for method in owner.methods
        for code in [method.code()]
        if code is not None
        for insn in code.insns
        if KINDS[insn.op]
    }


def swept(read: Program, number: int = 0) -> set[tuple[str, int, str, str]]:
    """Return the same by the sweep."""
    bodies, dex, members = read.bodies(number), read.dexes[number], read.members(number)
    uses = sweep(dex, bodies)
    return {
        (
            str(dex.method(int(members.method_index[row]))),
            offset,
            NAMES[op],
            str(dex.named(KINDS[op], ref)),
        )
        for body, offset, op, ref in zip(
            uses.body, uses.offset.tolist(), uses.op.tolist(), uses.ref.tolist(), strict=True
        )
        for row in bodies.rows[bodies.rows_from[body] : bodies.rows_from[body + 1]].tolist()
    }


@pytest.mark.parametrize(("seed", "methods"), [(1, 1), (2, 20), (3, FEW * 4)])
def test_the_sweep_sees_what_decoding_sees(seed: int, methods: int) -> None:
    read = program(made_up(seed, methods))
    truth = slowly(read)
    assert swept(read) == truth
    assert len(truth) > methods // 2 or methods == 1


def test_quick_questions_agree_with_decoding() -> None:
    read = program(made_up(5, 300), made_up(6, 3).replace("LA;", "LSecond;"))
    truth = slowly(read)
    few = [MethodRef("LB;", f"s{n}", "()V") for n in range(9)] + [MethodRef("LB;", "q3", "(IIIII)V")]
    for refs in (few[:1], few, [*few, MethodRef("LNone;", "at", "()V")]):
        names = set(map(str, refs))
        found = {(str(site.method.ref), site.offset, NAMES[site.op], str(site.ref)) for site in read.callers_of(refs)}
        assert found == {use for use in truth if use[3] in names and use[2].startswith("invoke")}
    strings = {(site.offset, str(site.ref)) for site in read.uses_of_strings({"k1", "j2", "absent"})}
    assert strings == {(use[1], use[3]) for use in truth if use[3] in {"k1", "j2"}}
    assert {str(site.ref) for site in read.uses_of_strings(beginning=("j",))} == {
        use[3] for use in truth if use[2] == "const-string/jumbo"
    }
    assert {str(site.ref) for site in read.uses_of_strings(lambda text: text == "k4")} == {"k4"}
    fields = read.uses_of_fields([FieldRef("LB;", "f1", "I"), FieldRef("LB;", "g2", "I")])
    assert {(NAMES[site.op], str(site.ref)) for site in fields} == {("sget", "LB;->f1:I"), ("iput", "LB;->g2:I")}
    assert {site.ref for site in read.uses_of_types(["LT3;", "LT4;"])} == {"LT3;", "LT4;"}


def test_a_query_is_a_call_with_a_range() -> None:
    """Six arguments fit no other form: a search of 0x6e to 0x72 misses every reading of the contacts."""
    code = f"invoke-virtual/range {{v0 .. v5}}, {QUERY}\nreturn-void"
    (site,) = program(EMPTY + f".method static m()V\n.registers 6\n{code}\n.end method").callers_of([QUERY])
    assert (str(site.method.ref), site.offset, site.op) == ("LA;->m()V", 0, 0x74)


def test_a_number_inside_another_instruction_is_no_call() -> None:
    """The constant holds the very units of the call."""
    text = EMPTY + (
        ".method static m()V\n.registers 4\nconst-wide v0, {wide}\nreturn-void\n.end method\n"
        ".method static n()V\n.registers 4\ninvoke-static {{}}, LB;->s()V\nreturn-void\n.end method\n"
    )
    read = program(text.format(wide="0x71"))
    index = read.dexes[0].methods["name"].tolist().index(read.dexes[0].strings.find("s"))
    read = program(text.format(wide=hex(0x71 | index << 16)))
    assert [str(site.method.ref) for site in read.callers_of([MethodRef("LB;", "s", "()V")])] == ["LA;->n()V"]


def test_methods_with_one_code_item_both_call() -> None:
    """Compilers write equal code once."""
    body = "\n.registers 1\ninvoke-static {}, LB;->s()V\nreturn-void\n.end method\n"
    data = assemble(EMPTY + f".method static m()V{body}.method static n()V{body}")
    at = section(data, 0x2000)
    raw = data[at:]
    first = int.from_bytes(bytes((raw[6] & 0x7F,)), "little") | raw[7] << 7
    assert first == section(data, 0x2001)
    bent = bytearray(data)
    bent[at + 10 : at + 12] = raw[6:8]
    read = program_of(bytes(bent))
    assert [site.method.ref.name for site in read.callers_of([MethodRef("LB;", "s", "()V")])] == ["m", "n"]


def test_calls_of_a_class_defined_twice_count_once() -> None:
    text = EMPTY + ".method static m()V\n.registers 1\ninvoke-static {}, LB;->s()V\nreturn-void\n.end method"
    assert len(program(text, text).callers_of([MethodRef("LB;", "s", "()V")])) == 1


def test_code_that_overlaps_is_swept_alone() -> None:
    """The second method's code is made to begin inside the first's."""
    head = ".registers 1\n" + "const v0, 0x10001\n" * 8 + "invoke-static {}, LB;->s()V\nreturn-void\n.end method\n"
    data = assemble(EMPTY + f".method static m()V\n{head}.method static n()V\n{head}")
    at = section(data, 0x2001)
    bent = put(data, at + 12, word(data, at + 12) + 20)
    read = program_of(bent)
    found = [site.method.ref.name for site in read.callers_of([MethodRef("LB;", "s", "()V")])]
    assert set(found) == {"m", "n"}
    assert any("overlaps" in en for _, en in read.warnings)


def test_a_sweep_past_bytes_that_are_no_code_follows_the_branches() -> None:
    many = "".join(
        f".method static n{one}()V\n.registers 1\ninvoke-static {{}}, LB;->s()V\nreturn-void\n.end method\n"
        for one in range(FEW + 9)
    )
    text = EMPTY + (
        ".method static m()V\n.registers 1\ngoto :end\nnop\n:end\ninvoke-static {}, LB;->s()V\nreturn-void\n.end method\n"
        + many
    )
    data = assemble(text)
    read = program_of(put(data, section(data, 0x2001) + 18, 0x0018, "<H"))
    assert read.classes["LA;"].methods[0].code() is not None
    assert swept(read) == slowly(read)
    assert len(read.callers_of([MethodRef("LB;", "s", "()V")])) == FEW + 10


def test_what_the_tables_name() -> None:
    read = program(made_up(9, 40))
    assert {ref.name for ref in read.method_refs(classes=["LB;"], names=["s1", "q1"])} == {"s1", "q1"}
    assert {ref.cls for ref in read.method_refs(names=["s1"])} == {"LB;"}
    assert {ref.name for ref in read.field_refs(classes=["LB;"])} >= {"f1", "g1"}
    assert read.names_type("LB;")
    assert not read.names_type("LNowhere;")
    assert "k1" in set(read.strings)


def test_names_are_found_in_a_table_that_is_out_of_order() -> None:
    """Two strings change places; Android refuses such a file, a reader that trusts the order would be blind."""
    data = assemble(
        EMPTY
        + '.method static m()V\n.registers 1\nconst-string v0, "aa"\nconst-string v0, "zz"\nreturn-void\n.end method'
    )
    strings, at = program_of(data).dexes[0].strings, word(data, 0x3C)
    low, high = strings.find("aa"), strings.find("zz")
    bent = put(put(data, at + 4 * low, int(strings.offsets[high])), at + 4 * high, int(strings.offsets[low]))
    read = program_of(bent)
    assert not read.dexes[0].strings.in_order
    assert len(read.uses_of_strings(["zz"])) == 1
    assert len(read.uses_of_strings(beginning=["aa"])) == 1
    assert any("not in order" in en for _, en in read.warnings)


@pytest.mark.parametrize("words", [["a", "a\0", "ab", "é", "\U0001f600", "\uffee", "x" * 40, "x" * 40 + "y"]])
def test_the_order_is_that_of_utf16(words: list[str]) -> None:
    """NUL is written as C0 80 and still comes first."""
    code = "".join(
        f'const-string v0, "{text.encode("unicode_escape").decode()}"\n' for text in words if text < "\U00010000"
    )
    code = code.replace("\\x00", "\\u0000").replace("\\xe9", "\\u00e9")
    dex = program(EMPTY + f".method static m()V\n.registers 1\n{code}return-void\n.end method").dexes[0]
    assert dex.strings.in_order
    for text in words:
        if text < "\U00010000":
            assert dex.strings[dex.strings.find(text)] == text
    assert dex.strings.find("nowhere") == -1

"""A whole app: classes over several files, what their members are, who stands above and below whom."""

from __future__ import annotations

import math

import pytest
from dexes import EMPTY, program, put, section, word
from micro import assemble

from ringfence.audit.apk.dex import FieldRef, MethodRef, Program, TypeConst, proto_parts

SHAPES = """
.class public interface abstract LShape;
.super Ljava/lang/Object;
.method public abstract area()I
.end method
.method public name()Ljava/lang/String;
    .registers 1
    const/4 v0, 0x0
    return-object v0
.end method

.class public abstract LBase;
.super Landroid/app/Activity;
.implements LShape;
.source "Base.java"
.method public constructor <init>()V
    .registers 1
    return-void
.end method
.method public area()I
    .registers 2
    const/4 v0, 0x1
    return v0
.end method
.method private hidden(IJ[Ljava/lang/String;)V
    .registers 8
    return-void
.end method

.class public LRound;
.super LBase;
.field public static final WORD:Ljava/lang/String; = "content://sms"
.field static big:J = 0x123456789
.field static half:D = 0.5
.field static yes:Z = true
.field static zero:I
.field private radius:I
.method public native deep()V
.end method
"""


def test_a_class_and_its_members() -> None:
    base = program(SHAPES).classes["LBase;"]
    assert (base.superclass, base.interfaces, base.source_file) == ("Landroid/app/Activity;", ("LShape;",), "Base.java")
    assert base.is_abstract
    assert not base.is_interface
    assert base.dex_name == "classes.dex"
    assert [str(method.ref) for method in base.methods] == [
        "LBase;-><init>()V",
        "LBase;->hidden(IJ[Ljava/lang/String;)V",
        "LBase;->area()I",
    ]
    hidden = base.methods[1]
    assert (hidden.params, hidden.returns) == (("I", "J", "[Ljava/lang/String;"), "V")
    assert hidden.owner is base


def test_static_fields_come_with_what_they_begin_with() -> None:
    fields = {one.ref.name: one for one in program(SHAPES).classes["LRound;"].fields}
    assert fields["WORD"].initial == "content://sms"
    assert fields["WORD"].is_final
    assert fields["big"].initial == 0x123456789
    assert isinstance(fields["half"].initial, float)
    assert math.isclose(fields["half"].initial, 0.5)
    assert fields["yes"].initial is True
    assert fields["zero"].initial is None
    assert not fields["radius"].is_static


def test_native_and_abstract_methods_have_no_code() -> None:
    read = program(SHAPES)
    deep = read.classes["LRound;"].method("deep", "()V")
    area = read.classes["LShape;"].method("area", "()I")
    assert deep is not None
    assert area is not None
    assert deep.is_native
    assert area.is_abstract
    assert deep.code() is None
    assert area.code() is None


def test_calls_reach_superclasses_and_then_interfaces() -> None:
    read = program(SHAPES)
    area = read.resolve("LRound;", "area", "()I")
    name = read.resolve("LRound;", "name", "()Ljava/lang/String;")
    assert area is not None
    assert name is not None
    assert str(area.ref) == "LBase;->area()I"
    assert str(name.ref) == "LShape;->name()Ljava/lang/String;"
    assert read.resolve("LRound;", "finish", "()V") is None
    assert read.resolve("Landroid/app/Activity;", "area", "()I") is None
    assert read.method(MethodRef("LRound;", "area", "()I")) is None
    assert read.method(MethodRef("LBase;", "area", "()I")) is area


def test_who_is_above_and_below() -> None:
    read = program(SHAPES)
    assert set(read.subtypes("LShape;")) == {"LBase;", "LRound;"}
    assert set(read.subtypes("Landroid/app/Activity;")) == {"LBase;", "LRound;"}
    assert read.subtypes("LRound;") == ()
    assert read.ancestors("LRound;")[:3] == ("LBase;", "Landroid/app/Activity;", "LShape;")
    assert read.is_sub("LRound;", "Landroid/app/Activity;")
    assert read.is_sub("LRound;", "LRound;")
    assert not read.is_sub("LBase;", "LRound;")


def test_the_first_dex_file_that_defines_a_class_wins() -> None:
    second = EMPTY + ".method static other()V\n.registers 1\nreturn-void\n.end method"
    read = program(EMPTY + ".field static a:I\n", second + "\n.class LB;\n.super LA;\n")
    assert list(read.classes) == ["LA;", "LB;"]
    assert [field.ref for field in read.classes["LA;"].fields] == [FieldRef("LA;", "a", "I")]
    assert read.classes["LA;"].methods == ()
    assert read.cls("LB;") is read.classes["LB;"]
    assert read.cls("LC;") is None


def test_a_circle_of_superclasses_ends() -> None:
    read = program(".class LA;\n.super LB;\n", ".class LB;\n.super LA;\n.implements LB;\n")
    assert read.resolve("LA;", "m", "()V") is None
    assert read.subtypes("LA;") == ("LB;",)
    assert read.ancestors("LA;") == ("LB;",)
    assert read.is_sub("LA;", "LB;")


def test_every_method_has_a_number() -> None:
    read = program(SHAPES, EMPTY + ".method static m()V\n.registers 1\nreturn-void\n.end method")
    methods = [method for owner in read.classes.values() for method in owner.methods]
    assert sorted(method.number for method in methods) == list(range(read.method_count))
    assert all(read.numbered(method.number) is method for method in methods)


@pytest.mark.parametrize(
    ("proto", "parts"),
    [
        ("()V", ((), "V")),
        ("(I[[J[LA;Z)LB;", (("I", "[[J", "[LA;", "Z"), "LB;")),
        ("(L", ((), "(L")),
        ("", ((), "")),
    ],
)
def test_protos_come_apart(proto: str, parts: tuple[tuple[str, ...], str]) -> None:
    assert proto_parts(proto) == parts


def test_many_members_are_read_at_once() -> None:
    text = "".join(
        f".class LC{one};\n.super LA;\n.field static f:I\n.field g:LC{one};\n"
        f".method static s()V\n.registers 1\nreturn-void\n.end method\n"
        f".method public v()V\n.registers 1\nreturn-void\n.end method\n"
        for one in range(300)
    )
    read = program(text)
    for one in (0, 1, 150, 299):
        owner = read.classes[f"LC{one};"]
        assert [str(field.ref) for field in owner.fields] == [f"LC{one};->f:I", f"LC{one};->g:LC{one};"]
        assert [str(method.ref) for method in owner.methods] == [f"LC{one};->s()V", f"LC{one};->v()V"]
    assert read.warnings == ()


def test_class_data_that_claims_four_billion_methods_loses_only_that_class() -> None:
    """The last count of the first class becomes 0xffffffff; the class behind it stays whole."""
    methods = "".join(f".method static m{one}()V\n.registers 1\nreturn-void\n.end method\n" for one in range(5))
    data = assemble(EMPTY + methods + ".class LB;\n.super LA;\n" + methods)
    at = section(data, 0x2000)
    assert data[at : at + 4] == bytes((0, 0, 5, 0))
    bent = data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]
    read = Program.load([("classes.dex", bent)])
    assert len(read.classes["LB;"].methods) == 5
    assert read.classes["LA;"].methods == ()
    assert any("break off" in en for _, en in read.warnings)


def test_two_classes_on_one_set_of_data() -> None:
    data = assemble(EMPTY + ".method static m()V\n.registers 1\nreturn-void\n.end method\n.class LB;\n.super LA;\n")
    table = word(data, 0x64)
    bent = put(data, table + 32 + 24, word(data, table + 24))
    read = Program.load([("classes.dex", bent)])
    assert len(read.classes["LA;"].methods) == 1
    assert read.classes["LB;"].methods == ()
    assert read.warnings


def test_another_classs_method_is_not_taken_over() -> None:
    """LB; points at the data of LA;, which has none of its own now."""
    data = assemble(EMPTY + ".method static m()V\n.registers 1\nreturn-void\n.end method\n.class LB;\n.super LA;\n")
    table = word(data, 0x64)
    bent = put(put(data, table + 32 + 24, word(data, table + 24)), table + 24, 0)
    read = Program.load([("classes.dex", bent)])
    assert read.classes["LB;"].methods == ()
    assert any("wrong ids" in en for _, en in read.warnings)


def test_a_list_of_interfaces_that_points_at_itself() -> None:
    data = assemble(SHAPES)
    table = word(data, 0x64)
    rows = [table + 32 * row for row in range(word(data, 0x60))]
    row = next(row for row in rows if word(data, row + 12))
    for place in (row + 12, len(data) - 2, 0xFFFFFFFF):
        read = Program.load([("classes.dex", put(data, row + 12, place))])
        assert {name: owner.interfaces for name, owner in read.classes.items()}["LBase;"] == ()
        assert read.subtypes("LShape;") in {(), ("LBase;",)}


def test_class_values_are_told_from_strings() -> None:
    assert str(TypeConst("LA;")) == "LA;"
    assert not isinstance(TypeConst("LA;"), str)

"""Layouts: found through the table, whatever their files are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from writers_arsc import Bag, arsc, res_ids
from writers_axml import Attr, Flags, Node, Ref, android, axml, node
from writers_zip import Member, zip_of

from ringfence.audit.apk.container.apk import Apk
from ringfence.audit.apk.resources import Layout, read_arsc, read_layouts

if TYPE_CHECKING:
    from writers_arsc import Entries

TYPES: dict[str, Entries] = {
    "layout": {"main": {"": "r/a/b.xml", "xhdpi": "r/a/c.xml"}, "row": {"": "r/x.xml"}},
    "id": {"field": {"": False}, "password": {"": False}},
    "style": {"parent": {"": Bag([(0x01010220, Flags(0x81))])}, "secret": {"": Bag([], parent=0x7F030000)}},
    "string": {"tap": {"": "onTapped"}},
}
IDS = res_ids(TYPES)


def layouts_of(root: Node, **others: Node) -> tuple[Layout, ...]:
    """Return the layouts of an APK whose main layout is ``root``."""
    members = [
        Member("r/a/b.xml", axml(root)),
        *(Member(f"r/{name}.xml", axml(other)) for name, other in others.items()),
    ]
    apk = Apk(zip_of(members), "a.apk", "a.apk")
    return read_layouts(apk, read_arsc(arsc(TYPES)))


def test_views_in_document_order_with_their_parents() -> None:
    root = node(
        "LinearLayout",
        node("EditText", id=Ref(IDS["id/field"]), inputType=Flags(0x03)),
        node("FrameLayout", node("com.example.Button", onClick="send")),
        Node("include", [Attr("layout", Ref(IDS["layout/row"]))]),
    )
    main, row = layouts_of(root, x=node("merge", node("TextView")))
    assert (main.name, main.res_id, main.file) == ("main", IDS["layout/main"], "r/a/b.xml")
    assert [(view.tag, view.parent) for view in main.views] == [
        ("LinearLayout", -1),
        ("EditText", 0),
        ("FrameLayout", 0),
        ("com.example.Button", 2),
        ("include", 0),
    ]
    assert main.views[1].view_id == IDS["id/field"]
    assert main.views[1].view_name == "field"
    assert main.views[1].input_type == 3
    assert main.views[3].on_click == "send"
    assert (main.views[4].include, main.views[4].include_id) == ("layout/row", IDS["layout/row"])
    assert [view.tag for view in row.views] == ["merge", "TextView"]


@pytest.mark.parametrize("input_type", [0x81, 0x91, 0xE1, 0x12, 0x80081])
def test_fields_for_passwords(input_type: int) -> None:
    assert layouts_of(node("EditText", inputType=Flags(input_type)))[0].views[0].is_password


@pytest.mark.parametrize("input_type", [0x01, 0x03, 0x02, 0x21, 0x82, 0x10])
def test_fields_for_other_things(input_type: int) -> None:
    assert not layouts_of(node("EditText", inputType=Flags(input_type)))[0].views[0].is_password


def test_a_style_says_what_may_be_typed() -> None:
    styled = Node("EditText", [Attr("style", Ref(IDS["style/secret"]))])
    assert layouts_of(styled)[0].views[0].is_password


def test_the_old_password_flag_and_a_telling_name() -> None:
    assert layouts_of(node("EditText", password=True))[0].views[0].is_password
    assert layouts_of(node("EditText", id=Ref(IDS["id/password"])))[0].views[0].is_password
    assert not layouts_of(node("TextView", id=Ref(IDS["id/password"])))[0].views[0].is_password


def test_data_binding_wraps_the_views() -> None:
    root = node("layout", node("data", node("variable", name="vm")), node("Button", onClick="@{() -> vm.send()}"))
    views = layouts_of(root)[0].views
    assert [(view.tag, view.parent, view.on_click) for view in views] == [("Button", -1, "")]
    assert views[0].bound == (("onClick", "@{() -> vm.send()}"),)


def test_fragments_views_by_class_and_names_from_resources() -> None:
    root = node(
        "merge",
        Node("fragment", [android("name", "com.example.F")]),
        Node("fragment", [Attr("class", "com.example.G")]),
        Node("view", [Attr("class", "com.example.V")]),
        node("Button", onClick=Ref(IDS["string/tap"])),
        node("ViewStub", layout=Ref(IDS["layout/row"])),
    )
    views = layouts_of(root)[0].views
    assert [view.fragment for view in views if view.fragment] == ["com.example.F", "com.example.G"]
    assert views[3].tag == "com.example.V"
    assert views[4].on_click == "onTapped"
    assert views[5].include == "layout/row"


def test_a_layout_that_cannot_be_read_stops_nothing() -> None:
    apk = Apk(zip_of([Member("r/a/b.xml", b"broken"), Member("r/x.xml", axml(node("a")))]), "a.apk", "a.apk")
    assert [layout.name for layout in read_layouts(apk, read_arsc(arsc(TYPES)))] == ["row"]
    assert any("r/a/b.xml" in en for _, en in apk.warnings)


def test_without_a_table_the_folder_tells() -> None:
    apk = Apk(
        zip_of([Member("res/layout-land/main.xml", axml(node("a"))), Member("res/xml/x.xml", b"")]), "a.apk", "a.apk"
    )
    assert [(layout.name, layout.res_id) for layout in read_layouts(apk, None)] == [("main", 0)]

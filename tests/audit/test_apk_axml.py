"""Compiled XML: what the writer writes is what the reader reads, and what malware writes is what the system reads."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writers_axml import ANDROID, NONE, Attr, Flags, Node, Ref, Value, android, axml, chunk, node, string_pool, walk

from ringfence.audit.apk.errors import ApkError, AxmlDamaged, LimitExceeded
from ringfence.audit.apk.resources import Element, ValueType, read_axml
from ringfence.audit.apk.resources.chunk import chunk_at
from ringfence.audit.apk.resources.string_pool import StringPool

MANIFEST = node(
    "manifest",
    node("uses-permission", name="android.permission.READ_CONTACTS", maxSdkVersion=28),
    node("application", node("activity", name=".Main", exported=True), label=Ref(0x7F010001)),
    attributes=(Attr("package", "com.example.借款"),),
    versionCode=7,
)


@pytest.mark.parametrize("utf8", [True, False])
def test_a_manifest_is_read_as_written(utf8: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    root = read_axml(axml(MANIFEST, utf8=utf8))
    permission, application = root.children
    assert root.tag == "manifest"
    assert root.attributes["package"].raw == "com.example.借款"
    assert root.attributes["versionCode"].integer == 7
    assert permission.attributes["name"].raw == "android.permission.READ_CONTACTS"
    assert permission.attributes["maxSdkVersion"].integer == 28
    assert application.attributes["label"].reference == 0x7F010001
    assert application.children[0].attributes["exported"].boolean is True
    assert application.children[0].attributes["name"].namespace == ANDROID


def test_an_attribute_is_what_its_resource_id_says_not_what_it_is_called() -> None:
    """The pool calls android:name "label" and android:exported "": the system looks at the ids alone."""
    lying = Node("activity", [android("name", ".Hidden", shown="label"), android("exported", value=True, shown="")])
    root = read_axml(axml(lying))
    assert root.attributes["name"].raw == ".Hidden"
    assert root.attributes["exported"].boolean is True
    assert "label" not in root.attributes


def test_the_frameworks_attribute_counts_before_one_of_the_same_name() -> None:
    root = read_axml(
        axml(Node("activity", [Attr("name", "decoy"), android("name", ".Main"), android("name", ".Second")]))
    )
    assert root.attributes["name"].raw == ".Main"


def test_other_namespaces_stay_apart() -> None:
    root = read_axml(axml(Node("a", [Attr("name", "x", 0x7F020001, "http://example.org/app"), android("name", "y")])))
    assert root.attributes["{http://example.org/app}name"].raw == "x"
    assert root.attributes["name"].raw == "y"


def test_unknown_chunks_and_a_second_pool_are_passed_over() -> None:
    noise = chunk(0x1234, b"", b"garbage!") + chunk(0x0001, b"", b"\xff" * 40) + chunk(0x0000, b"", b"")
    assert read_axml(axml(MANIFEST, before_start=noise)) == read_axml(axml(MANIFEST))


def test_attributes_may_be_wider_than_twenty_bytes() -> None:
    assert read_axml(axml(MANIFEST, attribute_size=36)) == read_axml(axml(MANIFEST))


@pytest.mark.parametrize("kind", [0, 1, 0xFFFF])
def test_the_documents_own_type_is_not_looked_at(kind: int) -> None:
    data = struct.pack("<H", kind) + axml(MANIFEST)[2:]
    assert read_axml(data) == read_axml(axml(MANIFEST))


def test_a_wrong_total_size_does_not_hide_the_document() -> None:
    data = bytearray(axml(MANIFEST))
    struct.pack_into("<I", data, 4, 0x7FFFFFFF)
    assert read_axml(bytes(data)) == read_axml(axml(MANIFEST))


def test_a_larger_header_is_jumped_over() -> None:
    whole = axml(MANIFEST)
    data = struct.pack("<HHI", 3, 24, len(whole) + 16) + b"\0" * 16 + whole[8:]
    assert read_axml(data) == read_axml(whole)


def test_a_document_that_breaks_off_gives_what_stands_before() -> None:
    whole = axml(MANIFEST)
    root = read_axml(whole[: len(whole) - 130])
    assert root.attributes["package"].raw == "com.example.借款"


def test_text_stands_with_its_element() -> None:
    assert read_axml(axml(Node("a", text="你好"))).text == "你好"


def test_plain_text_xml_is_read_too() -> None:
    inside = '<application android:debuggable="true"/>'
    plain = f'<?xml version="1.0"?><manifest xmlns:android="{ANDROID}" package="com.a">{inside}</manifest>'
    root = read_axml(plain.encode())
    assert root.attributes["package"].raw == "com.a"
    assert root.children[0].attributes["debuggable"].boolean is True
    assert root.children[0].attributes["debuggable"].resource_id == 0x0101000F


def test_a_document_type_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    with pytest.raises(AxmlDamaged, match="document type"):
        read_axml(bomb)


@pytest.mark.parametrize("data", [b"", b"\x03", b"\0" * 40, b"<", b"<a", b"\x03\x00\x08\x00\x08\x00\x00\x00" * 4])
def test_what_holds_no_element_is_damaged(data: bytes) -> None:
    with pytest.raises(AxmlDamaged):
        read_axml(data)


def deep(levels: int) -> Node:
    """Return elements in each other."""
    root = Node("a")
    for _ in range(levels - 1):
        root = Node("a", children=[root])
    return root


def test_nesting_is_bounded_and_needs_no_stack() -> None:
    assert len(list(read_axml(axml(deep(1000))).walk())) == 1000
    with pytest.raises(LimitExceeded):
        read_axml(axml(deep(1001)))
    with pytest.raises(LimitExceeded):
        read_axml(b"<a>" * 1001)


def test_attributes_all_at_one_place_are_bounded() -> None:
    """65,535 attributes with a stride of 0 in element after element would be read for hours."""
    element = struct.pack("<2I2I6H", 1, NONE, NONE, 0, 20, 0, 0xFFFF, 0, 0, 0) + struct.pack(
        "<3IHBBI", NONE, 0, NONE, 8, 0, 16, 1
    )
    body = chunk(0x0102, element[:8], element[8:]) * 200
    with pytest.raises(LimitExceeded, match="attributes"):
        read_axml(chunk(3, b"", string_pool(["a"]) + body))


def test_strings_that_lie_over_each_other_are_bounded() -> None:
    """Ten thousand offsets into one long string: each a different suffix."""
    long = "x" * 30000
    pool = bytearray(string_pool([long, *[f"{number}" for number in range(20000)]], utf8=False))
    for index in range(20000):
        struct.pack_into("<H", pool, 28 + 4 * 20001 + 2 * index, 0x7000)
        struct.pack_into("<I", pool, 28 + 4 * index, 2 * index)
    data = bytes(pool)
    found = chunk_at(data, 0, len(data))
    assert found is not None
    strings = StringPool(data, found)
    with pytest.raises(LimitExceeded):
        [strings[index] for index in range(len(strings))]


def pool_of(data: bytes) -> StringPool:
    """Return the pool in ``data``."""
    found = chunk_at(data, 0, len(data))
    assert found is not None
    return StringPool(data, found)


@pytest.mark.parametrize("utf8", [True, False])
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200), max_size=8))
@settings(deadline=None, max_examples=40)
def test_strings_come_back(utf8: bool, texts: list[str]) -> None:  # noqa: FBT001 -- a parameter of the test
    pool = pool_of(string_pool(texts, utf8=utf8))
    assert [pool[index] for index in range(len(pool))] == texts


def test_characters_beyond_the_basic_plane_as_aapt2_writes_them() -> None:
    """aapt2 writes them as two surrogates of three bytes each."""
    pool = pool_of(string_pool(["\ud83d\ude00钱"]))
    assert pool[0] == "😀钱"


def test_a_string_whose_length_is_false_ends_at_its_nul() -> None:
    data = bytearray(string_pool(["hello", "world"]))
    place = 28 + 8
    data[place] = data[place + 1] = 2
    pool = pool_of(bytes(data))
    assert pool[0] == "hello"
    assert pool[1] == "world"


def test_an_index_outside_is_none() -> None:
    pool = pool_of(string_pool(["a"]))
    assert pool[1] is None
    assert pool[NONE] is None


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30),
    st.booleans(),
    st.integers(-(1 << 31), (1 << 31) - 1),
    st.integers(0, NONE).map(Ref),
    st.integers(0, NONE).map(Flags),
)
NAMES = st.sampled_from(["name", "label", "exported", "value", "onClick", "id"])
LEAVES = st.builds(
    lambda tag, given: Node(tag, [android(name, value) for name, value in given.items()]),
    st.text("abcdefg-", min_size=1, max_size=8),
    st.dictionaries(NAMES, VALUES, max_size=4),
)
TREES = st.recursive(
    LEAVES,
    lambda below: st.builds(
        lambda leaf, down: Node(leaf.tag, leaf.attributes, down), LEAVES, st.lists(below, max_size=4)
    ),
    max_leaves=12,
)


def same(read: Element, wanted: Node) -> None:
    """Check that an element is what was written."""
    assert read.tag == wanted.tag
    assert set(read.attributes) == {attr.name for attr in wanted.attributes}
    for attr in wanted.attributes:
        value, given_value = read.attributes[attr.name], attr.value
        if isinstance(given_value, str):
            assert value.raw == given_value
        elif isinstance(given_value, bool):
            assert value.type == ValueType.INT_BOOLEAN
            assert value.boolean is given_value
        elif isinstance(given_value, Ref):
            assert value.reference == given_value.id
        elif isinstance(given_value, Flags):
            assert value.data == given_value.bits
        else:
            assert value.integer == given_value
    assert len(read.children) == len(wanted.children)
    for child, wanted_child in zip(read.children, wanted.children, strict=True):
        same(child, wanted_child)


@given(tree=TREES, utf8=st.booleans())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_comes_back(tree: Node, utf8: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    root = read_axml(axml(tree, utf8=utf8))
    same(root, tree)
    assert len(list(root.walk())) == len(walk(tree))


WHOLE = axml(MANIFEST)


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12), st.integers(0, len(WHOLE))
)
@settings(deadline=None, max_examples=300)
def test_mutated_bytes_give_a_document_or_a_typed_fault(changes: list[tuple[int, int]], stop: int) -> None:
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    for version in (bytes(data), bytes(data[:stop])):
        with suppress(ApkError):
            assert isinstance(read_axml(version), Element)

"""Resource tables: every way of writing entries gives the same answers, in the language that is asked for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writers_arsc import Bag, arsc, res_ids
from writers_axml import Flags, Ref, chunk

from ringfence.audit.apk.errors import ApkError, ArscDamaged, LimitExceeded
from ringfence.audit.apk.resources import read_arsc
from ringfence.audit.apk.resources.config import Config, read_config

if TYPE_CHECKING:
    from writers_arsc import Entries

TYPES: dict[str, Entries] = {
    "string": {
        "app_name": {"": "Loan", "zh": "贷款", "zh-rTW": "貸款", "fr": "Prêt"},
        "alias": {"": Ref(0x7F010000)},
        "circle": {"": Ref(0x7F010003)},
        "circle2": {"": Ref(0x7F010002)},
        "only_french": {"fr": "seulement"},
        "hans": {"": "plain", "b+zh+Hant": "繁體", "b+zh+Hans": "简体"},
        "dense": {"xhdpi": "dense", "": "plain"},
        "lost": {"": Ref(0x7F01FFFF)},
    },
    "bool": {"yes": {"": True}, "no": {"": False}},
    "layout": {"main": {"": "res/a.xml", "xhdpi": "res/b.xml"}},
    "style": {
        "base": {"": Bag([(0x01010220, Flags(0x81)), (0x01010003, "base")])},
        "field": {"": Bag([(0x01010003, "field")], parent=0x7F040000)},
        "loop": {"": Bag([], parent=0x7F040002)},
    },
    "array": {"list": {"": Bag([(0x02000000, "a"), (0x02000001, "b")])}},
}
IDS = res_ids(TYPES)
WAYS = {
    "wide": arsc(TYPES),
    "short": arsc(TYPES, offsets="short"),
    "sparse": arsc(TYPES, offsets="sparse"),
    "compact": arsc(TYPES, compact=True),
    "utf16": arsc(TYPES, utf8=False),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_entries_is_read(way: str) -> None:
    table = read_arsc(WAYS[way])
    assert table.types() == tuple(TYPES)
    assert table.ids() == tuple(sorted(IDS.values()))
    assert {res_id: table.name(res_id) for res_id in table.ids()} == {res_id: name for name, res_id in IDS.items()}
    assert table.ids_of("layout") == (IDS["layout/main"],)
    assert table.text(IDS["string/app_name"]) == "贷款"
    assert table.text(IDS["string/alias"]) == "贷款"
    yes, no = table.value(IDS["bool/yes"]), table.value(IDS["bool/no"])
    assert yes is not None
    assert no is not None
    assert (yes.boolean, no.boolean) == (True, False)
    assert table.file(IDS["layout/main"]) == "res/a.xml"
    assert table.files(IDS["layout/main"]) == ("res/a.xml", "res/b.xml")
    assert [value.raw for value in table.bag(IDS["array/list"])] == ["a", "b"]
    assert table.attributes(IDS["style/field"])[0x01010220].integer == 0x81
    assert table.attributes(IDS["style/field"])[0x01010003].raw == "field"


@pytest.mark.parametrize(
    ("name", "languages", "text"),
    [
        ("app_name", ("zh-rCN", "zh", ""), "贷款"),
        ("app_name", ("zh-rTW", "zh"), "貸款"),
        ("app_name", ("",), "Loan"),
        ("app_name", ("fr",), "Prêt"),
        ("app_name", ("de",), "Loan"),
        ("only_french", ("zh", ""), "seulement"),
        ("hans", ("zh",), "简体"),
        ("dense", ("",), "plain"),
    ],
)
def test_the_best_language_is_taken(name: str, languages: tuple[str, ...], text: str) -> None:
    assert read_arsc(arsc(TYPES)).text(IDS[f"string/{name}"], languages) == text


def test_references_that_go_in_a_circle_or_nowhere_end() -> None:
    table = read_arsc(arsc(TYPES))
    assert table.text(IDS["string/circle"]) is None
    assert table.text(IDS["string/lost"]) is None
    assert table.attributes(IDS["style/loop"]) == {}
    assert table.name(0x7F0900FF) is None
    assert table.value(0) is None
    assert table.bag(IDS["string/app_name"]) == ()
    assert table.value(IDS["style/base"]) is None


def test_values_stand_with_their_configurations() -> None:
    found = {config.name: value.raw for config, value in read_arsc(arsc(TYPES)).all(IDS["string/app_name"])}
    assert found == {"": "Loan", "zh": "贷款", "zh-rTW": "貸款", "fr": "Prêt"}
    assert set(read_arsc(arsc(TYPES)).texts()) >= {"Loan", "res/a.xml", "seulement"}


def test_a_language_of_three_letters_is_unpacked() -> None:
    """``fil`` as AOSP packs it: five bits a letter."""
    first, second, third = (ord(letter) - ord("a") for letter in "fil")
    packed = bytes([0x80 | third << 2 | second >> 3, (second << 5 & 0xE0) | first])
    assert read_config(b"\0\0\0\0" + packed).language == "fil"
    assert read_config(b"") == Config()


def test_unknown_chunks_between_are_passed_over() -> None:
    whole = arsc(TYPES)
    noise = chunk(0x7777, b"", b"noise!!!")
    table = read_arsc(chunk(0x0002, whole[8:12], noise + whole[12:]))
    assert table.text(IDS["string/app_name"]) == "贷款"


def test_a_table_that_breaks_off_gives_what_stands_before() -> None:
    whole = arsc(TYPES)
    table = read_arsc(whole[: len(whole) - 400])
    assert table.text(IDS["string/app_name"], ("",)) == "Loan"


@pytest.mark.parametrize("data", [b"", b"\x02\x00", b"\x03\x00\x08\x00\x08\x00\x00\x00", chunk(2, b"\0\0\0\0", b"")])
def test_what_is_no_table(data: bytes) -> None:
    with pytest.raises(ArscDamaged):
        read_arsc(data)


def test_giant_counts_cost_nothing() -> None:
    """Every 32-bit field in turn says four thousand million."""
    whole = arsc({"string": {"a": {"": "x"}}})
    for place in range(0, len(whole) - 3, 4):
        data = whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]
        with suppress(ApkError):
            table = read_arsc(data)
            assert len(table.ids()) < 100
            assert len(list(table.texts())) < 100


def test_thousands_of_types_with_thousands_of_entries_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A type chunk repeated: each lookup goes through all of them, and each entry is looked up."""
    monkeypatch.setattr("ringfence.audit.apk.resources.arsc._STEPS", 20_000)
    whole = arsc({"string": {f"name{index}": {"": "x"} for index in range(200)}})
    start = whole.index(b"\x01\x02", 300)
    one = whole[start:]
    head = bytearray(whole[:start])
    package = head.index(b"\x00\x02\x20\x01")
    data = bytes(head) + one * 300
    data = data[:4] + len(data).to_bytes(4, "little") + data[8:]
    data = data[: package + 4] + (len(data) - package).to_bytes(4, "little") + data[package + 8 :]
    table = read_arsc(data)
    assert len(table.ids()) == 200
    with pytest.raises(LimitExceeded):
        [table.text(res_id) for res_id in table.ids()]


QUALIFIERS = st.sampled_from(("", "zh", "zh-rTW", "fr", "xhdpi"))
SIMPLE = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), st.booleans(), st.integers(0, 99)
)
ENTRIES = st.dictionaries(
    st.text("abcdef_", min_size=1, max_size=6),
    st.dictionaries(QUALIFIERS, SIMPLE, min_size=1, max_size=3),
    min_size=1,
    max_size=5,
)


@given(
    st.dictionaries(st.sampled_from(("string", "layout", "id")), ENTRIES, min_size=1),
    st.sampled_from(("wide", "short", "sparse")),
    st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_any_table_comes_back(types: dict[str, Entries], offsets: str, compact: bool) -> None:  # noqa: FBT001 -- drawn
    table = read_arsc(arsc(types, offsets=offsets, compact=compact))
    for name, res_id in res_ids(types).items():
        kind, _, key = name.partition("/")
        assert table.name(res_id) == name
        found = {config.name or ("xhdpi" if config.special else ""): value for config, value in table.all(res_id)}
        for qualifier, wanted in types[kind][key].items():
            value = found[qualifier]
            assert (
                value.raw if isinstance(wanted, str) else value.boolean if isinstance(wanted, bool) else value.integer
            ) == wanted


WHOLE = arsc({"string": {"a": {"": "x", "zh": "y"}}, "style": {"s": {"": Bag([(1, "z")], parent=0x7F020000)}}})


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(WHOLE)))
@settings(deadline=None, max_examples=300)
def test_mutated_bytes_give_a_table_or_a_typed_fault(changes: list[tuple[int, int]], stop: int) -> None:
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    for version in (bytes(data), bytes(data[:stop])):
        with suppress(ApkError):
            table = read_arsc(version)
            for res_id in table.ids()[:200]:
                table.text(res_id)
                table.name(res_id)
                table.attributes(res_id)
                table.files(res_id)
            list(table.texts())

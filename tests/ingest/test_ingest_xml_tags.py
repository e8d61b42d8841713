"""The tag scanner alone: any cut, any quote, broken pieces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import xml_tags
from ringfence.ingest.tally import Tally
from ringfence.ingest.xml_tags import TagScanner, parse_tag


def scan(data: bytes, step: int = 1) -> tuple[list[xml_tags.Tag], Tally]:
    tally = Tally()
    scanner = TagScanner("x.xml", tally)
    tags = []
    for at in range(0, len(data), step):
        tags += scanner.feed(data[at : at + step], at)
    return tags + scanner.resume(), tally


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_names_places_and_values(step: int) -> None:
    data = b"""<a><b x='1' y="&gt;>2"/> <!-- <c/> --><![CDATA[<d/>]]><?e <f/>?></a>"""
    tags, tally = scan(data, step)
    assert [(tag.name, data[tag.offset : tag.offset + tag.length]) for tag in tags] == [
        ("a", b"<a>"),
        ("b", b"""<b x='1' y="&gt;>2"/>"""),
        ("/a", b"</a>"),
    ]
    assert tags[1].attributes == {"x": "1", "y": ">>2"}
    assert tally.unread_count == 0


@pytest.mark.parametrize("step", [7, 1000])
def test_data_is_counted_not_kept(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tags, "_SPARE", 20)
    data = b'<part ct="image/png" data="' + b"A" * 500 + b'" name="n"/>'
    tags, _ = scan(data, step)
    assert tags[0].data_length == 500
    assert tags[0].length == len(data)
    assert tags[0].attributes == {"ct": "image/png", "name": "n"}


def test_an_endless_tag_is_given_up_and_the_next_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tags, "_LIMIT", 200)
    tags, tally = scan(b'<sms body="' + b"x" * 500 + b'\n<sms body="good"/>', 50)
    assert tags[-1].attributes == {"body": "good"}
    assert tally.unread_count >= 1


def test_doubled_attributes_keep_the_first() -> None:
    tag = parse_tag(b'<sms body="a" body="b"/>', 0, 24)
    assert tag is not None
    assert tag.attributes == {"body": "a"}
    assert tag.repairs == ("markup",)


def test_an_open_comment_is_reported() -> None:
    _, tally = scan(b"<a/><!-- no end <b/>")
    assert tally.unread_count == 1


@given(
    st.lists(
        st.sampled_from(
            [b"<sms a='", b"<", b">", b"'", b'"', b"<!--", b"-->", b"\n<sms ", b"/>", b"&", b"x", b"<?", b"?>", b"\xff"]
        ),
        max_size=25,
    ),
    st.integers(1, 9),
)
@settings(max_examples=200, deadline=None)
def test_any_cut_gives_the_same(pieces: list[bytes], step: int) -> None:
    data = b"".join(pieces)
    whole, tally = scan(data, 10_000)
    cut, cut_tally = scan(data, step)
    assert cut == whole
    assert cut_tally.unread_count == tally.unread_count

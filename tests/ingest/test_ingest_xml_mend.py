"""The pre-pass: what changes, what stays, and where it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ringfence.ingest.xml_mend import Mark, mend_controls, mend_references, mend_utf8


def test_known_references_stay() -> None:
    data = b"&amp;&lt;&gt;&quot;&apos;&#9;&#10;&#13;"
    assert mend_references(data) == (data, [])


def test_references_become_characters() -> None:
    assert mend_references(b"&#128514;&#x4e2d;&#65;&#38;&#34;&#x3C;") == ("😂中A&amp;&quot;&lt;".encode(), [])


def test_a_pair_inside_a_longer_run() -> None:
    mended, marks = mend_references(b"x&#128514;&#55357;&#56838;&#10;&#56838;y")
    assert mended.decode() == "x😂😆&#10;\ufffdy"
    assert marks == [Mark(1, "surrogate_pair"), Mark(1, "lone_surrogate")]


def test_a_following_word_is_no_reference() -> None:
    assert mend_references(b"&#65;#66;")[0] == b"A#66;"
    assert mend_references(b"&#6A;")[0] == "\ufffd".encode()


def test_places_are_those_of_the_given_bytes() -> None:
    _, marks = mend_references("中&#0;&".encode())
    assert marks == [Mark(3, "nul"), Mark(7, "bare_ampersand")]
    assert mend_controls(b"a\x00b\x0b\xef\xbf\xbf")[1] == [
        Mark(1, "nul"),
        Mark(3, "control_character"),
        Mark(4, "control_character"),
    ]


def test_only_bad_lines_are_decoded_otherwise() -> None:
    data = "好\n".encode() + "逾期".encode("gb18030") + "\n好".encode()
    assert mend_utf8(data) == ("好\n逾期\n好".encode(), [Mark(4, "charset_guess")])


@given(st.binary(max_size=60) | st.text(alphabet="&#x0123456789ABCDEFabdf;amp\n\"'<", max_size=60).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_after_the_pre_pass_a_strict_parser_reads_every_value(data: bytes) -> None:
    value = data.replace(b'"', b"").replace(b"<", b"")
    mended, _ = mend_references(value)
    mended, _ = mend_controls(mended)
    mended, _ = mend_utf8(mended)
    assert mended.count(b"\n") == value.count(b"\n")
    assert mended.count(b'"') == 0
    etree.fromstring(b'<a b="' + mended + b'"/>')

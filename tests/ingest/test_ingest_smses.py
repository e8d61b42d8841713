"""SMS backups: every quirk that phones write, and equality with expat on all that is valid."""

from __future__ import annotations

import io
import tracemalloc
from datetime import date
from typing import TYPE_CHECKING
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import DoctypeRefusedError, Source, read, sms_frames, sniff, xml_backup
from ringfence.ingest.reader import Request
from ringfence.schema import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from ringfence.ingest import ReadResult

TODAY = date(2026, 3, 1)
HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
FIELDS = ("address", "date", "type", "body")


class OneWay(io.RawIOBase):
    """A stream that cannot seek and gives at most ``step`` bytes per call, as a decrypting one does."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data = data
        self._step = step
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        size = self._step if size < 0 else min(size, self._step)
        piece = self._data[self._at : self._at + size]
        self._at += len(piece)
        return piece


def one_way(data: bytes, step: int = 700) -> Source:
    return Source("sms.xml", len(data), lambda: OneWay(data, step))  # type: ignore[return-value,arg-type]  # a raw stream is enough


def backup(*elements: str, count: int | None = None, end: str = "</smses>") -> bytes:
    inner = "".join(f"  {element}\n" for element in elements)
    return f'{HEAD}<smses count="{len(elements) if count is None else count}">\n{inner}{end}'.encode()


def sms(
    body: str, *, address: str = "10690000001", when: str = "1767225600000", kind: str = "1", more: str = ""
) -> str:
    return f'<sms protocol="0" address="{address}" date="{when}" type="{kind}" body="{body}" read="1" {more}/>'


def load(data: bytes) -> ReadResult:
    return read(one_way(data), today=TODAY)


def rows(data: bytes) -> pl.DataFrame:
    frame = load(data).messages
    assert frame is not None
    assert frame.schema == MESSAGES
    return frame


def by_expat(data: bytes) -> list[tuple[str | None, ...]]:
    """Return the fields of every sms as the reference parser gives them."""
    found: list[tuple[str | None, ...]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "sms":
            found.append(tuple(attributes.get(field) for field in FIELDS))

    parser.StartElementHandler = start
    parser.Parse(data, True)  # noqa: FBT003 -- positional in pyexpat
    return found


@pytest.fixture(params=[64, 700, 2 * 1024 * 1024])
def block(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Segments of three sizes, so that every construction is also cut in its middle."""
    size: int = request.param
    monkeypatch.setattr(xml_backup, "_BLOCK", size)
    return size


def test_plain_messages_become_columns(block: int) -> None:
    data = backup(*(sms(f"第{i}条", when=str(1767225600000 + i * 1000)) for i in range(50)), sms("回复", kind="2"))
    frame = rows(data)
    assert frame["body"].to_list() == [f"第{i}条" for i in range(50)] + ["回复"]
    assert frame["row"].to_list() == list(range(1, 52))
    assert frame["direction"].unique().sort().to_list() == ["in", "out"]
    assert frame["ts"][1] == 1767225601000000
    assert frame["address_kind"][0] == "service_106"
    assert load(data).completeness.whole


def test_every_row_leads_back_to_its_bytes(block: int) -> None:
    data = backup(
        sms("一"), sms("二"), "<sms address='1' date='1767225600000' type='1' body='三'/>", sms("四"), sms("五")
    )
    for offset, length in rows(data).select("offset", "length").iter_rows():
        piece = data[offset : offset + length]
        assert piece.startswith(b"<sms ")
        assert piece.endswith(b"/>")


def test_surrogate_pairs_become_the_emoji_and_are_counted(block: int) -> None:
    data = backup(*[sms("好&#55357;&#56838;的")] * 6)
    frame = rows(data)
    assert frame["body"].to_list() == ["好😆的"] * 6
    assert frame["repair"].to_list() == ["surrogate_pair"] * 6
    repair = load(data).completeness.repairs[0]
    assert (repair.kind, repair.count) == ("surrogate_pair", 6)


@pytest.mark.parametrize(
    ("written", "read_as", "kind"),
    [
        ("a&#55357;b", "a\ufffdb", "lone_surrogate"),
        ("a&#0;b", "a\ufffdb", "nul"),
        ("a&#11;b", "a\ufffdb", "control_character"),
        ("a\x0bb", "a\ufffdb", "control_character"),
        ("a\x00b", "a\ufffdb", "nul"),
        ("a&#xFFFF;b", "a\ufffdb", "invalid_reference"),
        ("AT&T", "AT&T", "bare_ampersand"),
        ("a&nbsp;b", "a&nbsp;b", "bare_ampersand"),
    ],
)
@pytest.mark.parametrize("copies", [1, 8])
def test_what_no_parser_accepts_is_mended_and_counted(written: str, read_as: str, kind: str, copies: int) -> None:
    data = backup(*[sms(written)] * copies)
    assert rows(data)["body"].to_list() == [read_as] * copies
    assert {repair.kind: repair.count for repair in load(data).completeness.repairs} == {kind: copies}


def test_cesu8_and_gbk_lines_and_stray_bytes() -> None:
    cesu = "😆".encode("utf-16-be")
    halves = "".join(chr(int.from_bytes(cesu[i : i + 2])) for i in (0, 2)).encode("utf-8", "surrogatepass")
    template = sms("BODY")
    lines = [b"  " + template.encode().replace(b"BODY", body) for body in (halves, "逾期通知".encode("gb18030"))]
    lines.append(b"  " + sms("中文正文很长很长").encode().replace("正".encode(), b"\xff"))
    data = (
        f"{HEAD}".encode()
        + b'<smses count="7">\n'
        + b"\n".join(lines + [b"  " + sms("好").encode()] * 4)
        + b"\n</smses>"
    )
    frame = rows(data)
    assert frame["body"].to_list()[:2] == ["😆", "逾期通知"]
    assert frame["body"][2] == "中文\ufffd文很长很长"
    assert frame["repair"].to_list()[:4] == ["cesu8", "charset_guess", "invalid_utf8", None]


def test_single_quotes_when_the_value_holds_double_ones(block: int) -> None:
    frame = rows(
        backup(sms("前"), """<sms address="1" date="1767225600000" type="1" body='他说"还钱"' />""", sms("后"))
    )
    assert frame["body"].to_list() == ["前", '他说"还钱"', "后"]


def test_a_tag_over_several_lines_and_crlf(block: int) -> None:
    data = backup(sms("一"), '<sms address="1"\n   date="1767225600000" type="1"\n   body="二" />', sms("三"))
    assert rows(data)["body"].to_list() == ["一", "二", "三"]
    assert rows(data.replace(b"\n", b"\r\n"))["body"].to_list() == ["一", "二", "三"]


def test_attribute_sets_may_differ_from_line_to_line(block: int) -> None:
    shapes = [
        sms("甲"),
        sms("乙", more='sub_id="2" contact_name="张三" '),
        '<sms body="丙" type="1" date="1767225600000" address="1" />',
    ]
    frame = rows(backup(*(shapes * 20)))
    assert frame["body"].to_list() == ["甲", "乙", "丙"] * 20
    assert frame["line"].to_list() == [None, "2", None] * 20
    assert frame["name"].to_list() == [None, "张三", None] * 20


def test_null_literals_numbers_and_boxes() -> None:
    frame = rows(
        backup(
            sms("a", address="null", more='subject="null" contact_name="(Unknown)" '),
            sms("b", address="-1", kind="3"),
            sms("c", address="", kind="4"),
            sms("d", address="1990000000~19900000001", kind="9"),
            sms("e", kind="5", more='date_sent="0" '),
            sms("f", kind="6", more='date_sent="1767225599000" '),
        )
    )
    assert frame["direction"].to_list() == ["in", "draft", "outbox", "unknown", "failed", "queued"]
    assert frame["address_kind"].to_list()[:3] == ["withheld"] * 3
    assert frame["subject"][0] is None
    assert frame["name"][0] is None
    assert frame["ts_sent"].to_list()[4:] == [None, 1767225599000000]
    assert frame["address"][3] == "1990000000~19900000001"
    assert frame["address_key"][3].count("~") == 1


@pytest.mark.parametrize("when", ["soon", "", "0", "-1", "99999999999999999999", "1e12"])
def test_a_bad_date_keeps_the_message(when: str) -> None:
    result = load(backup(sms("好", when=when), sms("坏")))
    assert result.messages is not None
    assert result.messages["ts"].null_count() == 1
    assert result.completeness.without_time == 1
    assert result.completeness.unread_count == 1
    assert result.completeness.unread[0].place.startswith("bytes:")


def test_mms_with_parts_addresses_and_attachment(block: int) -> None:
    mms = (
        '<mms date="1767225603" msg_box="1" address="19900000001~19900000002" sub="标题" m_type="132">\n<parts>\n'
        '<part seq="-1" ct="application/smil" text="&lt;smil/&gt;"/>\n<part seq="0" ct="text/plain" text="第一"/>'
        '<part seq="1" ct="text/plain" text="第二 &#55357;&#56838;"/>\n<part ct="image/jpeg" text="null" data="AAAA"/>\n'
        '</parts>\n<addrs><addr address="19900000002" type="137"/><addr address="19900000001" type="151"/></addrs></mms>'
    )
    data = backup(sms("前"), mms, sms("后"), '<mms date="1767225604000" msg_box="2" address="null"/>')
    frame = rows(data)
    assert frame["kind"].to_list() == ["sms", "mms", "sms", "mms"]
    assert frame["body"].to_list() == ["前", "第一\n第二 😆", "后", None]
    assert frame["attachments"].to_list() == [0, 1, 0, 0]
    assert frame["ts"][1] == 1767225603000000  # seconds by plausibility
    assert frame["subject"][1] == "标题"
    assert frame["address_key"][1] == "+8619900000002"  # who sent it
    offset, length = frame.select("offset", "length").row(1)
    assert data[offset : offset + length] == mms.encode()


def test_an_outgoing_group_without_address_takes_the_recipients() -> None:
    mms = (
        '<mms date="1767225603000" msg_box="2" address="insert-address-token"><parts/><addrs>'
        '<addr address="insert-address-token" type="137"/><addr address="19900000001" type="151"/>'
        '<addr address="19900000002" type="151"/></addrs></mms>'
    )
    assert rows(backup(mms))["address"].to_list() == ["19900000001~19900000002"]


def test_counts_that_do_not_agree_are_said() -> None:
    completeness = load(backup(sms("一"), count=3)).completeness
    assert (completeness.declared, completeness.found, completeness.whole) == (3, 1, False)
    assert any("声明 3 条" in note for note in completeness.notes)


def test_a_truncated_file_gives_all_before_the_cut(block: int) -> None:
    whole = backup(*(sms(f"第{i}条") for i in range(10)))
    cut = whole[: whole.index("第8条".encode()) + 4]
    result = load(cut)
    assert result.messages is not None
    assert result.messages["body"].to_list() == [f"第{i}条" for i in range(8)]
    places = [piece.place for piece in result.completeness.unread]
    assert places[-1] == f"bytes:{len(cut)}"
    assert places[0].startswith(f"bytes:{cut.rindex(b'<sms')}+")


def test_a_lost_quote_costs_only_its_own_message(block: int) -> None:
    broken = '<sms address="1" date="1767225600000" type="1" body="没有结尾 />'
    result = load(backup(sms("前"), broken, sms("后"), sms("末")))
    assert result.messages is not None
    assert result.messages["body"].to_list() == ["前", "后", "末"]
    assert result.completeness.unread_count == 1


def test_raw_angle_brackets_in_a_value_are_kept(block: int) -> None:
    result = load(backup(sms("一 < 二"), sms("三")))
    assert result.messages is not None
    assert result.messages["body"].to_list() == ["一 < 二", "三"]
    assert result.messages["repair"].to_list() == ["markup", None]


def test_messages_inside_a_comment_are_no_messages(block: int) -> None:
    data = backup(sms("前"), *["<!-- 从前的:"], *(sms(f"假{i}") for i in range(20)), "-->", sms("后"), count=2)
    assert rows(data)["body"].to_list() == ["前", "后"]


def test_stylesheet_comment_and_byte_order_mark(block: int) -> None:
    top = '<!--File Created By SMS Backup & Restore -->\n<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n'
    data = b"\xef\xbb\xbf" + backup(sms("好")).replace(b"<smses", top.encode() + b"<smses", 1)
    result = load(data)
    assert result.completeness.whole
    assert result.messages is not None
    assert data[result.messages["offset"][0] :].startswith(b"<sms ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_other_encodings_keep_their_places(encoding: str) -> None:
    text = backup(*(sms(f"第{i}条 😆") for i in range(8))).decode()
    data = text.replace("UTF-8", encoding.removesuffix("-le").removesuffix("-be")).encode(encoding)
    frame = rows(data)
    assert frame["body"].to_list() == [f"第{i}条 😆" for i in range(8)]
    codec = "utf-16-le" if encoding == "utf-16" else encoding
    for offset, length in frame.select("offset", "length").iter_rows():
        assert data[offset : offset + length].decode(codec).startswith("<sms ")
        assert data[offset : offset + length].decode(codec).endswith("/>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("spelling", ["<!DOCTYPE smses [<!ENTITY a 'b'>]>", "<!doctype smses>"])
def test_doctype_is_refused_before_any_parser(encoding: str, spelling: str) -> None:
    data = backup(sms("&a;")).decode().replace("<smses", f"{spelling}\n<smses", 1).encode(encoding)
    assert sniff(one_way(data)) is not None
    with pytest.raises(DoctypeRefusedError, match="DOCTYPE"):
        load(data)


def test_doctype_far_into_the_file_is_refused(block: int) -> None:
    data = backup(*(sms(f"第{i}条") for i in range(30)), "<!DOCTYPE x>", sms("后"))
    with pytest.raises(DoctypeRefusedError):
        load(data)


def test_a_word_doctype_in_a_message_or_comment_is_harmless() -> None:
    data = backup("<!-- <!DOCTYPE x> -->", sms("&lt;!DOCTYPE html&gt;"), count=1)
    assert rows(data)["body"].to_list() == ["<!DOCTYPE html>"]


def test_one_line_file(block: int) -> None:
    data = backup(*(sms(f"第{i}条") for i in range(30))).replace(b"\n", b"")
    assert rows(data)["body"].to_list() == [f"第{i}条" for i in range(30)]


def test_unknown_elements_and_stray_text_are_reported() -> None:
    completeness = load(backup(sms("一"), "<fax a='1'/>", "散落的字", sms("二"), count=2)).completeness
    assert completeness.found == 2
    assert completeness.unread_count == 2


def test_an_unclosed_mms_keeps_what_was_read(block: int) -> None:
    data = backup(
        '<mms date="1767225603000" msg_box="1" address="1"><parts><part ct="text/plain" text="半"/>', sms("后")
    )
    result = load(data)
    assert result.messages is not None
    assert result.messages["body"].to_list() == ["半", "后"]
    assert result.completeness.unread_count == 1


class Attachment(io.RawIOBase):
    """A backup with one huge base64 attribute, made as it is read."""

    def __init__(self, size: int) -> None:
        start = f'{HEAD}<smses count="2">\n  {sms("前")}\n  <mms date="1767225603000" msg_box="1" address="1"><parts>'
        self._start = (start + '<part ct="image/jpeg" text="null" data="').encode()
        self._size = size
        self._end = f'"/></parts></mms>\n  {sms("后")}\n</smses>'.encode()
        self._pieces = self._make()
        self._rest = b""

    def _make(self) -> Iterator[bytes]:
        yield self._start
        for _ in range(self._size // 65536):
            yield b"QUJD" * 16384
        yield self._end

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = next(self._pieces, b"")
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def test_a_huge_attachment_is_counted_and_never_held() -> None:
    size = 64 * 1024 * 1024
    source = Source("sms.xml", -1, lambda: Attachment(size))  # type: ignore[return-value,arg-type]  # a raw stream is enough
    tracemalloc.start()
    result = read(source, today=TODAY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert result.messages is not None
    assert result.messages["body"].to_list() == ["前", None, "后"]
    assert result.messages["attachments"].to_list() == [0, 1, 0]
    assert result.messages["length"][1] > size
    assert peak < 24 * 1024 * 1024


def test_frames_can_be_taken_one_by_one() -> None:
    data = backup(*(sms(f"第{i}条") for i in range(20)))
    frames = list(sms_frames(Request(one_way(data), TODAY)))
    assert sum(len(frame) for frame in frames) == 20


# Text that XML can carry: no controls, no surrogates, none of the two non-characters.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r&<>\"' 还钱😆"),
    max_size=30,
)
ESCAPES = {"&": "&amp;", "<": "&lt;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


@st.composite
def valid_backups(draw: st.DrawFn) -> bytes:
    """Valid files in every arrangement that the format allows."""
    out = []
    for _ in range(draw(st.integers(0, 12))):
        names = draw(st.permutations(["address", "date", "type", "body", "read", "service_center"]))
        names = names[: draw(st.integers(1, 6))]
        pieces = []
        for name in names:
            value = draw(TEXT)
            raw_space = draw(st.booleans())
            escapes = {key: text for key, text in ESCAPES.items() if not (raw_space and key in "\n\r\t")}
            quote = draw(st.sampled_from("\"'"))
            escapes[quote] = "&quot;" if quote == '"' else "&#39;"
            gap = draw(st.sampled_from([" ", "  ", "\n ", "\t"]))
            pieces.append(f"{gap}{name}={quote}{''.join(escapes.get(c, c) for c in value)}{quote}")
        closing = draw(st.sampled_from(["/>", " />", "></sms>"]))
        between = draw(st.sampled_from(["\n", "\r\n", "", "\n<!-- <sms body='x'/> -->\n", "\n<?x <sms/>?>", "\n\n"]))
        out.append(f"{draw(st.sampled_from(['', '  ', chr(9)]))}<sms{''.join(pieces)}{closing}{between}")
    repeat = draw(st.integers(1, 6))
    text = f'{HEAD}<smses count="1">\n{"".join(out) * repeat}</smses>'
    return text.encode()


@given(data=valid_backups(), size=st.sampled_from([17, 64, 300, 5000]))
@settings(max_examples=120, deadline=None)
def test_every_field_equals_expat_on_valid_files(data: bytes, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_backup, "_BLOCK", size)
        frame = rows(data)
    expected = by_expat(data)
    assert frame["body"].to_list() == [row[3] for row in expected]
    assert frame["address"].to_list() == [row[0] or "" for row in expected]


@given(
    pieces=st.lists(
        st.sampled_from(
            [b"<sms ", b"<mms", b"</mms>", b"<part ", b"body=", b'"', b"'", b"/>", b">", b"<!--", b"-->", b"&#5;"]
        )
        | st.sampled_from(
            [b"\n", b"\xff", b"<", b"&", b"data=", b"<![CDATA[", b"]]>", b"<?", b"?>", b"</smses>", b"\x00"]
        )
        | st.binary(max_size=4),
        max_size=40,
    ),
    size=st.sampled_from([17, 5000]),
)
@settings(max_examples=150, deadline=None)
def test_garbage_between_never_costs_a_sound_message_after_it(pieces: list[bytes], size: int) -> None:
    garbage = b"".join(pieces).replace(b"<!--", b"").replace(b"<![CDATA[", b"").replace(b"<?", b"").replace(b"<!", b"")
    lines = b"".join(f"  {sms(f'后{i}')}\n".encode() for i in range(6))
    data = HEAD.encode() + b'<smses count="6">\n' + garbage + b"\n" + lines + b"</smses>"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_backup, "_BLOCK", size)
        bodies = rows(data)["body"].to_list()
    assert bodies[-5:] == [f"后{i}" for i in range(1, 6)]

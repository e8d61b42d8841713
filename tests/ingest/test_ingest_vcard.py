"""Address books: the shapes that phones in China write, and broken ones."""

from __future__ import annotations

import quopri
import tracemalloc
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import ReadResult, Source, read, sniff
from ringfence.schema import CONTACTS

if TYPE_CHECKING:
    import polars as pl


def result_of(data: bytes) -> ReadResult:
    source = Source.of_bytes("contacts.vcf", data)
    claim = sniff(source)
    assert claim is not None
    assert claim.reader == "vcard"
    return read(source, today=date(2026, 3, 1))


def frame_of(data: bytes | str) -> pl.DataFrame:
    frame = result_of(data.encode() if isinstance(data, str) else data).contacts
    assert frame is not None
    assert frame.schema == CONTACTS
    return frame


def card(*lines: str, version: str = "2.1", end: str = "\r\n") -> str:
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def test_android_quoted_printable_with_hyphenated_number() -> None:
    frame = frame_of(
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=E5=BC=A0=E4=B8=89;;;",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=E4=B8=89",
            "TEL;CELL:1-990-000-0001",
            "TEL;WORK:010-88880000",
        )
    )
    assert frame["name"].to_list() == ["张三", "张三"]
    assert frame["address"].to_list() == ["1-990-000-0001", "010-88880000"]
    assert frame["address_key"][0] == "+8619900000001"
    assert frame["label"].to_list() == ["mobile", "work"]
    assert frame["row"].to_list() == [1, 1]


@pytest.mark.parametrize("lead", ["", " "])
@pytest.mark.parametrize("name", ["QUOTED-PRINTABLE", "QP"])
def test_soft_line_breaks(lead: str, name: str) -> None:
    frame = frame_of(card(f"NOTE;ENCODING={name};CHARSET=GB2312:=C4=", f"{lead}=E3=BA=C3", "TEL:19900000001"))
    assert frame["note"].to_list() == ["你好"]


@pytest.mark.parametrize("charset", ["GBK", "GB2312", "GB18030", "gbk", "UTF-8"])
def test_named_character_sets(charset: str) -> None:
    value = quopri.encodestring("李四".encode(charset)).decode().strip()
    frame = frame_of(card(f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{value}", "TEL:19900000001"))
    assert frame["name"].to_list() == ["李四"]


@pytest.mark.parametrize("name", ["原始GBK", "王小明", "欧阳锋（客户）"])
def test_a_file_all_in_gbk(name: str) -> None:
    result = result_of(card(f"FN:{name}", "TEL:19900000001").encode("gb18030"))
    assert result.contacts is not None
    assert result.contacts["name"].to_list() == [name]
    assert [repair.kind for repair in result.completeness.repairs] == ["charset_guess"]


@pytest.mark.parametrize("name", ["José Müller", "Иван вода", "Ωμέγα", "王小明", "王José"])
def test_utf8_of_other_scripts_is_not_taken_for_gbk(name: str) -> None:
    assert frame_of(card(f"FN:{name}", "TEL:19900000001"))["name"].to_list() == [name]


def test_ios_groups_labels_and_wechat() -> None:
    frame = frame_of(
        card(
            "N:王;五;;;",
            "FN:王五",
            "item1.TEL;type=pref:199 0000 0001",
            "item1.X-ABLabel:_$!<Mobile>!$_",
            "item2.TEL:199 0000 0002",
            "item2.X-ABLabel:门卫",
            "X-WECHAT:wx_made_up",
            "ORG:示例公司;市场部",
            "NOTE:一行\\n两行\\, 三",
            version="3.0",
        )
    )
    assert frame["label"].to_list() == ["mobile", "门卫"]
    assert frame["org"][0] == "示例公司 市场部"
    assert frame["note"][0] == "X-WECHAT:wx_made_up\n一行\n两行, 三"


def test_version_4_uri_and_quoted_parameters() -> None:
    frame = frame_of(card("FN:赵六", 'TEL;VALUE=uri;TYPE="voice,home":tel:+86-199-0000-0003;ext=1', version="4.0"))
    assert frame["address"].to_list() == ["+86-199-0000-0003"]
    assert frame["address_key"].to_list() == ["+8619900000003"]
    assert frame["label"].to_list() == ["home"]


def test_names_without_fn() -> None:
    text = card("N:张;三;;;", "TEL:1") + card("N:Doe;Jane;Q;;", "TEL:2") + card("N:;李四;;;", "TEL:3") + card("TEL:4")
    assert frame_of(text)["name"].to_list() == ["张三", "Jane Q Doe", "李四", ""]


def test_a_card_without_number_is_not_lost() -> None:
    frame = frame_of(card("FN:只有名字", "EMAIL:a@example.org"))
    assert frame["address"].to_list() == [""]
    assert frame["address_kind"].to_list() == ["withheld"]
    assert frame["note"].to_list() == ["EMAIL:a@example.org"]


def test_folded_lines_and_photo(tmp_path: object) -> None:
    frame = frame_of(
        card(
            "FN:折",
            " 叠",
            "PHOTO;ENCODING=BASE64;JPEG:AAAA",
            " BBBB",
            " CCCC",
            "",
            "TEL:199000000",
            "\t01",
            version="3.0",
        )
    )
    assert frame["name"].to_list() == ["折叠"]
    assert frame["address"].to_list() == ["19900000001"]


def test_photo_lines_without_indent() -> None:
    frame = frame_of(card("PHOTO;ENCODING=BASE64:AAAA", "BBBB", "CC==", "", "FN:某", "TEL:19900000001"))
    assert frame.select("name", "address").rows() == [("某", "19900000001")]


@pytest.mark.parametrize("folded", [True, False])
def test_a_huge_photo_is_never_held(folded: bool) -> None:  # noqa: FBT001 -- a case
    size = 24 * 1024 * 1024 if not folded else 6 * 1024 * 1024  # counting allocations is slow line by line
    photo = b"PHOTO;ENCODING=b:" + (b"\r\n " if folded else b"").join([b"A" * 72] * (size // 75)) + b"\r\n"
    data = b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + photo + "FN:某\r\nTEL:19900000001\r\nEND:VCARD\r\n".encode()
    source = Source("c.vcf", len(data), lambda: BytesIO(data))
    tracemalloc.start()
    frame = read(source, today=date(2026, 3, 1)).contacts
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert frame is not None
    assert frame.select("name", "address", "length").rows() == [("某", "19900000001", len(data))]
    assert peak < 5 * 1024 * 1024


def test_a_card_without_end_keeps_its_numbers() -> None:
    text = card("FN:一", "TEL:19900000001").replace("END:VCARD\r\n", "") + card("FN:二", "TEL:19900000002")
    result = result_of(text.encode())
    assert result.contacts is not None
    assert result.contacts["name"].to_list() == ["一", "二"]
    assert result.completeness.unread_count == 1
    cut = result_of(text.encode()[:-12])
    assert cut.contacts is not None
    assert cut.contacts["address"].to_list() == ["19900000001", "19900000002"]
    assert cut.completeness.unread_count == 2


def test_a_soft_break_before_the_end_does_not_swallow_it() -> None:
    text = card("FN:一", "NOTE;ENCODING=QP:=E5=A5=BD=") + card("FN:二", "TEL:19900000002")
    assert frame_of(text).select("name", "note").rows() == [("一", "好"), ("二", None)]


def test_nested_cards_become_cards_of_their_own() -> None:
    inner = card("FN:秘书", "TEL:19900000009").rstrip("\r\n")
    old = frame_of(card("FN:经理", "AGENT:", inner, "TEL:19900000008"))
    assert old.select("row", "name", "address").rows() == [(1, "经理", "19900000008"), (2, "秘书", "19900000009")]
    escaped = inner.replace("\r\n", "\\n")
    new = frame_of(card("FN:经理", f"AGENT:{escaped}", "TEL:19900000008", version="3.0"))
    assert new.select("name", "address").rows() == old.select("name", "address").rows()


def test_broken_lines_and_stray_content_are_reported() -> None:
    result = result_of(("乱写的一行\n" + card("没有冒号的一行", "FN:好", "TEL:19900000001")).encode())
    assert result.contacts is not None
    assert result.contacts["name"].to_list() == ["好"]
    assert result.completeness.unread_count == 2


def test_call_history_in_a_card_is_noted() -> None:
    frame = frame_of(card("FN:某", "TEL:19900000001", "X-IRMC-CALL-DATETIME;MISSED:20260105T071200"))
    assert frame["note"].to_list() == ["X-IRMC-CALL-DATETIME(MISSED):20260105T071200"]


def test_utf16_and_line_ends() -> None:
    for data in (
        card("FN:某", "TEL:1").encode("utf-16"),
        card("FN:某", "TEL:1", end="\r").encode(),
        b"\xef\xbb\xbf" + card("FN:某", "TEL:1", end="\n").encode(),
    ):
        assert frame_of(data)["name"].to_list() == ["某"]


@pytest.mark.parametrize("charset", ["undefined", "hex", "idna", "no-such-thing", "utf-7"])
def test_a_hostile_charset_name_is_no_codec(charset: str) -> None:
    assert frame_of(card(f"FN;CHARSET={charset}:王五", "TEL:1"))["name"].to_list() == ["王五"]


def test_place_leads_back_to_the_card() -> None:
    data = (card("FN:一", "TEL:1") + card("FN:二", "TEL:2")).encode()
    for offset, length in frame_of(data).select("offset", "length").iter_rows():
        assert data[offset : offset + length].startswith(b"BEGIN:VCARD")
        assert data[offset : offset + length].endswith(b"END:VCARD\r\n")


NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)


@given(
    people=st.lists(
        st.tuples(NAMES, st.lists(st.integers(19900000000, 19900009999), max_size=3)), min_size=1, max_size=8
    ),
    style=st.sampled_from(["plain", "quoted", "folded"]),
    charset=st.sampled_from(["utf-8", "gbk"]),
)
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read(people: list[tuple[str, list[int]]], style: str, charset: str) -> None:
    text = b""
    for name, numbers in people:
        raw = name.encode(charset)
        if style == "quoted":
            soft = "=\r\n".join(f"={code:02X}" for code in raw).encode()
            line = f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:".encode() + soft
        elif style == "folded":
            line = b"FN:" + b"\r\n ".join(character.encode(charset) for character in name)
        else:
            line = b"FN:" + raw
        tels = b"".join(f"\r\nTEL;CELL:{number}".encode() for number in numbers)
        text += b"BEGIN:VCARD\r\nVERSION:2.1\r\n" + line + tels + b"\r\nEND:VCARD\r\n"
    if charset == "gbk" and style != "quoted":
        text += "BEGIN:VCARD\r\nFN:护联\r\nEND:VCARD\r\n".encode("gbk") * 3
    frame = frame_of(text)
    expected = [(name, number) for name, numbers in people for number in [str(one) for one in numbers] or [""]]
    assert frame.select("name", "address").rows()[: len(expected)] == expected


@given(
    data=st.lists(
        st.sampled_from([b"BEGIN:VCARD\n", b"END:VCARD\n", b"TEL:1\n", b"AGENT:\n", b"=", b"FN;QUOTED-PRINTABLE:=\n"])
        | st.binary(max_size=6),
        max_size=30,
    )
)
@settings(max_examples=120, deadline=None)
def test_garbage_never_raises(data: list[bytes]) -> None:
    source = Source.of_bytes("c.vcf", b"BEGIN:VCARD\n" + b"".join(data))
    if sniff(source) is not None:
        assert read(source, today=date(2026, 3, 1)).contacts is not None

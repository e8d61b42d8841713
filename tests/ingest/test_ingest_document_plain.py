"""Plain text as a document: whatever Chinese programs write, page by page; chats, tables and other things are not taken."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import IngestError, ReadResult, Source, read, sniff

TODAY = date(2026, 3, 1)
LETTER = "律师函\r\n\r\n致虚构的张三：请于三日内与我所联系。\r\n某某律师事务所\r\n"


def text_of(data: bytes, name: str = "律师函.txt") -> ReadResult:
    return read(Source.of_bytes(name, data), today=TODAY)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_letter_is_kept_with_its_words(code: str) -> None:
    result = text_of(LETTER.encode(code))
    assert result.reader == "document"
    assert result.kind_zh == "疑似律师函（文本文件）"
    assert result.pages is not None
    assert result.pages["text"].to_list() == ["律师函\n\n致虚构的张三：请于三日内与我所联系。\n某某律师事务所"]
    assert not result.pages["machine"].any()
    assert result.messages is None
    assert result.completeness.whole


def test_a_form_feed_begins_a_page() -> None:
    pages = text_of("第一页\n\f第二页\n\f".encode()).pages
    assert pages is not None
    assert pages.select("page", "text").rows() == [(1, "第一页"), (2, "第二页")]


def test_a_few_lost_characters_are_said() -> None:
    result = text_of(LETTER.encode() * 20 + b"\xff\xff")
    assert any("无法识别" in note for note in result.completeness.notes)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"\x00\x01\x02\x03 text"),
        ("a.txt", bytes(range(1, 32)) * 20),
        ("a.txt", b"   \n\n"),
        ("a.txt", b"<html><body>x</body></html>"),
        ("a.txt", b'{"a": 1}'),
        ("律师函.log", LETTER.encode()),
    ],
)
def test_what_is_no_text_or_not_named_so_is_not_taken(name: str, data: bytes) -> None:
    claim = sniff(Source.of_bytes(name, data))
    assert claim is None or claim.reader != "text"


def test_what_turns_out_to_be_none_is_refused() -> None:
    with pytest.raises(IngestError):
        text_of(b"words " * 20_000 + bytes(200_000))


def test_a_chat_and_a_table_stay_what_they_are() -> None:
    chat = "2026-01-05 10:11:12 催收张\n马上还钱\n\n2026-01-05 10:12:12 我\n好的\n"
    table = "日期时间,对端号码,通话时长,呼叫类型\n2026-01-05 10:11:10,19900001234,12,被叫\n2026-01-06 07:01:00,19900005678,0,被叫\n"
    claims = [sniff(Source.of_bytes("催收张.txt", text.encode())) for text in (chat, table)]
    assert [claim.reader for claim in claims if claim] == ["wechat", "table"]


def test_inside_an_archive_it_is_a_member_with_its_words() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("函件/律师函.txt"), LETTER)
    pages = text_of(out.getvalue(), "材料.zip").pages
    assert pages is not None
    assert pages["entry"].to_list() == ["函件/律师函.txt"]


@settings(deadline=None, max_examples=60)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_an_answer_not_a_crash(data: bytes) -> None:
    source = Source.of_bytes("a.txt", data)
    claim = sniff(source)
    if claim is not None and claim.reader == "text":
        result = read(source, today=TODAY)
        assert result.pages is not None

"""WeChat chats as MemoTrace exports them: CSV, workbook, page, text; sides, groups, wordless messages, odd files."""

from __future__ import annotations

import csv
from contextlib import suppress
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import IngestError, Source, read, sniff
from ringfence.ingest.wechat_html import plain_text, things

if TYPE_CHECKING:
    import polars as pl

TODAY = date(2026, 3, 1)
T = 1_767_225_600  # 2026-01-01 08:00:00 in China
HEAD = ["localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime"]
PERSON = ["Remark", "NickName", "Sender"]
ROWS: list[list[Any]] = [
    [1, 7, 1, 0, 0, T, "", "你欠的钱\n今天必须还，“不还”试试", "2026-01-01 08:00:00", "催收张", "张", "wxid_zhang"],
    [2, 7, 1, 0, 1, T + 60, "", "别再发了", "2026-01-01 08:01:00", "我", "我", "wxid_me"],
    [3, 7, 3, 0, 0, T + 120, "", "<msg><img/></msg>", "2026-01-01 08:02:00", "催收张", "张", "wxid_zhang"],
    [4, 7, 10000, 0, 0, T + 180, "", "对方撤回了一条消息", "2026-01-01 08:03:00", "催收张", "张", "wxid_zhang"],
    [5, 7, 49, 57, 0, T + 240, "", "", "2026-01-01 08:04:00", "催收张", "张", "wxid_zhang"],
]


def as_csv(rows: list[list[Any]], head: list[str] | None = None) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([head or HEAD + PERSON, *rows])
    return out.getvalue().encode("utf-8-sig")


def chat(data: bytes, name: str = "催收张_utf8.csv") -> pl.DataFrame:
    frame = read(Source.of_bytes(name, data), today=TODAY).messages
    assert frame is not None
    return frame


def test_csv() -> None:
    data = as_csv(ROWS)
    result = read(Source.of_bytes("催收张_utf8.csv", data), today=TODAY)
    frame = result.messages
    assert frame is not None
    assert (result.reader, result.completeness.found, result.completeness.unread_count) == ("wechat", 5, 0)
    assert frame["direction"].to_list() == ["in", "out", "in", "unknown", "in"]
    assert frame["address"].to_list() == ["wxid_zhang", "wxid_zhang", "wxid_zhang", "", "wxid_zhang"]
    assert set(frame["kind"]) == {"im"}
    assert frame["name"].to_list()[:2] == ["催收张", None]
    assert frame["body"].to_list() == [
        "你欠的钱\n今天必须还，“不还”试试",
        "别再发了",
        "[图片]",
        "对方撤回了一条消息",
        "[引用回复]",
    ]
    assert frame["ts"][0] == T * 1_000_000
    assert frame["attachments"].to_list() == [0, 0, 1, 0, 0]
    offset, length = frame.select("offset", "length").row(1)
    assert data[offset : offset + length].decode().startswith("2,7,1,0,1,")


def test_a_workbook_of_the_same_columns() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [[*HEAD, *PERSON], *ROWS]:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    frame = chat(out.getvalue(), "催收张.xlsx")
    assert frame["direction"].to_list() == ["in", "out", "in", "unknown", "in"]
    assert frame["ts"][0] == T * 1_000_000


def test_an_older_csv_without_names_of_senders() -> None:
    frame = chat(as_csv([row[:9] for row in ROWS], HEAD))
    assert frame["direction"].to_list()[:2] == ["in", "out"]
    assert frame["address"][0] == "7"


def test_a_stamp_that_is_damaged_falls_back_to_the_written_time() -> None:
    row = [*ROWS[0]]
    row[5] = "1.76E+09"
    assert chat(as_csv([row]))["ts"][0] == T * 1_000_000


def page(objects: str, title: str = "催收张") -> bytes:
    style = "/* " + "x" * 100_000 + " */"
    head = f"<!DOCTYPE html><html><head><title>{title}</title><style>{style}</style></head>"
    return f"{head}<script>const chatMessages = [{objects}]</script></html>".encode()


def thing(after: int, fields: str) -> str:
    return f"{{ {fields},avatar_path:'',timestamp:{T + after},is_chatroom:0}},\n"


OBJECTS = (
    "{ type:1, text: '再不还就\\'上门\\'<br>听见没 &lt;哼&gt; <img src=\"x.png\" alt=\"[微笑]\">',is_send:0,avatar_path:'a',"
    f"timestamp:{T},is_chatroom:0,displayname:'催收张'}},"
    + thing(5, "type:1, text: '好',is_send:1,displayname:'我'")
    + thing(6, "type:34, text:'./voice/1.mp3',is_send:0,voice_to_text:'马上还钱',displayname:'催收张'")
    + thing(7, "type:49,sub_type:2000,text:'发起转账',is_send:1,displayname:'我',feedesc:'￥1.00'").replace(
        "0},", "0,},"
    )
    + thing(8, "type:0, text: '你已添加了催收张',is_send:0,displayname:''")
    + thing(9, "type:50, text:'通话时长 01:00',call_type:1,displayname:'我'")
)


def test_a_page_is_read_without_running_it() -> None:
    data = page(OBJECTS)
    source = Source.of_bytes("催收张.html", data)
    result = read(source, today=TODAY)
    frame = result.messages
    assert frame is not None
    assert frame["direction"].to_list() == ["in", "out", "in", "out", "unknown", "unknown"]
    assert frame["body"].to_list() == [
        "再不还就'上门'\n听见没 <哼> [微笑]",
        "好",
        "[语音转文字]马上还钱",
        "发起转账",
        "你已添加了催收张",
        "通话时长 01:00",
    ]
    assert frame["address"].to_list()[:2] == ["催收张", "催收张"]
    assert frame["ts"][0] == T * 1_000_000
    offset, length = frame.select("offset", "length").row(1)
    assert data[offset : offset + length].decode().startswith("{ type:1, text: '好'")


def test_a_broken_object_is_said_and_the_next_one_read() -> None:
    told = read(Source.of_bytes("x.html", page("{ type:1, text: 'ab" + OBJECTS)), today=TODAY).completeness
    assert told.unread_count >= 1
    assert told.found >= 4


def test_a_group_page_names_each_speaker_and_the_group() -> None:
    objects = "".join(
        f"{{ type:1, text: '还钱',is_send:{mine},avatar_path:'',timestamp:{T},is_chatroom:1,displayname:'{name}'}},"
        for name, mine in (("甲", 0), ("乙", 0), ("我", 1))
    )
    assert chat(page(objects, "还款群"), "还款群.html")["address"].to_list() == ["甲", "乙", "还款群"]


TEXT = """2026-01-01 08:00:00 催收张
今天还钱

否则后果自负

2026-01-01 08:01:00 我
不要再发
引用:催收张:今天还钱

2026-01-01 08:02:00 对方撤回了一条消息

"""


def test_text_with_the_other_side_in_the_name_of_the_file() -> None:
    frame = chat(TEXT.encode(), "聊天记录/催收张.txt")
    assert frame["direction"].to_list() == ["in", "out", "unknown"]
    assert frame["body"].to_list()[0] == "今天还钱\n\n否则后果自负"
    assert frame["ts"][0] == T * 1_000_000
    assert frame["address"].to_list()[:2] == ["催收张", "催收张"]


def test_text_that_does_not_say_who_the_user_is_blames_nobody() -> None:
    result = read(Source.of_bytes("记录.txt", TEXT.encode()), today=TODAY)
    assert result.messages is not None
    assert set(result.messages["direction"]) == {"unknown"}
    assert any("收发方向不明" in note for note in result.completeness.notes)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<html><body>{ type:1 }</body></html>"),
        ("a.txt", "随手写的话\n第二行\n".encode()),
        ("a.txt", b"2026-01-01 08:00:00 INFO start\nx\ny\n\nz\n\nz\n\nz\n"),
        ("a.csv", "时间,内容\n2026-01-01,还钱\n".encode()),
    ],
)
def test_other_files_are_not_claimed(name: str, data: bytes) -> None:
    claim = sniff(Source.of_bytes(name, data))
    assert claim is None or claim.reader != "wechat"


@given(st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_words_survive_the_csv(text: str) -> None:
    clean = "".join(letter for letter in text if letter not in "\r\n\x00" and not "\ud800" <= letter <= "\udfff")
    body = f"字{clean}字"
    assert chat(as_csv([[*ROWS[0][:7], body, *ROWS[0][8:]]]))["body"].to_list() == [body]


@given(st.text(alphabet="{}type:1'\\ ,is_send<br>&#", max_size=120))
@settings(max_examples=150, deadline=None)
def test_no_page_hangs_or_crashes(text: str) -> None:
    list(things(text))
    plain_text(text)
    with suppress(IngestError):
        read(Source.of_bytes("x.html", page(OBJECTS + text)), today=TODAY)


def test_a_page_made_to_be_slow_is_read_in_time() -> None:
    list(things("{type:" * 100_000))
    list(things("{ type:1, text:'" + "\\a" * 500_000))
    plain_text("<img " * 50_000)
    plain_text("<a " * 50_000)

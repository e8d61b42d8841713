"""Databases of phones: Android's and Apple's tables, logs not yet merged, damage, and databases made to do harm."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing, suppress
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import BrokenFileError, IngestError, Source, UnknownFormatError, read
from ringfence.ingest.apple_tables import apple_micros, first_string
from ringfence.ingest.wal import replay

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

TODAY = date(2026, 3, 1)
T = 1_767_225_600  # 2026-01-01T00:00:00Z
ANDROID_SMS = """
CREATE TABLE sms (_id INTEGER PRIMARY KEY, address TEXT, date INTEGER, date_sent INTEGER, type INTEGER, subject TEXT,
  body TEXT, sub_id INTEGER);
CREATE TABLE pdu (_id INTEGER PRIMARY KEY, date INTEGER, date_sent INTEGER, msg_box INTEGER, m_type INTEGER, sub TEXT,
  sub_cs INTEGER);
CREATE TABLE addr (_id INTEGER PRIMARY KEY, msg_id INTEGER, address TEXT, type INTEGER);
CREATE TABLE part (_id INTEGER PRIMARY KEY, mid INTEGER, ct TEXT, text TEXT);
"""
ANDROID_PEOPLE = """
CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER, name TEXT,
  geocoded_location TEXT, subscription_id TEXT);
CREATE TABLE mimetypes (_id INTEGER PRIMARY KEY, mimetype TEXT);
CREATE TABLE raw_contacts (_id INTEGER PRIMARY KEY, deleted INTEGER);
CREATE TABLE data (_id INTEGER PRIMARY KEY, mimetype_id INTEGER, raw_contact_id INTEGER, data1 TEXT, data2 TEXT, data3 TEXT);
CREATE INDEX odd ON data (data1 COLLATE PHONEBOOK);
"""
APPLE = """
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT);
CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, attributedBody BLOB, handle_id INTEGER, service TEXT, date INTEGER,
  is_from_me INTEGER, is_sent INTEGER, error INTEGER, cache_has_attachments INTEGER, destination_caller_id TEXT);
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER);
CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZADDRESS VARCHAR, ZDATE TIMESTAMP, ZDURATION FLOAT, ZORIGINATED INTEGER,
  ZANSWERED INTEGER, ZNAME VARCHAR, ZLOCATION VARCHAR, ZCALLTYPE INTEGER);
CREATE TABLE ABPerson (ROWID INTEGER PRIMARY KEY, First TEXT, Middle TEXT, Last TEXT, Organization TEXT, Note TEXT);
CREATE TABLE ABMultiValue (UID INTEGER PRIMARY KEY, record_id INTEGER, property INTEGER, label INTEGER, value TEXT);
CREATE TABLE ABMultiValueLabel (value TEXT);
"""


def database(schema: str, rows: dict[str, list[tuple[object, ...]]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.create_collation("PHONEBOOK", lambda a, b: (a > b) - (a < b))
        made.executescript(schema)
        for table, values in rows.items():
            marks = ",".join("?" * len(values[0]))
            made.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 -- our own names
        made.commit()
        return bytes(made.serialize())


def messages(data: bytes) -> pl.DataFrame:
    frame = read(Source.of_bytes("mmssms.db", data), today=TODAY).messages
    assert frame is not None
    return frame


def android_sms() -> bytes:
    return database(
        ANDROID_SMS,
        {
            "sms": [
                (1, "10690000001", T * 1000, (T - 1) * 1000, 1, None, "请还款", 1),
                (3, "19900000001", T * 1000 + 5, 0, 2, None, "好", -1),
                (4, None, None, None, 9, None, None, None),
            ],
            "pdu": [
                (1, T + 60, 0, 1, 132, "è´¦å\x8d\x95", 106),
                (2, T + 70, 0, 2, 128, None, None),
                (3, T + 80, 0, 1, 130, None, None),
                (4, T + 90, 0, 1, 134, None, None),
            ],
            "addr": [(1, 1, "10690000002", 137), (2, 1, "19900000009", 151), (3, 2, "19900000003", 151)],
            "part": [(1, 1, "application/smil", "<smil/>"), (2, 1, "text/plain", "见图"), (3, 1, "image/jpeg", None)],
        },
    )


def test_android_messages_and_multimedia() -> None:
    result = read(Source.of_bytes("mmssms.db", android_sms()), today=TODAY)
    frame = result.messages
    assert frame is not None
    assert frame["entry"].to_list() == ["sms:1", "sms:3", "sms:4", "pdu:1", "pdu:2", "pdu:3"]
    assert frame["row"].to_list() == [1, 2, 3, 4, 5, 6]
    assert frame["direction"].to_list() == ["in", "out", "unknown", "in", "out", "in"]
    assert frame["ts"].to_list()[:2] == [T * 1_000_000, T * 1_000_000 + 5000]
    assert frame["ts_sent"].to_list()[:2] == [(T - 1) * 1_000_000, None]
    assert frame["line"].to_list()[:2] == ["1", None]
    picture = frame.row(3, named=True)
    assert (picture["kind"], picture["address"], picture["body"]) == ("mms", "10690000002", "见图")
    assert (picture["subject"], picture["attachments"]) == ("账单", 1)
    assert frame["address"][4] == "19900000003"
    places = [piece.place for piece in result.completeness.unread]
    assert sorted(places) == ["pdu:3", "sms:4", "sms:4"]
    assert any("编号到 4，现有 3 条" in note for note in result.completeness.notes)


def test_android_calls_and_contacts_in_one_database() -> None:
    data = database(
        ANDROID_PEOPLE,
        {
            "calls": [
                (1, "19900000001", T * 1000, 35, 1, "某", "北京", "1"),
                (2, "-1", T * 1000, 0, 3, None, None, None),
                (3, "19900000002", T * 1000, 0, 5, None, None, None),
            ],
            "mimetypes": [(1, "vnd.android.cursor.item/name"), (2, "vnd.android.cursor.item/phone_v2")],
            "raw_contacts": [(7, 0), (8, 1)],
            "data": [
                (1, 1, 7, "张三", None, None),
                (2, 2, 7, "199 0000 0001", "2", None),
                (3, 2, 7, "19900000005", "0", "车友"),
                (4, 1, 8, "李四", None, None),
            ],
        },
    )
    result = read(Source.of_bytes("contacts2.db", data), today=TODAY)
    assert result.calls is not None
    assert result.contacts is not None
    assert result.calls["direction"].to_list() == ["in", "missed", "rejected"]
    assert result.calls["connected"].to_list() == [True, False, False]
    assert result.calls["address_kind"].to_list()[1] == "withheld"
    assert result.calls["location"][0] == "北京"
    cards = result.contacts.select("row", "name", "address_key", "label", "note").rows()
    assert cards == [
        (4, "张三", "+8619900000001", "mobile", None),
        (4, "张三", "+8619900000005", "车友", None),
        (5, "李四", "", None, "已删除的联系人"),
    ]


def typed_stream(text: str) -> bytes:
    body = text.encode()
    length = bytes([len(body)]) if len(body) < 0x80 else b"\x81" + len(body).to_bytes(2, "little")
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSString\x01\x94\x84\x01+"
        + length
        + body
        + b"\x86\x84"
    )


def apple() -> bytes:
    nanos = (T - 978_307_200) * 1_000_000_000
    return database(
        APPLE,
        {
            "handle": [(1, "+8619900000001", "SMS"), (2, "10690000001", "SMS")],
            "message": [
                (1, "在吗", None, 1, "iMessage", nanos, 0, 0, 0, 0, "+8619900000009"),
                (2, None, typed_stream("逾期" * 60), 2, "SMS", T - 978_307_200, 0, 0, 0, 1, None),
                (3, "收到", None, 0, "SMS", nanos, 1, 1, 0, 0, None),
                (4, "没发出", None, 1, "SMS", nanos, 1, 0, 22, 0, None),
            ],
            "chat_handle_join": [(5, 1), (5, 2)],
            "chat_message_join": [(5, 3)],
            "ZCALLRECORD": [
                (1, "19900000001", T - 978_307_200.0, 61.4, 0, 1, None, "北京", 1),
                (2, "19900000002", T - 978_307_200.5, 0.0, 0, 0, None, None, 1),
                (3, "19900000003", T - 978_307_200.0, 0.0, 1, 0, None, None, 8),
            ],
            "ABPerson": [(1, "三", None, "张", None, None), (2, None, None, None, "某公司", "备注")],
            "ABMultiValue": [(1, 1, 3, 1, "199 0000 0001"), (2, 1, 4, 1, "a@example.invalid")],
            "ABMultiValueLabel": [("_$!<Mobile>!$_",)],
        },
    )


def test_apple_messages_calls_and_contacts() -> None:
    result = read(Source.of_bytes("sms.db", apple()), today=TODAY)
    frame = result.messages
    assert frame is not None
    assert frame["kind"].to_list() == ["im", "sms", "sms", "sms"]
    assert frame["direction"].to_list() == ["in", "in", "out", "failed"]
    assert frame["ts"].to_list() == [T * 1_000_000] * 4
    assert frame["body"][1] == "逾期" * 60
    assert frame["repair"].to_list() == [None, "attributed_body", None, None]
    assert frame["address"][2] == "+8619900000001~10690000001"
    assert frame["attachments"].to_list() == [0, 1, 0, 0]
    assert result.calls is not None
    assert result.calls.select("direction", "duration_s", "connected").rows() == [
        ("in", 61, True),
        ("missed", 0, False),
        ("out", 0, False),
    ]
    assert result.contacts is not None
    assert result.contacts.select("name", "address_key", "label").rows() == [
        ("张三", "+8619900000001", "mobile"),
        ("某公司", "", None),
    ]


@given(st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_the_text_of_a_typed_stream(text: str) -> None:
    assert first_string(typed_stream(text)) == text.encode()


@given(st.binary(max_size=60))
def test_no_typed_stream_crashes(noise: bytes) -> None:
    first_string(b"NSString" + noise)


def test_times_of_apple() -> None:
    assert [apple_micros(value) for value in (0, None, -5, b"x", 2**62, float("nan"), float("inf"))] == [None] * 7


def with_log(tmp_path: Path) -> tuple[bytes, bytes]:
    """Return a database and its write-ahead log as they lie on a running phone."""
    path = tmp_path / "mmssms.db"
    made = sqlite3.connect(path)
    made.executescript(f"PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; {ANDROID_SMS}")
    for number in range(300):
        body = f"第{number}条" * 20
        made.execute("INSERT INTO sms VALUES (?,?,?,0,1,NULL,?,1)", (number + 1, "10690000001", T * 1000, body))
        made.commit()
    pair = path.read_bytes(), path.with_name("mmssms.db-wal").read_bytes()
    made.close()
    return pair


def zipped(entries: dict[str, bytes]) -> Source:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return Source.of_bytes("手机.zip", out.getvalue())


def test_a_log_beside_the_database_is_merged_in_memory(tmp_path: Path) -> None:
    data, log = with_log(tmp_path)
    result = read(zipped({"d/mmssms.db": data, "d/mmssms.db-wal": log, "d/mmssms.db-shm": b"x"}), today=TODAY)
    assert result.messages is not None
    assert len(result.messages) == 300
    assert result.messages["entry"][0] == "d/mmssms.db!sms:1"
    assert any("页较新的内容合并读取" in note for note in result.completeness.notes)


def test_a_log_cut_off_gives_what_was_committed_before(tmp_path: Path) -> None:
    data, log = with_log(tmp_path)
    half = replay(data, log[: len(log) // 2])
    assert 0 < half.frames < replay(data, log).frames
    assert 0 < len(messages(half.data)) < 300
    torn = bytearray(log)
    torn[len(log) // 2] ^= 1
    assert replay(data, bytes(torn)).frames <= half.frames + 1


def test_a_database_without_its_log_says_so(tmp_path: Path) -> None:
    data, log = with_log(tmp_path)
    whole = bytearray(replay(data, log).data)
    whole[18:20] = b"\x02\x02"
    notes = read(Source.of_bytes("mmssms.db", bytes(whole)), today=TODAY).completeness.notes
    assert any("mmssms.db-wal" in note for note in notes)


@given(st.binary(max_size=200))
def test_any_log_is_answered(log: bytes) -> None:
    assert replay(b"x" * 512, b"\x37\x7f\x06\x82" + log).data


def test_damage_ends_a_table_with_a_word() -> None:
    many: list[tuple[object, ...]] = [(n, "10690000001", T * 1000, 0, 1, None, f"{n}" * 50, 1) for n in range(1, 2000)]
    data = bytearray(database(ANDROID_SMS, {"sms": many}))
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    result = read(Source.of_bytes("mmssms.db", bytes(data)), today=TODAY)
    assert result.messages is not None
    assert 0 < len(result.messages) < 1999
    assert "已损坏" in result.completeness.unread[0].zh
    assert not result.completeness.whole


def test_views_triggers_and_virtual_tables_are_never_run() -> None:
    bomb = (
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x AS address, x AS body, x AS date FROM c"
    )
    data = database(f"CREATE VIEW sms AS {bomb}; CREATE TABLE other (a);", {})
    with pytest.raises(UnknownFormatError):
        read(Source.of_bytes("mmssms.db", data), today=TODAY)
    words = database("CREATE VIRTUAL TABLE sms USING fts3(address, body, date)", {})
    with pytest.raises(UnknownFormatError):
        read(Source.of_bytes("mmssms.db", words), today=TODAY)


def test_a_column_that_computes_is_not_computed() -> None:
    column = "body TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL"
    data = database(f"CREATE TABLE sms (address TEXT, date INTEGER, {column});", {"sms": [("1", 1)]})
    with pytest.raises(UnknownFormatError):
        read(Source.of_bytes("mmssms.db", data), today=TODAY)


def test_bytes_that_are_no_text_are_mended_and_counted() -> None:
    data = database(ANDROID_SMS, {"sms": [(1, "1", T * 1000, 0, 1, None, "短信", 1)]}).replace(
        "短".encode(), b"\xe7\x9f\xff"
    )
    result = read(Source.of_bytes("mmssms.db", data), today=TODAY)
    assert [(one.kind, one.count, one.first) for one in result.completeness.repairs] == [("invalid_utf8", 1, "sms:1")]


def test_an_encrypted_database_is_no_format_we_know() -> None:
    with pytest.raises(UnknownFormatError):
        read(Source.of_bytes("EnMicroMsg.db", bytes(range(256)) * 16), today=TODAY)


@given(st.integers(0, 30_000), st.binary(min_size=1, max_size=64))
@settings(max_examples=80, deadline=None)
def test_any_damage_is_an_answer_not_a_crash(at: int, noise: bytes) -> None:
    data = bytearray(android_sms())
    at %= len(data)
    data[at : at + len(noise)] = noise
    with suppress(IngestError):
        assert read(Source.of_bytes("mmssms.db", bytes(data)), today=TODAY).completeness.found < 1000


def test_a_cut_database_is_broken_or_read_in_part() -> None:
    data = android_sms()
    with pytest.raises(BrokenFileError):
        read(Source.of_bytes("mmssms.db", data[:200]), today=TODAY)

"""adb backups: plain and encrypted, streaming, odd JSON, archives that break off, and heads made to keep us busy."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import zlib
from contextlib import closing, suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.case import Case
from ringfence.ingest import (
    BrokenFileError,
    IngestError,
    PasswordNeededError,
    Request,
    Source,
    WrongPasswordError,
    adb_frames,
    check_password,
    read,
)
from ringfence.ingest.tar_stream import TarBrokenError, TarStream

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

TODAY = date(2026, 3, 1)
T = 1_767_225_600
FOLDER = "apps/com.android.providers.telephony/d_f/"
PASSWORD = "备份密码-1"


def sms(number: int, **more: object) -> dict[str, object]:
    return {
        "self_phone": "+8619900000009",
        "address": "10690000001",
        "body": f"第{number}条😂",
        "date": str(T * 1000 + number),
        "date_sent": "0",
        "status": "-1",
        "type": "1",
        "recipients": ["10690000001"],
        "read": "1",
    } | more


MMS = {
    "date": str(T),
    "m_type": "132",
    "msg_box": "1",
    "recipients": ["10690000002"],
    "mms_addresses": [
        {"type": 137, "address": "10690000002", "charset": 106},
        {"type": 151, "address": "+8619900000009", "charset": 106},
    ],
    "mms_body": "彩信",
}


def packed(rows: object) -> bytes:
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def tarred(files: dict[str, bytes], form: int = tarfile.USTAR_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def plain(tar: bytes, *, compressed: bool = True) -> bytes:
    return b"ANDROID BACKUP\n5\n%d\nnone\n" % compressed + (zlib.compress(tar) if compressed else tar)


def encrypted(tar: bytes, *, version: int = 5, rounds: int = 10, key: bytes = bytes(range(100, 132))) -> bytes:
    """Encrypt as Android does; the test's own code, from the description of the format."""
    salt, checksum_salt, iv, inner = (os.urandom(size) for size in (64, 64, 16, 16))
    java = "".join(chr(byte if byte < 128 else 0xFF00 + byte) for byte in key).encode() if version > 1 else key
    checksum = hashlib.pbkdf2_hmac("sha1", java, checksum_salt, rounds, 32)
    blob = b"\x10" + inner + b"\x20" + key + b"\x20" + checksum
    user = hashlib.pbkdf2_hmac("sha1", PASSWORD.encode(), salt, rounds, 32)
    fields = [salt, checksum_salt, None, iv, closed(blob, user, iv)]
    lines = [str(rounds) if field is None else field.hex().upper() for field in fields]
    head = "\n".join(["ANDROID BACKUP", str(version), "1", "AES-256", *lines]) + "\n"
    return head.encode() + closed(zlib.compress(tar), key, inner)


def closed(data: bytes, key: bytes, iv: bytes) -> bytes:
    padding = 16 - len(data) % 16
    cipher = Cipher(AES(key), CBC(iv)).encryptor()
    return cipher.update(data + bytes([padding]) * padding) + cipher.finalize()


def backup(*files: list[Any], form: int = tarfile.USTAR_FORMAT) -> bytes:
    named = {f"{FOLDER}{number:06}_sms_backup": packed(rows) for number, rows in enumerate(files)}
    return tarred({"apps/com.example/_manifest": b"1\n", **named, f"{FOLDER}000099_mms_backup": packed([MMS])}, form)


def frame_of(data: bytes) -> pl.DataFrame:
    frame = read(Source.of_bytes("backup.ab", data), today=TODAY).messages
    assert frame is not None
    return frame


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_messages_of_a_plain_backup(form: int, *, compressed: bool) -> None:
    data = plain(backup([sms(1), sms(2, type="2")], [sms(3, type="9")], form=form), compressed=compressed)
    result = read(Source.of_bytes("backup.ab", data), today=TODAY)
    frame = result.messages
    assert frame is not None
    assert frame["direction"].to_list() == ["in", "out", "unknown", "in"]
    assert frame["entry"].to_list() == [
        "000000_sms_backup:1",
        "000000_sms_backup:2",
        "000001_sms_backup:1",
        "000099_mms_backup:1",
    ]
    assert frame["row"].to_list() == [1, 2, 3, 4]
    assert frame["ts"].to_list() == [T * 1_000_000 + 1000, T * 1_000_000 + 2000, T * 1_000_000 + 3000, T * 1_000_000]
    assert frame["ts_sent"].to_list() == [None] * 4
    assert frame["body"][0] == "第1条😂"
    assert frame.row(3, named=True)["address"] == "10690000002"
    assert result.completeness.unread_count == 0
    assert any("2 个应用、4 个文件；短信彩信文件 3 个" in note for note in result.completeness.notes)


@pytest.mark.parametrize("version", [1, 5])
def test_an_encrypted_backup_opens_with_its_password_and_then_with_its_key(version: int) -> None:
    source = Source.of_bytes("backup.ab", encrypted(backup([sms(1)]), version=version))
    result = read(source, today=TODAY, password=PASSWORD)
    assert result.messages is not None
    assert result.key
    assert PASSWORD not in result.key
    again = read(source, today=TODAY, key=result.key)
    assert again.messages is not None
    assert again.messages.equals(result.messages)


def test_without_or_with_a_wrong_password_nothing_is_read() -> None:
    source = Source.of_bytes("backup.ab", encrypted(backup([sms(1)])))
    for password, fault in ((None, PasswordNeededError), ("", PasswordNeededError), ("x", WrongPasswordError)):
        with pytest.raises(fault):
            read(source, today=TODAY, password=password)
        with pytest.raises(fault):
            check_password(source, password)
    check_password(source, PASSWORD)
    check_password(Source.of_bytes("backup.ab", plain(backup([]))), None)


def test_odd_rows_are_read_the_slow_way_and_kept() -> None:
    rows: list[Any] = [
        sms(1, body="\ud83d 半个"),
        sms(2, date="what"),
        sms(3, address=None, recipients=["1", "2"]),
        5,
        sms(4, type=2),
    ]
    text = json.dumps(rows)
    result = read(
        Source.of_bytes("b.ab", plain(tarred({f"{FOLDER}000000_sms_backup": zlib.compress(text.encode())}))),
        today=TODAY,
    )
    frame = result.messages
    assert frame is not None
    assert frame["body"][0] == "\ufffd 半个"
    assert frame["ts"].to_list()[1] is None
    assert frame["address"][2] == "1~2"
    assert frame["direction"][3] == "out"
    assert {one.kind for one in result.completeness.repairs} == {"lone_surrogate"}
    assert sorted(piece.place for piece in result.completeness.unread) == [
        "entry:000000_sms_backup!value:4",
        "entry:000000_sms_backup:2",
    ]


@given(st.lists(st.dictionaries(st.sampled_from(["address", "body", "date", "type"]), st.text(max_size=8)), max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_object_becomes_a_record(rows: list[dict[str, str]]) -> None:
    frame = frame_of(plain(backup(rows)))
    assert len(frame) == len(rows) + 1
    assert frame["body"].to_list()[:-1] == [row.get("body") for row in rows]


@pytest.mark.parametrize("text", ["", "{}", "[", "[{}", '[{"body":"一"},', "null", "[[]]", "[1e999]"])
def test_broken_json_gives_what_stands_before(text: str) -> None:
    data = plain(
        tarred({f"{FOLDER}000000_sms_backup": zlib.compress(text.encode()), f"{FOLDER}1_sms_backup": packed([sms(1)])})
    )
    result = read(Source.of_bytes("b.ab", data), today=TODAY)
    assert result.messages is not None
    assert result.messages["body"].to_list()[-1] == "第1条😂"
    assert result.completeness.unread_count >= 1


def test_a_backup_cut_off_is_read_up_to_there() -> None:
    files = [[sms(number, body=os.urandom(600).hex()) for number in range(100)] for _ in range(8)]
    data = plain(backup(*files))
    result = read(Source.of_bytes("b.ab", data[: len(data) // 2]), today=TODAY)
    assert 0 < result.completeness.found < 800
    assert result.completeness.unread[-1].place.startswith("tar:")
    locked = encrypted(backup(*files))
    cut = read(Source.of_bytes("b.ab", locked[: len(locked) // 2 + 5]), today=TODAY, password=PASSWORD)
    assert 0 < cut.completeness.found < 800


def test_a_header_in_the_middle_that_makes_no_sense_is_said() -> None:
    tar = bytearray(backup([sms(1)], [sms(2)]))
    at = tar.index(b"000001_sms_backup")
    tar[at] = 0x41
    told = read(Source.of_bytes("b.ab", plain(bytes(tar))), today=TODAY).completeness
    assert (told.found, told.unread_count) == (1, 1)


def test_a_bomb_inside_is_read_in_part() -> None:
    bomb = zlib.compress(b"[" + b" " * (80 * 1024 * 1024) + b"]")
    data = plain(tarred({f"{FOLDER}000000_sms_backup": bomb, f"{FOLDER}000001_sms_backup": packed([sms(1)])}))
    told = read(Source.of_bytes("b.ab", data), today=TODAY).completeness
    assert told.found == 1
    assert told.unread[0].place == "entry:000000_sms_backup"


def test_a_backup_without_messages_says_what_to_do() -> None:
    notes = read(
        Source.of_bytes("b.ab", plain(tarred({"apps/com.example/_manifest": b"1"}))), today=TODAY
    ).completeness.notes
    assert any("备份里没有短信" in note for note in notes)


def test_databases_inside_are_read() -> None:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE calls (number, date, duration, type)")
        made.execute("INSERT INTO calls VALUES ('19900000001', ?, 5, 1)", (T * 1000,))
        made.commit()
        data = bytes(made.serialize())
    result = read(
        Source.of_bytes("b.ab", plain(tarred({"apps/com.android.providers.contacts/db/calllog.db": data}))), today=TODAY
    )
    assert result.calls is not None
    assert result.calls["entry"].to_list() == ["apps/com.android.providers.contacts/db/calllog.db!calls:1"]


@pytest.mark.parametrize(
    "head",
    [
        b"ANDROID BACKUP\n",
        b"ANDROID BACKUP\n5\n1\n",
        b"ANDROID BACKUP\nfive\n1\nnone\n",
        b"ANDROID BACKUP\n5\n1\nROT13\n00\n00\n1\n00\n00\n",
        b"ANDROID BACKUP\n5\n1\nAES-256\n00\n00\n999999999999\n" + b"00" * 16 + b"\n" + b"00" * 16 + b"\n",
        b"ANDROID BACKUP\n5\n1\nAES-256\nzz\n00\n10\n" + b"00" * 16 + b"\n" + b"00" * 16 + b"\n",
    ],
)
def test_heads_that_make_no_sense_are_broken(head: bytes) -> None:
    with pytest.raises(BrokenFileError):
        read(Source.of_bytes("b.ab", head), today=TODAY, password="x")
    check_password(Source.of_bytes("b.ab", head), None)


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=30))
@settings(max_examples=80, deadline=None)
def test_any_damage_is_an_answer_not_a_crash(at: int, noise: bytes) -> None:
    data = bytearray(plain(backup([sms(1), sms(2)]), compressed=False))
    at %= len(data)
    data[at : at + len(noise)] = noise
    with suppress(IngestError):
        assert read(Source.of_bytes("b.ab", bytes(data)), today=TODAY).completeness.found <= 3


@given(st.binary(max_size=1500))
@settings(max_examples=80, deadline=None)
def test_any_tar_ends(noise: bytes) -> None:
    with suppress(TarBrokenError):
        assert len(list(TarStream(io.BytesIO(noise)).entries())) < 3


def test_frames_stream_in_bounded_pieces() -> None:
    files = [[sms(number) for number in range(50)] for _ in range(40)]
    frames = list(adb_frames(Request(Source.of_bytes("b.ab", plain(backup(*files))), TODAY)))
    assert sum(map(len, frames)) == 2001
    assert max(map(len, frames)) <= 400


def test_in_a_case_the_password_is_asked_first_and_never_kept(tmp_path: Path) -> None:
    path = tmp_path / "backup.ab"
    path.write_bytes(encrypted(backup([sms(1)])))
    made, _ = Case.create(tmp_path / "case", "一个口令", work_factor=2)
    with made as case:
        for password, fault in ((None, PasswordNeededError), ("x", WrongPasswordError)):
            with pytest.raises(fault):
                case.add(path, password=password, today=TODAY)
        assert case.state.sources == {}
        unread = case.add(path, password="", today=TODAY)
        assert (unread.new, unread.source.reader) == (True, "")
        added = case.add(path, password=PASSWORD, today=TODAY)
        assert (added.new, added.source.id, added.source.reader) == (True, unread.source.id, "adb-backup")
        assert not any(PASSWORD in json.dumps(entry.body, ensure_ascii=False) for entry in case.vault.entries())
        assert case.events().height == 2
        for cached in (case.vault.folder / "derived").iterdir():
            cached.unlink()
        assert case.events().height == 2
        assert not case.add(path, password=PASSWORD, today=TODAY).new
        case.undo()
        assert case.state.sources[unread.source.id].reader == ""

"""ZIP archives: each member read by its own reader, places kept, bombs and tricks refused, nothing lost without a word."""

from __future__ import annotations

import os
import struct
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import BrokenFileError, IngestError, Source, UnsafeFileError, read, sniff
from ringfence.ingest.zip_archive import ENTRIES

TODAY = date(2026, 3, 1)
SMS = (
    '<smses count="2"><sms address="10690000001" date="1767225600000" type="1" body="一" />'
    '<sms address="19900000001" date="1767225660000" type="2" body="二" /></smses>'
).encode()
CALLS = b'<calls count="1"><call number="19900000002" duration="5" date="1767225700000" type="1" /></calls>'
CARDS = "BEGIN:VCARD\nVERSION:3.0\nFN:某人\nTEL:19900000002\nEND:VCARD\n".encode()


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def source(data: bytes) -> Source:
    return Source.of_bytes("导出.zip", data)


def test_members_become_records_with_their_places() -> None:
    data = zipped({"a/sms.xml": SMS, "a/calls.xml": CALLS, "通讯录.vcf": CARDS, "__MACOSX/x": b"x"})
    result = read(source(data), today=TODAY)
    assert (result.reader, result.completeness.found) == ("zip", 4)
    assert result.messages is not None
    assert result.calls is not None
    assert result.contacts is not None
    assert result.messages["entry"].to_list() == ["a/sms.xml"] * 2
    assert result.calls["entry"].to_list() == ["a/calls.xml"]
    rows = [*result.messages["row"], *result.calls["row"], *result.contacts["row"]]
    assert rows == [1, 2, 3, 4]
    offset, length = result.messages.select("offset", "length").row(1)
    assert SMS[offset : offset + length].decode().startswith('<sms address="19900000001"')
    assert any("sms.xml：短信备份，读到 2 条，自称 2 条" in note for note in result.completeness.notes)
    assert not any("__MACOSX/x" in piece.place for piece in result.completeness.unread)


def test_the_whole_declares_only_what_every_member_declares() -> None:
    both = read(source(zipped({"sms.xml": SMS, "calls.xml": CALLS})), today=TODAY)
    assert both.completeness.declared == 3
    assert both.completeness.whole
    assert read(source(zipped({"sms.xml": SMS, "k.vcf": CARDS})), today=TODAY).completeness.declared is None


def test_what_cannot_be_read_is_named_and_stops_nothing() -> None:
    table = "时间,号码\n2026-01-01 00:00:00,19900000001\n".encode()
    data = zipped({"x.bin": b"\x00\x01", "图.jpg": b"\xff\xd8\xff", "表.csv": table, "空.xml": b"", "sms.xml": SMS})
    told = read(source(data), today=TODAY).completeness
    assert [piece.place for piece in told.unread] == ["entry:x.bin", "entry:图.jpg", "entry:表.csv"]
    assert told.found == 2
    assert any("空文件" in note for note in told.notes)


def test_one_archive_inside_is_looked_into_and_no_deeper() -> None:
    deep = zipped({"deep.zip": zipped({"sms.xml": SMS})})
    result = read(source(zipped({"inner.zip": zipped({"sms.xml": SMS}), "far.zip": deep})), today=TODAY)
    assert result.messages is not None
    assert set(result.messages["entry"]) == {"inner.zip!sms.xml"}
    assert [piece.place for piece in result.completeness.unread] == ["entry:far.zip!entry:deep.zip"]


def test_a_damaged_member_is_read_up_to_the_damage() -> None:
    data = bytearray(zipped({"sms.xml": SMS, "calls.xml": CALLS}, zipfile.ZIP_STORED))
    at = data.index("二".encode())
    data[at : at + 3] = "三".encode()
    result = read(source(bytes(data)), today=TODAY)
    assert result.calls is not None
    assert result.messages is not None
    assert len(result.calls) == 1
    assert [piece.place for piece in result.completeness.unread].count("entry:sms.xml") == 1


def test_names_of_chinese_windows_are_read() -> None:
    data = zipped({"AAAA.xml": SMS}).replace(b"AAAA", "短信".encode("gb18030"))
    result = read(source(data), today=TODAY)
    assert result.messages is not None
    assert result.messages["entry"][0] == "短信.xml"


def test_two_members_of_one_name_are_both_read() -> None:
    result = read(source(zipped({"sms.xml": SMS, "smt.xml": SMS}).replace(b"smt.xml", b"sms.xml")), today=TODAY)
    assert result.messages is not None
    assert result.messages["entry"].to_list() == ["sms.xml", "sms.xml", "sms.xml#2", "sms.xml#2"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/../../x", "a\\..\\x"])
def test_paths_that_lead_outside_are_not_read(name: str) -> None:
    told = read(source(zipped({name: SMS, "ok.xml": SMS})), today=TODAY).completeness
    assert told.found == 2
    assert len(told.unread) == 1


def test_encrypted_members_say_what_to_do() -> None:
    data = bytearray(zipped({"sms.xml": SMS}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    told = read(source(bytes(data)), today=TODAY).completeness
    assert (told.found, "已加密" in told.unread[0].zh) == (0, True)


def test_an_encrypted_backup_inside_has_to_be_added_by_itself() -> None:
    lines = ["ANDROID BACKUP", "5", "1", "AES-256", "00" * 64, "00" * 64, "10", "00" * 16, "00" * 96, ""]
    locked = zipped({"b.ab": "\n".join(lines).encode(), "sms.xml": SMS})
    told = read(source(locked), today=TODAY, password="x").completeness
    assert told.found == 2
    assert "密码" in told.unread[0].zh


def test_bombs_are_refused() -> None:
    with pytest.raises(UnsafeFileError):
        read(source(zipped({"sms.xml": b"0" * (64 * 1024 * 1024)})), today=TODAY)
    mixed = zipped({"a": b"0" * (32 * 1024 * 1024), "noise": os.urandom(200_000)})
    told = read(source(mixed), today=TODAY).completeness
    assert "entry:a" in [piece.place for piece in told.unread]


def test_a_directory_that_lies_about_sizes_gives_no_more_than_it_says() -> None:
    data = bytearray(zipped({"sms.xml": SMS + b" " * (16 * 1024 * 1024)}))
    struct.pack_into("<L", data, data.rindex(b"PK\x01\x02") + 24, len(SMS))
    result = read(source(bytes(data)), today=TODAY)
    assert result.messages is not None
    assert len(result.messages) == 2
    assert result.completeness.unread_count == 1


def test_too_many_members_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(ENTRIES + 1):
            archive.writestr(f"{number}", b"")
    with pytest.raises(UnsafeFileError):
        read(source(out.getvalue()), today=TODAY)


def test_documents_and_apps_are_no_archives_of_records() -> None:
    for first in ("[Content_Types].xml", "AndroidManifest.xml", "META-INF/MANIFEST.MF"):
        assert sniff(source(zipped({first: b"<x/>", "b": b"x"}))) is None


def test_an_archive_cut_off_is_broken() -> None:
    with pytest.raises(BrokenFileError):
        read(source(zipped({"sms.xml": SMS})[:-30]), today=TODAY)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_damage_is_an_answer_not_a_crash(at: int, noise: bytes) -> None:
    data = bytearray(zipped({"sms.xml": SMS, "calls.xml": CALLS, "k.vcf": CARDS}))
    at %= len(data)
    data[at : at + len(noise)] = noise
    with suppress(IngestError):
        assert read(source(bytes(data)), today=TODAY).completeness.found <= 8  # damage can split a number

"""Folders of iPhone backups: what is kept, what is read, what the list names and the folder misses, encrypted ones."""

from __future__ import annotations

import hashlib
import io
import plistlib
import sqlite3
import tarfile
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.case import Case
from ringfence.ingest import EncryptedIosBackupError, IngestError, NotAFileError, Source, original_of, read
from ringfence.ingest.ios_folder import DATABASES, file_id, read_plist

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 3, 1)
T = 1_767_225_600 - 978_307_200  # 2026-01-01T00:00:00Z, counted from 2001
MESSAGES = """
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);
CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, handle_id INTEGER, service TEXT, date INTEGER, is_from_me INTEGER);
INSERT INTO handle VALUES (1, '10690000001');
"""
CALLS = """
CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZADDRESS TEXT, ZDATE FLOAT, ZDURATION FLOAT, ZORIGINATED INTEGER,
  ZANSWERED INTEGER);
"""


def database(script: str, *rows: tuple[str, tuple[object, ...]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(script)
        for statement, values in rows:
            made.execute(statement, values)
        made.commit()
        return bytes(made.serialize())


def backup(folder: Path, *, encrypted: bool = False) -> Path:
    """Write a backup whose list names three databases, of which the address book is missing."""
    folder.mkdir(parents=True)
    messages = database(MESSAGES, ("INSERT INTO message VALUES (1, '请还款', 1, 'SMS', ?, 0)", (T * 10**9,)))
    calls = database(CALLS, ("INSERT INTO ZCALLRECORD VALUES (1, '19900000001', ?, 5, 0, 1)", (float(T),)))
    for path, data in ((DATABASES[0], messages), (DATABASES[2], calls)):
        name = hashlib.sha1(f"HomeDomain-{path}".encode()).hexdigest()  # noqa: S324 -- Apple's names
        (folder / name[:2]).mkdir(exist_ok=True)
        (folder / name[:2] / name).write_bytes(data)
    listed = "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB)"
    rows = [("INSERT INTO Files VALUES (?, 'HomeDomain', ?, 1, NULL)", (file_id(path), path)) for path in DATABASES]
    (folder / "Manifest.db").write_bytes(database(listed, *rows))
    (folder / "Manifest.plist").write_bytes(plistlib.dumps({"IsEncrypted": encrypted}, fmt=plistlib.FMT_BINARY))
    info = {
        "Device Name": "某人的手机",
        "Product Type": "iPhone0,0",
        "Last Backup Date": datetime(2026, 1, 2, tzinfo=UTC),
    }
    (folder / "Info.plist").write_bytes(plistlib.dumps(info))
    (folder / "ff").mkdir()
    (folder / "ff" / ("f" * 40)).write_bytes(b"a picture")
    return folder


def test_the_kept_original_is_a_plain_tar_of_lists_and_databases(tmp_path: Path) -> None:
    source = original_of(backup(tmp_path / "0000-UDID"))
    with source.open() as stream:
        data = stream.read()
    assert len(data) == source.size
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        names = tar.getnames()
        assert names[:3] == ["Info.plist", "Manifest.plist", "Manifest.db"]
        assert len(names) == 5
        for name in names:
            inside = tar.extractfile(name)
            assert inside is not None
            assert inside.read() == (tmp_path / "0000-UDID" / name).read_bytes()


def test_messages_and_calls_with_their_database_named(tmp_path: Path) -> None:
    result = read(original_of(backup(tmp_path / "backup")), today=TODAY)
    assert result.messages is not None
    assert result.calls is not None
    assert result.messages.select("row", "address", "body", "entry").row(0) == (
        1,
        "10690000001",
        "请还款",
        "Library/SMS/sms.db!message:1",
    )
    assert result.calls.select("row", "direction", "duration_s").row(0) == (2, "in", 5)
    assert result.device == "某人的手机 iPhone0,0"
    assert [piece.place for piece in result.completeness.unread] == [f"entry:{DATABASES[1]}"]
    assert any("2026-01-02" in note for note in result.completeness.notes)


def test_in_a_case_the_same_backup_twice_changes_nothing(tmp_path: Path) -> None:
    folder = backup(tmp_path / "Backup" / "0000-UDID")
    made, _ = Case.create(tmp_path / "case", "一个口令", work_factor=2)
    with made as case:
        added = case.add(folder, today=TODAY)
        assert (added.new, added.source.reader, added.source.device) == (True, "ios-backup", "某人的手机 iPhone0,0")
        assert not case.add(folder.parent, today=TODAY).new
        assert case.events().height == 2
        for cached in (case.vault.folder / "derived").iterdir():
            cached.unlink()
        assert case.events().height == 2


def test_encrypted_backups_are_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = backup(tmp_path / "backup", encrypted=True)
    with pytest.raises(EncryptedIosBackupError, match="Encrypt local backup"):
        original_of(folder)
    plain = backup(tmp_path / "other")
    (plain / "Manifest.plist").unlink()
    (plain / "Manifest.db").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(EncryptedIosBackupError):
        read(original_of(plain), today=TODAY)


def test_other_folders_and_links_are_no_backups(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(NotAFileError):
        original_of(tmp_path / "photos")
    folder = backup(tmp_path / "backup")
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(NotAFileError):
        original_of(tmp_path / "link")
    name = file_id(DATABASES[0])
    secret = tmp_path / "secret"
    secret.write_bytes(b"elsewhere")
    (folder / name[:2] / name).unlink()
    (folder / name[:2] / name).symlink_to(secret)
    with original_of(folder).open() as stream:
        assert b"elsewhere" not in stream.read()


def test_a_tar_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    with original_of(backup(tmp_path / "backup")).open() as stream:
        data = stream.read()
    told = read(Source.of_bytes("b.tar", data[:-9000]), today=TODAY).completeness
    assert told.found == 1
    assert any(piece.place.startswith("tar:") for piece in told.unread)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_property_list_is_answered(noise: bytes) -> None:
    for head in (b"", b"bplist00", b"<?xml version='1.0'?><plist>"):
        assert isinstance(read_plist(head + noise), dict)


@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=64))
@settings(max_examples=40, deadline=None)
def test_any_damage_is_an_answer_not_a_crash(tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes) -> None:
    base = tmp_path_factory.getbasetemp() / "shared-backup"
    folder = base if base.exists() else backup(base)
    with original_of(folder).open() as stream:
        data = bytearray(stream.read())
    at %= len(data)
    data[at : at + len(noise)] = noise
    with suppress(IngestError):
        assert read(Source.of_bytes("b.tar", bytes(data)), today=TODAY).completeness.found <= 2

"""The choice among readers, progress, cancel, and the account that every reader gives."""

from __future__ import annotations

import sqlite3
import tarfile
import zipfile
import zlib
from contextlib import closing
from datetime import date
from io import BytesIO

import docx
import pytest
from PIL import Image

from ringfence.ingest import READERS, Source, read, sniff
from ringfence.ingest.tally import KEPT, Tally
from ringfence.schema import CancelledError, RingfenceError

TODAY = date(2026, 3, 1)


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("sms.xml", b'<smses count="0"></smses>')
    return out.getvalue()


def package() -> bytes:
    """Return what is recognised as a package of an app."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("AndroidManifest.xml", b"\x03\0\x08\0")
        archive.writestr("classes.dex", b"dex\n035\0")
    return out.getvalue()


def database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE sms (address, body, date)")
        return bytes(made.serialize())


def word() -> bytes:
    """Return a Word document of one paragraph."""
    out = BytesIO()
    made = docx.Document()
    made.add_paragraph("律师函")
    made.save(out)
    return out.getvalue()


def blank_picture() -> bytes:
    """Return a white PNG."""
    out = BytesIO()
    Image.new("RGB", (64, 64), "white").save(out, "PNG")
    return out.getvalue()


SAMPLES = {
    "sms-backup-restore": b'<smses count="0"></smses>',
    "call-backup-restore": b'<calls count="0"></calls>',
    "vcard": b"BEGIN:VCARD\nFN:x\nTEL:1\nEND:VCARD\n",
    "china-mobile": "起始时间,通信地点,通信方式,对方号码,通信时长\n".encode("gb18030"),
    "china-unicom": "起始时间,通话时长,对方号码,呼叫类型,通话类型\n".encode("gb18030"),
    "recording": b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50,  # a second of AMR frames at 12.2 kbit/s
    "statement-form": "护联陈述表: 1\n".encode(),
    "adb-backup": b"ANDROID BACKUP\n5\n0\nnone\n" + bytes(1024),
    "adb-messages": zlib.compress(
        b'[{"address":"19900000001","body":"x","date":"1767225600000","date_sent":"0","type":"1"}]'
    ),
    "carrier-pdf": b"%PDF-1.7\n",
    "word": word(),
    "phone-database": database(),
    "ios-backup": tarfile.TarInfo("Info.plist").tobuf(tarfile.USTAR_FORMAT) + bytes(1024),
    "mail": b"From: a@example.invalid\nDate: Thu, 01 Jan 2026 08:00:00 +0800\n\nx\n",
    "wechat": b"localId,IsSender,CreateTime,StrContent\n",
    "zip": zipped(),
    "app-package": package(),
    "screenshot": blank_picture(),
    "text": "律师函\n请于三日内联系。\n".encode(),
    "table": "时间,号码\n2026-01-01 00:00:00,19900000001\n".encode(),
}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_reader_knows_its_own_and_no_other(reader: object) -> None:
    name = getattr(reader, "name", "")
    own, foreign = ("x.txt", "x.txt") if name == "text" else ("x.csv", "x")  # the one that is known by its name
    claim = sniff(Source.of_bytes(own, SAMPLES[name]))
    assert claim is not None
    assert claim.reader == name
    assert claim.why
    others = {
        other
        for other, data in SAMPLES.items()
        if (found := sniff(Source.of_bytes(foreign, data))) and found.reader == name
    }
    assert others <= {name}


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in SAMPLES
        if name not in {"app-package", "carrier-pdf", "ios-backup", "mail", "table", "text", "word", "zip"}
    ],
)
def test_empty_but_sound_files_give_empty_frames(name: str) -> None:
    result = read(Source.of_bytes("x", SAMPLES[name]), today=TODAY)
    tables = (result.messages, result.calls, result.contacts, result.statements, result.recordings)
    frames = [frame for frame in tables if frame is not None]
    assert len(frames) == 1
    assert result.completeness.found == len(frames[0])
    assert result.reader == name


def test_cancelling_stops_the_reading() -> None:
    def stop(step: str, done: int, total: int | None = None) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        read(Source.of_bytes("x", SAMPLES["sms-backup-restore"]), today=TODAY, progress=stop)


def test_progress_ends_at_the_size() -> None:
    seen: list[tuple[int, int | None]] = []

    def watch(step: str, done: int, total: int | None = None) -> None:
        assert step
        seen.append((done, total))

    data = SAMPLES["sms-backup-restore"]
    read(Source.of_bytes("x", data), today=TODAY, progress=watch)
    assert seen[-1] == (len(data), len(data))


def test_the_tally_counts_all_and_keeps_a_thousand() -> None:
    tally = Tally()
    for number in range(KEPT + 5):
        tally.unread(f"line:{number}", "坏", "bad")
        tally.repair("nul", f"line:{number}")
    account = tally.completeness(None, 0)
    assert (account.unread_count, len(account.unread)) == (KEPT + 5, KEPT)
    assert (account.repairs[0].count, account.repairs[0].first) == (KEPT + 5, "line:0")


def test_errors_speak_both_languages_and_name_the_file() -> None:
    with pytest.raises(RingfenceError) as caught:
        read(Source.of_bytes("某.bin", b"\x00\x01"), today=TODAY)
    assert "某.bin" in caught.value.zh
    assert "某.bin" in caught.value.en

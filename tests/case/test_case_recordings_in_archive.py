"""Recordings inside an archive: each becomes an original of its own; the archive stays whole; what is damaged stays in it."""

from __future__ import annotations

import wave
import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ringfence.case import Case
from ringfence.cli import run
from ringfence.ingest import NeedsAudioError, Source
from ringfence.ingest.recording import Recording
from ringfence.ingest.zip_archive import ZipArchive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSPHRASE = "测试口令-不要用"
DAY = date(2026, 11, 21)
NAME = "通话录音@199 0000 1234(19900001234)_20260105101112.wav"
LATER = "通话录音@199 0000 1234(19900001234)_20260106101112.wav"
CALLS = (
    '<?xml version="1.0"?><calls count="1"><call number="19900001234" duration="20" date="1767579070000" type="1" '
    'presentation="1" /></calls>'
)  # 2026-01-05 10:11:10 in China, two seconds before the recording begins


def sound(seconds: int = 20) -> bytes:
    row = (8000 * np.sin(2 * np.pi * 300 * np.arange(seconds * 8000) / 8000)).astype("<i2")
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(row.tobytes())
    return written.getvalue()


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=4)
    with made:
        yield made


def test_each_becomes_an_original_of_its_own_and_joins_its_call(case: Case) -> None:
    whole = zipped({"calls.xml": CALLS, f"录音/{NAME}": sound(), "更多.zip": zipped({LATER: sound(3)})})
    added = case.add(Source.of_bytes("手机.zip", whole), today=DAY)
    assert [one.source.id for one in added.sounds] == ["S2", "S3"]
    first, second = (case.state.sources[name] for name in ("S2", "S3"))
    assert (first.name, first.within) == (NAME, f"S1!录音/{NAME}")
    assert (second.name, second.within) == (LATER, f"S1!更多.zip!{LATER}")
    assert first.kind_zh == "通话录音"
    assert case.vault.read_blob(first.blob) == sound()
    assert case.vault.read_blob(case.state.sources["S1"].blob) == whole
    told = case.state.sources["S1"].completeness
    assert told is not None
    assert told.found == 1  # the call; what is a recording is not counted as read there
    assert any(NAME in note and "单独" in note for note in told.notes)
    events = case.events()
    assert events.height == 2  # the call with its recording; the recording that joins none
    assert events["refs"].list.len().to_list() == [2, 1]
    assert case.heard("S2")


def test_the_same_again_changes_nothing_and_one_added_before_is_not_doubled(case: Case) -> None:
    case.add(Source.of_bytes(NAME, sound()), today=DAY)
    whole = zipped({NAME: sound(), LATER: sound(3)})
    added = case.add(Source.of_bytes("录音.zip", whole), today=DAY)
    assert [(one.source.id, one.new) for one in added.sounds] == [("S1", False), ("S3", True)]
    size = case.vault.size
    assert not case.add(Source.of_bytes("录音.zip", whole), today=DAY).new
    assert case.vault.size == size


def test_a_damaged_one_stays_in_the_archive_and_is_said(case: Case) -> None:
    whole = zipped({f"a/{NAME}": sound(), LATER: sound(3), "msg.silk": b"\x02#!SILK_V3" + bytes(20)})
    at = whole.index(sound()) + 2000
    broken = whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :]
    added = case.add(Source.of_bytes("录音.zip", broken), today=DAY)
    damaged, good = added.sounds
    assert NAME in damaged.problem_zh
    assert not damaged.new
    assert (good.source.name, good.new) == (LATER, True)
    assert [one.name for one in case.state.sources.values()] == ["录音.zip", LATER]
    told = added.source.completeness
    assert told is not None
    assert [piece.place for piece in told.unread] == ["entry:msg.silk"]  # WeChat's own form, as ever


def test_the_voices_of_a_chat_are_not_taken_out_one_by_one(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ringfence.ingest.collection.VOICES", 2)
    inner = zipped({LATER: sound(4)})
    voices: dict[str, bytes | str] = {f"voice/{number}.wav": sound(number) for number in range(1, 4)}
    added = case.add(Source.of_bytes("微信.zip", zipped(voices | {NAME: sound(), "更多.zip": inner})), today=DAY)
    assert [one.source.name for one in added.sounds] == [NAME, LATER]
    told = added.source.completeness
    assert told is not None
    assert [piece.place for piece in told.unread] == [f"entry:voice/{number}.wav" for number in range(1, 4)]
    del voices["voice/3.wav"]
    assert len(case.add(Source.of_bytes("两段.zip", zipped(voices)), today=DAY).sounds) == 2


def test_without_the_part_that_reads_them_they_are_kept_and_read_later(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str, data: bytes) -> None:
        raise NeedsAudioError

    with monkeypatch.context() as patch:
        patch.setattr("ringfence.ingest.recording.listen", missing)
        case.add(Source.of_bytes("录音.zip", zipped({NAME: sound()})), today=DAY)
    kept = case.state.sources["S2"]
    assert kept.reader == ""
    assert "附加组件" in kept.problem_zh
    assert case.reread("S2").source.kind_zh == "通话录音"


def test_an_archive_of_before_gives_its_recordings_when_it_is_read_again(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ZipArchive, "version", 1)
        patch.setattr("ringfence.ingest.members.Recording", type("Nothing", (), {"name": "nothing"}))
        case.add(Source.of_bytes("录音.zip", zipped({NAME: sound()})), today=DAY)
    assert list(case.state.sources) == ["S1"]
    assert [one.id for one in case.readable_again()] == ["S1"]
    again = case.reread("S1")
    assert again.again
    assert [one.source.name for one in again.sounds] == [NAME]
    assert Recording.name == case.state.sources["S2"].reader


def test_the_command_line_says_what_was_taken_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    made, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=4)
    made.close()
    (tmp_path / "录音.zip").write_bytes(zipped({NAME: sound()}))
    assert run(["--case", str(tmp_path / "case"), "add", str(tmp_path / "录音.zip")]) == 0
    shown = capsys.readouterr().out
    assert f"✓ S2 {NAME} — 通话录音(取自 S1)" in shown

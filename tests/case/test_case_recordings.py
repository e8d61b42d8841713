"""Recordings in a case: joined with the call they were made of, never counted as a call from somebody, cut with the original."""

from __future__ import annotations

import hashlib
import json
import wave
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from ringfence.analyze import attribute, classify, measure
from ringfence.case import Case, Records, State, UnknownNameError, build_timeline
from ringfence.case.unknowns import unknowns_of
from ringfence.cli import run
from ringfence.cli.app import FAULT, USAGE
from ringfence.ingest import Part, Source, read
from ringfence.schema import CALLS, CONTACTS, Party, PartyType, conform, parse_phone, to_micros

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = "19900001234"
RATE = 8_000
PASSPHRASE = "测试口令-不要用"


def sound(seconds: float, amplitude: int = 8000) -> bytes:
    row = (amplitude * np.sin(2 * np.pi * 300 * np.arange(int(seconds * RATE)) / RATE)).astype("<i2")
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(row.tobytes())
    return written.getvalue()


def recorded(name: str, seconds: float = 20, amplitude: int = 8000, source: str = "S9") -> Records:
    result = read(Source.of_bytes(name, sound(seconds, amplitude)), today=date(2026, 11, 21))
    return Records(source, recordings=result.recordings)


def call(
    time: str, direction: str, seconds: int, *, number: str = NUMBER, clock: str = "device", source: str = "S1"
) -> Records:
    phone = parse_phone(number)
    row = {
        "row": 1,
        "direction": direction,
        "address": number,
        "address_key": phone.key,
        "address_kind": phone.kind.value,
        "ts": to_micros(datetime.fromisoformat(time)),
        "zone": "Asia/Shanghai",
        "clock": clock,
        "duration_s": seconds,
        "connected": seconds > 0,
    }
    return Records(source, calls=conform(pl.DataFrame([row]), CALLS))


def timeline(*records: Records) -> pl.DataFrame:
    return build_timeline(records, {}).events


NAME = f"通话录音@王演示({NUMBER})_20260105101112.wav"


@pytest.mark.parametrize("direction", ["in", "out"])
def test_a_recording_joins_the_call_it_was_made_of(direction: str) -> None:
    events = timeline(call("2026-01-05T10:11:02", direction, 25), recorded(NAME))
    assert events.height == 1
    row = events.row(0, named=True)
    assert row["refs"] == ["S1#1", "S9#1"]
    assert row["agreement"] == "corroborated"
    assert row["direction"] == direction
    assert row["duration_s"] == 25
    assert row["ts"] == to_micros(datetime.fromisoformat("2026-01-05T10:11:02"))


def test_log_carrier_and_two_pieces_of_a_recording_are_one_event() -> None:
    second = f"通话录音@王演示({NUMBER})_20260105101210.wav"
    events = timeline(
        call("2026-01-05T10:11:02", "in", 100),
        call("2026-01-05T10:11:05", "in", 98, clock="carrier", source="S2"),
        recorded(NAME, 40),
        recorded(second, 30, source="S8"),
    )
    assert events.height == 1
    assert set(events["refs"].item()) == {"S1#1", "S2#1", "S8#1", "S9#1"}
    assert events["clock"].item() == "carrier"


@pytest.mark.parametrize(
    "other",
    [
        call("2026-01-05T10:14:00", "in", 25),  # too late
        call("2026-01-05T10:11:02", "in", 25, number="19900009999"),  # another number
        call("2026-01-05T10:11:02", "in", 3),  # far shorter than what was recorded
        call("2026-01-05T10:11:02", "in", 0),  # nobody answered
    ],
)
def test_what_does_not_fit_stays_apart(other: Records) -> None:
    events = timeline(other, recorded(NAME))
    assert events.height == 2
    assert set(events["direction"]) == {"in", "recorded"}


def test_a_recording_alone_counts_as_nobodys_call() -> None:
    events = timeline(recorded(NAME))
    assert events.row(0, named=True)["direction"] == "recorded"
    lender = Party("L1", "演示小贷", PartyType.UNKNOWN, numbers=(parse_phone(NUMBER).key,))
    found = attribute(classify(events), (lender,))
    assert found["lender"].to_list() == ["L1"]
    assert found["label"].to_list() == [None]
    assert measure(found).attempts == 0


def test_a_recording_that_joins_nothing_is_said() -> None:
    alone = unknowns_of(State(), timeline(recorded("通话录音@王演示_20260105101112.wav")), ())
    assert any("1 段录音没有对上" in line for line in alone)
    assert not any("没有显示号码" in line for line in alone)
    joined = unknowns_of(State(), timeline(call("2026-01-05T10:11:02", "in", 25), recorded(NAME)), ())
    assert not any("录音" in line for line in joined)


def test_a_name_without_a_number_joins_only_a_single_call_of_that_name() -> None:
    phone = parse_phone(NUMBER)
    card = {"row": 1, "name": "王演示", "address": NUMBER, "address_key": phone.key, "address_kind": phone.kind.value}
    book = Records("S5", contacts=conform(pl.DataFrame([card]), CONTACTS))
    named = recorded("通话录音@王演示_20260105101112.wav")
    assert timeline(book, call("2026-01-05T10:11:02", "in", 25), named).height == 1
    two = timeline(
        book, call("2026-01-05T10:11:02", "in", 25), call("2026-01-05T10:11:40", "in", 25, source="S2"), named
    )
    assert two.height == 3
    assert timeline(call("2026-01-05T10:11:02", "in", 25), named).height == 2


def test_a_silent_recording_does_not_say_that_anybody_answered() -> None:
    events = timeline(recorded(NAME, amplitude=0))
    assert events["connected"].to_list() == [None]


def test_other_audio_files_are_no_events() -> None:
    assert timeline(recorded("会议录音.wav")).is_empty()


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", PASSPHRASE)
    (tmp_path / "runtime").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    folder = tmp_path / "case"
    made, _ = Case.create(folder, PASSPHRASE, work_factor=10)
    with made:
        added = made.add(Source.of_bytes(NAME, sound(30)))
        assert added.source.kind_zh == "通话录音"
        assert made.add(Source.of_bytes("msg.amr", b"\x02#!SILK_V3" + b"\0" * 9)).source.problem_zh.startswith(
            "“msg.amr”是微信语音"
        )
    return folder


def test_a_highlight_comes_with_cut_list_original_and_a_log_entry(case: Path, tmp_path: Path) -> None:
    assert (
        run(["--case", str(case), "cut", "S1", "--span", "0:05-0:10", "--span", "20-25.5", "--out", str(tmp_path)]) == 0
    )
    assert run(["--case", str(case), "cut", "S1", "--span", "0:05-0:10", "--out", str(tmp_path)]) == 0
    folder = tmp_path / "S1-录音节选"
    assert (tmp_path / "S1-录音节选-2").is_dir()
    original = folder / f"原件-{NAME}"
    assert original.read_bytes() == sound(30)
    told = json.loads((folder / "剪辑表.json").read_text(encoding="utf-8"))
    assert told["original"]["sha256"] == hashlib.sha256(sound(30)).hexdigest()
    assert told["highlight"]["sha256"] == hashlib.sha256((folder / "节选.wav").read_bytes()).hexdigest()
    assert [(part["from_ms"], part["to_ms"]) for part in told["parts"]] == [(5000, 10_000), (20_000, 25_500)]
    with Case.open(case, passphrase=PASSPHRASE) as opened:
        assert opened.state.documents[0]["stem"] == "highlight-S1"
        assert set(opened.state.documents[0]["files"]) == {path.name for path in folder.iterdir()}


def test_where_something_is_heard_is_listed_and_the_whole_can_be_written(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--case", str(case), "cut", "S1"]) == 0
    assert capsys.readouterr().out.startswith("0:00.0-0:30.0\n")
    assert run(["--case", str(case), "cut", "S1", "--whole", "--out", str(tmp_path)]) == 0
    assert {path.name for path in (tmp_path / "S1-录音").iterdir()} == {f"原件-{NAME}", "可播放副本.wav"}
    assert run(["--case", str(case), "cut", "S1", "--whole", "--span", "0-5"]) == USAGE
    assert run(["--case", str(case), "cut", "S2"]) == FAULT  # kept, but no recording that can be heard


def test_wrong_cuts_are_explained(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(tmp_path / "out")]
    assert run(["--case", str(case), "cut", "S1", "--span", "5秒", *out]) == USAGE
    assert run(["--case", str(case), "cut", "S7", "--span", "0-5", *out]) == FAULT
    assert run(["--case", str(case), "cut", "S1", "--span", "0-50", *out]) == FAULT
    assert "超出录音结尾" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    with Case.open(case, passphrase=PASSPHRASE) as opened, pytest.raises(UnknownNameError):
        opened.write_highlight("S7", [Part(0, 1000)], tmp_path)

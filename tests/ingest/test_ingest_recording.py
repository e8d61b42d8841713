"""Recordings: names as phones write them, sound as it is heard, three clocks kept apart, what cannot be read refused."""

from __future__ import annotations

import builtins
import json
import wave
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import (
    BrokenFileError,
    CutRefusedError,
    NeedsAudioError,
    Part,
    SilkRefusedError,
    Source,
    cut_highlight,
    cut_list,
    parse_recording_name,
    playable_copy,
    read,
    sniff,
)
from ringfence.ingest.sound import heard_parts
from ringfence.ingest.sound_copy import wav
from ringfence.schema import from_micros

TODAY = date(2026, 11, 21)
RATE = 16_000


def tone(*parts: tuple[float, int]) -> np.ndarray[Any, np.dtype[np.int16]]:
    """Return 440 Hz: each part is (seconds, amplitude)."""
    rows = [amplitude * np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE)) / RATE) for seconds, amplitude in parts]
    return np.concatenate(rows).astype(np.int16)


def coded(row: np.ndarray[Any, np.dtype[np.int16]], kind: str, codec: str, rate: int = RATE) -> bytes:
    """Return samples in another container, with a creation time."""
    written = BytesIO()
    with av.open(written, "w", format=kind) as container:
        container.metadata["creation_time"] = "2026-01-05T02:11:20Z"
        track = container.add_stream(codec, rate=rate)
        assert isinstance(track, av.AudioStream)
        track.layout = "mono"
        frame = av.AudioFrame.from_ndarray(row.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(format=track.format, layout="mono", rate=rate, frame_size=track.frame_size or 0)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(track.encode(piece))
        container.mux(track.encode(None))
    return written.getvalue()


def narrow(kind: str) -> bytes:
    """Return `CALL` as AMR at 4.75 kbit/s, kept as a file: newer wheels of PyAV read AMR and cannot write it."""
    return (DATA / f"tone.{kind}").read_bytes()


DATA = Path(__file__).parent / "data"
CALL = tone((1, 0), (2, 8000), (2, 0), (1, 8000), (1, 0))
NAME = "通话录音@199 0000 1234(19900001234)_20260105101112.mp3"


@pytest.mark.parametrize(
    ("name", "system", "numbers", "contact", "time"),
    [
        (NAME, "xiaomi", ("19900001234",), "", (2026, 1, 5, 10, 11, 12)),
        ("通话录音@王演示(19900001234)_20260105101112.mp3", "xiaomi", ("19900001234",), "王演示", (2026, 1, 5, 10, 11, 12)),
        ("通话录音@008619900001234_20260105101112.mp3", "xiaomi", ("+8619900001234",), "", (2026, 1, 5, 10, 11, 12)),
        ("通话录音@王演示_20260105101112.mp3", "xiaomi", (), "王演示", (2026, 1, 5, 10, 11, 12)),
        ("199 0000 1234_20260105101112.mp3", "xiaomi", ("199 0000 1234",), "", (2026, 1, 5, 10, 11, 12)),
        ("199 0000 1234_19900005678_20260105101112.mp3", "xiaomi", ("199 0000 1234", "19900005678"), "", (2026, 1, 5, 10, 11, 12)),
        ("199 0000 1234_20260105101112(1).mp3", "xiaomi", ("199 0000 1234",), "", (2026, 1, 5, 10, 11, 12)),
        ("王演示@19900001234_20260105101112.amr", "huawei", ("19900001234",), "王演示", (2026, 1, 5, 10, 11, 12)),
        ("通话录音 19900001234_260105_101112.m4a", "samsung", ("19900001234",), "", (2026, 1, 5, 10, 11, 12)),
        ("王演示 19900001234-2026-01-05 10-11-12.m4a", "oppo", ("19900001234",), "王演示", (2026, 1, 5, 10, 11, 12)),
        ("19900001234-2601051011.mp3", "oppo", ("19900001234",), "", None),
        ("20260105_101112_王演示(19900001234).m4a", "generic", ("19900001234",), "王演示", (2026, 1, 5, 10, 11, 12)),
    ],
)  # fmt: skip
def test_names_of_recordings(
    name: str, system: str, numbers: tuple[str, ...], contact: str, time: tuple[int, ...] | None
) -> None:
    found = parse_recording_name(name)
    assert found is not None
    assert (found.system, found.numbers, found.contact) == (system, numbers, contact)
    assert found.verified is (system == "xiaomi")
    written = found.time
    got = (
        None
        if written is None
        else (written.year, written.month, written.day, written.hour, written.minute, written.second)
    )
    assert got == time


@pytest.mark.parametrize(
    "name", ["录音 001.m4a", "会议.mp3", "19900001234_20260105101112.txt", "20260105.mp3", "", ".mp3"]
)
def test_other_names_are_no_calls(name: str) -> None:
    assert parse_recording_name(name) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_name_is_read_or_not(stem: str) -> None:
    found = parse_recording_name(f"{stem}.mp3")
    assert found is None or found.system


@pytest.mark.parametrize(
    ("kind", "codec", "rate"),
    [("wav", "pcm_s16le", 16_000), ("mp3", "libmp3lame", 16_000), ("ipod", "aac", 16_000), ("amr", "", 8_000),
     ("3gp", "", 8_000), ("ogg", "libopus", 48_000), ("flac", "flac", 16_000)],
)  # fmt: skip
def test_formats_are_heard(kind: str, codec: str, rate: int) -> None:
    source = Source.of_bytes(NAME, coded(CALL, kind, codec, rate) if codec else narrow(kind))
    match = sniff(source)
    assert match is not None
    assert match.reader == "recording"
    result = read(source, today=TODAY)
    assert result.kind_zh == "通话录音"
    frame = result.recordings
    assert frame is not None
    row = frame.row(0, named=True)
    assert row["duration_ms"] == pytest.approx(7000, abs=150)
    assert len(row["heard"]) == 4
    assert row["heard"] == pytest.approx([1000, 3000, 5000, 6000], abs=150)
    assert row["address_key"] == "+8619900001234"
    assert from_micros(row["ts"]).strftime("%Y-%m-%d %H:%M:%S %z") == "2026-01-05 10:11:12 +0800"
    assert row["clock"] == "device"


def test_the_containers_time_is_kept_apart_from_the_names() -> None:
    frame = read(Source.of_bytes(NAME, coded(CALL, "ipod", "aac")), today=TODAY).recordings
    assert frame is not None
    made = int(datetime(2026, 1, 5, 2, 11, 20, tzinfo=UTC).timestamp() * 1_000_000)
    assert frame["ts_container"].item() == made
    assert frame["ts"].item() == made - 8_000_000
    other = read(Source.of_bytes("录音.m4a", coded(CALL, "ipod", "aac")), today=TODAY)
    assert other.recordings is not None
    assert other.recordings.select("ts", "clock", "call", "address_key").row(0) == (made, "claimed", False, "")
    assert any("没有认出" in note for note in other.completeness.notes)


def test_an_unverified_naming_is_said() -> None:
    result = read(Source.of_bytes("王演示@19900001234_20260105101112.wav", wav(CALL, RATE)), today=TODAY)
    assert any("未经实物核对" in note for note in result.completeness.notes)


def test_a_cut_off_file_is_read_as_far_as_it_goes() -> None:
    whole = coded(CALL, "mp3", "libmp3lame")
    frame = read(Source.of_bytes(NAME, whole[: len(whole) // 2]), today=TODAY).recordings
    assert frame is not None
    assert 2_000 < frame["duration_ms"].item() < 4_500


@pytest.mark.parametrize("head", [b"\x02#!SILK_V3", b"#!SILK_V3"])
def test_wechat_silk_is_refused_with_a_way_out(head: bytes) -> None:
    with pytest.raises(SilkRefusedError) as caught:
        read(Source.of_bytes("msg_1.amr", head + b"\0" * 50), today=TODAY)
    assert "微信" in caught.value.zh


@pytest.mark.parametrize(
    "head", [b"OggS", b"fLaC", b"ID3\x03", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypM4A ", b"\xff\xfb\x90"]
)
def test_broken_sound_is_refused(head: bytes) -> None:
    with pytest.raises(BrokenFileError):
        read(Source.of_bytes(NAME, head + b"\x00" * 40), today=TODAY)


def test_a_track_that_nothing_decodes_is_refused() -> None:
    data = coded(tone((0.5, 8000)), "ipod", "aac").replace(b"mp4a", b"zzzz").replace(b"esds", b"zzzz")
    with pytest.raises(BrokenFileError):
        read(Source.of_bytes(NAME, data), today=TODAY)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_behind_a_head_are_read_or_refused(rest: bytes) -> None:
    try:
        frame = read(Source.of_bytes(NAME, b"RIFF\xff\0\0\0WAVE" + rest), today=TODAY).recordings
    except BrokenFileError:
        return
    assert frame is not None


def test_without_pyav_the_way_to_get_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:  # noqa: ANN401 -- stands in for the import statement
        if name == "av":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(NeedsAudioError) as caught:
        read(Source.of_bytes(NAME, wav(CALL, RATE)), today=TODAY)
    assert "ringfence[audio]" in caught.value.zh


def test_noise_does_not_hide_pauses_and_clicks_are_no_speech() -> None:
    quiet, loud = [-46.0] * 40, [-20.0] * 40
    assert heard_parts([*quiet, *loud, *quiet]) == ((1200, 2400),)
    assert heard_parts([*quiet, -10.0, -10.0, *quiet]) == ()
    assert heard_parts([-20.0] * 100) == ((0, 3000),)
    assert heard_parts([-90.0] * 100) == ()
    assert heard_parts([]) == ()


def test_a_highlight_holds_the_chosen_parts_and_names_the_original() -> None:
    data = wav(tone((1, 0), (2, 8000), (2, 0), (1, 4000)), RATE)
    highlight = cut_highlight("a.wav", data, [Part(1000, 2000), Part(5000, 6000)])
    with wave.open(BytesIO(highlight.data)) as file:
        row = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
    assert row.size == int(2.7 * RATE)
    assert abs(row[:RATE].max() - 8000) < 50
    assert row[RATE : int(1.7 * RATE)].max() == 0
    assert abs(row[int(1.7 * RATE) :].max() - 4000) < 50
    assert highlight.parts == (Part(1000, 2000, 0), Part(5000, 6000, 1700))
    told = json.loads(
        cut_list(highlight, name="a.wav", source="S1", original_file="原件-a.wav", highlight_file="节选.wav")
    )
    assert told["original"]["sha256"] == highlight.original_sha256
    assert told["parts"][1] == {"from_ms": 5000, "to_ms": 6000, "at_ms": 1700, "from": "00:05.000", "to": "00:06.000"}
    assert cut_highlight("a.wav", data, [Part(1000, 2000), Part(5000, 6000)]).sha256 == highlight.sha256


@pytest.mark.parametrize(
    "parts",
    [[], [Part(0, 0)], [Part(2000, 1000)], [Part(0, 3000), Part(2000, 4000)], [Part(3000, 4000), Part(0, 1000)],
     [Part(0, 9000)], [Part(-5, 1000)]],
)  # fmt: skip
def test_parts_that_would_mislead_are_refused(parts: list[Part]) -> None:
    with pytest.raises(CutRefusedError) as caught:
        cut_highlight("a.wav", wav(CALL, RATE), parts)
    assert caught.value.zh
    assert caught.value.en


def test_a_highlight_is_three_minutes_at_most() -> None:
    data = wav(np.zeros(200 * RATE, dtype=np.int16), RATE)
    assert len(cut_highlight("a.wav", data, [Part(0, 180_000)]).data) == 180 * RATE * 2 + 44
    with pytest.raises(CutRefusedError):
        cut_highlight("a.wav", data, [Part(0, 180_001)])
    with pytest.raises(CutRefusedError):
        cut_highlight("a.wav", data, [Part(0, 90_000), Part(90_000, 180_000)])  # with the silence between them


def test_a_playable_copy_is_whole() -> None:
    with wave.open(BytesIO(playable_copy("a.amr", narrow("amr")))) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(7, abs=0.15)

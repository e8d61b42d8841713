"""Transcripts on the command line: the doctor's line, making, checking, correcting, undoing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ringfence import ingest
from ringfence.case import Case
from ringfence.cli import run
from ringfence.cli.app import FAULT, USAGE
from ringfence.cli.words import say
from tiny_asr import spoken, wav_of, write_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALPHABET = "再不还钱就打死你家人电话明天"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    say.lang = "zh"
    yield
    say.lang = "zh"


def doctors_word(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = run(["doctor", "--json"])
    return code, next(one for one in json.loads(capsys.readouterr().out) if "转文字" in one["name"])


def test_the_doctor_says_whether_the_model_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(ingest.MODEL_VARIABLE, raising=False)
    code, told = doctors_word(capsys)
    assert (code, told["ok"]) == (0, True)
    assert "没有设置模型文件夹" in told["detail"]

    model = write_model(tmp_path / "model", ALPHABET)
    monkeypatch.setenv(ingest.MODEL_VARIABLE, str(model))
    code, told = doctors_word(capsys)
    assert (code, told["ok"]) == (0, True)
    assert "WeNet CTC(model)" in told["detail"]
    assert "模型可以打开" in told["detail"]

    (model / "tokens.txt").unlink()
    code, told = doctors_word(capsys)
    assert (code, told["ok"]) == (FAULT, False)
    assert "缺少 tokens.txt" in told["advice"]


def test_without_the_extra_nothing_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ingest, "speech_missing", lambda: "sherpa_onnx")
    code, told = doctors_word(capsys)
    assert (code, told["ok"]) == (0, True)
    assert "pip install 'ringfence[asr,audio]'" in told["detail"]


PASSPHRASE = "测试口令-不要用"
NAME = "通话录音@王演示(19900001234)_20260105101112.wav"


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv(ingest.MODEL_VARIABLE, raising=False)
    (tmp_path / "runtime").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("COLUMNS", "200")
    folder = tmp_path / "case"
    made, _ = Case.create(folder, PASSPHRASE, work_factor=10)
    with made:
        made.add(ingest.Source.of_bytes(NAME, wav_of(spoken("再不还钱就打死你家人 电话", ALPHABET))))
    return str(folder)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_recording_is_transcribed_shown_and_marked_as_machine_made(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(write_model(tmp_path / "model", ALPHABET))
    code, _, fault = said(capsys, "--case", case, "transcribe", "S1")
    assert (code, "--model" in fault) == (USAGE, True)
    code, out, _ = said(capsys, "--case", case, "transcribe", "S1", "--model", model)
    assert code == 0
    assert "机器转写(WeNet CTC,model),未核对的内容不作依据" in out
    assert "   #1 0:00.2-0:04.6 再不还钱就打死你家人\n" in out
    assert "共 2 段,核对过 0 段" in out
    told = json.loads(said(capsys, "--case", case, "transcribe", "S1", "--json")[1])
    assert told["machine_made"] is True
    assert told["vouched"] == "machine"
    assert [word["text"] for word in told["utterances"][1]["words"]] == ["电", "话"]
    code, out, _ = said(capsys, "--case", case, "timeline", "--everything")
    assert "〔机器转写,不作依据〕再不还钱" in out
    assert "要重新转写请加 --again" in said(capsys, "--case", case, "transcribe", "S1", "--model", model)[2]
    code, out, _ = said(capsys, "--lang", "en", "--case", case, "transcribe", "S1", "--again", "--model", model)
    assert (code, "unchecked words count for nothing" in out) == (0, True)


def test_a_transcript_is_checked_corrected_given_out_taken_back_and_undone(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ingest.MODEL_VARIABLE, str(write_model(tmp_path / "model", ALPHABET)))
    start = ["--case", case, "transcribe", "S1"]
    assert run(start) == 0
    code, out, _ = said(capsys, *start, "--check", "1", "--by", "other")
    assert (code, "已记下 1 段" in out, "ringfence correct" in out) == (0, True, True)
    assert run([*start, "--edit", "2", "--text", "电话打给你家人", "--by", "me"]) == 0
    code, out, _ = said(capsys, *start)
    assert "对 #1" in out
    assert "我 #2 0:05.2-0:06.4 电话打给你家人\n      机器原稿:电话\n" in out

    file = tmp_path / "稿.txt"
    assert run([*start, "--export", str(file)]) == 0
    assert run([*start, "--export", str(file)]) == FAULT  # nothing is written over
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# 护联录音文字稿 S1")
    file.write_text(text.replace("[我] #2", "[ ] #2").replace("电话打给你家人", "电话"), encoding="utf-8")
    code, out, _ = said(capsys, *start, "--import", str(file))
    assert (code, "已记下 1 段" in out) == (0, True)
    with Case.open(tmp_path / "case", passphrase=PASSPHRASE) as opened:
        assert [one.speaker for one in opened.transcript("S1").said] == ["other", "unknown"]
    assert run(["--case", case, "undo"]) == 0
    with Case.open(tmp_path / "case", passphrase=PASSPHRASE) as opened:
        assert opened.transcript("S1").said[1].text == "电话打给你家人"


def test_wrong_use_is_explained_and_changes_nothing(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = ["--case", case, "transcribe", "S1"]
    assert run([*start, "--edit", "1"]) == USAGE
    assert run([*start, "--by", "other"]) == USAGE
    assert run([*start, "--check", "1", "--again"]) == USAGE
    assert run([*start, "--check", "1"]) == FAULT
    assert "还没有文字稿" in capsys.readouterr().err
    assert run([*start, "--export", str(tmp_path / "x.txt")]) == FAULT
    assert not (tmp_path / "x.txt").exists()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run([*start, "--model", str(empty)]) == FAULT
    assert "没有模型文件" in capsys.readouterr().err
    model = str(write_model(tmp_path / "model", ALPHABET))
    assert run([*start, "--model", model]) == 0
    assert run([*start, "--check", "7"]) == FAULT
    latin = tmp_path / "latin.txt"
    latin.write_bytes("[对] #1 0:00.0-0:01.0 好".encode("gb18030"))
    assert run([*start, "--import", str(latin)]) == USAGE
    latin.write_text("再不还钱", encoding="utf-8")
    assert run([*start, "--import", str(latin)]) == FAULT
    with Case.open(tmp_path / "case", passphrase=PASSPHRASE) as opened:
        assert opened.transcript("S1").vouched == "machine"


def test_a_highlight_is_cut_by_utterance(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(tmp_path / "out")]
    assert run(["--case", case, "cut", "S1", "--said", "1", *out]) == FAULT  # no transcript yet
    model = str(write_model(tmp_path / "model", ALPHABET))
    assert run(["--case", case, "transcribe", "S1", "--model", model]) == 0
    assert run(["--case", case, "cut", "S1", "--said", "2", "--said", "1", "--said", "2", "--span", "4.7-5", *out]) == 0
    told = json.loads((tmp_path / "out" / "S1-录音节选" / "剪辑表.json").read_text(encoding="utf-8"))
    with Case.open(tmp_path / "case", passphrase=PASSPHRASE) as opened:
        one, two = ((said.start_ms, said.end_ms) for said in opened.transcript("S1").said)
    assert [(part["from_ms"], part["to_ms"]) for part in told["parts"]] == [one, (4700, 5000), two]
    assert run(["--case", case, "cut", "S1", "--said", "9", *out]) == FAULT
    assert "没有这个段号" in capsys.readouterr().err
    assert run(["--case", case, "cut", "S1", "--said", "1", "--whole", *out]) == USAGE

"""Transcripts on the command line: the doctor's line, making, checking, correcting, undoing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tiny_asr import write_model

from ringfence import ingest
from ringfence.cli import run
from ringfence.cli.app import FAULT
from ringfence.cli.words import say

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

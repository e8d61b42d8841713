"""Checking and correcting screenshots on the command line, as a person types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ringfence.cli import run
from ringfence.cli.app import FAULT, USAGE
from ringfence.cli.words import say
from ringfence.ingest import OcrMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Recognised

START = 1_772_589_600_000_000


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recognised: Recognised) -> Iterator[str]:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", "测试口令-不要用")
    (tmp_path / "runtime").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("COLUMNS", "200")
    say.lang = "zh"
    folder = str(tmp_path / "case")
    rows = [{"body": "主即还款", "ts": START, "score": 0.6}, {"body": "好的", "ts": START, "direction": "out"}]
    recognised.messages("a.png", rows)
    assert run(["init", folder, "--title", "演示"]) == 0
    assert run(["--case", folder, "add", str(recognised.picture(tmp_path, "a.png"))]) == 0
    yield folder
    say.lang = "zh"


def test_listing_correcting_and_undoing(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["--case", case, "fields"]) == 0
    assert "a.png" in capsys.readouterr().out
    assert run(["--case", case, "fields", "S1"]) == 0
    told = capsys.readouterr().out
    assert "! 60%" in told
    assert "主即还款" in told
    assert "10,140,200,30" in told
    words = ["--text", "立即还款", "--time", "2026-03-04 10:05", "--side", "收到", "--from", "1069 0000 002"]
    assert run(["--case", case, "fields", "S1", "1", *words]) == 0
    assert "主即还款 → 立即还款" in capsys.readouterr().out
    assert run(["--case", case, "timeline", "--everything", "--json"]) == 0
    events = json.loads(capsys.readouterr().out)
    fixed = next(event for event in events if event["corrected"])
    assert (fixed["text"], fixed["address_key"], fixed["corrected"]) == ("立即还款", "10690000002", ["S1#1"])
    assert run(["--case", case, "timeline", "--everything"]) == 0
    assert "✎" in capsys.readouterr().out
    assert run(["--case", case, "fields", "S1", "1"]) == 0
    assert "识别为:主即还款" in capsys.readouterr().out
    assert run(["--case", case, "undo"]) == 0
    capsys.readouterr()
    assert run(["--case", case, "fields", "S1", "--json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert not any(field["by_user"] for record in reading["records"] for field in record["fields"])


def test_title_add_and_drop(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--case", case, "fields", "S1", "--title", "19900000001"]) == 0
    assert run(["--case", case, "fields", "S1", "--add", "--side", "in", "--text", "还有一条", "--after", "1"]) == 0
    assert run(["--case", case, "fields", "S1", "2", "--drop"]) == 0
    capsys.readouterr()
    assert run(["--case", case, "timeline", "--everything", "--json"]) == 0
    events = json.loads(capsys.readouterr().out)
    assert sorted((event["text"], event["address_key"]) for event in events) == [
        ("主即还款", "+8619900000001"),
        ("还有一条", "+8619900000001"),
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["S9"], FAULT),
        (["S1", "9"], FAULT),
        (["S1", "9", "--text", "x"], FAULT),
        (["S1", "1", "--time", "昨天"], FAULT),
        (["S1", "1", "--duration", "5"], FAULT),
        (["S1", "--add", "--text", "x"], FAULT),
        (["S1", "--text", "x"], USAGE),
        (["--text", "x"], USAGE),
        (["S1", "1", "--drop", "--text", "x"], USAGE),
        (["S1", "--drop", "--add"], USAGE),
        (["S1", "1", "--title", "x"], USAGE),
        (["S1", "1", "--text", "x", "--after", "1"], USAGE),
        (["S1", "--crops", "x", "--title", "y"], USAGE),
        (["S1", "abc"], USAGE),
    ],
)
def test_what_cannot_be_is_explained_and_changes_nothing(case: str, words: list[str], code: int) -> None:
    assert run(["--case", case, "fields", *words]) == code
    assert run(["--case", case, "undo", "--list"]) == 0


def test_the_page_lies_beside_its_crops(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["--case", case, "fields", "S1", "--crops", str(tmp_path / "out")]) == 0
    assert "没有加密" in capsys.readouterr().out
    folder = tmp_path / "out" / "S1-核对"
    page = (folder / "核对.html").read_text("utf-8")
    names = sorted(path.name for path in folder.iterdir())
    assert "original.png" in names
    assert all(f'src="{name}"' in page for name in names if name[0].isdigit())
    assert run(["--lang", "en", "--case", case, "fields", "S1", "--crops", str(tmp_path / "out")]) == 0
    assert "not encrypted" in (tmp_path / "out" / "S1-核对-2" / "核对.html").read_text("utf-8")


def test_reading_again_on_the_command_line(
    case: str, tmp_path: Path, recognised: Recognised, capsys: pytest.CaptureFixture[str]
) -> None:
    recognised.results["bb.png"] = OcrMissingError("rapidocr")
    assert run(["--case", case, "add", str(recognised.picture(tmp_path, "bb.png"))]) == 0
    capsys.readouterr()
    assert run(["--case", case, "reread"]) == 0
    assert "rapidocr" in capsys.readouterr().out
    recognised.messages("bb.png", [{"body": "请还款", "ts": START}])
    assert run(["--case", case, "reread"]) == 0
    assert "✓ S2" in capsys.readouterr().out
    assert run(["--case", case, "reread"]) == 0
    assert "没有需要" in capsys.readouterr().out
    assert run(["--case", case, "reread", "--all", "--json"]) == 0
    assert [one["again"] for one in json.loads(capsys.readouterr().out)] == [False, False]
    assert run(["--case", case, "reread", "S1", "S9"]) == FAULT
    assert run(["--case", case, "reread", "S1", "--all"]) == USAGE

"""``ringfence redact`` as a person types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case
from ringfence.cli import run
from ringfence.cli.app import FAULT, USAGE
from ringfence.ingest import Source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "聊天.txt"
    path.write_text("张演示说打19900001234，来电19900005678，欠5000元", encoding="utf-8")
    return path


def test_a_copy_is_written_and_shown(chat: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", str(chat), "--name", "张演示", "--keep", "199 0000 5678"]) == 0
    copy = chat.with_name("聊天-已遮盖.txt")
    assert copy.read_text(encoding="utf-8") == "[姓名1]说打[电话1]，来电19900005678，欠5000元"
    assert "共遮住 2 处" in capsys.readouterr().out


def test_in_a_case_its_address_book_is_used(chat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", "测试口令-不要用")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(chat.parent))
    case, _ = Case.create(chat.parent / "case", "测试口令-不要用", work_factor=2)
    with case:
        case.add(Source.of_bytes("a.vcf", "BEGIN:VCARD\nFN:张演示\nTEL:19900009999\nEND:VCARD\n".encode()))
    assert run(["--case", str(chat.parent / "case"), "redact", str(chat)]) == 0
    assert chat.with_name("聊天-已遮盖.txt").read_text(encoding="utf-8").startswith("[姓名1]说打[电话1]")


def test_a_preview_writes_nothing(chat: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", str(chat), "--preview", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["file"] is None
    assert [one["kind"] for one in told["masked"]] == ["phone", "phone"]
    assert list(chat.parent.iterdir()) == [chat]


def test_wrong_boxes_and_kinds_are_explained(chat: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", str(chat), "--box", "1,2,3"]) == USAGE
    other = chat.with_name("a.docx")
    other.write_bytes(b"x")
    assert run(["redact", str(other)]) == FAULT
    assert "另存为 PDF" in capsys.readouterr().err

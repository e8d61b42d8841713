"""``ringfence export`` as a person types it."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pyrage
import pytest

from ringfence.cli import run
from ringfence.cli.app import FAULT, USAGE
from ringfence.cli.words import say

if TYPE_CHECKING:
    from pathlib import Path

SMS = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<smses count="1"><sms address="10690000001" date="1772589600000" type="1" body="您的借款已逾期3天(虚构)" read="1" /></smses>
"""


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case with one source, made through the command line."""
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", "测试口令-不要用")
    (tmp_path / "runtime").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setattr(say, "lang", "zh")
    (tmp_path / "sms.xml").write_text(SMS, "utf-8")
    assert run(["init", str(tmp_path / "案件")]) == 0
    assert run(["--case", str(tmp_path / "案件"), "add", str(tmp_path / "sms.xml")]) == 0
    return str(tmp_path / "案件")


def test_without_ids_it_lists_and_writes_nothing(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["--case", case, "export"]) == USAGE
    said = capsys.readouterr()
    assert said.out.startswith("S1\tsms.xml\t")
    assert "--all" in said.err
    assert not (tmp_path / "案件-材料").exists()


def test_it_writes_beside_the_case_and_never_over_anything(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    for _ in range(2):
        assert run(["--case", case, "export", "S1", "--for", "某某法院"]) == 0
    said = capsys.readouterr().out
    folders = sorted((tmp_path / "案件-材料").iterdir())
    assert len(folders) == 2
    for folder in folders:
        assert str(folder) in said
        verifier = [sys.executable, "-I", str(folder / "verify.py")]
        assert subprocess.run(verifier, capture_output=True, check=False).returncode == 0  # noqa: S603 -- this interpreter
    assert "存证码" in said
    assert "未加密" in said
    assert run(["--case", case, "verify"]) == 0
    assert run(["--case", case, "export", "S1", "--out", str(folders[0])]) == FAULT
    assert run(["--case", case, "export", "S7"]) == FAULT


def test_encrypted_to_a_key(case: str, tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    out = tmp_path / "court.tar.age"
    assert run(["--case", case, "export", "--all", "--to", str(key.to_public()), "--out", str(out)]) == 0
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(out.read_bytes(), [key]))) as archive:
        assert "court/data/S1-sms.xml" in archive.getnames()
    assert run(["--case", case, "export", "--all", "--to", "nobody", "--out", str(tmp_path / "x")]) == FAULT
    assert not (tmp_path / "x").exists()

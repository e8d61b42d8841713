"""``ringfence stamp`` as a person types it, offline in two steps."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from test_cli_export import case

from ringfence.cli import run
from ringfence.cli.app import FAULT

__all__ = ["case"]  # the fixture
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "vault"))
from typing import TYPE_CHECKING

from vault_authority import Authority

if TYPE_CHECKING:
    import pytest


def test_offline_in_two_steps_then_listed_then_exported(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    authority = Authority(tmp_path / "tsa")
    request, response = tmp_path / "q.tsq", tmp_path / "a.tsr"
    assert run(["--case", case, "stamp", "--request", str(request)]) == 0
    response.write_bytes(authority.answer(request.read_bytes()))
    assert run(["--case", case, "stamp", "--response", str(response)]) == FAULT, "its root is not trusted yet"
    ca = ["--ca", str(authority.folder / "root.pem")]
    assert run(["--case", case, "stamp", "--response", str(response), *ca]) == 0
    capsys.readouterr()
    assert run(["--case", case, "stamp"]) == 0
    assert "Made-up TSA:前 " in capsys.readouterr().out
    assert run(["--case", case, "verify"]) == 0
    assert run(["--case", case, "export", "--all", "--out", str(tmp_path / "out")]) == 0
    command = [sys.executable, "-I", "-X", "utf8", str(tmp_path / "out" / "verify.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 -- this interpreter
    assert done.returncode == 0, done.stdout
    assert "时间戳" in done.stdout
    assert "Made-up TSA" in (tmp_path / "out" / "exhibits.html").read_text("utf-8")


def test_without_tsa_nothing_is_asked_and_one_that_fails_is_said(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--case", case, "stamp", "--request", str(tmp_path / "q.tsq")]) == 0  # sockets are off in tests
    capsys.readouterr()
    assert run(["--case", case, "stamp", "--tsa", "ftp://nowhere.example"]) == FAULT
    assert "ftp://nowhere.example" in capsys.readouterr().err

"""``ringfence reader`` as a person types it, and the lawyer's side."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyrage
from test_cli_export import case

from ringfence.cli import run
from ringfence.cli.app import FAULT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["case"]  # the fixture


def test_add_list_look_remove(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# made up\n{key}\n", "utf-8")
    assert run(["--case", case, "reader", "add", str(key.to_public()), "--name", "王律师"]) == 0
    capsys.readouterr()
    assert run(["--case", case, "reader", "list"]) == 0
    name = capsys.readouterr().out.split("\t")[0]
    copy = str(shutil.copytree(case, tmp_path / "copy"))
    with monkeypatch.context() as lawyer:
        lawyer.setenv("RINGFENCE_KEY", str(tmp_path / "key.txt"))
        lawyer.setenv("COLUMNS", "200")
        assert run(["--case", copy, "timeline"]) == 0
        assert "逾期" in capsys.readouterr().out
        assert run(["--case", copy, "verify"]) == 0
        assert run(["--case", copy, "undo"]) == FAULT
    assert run(["--case", case, "reader", "remove", name]) == 0
    assert run(["--case", case, "reader", "remove", name]) == FAULT
    assert run(["--case", case, "verify"]) == 0

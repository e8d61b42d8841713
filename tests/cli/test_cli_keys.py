"""``ringfence destroy`` and ``ringfence passphrase`` as a person types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from test_cli_export import SMS, case

from ringfence.cli import run
from ringfence.cli.app import FAULT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["case"]  # the fixture


def test_destroy_takes_the_source_out_of_the_case(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "more.xml").write_text(SMS.replace("3天", "4天"), "utf-8")
    assert run(["--case", case, "add", str(tmp_path / "more.xml")]) == 0
    assert run(["--case", case, "destroy", "S9", "--yes"]) == FAULT
    assert run(["--case", case, "destroy", "S1", "--yes", "--reason", "误加"]) == 0
    capsys.readouterr()
    run(["--case", case, "export"])
    assert capsys.readouterr().out.startswith("S2\t")
    assert run(["--case", case, "timeline"]) == 0
    shown = capsys.readouterr().out
    assert "4天" in shown
    assert "3天" not in shown
    assert run(["--case", case, "verify"]) == 0
    assert run(["--case", case, "add", str(tmp_path / "sms.xml")]) == FAULT
    assert run(["--case", case, "export", "--all", "--out", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out" / "data").iterdir()) == ["S2-more.xml"]


def test_another_passphrase(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINGFENCE_NEW_PASSPHRASE", "新的口令-不要用")
    assert run(["--case", case, "passphrase"]) == 0
    assert run(["--case", case, "lock"]) == 0
    assert run(["--case", case, "timeline"]) == FAULT
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", "新的口令-不要用")
    assert run(["--case", case, "timeline"]) == 0

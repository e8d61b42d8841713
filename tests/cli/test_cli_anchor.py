"""``ringfence anchor`` as a person types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from test_cli_export import case

from ringfence.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["case"]  # the fixture


def test_shown_printed_noted_listed_and_checked(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    page = tmp_path / "存证码.html"
    assert run(["--case", case, "anchor", "--page", str(page), "--given-to", "王律师", "--how", "短信"]) == 0
    text = capsys.readouterr().out.splitlines()[0]
    assert text.startswith("ringfence head ")
    assert "王律师" in page.read_text("utf-8")
    assert run(["--case", case, "anchor", "--list"]) == 0
    assert "王律师\t短信\t" in capsys.readouterr().out
    assert run(["--case", case, "verify", "--anchor", text]) == 0

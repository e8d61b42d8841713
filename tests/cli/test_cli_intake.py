"""``ringfence intake`` as a person types it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyrage
from test_cli_export import SMS, case

from ringfence.cli import run
from ringfence.cli.app import FAULT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["case"]  # the fixture


def test_a_page_out_and_material_back(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--case", case, "intake"]) == 0
    page = (tmp_path / "案件-材料" / "intake.html").read_text("utf-8")
    key = re.search(r"age1[0-9a-z]+", page)
    assert key is not None
    assert "陈述人" in page
    sealed = pyrage.encrypt(SMS.replace("3天", "9天").encode(), [pyrage.x25519.Recipient.from_str(key[0])])
    (tmp_path / "表姐的短信.xml.age").write_bytes(sealed)
    (tmp_path / "broken.age").write_bytes(b"nothing")
    capsys.readouterr()
    names = [str(tmp_path / name) for name in ("broken.age", "表姐的短信.xml.age", "missing.age")]
    assert run(["--case", case, "intake", *names]) == FAULT
    said = capsys.readouterr()
    assert "S2 表姐的短信.xml" in said.out
    assert "broken.age" in said.err
    assert "missing.age" in said.err
    assert run(["--case", case, "verify"]) == 0
    assert run(["--case", case, "intake", names[1]]) == 0
    assert "没有重复" in capsys.readouterr().out

"""The revision changes with any table or weight."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from ringfence.analyze import revision
from ringfence.analyze.revision import revision as uncached

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_revision_is_a_digest_of_every_data_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    now = revision()
    assert len(now) == 64
    copy = tmp_path / "data"
    copy.mkdir()
    for path in files("ringfence.analyze").joinpath("data").iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    monkeypatch.setitem(uncached.__wrapped__.__globals__, "files", lambda _: tmp_path)
    assert uncached.__wrapped__() == now
    (copy / "rules.yaml").write_bytes((copy / "rules.yaml").read_bytes() + b"#")
    assert uncached.__wrapped__() != now

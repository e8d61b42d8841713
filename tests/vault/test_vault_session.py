"""Remembering an identity for a while, and refusing files that others could read or write."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from vault_case import make_case

from ringfence.vault import SecretNeededError, UnsafeRuntimeFileError, Vault, forget, recall, remember

if TYPE_CHECKING:
    from pathlib import Path

CASE = "0123456789abcdef" * 2
pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder / "ringfence"


def test_what_is_remembered_is_recalled_until_forgotten(runtime: Path) -> None:
    assert recall(CASE) is None
    remember(CASE, "secret text", 5)
    assert recall(CASE) == "secret text"
    assert (runtime / f"{CASE}.json").stat().st_mode & 0o777 == 0o600
    assert runtime.stat().st_mode & 0o777 == 0o700
    forget(CASE)
    assert recall(CASE) is None
    forget(CASE)


def test_time_runs_out_and_the_file_goes(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(CASE, "secret text", 1)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert recall(CASE) is None
    assert not (runtime / f"{CASE}.json").exists()


def test_a_clock_set_back_does_not_prolong_it(monkeypatch: pytest.MonkeyPatch) -> None:
    remember(CASE, "secret text", 1)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    assert recall(CASE) is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660])
def test_a_file_open_to_others_is_refused(runtime: Path, mode: int) -> None:
    remember(CASE, "secret text")
    (runtime / f"{CASE}.json").chmod(mode)
    with pytest.raises(UnsafeRuntimeFileError) as caught:
        recall(CASE)
    assert "secret" not in caught.value.en


def test_a_folder_open_to_others_is_refused(runtime: Path) -> None:
    remember(CASE, "secret text")
    runtime.chmod(0o755)
    with pytest.raises(UnsafeRuntimeFileError):
        recall(CASE)
    with pytest.raises(UnsafeRuntimeFileError):
        remember(CASE, "secret text")


def test_a_link_is_refused(runtime: Path, tmp_path: Path) -> None:
    remember(CASE, "secret text")
    path = runtime / f"{CASE}.json"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeRuntimeFileError):
        recall(CASE)


def test_rubbish_is_forgotten(runtime: Path) -> None:
    for rubbish in (b"", b"[]", b"{", b'{"case": 1}', b"\xff"):
        remember(CASE, "secret text")
        (runtime / f"{CASE}.json").write_bytes(rubbish)
        assert recall(CASE) is None


def test_minutes_and_case_ids_have_limits() -> None:
    for minutes in (0, -5, 1441):
        with pytest.raises(ValueError, match="minutes"):
            remember(CASE, "secret text", minutes)
    with pytest.raises(ValueError, match="case id"):
        recall("../../etc/passwd")


def test_without_a_runtime_folder_the_temporary_folder_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    remember(CASE, "secret text")
    assert (tmp_path / f"ringfence-{os.getuid()}" / f"{CASE}.json").exists()
    assert recall(CASE) == "secret text"


def test_a_vault_opens_with_what_is_remembered(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "case")
    with pytest.raises(SecretNeededError):
        Vault.open(tmp_path / "case")
    remember(vault.case_id, vault.identity)
    with Vault.open(tmp_path / "case") as again:
        assert again.size == vault.size

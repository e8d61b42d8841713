"""One writer at a time; readers come and go."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from vault_case import contents, make_case

from ringfence.vault import LockedByAnotherError, Vault, verify

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys
from ringfence.vault import Vault
vault = Vault.open(sys.argv[1], identity=sys.stdin.readline().strip())
print("open", flush=True)
sys.stdin.readline()
vault.append("note", {"from": "child"})
vault.close()
print("closed", flush=True)
"""


def bare(vault: Vault) -> str:
    return vault.identity.strip().splitlines()[-1]


def test_a_second_writer_hears_which_process_holds_it_and_readers_are_welcome(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "case")
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "case")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 -- ourselves
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{bare(vault)}\n")
        child.stdin.flush()
        assert child.stdout.readline() == "open\n"
        with pytest.raises(LockedByAnotherError) as caught:
            Vault.open(tmp_path / "case", identity=vault.identity)
        assert caught.value.pid == child.pid
        assert str(child.pid) in caught.value.zh
        reader = Vault.open(tmp_path / "case", identity=vault.identity, read_only=True)
        assert len(contents(reader)) == 4
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.stdout.readline() == "closed\n"
    with Vault.open(tmp_path / "case", identity=vault.identity) as again:
        assert contents(again)[-1] == ("note", {"from": "child"})
    assert len(contents(reader)) == 4  # a reader keeps to the head it opened with
    assert verify(tmp_path / "case").ok


def test_two_writers_in_one_process_are_two_writers(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=vault.identity) as first:
        with pytest.raises(LockedByAnotherError) as caught:
            Vault.open(tmp_path / "case", identity=vault.identity)
        assert caught.value.pid == os.getpid()
        first.append("note", {})
    Vault.open(tmp_path / "case", identity=vault.identity).close()


def test_a_lock_file_left_by_a_dead_process_does_not_lock(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "case")
    (tmp_path / "case" / "lock").write_text("999999\n", encoding="ascii")
    Vault.open(tmp_path / "case", identity=vault.identity).close()


def test_a_failed_opening_lets_go(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "case")
    signing = tmp_path / "case" / "keys" / "signing-1.age"
    data = signing.read_bytes()
    signing.unlink()
    with pytest.raises(Exception, match="signing"):
        Vault.open(tmp_path / "case", identity=vault.identity)
    signing.write_bytes(data)
    Vault.open(tmp_path / "case", identity=vault.identity).close()

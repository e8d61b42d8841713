"""Real processes killed with SIGKILL in the middle of their work."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from vault_case import CHEAP, PASSPHRASE, contents

from ringfence.vault import Vault, verify

ROUNDS = int(os.environ.get("RINGFENCE_KILLS", "15"))
WRITER = Path(__file__).with_name("vault_writer.py")


def run_and_kill(folder: Path, identity: str, after: float) -> list[int]:
    """Start a writer, kill it ``after`` seconds behind its first line, and return what it had been told was kept."""
    with subprocess.Popen(  # noqa: S603 -- ourselves
        [sys.executable, str(WRITER), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(identity)
        child.stdin.close()
        told = [int(child.stdout.readline())]
        time.sleep(after)
        child.kill()
        told += [int(line) for line in child.stdout if line.endswith("\n")]
    return told


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(20261121)  # noqa: S311 -- a repeatable choice, no secret
    vault, _ = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP)
    vault.close()
    known: list[tuple[str, dict[str, object]]] = []
    for _ in range(ROUNDS):
        told = run_and_kill(tmp_path / "case", vault.identity, chance.uniform(0, 0.05))
        assert verify(tmp_path / "case").ok
        with Vault.open(tmp_path / "case", identity=vault.identity) as again:
            now = contents(again)
            assert now[: len(known)] == known
            numbers = [body["number"] for _, body in now[len(known) :] if "number" in body]
            assert numbers[: len(told)] == told
            assert len(numbers) <= len(told) + 1
            for _, body in now[len(known) :]:
                if "source" in body:
                    again.read_blob(body["source"]["blob"])
            known = now
    report = verify(tmp_path / "case", vault=again)
    assert report.ok, report.problems
    assert not [path for path in (tmp_path / "case").rglob(".tmp-*") if path.parent.name == "blobs"]

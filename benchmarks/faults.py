"""How many fault points the vault was tried at, and how many acknowledged entries were lost (bar: none).

The same disks, script and checks as in ``tests/vault``: the machine stops at every n-th write, sync and rename; what was not synced
vanishes, is torn or reordered; one call fails with ENOSPC, EIO, EDQUOT or EROFS; Ctrl-C; every write is cut short; a process is
killed with SIGKILL at random. After each the case is opened, compared with what had been acknowledged, verified and written on.

``python benchmarks/faults.py [--quick]``; prints one line a kind of fault and one of all. Ends with 1 when anything was lost.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "vault"))

from test_vault_crash import Script, ShortDisk, check, cut_short
from test_vault_kill import run_and_kill
from vault_case import CHEAP, PASSPHRASE, FailingDisk, ForgetfulDisk, PowerCut, contents, make_case

from ringfence.vault import Vault, VaultError, verify

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 500  # calls of the script; it makes about fifty


@dataclass
class Count:
    """What was tried: fault points, folders examined afterwards, entries that had been acknowledged, failures."""

    points: int = 0
    examined: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)

    def look(self, name: str, folder: Path, identity: str, script: Script) -> None:
        """Examine a folder after a fault; :func:`check` compares it with what was acknowledged."""
        self.examined += 1
        self.acknowledged += script.acknowledged
        try:
            check(folder, identity, script)
        except (AssertionError, VaultError) as fault:
            self.lost.append(f"{name}: {type(fault).__name__} {fault}"[:300])


def stops(base: Path, start: Path, identity: str, error: Callable[[], BaseException], *, forever: bool) -> Count:
    """Let every call of the script fail in turn."""
    count = Count()
    for at in range(1, MOST):
        folder = base / str(at)
        shutil.copytree(start, folder)
        script, disk = Script(), FailingDisk(at, error, forever=forever)
        with suppress(PowerCut, KeyboardInterrupt, VaultError):
            with_lock(folder, identity, disk, script)
        if disk.calls < at:
            break
        count.points += 1
        count.look(f"call {at}", folder, identity, script)
        shutil.rmtree(folder)
    return count


def with_lock(folder: Path, identity: str, disk: FailingDisk, script: Script) -> None:
    """Run the script; a stopped machine gives its lock back by stopping."""
    if disk._forever:  # noqa: SLF001 -- the tests' own disk
        cut_short(folder, identity, disk, script)
        return
    with Vault.open(folder, identity=identity, disk=disk) as opened:
        script.run(opened)


def forgotten(base: Path, start: Path, identity: str, seeds: int) -> Count:
    """Stop at every call and then lose, tear and reorder what was not synced, in several ways."""
    count = Count()
    for at in range(1, MOST):
        folder = base / str(at)
        shutil.copytree(start, folder)
        script, disk = Script(), ForgetfulDisk(folder, at)
        with suppress(PowerCut):
            cut_short(folder, identity, disk, script)
        if disk.calls < at:
            break
        count.points += 1
        for seed in range(seeds):
            after = base / f"{at}-{seed}"
            disk.after_power_cut(after, random.Random(f"{at} {seed}"))  # noqa: S311 -- a repeatable choice, no secret
            count.look(f"call {at} seed {seed}", after, identity, script)
            shutil.rmtree(after)
        shutil.rmtree(folder)
    return count


def short(base: Path) -> Count:
    """Let the disk take a third of each write."""
    count, script = Count(points=1, examined=1), Script()
    vault, _ = Vault.create(base / "short", PASSPHRASE, work_factor=CHEAP, disk=ShortDisk())
    with vault:
        script.run(vault)
    count.acknowledged = script.acknowledged
    if not verify(base / "short", vault=vault).ok:
        count.lost.append("short writes")
    return count


def killed(base: Path, rounds: int) -> Count:
    """Kill a writing process at random moments."""
    count, chance = Count(), random.Random(20261121)  # noqa: S311 -- a repeatable choice, no secret
    vault, _ = Vault.create(base / "killed", PASSPHRASE, work_factor=CHEAP)
    vault.close()
    seen = 0
    for number in range(rounds):
        told = run_and_kill(base / "killed", vault.identity, chance.uniform(0, 0.05))
        count.points, count.examined, count.acknowledged = (
            count.points + 1,
            count.examined + 1,
            count.acknowledged + len(told),
        )
        with Vault.open(base / "killed", identity=vault.identity) as again:
            now = contents(again)
        numbers = [body["number"] for _, body in now[seen:] if "number" in body]
        if numbers[: len(told)] != told or not verify(base / "killed").ok:
            count.lost.append(f"kill {number}")
        seen = len(now)
    return count


def main() -> int:
    """Try every kind and print the counts."""
    quick = "--quick" in sys.argv
    total = Count()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        vault, _ = make_case(base / "start", entries=0)
        start, identity = base / "start", vault.identity
        kinds: dict[str, Callable[[Path], Count]] = {
            "the machine stops at each call": lambda at: stops(at, start, identity, PowerCut, forever=True),
            "and what was not synced is lost, torn, reordered": lambda at: forgotten(
                at, start, identity, 2 if quick else 12
            ),
            "Ctrl-C at each call": lambda at: stops(at, start, identity, KeyboardInterrupt, forever=False),
            "every write cut short": short,
            "kill -9": lambda at: killed(at, 5 if quick else 60),
        }
        for code in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS):
            error = partial(OSError, code, os.strerror(code))
            kinds[f"{errno.errorcode[code]} at each call"] = partial(
                stops, start=start, identity=identity, error=error, forever=False
            )
        for number, (kind, attempt) in enumerate(kinds.items()):
            (base / str(number)).mkdir()
            count = attempt(base / str(number))
            print(
                f"{kind}: {count.points} points, {count.examined} cases examined, "
                f"{count.acknowledged} acknowledged entries, {len(count.lost)} lost",
                flush=True,
            )
            total.points, total.examined = total.points + count.points, total.examined + count.examined
            total.acknowledged, total.lost = total.acknowledged + count.acknowledged, total.lost + count.lost
    print("\n".join(total.lost))
    print(
        f"FAULTS {total.points} points, {total.examined} cases examined afterwards, "
        f"{total.acknowledged} acknowledged entries, {len(total.lost)} lost | bar 0"
    )
    return 1 if total.lost else 0


if __name__ == "__main__":
    sys.exit(main())

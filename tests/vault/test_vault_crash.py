"""The machine stops, or the disk fails, at every single write, sync and rename."""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest
from vault_case import CHEAP, PASSPHRASE, FailingDisk, ForgetfulDisk, PowerCut, QuickDisk, contents, make_case

from ringfence.vault import (
    DiskFullError,
    FolderNotEmptyError,
    NotAVaultError,
    ReadOnlyError,
    Vault,
    VaultError,
    WriteFailedError,
    founding,
    verify,
)
from ringfence.vault.disk import Disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Script:
    """Some work on a vault, remembering what was acknowledged and what was only tried."""

    def __init__(self) -> None:
        self.acknowledged = 0
        self.tried: list[int] = []

    def run(self, vault: Vault) -> None:
        """One append, a batch of three with an original, one more original and its entry."""
        self.note(vault, 1)
        with vault.batch():
            blob = vault.put(io.BytesIO(b"first original"))
            self.tried += [2, 3, 4]
            vault.append("source.added", {"note": 2, "source": blob.as_body()})
            vault.append("note", {"note": 3})
            vault.append("note", {"note": 4})
        self.acknowledged = len(self.tried)
        blob = vault.put(io.BytesIO(b"second original" * 10000))
        self.tried.append(5)
        vault.append("source.added", {"note": 5, "source": blob.as_body()})
        self.acknowledged = len(self.tried)

    def note(self, vault: Vault, number: int) -> None:
        self.tried.append(number)
        vault.append("note", {"note": number})
        self.acknowledged = len(self.tried)


def calls_of(work: Callable[[FailingDisk], None]) -> int:
    """Count the disk calls of undisturbed work."""
    disk = FailingDisk()
    work(disk)
    return disk.calls


def notes(vault: Vault) -> list[int]:
    return [body["note"] for _, body in contents(vault) if "note" in body]


def check(folder: Path, identity: str, script: Script) -> None:
    """Everything acknowledged is there, nothing else but a whole beginning of what was tried, and the vault is sound."""
    reader = Vault.open(folder, identity=identity, read_only=True)
    seen = notes(reader)
    assert verify(folder).ok, verify(folder).problems
    with Vault.open(folder, identity=identity, disk=QuickDisk()) as vault:
        found = notes(vault)
        assert found[: len(seen)] == seen  # what a reader saw stays
        assert found == script.tried[: len(found)]
        assert len(found) >= script.acknowledged
        for _, body in contents(vault):
            if "source" in body:
                assert vault.read_blob(body["source"]["blob"])
        Script().run(vault)
        assert notes(vault) == [*found, 1, 2, 3, 4, 5]
    report = verify(folder, vault=reader)
    assert report.ok, report.problems
    assert not list(folder.rglob(".tmp-*"))


def test_a_power_cut_at_every_call_of_ordinary_work(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "start", entries=0)
    identity = vault.identity

    def work(disk: FailingDisk) -> None:
        shutil.copytree(tmp_path / "start", tmp_path / "count")
        with Vault.open(tmp_path / "count", identity=identity, disk=disk) as opened:
            Script().run(opened)

    total = calls_of(work)
    assert total > 30
    for at in range(1, total + 1):
        folder = tmp_path / f"cut-{at}"
        shutil.copytree(tmp_path / "start", folder)
        script = Script()
        with pytest.raises(PowerCut):
            cut_short(folder, identity, FailingDisk(at), script)
        check(folder, identity, script)


def cut_short(folder: Path, identity: str, disk: Disk, script: Script) -> None:
    """Run the script on a disk that stops; the lock goes with the process."""
    opened = Vault.open(folder, identity=identity, disk=disk)
    try:
        script.run(opened)
    finally:
        assert opened._lock is not None
        opened._lock.release()


def test_a_power_cut_that_loses_and_tears_what_was_not_synced(tmp_path: Path) -> None:
    """Un-synced bytes vanish, survive in part or turn to zeros; un-synced names vanish or survive: any mix may happen."""
    vault, _ = make_case(tmp_path / "start", entries=0)
    identity = vault.identity
    cuts = 0
    for at in range(1, 200):
        folder = tmp_path / f"live-{at}"
        shutil.copytree(tmp_path / "start", folder)
        script, disk = Script(), ForgetfulDisk(folder, at)
        try:
            cut_short(folder, identity, disk, script)
        except PowerCut:
            cuts += 1
        for seed in range(3):
            after = tmp_path / f"after-{at}-{seed}"
            disk.after_power_cut(after, random.Random(f"{at} {seed}"))  # noqa: S311 -- a repeatable choice, no secret
            check(after, identity, script)
            shutil.rmtree(after)
        shutil.rmtree(folder)
        if disk.calls < at:
            break
    assert cuts == at - 1 > 30


@pytest.mark.parametrize("tidied", [True, False])
def test_a_power_cut_at_every_call_of_making_a_vault_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, tidied: bool
) -> None:
    def make(disk: FailingDisk, name: str) -> Vault:
        return Vault.create(tmp_path / name, PASSPHRASE, work_factor=CHEAP, disk=disk)[0]

    def leave(folder: Path) -> None:
        """Do nothing, as a killed process."""

    total = calls_of(lambda disk: make(disk, "count").close())
    last = 2  # after the marker's rename it is a vault; the two syncs of folders that follow only make it last
    for at in range(1, total + 1 - last):
        name = f"cut-{at}"
        with monkeypatch.context() as patch:
            if not tidied:
                patch.setattr(founding, "unmake", leave)
            with pytest.raises(PowerCut):
                make(FailingDisk(at), name)
        with pytest.raises(NotAVaultError):
            Vault.open(tmp_path / name, passphrase=PASSPHRASE)
        vault, _ = Vault.create(tmp_path / name, PASSPHRASE, work_factor=CHEAP)  # what was left is cleared away
        vault.close()
        assert verify(tmp_path / name).ok


def test_a_vault_that_lost_only_its_marker_is_never_cleared_away(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "entries")
    with Vault.create(tmp_path / "original", PASSPHRASE, work_factor=CHEAP)[0] as vault:
        vault.put(io.BytesIO(b"kept, not yet mentioned"))
    for name in ("entries", "original"):
        (tmp_path / name / "ringfence-vault.json").unlink()
        before = sorted((tmp_path / name).rglob("*"))
        with pytest.raises(FolderNotEmptyError):
            Vault.create(tmp_path / name, PASSPHRASE, work_factor=CHEAP)
        assert sorted((tmp_path / name).rglob("*")) == before
        with pytest.raises(NotAVaultError):
            Vault.open(tmp_path / name, identity=closed.identity)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
def test_one_failing_call_anywhere_gives_a_clear_error_and_loses_nothing(tmp_path: Path, code: int) -> None:
    vault, _ = make_case(tmp_path / "start", entries=0)
    identity = vault.identity
    for at in range(1, 200):
        folder = tmp_path / f"fail-{at}"
        shutil.copytree(tmp_path / "start", folder)
        disk = FailingDisk(at, lambda: OSError(code, os.strerror(code)), forever=False)
        script = Script()
        error = failure(folder, identity, disk, script)
        if error is not None:
            assert isinstance(error, DiskFullError) == (code in {errno.ENOSPC, errno.EDQUOT})
            assert isinstance(error, ReadOnlyError) == (code == errno.EROFS)
            assert not isinstance(error, WriteFailedError) or os.strerror(code) in error.zh
        check(folder, identity, script)
        if disk.calls < at:
            break
    assert at > 30


def failure(folder: Path, identity: str, disk: Disk, script: Script) -> VaultError | None:
    """Run the script and return the error it ended with."""
    try:
        with Vault.open(folder, identity=identity, disk=disk) as opened:
            script.run(opened)
    except VaultError as error:
        return error
    return None


def test_a_full_disk_lets_the_same_vault_go_on_when_there_is_room_again(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case", entries=0)
    for at in range(1, 12):
        disk = FailingDisk()
        with Vault.open(tmp_path / "case", identity=closed.identity, disk=disk) as vault:
            before = contents(vault)
            disk._at, disk._forever = disk.calls + at, False
            disk._error = lambda: OSError(errno.ENOSPC, "No space left on device")
            failed = False
            try:
                vault.append("note", {"first": at})
            except DiskFullError:
                failed = True
            disk._at = 0
            if not vault.writable:
                continue  # it could not be tidied up at once: the next opening does
            vault.append("note", {"second": at})
            added = [("note", {"second": at})] if failed else [("note", {"first": at}), ("note", {"second": at})]
            assert contents(vault) == [*before, *added]
    assert verify(tmp_path / "case").ok


def test_control_c_at_every_call_leaves_a_vault_that_opens_again(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "start", entries=0)
    for at in range(1, 200):
        folder = tmp_path / f"stop-{at}"
        shutil.copytree(tmp_path / "start", folder)
        disk, script = FailingDisk(at, KeyboardInterrupt, forever=False), Script()
        try:
            with Vault.open(folder, identity=vault.identity, disk=disk) as opened:
                script.run(opened)
        except KeyboardInterrupt:
            pass
        check(folder, vault.identity, script)
        if disk.calls < at:
            break
    assert at > 30


def test_after_an_unclear_failure_nothing_more_is_written_until_opened_again(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case", entries=0)
    disk = FailingDisk(error=lambda: OSError(errno.EIO, "I/O error"), forever=False)
    with Vault.open(tmp_path / "case", identity=closed.identity, disk=disk) as vault:
        disk._at = disk.calls + 3  # the sync of the log: what the disk holds now is anybody's guess
        for _ in range(2):
            with pytest.raises(WriteFailedError):
                vault.append("note", {})
        assert not vault.writable
        assert vault.size == 2
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        vault.append("note", {})
    assert verify(tmp_path / "case").ok


class ShortDisk(Disk):
    """A disk that takes only a few bytes per call."""

    def write(self, handle: int, data: bytes) -> int:
        return super().write(handle, data[: 1 + len(data) // 3])


def test_short_writes_are_continued(tmp_path: Path) -> None:
    vault, _ = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP, disk=ShortDisk())
    with vault:
        Script().run(vault)
        assert notes(vault) == [1, 2, 3, 4, 5]
        assert verify(tmp_path / "case", vault=vault).ok


@pytest.mark.skipif(os.name == "nt", reason="resource limits are POSIX")
def test_a_real_limit_on_file_size_is_a_full_disk(tmp_path: Path) -> None:
    import resource  # noqa: PLC0415 -- POSIX only
    import signal  # noqa: PLC0415 -- only here

    closed, _ = make_case(tmp_path / "case", entries=0)
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        before = contents(vault)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
            with pytest.raises(DiskFullError):
                vault.put(io.BytesIO(bytes(200_000)))
            with pytest.raises(DiskFullError):
                vault.append("note", {"long": "x" * 200_000})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, old)
        assert contents(vault) == before
        vault.append("note", {"long": "x" * 200_000})
    assert verify(tmp_path / "case").ok
    assert not list((tmp_path / "case").rglob(".tmp-*"))

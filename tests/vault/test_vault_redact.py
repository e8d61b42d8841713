"""Destroying an original and changing the passphrase: gone for good, said in the log, whole at every cut."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest
from vault_case import CHEAP, PASSPHRASE, FailingDisk, PowerCut, QuickDisk, make_case

from ringfence.vault import (
    MissingKeyFileError,
    ReadOnlyError,
    RedactedBlobError,
    UnknownBlobError,
    UnstorableError,
    UnusablePassphraseError,
    Vault,
    WrongPassphraseError,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ORIGINAL = b"made-up original \xe5\x82\xac"


def test_a_destroyed_original_is_gone_and_its_existence_still_proved(tmp_path: Path) -> None:
    made, blob = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as vault:
        vault.cache_put("records", b"what was read from it")
        entry = vault.redact(blob.id, "误加")
        assert (entry.kind, entry.body) == ("vault.redaction", {"original": blob.id, "reason": "误加"})
        assert not (tmp_path / f"case/keys/blobs/{blob.id}-1.age").exists()
        assert vault.cache_get("records") is None
        for attempt in (
            lambda: vault.read_blob(blob.id),
            lambda: vault.put(io.BytesIO(ORIGINAL)),
            lambda: vault.redact(blob.id),
            lambda: vault.append("note", {"again": blob.as_body()}),
        ):
            with pytest.raises(RedactedBlobError):
                attempt()
        assert vault.find(blob.sha256) is None
        source = next(one for one in vault.entries() if one.kind == "source.added")
        assert source.body["source"] == blob.as_body(), "the log still says that it was there, and its digest"
        for unlocked in (None, vault):
            report = verify(tmp_path / "case", vault=unlocked)
            assert report.ok, report.problems
            assert [one.place for one in report.remarks] == [f"blobkey:{blob.id}"]


def test_a_key_that_is_only_missing_is_damage_and_one_brought_back_is_seen(tmp_path: Path) -> None:
    made, blob = make_case(tmp_path / "case")
    key = tmp_path / f"case/keys/blobs/{blob.id}-1.age"
    data = key.read_bytes()
    key.unlink()
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as vault:
        with pytest.raises(MissingKeyFileError):
            vault.read_blob(blob.id)
        assert not verify(tmp_path / "case").ok, "nobody said that it was destroyed"
        key.write_bytes(data)
        vault.redact(blob.id)
    key.write_bytes(data)
    assert [one.place for one in verify(tmp_path / "case").problems] == [f"blobkey:{blob.id}"]


def test_what_cannot_be_destroyed_is_refused(tmp_path: Path) -> None:
    made, blob = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as vault:
        with pytest.raises(UnknownBlobError):
            vault.redact("0" * 40)
        with pytest.raises(UnstorableError), vault.batch():
            vault.redact(blob.id)
        assert vault.read_blob(blob.id) == ORIGINAL
    with Vault.open(tmp_path / "case", identity=made.identity, read_only=True) as reader:
        with pytest.raises(ReadOnlyError):
            reader.redact(blob.id)
        with pytest.raises(ReadOnlyError):
            reader.change_passphrase("x")


def test_another_passphrase_opens_it_and_the_old_one_does_not(tmp_path: Path) -> None:
    vault, recovery = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP, disk=QuickDisk())
    with vault:
        with pytest.raises(UnusablePassphraseError):
            vault.change_passphrase("")
        for new in ("第二个口令", "第三个口令"):
            vault.change_passphrase(new, work_factor=CHEAP)
        identity = vault.identity
    assert [path.name for path in (tmp_path / "case/keys").glob("passphrase-*")] == ["passphrase-3.age"]
    for wrong in (PASSPHRASE, "第二个口令"):
        with pytest.raises(WrongPassphraseError):
            Vault.open(tmp_path / "case", passphrase=wrong)
    for opened in (
        Vault.open(tmp_path / "case", passphrase="第三个口令"),
        Vault.open(tmp_path / "case", recovery=recovery, read_only=True),
    ):
        with opened:
            assert opened.identity == identity
            report = verify(tmp_path / "case", vault=opened)
            assert (report.ok, report.remarks) == (True, ())


def cut_everywhere(start: Path, identity: str, work: Callable[[Vault], object], check: Callable[[Path], None]) -> int:
    """Do the work on copies of ``start`` with a power cut at every disk call; return how many there were."""
    cuts = 0
    for at in range(1, 80):
        folder = start.with_name(f"cut-{at}")
        shutil.copytree(start, folder)
        opened = None
        try:
            opened = Vault.open(folder, identity=identity, disk=FailingDisk(at))
            work(opened)
        except PowerCut:
            cuts += 1
        if opened is not None and opened._lock is not None:
            opened._lock.release()
        check(folder)
        shutil.rmtree(folder)
    assert 5 < cuts < 79
    return cuts


def test_a_power_cut_while_destroying_leaves_all_or_nothing(tmp_path: Path) -> None:
    made, blob = make_case(tmp_path / "case")
    outcomes = set()

    def check(folder: Path) -> None:
        with Vault.open(folder, identity=made.identity, disk=QuickDisk()) as vault:
            told = any(one.kind == "vault.redaction" for one in vault.entries())
            there = (folder / f"keys/blobs/{blob.id}-1.age").exists()
            assert told is not there
            if there:
                assert vault.read_blob(blob.id) == ORIGINAL
            assert verify(folder, vault=vault).ok, verify(folder, vault=vault).problems
            outcomes.add(there)

    cut_everywhere(tmp_path / "case", made.identity, lambda vault: vault.redact(blob.id), check)
    assert outcomes == {True, False}


def test_a_power_cut_while_changing_the_passphrase_locks_nobody_out(tmp_path: Path) -> None:
    made, _ = make_case(tmp_path / "case")

    def check(folder: Path) -> None:
        with Vault.open(folder, identity=made.identity, disk=QuickDisk()) as vault:
            assert verify(folder, vault=vault).ok, verify(folder, vault=vault).problems
        opened = 0
        for passphrase in (PASSPHRASE, "new one"):
            try:
                Vault.open(folder, passphrase=passphrase, read_only=True).close()
                opened += 1
            except WrongPassphraseError:
                continue
        assert opened >= 1

    cut_everywhere(
        tmp_path / "case", made.identity, lambda vault: vault.change_passphrase("new one", work_factor=CHEAP), check
    )

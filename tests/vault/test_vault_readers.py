"""A lawyer reads with a key of their own: what is there and what comes, nothing after removal, and never writes."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pyrage
import pytest
from test_vault_redact import cut_everywhere
from vault_case import QuickDisk, contents, make_case

from ringfence.vault import (
    MissingKeyFileError,
    NotARecipientError,
    ReadOnlyError,
    RedactedBlobError,
    UnknownReaderError,
    Vault,
    VaultError,
    WrongIdentityError,
    verify,
)

if TYPE_CHECKING:
    from pathlib import Path

ORIGINAL = b"made-up original \xe5\x82\xac"


def test_a_reader_reads_what_is_there_and_what_comes(tmp_path: Path) -> None:
    made, blob = make_case(tmp_path / "case")
    key = pyrage.x25519.Identity.generate()
    with pytest.raises(WrongIdentityError):
        Vault.open(tmp_path / "case", identity=str(key), read_only=True)
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as vault:
        with pytest.raises(NotARecipientError):
            vault.add_reader("age1nothing")
        reader = vault.add_reader(f" {key.to_public()}\n", "王律师")
        with pytest.raises(UnknownReaderError):
            vault.add_reader(str(key.to_public()))
        assert vault.readers() == (reader,)
        later = vault.put(io.BytesIO(b"a later original"))
        vault.append("source.added", {"source": later.as_body()})
        vault.append("note", {"again": later.as_body()})
        told = contents(vault)
        for unlocked in (None, vault):
            report = verify(tmp_path / "case", vault=unlocked)
            assert (report.ok, report.remarks) == (True, ()), report
    shutil.copytree(tmp_path / "case", tmp_path / "copy")
    with Vault.open(tmp_path / "copy", identity=str(key), read_only=True) as lawyer:
        assert contents(lawyer) == told
        assert lawyer.read_blob(blob.id) == ORIGINAL
        assert lawyer.read_blob(later.id) == b"a later original"
        assert verify(tmp_path / "copy", vault=lawyer).ok
        again = lawyer.identity
    for identity in (str(key), again):
        with pytest.raises(ReadOnlyError):
            Vault.open(tmp_path / "copy", identity=identity)


def test_after_removal_nothing_new_is_theirs(tmp_path: Path) -> None:
    made, blob = make_case(tmp_path / "case")
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as vault:
        reader = vault.add_reader(str(key.to_public()))
        stays = vault.add_reader(str(other.to_public()))
        vault.remove_reader(reader.id)
        with pytest.raises(UnknownReaderError):
            vault.remove_reader(reader.id)
        assert vault.readers() == (stays,)
        later = vault.put(io.BytesIO(b"later"))
        vault.append("source.added", {"source": later.as_body()})
        assert not (tmp_path / f"case/keys/readers/{reader.id}").exists()
        assert verify(tmp_path / "case", vault=vault).ok
        vault.add_reader(str(key.to_public()), "again")
        assert verify(tmp_path / "case", vault=vault).ok
        vault.remove_reader(reader.id)
    with pytest.raises(WrongIdentityError):
        Vault.open(tmp_path / "case", identity=str(key), read_only=True)
    with Vault.open(tmp_path / "case", identity=str(other), read_only=True) as lawyer:
        assert (lawyer.read_blob(later.id), lawyer.read_blob(blob.id)) == (b"later", ORIGINAL)


def test_a_destroyed_original_is_gone_for_readers_too(tmp_path: Path) -> None:
    made, blob = make_case(tmp_path / "case")
    key = pyrage.x25519.Identity.generate()
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as vault:
        vault.add_reader(str(key.to_public()))
        vault.redact(blob.id)
        assert not list((tmp_path / "case/keys").rglob(f"*{blob.id}*"))
        assert verify(tmp_path / "case", vault=vault).ok
    with Vault.open(tmp_path / "case", identity=str(key), read_only=True) as lawyer:
        with pytest.raises(RedactedBlobError):
            lawyer.read_blob(blob.id)
        assert verify(tmp_path / "case", vault=lawyer).ok


def test_a_planted_reader_gets_nothing(tmp_path: Path) -> None:
    """Somebody who can write to the folder makes a place for themselves: no key is ever written there."""
    made, _ = make_case(tmp_path / "case")
    key = pyrage.x25519.Identity.generate()
    with Vault.open(tmp_path / "case", identity=made.identity, disk=QuickDisk()) as vault:
        place = vault.add_reader(str(key.to_public())).id
        vault.remove_reader(place)
        (tmp_path / "case/keys/readers" / place).mkdir()
        blob = vault.put(io.BytesIO(b"later"))
        vault.append("source.added", {"source": blob.as_body()})
        assert not list((tmp_path / "case/keys/readers" / place).iterdir())
    with pytest.raises(VaultError):
        Vault.open(tmp_path / "case", identity=str(key), read_only=True)
    assert issubclass(MissingKeyFileError, VaultError)


def test_a_power_cut_while_adding_or_removing(tmp_path: Path) -> None:
    made, blob = make_case(tmp_path / "case")
    recipient = str(pyrage.x25519.Identity.generate().to_public())

    def work(vault: Vault) -> None:
        vault.remove_reader(vault.add_reader(recipient).id)

    def check(folder: Path) -> None:
        with Vault.open(folder, identity=made.identity, disk=QuickDisk()) as vault:
            assert vault.read_blob(blob.id) == ORIGINAL
            report = verify(folder, vault=vault)
            assert report.ok, report.problems
            for reader in vault.readers():
                vault.remove_reader(reader.id)
            work(vault)
            assert verify(folder, vault=vault).ok

    cut_everywhere(tmp_path / "case", made.identity, work, check)

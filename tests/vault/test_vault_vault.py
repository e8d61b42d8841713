"""The vault as its callers use it: make, open, append, read, and every clear refusal."""

from __future__ import annotations

import io
import json
import os
import shutil
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from vault_case import CHEAP, PASSPHRASE, contents, make_case

from ringfence.vault import (
    DamagedEntryError,
    DamagedHeadError,
    DamagedKeyFileError,
    FolderNotEmptyError,
    MissingKeyFileError,
    NewerFormatError,
    NotAVaultError,
    ReadOnlyError,
    RolledBackError,
    SecretNeededError,
    UnstorableError,
    UnusablePassphraseError,
    Vault,
    WrongIdentityError,
    WrongPassphraseError,
    WrongRecoveryKeyError,
    consistency_proof,
    inclusion_proof,
    log,
    merkle_root,
    read_marker,
    verify,
    verify_consistency,
    verify_inclusion,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import RingfenceError


def test_a_new_vault_holds_its_own_first_entry_and_a_head(tmp_path: Path) -> None:
    vault, _ = Vault.create(tmp_path / "deep" / "case", PASSPHRASE, work_factor=CHEAP, now=lambda: 42)
    with vault:
        (entry,) = vault.entries()
        assert (entry.seq, entry.kind, entry.written_micros) == (0, "vault.created", 42)
        assert entry.body == {"format": 1, "case": vault.case_id}
        assert (vault.size, vault.head().size, vault.head().micros) == (1, 1, 42)
        states = [vault.writable]
    assert [*states, vault.writable] == [True, False]
    assert read_marker(tmp_path / "deep" / "case").case_id == vault.case_id


def test_entries_come_back_as_appended(tmp_path: Path) -> None:
    clock = iter(range(100, 200))
    vault, _ = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP, now=lambda: next(clock))
    with vault:
        entry = vault.append("note", {"文字": "催收", "list": (1, 2.5, None, True)})
        assert entry.body == {"文字": "催收", "list": [1, 2.5, None, True]}
        assert list(vault.entries(1)) == [entry]
        with vault.batch():
            more = [vault.append("note", {"number": number}) for number in range(5)]
            assert list(vault.entries(1)) == [entry]
            assert vault.size == 2
        assert list(vault.entries(1)) == [entry, *more]
        assert list(vault.entries(4)) == more[2:]
        assert list(vault.entries(99)) == []
        assert [item.written_micros for item in more] == sorted(item.written_micros for item in more)


def test_a_batch_is_one_head_and_a_failed_batch_is_nothing(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        before, heads = contents(vault), len(vault.heads())
        with suppress(ZeroDivisionError), vault.batch():
            vault.append("note", {"lost": 1})
            assert 1 // 0
        assert contents(vault) == before
        with vault.batch():
            vault.append("note", {"kept": 1})
            with vault.batch():
                vault.append("note", {"kept": 2})
        with vault.batch():
            pass
        assert len(vault.heads()) == heads + 1
        assert contents(vault) == [*before, ("note", {"kept": 1}), ("note", {"kept": 2})]
    assert verify(tmp_path / "case").ok


def test_every_secret_opens_and_every_other_is_refused_by_name(tmp_path: Path) -> None:
    vault, recovery = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP)
    vault.close()
    bare = vault.identity.strip().splitlines()[-1]
    secrets: list[dict[str, Any]] = [
        {"passphrase": PASSPHRASE},
        {"recovery": recovery.lower()},
        {"identity": vault.identity},
        {"identity": bare},
    ]
    for secret in secrets:
        with Vault.open(tmp_path / "case", **secret) as again:
            assert again.case_id == vault.case_id
            assert again.size == 1
    other, other_recovery = Vault.create(tmp_path / "other", PASSPHRASE, work_factor=CHEAP)
    other.close()
    refusals: list[tuple[dict[str, Any], type[RingfenceError]]] = [
        ({"passphrase": "wrong"}, WrongPassphraseError),
        ({"passphrase": ""}, UnusablePassphraseError),
        ({"recovery": recovery[:-1]}, WrongRecoveryKeyError),
        ({"recovery": other_recovery}, WrongRecoveryKeyError),
        ({"identity": other.identity}, WrongIdentityError),
        ({"identity": other.identity.strip().splitlines()[-1]}, WrongIdentityError),
        ({"identity": "no key at all"}, WrongIdentityError),
    ]
    for secret, error in refusals:
        with pytest.raises(error) as caught:
            Vault.open(tmp_path / "case", **secret)
        assert caught.value.zh != caught.value.en
        assert PASSPHRASE not in caught.value.zh


def test_a_passphrase_is_the_same_however_it_is_composed(tmp_path: Path) -> None:
    Vault.create(tmp_path / "case", "Zu\u0308rich 口令", work_factor=CHEAP)[0].close()
    Vault.open(tmp_path / "case", passphrase="Z\u00fcrich 口令").close()
    for wrong in ("", "a\nb", "a\x00", "\ud800"):
        with pytest.raises(UnusablePassphraseError):
            Vault.create(tmp_path / "never", wrong, work_factor=CHEAP)
    assert not (tmp_path / "never").exists()


def test_a_damaged_key_file_is_not_called_a_wrong_passphrase(tmp_path: Path) -> None:
    vault, recovery = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP)
    vault.close()
    path = tmp_path / "case" / "keys" / "passphrase-1.age"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedKeyFileError, match="passphrase-1"):
        Vault.open(tmp_path / "case", passphrase=PASSPHRASE)
    path.unlink()
    with pytest.raises(MissingKeyFileError, match="passphrase-1"):
        Vault.open(tmp_path / "case", passphrase=PASSPHRASE)
    Vault.open(tmp_path / "case", recovery=recovery).close()


def test_no_byte_of_a_changed_verify_key_gets_past(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "case")
    bare = vault.identity.strip().splitlines()[-1]
    path = tmp_path / "case" / "keys" / "verify.pem"
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        with pytest.raises((DamagedKeyFileError, DamagedHeadError)):
            Vault.open(tmp_path / "case", identity=bare, read_only=True)
        Vault.open(tmp_path / "case", identity=vault.identity, read_only=True)  # which holds the key itself


def test_an_exchanged_signing_or_verify_key_is_not_used(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "case")
    _other, _ = make_case(tmp_path / "other")
    shutil.copy(tmp_path / "other/keys/verify.pem", tmp_path / "case/keys/verify.pem")
    shutil.copy(tmp_path / "other/heads/heads.txt", tmp_path / "case/heads/heads.txt")
    with pytest.raises(DamagedHeadError):
        Vault.open(tmp_path / "case", identity=vault.identity, read_only=True)
    shutil.copy(tmp_path / "other/keys/signing-1.age", tmp_path / "case/keys/signing-1.age")
    with pytest.raises(DamagedKeyFileError):
        Vault.open(tmp_path / "case", identity=vault.identity)


def test_foreign_folders_and_later_formats(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "letter.txt").write_text("hello", encoding="utf-8")
    for folder in (tmp_path / "plain", tmp_path / "nowhere", tmp_path / "plain" / "letter.txt"):
        with pytest.raises(NotAVaultError) as caught:
            Vault.open(folder, passphrase="x")
        assert str(folder) in caught.value.zh
        with pytest.raises(NotAVaultError):
            verify(folder)
    marker = tmp_path / "plain" / "ringfence-vault.json"
    for text in (
        "",
        "[]",
        "{",
        '{"format": "other"}',
        '{"format": "ringfence-vault", "version": "1"}',
        "\x00",
        "[" * 5000,
    ):
        marker.write_text(text, encoding="utf-8")
        with pytest.raises(NotAVaultError):
            Vault.open(tmp_path / "plain", passphrase="x")
    marker.write_text(json.dumps({"format": "ringfence-vault", "version": 2, "case": "?"}), encoding="utf-8")
    with pytest.raises(NewerFormatError):
        Vault.open(tmp_path / "plain", passphrase="x")
    with pytest.raises(NewerFormatError):
        verify(tmp_path / "plain")
    with pytest.raises(FolderNotEmptyError):
        Vault.create(tmp_path / "plain", "x", work_factor=CHEAP)
    with pytest.raises(FolderNotEmptyError):
        Vault.create(tmp_path / "plain" / "letter.txt", "x", work_factor=CHEAP)
    make_case(tmp_path / "case")
    with pytest.raises(SecretNeededError):
        Vault.open(tmp_path / "case")


@pytest.fixture(autouse=True)
def _nothing_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def test_reserved_kinds_and_what_is_not_json_are_refused(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        for kind in ("", "vault.redaction", "vault."):
            with pytest.raises(UnstorableError):
                vault.append(kind, {})
        for body in ({"x": float("nan")}, {"x": b"bytes"}, {"x": {1, 2}}, {"x": "y" * (65 << 20)}):
            with pytest.raises(UnstorableError):
                vault.append("note", body)
        assert vault.size == closed.size


def test_keys_that_are_no_text_are_refused_rather_than_changed(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    endless: dict[str, Any] = {}
    endless["self"] = [endless]
    tables: list[dict[Any, Any]] = [{"table": {1: "one"}}, {2: 3}, {"list": [{None: 1}]}, endless]
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        for body in tables:
            with pytest.raises(UnstorableError):
                vault.append("note", body)


def test_reading_only_changes_nothing_and_refuses_to_write(tmp_path: Path) -> None:
    closed, blob = make_case(tmp_path / "case")
    (tmp_path / "case" / "lock").unlink()
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in (tmp_path / "case").rglob("*")}
    with Vault.open(tmp_path / "case", identity=closed.identity, read_only=True) as reader:
        assert len(contents(reader)) == 4
        assert reader.read_blob(blob.id)
        assert reader.cache_get("x") is None
        assert verify(tmp_path / "case", vault=reader).ok
        assert not reader.writable
        with pytest.raises(ReadOnlyError):
            reader.append("note", {})
        with pytest.raises(ReadOnlyError), reader.batch():
            pass
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in (tmp_path / "case").rglob("*")} == before
    with pytest.raises(ReadOnlyError):
        closed.append("note", {})


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission_is_read_only(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    (tmp_path / "case" / "lock").unlink()
    (tmp_path / "case").chmod(0o500)
    try:
        with pytest.raises(ReadOnlyError):
            Vault.open(tmp_path / "case", identity=closed.identity)
        assert Vault.open(tmp_path / "case", identity=closed.identity, read_only=True).size == 5
    finally:
        (tmp_path / "case").chmod(0o700)


def test_files_of_the_log_rotate_and_read_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "SEGMENT_LIMIT", 600)
    closed, _ = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        for number in range(20):
            vault.append("more", {"number": number})
    names = sorted(path.name for path in (tmp_path / "case" / "log").iterdir())
    assert len(names) > 5
    reader = Vault.open(tmp_path / "case", identity=closed.identity, read_only=True)
    entries = list(reader.entries())
    assert [entry.seq for entry in entries] == list(range(25))
    for start in range(26):
        assert list(reader.entries(start)) == entries[start:]
    assert verify(tmp_path / "case", vault=reader).ok
    (tmp_path / "case" / "log" / names[3]).unlink()
    missing = int(names[3][:12])
    assert verify(tmp_path / "case").problems[0].place == f"entry:{missing}"
    with pytest.raises(DamagedEntryError) as caught:
        list(reader.entries())
    assert caught.value.seq == missing


def test_opening_a_long_log_uses_what_was_kept_and_survives_its_loss(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case", entries=600)
    (state,) = (tmp_path / "case" / "derived").iterdir()
    for damage in (lambda: None, lambda: state.write_bytes(b"rubbish"), state.unlink):
        damage()
        with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
            vault.append("note", {})
    assert verify(tmp_path / "case").ok


def test_an_old_kept_state_put_back_does_no_harm(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case", entries=600)
    (state,) = (tmp_path / "case" / "derived").iterdir()
    old = state.read_bytes()
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault, vault.batch():
        for number in range(600):
            vault.append("note", {"number": number})
    assert state.read_bytes() != old
    state.write_bytes(old)
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        vault.append("note", {})
        assert len(contents(vault)) == 1202
    assert verify(tmp_path / "case").ok


def test_leaves_give_inclusion_and_consistency_proofs_against_signed_heads(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case", entries=9)
    reader = Vault.open(tmp_path / "case", identity=closed.identity, read_only=True)
    leaves, head = reader.leaves(), reader.head()
    assert merkle_root(leaves) == head.root
    for entry in reader.entries():
        proof = inclusion_proof(leaves, entry.seq)
        assert verify_inclusion(entry.digest, entry.seq, head.size, proof, head.root)
    for old in reader.heads():
        proof = consistency_proof(leaves, old.size)
        assert verify_consistency(old.size, old.root, head.size, head.root, proof)


def test_writing_on_is_refused_when_it_would_cover_up_damage(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    path = tmp_path / "case" / "log" / "000000000000.log"
    data = path.read_bytes()
    path.write_bytes(data[:-10])
    with pytest.raises(DamagedEntryError):
        Vault.open(tmp_path / "case", identity=closed.identity)
    last = data.rindex(b"RFE1")
    path.write_bytes(data[:last])
    with pytest.raises(RolledBackError):
        Vault.open(tmp_path / "case", identity=closed.identity)
    reader = Vault.open(tmp_path / "case", identity=closed.identity, read_only=True)
    with pytest.raises(RolledBackError):
        list(reader.entries())
    assert [entry.seq for entry in islice(reader.entries(), 4)] == [0, 1, 2, 3]  # what is left can be read
    path.write_bytes(data)
    heads = tmp_path / "case" / "heads" / "heads.txt"
    text = heads.read_bytes()
    heads.write_bytes(text[:-40] + bytes([text[-40] ^ 1]) + text[-39:])
    with pytest.raises(DamagedHeadError):
        Vault.open(tmp_path / "case", identity=closed.identity)
    heads.unlink()
    with pytest.raises(DamagedHeadError):
        Vault.open(tmp_path / "case", identity=closed.identity)


def test_a_torn_head_is_made_good_by_the_next_writer(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    heads = tmp_path / "case" / "heads" / "heads.txt"
    data = heads.read_bytes()
    last = data.rindex(b"ringfence.vault/1/", 0, data.rindex("—".encode()))
    for cut in (last, last + 1, last + 60, len(data) - 1):
        heads.write_bytes(data[:cut])
        with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
            assert len(contents(vault)) == 4
        report = verify(tmp_path / "case")
        assert (report.ok, report.remarks) == (True, ())


def test_a_file_system_that_cannot_sync_folders_or_set_modes_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on FAT: fsync of a folder gives EINVAL, chmod and links are not there."""
    real = os.fsync

    def fsync(handle: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112 -- a descriptor, no path
            raise OSError(22, "Invalid argument")
        real(handle)

    def absent(*args: object, **kwargs: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fsync", fsync)
    for name in ("chmod", "link", "symlink", "chown"):
        monkeypatch.setattr(os, name, absent)
    closed, blob = make_case(tmp_path / "case")
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        vault.append("again", {"source": vault.put(io.BytesIO(b"more")).as_body()})
        assert vault.read_blob(blob.id)
    assert verify(tmp_path / "case").ok

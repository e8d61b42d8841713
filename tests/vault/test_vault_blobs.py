"""Originals: kept once, read back exactly, never half, never silently replaced."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vault_case import CHEAP, make_case

from ringfence.schema import CancelledError
from ringfence.vault import (
    DamagedBlobError,
    DamagedKeyFileError,
    MissingKeyFileError,
    ReadOnlyError,
    SourceUnreadableError,
    UnknownBlobError,
    Vault,
    verify,
)
from ringfence.vault.digest import new_sm3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _ = Vault.create(tmp_path / "case", "made up", work_factor=CHEAP)
    with made:
        yield made


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, (4 << 20) - 1, (4 << 20) + 1, 9 << 20])
def test_an_original_comes_back_with_both_digests(vault: Vault, tmp_path: Path, size: int) -> None:
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    (tmp_path / "file").write_bytes(data)
    blob = vault.put(tmp_path / "file")
    sm3 = new_sm3()
    sm3.update(data)
    assert (blob.size, blob.sha256, blob.sm3) == (size, hashlib.sha256(data).hexdigest(), sm3.digest().hex())
    assert vault.read_blob(blob.id) == data
    assert vault.find(blob.sha256) == vault.find(blob.sha256.upper()) == vault.blob(blob.id) == blob
    stored = (tmp_path / "case" / "blobs" / f"{blob.id}.age").read_bytes()
    assert (blob.stored_size, blob.stored_sha256) == (len(stored), hashlib.sha256(stored).hexdigest())
    with vault.open_blob(blob.id) as stream:
        stream.seek(size // 2)
        assert stream.read(10) == data[size // 2 : size // 2 + 10]


def test_the_same_bytes_are_kept_once(vault: Vault, tmp_path: Path) -> None:
    first = vault.put(io.BytesIO(b"same"))
    names = {path: path.read_bytes() for path in (tmp_path / "case").rglob("*") if path.is_file()}
    assert vault.put(io.BytesIO(b"same")) == first
    assert {path: path.read_bytes() for path in (tmp_path / "case").rglob("*") if path.is_file()} == names


def test_names_confirm_nothing_to_an_outsider(vault: Vault, tmp_path: Path) -> None:
    blob = vault.put(io.BytesIO(b"a known file"))
    other, _ = Vault.create(tmp_path / "other", "made up", work_factor=CHEAP)
    with other:
        assert other.put(io.BytesIO(b"a known file")).id != blob.id
    digests = {blob.sha256[:40], blob.sm3[:40], hashlib.sha1(b"a known file", usedforsecurity=False).hexdigest()}
    assert blob.id not in digests
    everything = b"".join(path.read_bytes() for path in (tmp_path / "case").rglob("*") if path.is_file())
    for digest in (blob.sha256, blob.sm3):
        assert digest.encode() not in everything
        assert bytes.fromhex(digest) not in everything
    assert b"a known file" not in everything


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        del size
        return super().read(7)


@settings(deadline=None, max_examples=20)
@given(st.binary(max_size=200))
def test_a_stream_that_gives_little_at_a_time_is_read_to_its_end(data: bytes) -> None:
    assert SHARED.read_blob(SHARED.put(Trickle(data)).id) == data


@pytest.fixture(scope="module", autouse=True)
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    global SHARED
    SHARED, _ = Vault.create(tmp_path_factory.mktemp("shared") / "case", "made up", work_factor=CHEAP)
    with SHARED:
        yield


SHARED: Vault


def test_a_source_that_cannot_be_read_is_named(vault: Vault, tmp_path: Path) -> None:
    for source in (tmp_path / "nowhere", tmp_path, str(tmp_path / "nowhere")):
        with pytest.raises(SourceUnreadableError) as caught:
            vault.put(source)
        assert str(source) in caught.value.zh
    assert list((tmp_path / "case" / "blobs").iterdir()) == []


def test_progress_is_told_and_may_cancel(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(9 << 20))
    told: list[tuple[int, int | None]] = []

    def note(step: str, done: int, total: int | None = None) -> None:
        assert step == "加密保存原件"
        told.append((done, total))

    vault.put(tmp_path / "file", note)
    assert told == [(4 << 20, 9 << 20), (8 << 20, 9 << 20), (9 << 20, 9 << 20)]

    def cancel(step: str, done: int, total: int | None = None) -> None:
        raise CancelledError

    before = sorted(path.name for path in (tmp_path / "case").rglob("*"))
    with pytest.raises(CancelledError):
        vault.put(io.BytesIO(b"another"), cancel)
    assert sorted(path.name for path in (tmp_path / "case").rglob("*")) == before


def test_unknown_ids_and_digests(vault: Vault) -> None:
    for digest in ("0" * 64, "", "zz" * 32, "../" * 10):
        assert vault.find(digest) is None
    for wrong in (vault.blob, vault.open_blob, vault.read_blob):
        for blob_id in ("0" * 40, "", "../../ringfence-vault", "A" * 40):
            with pytest.raises(UnknownBlobError):
                wrong(blob_id)


def test_a_reader_puts_nothing(tmp_path: Path) -> None:
    closed, blob = make_case(tmp_path / "case")
    reader = Vault.open(tmp_path / "case", identity=closed.identity, read_only=True)
    assert reader.read_blob(blob.id) == b"made-up original \xe5\x82\xac"
    with pytest.raises(ReadOnlyError):
        reader.put(io.BytesIO(b"x"))


def test_damage_is_refused_and_never_overwritten(tmp_path: Path) -> None:
    closed, blob = make_case(tmp_path / "case")
    path = tmp_path / "case" / "blobs" / f"{blob.id}.age"
    key_path = tmp_path / "case" / "keys" / "blobs" / f"{blob.id}-1.age"
    data, key_data = path.read_bytes(), key_path.read_bytes()
    with Vault.open(tmp_path / "case", identity=closed.identity) as vault:
        path.write_bytes(data[:-1])
        with pytest.raises(DamagedBlobError):
            vault.read_blob(blob.id)
        with pytest.raises(DamagedBlobError):
            vault.put(io.BytesIO(b"made-up original \xe5\x82\xac"))
        assert path.read_bytes() == data[:-1]
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        with pytest.raises(DamagedBlobError), vault.open_blob(blob.id) as stream:
            stream.read()
        path.write_bytes(data)
        key_path.unlink()
        with pytest.raises(MissingKeyFileError):
            vault.read_blob(blob.id)
        with pytest.raises(MissingKeyFileError):
            vault.put(io.BytesIO(b"made-up original \xe5\x82\xac"))
        key_path.write_bytes(key_data[:-1])
        with pytest.raises(DamagedKeyFileError):
            vault.read_blob(blob.id)
        key_path.write_bytes(key_data)
        path.unlink()
        assert vault.find(blob.sha256) is None
        with pytest.raises(DamagedBlobError):
            vault.open_blob(blob.id)


def test_a_forged_original_with_a_forged_key_is_refused(tmp_path: Path) -> None:
    """Anyone can encrypt to the case's public recipient; only the case can say that an original is its own."""
    closed, blob = make_case(tmp_path / "case")
    forger, _ = Vault.create(tmp_path / "forger", "made up", work_factor=CHEAP)
    with forger:
        fake = forger.put(io.BytesIO(b"forged"))
    import pyrage  # noqa: PLC0415 -- the forger's tool, not the test's

    recipient = pyrage.x25519.Recipient.from_str((tmp_path / "case/keys/recipients.txt").read_text().strip())
    forger_key = pyrage.x25519.Identity.from_str(forger.identity.strip().splitlines()[-1])
    text = pyrage.decrypt((tmp_path / f"forger/keys/blobs/{fake.id}-1.age").read_bytes(), [forger_key])
    forged = pyrage.encrypt(text.replace(fake.id.encode(), blob.id.encode()), [recipient])
    (tmp_path / f"case/keys/blobs/{blob.id}-1.age").write_bytes(forged)
    (tmp_path / f"case/blobs/{blob.id}.age").write_bytes((tmp_path / f"forger/blobs/{fake.id}.age").read_bytes())
    reader = Vault.open(tmp_path / "case", identity=closed.identity, read_only=True)
    with pytest.raises(DamagedKeyFileError):
        reader.read_blob(blob.id)
    assert {problem.place for problem in verify(tmp_path / "case").problems} == {
        f"blob:{blob.id}",
        f"blobkey:{blob.id}",
    }


def test_an_original_that_no_entry_mentions_is_a_remark(vault: Vault, tmp_path: Path) -> None:
    blob = vault.put(io.BytesIO(b"not yet mentioned"))
    report = verify(tmp_path / "case", vault=vault)
    assert report.ok
    assert {remark.place for remark in report.remarks} == {f"blob:{blob.id}", f"blobkey:{blob.id}"}
    vault.append("source.added", {"list": [{"deep": blob.as_body()}]})
    report = verify(tmp_path / "case", vault=vault)
    assert report.ok
    assert report.remarks == ()
    assert report.blobs == 1


def test_an_entry_cannot_refer_to_what_is_not_kept(vault: Vault) -> None:
    body = vault.put(io.BytesIO(b"x")).as_body()
    for wrong in ({**body, "blob": "0" * 40}, {**body, "size": 2}, {**body, "sm3": "0" * 64}):
        with pytest.raises(UnknownBlobError):
            vault.append("source.added", {"source": wrong})
    assert vault.size == 1

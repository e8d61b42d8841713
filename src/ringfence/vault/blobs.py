"""The kept originals: ``blobs/<id>.age`` and, for each, its key in ``keys/blobs/<id>-1.age``."""

from __future__ import annotations

import hmac
import io
import os
import re
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ringfence.vault.age_header import (
    HEADER_LIMIT,
    AgeFormatError,
    new_file_key,
    new_x25519_identity,
    parse_header,
    unwrap_x25519,
    wrap_x25519,
    write_header,
)
from ringfence.vault.age_payload import PayloadReader, PayloadWriter
from ringfence.vault.blob import Blob, parse_key_file, write_key_file
from ringfence.vault.cache import DERIVED_FOLDER
from ringfence.vault.digest import TwinDigest
from ringfence.vault.disk import TEMPORARY, discard, reading, temporary_name, writing
from ringfence.vault.errors import (
    DamagedBlobError,
    DamagedKeyFileError,
    MissingKeyFileError,
    RedactedBlobError,
    SourceUnreadableError,
    UnknownBlobError,
)
from ringfence.vault.frame import Claim, ClaimOp
from ringfence.vault.heads import HEADS_FOLDER
from ringfence.vault.keyring import BLOB_KEYS_FOLDER, KEYS_FOLDER, seal_for, unseal
from ringfence.vault.readers import own_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringfence.schema import Progress
    from ringfence.vault.disk import Disk
    from ringfence.vault.identity import Identity

BLOBS_FOLDER = "blobs"
PIECE = 4 << 20  # bytes read at once: enough that handing SM3 to its thread costs nothing
_STEP = "加密保存原件"
_ID = re.compile(r"[0-9a-f]{40}")
_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


class BlobStore:
    """Keeps originals, finds them and reads them back.

    Args:
        folder: the vault.
        disk: what writes.
        identity: the case's secrets.
        claimed: tells whether the log already commits to a file (path relative to the vault).
        gone: tells whether the log says that a file was destroyed on purpose.
    """

    def __init__(
        self,
        folder: Path,
        disk: Disk,
        identity: Identity,
        claimed: Callable[[str], bool],
        gone: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._folder = folder
        self._disk = disk
        self._age_key = identity.age_key
        self._id_key = identity.subkey("blob-id")
        self._mac_key = identity.subkey("blob-mac")
        self._reader = own_folder(folder, identity.age_key)
        self._claimed = claimed
        self._gone = gone
        self._unsynced = False

    def id_of(self, digest: str) -> str:
        """Return the id of the original with this SHA-256 (64 hex digits)."""
        return hmac.digest(self._id_key, bytes.fromhex(digest), sha256)[:20].hex()

    def put(self, source: BinaryIO | Path | str, progress: Progress) -> Blob:
        """Keep an original; see :meth:`ringfence.vault.vault.Vault.put`."""
        with _opened(source) as (stream, total), writing(self._folder, BLOBS_FOLDER):
            temporary = temporary_name(self._folder / BLOBS_FOLDER / "x")
            try:
                blob, secret = self._seal(stream, temporary, lambda done: progress(_STEP, done, total))
                kept = self._kept(blob)
                if kept is None:
                    self._name(blob, secret, temporary)
            except BaseException:
                discard(self._disk, temporary)
                raise
            if kept is not None:
                discard(self._disk, temporary)
            return kept or blob

    def find(self, digest: str) -> Blob | None:
        """Return the kept original with this SHA-256 (64 hex digits, any case), or None."""
        if not _DIGEST.fullmatch(digest):
            return None
        try:
            blob, _ = self.load(self.id_of(digest))
        except (UnknownBlobError, MissingKeyFileError, RedactedBlobError):
            return None
        return blob if self.path(blob.id).exists() else None

    def load(self, blob_id: str) -> tuple[Blob, str]:
        """Return what is known of an original and the age identity that opens it.

        Raises:
            UnknownBlobError: neither file is there.
            MissingKeyFileError: the original is there, its key is not.
            RedactedBlobError: its key was destroyed on purpose.
            DamagedKeyFileError: the key file is not one that this case wrote.
        """
        if not _ID.fullmatch(blob_id):
            raise UnknownBlobError(blob_id[:40])
        path = self.key_path(blob_id) if self._reader is None else self._reader / f"{blob_id}.age"
        if not path.exists() and not self.path(blob_id).exists():
            raise UnknownBlobError(blob_id)
        if not path.exists() and self._gone(f"{BLOB_KEYS_FOLDER}/{blob_id}-1.age"):
            raise RedactedBlobError(blob_id)
        parsed = parse_key_file(unseal(path, self._age_key), self._mac_key)
        if parsed is None or parsed[0].id != blob_id:
            raise DamagedKeyFileError(path)
        return parsed

    def open(self, blob_id: str) -> BinaryIO:
        """Open an original for reading; see :meth:`ringfence.vault.vault.Vault.open_blob`."""
        blob, secret = self.load(blob_id)
        path = self.path(blob_id)
        if not path.exists():
            raise DamagedBlobError(blob_id)
        with reading(f"{BLOBS_FOLDER}/{path.name}"):
            stream = path.open("rb")
            try:
                header = parse_header(stream.read(HEADER_LIMIT))
                file_key = unwrap_x25519(header, secret)
                raw = PayloadReader(stream, header.size, file_key, lambda: DamagedBlobError(blob_id))
            except AgeFormatError as error:
                stream.close()
                raise DamagedBlobError(blob_id) from error
        if raw.plain_size != blob.size:
            raw.close()
            raise DamagedBlobError(blob_id)
        return io.BufferedReader(raw, 64 * 1024)

    def claims(self, blob_id: str) -> list[Claim]:
        """Return what an entry must say of an original's two files."""
        blob, _ = self.load(blob_id)
        with reading(BLOB_KEYS_FOLDER):
            key_data = self.key_path(blob_id).read_bytes()
        return [
            Claim(ClaimOp.HOLDS, f"{BLOBS_FOLDER}/{blob_id}.age", blob.stored_size, bytes.fromhex(blob.stored_sha256)),
            Claim(ClaimOp.HOLDS, f"{BLOB_KEYS_FOLDER}/{blob_id}-1.age", len(key_data), sha256(key_data).digest()),
        ]

    def key_text(self, blob_id: str) -> bytes:
        """Return what an original's key file holds, to be sealed for a reader."""
        self.load(blob_id)
        return unseal(self.key_path(blob_id), self._age_key)

    def settle(self) -> None:
        """Make the names of what was put survive a power cut: to be called before the log refers to them."""
        if self._unsynced:
            with writing(self._folder, BLOBS_FOLDER):
                self._disk.sync_folder(self._folder / BLOB_KEYS_FOLDER)
                self._disk.sync_folder(self._folder / BLOBS_FOLDER)
            self._unsynced = False

    def sweep(self) -> None:
        """Remove what a killed writer left half-written (temporary names only)."""
        for name in ("", BLOBS_FOLDER, BLOB_KEYS_FOLDER, KEYS_FOLDER, HEADS_FOLDER, DERIVED_FOLDER):
            for path in (self._folder / name).glob(f"{TEMPORARY}*"):
                discard(self._disk, path)

    def path(self, blob_id: str) -> Path:
        """Return the encrypted original's file."""
        return self._folder / BLOBS_FOLDER / f"{blob_id}.age"

    def key_path(self, blob_id: str) -> Path:
        """Return the file with its wrapped key."""
        return self._folder / BLOB_KEYS_FOLDER / f"{blob_id}-1.age"

    def _seal(self, stream: BinaryIO, path: Path, done: Callable[[int], None]) -> tuple[Blob, str]:
        """Encrypt ``stream`` into a synced file at ``path``, digesting both sides on the way."""
        secret, recipient = new_x25519_identity()
        file_key = new_file_key()
        payload = PayloadWriter(file_key)
        stored = sha256()
        handle = self._disk.create(path)
        size = 0

        def write(data: bytes) -> None:
            nonlocal size
            stored.update(data)
            size += len(data)
            self._disk.write_all(handle, data)

        try:
            with TwinDigest() as plain:
                write(write_header(file_key, wrap_x25519(file_key, recipient)) + payload.begin())
                while piece := _read(stream):
                    plain.update(piece)
                    write(payload.update(piece))
                    done(plain.size)
                write(payload.finish())
                self._disk.sync(handle)
                digest = plain.sha256()
                blob = Blob(self.id_of(digest), plain.size, digest, plain.sm3(), size, stored.hexdigest())
        finally:
            self._disk.close(handle)
        return blob, secret

    def _kept(self, blob: Blob) -> Blob | None:
        """Return the same original if it is kept already; raise rather than overwrite a damaged one the log commits to."""
        path, key_path = self.path(blob.id), self.key_path(blob.id)
        if path.exists() and not key_path.exists() and self._gone(f"{BLOB_KEYS_FOLDER}/{key_path.name}"):
            raise RedactedBlobError(blob.id)
        if path.exists() and key_path.exists():
            kept, _ = self.load(blob.id)
            if path.stat().st_size == kept.stored_size and kept.sha256 == blob.sha256:
                return kept
        if path.exists() and self._claimed(f"{BLOBS_FOLDER}/{path.name}"):
            raise DamagedBlobError(blob.id) if key_path.exists() else MissingKeyFileError(key_path)
        return None

    def _name(self, blob: Blob, secret: str, temporary: Path) -> None:
        """Publish the key first, the original last: an original that can be seen can be opened."""
        key_file = write_key_file(blob, secret, self._mac_key)
        self._disk.publish(self.key_path(blob.id), seal_for(key_file, self._age_key))
        self._disk.replace(temporary, self.path(blob.id))
        self._unsynced = True


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(PIECE)
    except OSError as error:
        raise SourceUnreadableError(str(getattr(stream, "name", "-")), error.strerror or "") from error


@contextmanager
def _opened(source: BinaryIO | Path | str) -> Iterator[tuple[BinaryIO, int | None]]:
    """Yield a stream and its length, if known; a stream that was given stays open."""
    if not isinstance(source, str | Path):
        yield source, None
        return
    try:
        stream = Path(source).open("rb", buffering=0)  # noqa: SIM115 -- closed below, where errors are the vault's own
    except OSError as error:
        raise SourceUnreadableError(str(source), error.strerror or "") from error
    with stream:
        yield stream, os.fstat(stream.fileno()).st_size

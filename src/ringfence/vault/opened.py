"""One vault on disk, opened: made, unlocked, settled, its log read, entries in batches. What the other verbs build on."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ringfence.vault import founding as founding_steps
from ringfence.vault.blobs import BlobStore
from ringfence.vault.cache import Caches
from ringfence.vault.disk import Disk, discard, writing
from ringfence.vault.errors import DamagedHeadError, ReadOnlyError, VaultError, WriteFailedError
from ringfence.vault.frame import encode_payload
from ringfence.vault.head import Head
from ringfence.vault.heads import HEADS_NAME
from ringfence.vault.keyring import KEYS_FOLDER, WORK_FACTOR, normal_passphrase, read_signing_key
from ringfence.vault.ledger import Entry, Ledger
from ringfence.vault.lock import LOCK_NAME, WriterLock
from ringfence.vault.log_state import dump_state, load_state
from ringfence.vault.marker import VERSION, read_marker
from ringfence.vault.readers import own_folder
from ringfence.vault.unlock import unlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ringfence.vault.identity import Identity
    from ringfence.vault.log import LogState

CREATED = "vault.created"
_STATE = "log-state"
_STATE_EVERY = 512  # entries after which it pays to keep the state for the next opening


def vault_clock() -> int:
    """Return this machine's time, microseconds UTC."""
    return time.time_ns() // 1000


class Opened:
    """A vault's folder, unlocked: its secrets, its log, its originals and caches, and who may write."""

    def __init__(
        self,
        folder: Path,
        identity: Identity,
        *,
        disk: Disk,
        now: Callable[[], int],
        lock: WriterLock | None,
        signing_key: Ed25519PrivateKey | None,
    ) -> None:
        self.folder = folder
        self._identity = identity
        self._lock = lock
        self._disk = disk
        self._ledger = Ledger(folder, identity, disk, now, signing_key)
        self._caches = Caches(folder, disk, identity)
        self._blobs = BlobStore(folder, disk, identity, self._ledger.claims_file, self._ledger.file_gone)
        self._state_kept = 0

    @classmethod
    def create(
        cls,
        folder: Path | str,
        passphrase: str,
        *,
        work_factor: int = WORK_FACTOR,
        disk: Disk | None = None,
        now: Callable[[], int] = vault_clock,
    ) -> tuple[Self, str]:
        """Make a vault in an empty or new folder and return it, open for writing, with the recovery key to print.

        Args:
            folder: where.
            passphrase: opens it; kept nowhere.
            work_factor: scrypt cost of the passphrase, log2 (18: 256 MiB, about 0.6 s).
            disk: what writes (tests break it).
            now: the vault's clock, microseconds UTC.

        Raises:
            FolderNotEmptyError, UnusablePassphraseError, DiskFullError, ReadOnlyError, WriteFailedError.
        """
        folder, disk = Path(folder), disk or Disk()
        founding = founding_steps.found(normal_passphrase(passphrase), work_factor)
        founding_steps.claim_folder(folder)
        lock = WriterLock(folder)
        try:
            founding_steps.claim_folder(folder)  # again, now that nobody else can be making one here
            founding_steps.unmake(folder)
        except BaseException:
            lock.release()
            raise
        vault = cls(folder, founding.identity, disk=disk, now=now, lock=lock, signing_key=founding.signing_key)
        try:
            founding_steps.write_files(folder, disk, founding)
            with vault.batch():
                body = {"format": VERSION, "case": founding.identity.case_id}
                vault._ledger.add(encode_payload(CREATED, body), founding.claims())
            founding_steps.write_marker(folder, disk, founding.marker)
        except BaseException:
            founding_steps.unmake(folder)
            lock.release()
            discard(Disk(), folder / LOCK_NAME)
            raise
        return vault, founding.recovery_key

    @classmethod
    def open(
        cls,
        folder: Path | str,
        *,
        passphrase: str | None = None,
        recovery: str | None = None,
        identity: str | None = None,
        read_only: bool = False,
        disk: Disk | None = None,
        now: Callable[[], int] = vault_clock,
    ) -> Self:
        """Open a vault with one of three secrets, or with what :func:`remember` kept when none is given.

        A passphrase costs what scrypt costs; an identity (from :attr:`identity`) opens at once. With ``read_only`` nothing in
        the folder is touched and any number may read while one writes. Otherwise what a killed writer left is settled
        first: whole entries it did not come to sign are signed, a torn last piece is dropped.

        Raises:
            NotAVaultError, NewerFormatError, SecretNeededError, WrongPassphraseError, WrongRecoveryKeyError, WrongIdentityError,
            MissingKeyFileError, DamagedKeyFileError: it cannot be unlocked.
            DamagedHeadError: no newest head that this case signed.
            LockedByAnotherError, ReadOnlyError: it cannot be written now.
            DamagedEntryError, RolledBackError: writing on would cover up damage (reading is still possible).
        """
        folder, disk = Path(folder), disk or Disk()
        marker = read_marker(folder)
        secrets = unlock(folder, marker.case_id, passphrase=passphrase, recovery=recovery, identity=identity)
        if read_only:
            vault = cls(folder, secrets, disk=disk, now=now, lock=None, signing_key=None)
            vault._ledger.find_head()
            return vault
        if own_folder(folder, secrets.age_key) is not None:
            raise ReadOnlyError(folder)  # a reader has no signing key
        lock = WriterLock(folder)
        try:
            signing_key = read_signing_key(folder, secrets.age_key, secrets.verify_key)
            vault = cls(folder, secrets, disk=disk, now=now, lock=lock, signing_key=signing_key)
            vault._settle()
        except BaseException:
            lock.release()
            raise
        return vault

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the next writer in; calling it again does nothing."""
        if self._lock is None:
            return
        try:
            if not self._ledger.broken and self._ledger.state.size - self._state_kept >= _STATE_EVERY:
                self._keep_state()
        finally:
            self._lock.release()
            self._lock = None

    @property
    def identity(self) -> str:
        """Return the case's secrets as an age identity file: for :func:`remember`, for ``open(identity=...)``, never for a log."""
        return self._identity.text

    @property
    def case_id(self) -> str:
        """Return the case's id, 32 hex digits."""
        return self._identity.case_id

    @property
    def writable(self) -> bool:
        """Tell whether entries can be appended."""
        return self._lock is not None and not self._ledger.broken

    @property
    def size(self) -> int:
        """Return how many entries are acknowledged (at least 1: the vault's own)."""
        return self._ledger.size

    def head(self) -> Head:
        """Return the newest signed head: anchor its :attr:`Head.text` or :attr:`Head.code` outside."""
        if self._ledger.head is None:
            raise DamagedHeadError(HEADS_NAME)
        return self._ledger.head

    def heads(self) -> tuple[Head, ...]:
        """Return every readable head, oldest first (signatures are checked by :func:`verify`)."""
        return tuple(head for head in self._ledger.heads.all() if isinstance(head, Head))

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Group appends into one commit: one sync, one signature.

        When the block raises, none of its entries is written. Inner batches join the outermost. Entries of an unfinished
        batch are held in memory and not seen by :meth:`entries`. After a power cut in the middle of the commit a prefix of
        them may be there, each entry whole.
        """
        self._require_writable()
        with self._ledger.group(self._blobs.settle):
            yield

    def entries(self, start: int = 0) -> Iterator[Entry]:
        """Yield acknowledged entries from number ``start`` on, each checked and decrypted.

        At the end the chain is compared with the signed head, so a loop that runs through has read exactly what was signed.

        Raises:
            DamagedEntryError: an entry was changed; the ones before it were yielded.
            RolledBackError: the log ends before the head.
        """
        for frame in self._ledger.committed(start, self.head(), self._kept_state):
            if frame.seq >= start:
                yield self._ledger.entry(frame)

    def leaves(self) -> list[bytes]:
        """Return the digests of all acknowledged entries: what :func:`inclusion_proof` and :func:`consistency_proof` take."""
        return [frame.digest for frame in self._ledger.committed(0, self.head(), self._kept_state)]

    def _require_writable(self) -> None:
        if self._ledger.broken:
            raise WriteFailedError(str(self.folder), "上一次写入失败 / an earlier write failed")
        if self._lock is None:
            raise ReadOnlyError(self.folder)

    def _settle(self) -> None:
        """Bring a vault that was not closed properly to a state that can be appended to."""
        self._blobs.sweep()
        kept = self._kept_state()
        self._state_kept = kept.size if kept else 0
        self._ledger.settle(kept)
        if left := [path for path in self._ledger.last_gone() if (self.folder / path).exists()]:
            self._erase(left)
            self._caches.drop_all()

    def _erase(self, paths: Sequence[str]) -> None:
        with writing(self.folder, KEYS_FOLDER):
            for path in paths:
                self._disk.erase(self.folder / path)
            for folder in sorted({(self.folder / path).parent for path in paths}):
                self._disk.sync_folder(folder)

    def _kept_state(self) -> LogState | None:
        data = self._caches.get(_STATE)
        return None if data is None else load_state(data)

    def _keep_state(self) -> None:
        try:
            self._caches.put(_STATE, dump_state(self._ledger.state))
        except VaultError:
            return  # only speed is lost

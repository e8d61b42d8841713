"""One case's vault: append, keep, read back. See docs/vault-format.md for what lies on the disk."""

from __future__ import annotations

import hmac
import time
from base64 import b64decode
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ringfence.schema import silent
from ringfence.vault import founding as founding_steps
from ringfence.vault.anchor import GivenAnchor, given_anchor
from ringfence.vault.blob import blobs_in
from ringfence.vault.blobs import BlobStore
from ringfence.vault.cache import DERIVED_FOLDER, Caches
from ringfence.vault.disk import Disk, discard, writing
from ringfence.vault.errors import (
    DamagedHeadError,
    ReadOnlyError,
    RefusedStampError,
    UnknownBlobError,
    UnknownReaderError,
    UnstorableError,
    VaultError,
    WriteFailedError,
)
from ringfence.vault.export import write_export
from ringfence.vault.export.proof import Disclosure
from ringfence.vault.frame import Claim, ClaimOp, decode_payload, encode_payload
from ringfence.vault.head import Head
from ringfence.vault.heads import HEADS_NAME
from ringfence.vault.intake import open_packet
from ringfence.vault.keyring import (
    BLOB_KEYS_FOLDER,
    KEYS_FOLDER,
    PASSPHRASE,
    WORK_FACTOR,
    generations,
    normal_passphrase,
    read_signing_key,
    recipient_of,
    seal_with_passphrase,
    write_verify_key,
)
from ringfence.vault.ledger import Entry, Ledger
from ringfence.vault.lock import LOCK_NAME, WriterLock
from ringfence.vault.log_state import dump_state, load_state
from ringfence.vault.marker import VERSION, read_marker
from ringfence.vault.readers import KIND as READERS_KIND
from ringfence.vault.readers import (
    READERS_FOLDER,
    Reader,
    active_readers,
    checked_recipient,
    own_folder,
    reader_id,
    seal_to,
)
from ringfence.vault.stamps import KeptStamp, read_stamp, stamp_files, stamp_path
from ringfence.vault.timestamp import imprint_of, judge, parse_response, stamp_request
from ringfence.vault.unlock import unlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.x509 import Certificate

    from ringfence.schema import Progress
    from ringfence.vault.blob import Blob
    from ringfence.vault.export.item import Exported, ExportItem
    from ringfence.vault.identity import Identity
    from ringfence.vault.log import LogState

RESERVED = "vault."  # kinds of our own: created now; anchor, timestamp, recipients, redaction, keys later
CREATED = "vault.created"
_STATE = "log-state"
_STATE_EVERY = 512  # entries after which it pays to keep the state for the next opening


def vault_clock() -> int:
    """Return this machine's time, microseconds UTC."""
    return time.time_ns() // 1000


class Vault:
    """One case: an append-only log, encrypted originals, encrypted caches.

    Make one with :meth:`create`, open one with :meth:`open`; use it as a context manager. An entry exists once :meth:`append` has
    returned (or the outermost :meth:`batch` has ended): then it survives a killed process and a power cut. One thread at a
    time may use an instance; a reader keeps to the head it was opened with, so open again (3 ms with an identity) to see more.
    """

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
        self._readers: tuple[Reader, ...] | None = None

    @classmethod
    def create(
        cls,
        folder: Path | str,
        passphrase: str,
        *,
        work_factor: int = WORK_FACTOR,
        disk: Disk | None = None,
        now: Callable[[], int] = vault_clock,
    ) -> tuple[Vault, str]:
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
    ) -> Vault:
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

    def append(self, kind: str, body: Mapping[str, Any]) -> Entry:
        """Append one entry; durable on return, or at the end of the outermost batch.

        Originals that ``body`` holds as :meth:`Blob.as_body`, at any depth, are committed to with the digests of their files.

        Args:
            kind: what happened; names that begin with ``vault.`` are the vault's own.
            body: JSON: text, numbers, booleans, None, lists, and mappings with text keys. Read back, tuples are lists.

        Raises:
            UnstorableError: not JSON, too big (64 MB), or a reserved kind.
            UnknownBlobError: the body refers to an original that is not kept here.
            ReadOnlyError, DiskFullError, WriteFailedError: nothing was appended.
        """
        if not kind or kind.startswith(RESERVED):
            raise UnstorableError(
                f"“{kind}”不能用作记录的种类(空的,或以 vault. 开头的是保险库自用的)。",
                f"{kind!r} cannot be the kind of an entry (empty, or reserved for the vault itself).",
            )
        payload = encode_payload(kind, body)
        with self.batch():
            return self._ledger.add(payload, self._blob_claims(decode_payload(self.size, payload)[1]))

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

    def put(self, source: BinaryIO | Path | str, progress: Progress = silent) -> Blob:
        """Keep an original: encrypted, with SHA-256 and SM3, in bounded memory.

        It is not part of the case before an entry holds its :meth:`Blob.as_body`; appending that also makes it durable.
        The same bytes put again give the same blob. A killed process leaves no half blob.

        Args:
            source: a path, or a binary stream that is read to its end (and left open).
            progress: told the bytes done, every 4 MiB; may cancel.

        Raises:
            SourceUnreadableError: the source cannot be read.
            DamagedBlobError, MissingKeyFileError: the same original is kept already but damaged; it is not overwritten.
            ReadOnlyError, DiskFullError, WriteFailedError, CancelledError: nothing was kept.
        """
        self._require_writable()
        return self._blobs.put(source, progress)

    def find(self, sha256: str) -> Blob | None:
        """Return the kept original with this SHA-256 (64 hex digits), or None."""
        return self._blobs.find(sha256)

    def blob(self, blob_id: str) -> Blob:
        """Return what is known of a kept original.

        Raises:
            UnknownBlobError, MissingKeyFileError, DamagedKeyFileError.
        """
        return self._blobs.load(blob_id)[0]

    def open_blob(self, blob_id: str) -> BinaryIO:
        """Open an original: a buffered, seekable stream that decrypts as it is read; nothing in clear touches the disk.

        Raises:
            UnknownBlobError, MissingKeyFileError, DamagedKeyFileError: it cannot be opened.
            DamagedBlobError: also while reading, when a piece does not authenticate.
        """
        return self._blobs.open(blob_id)

    def read_blob(self, blob_id: str) -> bytes:
        """Return a whole original; errors as :meth:`open_blob`."""
        with self.open_blob(blob_id) as stream:
            return stream.read()

    def cache_put(self, name: str, data: bytes) -> None:
        """Keep derived data, encrypted; losing it loses nothing."""
        self._require_writable()
        self._caches.put(name, data)

    def cache_get(self, name: str) -> bytes | None:
        """Return derived data; None when there is none or it does not authenticate.

        It may be an older one that somebody put back: keep in it what it was made from (say, the log's size) and compare.
        """
        return self._caches.get(name)

    # -- timestamps ---------------------------------------------------------------------------------------------------

    def stamp_request(self) -> tuple[Head, bytes]:
        """Return the newest head and the RFC 3161 request for it: a digest and a number, nothing else of the case."""
        head = self.head()
        return head, stamp_request(head.text.encode(), self._nonce(head))

    def keep_stamp(self, response: bytes, roots: Sequence[Certificate]) -> KeptStamp:
        """Judge an authority's response to :meth:`stamp_request`, of now or of earlier, and keep it whole.

        Raises:
            RefusedStampError: it does not hold, leads to none of ``roots``, or is about no head of this case.
            ReadOnlyError, DiskFullError, WriteFailedError: nothing was kept.
        """
        self._require_writable()
        parsed = parse_response(response)
        imprint = imprint_of(parsed)
        head = next((one for one in self.heads() if sha256(one.text.encode()).digest() == imprint), None)
        if head is None:
            raise RefusedStampError("它盖的不是这个案件的任何签名头", "it is about no head of this case")
        stamp = judge(parsed, head.text.encode(), roots, self._nonce(head))
        taken = (path for _, path in stamp_files(self._claims()))
        kept = KeptStamp(head.size, stamp_path(head.size, stamp.authority, taken), stamp)
        body = {
            "file": kept.path,
            "root": kept.root_path,
            "size": kept.size,
            "time": stamp.time.isoformat(),
            "authority": stamp.authority,
            "serial": str(stamp.serial),
        }
        self._write_claimed("vault.timestamp", body, {kept.path: response, kept.root_path: stamp.root})
        return kept

    def stamps(self) -> tuple[KeptStamp, ...]:
        """Return every kept timestamp, judged again.

        Raises:
            RefusedStampError, ReadFailedError: one does not hold any more.
        """
        heads = {one.size: one for one in self.heads()}
        files = stamp_files(self._claims())
        return tuple(read_stamp(self.folder, size, path, heads.get(size)) for size, path in files)

    # -- destroying on purpose, changing the passphrase -----------------------------------------------------------------

    def redact(self, blob_id: str, reason: str = "") -> Entry:
        """Destroy an original for good: its key is overwritten and removed, and so is every cache.

        The log keeps proving that it existed, when, and with which digest, and says in clear that its key was destroyed.
        Copies of the folder made before are beyond reach.

        Raises:
            UnknownBlobError: no such original; RedactedBlobError: destroyed already.
            ReadOnlyError, DiskFullError, WriteFailedError: the log does not say so; nothing was destroyed.
        """
        self._require_writable()
        self._blobs.load(blob_id)
        paths = [f"{BLOB_KEYS_FOLDER}/{blob_id}-1.age"]
        paths += [f"{READERS_FOLDER}/{one.id}/{blob_id}.age" for one in self.readers()]
        entry = self._destroy("vault.redaction", {"original": blob_id, "reason": reason}, paths)
        with writing(self.folder, DERIVED_FOLDER):
            self._caches.drop_all()
        return entry

    def change_passphrase(self, passphrase: str, work_factor: int = WORK_FACTOR) -> None:
        """Seal the case's identity under a new passphrase and destroy the file under the old one.

        The identity itself stays: whoever has a copy of the old file and the old passphrase can still open that copy.

        Raises:
            UnusablePassphraseError, ReadOnlyError, DiskFullError, WriteFailedError.
        """
        self._require_writable()
        old = [path.relative_to(self.folder).as_posix() for path in generations(self.folder, PASSPHRASE)]
        number = max((int(name.rpartition("-")[2].removesuffix(".age")) for name in old), default=0) + 1
        new = f"{KEYS_FOLDER}/{PASSPHRASE}-{number}.age"
        data = seal_with_passphrase(self._identity.text.encode(), normal_passphrase(passphrase), work_factor)
        known = self._claims()
        self._destroy("vault.keys", {"passphrase": number}, [name for name in old if name in known], {new: data})
        self._erase([name for name in old if name not in known])  # of a change that was cut short

    def _destroy(
        self, kind: str, body: Mapping[str, Any], paths: Sequence[str], files: Mapping[str, bytes] | None = None
    ) -> Entry:
        """Commit an entry that says that files are destroyed (and new ones there), then destroy them."""
        if self._ledger.grouping:
            raise UnstorableError(
                "销毁不能和别的记录合成一批。",
                "Destroying cannot be part of a batch: what is not committed yet may be undone.",
            )
        gone = [Claim(ClaimOp.GONE, path, 0, bytes(32)) for path in paths]
        entry = self._write_claimed(kind, body, files or {}, gone)
        self._erase(paths)
        return entry

    def _erase(self, paths: Sequence[str]) -> None:
        with writing(self.folder, KEYS_FOLDER):
            for path in paths:
                self._disk.erase(self.folder / path)
            for folder in sorted({(self.folder / path).parent for path in paths}):
                self._disk.sync_folder(folder)

    # -- readers ------------------------------------------------------------------------------------------------------

    def readers(self) -> tuple[Reader, ...]:
        """Return who may read the case besides its owner."""
        return active_readers(one.body for one in self.entries() if one.kind == READERS_KIND)

    def add_reader(self, recipient: str, name: str = "") -> Reader:
        """Let the holder of an age key read the log and every original, those of now and those to come; not write.

        Raises:
            NotARecipientError: no age public key; UnknownReaderError: they may already.
            ReadOnlyError, DiskFullError, WriteFailedError: they may not read.
        """
        self._require_writable()
        recipient = checked_recipient(recipient)
        reader = Reader(reader_id(recipient), recipient, name)
        if any(one.id == reader.id for one in self.readers()):
            raise UnknownReaderError(name or recipient, already=True)
        place = f"{READERS_FOLDER}/{reader.id}"
        files = {f"{place}/secret.age": seal_to(self._identity.shared_text.encode(), recipient)}
        for path, claim in self._claims().items():
            if claim.op == ClaimOp.HOLDS and path.startswith(f"{BLOB_KEYS_FOLDER}/"):
                blob_id = path.rpartition("/")[2].removesuffix("-1.age")
                files[f"{place}/{blob_id}.age"] = seal_to(self._blobs.key_text(blob_id), recipient)
        with writing(self.folder, READERS_FOLDER):
            for folder in (READERS_FOLDER, place):
                self._disk.make_folder(self.folder / folder)
                self._disk.sync_folder((self.folder / folder).parent)
        self._write_claimed(READERS_KIND, {"op": "add", "id": reader.id, "recipient": recipient, "name": name}, files)
        self._readers = None
        return reader

    def remove_reader(self, reader: str) -> Entry:
        """Take the right to read away for the future: no later original is for them, and their files here are destroyed.

        What they have copied stays theirs, and with it the key to the log.

        Raises:
            UnknownReaderError: no such reader; ReadOnlyError, DiskFullError, WriteFailedError: nothing was changed.
        """
        self._require_writable()
        if all(one.id != reader for one in self.readers()):
            raise UnknownReaderError(reader)
        place = f"{READERS_FOLDER}/{reader}/"
        paths = [path for path, claim in self._claims().items() if path.startswith(place) and claim.op == ClaimOp.HOLDS]
        entry = self._destroy(READERS_KIND, {"op": "remove", "id": reader}, paths)
        self._readers = None
        with suppress(OSError):
            (self.folder / place).rmdir()
        return entry

    def _reader_claims(self, blob_id: str) -> list[Claim]:
        """Write an original's key for every reader who lacks it, and return what the entry must say of these files."""
        if not (self.folder / READERS_FOLDER).is_dir():
            return []
        if self._readers is None:
            self._readers = self.readers()
        claims = []
        for reader in self._readers:
            path = self.folder / READERS_FOLDER / reader.id / f"{blob_id}.age"
            with writing(self.folder, READERS_FOLDER):
                self._disk.make_folder(path.parent)
                if not path.exists():
                    self._disk.publish(path, seal_to(self._blobs.key_text(blob_id), reader.recipient))
                    self._disk.sync_folder(path.parent)
            data = path.read_bytes()
            name = path.relative_to(self.folder).as_posix()
            claims.append(Claim(ClaimOp.HOLDS, name, len(data), sha256(data).digest()))
        return claims

    # -- intake -------------------------------------------------------------------------------------------------------

    def recipient(self) -> str:
        """Return the case's age public key: whoever has it can encrypt to the case, and read nothing."""
        return recipient_of(self._identity.age_key)

    def open_packet(self, path: Path | str | BinaryIO) -> BinaryIO:
        """Open a file, or a seekable stream, that somebody encrypted to :meth:`recipient`; it decrypts as it is read.

        Nothing in clear touches the disk. A stream is closed with what is returned.

        Raises:
            UnreadablePacketError: it is no age file for this case, or damaged (also while reading).
        """
        return open_packet(Path(path) if isinstance(path, str) else path, self._identity.age_key)

    # -- anchors ------------------------------------------------------------------------------------------------------

    def note_anchor(self, to: str, how: str = "") -> GivenAnchor:
        """Note in the log that the newest head was given to somebody outside; exports then prove it too.

        Raises:
            ReadOnlyError, DiskFullError, WriteFailedError: nothing was noted.
        """
        self._require_writable()
        head = self.head()
        given = GivenAnchor(head.size, head.code, to, how, 0)
        with self.batch():
            entry = self._ledger.add(encode_payload("vault.anchor", given.body()), ())
        return given_anchor(entry.body, entry.written_micros)

    def anchors(self) -> tuple[GivenAnchor, ...]:
        """Return the heads that were given to somebody, oldest first."""
        return tuple(given_anchor(one.body, one.written_micros) for one in self.entries() if one.kind == "vault.anchor")

    def fingerprint(self) -> str:
        """Return SHA-256 of the key that heads are signed with (SubjectPublicKeyInfo, DER), 64 hex digits."""
        return sha256(b64decode(b"".join(self.verify_pem().splitlines()[1:-1]))).hexdigest()

    def _nonce(self, head: Head) -> bytes:
        return hmac.digest(self._identity.subkey("stamp-nonce"), head.text.encode(), sha256)[:8]

    def _claims(self) -> dict[str, Claim]:
        """Return the last claim about each file."""
        committed = self._ledger.committed(0, self.head(), self._kept_state)
        return {claim.path: claim for frame in committed for claim in frame.claims}

    def _write_claimed(
        self, kind: str, body: Mapping[str, Any], files: Mapping[str, bytes], more: Sequence[Claim] = ()
    ) -> Entry:
        """Write new small files durably, then commit an entry of the vault's own that claims them.

        When the commit fails the files stay: a torn commit may yet be completed by the next opening, and must find them.
        """
        with writing(self.folder, kind):
            for name, data in files.items():
                self._disk.publish(self.folder / name, data)
            for folder in sorted({(self.folder / name).parent for name in files}):
                self._disk.sync_folder(folder)
        claims = [Claim(ClaimOp.HOLDS, name, len(data), sha256(data).digest()) for name, data in files.items()]
        with self.batch():
            return self._ledger.add(encode_payload(kind, body), [*claims, *more])

    # -- for somebody outside ----------------------------------------------------------------------------------------

    def export(
        self,
        target: Path | str,
        items: Sequence[ExportItem],
        *,
        title: str = "",
        lead: Sequence[tuple[str, str]] = (),
        today: str = "",
        recipients: Sequence[str] = (),
        earlier: Sequence[Head] = (),
        progress: Progress = silent,
    ) -> Exported:
        """Write chosen originals, in clear, as a folder that proves itself without our software.

        The folder is a BagIt bag with SHA-256 and SM3 lists, the list of files signed with the case's key, the log entries of
        the originals opened and proved under the newest head, the earlier heads that somebody outside holds, a verifier for
        Python and one for browsers, and instructions. Nothing else of the case is in it.

        Args:
            target: a folder that does not exist yet; with ``recipients`` a file, best named ``.tar.age``.
            items: the originals, in order.
            title: name of the case, for the exhibit list.
            lead: (label, value) rows about the whole export.
            today: ISO date, for BagIt's ``Bagging-Date``.
            recipients: age public keys; when given, only a tar archive encrypted to them is left.
            earlier: heads that somebody outside holds, besides the stamped ones and those noted as given; each is shown to
                begin the same log.
            progress: told bytes of originals written; may cancel.

        Raises:
            UnknownBlobError: an item's entry does not speak of its original.
            FolderNotEmptyError: ``target`` is there already.
            NotARecipientError: a recipient is no age public key.
            DamagedBlobError, MissingKeyFileError, ReadOnlyError, DiskFullError, WriteFailedError: nothing was written.
        """
        self._require_writable()
        return write_export(
            self,
            Path(target),
            items,
            title=title,
            lead=lead,
            today=today,
            recipients=recipients,
            earlier=earlier,
            progress=progress,
        )

    def disclose(self, wanted: Iterable[tuple[int, str]]) -> tuple[Head, list[bytes], list[Disclosure]]:
        """Return the newest head, the digests of all entries, and chosen entries as somebody without the key can read them.

        Args:
            wanted: (number of an entry, id of an original that its body must hold).

        Raises:
            UnknownBlobError: an entry is not there or does not hold its original.
        """
        leaves: list[bytes] = []
        opened: list[Disclosure] = []
        missing = set(wanted)
        numbers = {seq for seq, _ in missing}
        for frame in self._ledger.committed(0, self.head(), self._kept_state):
            leaves.append(frame.digest)
            if frame.seq in numbers:
                missing -= {(frame.seq, str(one["blob"])) for one in blobs_in(self._ledger.entry(frame).body)}
                stored = frame.covered + frame.sealed + frame.digest
                opened.append(Disclosure(frame.seq, stored, self._ledger.disclose(frame)))
        for _, blob_id in missing:
            raise UnknownBlobError(blob_id)
        return self.head(), leaves, opened

    def verify_pem(self) -> bytes:
        """Return the public key that heads are signed with, as PEM."""
        return write_verify_key(Ed25519PublicKey.from_public_bytes(self._identity.verify_key))

    def sign_list(self, data: bytes) -> bytes:
        """Return the Ed25519 signature (64 bytes) of the case's key over a list of files."""
        self._require_writable()
        return self._ledger.sign_list(data)

    def _blob_claims(self, body: Mapping[str, Any]) -> list[Claim]:
        claims: dict[str, Claim] = {}
        for reference in blobs_in(body):
            blob_id = str(reference["blob"])
            if any(reference[key] != value for key, value in self._blobs.load(blob_id)[0].as_body().items()):
                raise UnknownBlobError(blob_id)
            claims.update({claim.path: claim for claim in self._blobs.claims(blob_id)})
            claims.update({claim.path: claim for claim in self._reader_claims(blob_id)})
        return list(claims.values())

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

    def _kept_state(self) -> LogState | None:
        data = self._caches.get(_STATE)
        return None if data is None else load_state(data)

    def _keep_state(self) -> None:
        try:
            self._caches.put(_STATE, dump_state(self._ledger.state))
        except VaultError:
            return  # only speed is lost

"""What goes in and is read back: entries, originals, derived data, and what somebody sealed to the case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ringfence.schema import silent
from ringfence.vault.admitting import Admitting
from ringfence.vault.blob import blobs_in
from ringfence.vault.errors import UnknownBlobError, UnstorableError
from ringfence.vault.frame import Claim, decode_payload, encode_payload
from ringfence.vault.intake import open_packet
from ringfence.vault.keyring import recipient_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.schema import Progress
    from ringfence.vault.blob import Blob
    from ringfence.vault.ledger import Entry

RESERVED = "vault."  # kinds of our own: created now; anchor, timestamp, recipients, redaction, keys later


class Keeping(Admitting):
    """Append, keep, read back. An original's entry also claims its keys, those of every reader included."""

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

    def _blob_claims(self, body: Mapping[str, Any]) -> list[Claim]:
        claims: dict[str, Claim] = {}
        for reference in blobs_in(body):
            blob_id = str(reference["blob"])
            if any(reference[key] != value for key, value in self._blobs.load(blob_id)[0].as_body().items()):
                raise UnknownBlobError(blob_id)
            claims.update({claim.path: claim for claim in self._blobs.claims(blob_id)})
            claims.update({claim.path: claim for claim in self._reader_claims(blob_id)})
        return list(claims.values())

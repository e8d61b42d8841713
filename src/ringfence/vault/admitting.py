"""Who else may read: an age key is let in, for what is here and what comes, and shut out again for what comes."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from ringfence.vault.claiming import Claiming
from ringfence.vault.disk import writing
from ringfence.vault.errors import UnknownReaderError
from ringfence.vault.frame import Claim, ClaimOp
from ringfence.vault.keyring import BLOB_KEYS_FOLDER
from ringfence.vault.readers import KIND as READERS_KIND
from ringfence.vault.readers import READERS_FOLDER, Reader, active_readers, checked_recipient, reader_id, seal_to

if TYPE_CHECKING:
    from ringfence.vault.ledger import Entry


class Admitting(Claiming):
    """Readers besides the owner: they hold a key of their own and cannot write."""

    _readers: tuple[Reader, ...] | None = None  # as the log says; None: not looked up since it changed

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

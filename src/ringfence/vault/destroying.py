"""What is taken away on purpose and for good: an original's keys, the file under an old passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.vault.admitting import Admitting
from ringfence.vault.cache import DERIVED_FOLDER
from ringfence.vault.disk import writing
from ringfence.vault.keyring import (
    BLOB_KEYS_FOLDER,
    KEYS_FOLDER,
    PASSPHRASE,
    WORK_FACTOR,
    generations,
    normal_passphrase,
    seal_with_passphrase,
)
from ringfence.vault.readers import READERS_FOLDER

if TYPE_CHECKING:
    from ringfence.vault.ledger import Entry


class Destroying(Admitting):
    """Redacting originals, changing the passphrase: the log says so first, then the files are overwritten and removed."""

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

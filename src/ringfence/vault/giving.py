"""What is handed out: exports that prove themselves, entries opened one by one, the public key."""

from __future__ import annotations

from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ringfence.schema import silent
from ringfence.vault.blob import blobs_in
from ringfence.vault.errors import UnknownBlobError
from ringfence.vault.export import write_export
from ringfence.vault.export.proof import Disclosure
from ringfence.vault.keeping import Keeping
from ringfence.vault.keyring import write_verify_key
from ringfence.vault.witnessing import Witnessing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.schema import Progress
    from ringfence.vault.export.item import Exported, ExportItem
    from ringfence.vault.head import Head


class Giving(Keeping, Witnessing):
    """Exports and what they rest on: nothing else of the case leaves with them."""

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

    def fingerprint(self) -> str:
        """Return SHA-256 of the key that heads are signed with (SubjectPublicKeyInfo, DER), 64 hex digits."""
        return sha256(b64decode(b"".join(self.verify_pem().splitlines()[1:-1]))).hexdigest()

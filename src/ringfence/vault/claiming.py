"""Files that the log speaks of: written with the entry that claims them, destroyed with the entry that says so."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ringfence.vault.disk import writing
from ringfence.vault.errors import UnstorableError
from ringfence.vault.frame import Claim, ClaimOp, encode_payload
from ringfence.vault.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringfence.vault.ledger import Entry


class Claiming(Opened):
    """Small files and what the log says of them: an entry claims each one that is there, and names each one that is gone."""

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

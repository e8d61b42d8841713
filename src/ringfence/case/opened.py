"""One opened case on disk: its vault, the state its log adds up to, its timeline."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ringfence.case.analysis import Analysis, analyse
from ringfence.case.faults import UnknownNameError
from ringfence.case.follow import document_body
from ringfence.case.state import EntryKind, State, fold
from ringfence.schema import CHINA, silent
from ringfence.vault import WORK_FACTOR, Vault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import (
        Document,
        Progress,
    )


class Opened:
    """A case on disk, opened: its vault, the state its log adds up to, its timeline. What the acts in the other files build on."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._state: State | None = None

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, *, name: str = "", zone: str = CHINA, work_factor: int = WORK_FACTOR
    ) -> tuple[Self, str]:
        """Make a new case in an empty or new ``folder``; return it with the recovery key to print (shown only once).

        ``work_factor``: scrypt cost of the passphrase as log2; only tests make it cheap.
        """
        vault, recovery = Vault.create(folder, passphrase, work_factor=work_factor)
        case = cls(vault)
        case.write(EntryKind.CREATED, {"name": name, "zone": zone})
        return case, recovery

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        passphrase: str | None = None,
        recovery: str | None = None,
        identity: str | None = None,
        read_only: bool = False,
    ) -> Self:
        """Open the case in ``folder`` with one of its secrets."""
        vault = Vault.open(folder, passphrase=passphrase, recovery=recovery, identity=identity, read_only=read_only)
        return cls(vault)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the vault."""
        self.vault.close()

    @property
    def state(self) -> State:
        """Return what the log adds up to now."""
        if self._state is None:
            self._state = fold(self.vault.entries())
        return self._state

    def write(self, kind: EntryKind, body: dict[str, Any]) -> int:
        """Append one entry and return its number."""
        entry = self.vault.append(kind.value, body)
        self._state = None
        return int(entry.seq)

    def analysis(self, progress: Progress = silent) -> Analysis:
        """Return the classified timeline and what was noticed on the way."""
        return analyse(self.vault, self.state, progress)

    def events(self, progress: Progress = silent) -> Any:  # noqa: ANN401 -- a polars frame; polars is loaded with analysis
        """Return the classified timeline (EVENTS)."""
        return self.analysis(progress).events

    def _require_party(self, party_id: str | None) -> None:
        if party_id is not None and party_id not in self.state.parties:
            raise UnknownNameError("机构编号", "party", party_id)

    def _log_files(self, stem: str, files: tuple[Path, ...], document: Document | None = None) -> None:
        if not self.vault.writable:
            return
        about: dict[str, Any] = {
            "stem": stem,
            "files": {path.name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in files},
        }
        if document is not None:
            about |= document_body(document)
        self.write(EntryKind.DOCUMENT, about)

    @staticmethod
    def _free(letter: str, taken: Iterable[str]) -> str:
        tails = [name.removeprefix(letter) for name in taken if name.startswith(letter)]
        numbers = [int(tail) for tail in tails if tail.isdigit()]
        return f"{letter}{max(numbers, default=0) + 1}"

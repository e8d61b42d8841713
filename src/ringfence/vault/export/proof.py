"""What proves, without any key, that an entry is in the log: its frame, its opened payload, its path to a signed head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.vault.disk import reading
from ringfence.vault.merkle import consistency_proof, inclusion_proof

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ringfence.vault.head import Head
    from ringfence.vault.stamps import KeptStamp


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One entry made readable: its frame as stored, and salt || payload, which its commitment is the SHA-256 of."""

    seq: int
    frame: bytes
    opened: bytes


def proof_files(
    disclosures: Sequence[Disclosure], leaves: Sequence[bytes], head: Head, earlier: Sequence[Head]
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the files under ``proof/`` and the fields of ``proof.json`` that speak of them.

    Args:
        disclosures: the entries to prove.
        leaves: digests of all entries that ``head`` covers.
        head: the signed head.
        earlier: heads that somebody outside holds or has stamped; each is shown to begin the same log.
    """
    files = {"proof/head.txt": head.text.encode()}
    entries: list[dict[str, Any]] = []
    for one in disclosures:
        name = f"proof/entry-{one.seq:012d}"
        files |= {f"{name}.frame": one.frame, f"{name}.opened": one.opened}
        path = [step.hex() for step in inclusion_proof(leaves, one.seq)]
        entries.append({"seq": one.seq, "frame": f"{name}.frame", "opened": f"{name}.opened", "path": path})
    heads: list[dict[str, Any]] = []
    for old in earlier:
        name = f"proof/head-{old.size:012d}.txt"
        files[name] = old.text.encode()
        heads.append({"file": name, "path": [step.hex() for step in consistency_proof(leaves, old.size)]})
    return files, {"case": head.case_id, "entries": entries, "heads": heads}


def stamp_files(folder: Path, stamps: Sequence[KeptStamp]) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """Return the files of timestamps and the rows of ``proof.json`` that say which head each is about."""
    files: dict[str, bytes] = {}
    rows: list[dict[str, str]] = []
    for one in stamps:
        row = {"head": f"proof/head-{one.size:012d}.txt"}
        for kind, path in (("file", one.path), ("root", one.root_path)):
            row[kind] = f"proof/stamp-{path.rpartition('/')[2]}"
            with reading(path):
                files[row[kind]] = (folder / path).read_bytes()
        rows.append(row)
    return files, rows

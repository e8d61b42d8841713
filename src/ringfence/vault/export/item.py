"""What goes into an export, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExportItem:
    """One original to be given out.

    Attributes:
        id: what the case calls it, e.g. ``S1``; ASCII letters, digits, ``-`` and ``_``.
        name: its file name, as the user had it; what no file system takes is replaced.
        blob: the vault's id of it.
        seq: the log entry that speaks of it.
        facts: (Chinese label, English label, value) rows of the exhibit list: category, device, steps, clocks.
    """

    id: str
    name: str
    blob: str
    seq: int
    facts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        path: the folder, or the encrypted file.
        files: paths of the originals in it, relative, in the order asked for.
        bytes: their size together.
        head: code of the signed head that covers them.
        fingerprint: SHA-256 of the case's public key (SubjectPublicKeyInfo), 64 hex digits.
        digest: SHA-256 of the list of all files (``tagmanifest-sha256.txt``), 64 hex digits: stands for the whole export.
    """

    path: Path
    files: tuple[str, ...]
    bytes: int
    head: str
    fingerprint: str
    digest: str

"""The timestamps that a case keeps: ``heads/<size>-<name>.tsr`` with the root it leads to beside it, ``.pem``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509

from ringfence.vault.disk import reading
from ringfence.vault.errors import RefusedStampError, VaultError
from ringfence.vault.frame import ClaimOp
from ringfence.vault.heads import HEADS_FOLDER
from ringfence.vault.timestamp import Stamp, judge, parse_response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ringfence.vault.frame import Claim
    from ringfence.vault.head import Head

_PATH = re.compile(rf"{HEADS_FOLDER}/([1-9][0-9]*)-([a-z0-9-]+)\.tsr")


@dataclass(frozen=True, slots=True)
class KeptStamp:
    """One timestamp as kept: its head's size, its file (relative to the vault), and what it says."""

    size: int
    path: str
    stamp: Stamp

    @property
    def root_path(self) -> str:
        """Return the file with the root certificate."""
        return self.path.removesuffix(".tsr") + ".pem"


def stamp_path(size: int, authority: str, taken: Iterable[str]) -> str:
    """Return a free file name for a stamp of the head of ``size`` entries by ``authority``."""
    slug = re.sub(r"[^a-z0-9]+", "-", authority.lower()).strip("-")[:40].strip("-") or "tsa"
    names, number = set(taken), 1
    while (path := f"{HEADS_FOLDER}/{size}-{slug}{f'-{number}' if number > 1 else ''}.tsr") in names:
        number += 1
    return path


def stamp_files(claims: Mapping[str, Claim]) -> list[tuple[int, str]]:
    """Return (head's size, file) of every timestamp that the log speaks of, oldest head first."""
    found = [
        (int(match[1]), path)
        for path, claim in claims.items()
        if claim.op == ClaimOp.HOLDS and (match := _PATH.fullmatch(path))
    ]
    return sorted(found)


def read_stamp(folder: Path, size: int, path: str, head: Head | None) -> KeptStamp:
    """Read a kept timestamp and judge it again, against the root it was accepted with.

    Raises:
        RefusedStampError: it does not hold; ReadFailedError: a file is gone.
    """
    if head is None:
        raise RefusedStampError(f"没有 {size} 条的签名头", f"there is no head of {size} entries")
    with reading(path):
        data = (folder / path).read_bytes()
    place = path.removesuffix(".tsr") + ".pem"
    with reading(place):
        pem = (folder / place).read_bytes()
    try:
        roots = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise RefusedStampError(f"{place} 不是证书", f"{place} is no certificate") from error
    return KeptStamp(size, path, judge(parse_response(data), head.text.encode(), roots, None))


def wrong_stamps(folder: Path, claims: Mapping[str, Claim], heads: Mapping[int, Head]) -> list[tuple[str, str, str]]:
    """Return (file, Chinese, English) for every kept timestamp that does not hold."""
    wrong = []
    for size, path in stamp_files(claims):
        try:
            read_stamp(folder, size, path, heads.get(size))
        except VaultError as error:
            wrong.append((path, error.zh, error.en))
    return wrong

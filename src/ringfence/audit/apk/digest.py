"""SHA-256 and SM3 of what was given, read once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cryptography.hazmat.primitives import hashes

from ringfence.schema import Said, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.schema import Progress

CHUNK = 1 << 20


class Digests(NamedTuple):
    """Size in bytes and digests in lower-case hex."""

    size: int
    sha256: str
    sm3: str


class _Hasher(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


class _CryptographySM3:
    """SM3 for Pythons whose ``hashlib`` was built without it."""

    def __init__(self) -> None:
        self._hash = hashes.Hash(hashes.SM3())

    def update(self, data: bytes, /) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        return self._hash.copy().finalize().hex()


def digests_of(path: Path | Sequence[Path], progress: Progress = silent) -> Digests:
    """Return the digests of a file; of a split set those of its list: ``<sha256>  <name>`` a line, in order of the names.

    That list is what ``sha256sum *.apk`` prints, so anyone can make the digest of a set again.

    Raises:
        OSError: a file cannot be read.
    """
    files = files_of(path)
    total = sum(file.stat().st_size for file in files)
    done = 0
    lines: list[str] = []
    single = Digests(0, "", "")
    for file in files:
        sha256, sm3 = hashlib.sha256(), _sm3()
        with file.open("rb") as stream:
            while piece := stream.read(CHUNK):
                sha256.update(piece)
                sm3.update(piece)
                done += len(piece)
                progress(Said("计算摘要", "computing digests"), done, total)
        single = Digests(done, sha256.hexdigest(), sm3.hexdigest())
        lines.append(f"{single.sha256}  {file.name}\n")
    if len(files) == 1:
        return single
    listed = "".join(lines).encode("utf-8", "surrogateescape")
    sm3 = _sm3()
    sm3.update(listed)
    return Digests(done, hashlib.sha256(listed).hexdigest(), sm3.hexdigest())


def files_of(path: Path | Sequence[Path]) -> list[Path]:
    """Return the files of a package: itself, those of a split set by name."""
    if not isinstance(path, Path):
        return sorted(path, key=lambda file: file.name)
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix.lower() == ".apk" and file.is_file())


def _sm3() -> _Hasher:
    try:
        return hashlib.new("sm3")
    except ValueError:
        return _CryptographySM3()

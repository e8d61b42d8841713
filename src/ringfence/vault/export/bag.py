"""A BagIt folder (RFC 8493) while it is written: every file digested on its way, SHA-256 and SM3 lists at the end.

Names are sorted and digests lower-case, so a list has one right form and a changed byte in it is a fault. The two tag lists
name every file but themselves and ``signature.bin``, which is over the SHA-256 one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, BinaryIO

from ringfence.vault.blobs import PIECE
from ringfence.vault.digest import TwinDigest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_UNSAFE = re.compile(r'[<>:"/\\|?*%\x00-\x1f\x7f]')
_LONGEST = 120  # bytes of a file name: leaves room for the folder on systems that allow 255 in all


class Bag:
    """One bag in an empty folder: :meth:`payload` and :meth:`tag` as often as needed, then :meth:`finish`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._payload: dict[str, tuple[str, str]] = {}
        self._tags: dict[str, tuple[str, str]] = {}
        self.bytes = 0

    def payload(self, name: str, source: BinaryIO, done: Callable[[int], None]) -> tuple[str, str]:
        """Write one file under ``data/`` from a stream and return its SHA-256 and SM3."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target, TwinDigest() as digest:
            while piece := source.read(PIECE):
                digest.update(piece)
                target.write(piece)
                done(len(piece))
            self._payload[name] = digest.sha256(), digest.sm3()
            self.bytes += digest.size
        return self._payload[name]

    def tag(self, name: str, data: bytes) -> None:
        """Write one file outside ``data/``."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target, TwinDigest() as digest:
            digest.update(data)
            target.write(data)
            self._tags[name] = digest.sha256(), digest.sm3()

    def finish(self, info: tuple[tuple[str, str], ...]) -> bytes:
        """Write the declaration, ``bag-info.txt`` with ``info`` and the lists; return the SHA-256 list of tag files."""
        lines = (*info, ("Payload-Oxum", f"{self.bytes}.{len(self._payload)}"))
        self.tag("bagit.txt", DECLARATION)
        self.tag("bag-info.txt", "".join(f"{label}: {' '.join(value.split())}\n" for label, value in lines).encode())
        for at, kind in enumerate(("sha256", "sm3")):
            self.tag(f"manifest-{kind}.txt", _list(self._payload, at))
        for at, kind in enumerate(("sha256", "sm3")):
            (self.folder / f"tagmanifest-{kind}.txt").write_bytes(_list(self._tags, at))
        return _list(self._tags, 0)


def payload_name(label: str, name: str) -> str:
    """Return ``data/<label>-<name>`` with a name that every file system and every BagIt tool takes."""
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", name))
    plain = "".join(char for char in plain if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    stem, dot, ending = plain.strip(" .").rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = plain.strip(" ."), "", ""
    room = _LONGEST - len(f"{label}-{dot}{ending}".encode())
    short = stem.encode()[: max(room, 0)].decode("utf-8", "ignore").rstrip(" .")
    return f"data/{label}-{short or 'file'}{dot}{ending}"


def _list(files: dict[str, tuple[str, str]], at: int) -> bytes:
    return "".join(f"{files[name][at]}  {name}\n" for name in sorted(files)).encode()

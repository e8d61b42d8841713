"""Members of a package that hold code or hide it: dex and APK files among the assets, large files that look encrypted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.errors import ApkError
from ringfence.audit.apk.facts import familiar_endings

if TYPE_CHECKING:
    from ringfence.audit.apk.container import Apk
    from ringfence.audit.apk.triage.members import Members

MOST_MEMBER = 32 << 20
MOST_TOTAL = 12 << 20
SMALLEST = 112  # a dex file's header
LARGE = 256 << 10
_SAMPLE = 1 << 14
_RANDOM_BITS = 7.9
_PACKED_HEADS = (
    b"PK",  # zip
    b"\x1f\x8b",  # gzip
    b"\x28\xb5\x2f\xfd",  # zstd
    b"7z",
    b"Rar!",
    b"\xfd7zXZ",
    b"BZh",
    b"\x04\x22\x4d\x18",  # lz4
    b"wOF",
    b"OTTO",
)


@dataclass(frozen=True, slots=True)
class Payloads:
    """What was found; shown paths.

    Attributes:
        dex: files with dex code, or archives with a ``classes.dex`` in them.
        apks: whole packages.
        dense: large files without a known form whose bytes look random, as encrypted ones do.
    """

    dex: tuple[str, ...] = ()
    apks: tuple[str, ...] = ()
    dense: tuple[str, ...] = ()


def find_payloads(members: Members) -> Payloads:
    """Look at the first bytes of assets and raw resources without a familiar ending; at most 12 MiB are inflated for it."""
    found: dict[str, list[str]] = {"dex": [], "apks": [], "dense": []}
    left = MOST_TOTAL
    for shown, apk, path in members.of("assets/", "res/raw/"):
        size = apk.size(path)
        if _is_familiar(path) or not SMALLEST <= size <= min(MOST_MEMBER, left):
            continue
        left -= size
        kind = _kind(_read(apk, path))
        if kind:
            found[kind].append(shown)
    return Payloads(**{kind: tuple(paths) for kind, paths in found.items()})


def _is_familiar(path: str) -> bool:
    return path[path.rfind(".") :].lower() in familiar_endings() if "." in path.rpartition("/")[2] else False


def _read(apk: Apk, path: str) -> bytes:
    try:
        return apk.read(path, MOST_MEMBER)
    except ApkError:
        return b""  # said among the package's warnings


def _kind(data: bytes) -> str:
    """Return which list a member belongs to, "" for none."""
    if data.startswith((b"dex\n", b"dey\n", b"cdex")):
        return "dex"
    if data.startswith(b"PK\x03\x04"):
        if b"AndroidManifest.xml" in data:
            return "apks"
        return "dex" if b"classes.dex" in data else ""
    if len(data) >= LARGE and not data.startswith(_PACKED_HEADS) and _bits(data) >= _RANDOM_BITS:
        return "dense"
    return ""


def _bits(data: bytes) -> float:
    """Return the entropy of three samples in bits a byte, the lowest of them."""
    places = (0, len(data) // 2, max(0, len(data) - _SAMPLE))
    return min(_entropy(data[place : place + _SAMPLE]) for place in places)


def _entropy(sample: bytes) -> float:
    counts = np.bincount(np.frombuffer(sample, np.uint8), minlength=256)
    shares = counts[counts > 0] / max(len(sample), 1)
    return float(-(shares * np.log2(shares)).sum())

"""The APK signing block in front of the directory (AOSP, "APK Signature Scheme v2/v3"), read as nested length-prefixed values."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.audit.apk.container.archive import ZipArchive

SCHEMES = {0x7109871A: "v2", 0xF05368C0: "v3", 0x1B93AD61: "v3.1"}
_MAGIC = b"APK Sig Block 42"
_LARGEST = 16 << 20
_COUNT = 64


class BlockDamaged(Exception):  # noqa: N818 -- never leaves this folder: it becomes a warning
    """A length in the block reaches beyond what holds it."""


@dataclass(frozen=True, slots=True)
class BlockSigner:
    """One signer of one scheme.

    Attributes:
        signed: the bytes that are signed; ``digests`` (algorithm, digest of the content) and ``certificates`` (DER) lie in them.
        signatures: (algorithm, signature) over ``signed``; ``key`` the public key as SubjectPublicKeyInfo.
        levels: Android levels that it counts for, in v3.
    """

    scheme: str
    signed: bytes
    digests: tuple[tuple[int, bytes], ...]
    certificates: tuple[bytes, ...]
    signatures: tuple[tuple[int, bytes], ...]
    key: bytes
    levels: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class SigningBlock:
    """The block: where it starts in the file, its signers, and whether a part of it was damaged."""

    start: int
    signers: tuple[BlockSigner, ...]
    damaged: bool


def signing_block(archive: ZipArchive) -> SigningBlock | None:
    """Return the signing block, None when there is none in front of the directory."""
    if archive.tail is None or archive.tail.start < 32:
        return None
    data, stop = archive.data, archive.tail.start
    if bytes(data[stop - 16 : stop]) != _MAGIC:
        return None
    (size,) = struct.unpack_from("<Q", data, stop - 24)
    start = stop - size - 8
    if not 24 <= size <= _LARGEST or start < 0:
        return SigningBlock(stop, (), damaged=True)
    signers: list[BlockSigner] = []
    damaged = False
    for scheme, value in _pairs(bytes(data[start + 8 : stop - 24])):
        try:
            signers.extend(_signers(scheme, value))
        except (BlockDamaged, struct.error):
            damaged = True
    return SigningBlock(start, tuple(signers), damaged)


def _pairs(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (scheme, value) of the pairs that hold signatures."""
    at = 0
    while at + 12 <= len(body):
        length, kind = struct.unpack_from("<QI", body, at)
        if length < 4 or at + 8 + length > len(body):
            return
        if kind in SCHEMES:
            yield SCHEMES[kind], body[at + 12 : at + 8 + length]
        at += 8 + length


def _signers(scheme: str, value: bytes) -> Iterator[BlockSigner]:
    """Yield the signers of one scheme's value."""
    sequence, _ = _piece(value, 0)
    for signer in _pieces(sequence):
        signed, at = _piece(signer, 0)
        levels = None
        if scheme != "v2":
            levels = struct.unpack_from("<2I", signer, at)
            at += 8
        signatures, at = _piece(signer, at)
        key, _ = _piece(signer, at)
        digests, inner = _piece(signed, 0)
        certificates, _ = _piece(signed, inner)
        yield BlockSigner(
            scheme,
            signed,
            tuple(_numbered(digests)),
            tuple(_pieces(certificates)),
            tuple(_numbered(signatures)),
            key,
            levels,
        )


def _piece(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the length-prefixed bytes at ``at`` and where they end."""
    if at + 4 > len(data):
        raise BlockDamaged
    (length,) = struct.unpack_from("<I", data, at)
    if at + 4 + length > len(data):
        raise BlockDamaged
    return data[at + 4 : at + 4 + length], at + 4 + length


def _pieces(data: bytes) -> Iterator[bytes]:
    """Yield the length-prefixed values that follow each other, at most 64."""
    at = 0
    for _ in range(_COUNT):
        if at >= len(data):
            return
        piece, at = _piece(data, at)
        yield piece


def _numbered(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (algorithm, value) of a sequence of numbered values."""
    for piece in _pieces(data):
        (number,) = struct.unpack_from("<I", piece, 0)
        value, _ = _piece(piece, 4)
        yield number, value

"""The digest of an APK's content as schemes v2 and v3 count it: in pieces of one MiB, over everything but the signing block."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.audit.apk.container.archive import ZipArchive
    from ringfence.audit.apk.container.bytes_view import Bytes

_PIECE = 1 << 20


def content_digest(archive: ZipArchive, block_start: int, name: str) -> bytes:
    """Return the digest (``name``: ``sha256`` or ``sha512``) of the members, the directory and the end record.

    The end record counts as if the directory began where the signing block does.
    """
    tail = archive.tail
    if tail is None:
        return b""
    end = bytearray(archive.data[tail.end :])
    struct.pack_into("<I", end, 16, block_start & 0xFFFFFFFF)
    digests: list[bytes] = []
    for source, start, stop in (
        (archive.data, 0, block_start),
        (archive.data, tail.start, tail.end),
        (bytes(end), 0, len(end)),
    ):
        for piece in _pieces(source, start, stop):
            digest = hashlib.new(name, b"\xa5" + struct.pack("<I", len(piece)))
            digest.update(piece)
            digests.append(digest.digest())
    return hashlib.new(name, b"\x5a" + struct.pack("<I", len(digests)) + b"".join(digests)).digest()


def _pieces(source: Bytes, start: int, stop: int) -> Iterator[bytes | memoryview]:
    """Yield the source in pieces of one MiB; the last may be shorter."""
    for at in range(start, stop, _PIECE):
        yield source[at : min(at + _PIECE, stop)]

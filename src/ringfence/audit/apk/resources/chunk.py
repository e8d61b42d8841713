"""Chunks: type, header size, size. Everything that aapt writes is made of them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

STRING_POOL = 0x0001
TABLE = 0x0002
XML = 0x0003
START_NAMESPACE = 0x0100
END_NAMESPACE = 0x0101
START_ELEMENT = 0x0102
END_ELEMENT = 0x0103
CDATA = 0x0104
RESOURCE_MAP = 0x0180
PACKAGE = 0x0200
TYPE = 0x0201
TYPE_SPEC = 0x0202
LIBRARY = 0x0203
_HEADER = struct.Struct("<HHI")


class Chunk(NamedTuple):
    """One chunk: ``data[start:end]``, clipped where what holds it ends; ``whole`` False when it was clipped."""

    type: int
    header_size: int
    start: int
    end: int
    whole: bool

    @property
    def body(self) -> int:
        """Return where the content begins."""
        return min(self.start + self.header_size, self.end)


def chunk_at(data: bytes, at: int, stop: int) -> Chunk | None:
    """Return the chunk at ``at``, clipped at ``stop``; None when not even a header fits or its size is impossible."""
    if at + 8 > stop:
        return None
    kind, header_size, size = _HEADER.unpack_from(data, at)
    if size < 8 or header_size > size:
        return None
    return Chunk(kind, header_size, at, min(at + size, stop), at + size <= stop)


def chunks(data: bytes, at: int, stop: int) -> Iterator[Chunk]:
    """Yield the chunks between two places until one is impossible."""
    while True:
        chunk = chunk_at(data, at, stop)
        if chunk is None:
            return
        yield chunk
        at = chunk.end

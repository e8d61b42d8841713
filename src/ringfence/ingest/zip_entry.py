"""The bytes of one member of a ZIP archive: inflated as they are asked for, no more than the directory declares.

``zipfile`` throws away the last piece of a member whose checksum differs; here damage ends the bytes, is reported, and what
stands before it is still read. Layout: APPNOTE 4.3.7 (local header), 4.4.4 (flags), RFC 1951.
"""

from __future__ import annotations

import zlib
from io import RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from ringfence.ingest.source import read_full

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable

_CHUNK = 256 * 1024
_LOCAL = 30


class EntryStream(RawIOBase):
    """A member as a raw stream, forwards only."""

    def __init__(self, stream: BinaryIO, entry: zipfile.ZipInfo, damaged: Callable[[], None]) -> None:
        """Take over ``stream`` (seekable, the whole archive); ``damaged`` is called once when the bytes are not sound."""
        super().__init__()
        self._stream = stream
        self._damaged = damaged
        self._packed = entry.compress_size
        self._left = entry.file_size
        self._wanted = entry.CRC
        self._crc = 0
        self._inflater = zlib.decompressobj(-15) if entry.compress_type else None
        self._feed = b""
        self._over = not self._find(entry.header_offset)
        if self._over:
            damaged()

    def _find(self, offset: int) -> bool:
        """Go to the first packed byte; False when there is no such member."""
        if offset < 0:
            return False
        self._stream.seek(offset)
        header = read_full(self._stream, _LOCAL)
        if len(header) < _LOCAL or header[:4] != b"PK\x03\x04":
            return False
        self._stream.seek(
            offset + _LOCAL + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        )
        return True

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer has no len
        """Fill ``buffer``; 0 at the end or at damage."""
        if self._over or not len(buffer):
            return 0
        data = self._next(len(buffer))
        if not data:
            self._over = True
            if self._left or self._crc != self._wanted:
                self._damaged()
            return 0
        self._left -= len(data)
        self._crc = zlib.crc32(data, self._crc)
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        """Return up to ``size`` bytes, none at the end or where the packed bytes make no sense."""
        wanted = min(size, self._left)
        while wanted:
            if not self._feed and self._packed:
                self._feed = read_full(self._stream, min(_CHUNK, self._packed))
                self._packed = self._packed - len(self._feed) if self._feed else 0
            if self._inflater is None:
                data, self._feed = self._feed[:wanted], self._feed[wanted:]
                return data
            try:
                data = self._inflater.decompress(self._feed, wanted)
            except zlib.error:
                return b""
            self._feed = self._inflater.unconsumed_tail
            if data or self._inflater.eof or not (self._feed or self._packed):
                return data
        return b""

    def close(self) -> None:
        """Close the archive's stream too."""
        self._stream.close()
        super().close()

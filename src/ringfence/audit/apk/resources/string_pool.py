"""A string pool (``ResStringPool`` of AOSP), read one string at a time."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ringfence.audit.apk.errors import LimitExceeded

if TYPE_CHECKING:
    from ringfence.audit.apk.resources.chunk import Chunk

_UTF8 = 1 << 8
_HEADER = struct.Struct("<5I")
_SPARE = 1 << 20


class StringPool:
    """Strings by index; what cannot be read is None, as the system takes it for missing.

    Nothing is decoded before it is asked for, each place once, and the sum of all is bounded by the size of the pool: offsets that
    all point into one long string cost no more than the string a few times over.
    """

    def __init__(self, data: bytes, chunk: Chunk) -> None:
        """Take the pool of ``chunk``; a header that is cut off makes an empty pool."""
        self._data = data
        self._end = chunk.end
        self._cache: dict[int, str | None] = {}
        self._budget = 8 * (chunk.end - chunk.start) + _SPARE
        self._utf8 = False
        self._offsets = b""
        self.count = 0
        self._strings = chunk.end
        if chunk.start + 28 > len(data):
            return
        count, _, flags, strings_start, _ = _HEADER.unpack_from(data, chunk.start + 8)
        table = chunk.start + max(chunk.header_size, 28)
        self._strings = min(chunk.start + strings_start, chunk.end)
        self.count = min(count, max(0, chunk.end - table) // 4)
        self._utf8 = bool(flags & _UTF8)
        self._offsets = data[table : table + 4 * self.count]

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> str | None:
        """Return string ``index``, None when there is none or it lies outside.

        Raises:
            LimitExceeded: the strings asked for are longer together than any pool of this size holds.
        """
        if not 0 <= index < self.count:
            return None
        (offset,) = struct.unpack_from("<I", self._offsets, 4 * index)
        if offset in self._cache:
            return self._cache[offset]
        text = self._at(self._strings + offset)
        self._budget -= len(text or "") + 1
        if self._budget < 0:
            raise LimitExceeded(
                "字符串表的内容互相重叠，没有继续读取",
                "the strings lie over each other; not read on",
                offset=self._strings,
            )
        self._cache[offset] = text
        return text

    def text(self, index: int) -> str:
        """Return string ``index``, "" when there is none."""
        return self[index] or ""

    def _at(self, place: int) -> str | None:
        """Return the string at ``place``, clipped at the pool's end when its length is false."""
        if place >= self._end:
            return None
        return self._eight(place) if self._utf8 else self._sixteen(place)

    def _eight(self, place: int) -> str | None:
        """Return a UTF-8 string: two lengths (in UTF-16 units, in bytes) of one or two bytes, then the bytes."""
        data = self._data
        place += 2 if data[place] & 0x80 else 1
        if place + 1 >= self._end:
            return None
        length = data[place]
        if length & 0x80:
            length = (length & 0x7F) << 8 | data[place + 1]
            place += 1
        start = place + 1
        stop = min(start + length, self._end)
        if stop < self._end and data[stop]:  # longer than a 15-bit length can tell, or a false length: the NUL decides
            found = data.find(b"\0", start, self._end)
            stop = found if found >= 0 else self._end
        return _modified(data[start:stop])

    def _sixteen(self, place: int) -> str | None:
        """Return a UTF-16 string: a length of one or two units, then the units."""
        data = self._data
        if place + 2 > self._end:
            return None
        (length,) = struct.unpack_from("<H", data, place)
        place += 2
        if length & 0x8000:
            if place + 2 > self._end:
                return None
            length = (length & 0x7FFF) << 16 | struct.unpack_from("<H", data, place)[0]
            place += 2
        stop = min(place + 2 * length, self._end - (self._end - place) % 2)
        return data[place:stop].decode("utf-16-le", "replace")


def _modified(raw: bytes) -> str:
    """Return UTF-8 as text; aapt2 writes characters beyond U+FFFF as two surrogates of three bytes each."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        loose = raw.replace(b"\xc0\x80", b"\0")
    try:
        pairs = loose.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return loose.decode("utf-8", "replace")
    return pairs.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

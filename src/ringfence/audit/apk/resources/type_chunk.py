"""The entries of one type in one configuration, found one at a time in any of the three ways offsets are written."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ringfence.audit.apk.resources.config import Config, read_config
from ringfence.audit.apk.resources.element import AttributeValue, ValueType

if TYPE_CHECKING:
    from ringfence.audit.apk.resources.chunk import Chunk
    from ringfence.audit.apk.resources.string_pool import StringPool

_SPARSE = 0x01
_OFFSET16 = 0x02
_COMPLEX = 0x0001
_COMPACT = 0x0008
_NO_ENTRY = 0xFFFFFFFF
_NO_ENTRY16 = 0xFFFF
_VALUE = struct.Struct("<HBBI")
_MAP = struct.Struct("<IHBBI")


class TypeChunk:
    """One ``ResTable_type``. ``type_id`` from 1; ``count`` entries that its offsets can hold, whatever it claims."""

    __slots__ = ("_data", "_end", "_entries", "_flags", "_offsets", "_sparse", "config", "count", "type_id")

    def __init__(self, data: bytes, chunk: Chunk) -> None:
        """Take the chunk; a header that is cut off makes an empty one."""
        self._data = data
        self._end = chunk.end
        self._sparse: dict[int, int] | None = None
        self.type_id = self._flags = self.count = 0
        self.config = Config()
        self._offsets = self._entries = chunk.end
        if chunk.start + 20 > chunk.end:
            return
        self.type_id, self._flags, _, claimed, entries = struct.unpack_from("<BBHII", data, chunk.start + 8)
        self._offsets = chunk.body
        self._entries = min(chunk.start + entries, chunk.end)
        width = 2 if self._flags & _OFFSET16 and not self._flags & _SPARSE else 4
        self.count = min(claimed, max(0, chunk.end - self._offsets) // width)
        if chunk.start + 24 <= chunk.end:
            (size,) = struct.unpack_from("<I", data, chunk.start + 20)
            stop = min(chunk.start + 20 + size, chunk.end)
            self.config = read_config(data[chunk.start + 24 : stop])

    def indices(self) -> list[int]:
        """Return the indices of the entries that are there."""
        if self._flags & _SPARSE:
            return sorted(self._sparse_offsets())
        import numpy as np  # noqa: PLC0415 -- its import takes longer than reading a manifest, which does without

        if self._flags & _OFFSET16:
            short = np.frombuffer(self._data, "<u2", self.count, self._offsets)
            return [int(index) for index in np.flatnonzero(short != _NO_ENTRY16)]
        wide = np.frombuffer(self._data, "<u4", self.count, self._offsets)
        return [int(index) for index in np.flatnonzero(wide != _NO_ENTRY)]

    def place(self, index: int) -> int | None:
        """Return where entry ``index`` lies, None when it is not there or lies outside."""
        if self._flags & _SPARSE:
            offset = self._sparse_offsets().get(index)
            if offset is None:
                return None
        elif index >= self.count:
            return None
        elif self._flags & _OFFSET16:
            (offset,) = struct.unpack_from("<H", self._data, self._offsets + 2 * index)
            if offset == _NO_ENTRY16:
                return None
            offset *= 4
        else:
            (offset,) = struct.unpack_from("<I", self._data, self._offsets + 4 * index)
            if offset == _NO_ENTRY:
                return None
        place = self._entries + offset
        return int(place) if place + 8 <= self._end else None

    def _sparse_offsets(self) -> dict[int, int]:
        """Return the offset of each entry of a sparse chunk."""
        if self._sparse is None:
            pairs = struct.iter_unpack("<HH", self._data[self._offsets : self._offsets + 4 * self.count])
            self._sparse = {index: offset * 4 for index, offset in pairs}
        return self._sparse

    def key(self, place: int) -> int:
        """Return the index of the entry's name in the package's key pool."""
        size, flags, key = struct.unpack_from("<HHI", self._data, place)
        return int(size if flags & _COMPACT else key)

    def value(self, place: int, pool: StringPool) -> AttributeValue | None:
        """Return the entry's single value, None when it is a bag or cut off."""
        _, flags, compact = struct.unpack_from("<HHI", self._data, place)
        if flags & _COMPACT:
            return _typed(flags >> 8, compact, pool)
        size = struct.unpack_from("<H", self._data, place)[0]
        at = place + max(size, 8)
        if flags & _COMPLEX or at + _VALUE.size > self._end:
            return None
        _, _, kind, data = _VALUE.unpack_from(self._data, at)
        return _typed(kind, data, pool)

    def bag(self, place: int, pool: StringPool) -> tuple[int, list[tuple[int, AttributeValue]]] | None:
        """Return the parent and the (attribute id, value) pairs of a bag, None when the entry is a single value."""
        _, flags, _ = struct.unpack_from("<HHI", self._data, place)
        if flags & _COMPACT or not flags & _COMPLEX or place + 16 > self._end:
            return None
        size = struct.unpack_from("<H", self._data, place)[0]
        parent, count = struct.unpack_from("<2I", self._data, place + 8)
        at = place + max(size, 16)
        pairs: list[tuple[int, AttributeValue]] = []
        for _ in range(min(count, max(0, self._end - at) // _MAP.size)):
            name, _, _, kind, data = _MAP.unpack_from(self._data, at)
            pairs.append((name, _typed(kind, data, pool)))
            at += _MAP.size
        return parent, pairs


def _typed(kind: int, data: int, pool: StringPool) -> AttributeValue:
    """Return a value with its string where it is one."""
    return AttributeValue(pool[data] if kind == ValueType.STRING else None, kind, data)

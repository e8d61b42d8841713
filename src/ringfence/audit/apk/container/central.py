"""Reads the central directory: the list of members that Android itself goes by."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ringfence.audit.apk.container.entry import Entry, clear_name
from ringfence.audit.apk.container.limits import ENTRIES
from ringfence.audit.apk.container.tail import CENTRAL
from ringfence.audit.apk.errors import LimitExceeded

if TYPE_CHECKING:
    from ringfence.audit.apk.container.bytes_view import Bytes
    from ringfence.audit.apk.container.entry import Warning2
    from ringfence.audit.apk.container.tail import Tail

_HEADER = struct.Struct("<8x2H4x3I3H8xI")
_FAR = 0xFFFFFFFF


def central_entries(data: Bytes, tail: Tail, warnings: list[Warning2]) -> list[Entry]:
    """Return the entries in the directory's order, as many as it says it has and as far as it can be read.

    Raises:
        LimitExceeded: more entries than any app has.
    """
    if tail.count > ENTRIES:
        raise LimitExceeded(
            f"压缩包声称有 {tail.count} 项，没有读取",
            f"the archive claims {tail.count} entries; not read",
            offset=tail.end,
        )
    directory = bytes(data[tail.start : tail.start + tail.size])
    if len(directory) < tail.size or tail.size + tail.start != tail.end:
        directory = bytes(data[tail.start : tail.end])
    entries: list[Entry] = []
    at = 0
    while len(entries) < tail.count and directory[at : at + 4] == CENTRAL and at + _HEADER.size <= len(directory):
        entry, at = _entry_at(directory, at, tail.shift)
        entries.append(entry)
    if len(entries) < tail.count:
        warnings.append(
            (
                f"压缩包目录声称有 {tail.count} 项，只读到 {len(entries)} 项。",
                f"The archive's directory claims {tail.count} entries; {len(entries)} could be read.",
            )
        )
    elif directory[at : at + 4] == CENTRAL:
        warnings.append(
            (
                f"压缩包目录在声称的 {tail.count} 项之后还有内容，安卓系统看不到它们，这里也没有读取。",
                f"The archive's directory goes on after its {tail.count} entries; Android does not see the rest, nor was it read.",
            )
        )
    return entries


def _entry_at(directory: bytes, at: int, shift: int) -> tuple[Entry, int]:
    """Return the entry at ``at`` and where the next begins."""
    fields = _HEADER.unpack_from(directory, at)
    flags, method, crc, compressed, size, name_length, extra_length, comment_length, offset = fields
    place = at + _HEADER.size
    name = clear_name(directory[place : place + name_length])
    if _FAR in (compressed, size, offset):
        extra = directory[place + name_length : place + name_length + extra_length]
        size, compressed, offset = _wide(extra, size, compressed, offset)
    entry = Entry(name, method, flags, compressed, size, offset + shift, crc)
    return entry, place + name_length + extra_length + comment_length


def _wide(extra: bytes, size: int, compressed: int, offset: int) -> tuple[int, int, int]:
    """Return the 64-bit sizes and offset of the zip64 field, each only where its 32-bit place says to look there."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == 1:
            field = extra[at + 4 : at + 4 + length]
            values = [value for (value,) in struct.iter_unpack("<Q", field[: len(field) // 8 * 8])]
            wanted = [size, compressed, offset]
            for place, narrow in enumerate(wanted):
                if narrow == _FAR and values:
                    wanted[place] = values.pop(0)
            return wanted[0], wanted[1], wanted[2]
        at += 4 + length
    return size, compressed, offset

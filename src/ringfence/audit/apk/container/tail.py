"""Finds an archive's directory from its end, as Android's libziparchive does, and where that fails as lenient tools do."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.audit.apk.container.bytes_view import find_last

if TYPE_CHECKING:
    from ringfence.audit.apk.container.bytes_view import Bytes
    from ringfence.audit.apk.container.entry import Warning2

END = b"PK\x05\x06"
CENTRAL = b"PK\x01\x02"
END_SIZE = 22
_END = struct.Struct("<4s4H2IH")
_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_FAR = 0xFFFFFFFF
_MANY = 0xFFFF


@dataclass(slots=True)
class Tail:
    """The end record.

    Attributes:
        start: where the directory begins; ``size`` its length; ``count`` entries it says it has.
        end: offset of the end record.
        shift: to be added to every offset in the directory, because something was put in front of the archive.
    """

    start: int
    size: int
    count: int
    end: int
    shift: int = 0


def find_tail(data: Bytes, warnings: list[Warning2]) -> Tail | None:
    """Return the end record that leads to a directory, None when there is none: truncated, or no archive.

    Android takes the last one in the file and wants nothing behind its comment. One that leads nowhere (the bytes of its mark can
    stand in a comment) is passed over for an earlier one, at most 64 of them.
    """
    stop = len(data)
    for _ in range(64):
        at = find_last(data, END, stop)
        if at < 0:
            return None
        tail = _tail_at(data, at)
        if tail is not None:
            _note_trailing(data, tail.end, warnings)
            if tail.shift:
                warnings.append(
                    (
                        f"压缩包前面多出 {tail.shift} 字节，安卓系统不会接受这样的安装包。",
                        f"{tail.shift} bytes stand in front of the archive; Android would not accept such a package.",
                    )
                )
            return tail
        stop = at
    return None


def _note_trailing(data: Bytes, end: int, warnings: list[Warning2]) -> None:
    """Say when the comment's length is not what follows the end record."""
    (comment,) = struct.unpack_from("<H", data, end + 20)
    rest = len(data) - end - END_SIZE - comment
    if rest > 0:
        warnings.append(
            (f"压缩包后面多出 {rest} 字节。", f"{rest} bytes follow the end of the archive."),
        )
    elif rest < 0:
        warnings.append(
            ("压缩包注释的长度是假的。", "The archive's comment is said to be longer than the file."),
        )


def _tail_at(data: Bytes, at: int) -> Tail | None:
    """Return the end record at ``at`` if a directory lies where it says, or directly in front of it."""
    if at + END_SIZE > len(data):
        return None
    _, _, _, _, count, size, start, _ = _END.unpack_from(data, at)
    end = at
    if _FAR in (size, start) or count == _MANY:
        wide = _zip64(data, at)
        if wide is not None:
            count, size, start, end = wide
    if count == 0 and start <= at:
        return Tail(start, 0, 0, at)
    if data[start : start + 4] == CENTRAL and start < at:
        return Tail(start, min(size, end - start) if size else end - start, count, at)
    before = end - size
    if size and before >= 0 and data[before : before + 4] == CENTRAL:
        return Tail(before, size, count, at, shift=before - start)
    return None


def _zip64(data: Bytes, at: int) -> tuple[int, int, int, int] | None:
    """Return count, size, start and own offset of the 64-bit end record, None when its locator is missing or false."""
    place = at - _LOCATOR.size
    if place < 0:
        return None
    mark, _, where, _ = _LOCATOR.unpack_from(data, place)
    if mark != b"PK\x06\x07" or where + _END64.size > place:
        return None
    mark, _, _, _, _, _, _, count, size, start = _END64.unpack_from(data, where)
    return (count, size, start, where) if mark == b"PK\x06\x06" else None

"""Inflates a member within a bound, whatever its sizes claim."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from ringfence.audit.apk.container.limits import RATIO, RATIO_FROM
from ringfence.audit.apk.errors import LimitExceeded, ZipDamaged

if TYPE_CHECKING:
    from ringfence.audit.apk.container.bytes_view import Bytes

_FEED = 1 << 16  # so that one step yields 64 MiB at most


class Inflated:
    """What came out. ``used``: compressed bytes that were taken; ``whole``: the stream came to its own end."""

    __slots__ = ("data", "used", "whole")

    def __init__(self, data: bytes, used: int, *, whole: bool) -> None:
        self.data = data
        self.used = used
        self.whole = whole


def inflate(source: Bytes, start: int, stop: int, *, limit: int, where: str = "") -> Inflated:
    """Return what the raw deflate stream from ``start`` yields; it ends where it says so itself, at ``stop`` at the latest.

    Raises:
        LimitExceeded: more than ``limit`` bytes, or a growth that only a bomb has.
        ZipDamaged: no deflate stream. A stream that merely breaks off is given as far as it goes (``whole`` False).
    """
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    total = 0
    at = start
    while at < stop and not machine.eof:
        feed = bytes(source[at : min(stop, at + _FEED)])
        if not feed:
            break  # behind the end of the file
        at += len(feed)
        while feed and not machine.eof:
            try:
                piece = machine.decompress(feed, limit + 1 - total)
            except zlib.error as error:
                if total == 0 and not pieces:
                    raise ZipDamaged(
                        "这一项的压缩数据已损坏", "the compressed data is damaged", where=where, offset=start
                    ) from error
                return Inflated(b"".join(pieces), at - start, whole=False)
            pieces.append(piece)
            total += len(piece)
            taken = at - len(machine.unconsumed_tail) - start
            if total > limit or (total > RATIO_FROM and total > RATIO * max(taken, 1)):
                raise LimitExceeded(
                    f"这一项解压后超过 {min(limit, total)} 字节，可能是压缩炸弹，没有继续读取",
                    f"grows beyond {min(limit, total)} bytes; it may be a zip bomb and was not read on",
                    where=where,
                    offset=start,
                )
            feed = machine.unconsumed_tail
    return Inflated(b"".join(pieces), at - start - len(machine.unused_data), whole=machine.eof)

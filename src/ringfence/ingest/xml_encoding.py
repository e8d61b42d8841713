"""Which encoding an XML file is really in, and a stream that turns it into UTF-8 while the original places stay known."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import TYPE_CHECKING

from ringfence.ingest.charset import CHINESE, UTF8
from ringfence.ingest.lazily import Lazily
from ringfence.ingest.source import read_full

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    import numpy as np
    from numpy.typing import NDArray
else:
    np = Lazily("numpy")

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_CHINESE = {"gbk", "gb2312", CHINESE, "cp936", "hz-gb-2312"}
_MARKS = ((b"\xef\xbb\xbf", UTF8), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def encoding_of(head: bytes) -> tuple[str, int]:
    """Return (utf-8, utf-16-le, utf-16-be or gb18030, length of the byte order mark).

    The bytes decide; a declaration that they contradict is wrong.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    if head[:2] == b"<\x00":
        return "utf-16-le", 0
    if head[:2] == b"\x00<":
        return "utf-16-be", 0
    if _decodes(head, UTF8):
        declared = _DECLARED.match(head)
        chinese = declared is not None and declared.group(1).decode().casefold() in _CHINESE
        return (CHINESE if chinese and head.isascii() else UTF8), 0
    return (CHINESE if _decodes(head, CHINESE) else UTF8), 0


def _decodes(head: bytes, encoding: str) -> bool:
    """Tell whether the head is in ``encoding``; a character cut at its end is no fault."""
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(head)
    except UnicodeDecodeError:
        return False
    return True


def utf8_blocks(stream: BinaryIO, encoding: str, mark: int, size: int) -> Iterator[bytes]:
    """Yield the stream in blocks of UTF-8, the byte order mark (``mark`` bytes) left out.

    What the encoding does not allow becomes a lone surrogate as CESU-8, which the pre-pass mends and counts.
    """
    read_full(stream, mark)
    errors = "surrogatepass" if encoding.startswith("utf-16") else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    while raw := read_full(stream, size):
        block = raw if encoding == UTF8 else decoder.decode(raw).encode("utf-8", "surrogatepass")
        if block:
            yield block


def original_places(data: bytes, encoding: str) -> NDArray[np.int64]:
    """Return for each byte of ``data`` (UTF-8 made from ``encoding``), and its end, how many original bytes precede it."""
    text = data.decode("utf-8", "surrogatepass")
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    utf8 = np.select([points < 0x80, points < 0x800, points < 0x10000], [1, 2, 3], default=4).astype(np.int64)
    if encoding.startswith("utf-16"):
        original = np.where(points < 0x10000, 2, 4).astype(np.int64)
    else:
        original = np.where(points < 0x10000, _gb18030_widths()[np.minimum(points, 0xFFFF)], 4).astype(np.int64)
    before = np.concatenate(([0], np.cumsum(original)))
    return np.append(np.repeat(before[:-1], utf8), before[-1])


@cache
def _gb18030_widths() -> NDArray[np.int64]:
    """Return the bytes that each character of the basic plane takes; an escaped byte (a lone surrogate) is one."""
    widths = np.ones(0x10000, dtype=np.int64)
    for point in range(0x80, 0x10000):
        if not 0xD800 <= point < 0xE000:
            widths[point] = len(chr(point).encode(CHINESE))
    return widths

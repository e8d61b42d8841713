"""The slow, exact path: tags one by one out of bytes that arrive in any pieces, in bounded memory and linear time.

Used for whatever the line reader does not know: single quotes, tags over several lines, MMS with their parts, comments,
broken pieces. A ``data`` attribute (an MMS attachment in base64) is counted and dropped while it streams past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from ringfence.ingest.errors import DoctypeRefusedError
from ringfence.ingest.lazily import Lazily
from ringfence.ingest.xml_mend import Mark, mend_controls, mend_references, mend_utf8

if TYPE_CHECKING:
    from lxml import etree

    from ringfence.ingest.tally import Tally
else:
    etree = Lazily("lxml.etree")

_LIMIT = 16 * 1024 * 1024  # one tag without its data attribute; no message is that long
_SPARE = 64 * 1024  # a data attribute longer than this is dropped piece by piece
_STOP = re.compile(rb"[\"'<>]")
_WHOLE = re.compile(rb"<(?>[^<>\"']+|\"[^\"<]*\"|'[^'<]*')*+>")
_DATA_BEFORE = re.compile(rb"\sdata\s*=\s*$")
_RESTART = re.compile(rb"\n[ \t]*<(?:sms|mms|call|/smses|/calls)[\s>]")
_NAME = re.compile(rb"</?\s*([^\s/>]+)")
_LOOSE = re.compile(r"([^\s=<>\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_UNTIL = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))


@dataclass(frozen=True, slots=True)
class Tag:
    """One start, end or empty tag.

    Attributes:
        name: element name; ``/name`` for an end tag.
        offset: its first byte in the stream; ``length`` in bytes, dropped data included.
        empty: closed in itself (``<sms .../>``).
        attributes: values as XML gives them (references resolved, raw line ends as spaces), without ``data``.
        data_length: bytes of its ``data`` attribute, -1 without one.
        repairs: Repair.kind of each mend.
    """

    name: str
    offset: int
    length: int
    empty: bool
    attributes: dict[str, str]
    data_length: int = -1
    repairs: tuple[str, ...] = ()


class TagScanner:
    """Cuts bytes into tags; feed the pieces in order."""

    def __init__(self, name: str, tally: Tally) -> None:
        self._name = name
        self._tally = tally
        self._buffer = bytearray()
        self._base = 0  # stream offset of the buffer's first byte
        self._at = 0  # scanned so far
        self._until = b""  # inside a comment, CDATA or instruction: what ends it
        self._in_tag = False
        self._stray = False  # stray text is reported once, however it arrives
        self._quote = b""
        self._value = 0  # where the quoted value begins
        self._drops: list[tuple[int, int]] = []  # (index in buffer, bytes dropped there) of this tag's data
        self._data: tuple[int, int] | None = None  # span of the data value in the buffer

    @property
    def in_comment(self) -> bool:
        """Tell whether a comment, CDATA section or instruction is begun and unfinished."""
        return bool(self._until)

    def feed(self, data: bytes, offset: int) -> list[Tag]:
        """Return the tags that end in ``data``, which begins at stream byte ``offset`` and follows the last piece."""
        if not self._buffer:
            self._base = offset
        self._buffer += data
        tags: list[Tag] = []
        while self._step(tags):
            pass
        return tags

    def resume(self) -> list[Tag]:
        """Give up what is unfinished (a sound element follows, or the end) and return what could be saved of it."""
        tags: list[Tag] = []
        while self._in_tag:
            self._broken(self._restart_after(len(self._buffer)))
            while self._step(tags):
                pass
        if self._until:
            self._tally.unread(f"bytes:{self._base}", "注释没有结束", "a comment is not closed")
        self._clear(len(self._buffer))
        self._until = b""
        return tags

    def _step(self, tags: list[Tag]) -> bool:
        """Take one step; False when more bytes are needed."""
        if self._until:
            return self._skip_until()
        return self._scan_tag(tags) if self._in_tag else self._scan_text(tags)

    def _clear(self, count: int) -> None:
        """Forget the first ``count`` bytes of the buffer."""
        del self._buffer[:count]
        self._base += count
        self._at = 0

    def _skip_until(self) -> bool:
        found = self._buffer.find(self._until)
        if found < 0:
            self._clear(max(0, len(self._buffer) - len(self._until) + 1))
            return False
        self._clear(found + len(self._until))
        self._until = b""
        return True

    def _scan_text(self, tags: list[Tag]) -> bool:
        found = self._buffer.find(b"<")
        text = self._buffer if found < 0 else self._buffer[:found]
        if text.strip(b" \t\r\n\xef\xbb\xbf\x00") and not self._stray:
            self._tally.unread(f"bytes:{self._base}", "标签之外有多余的文字", "stray text outside of elements")
            self._stray = True
        if found >= 0:
            self._stray = False
        self._clear(len(text))
        return found >= 0 and self._open(tags)

    def _open(self, tags: list[Tag]) -> bool:
        """Decide what begins at ``<``."""
        head = bytes(self._buffer[:9])
        for opening, closing in _UNTIL:
            if head.startswith(opening):
                self._until = closing
                self._clear(len(opening))
                return True
            if len(head) < len(opening) and opening.startswith(head):
                return False
        if head[:2] == b"<!":
            raise DoctypeRefusedError(self._name, self._base)
        whole = _WHOLE.match(self._buffer)
        if whole is not None and b"data" not in whole.group():  # the usual tag, found in one go
            self._drops, self._data = [], None
            self._finish(whole.end(), tags)
            return True
        self._in_tag, self._at, self._quote, self._drops, self._data = True, 1, b"", [], None
        return True

    def _scan_tag(self, tags: list[Tag]) -> bool:
        while True:
            if self._quote and not self._scan_value():
                return False
            if not self._in_tag:
                return True
            stop = _STOP.search(self._buffer, self._at)
            if stop is None:
                self._at = len(self._buffer)
                return self._over_limit()
            if stop.group() == b">":
                self._finish(stop.end(), tags)
                return True
            if stop.group() == b"<":
                self._broken(stop.start())
                return True
            self._quote, self._value, self._at = bytes(stop.group()), stop.end(), stop.end()
            before = bytes(self._buffer[max(0, stop.start() - 32) : stop.start()])
            if self._data is None and _DATA_BEFORE.search(before):
                self._data = (self._value, -1)

    def _scan_value(self) -> bool:
        """Run to the closing quote; False when it has not come yet."""
        in_data = self._data is not None and self._data[1] < 0
        end = self._buffer.find(self._quote, self._at)
        if end < 0:
            self._at = len(self._buffer)
            if in_data and self._at - self._value > _SPARE and b"<" not in self._buffer[self._value :]:
                self._drop(self._value, self._at)
                return False
            return self._over_limit()
        restart = self._restart_after(end)
        if restart < end:
            self._broken(restart)
            return True
        if in_data:
            self._data = (self._value, end)
        self._quote, self._at = b"", end + 1
        return True

    def _drop(self, start: int, end: int) -> None:
        del self._buffer[start:end]
        self._drops.append((start, end - start))
        self._at = start

    def _restart_after(self, end: int) -> int:
        """Return where the next element begins inside an open value (its closing quote was lost), ``end`` if nowhere."""
        found = _RESTART.search(self._buffer, self._value if self._quote else 1, end)
        return end if found is None else self._buffer.index(b"<", found.start())

    def _over_limit(self) -> bool:
        if len(self._buffer) > _LIMIT:
            self._broken(self._restart_after(len(self._buffer)))
            return True
        return False

    def _broken(self, until: int) -> None:
        """Report the tag begun as broken and go on at ``until``."""
        length = until + sum(count for _, count in self._drops)
        self._tally.unread(
            f"bytes:{self._base}+{length}", "记录不完整或引号不成对", "an element is cut off or unbalanced"
        )
        self._close(until, length)

    def _close(self, until: int, length: int) -> None:
        del self._buffer[:until]
        self._base += length
        self._at, self._in_tag, self._quote = 0, False, b""

    def _finish(self, end: int, tags: list[Tag]) -> None:
        raw = bytes(self._buffer[:end])
        dropped = sum(count for _, count in self._drops)
        data_length = -1
        if self._data is not None:
            start, stop = self._data
            data_length = stop - start + dropped
            raw = raw[:start] + raw[stop:]
        offset = self._base
        self._close(end, end + dropped)
        tag = parse_tag(raw, offset, end + dropped, data_length)
        if tag is None:
            self._tally.unread(f"bytes:{offset}+{end + dropped}", "记录无法读懂", "an element cannot be understood")
        else:
            tags.append(tag)


def parse_tag(raw: bytes, offset: int, length: int, data_length: int = -1) -> Tag | None:
    """Return the tag in ``raw`` (``<`` to ``>``), None when it has no name."""
    named = _NAME.match(raw)
    if named is None:
        return None
    name = named.group(1).decode("utf-8", "replace")
    if raw[1:2] == b"/":
        return Tag(f"/{name}", offset, length, empty=False, attributes={})
    empty = raw.endswith(b"/>")
    mended, marks = mend_tag(raw if empty else raw[:-1] + b"/>")
    repairs = [mark.kind for mark in marks]
    try:
        attributes = {str(key): str(value) for key, value in etree.fromstring(mended, _parser()).attrib.items()}
    except etree.XMLSyntaxError:
        attributes = _loose(mended.decode("utf-8", "replace"))
        repairs.append("markup")
        if not attributes:
            return None
    attributes.pop("data", None)
    return Tag(name, offset, length, empty, attributes, data_length, tuple(repairs))


def mend_tag(raw: bytes) -> tuple[bytes, list[Mark]]:
    """Return one tag as a strict parser accepts it, and what had to be mended."""
    mended, marks = mend_references(raw)
    mended, more = mend_controls(mended)
    marks += more
    try:
        mended.decode()
    except UnicodeDecodeError:
        mended, odd = mend_utf8(mended)
        marks += odd
    return mended, marks


def _loose(text: str) -> dict[str, str]:
    """Return ``name=value`` pairs of a tag that is no XML (twice the same name: the first; raw ``<`` stays)."""
    found: dict[str, str] = {}
    for name, double, single in _LOOSE.findall(text):
        found.setdefault(name, unescape(double or single))
    return found


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, encoding="utf-8")

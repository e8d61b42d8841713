"""vCard lines: physical lines joined to properties, parameters cut, values decoded (versions 2.1, 3.0 and 4.0).

RFC 6350, RFC 2426 and the versit vCard 2.1 specification; what phones in China really write is tested beside it.
"""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ringfence.ingest.charset import CHINESE, UTF8, charset_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BULKY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_LONG = 1024 * 1024  # a line longer than this keeps only its beginning
_QUOTED = {"QUOTED-PRINTABLE", "QP", "Q"}
_CHINESE = {"gbk", "gb2312", "gb18030", "gb_2312-80", "cp936", "hz-gb-2312", "euc-cn"}
_OTHERS = {"us-ascii", "ascii", "iso-8859-1", "big5", "shift_jis", "utf-16", "windows-1252"}
_BASE64 = re.compile(rb"[A-Za-z0-9+/=]+")
_EDGE = re.compile(rb"\s*(?:BEGIN|END):VCARD", re.IGNORECASE)  # never part of a value, even after a soft break
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Line(NamedTuple):
    """One physical line without its end; ``length`` counts its bytes with the end, cut or not."""

    data: bytes
    offset: int
    length: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a value; few different ones fill an address book.

    Attributes:
        group: ``item1`` of ``item1.TEL``, "".
        name: upper case; ``?`` for a line that is no property.
        parameters: (NAME, value) pairs; a bare ``CELL`` of version 2.1 is (``TYPE``, ``CELL``).
        quoted: the value is quoted-printable.
        bulky: the value is base64 or a picture, a sound, a key: counted, not kept.
    """

    group: str
    name: str
    parameters: tuple[tuple[str, str], ...] = ()
    quoted: bool = False
    bulky: bool = False

    def parameter(self, name: str) -> list[str]:
        """Return all values of a parameter."""
        return [value for key, value in self.parameters if key == name]


@dataclass(frozen=True, slots=True)
class Property:
    """One content line.

    Attributes:
        head: name and parameters.
        raw: the value's bytes, transfer encoding still on; empty for bulky values.
        offset, length: bytes in the source.
    """

    head: Head
    raw: bytes
    offset: int
    length: int

    @property
    def name(self) -> str:
        """Return the property's name in upper case."""
        return self.head.name


@lru_cache(maxsize=1024)
def head_of(written: bytes) -> Head:
    """Return the head written before the colon."""
    parts = _split_outside(written.decode("utf-8", "replace"), ";")
    group, _, name = parts[0].strip().rpartition(".")
    parameters = tuple(pair for part in parts[1:] for pair in _parameter(part))
    encodings = {value.upper() for key, value in parameters if key == "ENCODING"}
    bulky = name.upper() in BULKY or bool(encodings & {"B", "BASE64"})
    return Head(group, name.upper(), parameters, quoted=bool(encodings & _QUOTED), bulky=bulky)


def lines_of(blocks: Iterable[bytes], offset: int) -> Iterator[Line]:
    """Yield physical lines ended by LF, CRLF or CR, in bounded memory; the first block begins at byte ``offset``."""
    rest = b""
    dropped = 0  # bytes left out of ``rest``, when it grew beyond reason
    for block in blocks:
        parts = (rest + block).split(b"\n")
        rest = parts.pop()
        for part in parts:
            length = len(part) + 1 + dropped
            if b"\r" in part[:-1] or dropped:
                yield from _cut(part, offset, length, cut=dropped > 0)
            else:
                yield Line(part[:-1] if part.endswith(b"\r") else part, offset, length)
            offset += length
            dropped = 0
        if len(rest) > _LONG:
            dropped += len(rest) - _LONG
            rest = rest[:_LONG]
    if rest:
        yield from _cut(rest, offset, len(rest) + dropped, cut=dropped > 0)


def _cut(part: bytes, offset: int, length: int, *, cut: bool) -> Iterator[Line]:
    """Yield a line, or several where only CR ends them."""
    parts = part.rstrip(b"\r").split(b"\r")
    for index, piece in enumerate(parts):
        last = index == len(parts) - 1
        own = length if last else len(piece) + 1
        yield Line(piece, offset, own, cut=last and cut)
        offset += own
        length -= own


def properties_of(lines: Iterator[Line]) -> Iterator[Property]:
    """Join folded and soft-broken lines and yield the properties; lines that are none come with the name ``?``."""
    building: _Building | None = None
    for line in lines:
        if building is not None and building.takes(line):
            continue
        if building is not None:
            yield building.finish()
        building = _Building(line) if line.data.strip() else None
    if building is not None:
        yield building.finish()


class _Building:
    """A property while its lines arrive."""

    def __init__(self, line: Line) -> None:
        colon = _colon(line.data)
        self._head = Head("", "?") if colon < 0 else head_of(line.data[:colon])
        self._offset, self._length = line.offset, line.length
        self._pieces = [line.data[colon + 1 :]]
        self._held = len(line.data)
        self._bulky = self._head.bulky or line.cut

    def takes(self, line: Line) -> bool:
        """Return True when the line goes on with this property."""
        data = line.data
        folded = data[:1] in {b" ", b"\t"}
        if self._bulky:
            goes_on = (folded and data.strip() != b"") or _BASE64.fullmatch(data) is not None
            self._length += line.length if goes_on else 0
            return goes_on
        if self._head.quoted and self._pieces[-1].endswith(b"=") and not _EDGE.match(data):
            self._pieces[-1] = self._pieces[-1][:-1]
            self._add(line, data[1:] if folded else data)
            return True
        if folded and data.strip():
            self._add(line, data[1:])
            return True
        return False

    def _add(self, line: Line, data: bytes) -> None:
        self._length += line.length
        self._held += len(data)
        if self._held <= _LONG:
            self._pieces.append(data)

    def finish(self) -> Property:
        return Property(self._head, b"" if self._bulky else b"".join(self._pieces), self._offset, self._length)


def _colon(data: bytes) -> int:
    """Return where the first colon outside of double quotes stands, -1 when there is none."""
    colon = data.find(b":")
    if b'"' not in data[: max(0, colon)]:
        return colon
    inside = False
    for index, code in enumerate(data[:4096]):
        inside ^= code == 0x22
        if code == 0x3A and not inside:
            return index
    return -1


def _split_outside(text: str, mark: str) -> list[str]:
    """Split at ``mark`` outside of double quotes."""
    if '"' not in text:
        return text.split(mark)
    parts, inside = [""], False
    for character in text:
        inside ^= character == '"'
        if character == mark and not inside:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _parameter(text: str) -> list[tuple[str, str]]:
    name, equals, value = text.partition("=")
    if not equals:
        bare = text.strip()
        return [("ENCODING" if bare.upper() in {*_QUOTED, "BASE64"} else "TYPE", bare)] if bare else []
    values = value.strip().strip('"').split(",") if name.strip().upper() == "TYPE" else [value.strip().strip('"')]
    return [(name.strip().upper(), item.strip()) for item in values]


def text_of(found: Property, charset: str) -> tuple[str, str | None]:
    """Return (value as text, Repair.kind or None); escapes stay for :func:`unescape`.

    A stated character set is tried first, then the file's, then UTF-8, then GB18030; what fits none gets U+FFFD.
    """
    raw = quopri.decodestring(found.raw) if found.head.quoted else found.raw
    stated = [_codec(value) for value in found.head.parameter("CHARSET")]
    if found.head.quoted and not stated:
        charset = charset_of(raw)
    expected = [*stated, charset, UTF8, CHINESE]
    for codec in expected:
        try:
            text = raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        return text, None if codec == expected[0] else "charset_guess"
    return raw.decode("utf-8", "replace"), "invalid_utf8"


def _codec(name: str) -> str:
    return CHINESE if name.casefold() in _CHINESE else name if name.casefold() in _OTHERS else UTF8


def unescape(text: str) -> str:
    r"""Resolve ``\n``, ``\\,``, ``\\;``, ``\\:`` and ``\\``."""
    return _ESCAPE.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), text)


def split_fields(text: str) -> list[str]:
    """Cut a structured value (N, ORG) at semicolons that are not escaped, and resolve escapes."""
    fields, current, escaped = [], "", False
    for character in text:
        if character == ";" and not escaped:
            fields.append(current)
            current = ""
        else:
            current += character
        escaped = character == "\\" and not escaped
    return [unescape(field).strip() for field in [*fields, current]]

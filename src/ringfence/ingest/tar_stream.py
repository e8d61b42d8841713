"""A tar archive read once, forwards, member by member (POSIX.1-2001 ustar and pax, GNU long names).

Unlike ``tarfile`` it says when an archive breaks off or a header makes no sense, instead of ending quietly there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 512
_CHUNK = 1024 * 1024
_LONG = 64 * 1024  # a long name or a pax header is no longer than this
_FILES = b"0\x007"


class Forward(Protocol):
    """What the walker reads from: bytes forwards, fewer than asked only at the end."""

    def read(self, size: int, /) -> bytes:
        """Return ``size`` bytes, fewer only at the end."""


class TarBrokenError(Exception):
    """The archive breaks off, or a header makes no sense; ``at``: the byte where it does."""

    def __init__(self, at: int) -> None:
        super().__init__(f"byte {at}")
        self.at = at


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the archive: its name, size, and the byte where its content begins."""

    name: str
    size: int
    at: int


class TarStream:
    """Walks the members; the content of the current one may be read, the rest of it is skipped."""

    def __init__(self, stream: Forward | BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self._left = 0
        self._padding = 0

    def entries(self) -> Iterator[Entry]:
        """Yield the files in order.

        Raises:
            TarBrokenError: from here on nothing can be found.
        """
        given: dict[str, str] = {}
        while True:
            self._skip()
            header = self._take(BLOCK)
            if not header.strip(b"\0"):
                if len(header) < BLOCK:
                    raise TarBrokenError(self._at)
                return
            size = _size(header) if len(header) == BLOCK and _sound(header) else None
            if size is None:
                raise TarBrokenError(self._at - len(header))
            kind = header[156:157]
            self._left, self._padding = size, -size % BLOCK
            if kind in {b"x", b"L"}:
                given |= self._more(kind, size)
                continue
            if kind in {b"g", b"K"}:
                continue
            name = given.pop("path", None) or _name(header)
            self._left = int(given.pop("size", size))
            self._padding = -self._left % BLOCK
            given.clear()
            if kind in {bytes([code]) for code in _FILES}:
                yield Entry(name, self._left, self._at)

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes of the current member.

        Raises:
            TarBrokenError: the archive ends inside of it.
        """
        data = self._take(min(size, self._left))
        if len(data) < min(size, self._left):
            raise TarBrokenError(self._at)
        self._left -= len(data)
        return data

    def _more(self, kind: bytes, size: int) -> dict[str, str]:
        """Return what a long-name or pax header says of the next one."""
        if size > _LONG:
            raise TarBrokenError(self._at)
        data = self.read(size)
        if kind == b"L":
            return {"path": data.split(b"\0", 1)[0].decode("utf-8", "replace")}
        said = _pax(data)
        if not said.get("size", "0").isdecimal():
            raise TarBrokenError(self._at)
        return said

    def _take(self, size: int) -> bytes:
        data = self._stream.read(size) if size else b""
        self._at += len(data)
        return data

    def _skip(self) -> None:
        left, self._left, self._padding = self._left + self._padding, 0, 0
        while left:
            data = self._take(min(left, _CHUNK))
            if not data:
                raise TarBrokenError(self._at)
            left -= len(data)


def _sound(header: bytes) -> bool:
    """Tell whether a header's checksum holds."""
    wanted = _octal(header[148:156])
    return wanted is not None and wanted == sum(header) - sum(header[148:156]) + 8 * 32


def _octal(field: bytes) -> int | None:
    digits = field.strip(b" \0")
    return int(digits, 8) if digits and all(48 <= code <= 55 for code in digits) else None


def _size(header: bytes) -> int | None:
    field = header[124:136]
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    return _octal(field) if field.strip(b" \0") else 0


def _name(header: bytes) -> str:
    name = header[:100].split(b"\0", 1)[0].decode("utf-8", "replace")
    prefix = header[345:500].split(b"\0", 1)[0].decode("utf-8", "replace") if header[257:262] == b"ustar" else ""
    return f"{prefix}/{name}" if prefix else name


def _pax(data: bytes) -> dict[str, str]:
    """Return ``path`` and ``size`` of a pax header (records ``length key=value``)."""
    said: dict[str, str] = {}
    at = 0
    while at < len(data):
        length = data[at : at + 20].split(b" ", 1)[0]
        if not length.isdigit() or not 3 < int(length) <= len(data) - at:
            break
        key, _, value = data[at + len(length) + 1 : at + int(length) - 1].partition(b"=")
        if key in {b"path", b"size"}:
            said[key.decode()] = value.decode("utf-8", "replace")
        at += int(length)
    return said

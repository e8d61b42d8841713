"""The file of signed heads: ``heads/heads.txt``, one head appended per commit, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.vault.disk import reading, writing
from ringfence.vault.head import ORIGIN, Head, could_be_torn, parse_head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringfence.vault.disk import Disk

HEADS_FOLDER = "heads"
HEADS_NAME = "heads/heads.txt"
_TAIL = 4096  # a head is some 330 bytes, so this holds several


@dataclass(frozen=True, slots=True)
class Newest:
    """The end of the heads file.

    Attributes:
        head: the last whole head; None when there is none.
        end: byte offset behind it.
        leftover: what follows it, decoded with ``surrogateescape``; empty in a sound file.
    """

    head: Head | None
    end: int
    leftover: str

    @property
    def torn(self) -> bool:
        """Tell whether the leftover is only a write that was cut short."""
        return could_be_torn(self.leftover)


class HeadFile:
    """Appends heads and reads them back."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk
        self.path = folder / HEADS_NAME

    def append(self, head: Head) -> None:
        """Write one head and make it durable: from here on what it covers is acknowledged."""
        with writing(self._folder, HEADS_NAME):
            handle = self._disk.append_to(self.path)
            try:
                self._disk.write_all(handle, head.text.encode())
                self._disk.sync(handle)
            finally:
                self._disk.close(handle)

    def cut(self, size: int) -> None:
        """Drop a head that was not acknowledged, or the torn piece of one."""
        with writing(self._folder, HEADS_NAME):
            self._disk.truncate(self.path, size)

    def newest(self) -> Newest:
        """Read the end of the file."""
        if not self.path.exists():
            return Newest(None, 0, "")
        with reading(HEADS_NAME), self.path.open("rb") as stream:
            size = stream.seek(0, 2)
            start = max(0, size - _TAIL)
            stream.seek(start)
            data = stream.read()
        head, end = None, start
        for found, at in _heads(data):
            head, end = found, start + at
        leftover = data[end - start :].decode("utf-8", "surrogateescape") if head or not start else "\ufffd"
        return Newest(head, end, leftover)

    def all(self) -> Iterator[Head | str]:
        """Yield every head in order; text between heads that is none comes as a string (damage, or a torn end)."""
        with reading(HEADS_NAME):
            data = self.path.read_bytes() if self.path.exists() else b""
        done = 0
        for head, end in _heads(data):
            begin = end - len(head.text.encode())
            if begin > done:
                yield data[done:begin].decode("utf-8", "surrogateescape")
            yield head
            done = end
        if done < len(data):
            yield data[done:].decode("utf-8", "surrogateescape")


def _heads(data: bytes) -> Iterator[tuple[Head, int]]:
    """Yield each whole head in ``data`` and the byte offset behind it."""
    origin = ORIGIN.encode()
    at = data.find(origin)
    while at >= 0:
        piece = data[at : at + 1024].decode("utf-8", "surrogateescape")
        parsed = parse_head(piece)
        if parsed is None:
            at = data.find(origin, at + 1)
            continue
        end = at + len(parsed[0].text.encode())
        yield parsed[0], end
        at = data.find(origin, end)

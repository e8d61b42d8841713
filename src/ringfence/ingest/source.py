"""A file as the readers see it: a name, a size, and a stream that may be read only forwards."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from ringfence.ingest.errors import NotAFileError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

HEAD = 64 * 1024


@dataclass(frozen=True)
class Source:
    """One original.

    Attributes:
        name: file name for messages and for guessing; never used as a path.
        size: bytes; 0 for an empty file, -1 when not known.
        open: returns a new stream at the first byte; it need not be seekable (it may decrypt as it goes).
        beside: files of an archive that belong to this one, by what their name adds to its name (``-wal``).
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    beside: Mapping[str, Source] = field(default_factory=dict)

    @classmethod
    def of_path(cls, path: Path) -> Source:
        """Return the source of a regular file.

        Raises:
            NotAFileError: a folder, link, pipe or device, or nothing is there.
        """
        with _open_regular(path) as stream:
            size = os.fstat(stream.fileno()).st_size
        return cls(path.name, size, lambda: _open_regular(path))

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> Source:
        """Return the source of bytes at hand."""
        return cls(name, len(data), lambda: BytesIO(data))

    @cached_property
    def head(self) -> bytes:
        """Return the first 64 KiB (or all, when shorter)."""
        with self.open() as stream:
            return read_full(stream, HEAD)

    def whole(self, limit: int) -> bytes:
        """Return all bytes.

        Raises:
            TooLargeError: there are more than ``limit``; no more than that is ever held.
        """
        if self.size > limit:
            raise TooLargeError(self.name, limit)
        with self.open() as stream:
            data = read_full(stream, limit + 1)
        if len(data) > limit:
            raise TooLargeError(self.name, limit)
        return data


def read_full(stream: BinaryIO, size: int) -> bytes:
    """Return ``size`` bytes, fewer only at the end; streams may give less per call than asked."""
    first = stream.read(size)
    if len(first) == size or not first:
        return first
    pieces = [first]
    missing = size - len(first)
    while missing and (piece := stream.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _open_regular(path: Path) -> BinaryIO:
    """Open without following a link at the end of the path and without waiting on a pipe."""
    if path.is_symlink():
        raise NotAFileError(
            path.name, "是链接（快捷方式），请添加它所指的原文件。", "is a link; add the file it points to."
        )
    if not path.exists():
        raise NotAFileError(
            path.name, "找不到，请检查文件名和所在的文件夹。", "is not there; check its name and folder."
        )
    if path.is_dir():
        raise NotAFileError(
            path.name,
            "是文件夹，也不是苹果手机备份，请添加里面的文件。",
            "is a folder and no iPhone backup; add the files inside.",
        )
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotAFileError(path.name, f"打不开（{reason}）。", f"cannot be opened ({reason}).") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotAFileError(path.name, "不是普通文件。", "is not a regular file.")
    return os.fdopen(handle, "rb", buffering=0)

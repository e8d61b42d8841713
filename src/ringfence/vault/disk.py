"""Every write that a vault makes, one method per system call, so that tests can make each of them fail or be the last.

Order is the whole of crash safety: a file's bytes are synced before it gets its name, the folder is synced before anything
refers to the name. Works without hard links, modes or POSIX folders (FAT, Windows): what the system lacks is skipped.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ringfence.vault.errors import DiskFullError, ReadFailedError, ReadOnlyError, WriteFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".tmp-"
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EISDIR}


class Disk:
    """The real disk. Each method may raise OSError; callers translate it with :func:`writing`."""

    def make_folder(self, path: Path) -> None:
        """Make a folder whose parent exists; one that exists is fine."""
        path.mkdir(exist_ok=True)

    def create(self, path: Path) -> int:
        """Create a file that must not exist and return its descriptor."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)

    def append_to(self, path: Path) -> int:
        """Open a file for appending, creating it when needed, and return its descriptor."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)

    def write(self, handle: int, data: bytes) -> int:
        """Write some of ``data`` and return how much: one system call, which may be short."""
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        """Make what was written to ``handle`` survive a power cut."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close a descriptor."""
        os.close(handle)

    def replace(self, old: Path, new: Path) -> None:
        """Rename in one step, over an existing file if need be."""
        old.replace(new)

    def truncate(self, path: Path, size: int) -> None:
        """Cut a file and sync it."""
        with path.open("r+b") as stream:
            stream.truncate(size)
            os.fsync(stream.fileno())

    def remove(self, path: Path) -> None:
        """Remove a file; one that is not there is fine."""
        path.unlink(missing_ok=True)

    def erase(self, path: Path) -> None:
        """Overwrite a file with zeros, sync it, and remove it; one that is not there is fine."""
        if path.exists():
            with path.open("r+b") as stream:
                stream.write(bytes(path.stat().st_size))
                stream.flush()
                os.fsync(stream.fileno())
        self.remove(path)

    def sync_folder(self, path: Path) -> None:
        """Make names in a folder survive a power cut, where the system can."""
        if os.name == "nt":
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:
                raise
        finally:
            os.close(handle)

    def write_all(self, handle: int, data: bytes) -> None:
        """Write all of ``data``, in as many calls as the system wants."""
        view = memoryview(data)
        while view:
            view = view[self.write(handle, bytes(view) if len(view) < len(data) else data) :]

    def publish(self, path: Path, data: bytes, *, durable: bool = True) -> None:
        """Write a whole file under a temporary name, sync it and give it its name; the folder is synced by the caller."""
        temporary = temporary_name(path)
        try:
            handle = self.create(temporary)
            try:
                self.write_all(handle, data)
                if durable:
                    self.sync(handle)
            finally:
                self.close(handle)
            self.replace(temporary, path)
        except BaseException:
            discard(self, temporary)
            raise


def temporary_name(path: Path) -> Path:
    """Return a fresh name beside ``path`` that a later writer sweeps away when we are killed."""
    return path.with_name(TEMPORARY + secrets.token_hex(8))


def discard(disk: Disk, path: Path) -> None:
    """Remove what a failed write left, as far as the failing disk lets us."""
    try:
        disk.remove(path)
    except OSError:
        return  # the next writer sweeps it


@contextmanager
def writing(folder: Path, place: str) -> Iterator[None]:
    """Turn OSError into the vault's own errors; ``place`` is the part of the vault being written."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(place) from error
        if error.errno in _REFUSED:
            raise ReadOnlyError(folder) from error
        raise WriteFailedError(place, error.strerror or type(error).__name__) from error


@contextmanager
def reading(place: str) -> Iterator[None]:
    """Turn OSError while reading ``place`` into :class:`ReadFailedError`."""
    try:
        yield
    except OSError as error:
        raise ReadFailedError(place, error.strerror or type(error).__name__) from error

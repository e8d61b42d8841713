"""One writer at a time, across processes; readers need no lock.

The file ``lock`` holds the writer's process id in clear and is locked by the operating system (flock, or a byte range on
Windows), so a killed writer never leaves a stale lock. It stays behind when the vault is closed.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

from ringfence.vault.disk import writing
from ringfence.vault.errors import LockedByAnotherError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "lock"
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_WINDOWS_BYTE = 1 << 20  # far behind the text, so that others can still read the process id


class WriterLock:
    """The right to write to one vault, from construction until :meth:`release`.

    Raises:
        LockedByAnotherError: somebody else holds it; the message names the process.
        ReadOnlyError: the medium cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_NAME
        with writing(folder, LOCK_NAME):
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            with writing(folder, LOCK_NAME):
                free = _lock(self._handle)
                if free:
                    os.ftruncate(self._handle, 0)
                    os.write(self._handle, f"{os.getpid()}\n".encode())
        except BaseException:
            self.release()
            raise
        if not free:
            self.release()
            raise LockedByAnotherError(folder, _holder(path))

    def release(self) -> None:
        """Let others write; calling it again does nothing."""
        if self._handle >= 0:
            os.close(self._handle)  # closing frees the lock on every system
            self._handle = -1


def _lock(handle: int) -> bool:
    """Take the lock if it is free; OSError means that the file system knows no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _WINDOWS_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        return False
    return True


def _holder(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None

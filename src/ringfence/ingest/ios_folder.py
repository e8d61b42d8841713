"""An iPhone backup is a folder; its original is a tar of just the files that are read, byte for byte, the same every time.

A whole backup can hold a hundred gigabytes of pictures. Kept are the lists (Info, Manifest, Status) and the databases of
messages, contacts and calls; their names are the SHA-1 of domain and path, so no list has to be believed to find them.
"""

from __future__ import annotations

import hashlib
import io
import plistlib
import tarfile
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from xml.parsers.expat import ExpatError

from ringfence.ingest.errors import IngestError, NotAFileError
from ringfence.ingest.source import Source
from ringfence.ingest.tar_stream import BLOCK

if TYPE_CHECKING:
    from pathlib import Path

LISTS = ("Info.plist", "Manifest.plist", "Status.plist", "Manifest.db")
DOMAIN = "HomeDomain"
DATABASES = (
    "Library/SMS/sms.db",
    "Library/AddressBook/AddressBook.sqlitedb",
    "Library/CallHistoryDB/CallHistory.storedata",
)
BESIDE = ("", "-wal")
PLIST = 16 * 1024 * 1024
_PLIST_FAULTS = (  # what the standard parser raises on lists made to confuse it
    *(plistlib.InvalidFileException, ExpatError, ValueError, RecursionError, MemoryError, OverflowError),
    *(KeyError, IndexError, TypeError, AttributeError),
)


class EncryptedIosBackupError(IngestError):
    """A backup that iTunes or Finder encrypted."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”是加密的苹果备份，目前不能读取。请在“访达”或 iTunes 里取消“加密本地备份”（需要备份密码），"
            "重新备份一次，再加入新的备份文件夹。加密备份请先留着，不要删除。",
            f'"{name}" is an encrypted iPhone backup, which cannot be read yet. Untick "Encrypt local backup" in Finder or '
            "iTunes (its password is needed), back up again and add the new folder. Keep the encrypted one.",
        )


def file_id(path: str) -> str:
    """Return the name under which a backup keeps a file of the home domain (iOS 10 and later)."""
    return hashlib.sha1(f"{DOMAIN}-{path}".encode(), usedforsecurity=False).hexdigest()


def original_of(path: Path) -> Source:
    """Return the original at a path: a file, or the folder of an iPhone backup (or the folder that holds just one).

    Raises:
        NotAFileError: a folder that is no backup, a link, or nothing.
        EncryptedIosBackupError: a backup that is encrypted.
    """
    if path.is_dir() and not path.is_symlink():
        folder = _backup_folder(path)
        if folder is not None:
            return source_of_backup(folder)
    return Source.of_path(path)


def _backup_folder(path: Path) -> Path | None:
    """Return the backup's own folder, None when there is none or more than one."""
    if (path / "Manifest.db").is_file():
        return path
    inside = [one for one in sorted(path.iterdir())[:200] if not one.is_symlink() and (one / "Manifest.db").is_file()]
    return inside[0] if len(inside) == 1 else None


def source_of_backup(folder: Path) -> Source:
    """Return the tar of a backup's lists and databases, made as it is read.

    Raises:
        EncryptedIosBackupError: it is encrypted.
    """
    manifest = folder / "Manifest.plist"
    if manifest.is_file():
        with Source.of_path(manifest).open() as stream:
            if read_plist(stream.read(PLIST)).get("IsEncrypted"):
                raise EncryptedIosBackupError(folder.name)
    wanted = [*LISTS, *(f"{name[:2]}/{name}" for path in DATABASES for end in BESIDE if (name := file_id(path + end)))]
    files: list[tuple[str, Source]] = []
    for name in wanted:
        try:
            files.append((name, Source.of_path(folder / name)))
        except NotAFileError:
            continue  # not every backup has every list; what the manifest misses is said when it is read
    size = sum(BLOCK + one.size + -one.size % BLOCK for _, one in files) + 2 * BLOCK
    return Source(
        f"{folder.name}.ios-backup.tar", size, lambda: cast("BinaryIO", io.BufferedReader(_Tar(files), 1 << 20))
    )


def read_plist(data: bytes) -> dict[str, Any]:
    """Return a property list's dictionary, an empty one when it is none."""
    try:
        read = plistlib.loads(data)
    except _PLIST_FAULTS:
        return {}
    return read if isinstance(read, dict) else {}


class _Tar(io.RawIOBase):
    """The files one after the other as a ustar archive without times and owners."""

    def __init__(self, files: list[tuple[str, Source]]) -> None:
        super().__init__()
        self._waiting = list(files)
        self._stream: BinaryIO | None = None
        self._left = self._padding = 0
        self._ready = b""
        self._closed_off = False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer has no len
        """Fill ``buffer``; 0 at the end."""
        while not self._ready and not self._closed_off:
            self._ready = self._next(max(len(buffer), BLOCK))
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        if self._stream is not None:
            data = self._stream.read(min(size, self._left))
            if self._left and not data:
                raise OSError("a file of the backup became shorter while it was read")
            self._left -= len(data)
            if self._left:
                return data
            self._stream.close()
            self._stream = None
            return data + bytes(self._padding)
        if not self._waiting:
            self._closed_off = True
            return bytes(2 * BLOCK)
        name, source = self._waiting.pop(0)
        self._stream, self._left, self._padding = source.open(), source.size, -source.size % BLOCK
        info = tarfile.TarInfo(name)
        info.size = source.size
        return info.tobuf(tarfile.USTAR_FORMAT)

    def close(self) -> None:
        """Close what is open."""
        if self._stream is not None:
            self._stream.close()
        super().close()

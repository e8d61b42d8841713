"""A workbook's zip archive is inspected before anything opens it: bombs, tricks in names, sheets of absurd extent."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from ringfence.ingest.errors import BrokenFileError, UnsafeFileError

_ENTRIES = 2_000
_INFLATED = 512 * 1024 * 1024
_RATIO = 200  # of the whole; a sheet of equal cells reaches about 60
_SMALL = 4 * 1024 * 1024  # below this no ratio is dangerous
_CELLS = 6_000_000  # extent of one sheet, rows times columns; readers allot it densely
_CELL = re.compile(rb"\br=\"([A-Z]{1,3})?(\d{1,7})\"")
_CHUNK = 1024 * 1024


def check_workbook(name: str, data: bytes) -> None:
    """Return when the archive is harmless.

    Sizes are measured by inflating, since the directory may lie.

    Raises:
        UnsafeFileError: a bomb, a path that leads out, an encrypted or doubled entry.
        BrokenFileError: no readable archive.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise BrokenFileError(name, "zip") from error
    if len(entries) > _ENTRIES or len({entry.filename for entry in entries}) < len(entries):
        raise UnsafeFileError(name, "zip", "的内部文件过多或重名", "has too many or doubled entries")
    total = 0
    for entry in entries:
        _check_entry(name, entry)
        total += _inflate(name, data, entry, _INFLATED - total)
        if total > _SMALL and total > _RATIO * len(data):
            raise UnsafeFileError(
                name, "zip", "的压缩比异常（可能是压缩炸弹）", "is compressed beyond reason (a zip bomb?)"
            )


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    path = entry.orig_filename
    if path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/") or ":" in path or "\x00" in path:
        raise UnsafeFileError(name, "zip", "的内部路径指向文件之外", "has an entry whose path leads outside")
    if entry.flag_bits & 0x1:
        raise UnsafeFileError(name, "zip", "的内部文件已加密", "has an encrypted entry")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnsafeFileError(name, "zip", "使用了少见的压缩方法", "uses an unusual compression")


def _inflate(name: str, data: bytes, entry: zipfile.ZipInfo, allowed: int) -> int:
    """Return the entry's true size; never holds more than a megabyte of it."""
    packed = memoryview(data)[_content(name, data, entry) :][: entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        _check_extent(name, entry, bytes(packed))
        return len(packed)
    inflater = zlib.decompressobj(-15)
    size, tail, feed = 0, b"", bytes(packed)
    try:
        while feed and not inflater.eof:
            piece = inflater.decompress(feed, _CHUNK)
            feed = inflater.unconsumed_tail
            size += len(piece)
            if size > allowed:
                raise UnsafeFileError(
                    name, "zip", "解压后过大（可能是压缩炸弹）", "inflates beyond reason (a zip bomb?)"
                )
            _check_extent(name, entry, tail + piece)
            tail = piece[-32:]
    except zlib.error as error:
        raise BrokenFileError(name, "zip") from error
    return size


def _content(name: str, data: bytes, entry: zipfile.ZipInfo) -> int:
    """Return where the entry's packed bytes begin (local file header, APPNOTE 4.3.7)."""
    header = data[entry.header_offset : entry.header_offset + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise BrokenFileError(name, "zip")
    return entry.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")


def _check_extent(name: str, entry: zipfile.ZipInfo, piece: bytes) -> None:
    if "worksheets/" not in entry.filename:
        return
    rows = columns = 1
    for letters, number in _CELL.findall(piece):
        rows = max(rows, int(number))
        columns = max(columns, _column(letters))
    if rows * columns > _CELLS:
        raise UnsafeFileError(name, "zip", "的工作表范围异常（远处有单元格）", "has a sheet of absurd extent")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

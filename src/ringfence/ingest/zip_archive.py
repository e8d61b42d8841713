"""ZIP archives: looked into, never unpacked to disk; every member is read by the reader that knows it.

Limits come before the first byte is inflated: how many members, how large each and all say they are, by how much they were
packed. No more bytes of a member are given than the directory declares, so a directory that lies gives less, not more.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import replace
from functools import partial
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO, cast

from ringfence.ingest.collection import Collection
from ringfence.ingest.errors import BrokenFileError, UnsafeFileError
from ringfence.ingest.members import read_members
from ringfence.ingest.reader import Match, Reader, ReadResult, Request
from ringfence.ingest.source import Source
from ringfence.ingest.tally import Tally
from ringfence.ingest.xlsx_grid import is_workbook
from ringfence.ingest.zip_entry import EntryStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ENTRIES = 20_000
TOTAL = 8 * 1024**3
RATIO = 200  # text of equal lines reaches about 100
SMALL = 16 * 1024**2  # below this no ratio is dangerous
INNER = 256 * 1024**2
DEPTH = 1  # an archive inside an archive is looked into, one inside that is not
_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DOCUMENTS = (b"[Content_Types].xml", b"mimetypeapplication/")
_APPS = (
    b"META-INF/",
    b"AndroidManifest.xml",
)  # the first entry; further in it may be that of a package stored in this archive
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class ZipArchive:
    """Reader of ZIP archives."""

    name = "zip"
    version = 2  # recordings are set aside
    kind_zh = "压缩包"

    def __init__(self, readers: Sequence[Reader], depth: int = DEPTH) -> None:
        inner = (ZipArchive(readers, depth - 1),) if depth else ()
        self._readers = (*readers, *inner)

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to ZIP archives that are no office documents, books, Java archives or apps."""
        head = source.head
        if not head.startswith(_MAGICS) or is_workbook(source):
            return None
        if any(mark in head[:4096] for mark in _DOCUMENTS) or head[30:].startswith(_APPS):
            return None
        return Match(self.name, self.kind_zh, 1.0, "ZIP 压缩包，逐个读取里面的文件，不解压到硬盘")

    def read(self, request: Request) -> ReadResult:
        """Read every member.

        Raises:
            BrokenFileError: no directory can be found.
            UnsafeFileError: too many members, or far too large when inflated.
        """
        source = seekable(request.source)
        collection = Collection()
        with source.open() as stream:
            try:
                entries = zipfile.ZipFile(stream).infolist()
            except _FAULTS as error:
                raise BrokenFileError(source.name, "zip") from error
        check_extent(source.name, entries)
        members = _Members(entries, source.open, collection.tally)
        read_members(members.sources(), request, self._readers, collection)
        return collection.result(self.name, self.version, self.kind_zh)


def member(source: Source, entry: str) -> Source:
    """Return the member that ``entry`` names as :meth:`ZipArchive.read` named it (``b.apk``, in an inner archive ``a.zip!b.apk``).

    Raises:
        BrokenFileError, UnsafeFileError: the archive cannot be opened, or there is no such member in it.
    """
    return _found(source, entry, Tally())


def whole_member(source: Source, entry: str) -> Source:
    """Return a member under its own name, after reading it through once: only one without damage may be kept by itself.

    Raises:
        BrokenFileError, UnsafeFileError: likewise, or it is damaged.
    """
    tally = Tally()
    found = _found(source, entry, tally)
    count = 0
    with found.open() as stream:
        while piece := stream.read(1 << 20):
            count += len(piece)
    if tally.unread_count or count != found.size:
        raise BrokenFileError(entry, "zip")
    return replace(found, name=found.name.replace("\\", "/").rpartition("/")[2])


def _found(source: Source, entry: str, tally: Tally) -> Source:
    whole = seekable(source)
    with whole.open() as stream:
        try:
            entries = zipfile.ZipFile(stream).infolist()
        except _FAULTS as error:
            raise BrokenFileError(source.name, "zip") from error
    check_extent(whole.name, entries)
    for found in _Members(entries, whole.open, tally).sources():
        if found.name == entry:
            return found
        if entry.startswith(f"{found.name}!"):
            return _found(found, entry.removeprefix(f"{found.name}!"), tally)
    raise BrokenFileError(source.name, "zip")


def seekable(source: Source) -> Source:
    """Return the source itself, or its bytes in memory where it can only be read forwards (an archive in an archive).

    Raises:
        TooLargeError: it is too large for memory.
    """
    with source.open() as stream:
        if stream.seekable():
            return source
    return Source.of_bytes(source.name, source.whole(INNER))


def check_extent(name: str, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse archives whose directory alone shows that they are bombs.

    Raises:
        UnsafeFileError: see the limits of this module.
    """
    if len(entries) > ENTRIES:
        raise UnsafeFileError(name, "zip", "的内部文件过多", "has too many entries")
    total, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if total > TOTAL or (total > SMALL and total > RATIO * max(packed, 1)):
        raise UnsafeFileError(name, "zip", "解压后过大（可能是压缩炸弹）", "inflates beyond reason (a zip bomb?)")


class _Members:
    """The members of an open archive as sources; those that cannot or must not be read are reported."""

    def __init__(self, entries: Sequence[zipfile.ZipInfo], opener: Callable[[], BinaryIO], tally: Tally) -> None:
        self._entries = entries
        self._open = opener
        self._tally = tally
        self._names: set[str] = set()
        self._damaged: set[str] = set()

    def sources(self) -> Iterator[Source]:
        """Yield the members in the archive's order."""
        for entry in self._entries:
            if entry.is_dir():
                continue
            name = self._unique(entry_name(entry))
            fault = _fault(entry)
            if fault is not None:
                self._tally.unread(f"entry:{name}", *fault)
                continue
            yield Source(name, entry.file_size, self._opener(entry, name))

    def _unique(self, name: str) -> str:
        """Tell members of one name apart: both are read."""
        number, chosen = 2, name
        while chosen in self._names:
            chosen, number = f"{name}#{number}", number + 1
        self._names.add(chosen)
        return chosen

    def _opener(self, entry: zipfile.ZipInfo, name: str) -> Callable[[], BinaryIO]:
        damaged = partial(self._report_damage, name)
        return lambda: cast("BinaryIO", BufferedReader(EntryStream(self._open(), entry, damaged), 1 << 20))

    def _report_damage(self, name: str) -> None:
        """Report a member once, however often it is opened."""
        if name not in self._damaged:
            self._damaged.add(name)
            self._tally.unread(
                f"entry:{name}",
                "压缩数据已损坏（校验不符），只读到损坏处之前的内容",
                "the compressed data is damaged (checksum differs); what stands before is read",
            )


def entry_name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name in its true letters, without control characters; it is never used as a path.

    Names without the UTF-8 flag are taken for code page 437 by the format; Chinese Windows writes GBK there.
    """
    name = entry.orig_filename
    if not entry.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for charset in ("utf-8", "gb18030"):
            try:
                name = raw.decode(charset)
                break
            except UnicodeDecodeError:
                continue
    return "".join(letter if letter.isprintable() else "�" for letter in name)[:300]


def _fault(entry: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Return why a member is not opened, None when it may be."""
    path = entry.orig_filename.replace("\\", "/")
    if ".." in path.split("/") or "\x00" in path:
        return "内部路径指向压缩包之外，未读取", "its path leads outside of the archive; not read"
    if entry.external_attr >> 16 & 0o170000 == 0o120000:
        return "是链接，未读取", "a link; not read"
    if entry.flag_bits & 0x1:
        return "已加密，请先用密码解压后再加入", "encrypted; unpack it with its password and add what is inside"
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:  # others inflate a chunk without a bound
        return "使用了少见的压缩方法，无法读取", "an unusual compression; cannot be read"
    if entry.file_size > SMALL and entry.file_size > RATIO * max(entry.compress_size, 1):
        return "压缩比异常（可能是压缩炸弹），未读取", "compressed beyond reason (a bomb?); not read"
    return None

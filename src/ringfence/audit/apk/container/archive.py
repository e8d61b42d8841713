"""A zip archive as Android reads it: tolerant where the system is, bounded everywhere, never written to disk."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

from ringfence.audit.apk.container.central import central_entries
from ringfence.audit.apk.container.entry import DEFLATED, STORED
from ringfence.audit.apk.container.inflate import inflate
from ringfence.audit.apk.container.limits import MEMBER, TOTAL
from ringfence.audit.apk.container.local_walk import LOCAL, LOCAL_SIZE, local_entries
from ringfence.audit.apk.container.tail import find_tail
from ringfence.audit.apk.errors import LimitExceeded, MemberMissingError, NotAPackageError, ZipDamaged

if TYPE_CHECKING:
    from ringfence.audit.apk.container.bytes_view import Bytes
    from ringfence.audit.apk.container.entry import Entry, Warning2
    from ringfence.audit.apk.container.tail import Tail

_ENCRYPTED = 0x0001
# What the members begin with that are read by the system itself: tells whether "unknown method" means stored or deflated.
_BEGINNINGS = {".xml": (b"\x03\x00", b"\x00\x00\x08", b"<"), ".arsc": (b"\x02\x00\x0c",), ".dex": (b"dex\n", b"cdex")}


class ZipArchive:
    """The members of one archive.

    Attributes:
        name: what its faults call it.
        tail: the end record; None when it is lost and the local headers were walked.
        warnings: oddities that were survived, each once.
    """

    def __init__(self, data: Bytes, name: str) -> None:
        """Read the directory.

        Raises:
            NotAPackageError: neither a directory nor a local header.
            LimitExceeded: more entries than any app has.
        """
        self.name = name
        self.data = data
        self.warnings: list[Warning2] = []
        self.tail: Tail | None = find_tail(data, self.warnings)
        entries = central_entries(data, self.tail, self.warnings) if self.tail else []
        if not entries:
            entries = self._walked()
        self._entries: dict[str, Entry] = {}
        self._take(entries)
        self._read: dict[str, int] = {}

    def _walked(self) -> list[Entry]:
        """Return what the local headers give when the directory is lost or says that it is empty."""
        entries = local_entries(self.data)
        if not entries and self.tail is not None and self.tail.count == 0:
            return []
        if not entries:
            raise NotAPackageError(
                "这个文件不是安卓安装包（也不是压缩包）",
                "the file is no Android package (nor any zip archive)",
                where=self.name,
            )
        self.tail = None
        self.warnings.append(
            (
                "压缩包的目录丢失（文件可能没有下载完整），已按各项的文件头逐个读取，可能缺少内容。",
                "The archive's directory is lost; members were found by their own headers, and some may be missing.",
            )
        )
        return entries

    def _take(self, entries: list[Entry]) -> None:
        """Keep each name's first entry, which is what the system runs where it accepts duplicates at all; say what is odd."""
        doubles: set[str] = set()
        odd: list[str] = []
        for entry in entries:
            if entry.name in self._entries:
                doubles.add(entry.name)
                continue
            self._entries[entry.name] = entry
            if _is_odd(entry.name):
                odd.append(entry.name)
        self._say(
            doubles,
            "压缩包里有重名的项，按系统的做法取第一个",
            "Members with the same name; the first was taken, as the system does",
        )
        self._say(odd, "压缩包里有不正常的文件名", "Members with abnormal names")
        self._say(
            [entry.name for entry in entries if entry.flags & _ENCRYPTED],
            "有些项标着“加密”，其实没有加密，系统不理会这个标记（常用来干扰分析工具）",
            "Members are marked as encrypted without being so; the system ignores the mark (often set to mislead tools)",
        )
        self._say(
            [entry.name for entry in entries if entry.method not in (STORED, DEFLATED)],
            "有些项用了安卓不认识的压缩方式编号，按系统的做法读取",
            "Members name a compression method that Android does not know; read as the system does",
        )
        if self.tail is not None and _overlap(entries):
            self.warnings.append(
                ("压缩包里有互相重叠的项。", "Members of the archive overlap each other."),
            )

    def _say(self, names: set[str] | list[str], zh: str, en: str) -> None:
        """Warn about members, naming three."""
        if names:
            some = sorted(_printable(name) for name in names)
            shown = "、".join(some[:3])
            more = len(some) - 3
            self.warnings.append(
                (
                    f"{zh}:{shown}{f' 等 {len(some)} 项' if more > 0 else ''}。",
                    f"{en}: {', '.join(some[:3])}{f' and {more} more' if more > 0 else ''}.",
                )
            )

    def names(self) -> tuple[str, ...]:
        """Return every member's name once, in the directory's order."""
        return tuple(self._entries)

    def has(self, name: str) -> bool:
        """Tell whether there is a member ``name``."""
        return name in self._entries

    def size(self, name: str) -> int:
        """Return the size that the directory claims, 0 when there is no such member."""
        entry = self._entries.get(name)
        return entry.size if entry else 0

    def stored_view(self, name: str) -> memoryview | None:
        """Return a stored member without copying it, None when it is compressed or its place is false."""
        entry = self._entries[name]
        if entry.method != STORED or entry.size != entry.compressed:
            return None
        start = self._body(entry)
        view = memoryview(self.data)[start : start + entry.size]
        return view if len(view) == entry.size else None

    def read(self, name: str, limit: int = MEMBER) -> bytes:
        """Return a member's content.

        Raises:
            MemberMissingError: there is none of that name.
            ZipDamaged: its place or data is false.
            LimitExceeded: it is larger than ``limit``, grows as only a bomb does, or the archive as a whole does.
        """
        entry = self._entries.get(name)
        where = f"{self.name}!{_printable(name)}"
        if entry is None:
            raise MemberMissingError("安装包里没有这一项", "the package has no such member", where=where)
        content = self._content(entry, limit, where)
        self._read[name] = len(content)
        if sum(self._read.values()) > TOTAL:
            raise LimitExceeded(
                "整个压缩包解压后过大，可能是压缩炸弹，没有继续读取",
                "the archive as a whole grows too large; it may be a zip bomb and was not read on",
                where=where,
            )
        return content

    def _body(self, entry: Entry) -> int:
        """Return where an entry's data begins: the lengths of its own header count, not those of the directory."""
        at = entry.offset
        if at < 0 or self.data[at : at + 4] != LOCAL or at + LOCAL_SIZE > len(self.data):
            raise ZipDamaged(
                "这一项的位置是假的，那里没有文件头",
                "the member's place is false; there is no header",
                where=f"{self.name}!{_printable(entry.name)}",
                offset=max(at, 0),
            )
        name_length, extra_length = struct.unpack_from("<2H", self.data, at + 26)
        return int(at + LOCAL_SIZE + name_length + extra_length)

    def _content(self, entry: Entry, limit: int, where: str) -> bytes:
        """Return an entry's bytes, by the method that the system would use."""
        start = self._body(entry)
        method = entry.method
        if method not in (STORED, DEFLATED):
            method = STORED if self._looks_stored(entry, start) else DEFLATED
        if method == STORED:
            return self._stored(entry, start, limit, where)
        stop = self.tail.start if self.tail and self.tail.start > start else len(self.data)
        out = inflate(self.data, start, stop, limit=limit, where=where)
        if not out.whole:
            self._warn_content(entry, "的压缩数据不完整，只读到前面部分", "breaks off; only its first part was read")
        elif len(out.data) != entry.size or out.used != entry.compressed:
            self._warn_content(entry, "标明的大小是假的", "has a false size")
        elif zlib.crc32(out.data) != entry.crc:
            self._warn_content(entry, "的校验值不符", "does not fit its checksum")
        return out.data

    def _stored(self, entry: Entry, start: int, limit: int, where: str) -> bytes:
        """Return a stored entry; of two sizes the uncompressed one counts, as it does for the system."""
        size = entry.size or entry.compressed
        if size > limit:
            raise LimitExceeded(
                f"这一项有 {size} 字节，超过了读取上限",
                f"has {size} bytes, more than is read",
                where=where,
                offset=start,
            )
        content = bytes(self.data[start : start + size])
        if len(content) < size:
            self._warn_content(entry, "不完整，只读到前面部分", "breaks off; only its first part was read")
        return content

    def _looks_stored(self, entry: Entry, start: int) -> bool:
        """Tell whether data of an unknown method lies there as it is."""
        first = bytes(self.data[start : start + 4])
        for ending, beginnings in _BEGINNINGS.items():
            if entry.name.endswith(ending):
                return first.startswith(beginnings)
        try:
            inflate(self.data, start, min(len(self.data), start + 4096), limit=1 << 22)
        except ZipDamaged:
            return True
        except LimitExceeded:
            return False
        return entry.size == entry.compressed

    def _warn_content(self, entry: Entry, zh: str, en: str) -> None:
        """Say once what is odd about a member's content."""
        name = _printable(entry.name)
        warning = (f"{name} {zh}。", f"{name} {en}.")
        if warning not in self.warnings and len(self.warnings) < 200:
            self.warnings.append(warning)


def _is_odd(name: str) -> bool:
    """Tell whether a name would lead outside the package or hide something, were it written to a disk (we never do)."""
    return (
        not name
        or name[0] == "/"
        or "\\" in name
        or "\0" in name
        or (".." in name and ".." in name.split("/"))
        or (name[-1] == "/" and name.endswith((".dex/", ".xml/", ".arsc/")))
    )


def _printable(name: str) -> str:
    """Return a name that is safe to show."""
    shown = name if name.isprintable() else name.encode("unicode_escape").decode("ascii")
    return shown if len(shown) <= 120 else f"{shown[:117]}..."


def _overlap(entries: list[Entry]) -> bool:
    """Tell whether two entries' data lie over each other by their own account."""
    spans = sorted((entry.offset, entry.offset + LOCAL_SIZE + entry.compressed) for entry in entries)
    return any(after[0] < before[1] for before, after in pairwise(spans))

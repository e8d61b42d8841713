"""The header of a dex file, and where the headers are: one at the start, or several in a container (version 041)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from ringfence.audit.apk.errors import DexDamaged

SIZE = 0x70
CONTAINER_SIZE = 0x78
VERSIONS = tuple(range(35, 42))
LITTLE = 0x12345678
BIG = 0x78563412
MOST_PARTS = 1024
"""More dex files in one container than any package has: the rest is not read."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table of ids lies: how many rows, from which byte of the file."""

    count: int
    at: int


@dataclass(frozen=True, slots=True)
class Header:
    """One dex header.

    Attributes:
        at: byte of the file at which this header begins; every other offset counts from the start of the file.
        version: 35 to 41.
        size: bytes of this dex file with its header (in a container: up to the next header).
        strings, types, protos, fields, methods, classes: the tables.
        map_at: where the map lies, 0 when there is none.
        checksum: Adler-32 as the header claims it.
        signature: SHA-1 as the header claims it.
    """

    at: int
    version: int
    size: int
    strings: Table
    types: Table
    protos: Table
    fields: Table
    methods: Table
    classes: Table
    map_at: int
    checksum: int
    signature: bytes

    def sums_up(self, data: bytes) -> bool:
        """Tell whether the checksum is right."""
        return zlib.adler32(memoryview(data)[self.at + 12 : self.at + self.size]) == self.checksum


def read_headers(data: bytes) -> tuple[Header, ...]:
    """Return the header of each dex file in ``data``, one unless it is a container. Raises DexDamaged."""
    first = _read(data, 0)
    if first.version < 41:
        return (first,)
    found = [first]
    at = first.size
    while at + SIZE <= len(data) and data[at : at + 4] == b"dex\n" and len(found) < MOST_PARTS:
        found.append(_read(data, at))
        at += found[-1].size
    return tuple(found)


def _read(data: bytes, at: int) -> Header:
    """Return the header at ``at``."""
    if len(data) - at < SIZE:
        raise DexDamaged("dex 文件不足一个文件头的长度。", "The dex file is shorter than its header.", offset=at)
    version = _version(data, at)
    words = struct.unpack_from("<20I", data, at + 32)
    if words[2] == BIG:
        raise DexDamaged(
            "dex 文件为大端字节序，安卓系统不会运行，未予读取。",
            "The dex file is big-endian, which no Android device runs; it was not read.",
            offset=at + 40,
        )
    if words[2] != LITTLE:
        raise DexDamaged("dex 文件头的字节序标记不正确。", "The dex header's endian tag is wrong.", offset=at + 40)
    size = min(words[0], len(data) - at) if words[0] >= SIZE else len(data) - at
    tables = [Table(words[place], words[place + 1]) for place in range(6, 18, 2)]
    return Header(
        at=at,
        version=version,
        size=size,
        strings=tables[0],
        types=tables[1],
        protos=tables[2],
        fields=tables[3],
        methods=tables[4],
        classes=tables[5],
        map_at=words[5],
        checksum=struct.unpack_from("<I", data, at + 8)[0],
        signature=bytes(data[at + 12 : at + 32]),
    )


def _version(data: bytes, at: int) -> int:
    """Return the version of the magic at ``at``, or say what it is instead."""
    magic = bytes(data[at : at + 8])
    if magic[:4] in {b"dey\n", b"cdex"}:
        raise DexDamaged(
            "这是设备优化过的 odex/cdex 文件，不是安装包里的 dex。",
            "This is a device's optimised odex or cdex file, not a dex of a package.",
            offset=at,
        )
    digits = magic[4:7]
    if magic[:4] != b"dex\n" or magic[7:] != b"\0" or not digits.isdigit():
        raise DexDamaged("文件开头不是 dex 标记。", "The file does not begin with the dex magic.", offset=at)
    version = int(digits)
    if version not in VERSIONS:
        raise DexDamaged(
            f"dex 版本 {version:03d} 不在已知范围(035–041)内。",
            f"Dex version {version:03d} is not one of the known ones (035 to 041).",
            offset=at + 4,
        )
    return version

"""Writes zip archives for tests, byte by byte, so that every field can be made to lie."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass


@dataclass
class Member:
    """A member. What is None is told truly; ``local_*`` overrides the local header only."""

    name: str | bytes
    data: bytes = b""
    method: int = 8
    flags: int = 0
    said_method: int | None = None
    said_size: int | None = None
    said_compressed: int | None = None
    local_name: bytes | None = None
    offset: int | None = None
    extra: bytes = b""
    local_extra: bytes = b""
    descriptor: bool = False
    said_crc: int | None = None

    @property
    def raw_name(self) -> bytes:
        """Return the name in bytes."""
        return self.name.encode() if isinstance(self.name, str) else self.name


def zip_of(
    members: list[Member],
    *,
    prefix: bytes = b"",
    before_directory: bytes = b"",
    comment: bytes = b"",
    said_comment: int | None = None,
    count: int | None = None,
    start: int | None = None,
    directory_size: int | None = None,
    shifted: bool = False,
) -> bytes:
    """Return an archive.

    Args:
        members: what it holds.
        prefix: bytes in front.
        before_directory: bytes between the last member and the directory (a signing block).
        comment: of the archive.
        said_comment: its false length.
        count: false number of entries.
        start: false place of the directory.
        directory_size: its false size.
        shifted: offsets count the prefix; else they are as if it were not there.
    """
    body = prefix
    base = 0 if shifted else len(prefix)
    directory = b""
    for member in members:
        packed = _packed(member)
        at = len(body) - base
        body += _local(member, packed) + packed
        if member.descriptor:
            body += struct.pack("<4s3I", b"PK\x07\x08", zlib.crc32(member.data), len(packed), len(member.data))
        directory += _central(member, packed, at)
    body += before_directory
    end = struct.pack(
        "<4s4H2IH",
        b"PK\x05\x06",
        0,
        0,
        min(len(members), 0xFFFF) if count is None else count,
        min(len(members), 0xFFFF) if count is None else count,
        len(directory) if directory_size is None else directory_size,
        len(body) - base if start is None else start,
        len(comment) if said_comment is None else said_comment,
    )
    return body + directory + end + comment


def _packed(member: Member) -> bytes:
    """Return a member's data as it lies in the file."""
    if member.method != 8:
        return member.data
    machine = zlib.compressobj(6, zlib.DEFLATED, -15)
    return machine.compress(member.data) + machine.flush()


def _fields(member: Member, packed: bytes) -> tuple[int, int, int, int, int]:
    """Return flags, method, checksum and the two sizes as they are told."""
    return (
        member.flags,
        member.method if member.said_method is None else member.said_method,
        zlib.crc32(member.data) if member.said_crc is None else member.said_crc,
        len(packed) if member.said_compressed is None else member.said_compressed,
        len(member.data) if member.said_size is None else member.said_size,
    )


def _local(member: Member, packed: bytes) -> bytes:
    """Return the local header; with a descriptor it tells neither sizes nor checksum."""
    flags, method, crc, compressed, size = _fields(member, packed)
    if member.descriptor:
        flags, crc, compressed, size = flags | 8, 0, 0, 0
    name = member.raw_name if member.local_name is None else member.local_name
    lengths = (len(name), len(member.local_extra))
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, flags, method, 0, 0x21, crc, compressed, size, *lengths)
    return head + name + member.local_extra


def _central(member: Member, packed: bytes, at: int) -> bytes:
    """Return the directory's record."""
    flags, method, crc, compressed, size = _fields(member, packed)
    flags |= 8 if member.descriptor else 0
    name = member.raw_name
    place = at if member.offset is None else member.offset
    head = struct.pack("<4s6H3I", b"PK\x01\x02", 20, 20, flags, method, 0, 0x21, crc, compressed, size)
    return head + struct.pack("<5H2I", len(name), len(member.extra), 0, 0, 0, 0, place) + name + member.extra

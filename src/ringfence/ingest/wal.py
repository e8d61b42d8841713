"""A SQLite write-ahead log put back into its database, in memory: https://www.sqlite.org/fileformat2.html#walformat.

Phones are often copied while they run; then the newest records lie only in ``<name>-wal``. Only frames up to the last commit
whose salts and running checksums hold are taken, as SQLite itself would.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_HEADER = 32
_FRAME = 24
_MAGIC = (0x377F0682, 0x377F0683)  # the last bit: checksums count big-endian words


@dataclass(frozen=True, slots=True)
class Replayed:
    """A database with its log applied.

    Attributes:
        data: the database's bytes.
        frames: pages taken from the log up to its last commit.
        left: pages after it that belong to no commit, or fail their checksum.
    """

    data: bytes
    frames: int
    left: int


def replay(database: bytes, log: bytes) -> Replayed:
    """Return the database as of the last sound commit in ``log``; unchanged when there is none."""
    if len(log) < _HEADER or struct.unpack_from(">I", log)[0] not in _MAGIC:
        return Replayed(database, 0, 0)
    size = struct.unpack_from(">I", log, 8)[0]
    if size < 512 or size > 65_536 or size & (size - 1):
        return Replayed(database, 0, 0)
    total = (len(log) - _HEADER) // (_FRAME + size)
    sound, commits = _sound_frames(log, size, total)
    if not commits:
        return Replayed(database, 0, total)
    last = commits[-1]
    pages = struct.unpack_from(">I", log, _HEADER + last * (_FRAME + size) + 4)[0]
    image = bytearray(database)
    for number in range(last + 1):
        at = _HEADER + number * (_FRAME + size)
        page = struct.unpack_from(">I", log, at)[0]
        if not 1 <= page <= max(pages, len(database) // size) + total:
            return Replayed(database, 0, total)
        if len(image) < page * size:
            image.extend(bytes(page * size - len(image)))
        image[(page - 1) * size : page * size] = log[at + _FRAME : at + _FRAME + size]
    del image[pages * size :]
    return Replayed(bytes(image), last + 1, max(total, sound) - last - 1)


def _sound_frames(log: bytes, size: int, total: int) -> tuple[int, list[int]]:
    """Return (frames whose salts and checksum hold, those of them that end a commit)."""
    order = ">" if log[3] & 1 else "<"
    salts = log[16:24]
    sums = _checksum(log[:24], (0, 0), order)
    if sums != struct.unpack_from(">II", log, 24):
        return 0, []
    commits: list[int] = []
    for number in range(total):
        at = _HEADER + number * (_FRAME + size)
        if log[at + 8 : at + 16] != salts:
            return number, commits
        sums = _checksum(log[at : at + 8] + log[at + _FRAME : at + _FRAME + size], sums, order)
        if sums != struct.unpack_from(">II", log, at + 16):
            return number, commits
        if struct.unpack_from(">I", log, at + 4)[0]:
            commits.append(number)
    return total, commits


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for index in range(0, len(words), 2):
        first = (first + words[index] + second) & 0xFFFFFFFF
        second = (second + words[index + 1] + first) & 0xFFFFFFFF
    return first, second

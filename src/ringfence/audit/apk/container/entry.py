"""One entry of an archive, and oddities worth telling."""

from __future__ import annotations

from dataclasses import dataclass

STORED = 0
DEFLATED = 8

Warning2 = tuple[str, str]
"""A sentence in Chinese and in English."""


@dataclass(slots=True)
class Entry:
    """What the archive says of one member.

    Attributes:
        name: as stored; bytes that are no UTF-8 stand as escapes.
        compressed, size: as the directory says; may be false.
        offset: of the local header, from the start of the file.
    """

    name: str
    method: int
    flags: int
    compressed: int
    size: int
    offset: int
    crc: int = 0


def clear_name(raw: bytes) -> str:
    """Return a member's name as text, one to one: what is no UTF-8 is written as escapes, as it would be for a reader."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")

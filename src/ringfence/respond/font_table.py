"""Which characters a face can show, read from its ``cmap`` table alone (OpenType 1.9, format 12, as the packaged faces have it).

A font library builds the names of all glyphs first; that takes a hundred times as long, and every page asks.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WHOLE = ((3, 10), (0, 6), (0, 4))  # (platform, encoding) of tables by Unicode that go beyond 16 bits


def code_points(path: Path) -> frozenset[int]:
    """Return the code points for which the OpenType font at ``path`` has a glyph.

    Raises:
        OSError: the file cannot be read. ValueError: it is no font, or has no table by all of Unicode in format 12.
    """
    try:
        return _read(_table(path, b"cmap"))
    except struct.error as fault:
        raise ValueError(str(fault)) from fault


def _table(path: Path, tag: bytes) -> bytes:
    with path.open("rb") as font:
        (count,) = struct.unpack(">4xH6x", font.read(12))
        for _ in range(count):
            name, start, size = struct.unpack(">4s4xII", font.read(16))
            if name == tag:
                font.seek(start)
                return font.read(size)
    raise ValueError(tag)


def _read(table: bytes) -> frozenset[int]:
    (count,) = struct.unpack_from(">2xH", table)
    listed = [struct.unpack_from(">HHI", table, 4 + 8 * at) for at in range(count)]
    places = {(platform, encoding): start for platform, encoding, start in listed}
    best = next((places[kind] for kind in _WHOLE if kind in places), None)
    if best is None:
        raise ValueError(list(places))
    (form,) = struct.unpack_from(">H", table, best)
    if form != 12:
        raise ValueError(form)
    (count,) = struct.unpack_from(">12xI", table, best)
    found: set[int] = set()
    for first, last, glyph in struct.iter_unpack(">III", table[best + 16 : best + 16 + 12 * count]):
        found.update(range(first if glyph else first + 1, last + 1))  # glyph 0 is the empty box
    return frozenset(found)

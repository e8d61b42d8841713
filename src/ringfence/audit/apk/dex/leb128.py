"""LEB128 numbers, one at a time and many at once (dex format, "LEB128").

A number takes one to five bytes of seven bits, lowest first; the last byte has its high bit clear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 5


class BadLebError(ValueError):
    """A number runs past five bytes or past the end of the data; ``args[0]`` is its offset."""


def read_uleb(data: bytes, at: int) -> tuple[int, int]:
    """Return the unsigned number at ``at`` and the offset behind it. Raises BadLebError."""
    value = shift = 0
    for place in range(at, min(at + LONGEST, len(data))):
        byte = data[place]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFF, place + 1
        shift += 7
    raise BadLebError(at)


def read_sleb(data: bytes, at: int) -> tuple[int, int]:
    """Return the signed number at ``at`` and the offset behind it. Raises BadLebError."""
    value, after = read_uleb(data, at)
    bits = min(7 * (after - at), 32)
    return (value - (1 << bits) if value >> (bits - 1) & 1 else value), after


def read_uleb_p1(data: bytes, at: int) -> tuple[int, int]:
    """Return the number at ``at`` less one (-1 is "none") and the offset behind it. Raises BadLebError."""
    value, after = read_uleb(data, at)
    return value - 1, after


def uleb_values(region: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the values of numbers that lie at ``starts`` to ``ends`` (the last byte of each) in ``region``.

    A number longer than five bytes gives -1.
    """
    length = ends - starts + 1
    values = (region[starts] & 0x7F).astype(np.int64)
    for place in range(1, LONGEST):
        longer = np.flatnonzero(length > place)
        if not len(longer):
            break
        values[longer] |= (region[starts[longer] + place] & 0x7F).astype(np.int64) << (7 * place)
    values &= 0xFFFFFFFF
    values[length > LONGEST] = -1
    return values

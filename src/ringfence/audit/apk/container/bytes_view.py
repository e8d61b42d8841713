"""Bytes that are looked at and never copied as a whole: a mapped file, or a part of one."""

from __future__ import annotations

import mmap
import re

Bytes = bytes | memoryview | mmap.mmap
_STEP = 1 << 20


def find_last(data: Bytes, mark: bytes, stop: int) -> int:
    """Return the last place of ``mark`` that begins before ``stop``, -1 when there is none. Looks from the end, in steps."""
    high = stop
    while high > 0:
        low = max(0, high - _STEP)
        found = bytes(data[low : min(len(data), high + len(mark) - 1)]).rfind(mark, 0, high - low + len(mark) - 1)
        if found >= 0:
            return low + found
        high = low
    return -1


def find_first(data: Bytes, mark: bytes, start: int) -> int:
    """Return the first place of ``mark`` at or after ``start``, -1 when there is none. Copies nothing."""
    found = re.compile(re.escape(mark)).search(data, start)
    return found.start() if found else -1

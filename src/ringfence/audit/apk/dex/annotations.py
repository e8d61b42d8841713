"""Which methods of a class bear an annotation. Source: the Dalvik executable format (annotations_directory_item)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.dex.leb128 import BadLebError, read_uleb
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from ringfence.audit.apk.dex.tables import DexFile

MOST = 1 << 14  # of anything in one list; no compiler writes more
_HEAD = 16


def annotated(dex: DexFile, at: int, type_: str) -> frozenset[int]:
    """Return the ids of the methods that the directory at byte ``at`` gives that annotation; none where it is damaged."""
    try:
        return frozenset(_annotated(dex, at, type_)) if at else frozenset()
    except (BadLebError, DexDamaged, IndexError):
        return frozenset()


def _annotated(dex: DexFile, at: int, type_: str) -> list[int]:
    fields, methods = _word(dex, at + 4), _word(dex, at + 8)
    if max(fields, methods) > MOST:
        return []
    first = at + _HEAD + 8 * fields
    found: list[int] = []
    left = MOST  # sets that lie on each other would be read again and again
    for place in range(first, first + 8 * methods, 8):
        items = _word(dex, place + 4)
        count = _word(dex, items)
        left -= count
        if left < 0:
            return found
        for number in range(count):
            item = _word(dex, items + 4 + 4 * number)
            index, _ = read_uleb(dex.data, item + 1)  # behind the visibility
            if dex.type_name(index) == type_:
                found.append(_word(dex, place))
                break
    return found


def _word(dex: DexFile, at: int) -> int:
    if at < 0 or at + 4 > len(dex.data):
        raise IndexError(at)
    return int.from_bytes(dex.data[at : at + 4], "little")

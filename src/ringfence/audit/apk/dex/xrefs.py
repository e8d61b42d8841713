"""Who calls, reads, writes or names what: over a whole app, or quickly for a few names.

For a few names no method is decoded that cannot hold them: one pass over the code as plain units finds where an index that is
asked for stands behind an opcode that could use it, and only methods with such a place are swept to see whether it is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ringfence.audit.apk.dex.opcodes import KIND_NUMBERS, KIND_TABLE
from ringfence.audit.apk.dex.sweep import Uses, code_units, sweep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex.bodies import Bodies
    from ringfence.audit.apk.dex.classes import MethodDef
    from ringfence.audit.apk.dex.refs import FieldRef, MethodRef
    from ringfence.audit.apk.dex.tables import DexFile

CHUNK = 1 << 18
FEW = 12
"""So many numbers are compared one by one; more are looked up in a table."""
_SIXTEEN = 1 << 16


class Site(NamedTuple):
    """A place in the app's code that names something.

    Attributes:
        method: the method that holds it.
        offset: code units from its first.
        ref: what is named.
        op: the opcode that names it.
    """

    method: MethodDef
    offset: int
    ref: MethodRef | FieldRef | str
    op: int


def uses_of(dex: DexFile, bodies: Bodies, kind: str, wanted: Collection[int]) -> Uses:
    """Return the instructions that name one of the ``wanted`` indices of ``kind`` (as in ``opcodes.KINDS``)."""
    number = KIND_NUMBERS[kind]
    ids = np.array(sorted(wanted), np.int64)
    chosen = _candidates(dex, bodies, number, ids)
    chosen = np.union1d(chosen, np.flatnonzero(bodies.apart)) if len(ids) else chosen
    found = sweep(dex, bodies, chosen).of_kind(number)
    return found.where(np.isin(found.ref, ids))


class Index:
    """All uses of one dex file by what they name: where much is asked, one sweep is cheaper than a pass for each question."""

    __slots__ = ("_sorted", "_uses")

    def __init__(self, uses: Uses) -> None:
        self._uses = uses
        self._sorted: dict[int, tuple[NDArray[np.int32], NDArray[np.int32]]] = {}

    def uses_of(self, kind: str, wanted: Collection[int]) -> Uses:
        """Return what ``uses_of`` returns."""
        ids = np.array(sorted(wanted), np.int32)
        refs, order = self._of_kind(KIND_NUMBERS[kind])
        first, behind = np.searchsorted(refs, ids, "left"), np.searchsorted(refs, ids, "right")
        parts = [order[a:b] for a, b in zip(first.tolist(), behind.tolist(), strict=True) if a < b]
        rows = np.sort(np.concatenate(parts)) if parts else np.empty(0, np.int32)
        uses = self._uses
        return Uses(uses.body[rows], uses.offset[rows], uses.op[rows], uses.ref[rows])

    def _of_kind(self, kind: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return what is named, in order, and the rows that name it."""
        found = self._sorted.get(kind)
        if found is None:
            rows = np.flatnonzero(KIND_TABLE[self._uses.op] == kind).astype(np.int32)
            order = rows[np.argsort(self._uses.ref[rows], kind="stable")]
            found = self._sorted[kind] = (self._uses.ref[order], order)
        return found


def _candidates(dex: DexFile, bodies: Bodies, number: int, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the items of code in which one of the indices stands behind a fitting opcode, true or by chance."""
    if not len(ids) or not len(bodies.at):
        return np.empty(0, np.int64)
    units = code_units(dex)
    first, last = int(bodies.start.min()), int(bodies.end.max())
    low = np.unique(ids & 0xFFFF)
    table = np.zeros(_SIXTEEN, np.bool_)
    table[low] = True
    fits = np.isin(KIND_TABLE, number)
    found: list[NDArray[np.int64]] = []
    for begun in range(first + 1, last, CHUNK):
        part = units[begun : min(begun + CHUNK, last)]
        if len(low) <= FEW:
            hits: NDArray[np.bool_] = np.equal(part, low[0])
            for index in low[1:]:
                hits |= np.equal(part, index)
        else:
            hits = table[part]
        places = np.flatnonzero(hits) + (begun - 1)
        found.append(places[fits[units[places] & 0xFF]])
    items = bodies.of(np.concatenate(found)) if found else np.empty(0, np.int64)
    return np.unique(items[items >= 0])


def method_ids(dex: DexFile, classes: Collection[str] | None, names: Collection[str] | None) -> NDArray[np.int64]:
    """Return the ids of methods named on one of ``classes`` and by one of ``names``; None is any."""
    return _ids(dex, dex.methods, classes, names)


def field_ids(dex: DexFile, classes: Collection[str] | None, names: Collection[str] | None) -> NDArray[np.int64]:
    """Return the ids of fields named on one of ``classes`` and by one of ``names``; None is any."""
    return _ids(dex, dex.fields, classes, names)


def type_ids(dex: DexFile, types: Iterable[str]) -> NDArray[np.int64]:
    """Return the ids of the types that the file names."""
    return np.flatnonzero(np.isin(dex.types, string_ids(dex, types)))


def string_ids(dex: DexFile, texts: Iterable[str]) -> NDArray[np.int64]:
    """Return the ids of the strings that the file holds."""
    found = (dex.strings.find(text) for text in texts)
    return np.array(sorted({index for index in found if index >= 0}), np.int64)


def _ids(
    dex: DexFile,
    table: NDArray,  # type: ignore[type-arg] # rows differ
    classes: Collection[str] | None,
    names: Collection[str] | None,
) -> NDArray[np.int64]:
    found = np.arange(len(table))
    if classes is not None:
        of_type = np.zeros(len(dex.types) + 1, np.bool_)
        of_type[type_ids(dex, classes)] = True
        found = found[of_type[table["cls"][found]]]
    if names is not None:
        found = found[np.isin(table["name"][found], string_ids(dex, names))]
    return found

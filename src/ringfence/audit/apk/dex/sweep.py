"""Every instruction of every method at once: where it begins, without a loop over instructions.

Round k looks at the k-th instruction of all methods that have one: one gather gives their first units, a table their widths,
and so where the next ones begin. A file of a million instructions takes a few hundred rounds; once few methods are left, these
are walked one by one. Exact like Android's verifier, which takes the same walk; methods that it does not fit (see ``decode``)
are followed along their branches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.dex.decode import decode, payload_width, walk
from ringfence.audit.apk.dex.opcodes import ARRAY, GOTOS, IFS, KIND_TABLE, PACKED, SPARSE, WIDTH_TABLE
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ringfence.audit.apk.dex.bodies import Bodies
    from ringfence.audit.apk.dex.tables import DexFile

FEW = 96
"""Methods from which on a round costs more than walking the rest one by one."""
_WIDTHS = WIDTH_TABLE.astype(np.int64)
_JUMBO = 0x1B
_BRANCH = np.array([{0x28: 1, 0x2A: 3}.get(op, 2 if op in GOTOS | IFS else 0) for op in range(256)], np.uint8)
"""Where a branch's distance stands: 1 in the first unit, 2 in the second, 3 in two."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Instructions of one dex file that name something, one row each.

    Attributes:
        body: item of code (``Bodies``).
        offset: code units from the item's first.
        op: opcode.
        ref: index of what it names, in the table that the opcode implies.
    """

    body: NDArray[np.int32]
    offset: NDArray[np.int32]
    op: NDArray[np.uint8]
    ref: NDArray[np.int32]

    def of_kind(self, kind: int) -> Uses:
        """Return the rows whose opcode names that kind (``opcodes.KIND_NUMBERS``)."""
        return self.where(KIND_TABLE[self.op] == kind)

    def where(self, chosen: NDArray[np.bool_]) -> Uses:
        """Return the chosen rows."""
        return Uses(self.body[chosen], self.offset[chosen], self.op[chosen], self.ref[chosen])

    def packed(self) -> bytes:
        """Return the rows as bytes."""
        steps = np.diff(self.body, prepend=np.int32(0))
        columns = (steps, self.offset, self.ref)
        parts = (*(column.astype("<i4").tobytes() for column in columns), self.op.tobytes())
        return b"".join((len(steps).to_bytes(4, "little"), *parts))

    @classmethod
    def unpacked(cls, part: bytes) -> Uses:
        """Return what ``packed`` was given. Raises ValueError for bytes of no such length."""
        count = int.from_bytes(part[:4], "little")
        if len(part) < 4 or len(part) != 4 + 13 * count:
            raise ValueError(len(part))
        steps, offset, ref = (np.frombuffer(part, "<i4", count, 4 + 4 * count * place) for place in range(3))
        op = np.frombuffer(part, np.uint8, count, 4 + 12 * count)
        return cls(np.cumsum(steps, dtype=np.int32), offset.astype(np.int32), op, ref.astype(np.int32))


def code_units(dex: DexFile) -> NDArray[np.uint16]:
    """Return the file as code units."""
    return np.frombuffer(dex.data, "<u2", len(dex.data) // 2)


def sweep(dex: DexFile, bodies: Bodies, chosen: NDArray[np.int64] | None = None) -> Uses:
    """Return all uses in the chosen items of code (all of them when None), by item and offset."""
    items = np.arange(len(bodies.at)) if chosen is None else chosen
    units = code_units(dex)
    joined = items[~bodies.apart[items]]
    body, place = _joined(dex, bodies, joined, units)
    alone = items[bodies.apart[items]]
    if len(alone):
        parts = _apart(dex, bodies, alone)
        body, place = np.concatenate([body, parts[0]]), np.concatenate([place, parts[1]])
    op = units[place].astype(np.uint8)
    names = KIND_TABLE[op] != 0
    body, place, op = body[names], place[names], op[names]
    ref = units[place + 1].astype(np.int32)
    jumbo = np.flatnonzero(op == _JUMBO)
    ref[jumbo] |= units[place[jumbo] + 2].astype(np.int32) << 16
    return Uses(body.astype(np.int32), (place - bodies.start[body]).astype(np.int32), op, ref)


def _joined(
    dex: DexFile, bodies: Bodies, items: NDArray[np.int64], units: NDArray[np.uint16]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (item, place) of each instruction of items that do not overlap."""
    if not len(items):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    base = int(bodies.start[items[0]])
    begins = np.zeros(int(bodies.end[items[-1]]) - base, np.bool_)
    faulty = _mark(units, bodies.start[items], bodies.end[items], begins, base)
    astray = bodies.of(_astray(units, begins, base))
    for item in np.union1d(items[faulty], astray[astray >= 0]).tolist():
        first, behind = int(bodies.start[item]) - base, int(bodies.end[item]) - base
        begins[first:behind] = False
        begins[[first + offset for offset in _followed(dex, int(bodies.at[item]))]] = True
    place = np.flatnonzero(begins) + base
    counts = np.searchsorted(place, bodies.end[items]) - np.searchsorted(place, bodies.start[items])
    return np.repeat(items, counts), place


def _mark(
    units: NDArray[np.uint16],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    begins: NDArray[np.bool_],
    base: int,
) -> NDArray[np.int64]:
    """Set ``begins`` where an instruction begins; return which methods' walks do not end with the method."""
    faulty: list[NDArray[np.int64]] = []
    which = np.flatnonzero(start < end)
    at, behind = start[which], end[which]
    while len(which) > FEW:
        word = units[at]
        begins[at - base] = True
        step = _WIDTHS[word & 0xFF]
        tables = np.flatnonzero((word == PACKED) | (word == SPARSE) | (word == ARRAY))
        for place in tables.tolist():
            first = int(at[place])
            begins[first - base] = False
            step[place] = payload_width(units[first : min(first + 4, int(behind[place]))].tolist(), 0)
        at += step
        going = at < behind
        if not going.all():
            faulty.append(which[at > behind])
            which, at, behind = which[going], at[going], behind[going]
    for method, first, last in zip(which.tolist(), at.tolist(), behind.tolist(), strict=True):
        found = walk(units[first:last].tolist())
        if found is None:
            faulty.append(np.array([method]))
        else:
            begins[np.array(found, np.int64) + (first - base)] = True
    return np.concatenate(faulty) if faulty else np.empty(0, np.int64)


def _astray(units: NDArray[np.uint16], begins: NDArray[np.bool_], base: int) -> NDArray[np.int64]:
    """Return the places of branches that land on no instruction; Android's verifier refuses such a method."""
    places = np.flatnonzero(begins)
    op = (units[places + base] & 0xFF).astype(np.uint8)
    far = _BRANCH[op]
    branches = np.flatnonzero(far)
    places, far = places[branches], far[branches]
    first = units[np.minimum(places + base + (far > 1), len(units) - 1)]
    steps = np.where(far == 1, first.view(np.int16) >> 8, first.view(np.int16)).astype(np.int64)
    wide = np.flatnonzero(far == 3)
    high = units[np.minimum(places[wide] + base + 2, len(units) - 1)].view(np.int16).astype(np.int64)
    steps[wide] = (steps[wide] & 0xFFFF) | high << 16
    target = places + steps
    lands = (target >= 0) & (target < len(begins))
    lands[lands] = begins[target[lands]]
    return places[~lands] + base


def _apart(dex: DexFile, bodies: Bodies, items: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (item, place) of instructions of overlapping items, as long as they are not far more than the file."""
    units = code_units(dex)
    left = len(dex.data)
    owners: list[int] = []
    places: list[int] = []
    for item in items.tolist():
        start, end = int(bodies.start[item]), int(bodies.end[item])
        left -= end - start + 16
        if left < 0:
            dex.notes.add("重叠的代码过多，其余略过。", "There is too much overlapping code; the rest was skipped.")
            break
        offsets = walk(units[start:end].tolist()) or _followed(dex, int(bodies.at[item]))
        owners += [item] * len(offsets)
        places += [start + offset for offset in offsets]
    return np.array(owners, np.int64), np.array(places, np.int64)


def _followed(dex: DexFile, at: int) -> list[int]:
    """Return the offsets of a method's instructions as ``decode`` finds them."""
    try:
        return [insn.offset for insn in decode(dex, at).insns]
    except DexDamaged:
        return []

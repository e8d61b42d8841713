"""Who extends and implements whom, over the whole app, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.dex.tables import NONE
from ringfence.audit.apk.errors import DexDamaged
from ringfence.audit.apk.graph.csr import Csr, from_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.graph.names import Names

VISITS = 8_000_000
"""Types that all questions for subtypes may visit together: thousands of interfaces could each stand above thousands."""


class Hierarchy:
    """Types by number (``Names.types``).

    Attributes:
        superclass: number of the superclass, -1 for none.
        above: type -> its superclass and interfaces.
        below: type -> those directly below it.
        defined: whether the app defines the type.
        interface: whether the app defines it as an interface, or the platform's table names it above an app's class only as
            an interface.
        first, behind: intervals of a walk over the tree of superclasses: ``d`` is a subclass of ``c`` or ``c`` itself exactly
            when ``first[c] <= first[d] < behind[c]``; -1 for types on a circle.
    """

    __slots__ = ("_left", "above", "behind", "below", "defined", "first", "interface", "superclass")

    def __init__(self, program: Program, names: Names, platform: Mapping[str, Sequence[str]]) -> None:
        count = len(names.types)
        self._left = VISITS
        self.superclass = np.full(count, -1, np.int32)
        self.defined = np.zeros(count, np.bool_)
        self.interface = np.zeros(count, np.bool_)
        pairs: list[tuple[int, int]] = []
        _of_platform(self, names, platform, pairs)
        for name, (number, row) in program.definitions().items():
            _of_class(self, program, names, names.types[name], number, row, pairs)
        edges = np.array(pairs, np.int32).reshape(-1, 2)
        self.above: Csr = from_pairs(count, edges[:, 0], edges[:, 1])
        self.below: Csr = from_pairs(count, edges[:, 1], edges[:, 0])
        self.first, self.behind = _intervals(self.superclass)

    def subtypes(self, number: int) -> NDArray[np.int64]:
        """Return the numbers of all types below one, that itself first; it alone once far too much has been asked."""
        if self._left < 0 or not len(self.below.of(number)):
            return np.array([number], np.int64)
        seen = {number: None}
        waiting = [number]
        while waiting:
            for child in self.below.of(waiting.pop()).tolist():
                if child not in seen:
                    seen[child] = None
                    waiting.append(child)
        self._left -= len(seen)
        return np.fromiter(seen, np.int64, len(seen))


def _of_platform(
    into: Hierarchy, names: Names, platform: Mapping[str, Sequence[str]], pairs: list[tuple[int, int]]
) -> None:
    """Enter what the platform's table tells: superclass or interfaces by type."""
    for name, above in platform.items():
        number = names.types[name]
        for other in above:
            pairs.append((number, names.types[other]))
            into.interface[names.types[other]] = True  # a class there takes part as one; both ways are looked at


def _of_class(
    into: Hierarchy,
    program: Program,
    names: Names,
    number: int,
    dex_number: int,
    row: int,
    pairs: list[tuple[int, int]],
) -> None:
    """Enter one class of the app."""
    dex = program.dexes[dex_number]
    _, access, superclass, interfaces, *_ = dex.classes[row].item()
    type_of = names.type_of[dex_number]
    into.defined[number] = True
    into.interface[number] = bool(access & 0x200)
    if superclass != NONE and superclass < len(type_of):
        above = int(type_of[superclass])
        into.superclass[number] = above
        pairs.append((number, above))
    if interfaces:
        try:
            for index in dex.type_list(interfaces):
                above = int(type_of[index])
                into.interface[above] = True
                pairs.append((number, above))
        except (DexDamaged, IndexError):
            dex.notes.add("接口列表已损坏。", "A list of interfaces is damaged.", interfaces)


def _intervals(superclass: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return where a depth-first walk over the tree of superclasses enters and leaves each type."""
    count = len(superclass)
    children: dict[int, list[int]] = {}
    for child, parent in enumerate(superclass.tolist()):
        children.setdefault(parent, []).append(child)
    first, behind = np.full(count, -1, np.int32), np.full(count, -1, np.int32)
    clock = 0
    waiting = [(root, False) for root in children.get(-1, ())]
    while waiting:
        node, left = waiting.pop()
        if left:
            behind[node] = clock
            continue
        first[node] = clock
        clock += 1
        below = children.get(node)
        if below is None:
            behind[node] = clock
        else:
            waiting.append((node, True))
            waiting += [(child, False) for child in below]
    return first, behind

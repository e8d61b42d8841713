"""Who calls whom in an app: class hierarchy analysis over every method at once.

Nodes are the program's method numbers and, behind them, one node for each distinct virtual call (class and selector), through
which all its callers reach all its callees. Three kinds of edges go beyond calls that stand in the code:

- a method that makes an object leads to those methods of its class that the platform calls back (``run``, ``onClick`` ...);
- one that makes an object or touches a static member leads to the class's static initialiser;
- a virtual call with very many callees (``Function1.invoke``, ``toString``) leads nowhere; whoever makes an object leads to its
  methods of that selector instead. Otherwise every method that calls back would seem to reach the whole app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ringfence.audit.apk.dex.opcodes import KIND_NUMBERS, OPS
from ringfence.audit.apk.dex.sweep import sweep
from ringfence.audit.apk.graph.csr import from_pairs, spread
from ringfence.audit.apk.graph.hierarchy import Hierarchy
from ringfence.audit.apk.graph.methods import DEEPEST, PAIRS, Methods, Overriders
from ringfence.audit.apk.graph.names import Names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex import MethodDef, Program
    from ringfence.audit.apk.dex.bodies import Bodies
    from ringfence.audit.apk.dex.sweep import Uses

HUB: Final = 256
"""A virtual call with more callees than that is a hub."""

_METHOD, _FIELD, _TYPE = KIND_NUMBERS["method"], KIND_NUMBERS["field"], KIND_NUMBERS["type"]
_VIRTUAL = np.isin(
    np.arange(256), [OPS[f"invoke-{kind}{tail}"] for kind in ("virtual", "interface") for tail in ("", "/range")]
)
_STATIC_CALL = np.isin(np.arange(256), [OPS["invoke-static"], OPS["invoke-static/range"]])
_DIRECT = np.isin(
    np.arange(256), [OPS[f"invoke-{kind}{tail}"] for kind in ("super", "direct", "static") for tail in ("", "/range")]
)
_NEW, _CLASS = OPS["new-instance"], OPS["const-class"]
_STATIC_FIELD = np.isin(np.arange(256), np.arange(OPS["sget"], OPS["sput-short"] + 1))
_WRITES = np.isin(
    np.arange(256), [*range(OPS["iput"], OPS["iput-short"] + 1), *range(OPS["sput"], OPS["sput-short"] + 1)]
)

Pairs = tuple["NDArray[np.int64]", "NDArray[np.int64]"]


class CallGraph:
    """The call graph of a program.

    Attributes:
        names: numbers of types and selectors.
        hierarchy: who extends whom.
        methods: columns by method number.
        edges: the graph; nodes from ``len(methods)`` on are virtual calls.
        back: the same turned round.
        call_cls, call_selector: of each virtual call's node, counted from ``len(methods)``.
        hubs: mask over these of calls that lead nowhere because they have too many callees.
        made: (method, type) for every method that makes objects of an app's class, or names the class for others to make.
        field_method, field_id, field_write: every access to a field of the app: method, number of the field, whether it writes.
    """

    def __init__(
        self,
        program: Program,
        *,
        callbacks: Iterable[tuple[str, Collection[str]]] = (),
        platform: Mapping[str, Sequence[str]] | None = None,
        hub: int = HUB,
    ) -> None:
        """Build it.

        Args:
            program: the app's code.
            callbacks: class or interface and the methods of it that the platform calls, by name or ``name(I)V``.
            platform: superclass and interfaces by type, for the platform's own types.
            hub: a virtual call with more callees than that is a hub.
        """
        above = dict(platform or {})
        table = [(name, tuple(methods)) for name, methods in callbacks]
        known = [*above, *(other for others in above.values() for other in others), *(name for name, _ in table)]
        self.program = program
        self.names = Names(program, known)
        self.hierarchy = Hierarchy(program, self.names, above)
        self.methods = Methods(program, self.names, self.hierarchy)
        found = _Found(self)
        for number in range(len(program.dexes)):
            found.take(number)
        self._join(found, table, hub)

    def _join(self, found: _Found, table: list[tuple[str, tuple[str, ...]]], hub: int) -> None:
        """Make the graph from what the sweep found."""
        span = max(len(self.names.selectors), 1)
        caller, call = _concatenated(found.virtual)
        keys, node = np.unique(call, return_inverse=True)
        self.call_cls, self.call_selector = np.divmod(keys, span)
        overriders = Overriders(self.methods, self.hierarchy, hub)
        call_of, callee, self.hubs = overriders.of(self.call_cls, self.call_selector)
        base = len(self.methods)
        made = self.made = _concatenated(found.made)
        pairs = [
            _concatenated(found.direct),
            (caller, node + base),
            (call_of + base, callee),
            _concatenated(found.initial),
            self._by_makers(made, self._called_back(table)),
            self._by_makers(made, self._of_hubs()),
        ]
        source, target = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
        nodes = base + len(keys)
        self.edges = from_pairs(nodes, source.astype(np.int32), target.astype(np.int32))
        self.back = self.edges.turned()
        fields = np.concatenate(found.fields) if found.fields else np.empty((0, 3), np.int64)
        self.field_method, self.field_id = fields[:, 0], fields[:, 1]
        self.field_write = fields[:, 2] != 0

    def _called_back(self, table: list[tuple[str, tuple[str, ...]]]) -> Pairs:
        """Return (type, method) for each method of an app's type that the platform calls back."""
        by_name: dict[str, list[int]] = {}
        for selector, number in self.names.selectors.items():
            by_name.setdefault(selector.partition("(")[0], []).append(number)
        types: list[NDArray[np.int64]] = []
        selectors: list[NDArray[np.int64]] = []
        for name, methods in table:
            wanted = [
                number
                for method in methods
                for number in ([self.names.selectors.get(method, -1)] if "(" in method else by_name.get(method, []))
                if number >= 0
            ]
            below = self.hierarchy.subtypes(self.names.types[name])
            below = below[self.hierarchy.defined[below]]
            wanted = wanted[: PAIRS // max(len(below), 1)]
            types.append(np.repeat(below, len(wanted)))
            selectors.append(np.tile(np.array(wanted, np.int64), len(below)))
        type_of = np.concatenate(types) if types else np.empty(0, np.int64)
        selector_of = np.concatenate(selectors) if selectors else np.empty(0, np.int64)
        found = self.methods.resolved(self.hierarchy, type_of, selector_of)
        return type_of[found >= 0], found[found >= 0]

    def _of_hubs(self) -> Pairs:
        """Return (type, method) for each made type that has a method of a hub's selector."""
        types = np.unique(self.made[1])
        selectors = np.unique(self.call_selector[self.hubs])[: PAIRS // max(len(types), 1)]
        type_of, selector_of = np.repeat(types, len(selectors)), np.tile(selectors, len(types))
        found = self.methods.resolved(self.hierarchy, type_of, selector_of)
        hit = np.flatnonzero(found >= 0)
        hit = hit[self.methods.dispatched[found[hit]]]
        return type_of[hit], found[hit]

    @staticmethod
    def _by_makers(made: Pairs, called: Pairs) -> Pairs:
        """Return (maker, method) where ``made`` is (maker, type) and ``called`` is (type, method)."""
        order = np.argsort(called[0], kind="stable")
        types, methods = called[0][order], called[1][order]
        begin, end = np.searchsorted(types, made[1]), np.searchsorted(types, made[1], "right")
        return np.repeat(made[0], end - begin), methods[spread(begin, end)]

    def callees(self, method: MethodDef) -> list[MethodDef]:
        """Return the app's methods that a call in ``method`` may reach, through virtual calls too."""
        base = len(self.methods)
        direct = self.edges.of(method.number)
        through = self.edges.ahead(direct[direct >= base].astype(np.int64))
        return self.defs(np.union1d(direct[direct < base], through))

    def callers(self, method: MethodDef) -> list[MethodDef]:
        """Return the app's methods that may call ``method``, through virtual calls too."""
        base = len(self.methods)
        direct = self.back.of(method.number)
        through = self.back.ahead(direct[direct >= base].astype(np.int64))
        return self.defs(np.union1d(direct[direct < base], through))

    def defs(self, numbers: Iterable[int]) -> list[MethodDef]:
        """Return the methods with these numbers."""
        return [self.program.numbered(int(number)) for number in numbers]

    def reachable(self, entries: Iterable[MethodDef]) -> NDArray[np.bool_]:
        """Return a mask over method numbers: what can run once the entries run."""
        return self.edges.reach(_numbers(entries))[: len(self.methods)]

    def reaching(self, targets: Iterable[MethodDef]) -> NDArray[np.bool_]:
        """Return a mask over method numbers: what can lead to one of the targets."""
        return self.back.reach(_numbers(targets))[: len(self.methods)]


class _Found:
    """What the sweep of one dex file after the other finds, as parts of columns."""

    def __init__(self, graph: CallGraph) -> None:
        self.graph = graph
        self.direct: list[Pairs] = []
        self.virtual: list[Pairs] = []
        self.made: list[Pairs] = []
        self.initial: list[Pairs] = []
        self.fields: list[NDArray[np.int64]] = []
        self._field_numbers: dict[tuple[int, str], int] = {}
        self._declared: dict[int, frozenset[str]] = {}
        self._clinit = graph.names.selectors.get("<clinit>()V", -1)

    def take(self, number: int) -> None:
        """Sweep one dex file."""
        program = self.graph.program
        bodies = program.bodies(number)
        uses = sweep(program.dexes[number], bodies)
        self._calls(number, bodies, uses.of_kind(_METHOD))
        types = uses.of_kind(_TYPE)
        self._types(number, bodies, types.where(np.isin(types.op, (_NEW, _CLASS))))
        self._fields(number, bodies, uses.of_kind(_FIELD))

    def _owned(self, number: int, bodies: Bodies, uses: Uses) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (row of ``uses``, method number) for each method that shares the code, those that never run left out."""
        begin, end = bodies.rows_from[uses.body], bodies.rows_from[uses.body.astype(np.int64) + 1]
        use = np.repeat(np.arange(len(uses.op)), end - begin)
        method = bodies.rows[spread(begin, end)] + self.graph.program.base(number)
        live = self.graph.methods.live[method]
        return use[live], method[live]

    def _calls(self, number: int, bodies: Bodies, uses: Uses) -> None:
        uses = uses.where(uses.ref < len(self.graph.program.dexes[number].methods))
        cls, selector = self._target(number, uses.ref)
        use, method = self._owned(number, bodies, uses)
        span = max(len(self.graph.names.selectors), 1)
        virtual = _VIRTUAL[uses.op[use]]
        self.virtual.append(_distinct(method[virtual], (cls * span + selector)[use[virtual]]))
        direct = np.flatnonzero(_DIRECT[uses.op[use]])
        caller, key = _distinct(method[direct], (cls * span + selector)[use[direct]])
        keys, places = np.unique(key, return_inverse=True)
        found = self.graph.methods.resolved(self.graph.hierarchy, *np.divmod(keys, span))[places]
        self.direct.append((caller[found >= 0], found[found >= 0]))
        touched = np.flatnonzero(_STATIC_CALL[uses.op[use]])
        self._initialised(method[touched], cls[use[touched]])

    def _target(self, number: int, refs: NDArray[np.int32]) -> Pairs:
        names = self.graph.names
        return names.cls_of[number][refs].astype(np.int64), names.selector_of[number][refs].astype(np.int64)

    def _types(self, number: int, bodies: Bodies, uses: Uses) -> None:
        uses = uses.where(uses.ref < len(self.graph.names.type_of[number]))
        use, method = self._owned(number, bodies, uses)
        types = self.graph.names.type_of[number][uses.ref[use]].astype(np.int64)
        own = self.graph.hierarchy.defined[types]
        self.made.append(_distinct(method[own], types[own]))
        new = own & (uses.op[use] == _NEW)
        self._initialised(method[new], types[new])

    def _initialised(self, method: NDArray[np.int64], types: NDArray[np.int64]) -> None:
        """Lead from methods to the static initialisers of types that they touch."""
        method, types = _distinct(method, types)
        found = self.graph.methods.declared(types, np.full(len(types), self._clinit))
        self.initial.append((method[found >= 0], found[found >= 0]))

    def _fields(self, number: int, bodies: Bodies, uses: Uses) -> None:
        dex = self.graph.program.dexes[number]
        uses = uses.where(uses.ref < len(dex.fields))
        use, method = self._owned(number, bodies, uses)
        if not len(use):
            return
        types = self.graph.names.type_of[number][dex.fields["cls"]].astype(np.int64)
        static = np.flatnonzero(_STATIC_FIELD[uses.op[use]])
        self._initialised(method[static], types[uses.ref[use[static]]])
        numbers = self._numbered(number, np.unique(uses.ref[use]))
        fields = numbers[uses.ref[use]]
        own = np.flatnonzero(fields >= 0)
        rows = np.stack([method[own], fields[own], _WRITES[uses.op[use[own]]].astype(np.int64)], axis=1)
        self.fields.append(np.unique(rows, axis=0))

    def _numbered(self, number: int, ids: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the number of each field id, -1 for the platform's; a field named on a subclass is its definer's."""
        graph = self.graph
        dex, types = graph.program.dexes[number], graph.names.type_of[number]
        declared = np.zeros(len(dex.fields), np.bool_)
        declared[graph.program.members(number).field_index] = True
        found = np.full(len(dex.fields), -1, np.int64)
        for index in ids.tolist():
            cls, kind, name = dex.fields[index].item()
            owner = int(types[cls])
            if not graph.hierarchy.defined[owner]:
                continue
            key = f"{dex.name_or_mark(name)}:{dex.type_or_mark(kind)}"
            if not declared[index]:
                owner = self._definer(owner, key)
            if owner >= 0:
                found[index] = self._field_numbers.setdefault((owner, key), len(self._field_numbers))
        return found

    def _definer(self, owner: int, key: str) -> int:
        """Return the class that defines a field which code names on ``owner``, -1 when that is the platform's."""
        for _ in range(DEEPEST):
            if owner < 0 or not self.graph.hierarchy.defined[owner]:
                return -1
            if key in self._fields_of(owner):
                return owner
            owner = int(self.graph.hierarchy.superclass[owner])
        return -1

    def _fields_of(self, owner: int) -> frozenset[str]:
        """Return ``name:type`` of the fields that a class defines itself."""
        if owner not in self._declared:
            where = self.graph.program.definitions().get(self.graph.names.type_name(owner), (0, -1))
            self._declared[owner] = self._read_fields(*where) if where[1] >= 0 else frozenset()
        return self._declared[owner]

    def _read_fields(self, number: int, row: int) -> frozenset[str]:
        dex, members = self.graph.program.dexes[number], self.graph.program.members(number)
        ids = members.field_index[int(members.field_from[row]) : int(members.field_from[row + 1])]
        rows = (dex.fields[index].item() for index in ids.tolist())
        return frozenset(f"{dex.name_or_mark(name)}:{dex.type_or_mark(kind)}" for _, kind, name in rows)


def _numbers(methods: Iterable[MethodDef]) -> NDArray[np.int64]:
    return np.array([method.number for method in methods], np.int64)


def _distinct(first: NDArray[np.int64], second: NDArray[np.int64]) -> Pairs:
    """Return the pairs, each once."""
    if not len(first):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    new = np.append(True, (np.diff(first) != 0) | (np.diff(second) != 0))
    return first[new], second[new]


def _concatenated(parts: list[Pairs]) -> Pairs:
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])

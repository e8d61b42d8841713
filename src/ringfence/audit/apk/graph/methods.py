"""All methods of an app as columns, and what a call on a class finds, for many calls at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.graph.csr import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.graph.hierarchy import Hierarchy
    from ringfence.audit.apk.graph.names import Names

_STATIC, _PRIVATE = 0x8, 0x2
DEEPEST = 512
"""Superclasses that are walked at most: more is a circle."""
PAIRS = 4_000_000
"""Pairs of a type and a method that are looked at together; an app of 16 MB has some hundred thousand."""


class Methods:
    """Columns by program-wide method number.

    Attributes:
        cls, selector: numbers of class and selector.
        access: access flags.
        has_code: whether the file names code.
        live: False where an earlier dex file defines the class, so that the method never runs.
        dispatched: whether virtual calls can find it.
    """

    __slots__ = (
        "_by_key",
        "_defaults",
        "_keys",
        "_span",
        "access",
        "cls",
        "dispatched",
        "has_code",
        "live",
        "selector",
    )

    def __init__(self, program: Program, names: Names, hierarchy: Hierarchy) -> None:
        cls, selector, access, code, live = [], [], [], [], []
        winners = set(program.definitions().values())
        for number, dex in enumerate(program.dexes):
            members = program.members(number)
            rows = members.method_class
            cls.append(names.type_of[number][dex.classes["cls"][rows]])
            selector.append(names.selector_of[number][members.method_index])
            access.append(members.method_access)
            code.append(members.method_code != 0)
            wins = np.array([(number, row) in winners for row in range(len(dex.classes))], np.bool_)
            live.append(wins[rows])
        self.cls = _joined(cls, np.int32)
        self.selector = _joined(selector, np.int32)
        self.access = _joined(access, np.int32)
        self.has_code = _joined(code, np.bool_)
        self.live = _joined(live, np.bool_)
        initial = np.array([name.startswith("<") for name in names.selectors], np.bool_)
        self.dispatched = self.live & (self.access & (_STATIC | _PRIVATE) == 0)
        if len(initial):
            self.dispatched &= ~initial[self.selector]
        self._span = max(len(names.types), 1)
        self._keys, self._by_key = self._sorted(np.flatnonzero(self.live))
        self._defaults = self._inherited(hierarchy)

    def __len__(self) -> int:
        return len(self.cls)

    def declared(self, cls: NDArray[np.int64], selector: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the method that each class itself defines, -1 for none."""
        return _looked_up(self._keys, self._by_key, selector * self._span + cls)

    def resolved(self, hierarchy: Hierarchy, cls: NDArray[np.int64], selector: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the method that a call on each class finds: its own, a superclass's, an interface's; -1 = the platform's."""
        found = self._walked(hierarchy, cls, selector, self._keys, self._by_key)
        missing = np.flatnonzero(found < 0)
        if len(missing) and len(self._defaults[0]):
            found[missing] = self._walked(hierarchy, cls[missing], selector[missing], *self._defaults)
        return found

    def _walked(
        self,
        hierarchy: Hierarchy,
        cls: NDArray[np.int64],
        selector: NDArray[np.int64],
        keys: NDArray[np.int64],
        by_key: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        found = np.full(len(cls), -1, np.int64)
        open_ = np.arange(len(cls))
        current = cls.astype(np.int64)
        for _ in range(DEEPEST):
            hit = _looked_up(keys, by_key, selector[open_] * self._span + current)
            found[open_] = hit
            current = hierarchy.superclass[current].astype(np.int64)
            on = (hit < 0) & (current >= 0)
            open_, current = open_[on], current[on]
            if not len(open_):
                break
        return found

    def _sorted(self, methods: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        keys = self.selector[methods].astype(np.int64) * self._span + self.cls[methods]
        order = np.argsort(keys, kind="stable")
        return keys[order], methods[order]

    def _inherited(self, hierarchy: Hierarchy) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return keys and methods of what interfaces give to the types below them."""
        given = np.flatnonzero(self.dispatched & self.has_code & hierarchy.interface[self.cls])
        keys: list[NDArray[np.int64]] = []
        methods: list[NDArray[np.int64]] = []
        left = PAIRS
        below: dict[int, NDArray[np.int64]] = {}
        for method, cls in zip(given.tolist(), self.cls[given].tolist(), strict=True):
            if cls not in below:
                below[cls] = hierarchy.subtypes(cls)[1:]
            left -= len(below[cls])
            if left < 0:
                break
            keys.append(int(self.selector[method]) * self._span + below[cls])
            methods.append(np.full(len(below[cls]), method))
        all_keys, all_methods = _joined(keys, np.int64), _joined(methods, np.int64)
        distinct, first = np.unique(all_keys, return_index=True)
        return distinct, all_methods[first]


class Overriders:
    """What a virtual call on a class can reach below it.

    Args:
        most: calls with more callees than that are hubs, and not spelled out.
    """

    __slots__ = ("_by_place", "_hierarchy", "_methods", "_most", "_places", "_span")

    def __init__(self, methods: Methods, hierarchy: Hierarchy, most: int) -> None:
        self._methods, self._hierarchy, self._most = methods, hierarchy, most
        chosen = np.flatnonzero(methods.dispatched & (hierarchy.first[methods.cls] >= 0))
        self._span = max(len(hierarchy.first) + 1, 1)
        places = methods.selector[chosen].astype(np.int64) * self._span + hierarchy.first[methods.cls[chosen]]
        order = np.argsort(places, kind="stable")
        self._places, self._by_place = places[order], chosen[order]

    def of(
        self, cls: NDArray[np.int64], selector: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Return (call, method) pairs, each once, for calls of ``selector`` on objects of ``cls``, and which calls are hubs.

        A pair is a method that a subtype defines or inherits. Hubs have no pairs.
        """
        resolved = self._methods.resolved(self._hierarchy, cls, selector)
        own = np.flatnonzero(resolved >= 0)
        begin, end = self._below(cls, selector)
        hubs = end - begin > self._most
        end = np.where(hubs, begin, end)
        through_calls, through, more = self._through_interfaces(cls, selector, hubs)
        calls = np.concatenate([own, np.repeat(np.arange(len(cls)), end - begin), through_calls])
        found = np.concatenate([resolved[own], self._by_place[spread(begin, end)], through])
        width = max(len(self._methods), 1)
        calls, found = np.divmod(np.unique(calls * width + found), width)
        hubs |= more
        hubs |= np.bincount(calls, minlength=len(cls)) > self._most
        kept = ~hubs[calls]
        return calls[kept], found[kept], hubs

    def _below(
        self, cls: NDArray[np.int64], selector: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the stretch of ``_by_place`` that subclasses of each class define."""
        low = self._hierarchy.first[cls].astype(np.int64)
        base = selector * self._span
        begin = np.searchsorted(self._places, base + np.maximum(low, 0))
        end = np.searchsorted(self._places, base + self._hierarchy.behind[cls])
        return begin, np.where(low >= 0, np.maximum(begin, end), begin)

    def _through_interfaces(
        self, cls: NDArray[np.int64], selector: NDArray[np.int64], hubs: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Return pairs for calls on interfaces: what each implementing class finds, which may stand in a superclass.

        Calls for which there is no room any more (:data:`PAIRS`) are given back as hubs.
        """
        below: dict[int, NDArray[np.int64]] = {}
        calls: list[NDArray[np.int64]] = []
        types: list[NDArray[np.int64]] = []
        more = np.zeros(len(cls), np.bool_)
        left = PAIRS
        for call in np.flatnonzero(self._hierarchy.interface[cls] & ~hubs).tolist():
            of = int(cls[call])
            if of not in below:
                all_below = self._hierarchy.subtypes(of)[1:]
                below[of] = all_below[self._hierarchy.defined[all_below]]
            left -= len(below[of])
            if left < 0:
                more[call] = True
                continue
            types.append(below[of])
            calls.append(np.full(len(below[of]), call))
        call_of, type_of = _joined(calls, np.int64), _joined(types, np.int64)
        found = self._methods.resolved(self._hierarchy, type_of, selector[call_of])
        hit = found >= 0
        return call_of[hit], found[hit], more


def _looked_up(keys: NDArray[np.int64], values: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the value behind each wanted key, -1 for none."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], -1)


def _joined(parts: list, kind: type) -> NDArray:  # type: ignore[type-arg] # one element type per call
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, kind)

"""What can run once the entries run, following virtual calls only to classes that running code makes objects of.

Rapid type analysis (Bacon and Sweeney 1996), repeated until no class is added: most of a library's classes are never made by
an app that uses a corner of it, and nothing they override can be called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.graph.csr import Csr, from_pairs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex import MethodDef
    from ringfence.audit.apk.graph.calls import CallGraph

ROUNDS = 64


class Running:
    """The part of a call graph that entries set going.

    Attributes:
        mask: over the graph's nodes: what can run.
        made: over type numbers: classes of which objects can be there.
        edges, back: the graph and its reverse, between running nodes alone.
    """

    __slots__ = ("back", "edges", "graph", "made", "mask")

    def __init__(self, graph: CallGraph, entries: Iterable[MethodDef], made: Collection[str] = ()) -> None:
        """Let the entries run; ``made`` are classes that the platform makes by name (views of layouts, say)."""
        self.graph = graph
        numbers = np.array([method.number for method in entries], np.int64)
        self.made = np.zeros(len(graph.hierarchy.defined), np.bool_)
        self.made[graph.methods.cls[numbers]] = True
        self.made[[graph.names.types[name] for name in made if name in graph.names.types]] = True
        self.mask = np.zeros(graph.edges.nodes, np.bool_)
        self._grow(numbers)
        self.edges = self._pruned()
        self.back: Csr = self.edges.turned()

    def _grow(self, entries: NDArray[np.int64]) -> None:
        """Run and make until neither adds anything."""
        makers, types = self.graph.made
        possible = self._possible()
        self._walk(entries, possible)
        for _ in range(ROUNDS):
            before = int(self.made.sum())
            self.made[types[self.mask[makers]]] = True
            if int(self.made.sum()) == before:
                break
            now = self._possible()
            calls = np.flatnonzero(self.mask[len(possible) :]) + len(possible)
            again = self.graph.edges.ahead(calls).astype(np.int64)
            possible = now
            self._walk(np.unique(again[possible[again]]), possible)

    def _possible(self) -> NDArray[np.bool_]:
        """Return a mask over methods: those whose class, or one below it, has objects; interfaces' own always."""
        hierarchy, methods = self.graph.hierarchy, self.graph.methods
        places = np.sort(hierarchy.first[self.made & (hierarchy.first >= 0)])
        begin = np.searchsorted(places, hierarchy.first)
        end = np.searchsorted(places, hierarchy.behind)
        some = (end > begin) | hierarchy.interface | (hierarchy.first < 0)
        found: NDArray[np.bool_] = some[methods.cls]
        return found

    def _walk(self, seeds: NDArray[np.int64], possible: NDArray[np.bool_]) -> None:
        """Mark what the seeds lead to."""
        count = len(possible)
        front = seeds[~self.mask[seeds]]
        while len(front):
            self.mask[front] = True
            direct = self.graph.edges.ahead(front[front < count])
            through = self.graph.edges.ahead(front[front >= count])
            found = np.concatenate([direct, through[possible[through]]])
            front = np.unique(found[~self.mask[found]]).astype(np.int64)

    def _pruned(self) -> Csr:
        """Return the graph without what does not run and without virtual calls of methods whose classes have no objects."""
        edges, possible = self.graph.edges, self._possible()
        count = len(possible)
        source = np.repeat(np.arange(edges.nodes, dtype=np.int32), np.diff(edges.start))
        kept = self.mask[source] & self.mask[edges.to]
        virtual = np.flatnonzero(kept & (source >= count))
        kept[virtual] = possible[edges.to[virtual]]
        return from_pairs(edges.nodes, source[kept], edges.to[kept])

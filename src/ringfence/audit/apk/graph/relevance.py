"""Which methods a path of data from a source to a sink can run through; all others need not be entered.

Data read at a source returns to the methods that lead to it (``up``), goes from these down into what they call, as far as that
leads to a sink (``down``), and lies in fields until a method reads it. So the slice grows until nothing is added: methods that
read a field which the slice writes and that lead to a sink (or return it to one that does), with what leads to them from the
entries; and methods that the slice calls to write such a field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.graph.running import Running

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex import MethodDef
    from ringfence.audit.apk.graph.calls import CallGraph

ROUNDS = 32


@dataclass(frozen=True, slots=True)
class Slice:
    """The methods that matter.

    Attributes:
        mask: over method numbers.
        reachable: over method numbers: what can run at all from the entries.
        rounds: how often fields made it grow.
    """

    mask: NDArray[np.bool_]
    reachable: NDArray[np.bool_]
    rounds: int

    def __contains__(self, method: object) -> bool:
        number = getattr(method, "number", -1)
        return 0 <= number < len(self.mask) and bool(self.mask[number])

    def __len__(self) -> int:
        return int(self.mask.sum())

    def numbers(self) -> NDArray[np.int64]:
        """Return the numbers of its methods."""
        return np.flatnonzero(self.mask)


def relevance(
    graph: CallGraph,
    *,
    sources: Iterable[MethodDef],
    sinks: Iterable[MethodDef],
    entries: Iterable[MethodDef],
    made: Collection[str] = (),
) -> Slice:
    """Return the slice between the methods that hold sources and those that hold sinks, as far as entries lead to them.

    ``made`` are classes of which the platform makes objects by name (views of layouts, say); those of entries are known.
    """
    return _Slicing(Running(graph, entries, made), sources, sinks).run()


class _Slicing:
    """The growing slice. Masks are over the graph's nodes, virtual calls among them."""

    def __init__(
        self,
        walk: Running,
        sources: Iterable[MethodDef],
        sinks: Iterable[MethodDef],
    ) -> None:
        self.walk = walk
        self.graph = walk.graph
        self.count = len(walk.graph.methods)
        self.running = walk.mask
        self.sources = self._of_those_running(sources)
        self.to_sinks = walk.back.reach(self._of_those_running(sinks))
        self.asked = self._called(self.to_sinks)
        self.readers = self._columns(writes=False)
        self.writers = self._columns(writes=True)
        self.slice = np.zeros(self.graph.edges.nodes, np.bool_)

    def _of_those_running(self, methods: Iterable[MethodDef]) -> NDArray[np.int64]:
        numbers = _numbers(methods)
        return numbers[self.running[numbers]]

    def _columns(self, *, writes: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (method, field) of every reading or writing in methods that can run."""
        graph = self.graph
        chosen = (graph.field_write == writes) & self.running[graph.field_method]
        return graph.field_method[chosen], graph.field_id[chosen]

    def run(self) -> Slice:
        """Grow until nothing is added."""
        rounds = 0
        if len(self.sources) and self.to_sinks.any():
            self._add_up(self.sources)
            while rounds < ROUNDS:
                rounds += 1
                before = int(self.slice.sum())
                self._add_down()
                self._add_writers()
                self._add_readers()
                if int(self.slice.sum()) == before:
                    break
        return Slice(self.slice[: self.count], self.running[: self.count], rounds)

    def _add_up(self, targets: NDArray[np.int64]) -> None:
        """Add the targets and what leads to them from the entries."""
        self.slice |= self.walk.back.reach(targets)

    def _add_down(self) -> None:
        """Add what the slice calls on the way to a sink."""
        on = self.slice | self.to_sinks
        self.slice |= self.walk.edges.reach(np.flatnonzero(self.slice), on)

    def _add_writers(self) -> None:
        """Add methods that the slice calls directly and that write a field read by it, on the way to a sink or just off it."""
        methods, fields = self.readers
        read = np.unique(fields[(self.to_sinks | self.asked | self.slice)[methods]])
        called = self._called(self.slice)
        methods, fields = self.writers
        chosen = methods[called[methods] & np.isin(fields, read)]
        self.slice[chosen] = True

    def _add_readers(self) -> None:
        """Add methods that read a field which the slice writes, on the way to a sink or for one that is."""
        methods, fields = self.writers
        written = np.unique(fields[self.slice[methods]])
        methods, fields = self.readers
        reading = np.unique(methods[np.isin(fields, written)])
        reading = reading[~self.slice[reading]]
        onward = reading[self.to_sinks[reading]]
        self._add_up(onward)
        for_others = reading[~self.to_sinks[reading] & self.asked[reading]]
        self._add_up(for_others)

    def _called(self, by: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return a mask of what methods call, through virtual calls too."""
        called = np.zeros(len(by), np.bool_)
        direct = np.unique(self.walk.edges.ahead(np.flatnonzero(by))).astype(np.int64)
        called[direct] = True
        called[self.walk.edges.ahead(direct[direct >= self.count])] = True
        return called


def _numbers(methods: Iterable[MethodDef]) -> NDArray[np.int64]:
    return np.array([method.number for method in methods], np.int64)

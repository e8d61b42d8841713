"""Edges as two arrays (compressed rows), and walks over them without a loop over nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Csr:
    """A directed graph: node ``n`` leads to ``to[start[n]:start[n + 1]]``."""

    start: NDArray[np.int64]
    to: NDArray[np.int32]

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.start) - 1

    def of(self, node: int) -> NDArray[np.int32]:
        """Return where one node leads."""
        return self.to[self.start[node] : self.start[node + 1]]

    def ahead(self, nodes: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return where any of ``nodes`` leads, nodes that several lead to more than once."""
        return self.to[spread(self.start[nodes], self.start[nodes + 1])]

    def reach(self, seeds: NDArray[np.int64], within: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """Return a mask of the seeds and all that can be reached from them, over nodes of ``within`` alone."""
        seen = np.zeros(self.nodes, np.bool_)
        front = np.unique(seeds)
        if within is not None:
            front = front[within[front]]
        while len(front):
            seen[front] = True
            found = self.ahead(front)
            found = found[~seen[found]]
            if within is not None:
                found = found[within[found]]
            front = np.unique(found).astype(np.int64)
        return seen

    def turned(self) -> Csr:
        """Return the graph with every edge turned round."""
        return from_pairs(self.nodes, self.to, np.repeat(np.arange(self.nodes, dtype=np.int32), np.diff(self.start)))


def from_pairs(nodes: int, source: NDArray[np.int32], target: NDArray[np.int32]) -> Csr:
    """Return the graph of edges ``source[i] -> target[i]``, each once."""
    key = np.unique(source.astype(np.int64) * max(nodes, 1) + target)
    source_of, target_of = np.divmod(key, max(nodes, 1))
    start = np.searchsorted(source_of, np.arange(nodes + 1))
    return Csr(start, target_of.astype(np.int32))


def spread(start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return all numbers of the ranges ``start[i]`` to ``end[i]``, one range behind the other."""
    length = end - start
    before = np.cumsum(length) - length
    ranges: NDArray[np.int64] = np.arange(int(length.sum())) + np.repeat(start - before, length)
    return ranges

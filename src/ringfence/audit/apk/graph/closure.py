"""A digest of a method and everything of the app that it can lead to: the key under which its summary is kept.

Two methods in two apps with equal digests behave alike as far as the app's own code goes: the digest covers the code of the
method, of all its callees down to the last, and for every call that leaves the app the line of superclasses at which it leaves.
Methods that call each other in a circle are one component and share its digest.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ringfence.audit.apk.graph.calls import CallGraph
    from ringfence.audit.apk.graph.relevance import Slice

SIZE = 16


class Closures:
    """Digests by method, each component once.

    ``within`` bounds the walk: a callee outside the slice counts by its name alone, since nobody enters it.
    """

    def __init__(self, graph: CallGraph, within: Slice | None = None, *, salt: bytes = b"") -> None:
        """Prepare; ``salt`` stands for whatever else a summary depends on (version of the models and of the solver)."""
        self._graph = graph
        self._within = within.mask if within else np.ones(len(graph.methods), np.bool_)
        self._salt = salt
        self._done: dict[int, bytes] = {}
        self._lines: dict[int, str] = {}

    def of(self, number: int) -> bytes:
        """Return the digest (16 bytes) of the method with that number."""
        if number not in self._done:
            self._walk(number)
        own = hashlib.blake2b(self._done[number], digest_size=SIZE)
        own.update(self._own(number))
        return own.digest()

    def _walk(self, root: int) -> None:
        """Give every component that can be reached from ``root`` its digest, callees first (Tarjan 1972, without recursion)."""
        order: dict[int, int] = {}
        low: dict[int, int] = {}
        path: list[int] = []
        on_path: set[int] = set()
        waiting: list[tuple[int, list[int]]] = []

        def enter(node: int) -> None:
            order[node] = low[node] = len(order)
            path.append(node)
            on_path.add(node)
            waiting.append((node, self._ahead(node)))

        enter(root)
        while waiting:
            node, ahead = waiting[-1]
            if ahead:
                after = ahead.pop()
                if after in self._done:
                    continue
                if after not in order:
                    enter(after)
                elif after in on_path:
                    low[node] = min(low[node], order[after])
                continue
            waiting.pop()
            if waiting:
                low[waiting[-1][0]] = min(low[waiting[-1][0]], low[node])
            if low[node] == order[node]:
                cut = path.index(node) if len(path) < 64 else len(path) - 1 - path[::-1].index(node)
                members = path[cut:]
                del path[cut:]
                on_path.difference_update(members)
                self._finish(members)

    def _ahead(self, node: int) -> list[int]:
        """Return the nodes that one leads to and that are entered: virtual calls, and methods of the slice."""
        found = self._graph.edges.of(node)
        base = len(self._within)
        return [after for after in found.tolist() if after >= base or self._within[after]]

    def _finish(self, members: list[int]) -> None:
        """Give one component its digest."""
        inside = set(members)
        parts: set[bytes] = set()
        for member in members:
            parts.add(self._own(member))
            for after in self._graph.edges.of(member).tolist():
                if after in self._done:
                    parts.add(self._done[after])
                elif after not in inside:
                    parts.add(self._name(after).encode())
        digest = hashlib.blake2b(self._salt, digest_size=SIZE)
        for part in sorted(parts):
            digest.update(len(part).to_bytes(4, "little") + part)
        for member in members:
            self._done[member] = digest.digest()

    def _own(self, node: int) -> bytes:
        """Return what one node is by itself: a method's name and code, a virtual call's selector and line of classes."""
        base = len(self._within)
        if node >= base:
            call = node - base
            cls, selector = int(self._graph.call_cls[call]), int(self._graph.call_selector[call])
            hub = "hub " if self._graph.hubs[call] else ""
            return f"{hub}{self._line(cls)} {self._graph.names.selector_name(selector)}".encode()
        method = self._graph.program.numbered(node)
        return f"{method.ref} {self._line(int(self._graph.methods.cls[node]))}".encode() + method.code_hash()

    def _name(self, number: int) -> str:
        """Return the name of a method that is not entered."""
        names, methods = self._graph.names, self._graph.methods
        return names.type_name(int(methods.cls[number])) + names.selector_name(int(methods.selector[number]))

    def _line(self, cls: int) -> str:
        """Return a class and its superclasses up to the platform's."""
        line = self._lines.get(cls)
        if line is None:
            found: list[str] = []
            current = cls
            while current >= 0 and len(found) < 64:
                found.append(self._graph.names.type_name(current))
                current = int(self._graph.hierarchy.superclass[current])
            line = self._lines[cls] = " ".join(found)
        return line

"""Edges of the methods of one package of classes, as they are kept: one part on disk, read at once.

Questions, ports and transformations stand once each and are named by their numbers. A method stands under its full name and the
digest of its code, with the questions its edges rest on, on a line of its own: only what is asked for is taken apart.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.local import Edges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.audit.apk.flow.local import Port
    from ringfence.audit.apk.flow.watch import Answers, Question

MAX_METHODS = 4000
_ENDS = frozenset("\n\t")
_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


class Bucket:
    """Methods with their edges, for one app. Made from what ``written`` gave; from anything else it is empty."""

    def __init__(self, part: bytes | None) -> None:
        self.changed = False
        self._questions: list[tuple[Question, str, str]] = []
        self._ports: list[Port] = []
        self._through: list[frozenset[str]] = []
        self._methods: dict[str, Any] = {}  # as text until it is asked for
        self._holds: list[bool | None] = []
        self._used: dict[str, None] = {}
        self._numbers: dict[Any, int] = {}
        if part is not None:
            try:
                self._read(part)
            except _FAULTS:
                self.__init__(None)  # type: ignore[misc]  # begun anew

    def get(self, name: str, answers: Answers) -> Edges | None:
        """A method's edges, None when there are none that hold in this app."""
        try:
            found = self._methods.get(name)
            if type(found) is str:
                found = self._methods[name] = json.loads(found)
            if found is None or not all(self._hold(number, answers) for number in found[0]):
                return None
            edges = self._edges(found)
        except _FAULTS:
            return None
        self._used[name] = None
        return edges

    def put(self, name: str, edges: Edges, asked: Iterable[Question], answers: Answers) -> None:
        """Keep a method's edges with what they rest on."""
        facts = [(question, answers.to(question), answers.origin(question)) for question in sorted(asked)]
        self.changed = True
        self._used[name] = None
        self._methods[name] = [
            [self._number("question", self._questions, fact) for fact in facts],
            edges.calls,
            edges.sources,
            [
                [
                    self._number("port", self._ports, inport),
                    *(
                        number
                        for out, through in outs.items()
                        for number in (
                            self._number("port", self._ports, out),
                            self._number("through", self._through, through),
                        )
                    ),
                ]
                for inport, outs in edges.edges.items()
            ],
        ]

    def written(self) -> bytes:
        """The part to keep. When there are too many methods, those that were of no use this time are left out."""
        names = list(self._methods) if len(self._methods) <= MAX_METHODS else list(self._used)[-MAX_METHODS:]
        origins = list(dict.fromkeys(origin for _question, _answer, origin in self._questions))
        at = {origin: number for number, origin in enumerate(origins)}
        whole = {
            "o": origins,
            "q": [[*question, answer, at[origin]] for question, answer, origin in self._questions],
            "p": self._ports,
            "t": [sorted(through) for through in self._through],
        }
        lines = [_as_text(whole)]
        for name in names:
            if not _ENDS.intersection(name):  # a name that would break its line is found anew each time
                found = self._methods[name]
                lines.append(f"{name}\t{found if type(found) is str else _as_text(found)}")
        return "\n".join(lines).encode("utf-8", "surrogatepass")

    def _read(self, part: bytes) -> None:
        head, *lines = part.decode("utf-8", "surrogatepass").split("\n")
        whole: dict[str, Any] = json.loads(head)
        origins = whole["o"]
        self._questions = [(tuple(question), answer, origins[at]) for *question, answer, at in whole["q"]]
        self._ports = list(map(_port, whole["p"]))
        self._through = [frozenset(through) for through in whole["t"]]
        self._methods = {name: found for name, _, found in (line.partition("\t") for line in lines)}
        self._holds = [None] * len(self._questions)

    def _hold(self, number: int, answers: Answers) -> bool:
        known = self._holds[number] if number < len(self._holds) else True  # a newer one was just answered so
        if known is None:
            question, answer, origin = self._questions[number]
            same = origin != "" and answers.origin(question) == origin
            known = self._holds[number] = same or answers.to(question) == answer
        return known

    def _edges(self, found: Any) -> Edges:  # noqa: ANN401 -- as it was read
        _questions, calls, sources, table = found
        edges = Edges()
        edges.calls = [(o, c, n, p, v) for o, c, n, p, v in calls]
        edges.sources = [(o, c, a, u, tuple(p)) for o, c, a, u, p in sources]
        ports, through = self._ports, self._through
        for inport, *outs in table:
            edges.edges[ports[inport]] = {ports[outs[at]]: through[outs[at + 1]] for at in range(0, len(outs), 2)}
        return edges

    def _number(self, word: str, pool: list[Any], each: Any) -> int:  # noqa: ANN401 -- of three kinds
        if not self._numbers:
            for name, held in (("question", self._questions), ("port", self._ports), ("through", self._through)):
                self._numbers.update(((name, one), number) for number, one in enumerate(held))
        found = self._numbers.get((word, each))
        if found is None:
            found = self._numbers[word, each] = len(pool)
            pool.append(each)
        return found


def _as_text(whole: Any) -> str:  # noqa: ANN401 -- what JSON holds
    return json.dumps(whole, separators=(",", ":"))


def _port(listed: list[Any]) -> Port:
    """A port as it was: only what is listed inside is a tuple too."""
    return tuple([tuple(each) if type(each) is list else each for each in listed])

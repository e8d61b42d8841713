"""A code item: where its parts lie, its tries, its lines (dex format, "code_item", "debug_info_item")."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ringfence.audit.apk.dex.leb128 import BadLebError, read_sleb, read_uleb
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from ringfence.audit.apk.dex.tables import DexFile

HEAD = 16
MOST_UNITS = 1 << 20
"""Code units of one method; a compiler cannot write a tenth of that, since its input's methods have at most 64 KiB."""
MOST_HANDLERS = 1 << 16
"""Pairs of type and place that all tries of one method may have together."""


class Try(NamedTuple):
    """A guarded stretch.

    Attributes:
        start, end: code units, ``end`` is behind the last.
        handlers: (type, place) in order; type None catches everything.
    """

    start: int
    end: int
    handlers: tuple[tuple[str | None, int], ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The head of a code item.

    Attributes:
        at: byte of the item.
        registers, ins, outs: as the item says.
        tries: how many.
        debug: byte of the debug information, 0 = none.
        size: code units.
    """

    at: int
    registers: int
    ins: int
    outs: int
    tries: int
    debug: int
    size: int

    def units(self, dex: DexFile) -> list[int]:
        """Return the code units."""
        return list(np.frombuffer(dex.data, "<u2", self.size, self.at + HEAD).tolist())


def read_body(dex: DexFile, at: int) -> Body:
    """Return the head of the code item at byte ``at``. Raises DexDamaged."""
    if at % 4 or at < HEAD or at + HEAD > len(dex.data):
        raise DexDamaged("方法代码不在文件之内。", "A method's code lies outside the file.", offset=at)
    head = np.frombuffer(dex.data, "<u2", 8, at).tolist()
    size = head[6] | head[7] << 16
    if at + HEAD + 2 * size > len(dex.data):
        raise DexDamaged("方法代码超出文件范围。", "A method's code reaches beyond the file.", offset=at)
    if size > MOST_UNITS:
        raise DexDamaged("方法代码过长，未予读取。", "A method's code is too long and was not read.", offset=at)
    return Body(at, head[0], head[1], head[2], head[3], head[4] | head[5] << 16, size)


def read_tries(dex: DexFile, body: Body) -> tuple[Try, ...]:
    """Return the guarded stretches; a faulty one is left out with a warning."""
    if not body.tries:
        return ()
    at = body.at + HEAD + 2 * (body.size + body.size % 2)
    lists = at + 8 * body.tries
    if lists > len(dex.data):
        dex.notes.add("异常处理表超出文件范围。", "A table of tries reaches beyond the file.", at)
        return ()
    raw = np.frombuffer(dex.data, "<u2", 4 * body.tries, at).reshape(-1, 4).tolist()
    known: dict[int, tuple[tuple[str | None, int], ...]] = {}
    left = MOST_HANDLERS
    found: list[Try] = []
    for low, high, count, where in raw:
        start = low | high << 16
        if where not in known:
            known[where] = _handlers(dex, lists + where, body.size, left)
            left -= len(known[where])
        if start + count > body.size or not known[where]:
            dex.notes.add("异常处理表有误，已略过一项。", "A faulty try was skipped.", at)
            continue
        found.append(Try(start, start + count, known[where]))
    return tuple(found)


def _handlers(dex: DexFile, at: int, size: int, left: int) -> tuple[tuple[str | None, int], ...]:
    """Return the handlers of the list at byte ``at``, empty when it is damaged."""
    begun = at
    found: list[tuple[str | None, int]] = []
    try:
        count, at = read_sleb(dex.data, at)
        if abs(count) > left:
            raise BadLebError(begun)  # noqa: TRY301 -- one way out for every fault of a list
        for _ in range(abs(count)):
            kind, at = read_uleb(dex.data, at)
            place, at = read_uleb(dex.data, at)
            found.append((dex.type_name(kind), place))
        if count <= 0:
            place, at = read_uleb(dex.data, at)
            found.append((None, place))
    except (BadLebError, DexDamaged):
        dex.notes.add("异常处理表已损坏。", "A list of handlers is damaged.", begun)
    return tuple(handler for handler in found if handler[1] < size)


class Lines:
    """The line numbers of one method, sorted by code unit."""

    __slots__ = ("_lines", "_places")

    def __init__(self, places: list[int], lines: list[int]) -> None:
        self._places = places
        self._lines = lines

    def at(self, offset: int) -> int | None:
        """Return the line of the instruction at ``offset``, None when the method has no lines or begins later."""
        found = bisect_right(self._places, offset) - 1
        return self._lines[found] if found >= 0 else None


def read_lines(dex: DexFile, body: Body) -> Lines:
    """Run the debug information's state machine; what is damaged ends it with a warning."""
    places: list[int] = []
    lines: list[int] = []
    if 0 < body.debug < len(dex.data):
        try:
            _run(dex.data, body, places, lines)
        except BadLebError as fault:
            dex.notes.add("行号信息中途损坏。", "Line numbers break off.", fault.args[0])
    return Lines(places, lines)


def _run(data: bytes, body: Body, places: list[int], lines: list[int]) -> None:
    """Fill ``places`` and ``lines``. Raises BadLebError."""
    line, at = read_uleb(data, body.debug)
    names, at = read_uleb(data, at)
    for _ in range(min(names, 256)):
        _, at = read_uleb(data, at)
    place = 0
    for _ in range(16 * body.size + 4096):
        if at >= len(data):
            raise BadLebError(at)
        op = data[at]
        at += 1
        if op >= 0x0A:
            line += (op - 0x0A) % 15 - 4
            place += (op - 0x0A) // 15
            if place >= body.size:
                return
            places.append(place)
            lines.append(line)
        elif op == 0:
            return
        elif op == 1:
            step, at = read_uleb(data, at)
            place += step
        elif op == 2:
            step, at = read_sleb(data, at)
            line += step
        else:
            for _ in range(_OPERANDS[op]):
                _, at = read_uleb(data, at)


_OPERANDS = (0, 1, 1, 3, 4, 1, 1, 0, 0, 1)
"""Numbers that follow the state machine's ops 0 to 9."""

"""A method's instructions, decoded when somebody asks.

Android's verifier walks a method from its first unit to its last and rejects it unless every branch lands on an instruction
of that walk. So that walk is taken first. Where it does not end with the method, or a branch lands between, the code is
followed instead from its entry and its handlers along branches, so that bytes that are never reached spoil nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.dex.body import Lines, Try, read_body, read_lines, read_tries
from ringfence.audit.apk.dex.insn import TAKE_APART, Insn
from ringfence.audit.apk.dex.opcodes import ARRAY, ENDS, GOTOS, IFS, KINDS, PACKED, SPARSE, SWITCHES, UNUSED, WIDTHS
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from ringfence.audit.apk.dex.body import Body
    from ringfence.audit.apk.dex.tables import DexFile

_FILL = 0x26
_BRANCHES = GOTOS | IFS
_TABLED = SWITCHES | {_FILL}
_POLYMORPHIC = frozenset((0xFA, 0xFB))
MOST_CASES = 1 << 18
"""Cases that all switches of one method may have together: thousands of switches could share one great table."""


class Code:
    """A decoded method.

    Attributes:
        registers, ins, outs: as the code item says; parameters lie in the last ``ins`` registers.
        insns: instructions by ascending offset; tables of switches and arrays are no instructions, their content is in
            ``cases`` and ``elements`` of the instruction that uses them.
        tries: guarded stretches in the file's order.
        whole: False when bytes of the method could not be decoded or were never reached.
    """

    __slots__ = ("_body", "_dex", "_lines", "ins", "insns", "outs", "registers", "tries", "whole")

    def __init__(
        self, dex: DexFile, body: Body, insns: tuple[Insn, ...], tries: tuple[Try, ...], *, whole: bool
    ) -> None:
        self.registers = body.registers
        self.ins = body.ins
        self.outs = body.outs
        self.insns = insns
        self.tries = tries
        self.whole = whole
        self._dex = dex
        self._body = body
        self._lines: Lines | None = None

    def line_at(self, offset: int) -> int | None:
        """Return the source line of the instruction at ``offset`` (code units), None when the app holds no lines."""
        if self._lines is None:
            self._lines = read_lines(self._dex, self._body)
        return self._lines.at(offset)


def decode(dex: DexFile, at: int) -> Code:
    """Return the code at byte ``at``. Raises DexDamaged when the item itself lies outside the file."""
    body = read_body(dex, at)
    units = body.units(dex)
    tries = read_tries(dex, body)
    reader = _Reader(dex, body, units)
    starts = walk(units)
    whole = starts is not None
    if starts is not None:
        insns = [reader.insn(start) for start in starts]
        known = set(starts)
        if not _lands(insns, tries, known):
            whole = False
    if not whole:
        dex.notes.add(
            "方法中有无法顺序解码的字节，改按执行路径解码。",
            "A method holds bytes that are no code; its code was followed along its branches instead.",
            body.at,
        )
        insns = reader.follow(tries)
    return Code(dex, body, tuple(insns), tries, whole=whole)


def walk(units: list[int]) -> list[int] | None:
    """Return the offsets of all instructions from first to last unit, None when the walk does not end with the method."""
    found: list[int] = []
    at, size = 0, len(units)
    widths = WIDTHS
    while at < size:
        word = units[at]
        op = word & 0xFF
        if op == 0 and word:
            width = payload_width(units, at)
            if width:
                at += width
                continue
        found.append(at)
        at += widths[op]
    return found if at == size else None


def payload_width(units: list[int], at: int) -> int:
    """Return the units of the table at ``at``, 0 when there is none; one that is cut off reaches beyond the method."""
    word, size = units[at], len(units)
    if word == PACKED:
        return 4 + 2 * units[at + 1] if at + 1 < size else size + 1
    if word == SPARSE:
        return 2 + 4 * units[at + 1] if at + 1 < size else size + 1
    if word == ARRAY:
        if at + 3 >= size:
            return size + 1
        return 4 + (units[at + 1] * (units[at + 2] | units[at + 3] << 16) + 1) // 2
    return 0


def _lands(insns: list[Insn], tries: tuple[Try, ...], known: set[int]) -> bool:
    """Tell whether every branch and handler lands on an instruction."""
    for insn in insns:
        op = insn.op
        if op in _BRANCHES:
            if insn.target not in known:
                return False
        elif op in SWITCHES and not all(place in known for _, place in insn.cases):
            return False
    return all(place in known for guarded in tries for _, place in guarded.handlers)


class _Reader:
    """Decodes single instructions of one method."""

    __slots__ = ("_arrays", "_left", "body", "dex", "units")

    def __init__(self, dex: DexFile, body: Body, units: list[int]) -> None:
        self.dex = dex
        self.body = body
        self.units = units
        self._arrays: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._left = MOST_CASES

    def insn(self, at: int) -> Insn:
        """Return the instruction at ``at``. Raises IndexError when it is cut off by the method's end."""
        units = self.units
        op = units[at] & 0xFF
        regs, index, literal, branch = TAKE_APART[op](units, at)
        found = Insn(at, op, regs, None, literal)
        if index >= 0:
            self._name(found, op, index)
        elif op in _TABLED:
            found.target = at + branch
            self._table(found, op, at + branch)
        elif op in _BRANCHES:
            found.target = at + branch
        elif op in UNUSED:
            self.dex.notes.add(
                f"出现未使用的操作码 0x{op:02x}。", f"There is an unused opcode, 0x{op:02x}.", self.body.at
            )
        return found

    def _name(self, insn: Insn, op: int, index: int) -> None:
        """Resolve what the instruction's index names; what cannot be resolved stays None with a warning."""
        dex, kind = self.dex, KINDS[op]
        try:
            if kind == "method":
                insn.ref = dex.method(index)
                if op in _POLYMORPHIC:
                    insn.extra = dex.proto(self.units[insn.offset + 3])
            elif kind == "field":
                insn.ref = dex.field(index)
            elif kind == "string":
                insn.ref = dex.strings[index]
            elif kind == "type":
                insn.ref = dex.type_name(index)
            elif kind == "proto":
                insn.ref = dex.proto(index)
            elif kind == "handle":
                insn.extra = handle = dex.handle(index)
                insn.ref = handle.member
            else:
                insn.extra = dex.call_site(index)
        except DexDamaged:
            dex.notes.add(
                f"指令引用的编号 {index} 不存在。",
                f"An instruction names number {index}, which is not there.",
                self.body.at,
            )

    def _table(self, insn: Insn, op: int, at: int) -> None:
        """Read the table of a switch or of array data; several instructions may share one."""
        if op == _FILL:
            if at not in self._arrays:
                self._arrays[at] = self._elements(at)
            insn.literal, insn.elements = self._arrays[at]
        else:
            insn.cases = self._cases(at, insn.offset, PACKED if op == 0x2B else SPARSE)
            self._left -= len(insn.cases)

    def _cases(self, at: int, base: int, kind: int) -> tuple[tuple[int, int], ...]:
        """Return (key, place) of a switch at ``base`` whose table is at ``at``."""
        units = self.units
        if not 0 <= at < len(units) - 1 or units[at] != kind or at + payload_width(units, at) > len(units):
            self._no_table()
            return ()
        count = units[at + 1]
        if count > self._left:
            self._no_table()
            return ()
        if kind == PACKED:
            first = _signed(units, at + 2)
            return tuple((first + place, base + _signed(units, at + 4 + 2 * place)) for place in range(count))
        return tuple(
            (_signed(units, at + 2 + 2 * place), base + _signed(units, at + 2 + 2 * (count + place)))
            for place in range(count)
        )

    def _elements(self, at: int) -> tuple[int, tuple[int, ...]]:
        """Return the width of an element and the elements of the array data at ``at``."""
        units = self.units
        if not 0 <= at < len(units) - 3 or units[at] != ARRAY or at + payload_width(units, at) > len(units):
            self._no_table()
            return 0, ()
        width, count = units[at + 1], units[at + 2] | units[at + 3] << 16
        if width not in {1, 2, 4, 8}:
            self._no_table()
            return 0, ()
        first = self.body.at + 16 + 2 * (at + 4)
        raw = memoryview(self.dex.data)[first : first + width * count]
        return width, tuple(
            int.from_bytes(raw[place : place + width], "little", signed=True)
            for place in range(0, width * count, width)
        )

    def _no_table(self) -> None:
        self.dex.notes.add("指令引用的表已损坏。", "An instruction's table is damaged.", self.body.at)

    def follow(self, tries: tuple[Try, ...]) -> list[Insn]:
        """Return the instructions that can be reached from the entry and from handlers."""
        found: dict[int, Insn] = {}
        size = len(self.units)
        waiting = [0, *(place for guarded in tries for _, place in guarded.handlers)]
        while waiting:
            at = waiting.pop()
            while 0 <= at < size and at not in found:
                if self.units[at] in {PACKED, SPARSE, ARRAY}:
                    break
                try:
                    insn = self.insn(at)
                except IndexError:
                    break
                if at + WIDTHS[insn.op] > size:
                    break
                found[at] = insn
                if insn.op in _BRANCHES and insn.target is not None:
                    waiting.append(insn.target)
                waiting.extend(place for _, place in insn.cases)
                if insn.op in ENDS:
                    break
                at += WIDTHS[insn.op]
        return [found[at] for at in sorted(found)]


def _signed(units: list[int], at: int) -> int:
    """Return the 32-bit number at ``at``."""
    value = units[at] | units[at + 1] << 16
    return value - (1 << 32) if value >> 31 else value

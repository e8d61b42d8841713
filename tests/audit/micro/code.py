"""Encodes a method's instructions: registers, offsets, tables, exception ranges and line numbers."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from micro.opcodes import OPCODES, Opcode
from micro.pools import Pools, field_id, method_id
from micro.syntax import (
    Label,
    Method,
    Payload,
    Proto,
    SmaliError,
    SourceLine,
    Step,
    number_of,
    proto_of,
    string_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from micro.syntax import Catch

_REGISTER: Final = re.compile(r"([vp])(\d+)")
_PAYLOADS: Final = {"packed": 0x0100, "sparse": 0x0200, "array": 0x0300}


def uleb(value: int) -> bytes:
    """Encode as unsigned LEB128."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def sleb(value: int) -> bytes:
    """Encode as signed LEB128."""
    out = bytearray()
    while not -0x40 <= value < 0x40:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value & 0x7F))


@dataclass(frozen=True, slots=True)
class Range:
    """Instructions ``start`` to ``end`` (code units) whose exceptions go to ``handlers``; None = every exception."""

    start: int
    end: int
    handlers: tuple[tuple[str | None, int], ...]


@dataclass(slots=True)
class Body:
    """A method's code, encoded.

    Attributes:
        units: the 16-bit code units.
        lines: offset and line, in order of offset.
    """

    registers: int
    ins: int
    outs: int = 0
    units: list[int] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)


def encode_body(method: Method, pools: Pools) -> Body:
    """Encode a method's code.

    Raises:
        SmaliError: an operand is not understood or does not fit.
    """
    return _Encoder(method, pools).body()


class _Encoder:
    def __init__(self, method: Method, pools: Pools) -> None:
        self.method = method
        self.pools = pools
        self.registers = method.registers or 0
        self.labels: dict[str, int] = {}
        self.owner: dict[str, int] = {}  # label of a payload -> offset of the instruction that uses it
        self.at = 0
        if self.registers < method.ins:
            raise SmaliError(method.line, "fewer registers than parameters")

    def body(self) -> Body:
        body = Body(self.registers, self.method.ins)
        placed = self._place(body)
        for self.at, item in placed:
            if isinstance(item, Step):
                body.units += self._step(item, body)
            else:
                body.units += self._payload(item)
        self._ranges(body)
        return body

    def _place(self, body: Body) -> list[tuple[int, Step | Payload]]:
        """Give every instruction its offset; tables stand on even ones."""
        placed: list[tuple[int, Step | Payload]] = []
        pending: list[str] = []
        at = 0
        for item in self.method.items:
            if isinstance(item, Label):
                pending.append(item.name)
            elif isinstance(item, SourceLine):
                body.lines.append((at, item.number))
            else:
                if isinstance(item, Payload) and at % 2:
                    placed.append((at, Step(item.line, "nop", ())))
                    at += 1
                self._define(pending, at, item.line)
                placed.append((at, item))
                if isinstance(item, Step) and opcode_of(item).shape == "31t":
                    self.owner[item.operands[-1][1:]] = at
                at += opcode_of(item).units if isinstance(item, Step) else _payload_units(item)
        self._define(pending, at, self.method.line)
        return placed

    def _define(self, names: list[str], at: int, line: int) -> None:
        for name in names:
            if name in self.labels:
                raise SmaliError(line, f"label :{name} stands twice")
            self.labels[name] = at
        names.clear()

    def _target(self, text: str, line: int) -> int:
        name = text.removeprefix(":")
        if name not in self.labels:
            raise SmaliError(line, f"no label :{name}")
        return self.labels[name]

    def _payload(self, item: Payload) -> list[int]:
        if item.kind == "array":
            mask = (1 << 8 * item.width) - 1
            data = b"".join((one & mask).to_bytes(item.width, "little") for one in item.values)
            data += b"\0" * (len(data) % 2)
            head = struct.pack("<HHI", _PAYLOADS["array"], item.width, len(item.values))
            return _units(head + data)
        names = [name for name, at in self.labels.items() if at == self.at and name in self.owner]
        if not names:
            raise SmaliError(item.line, "no instruction uses this table")
        base = self.owner[names[0]]
        jumps = [self._target(to, item.line) - base for _, to in item.cases]
        head = struct.pack("<HH", _PAYLOADS[item.kind], len(item.cases))
        if item.kind == "packed":
            return _units(head + struct.pack(f"<{1 + len(jumps)}i", item.first, *jumps))
        keys = [key for key, _ in item.cases]
        if keys != sorted(keys):
            raise SmaliError(item.line, "the keys of a sparse switch stand in order")
        return _units(head + struct.pack(f"<{2 * len(jumps)}i", *keys, *jumps))

    def _ranges(self, body: Body) -> None:
        """Cut overlapping ``.catch`` ranges into pieces that do not overlap, as the format wants."""
        spans = [
            (self._target(one.start, one.line), self._target(one.end, one.line), one) for one in self.method.catches
        ]
        edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
        for start, end in pairwise(edges):
            over = _until_every([one for first, last, one in spans if first <= start and end <= last])
            handlers = tuple((one.exception, self._target(one.handler, one.line)) for one in over)
            last = body.ranges[-1] if body.ranges else None
            if last is not None and last.end == start and last.handlers == handlers:
                body.ranges[-1] = Range(last.start, end, handlers)
            elif handlers:
                body.ranges.append(Range(start, end, handlers))

    # --- operands

    def _register(self, text: str, line: int, bits: int = 8) -> int:
        found = _REGISTER.fullmatch(text)
        if found is None:
            raise SmaliError(line, f"{text!r} is no register")
        number = int(found[2]) + (self.registers - self.method.ins if found[1] == "p" else 0)
        if number >= self.registers:
            raise SmaliError(line, f"{text} is beyond the {self.registers} registers")
        if number >= 1 << bits:
            raise SmaliError(line, f"{text} (v{number}) does not fit {bits} bits here")
        return number

    def _group(self, text: str, line: int) -> list[int]:
        inside = text.strip("{} ")
        if ".." in inside:
            first, last = (self._register(one.strip(), line, 16) for one in inside.split(".."))
            return list(range(first, last + 1))
        return [self._register(one.strip(), line, 16) for one in inside.split(",") if one.strip()]

    def _number(self, text: str, line: int, bits: int) -> int:
        value = number_of(text, line)
        if not -(1 << bits - 1) <= value < 1 << bits or (bits in {4, 8} and value >= 1 << bits - 1):
            raise SmaliError(line, f"{text} does not fit {bits} bits")
        return value & (1 << bits) - 1

    def _jump(self, text: str, line: int, bits: int) -> int:
        jump = self._target(text, line) - self.at
        if not -(1 << bits - 1) <= jump < 1 << bits - 1:
            raise SmaliError(line, f"{text} is too far for {bits} bits")
        return jump & (1 << bits) - 1

    def _index(self, kind: str, text: str, line: int) -> int:
        pools = self.pools
        if kind == "string":
            return pools.strings[string_of(text, line)]
        if kind == "type":
            return pools.types[text]
        if kind == "field":
            return pools.fields[field_id(text, line)]
        if kind == "proto":
            return pools.protos[proto_of(text, line)]
        return pools.methods[method_id(text, line)]

    # --- one instruction

    def _step(self, step: Step, body: Body) -> list[int]:
        opcode = opcode_of(step)
        wanted = _OPERANDS[opcode.shape]
        if len(step.operands) != wanted:
            raise SmaliError(step.line, f"{step.name} takes {wanted} operands, not {len(step.operands)}")
        if opcode.shape in _CALLS:
            return self._call(step, opcode, body)
        return _SHAPES[opcode.shape](self, opcode, step.operands, step.line)

    def _call(self, step: Step, opcode: Opcode, body: Body) -> list[int]:
        registers = self._group(step.operands[0], step.line)
        index = self._index(opcode.kind, step.operands[1], step.line)
        if opcode.kind == "method":
            proto = proto_of(step.operands[2], step.line) if len(step.operands) > 2 else None
            words = _words(step, proto or method_id(step.operands[1], step.line).proto)
            if words != len(registers):
                raise SmaliError(step.line, f"{step.name} passes {len(registers)} registers, the method takes {words}")
            body.outs = max(body.outs, words)
        more = [self.pools.protos[proto_of(step.operands[2], step.line)]] if opcode.shape[0] == "4" else []
        if opcode.shape in {"3rc", "4rcc"}:
            if registers != list(range(registers[0], registers[0] + len(registers))) if registers else False:
                raise SmaliError(step.line, "the registers of a range follow each other")
            first = registers[0] if registers else 0
            return [opcode.number | len(registers) << 8, index, first, *more]
        if len(registers) > 5 or any(one > 15 for one in registers):
            raise SmaliError(step.line, f"{step.name} takes five registers below v16: write {step.name}/range")
        c, d, e, f, g = (*registers, 0, 0, 0, 0, 0)[:5]
        return [opcode.number | g << 8 | len(registers) << 12, index, c | d << 4 | e << 8 | f << 12, *more]

    def no_operand(self, opcode: Opcode, _operands: Sequence[str], _line: int) -> list[int]:
        return [opcode.number]

    def two_low(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        a, b = (self._register(one, line, 4) for one in operands)
        return [opcode.number | a << 8 | b << 12]

    def low_number(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number | self._register(operands[0], line, 4) << 8 | self._number(operands[1], line, 4) << 12]

    def one(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number | self._register(operands[0], line) << 8]

    def jump8(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number | self._jump(operands[0], line, 8) << 8]

    def jump16(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number, self._jump(operands[0], line, 16)]

    def jump32(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number, *_wide(self._jump(operands[0], line, 32), 2)]

    def low_high(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number | self._register(operands[0], line) << 8, self._register(operands[1], line, 16)]

    def two_high(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number, *(self._register(one, line, 16) for one in operands)]

    def one_jump(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number | self._register(operands[0], line) << 8, self._jump(operands[1], line, 16)]

    def one_number(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        return [opcode.number | self._register(operands[0], line) << 8, self._number(operands[1], line, 16)]

    def one_top(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        bits = 64 if opcode.number == 0x19 else 32
        value = number_of(operands[1], line) & (1 << bits) - 1
        if value & (1 << bits - 16) - 1:
            raise SmaliError(line, f"{operands[1]} has more than its top 16 bits set")
        return [opcode.number | self._register(operands[0], line) << 8, value >> bits - 16]

    def one_index(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        index = self._index(opcode.kind, operands[1], line)
        if index > 0xFFFF:
            raise SmaliError(line, "this string needs const-string/jumbo")
        return [opcode.number | self._register(operands[0], line) << 8, index]

    def three(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        a, b, c = (self._register(one, line) for one in operands)
        return [opcode.number | a << 8, b | c << 8]

    def two_number8(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        a, b = (self._register(one, line) for one in operands[:2])
        return [opcode.number | a << 8, b | self._number(operands[2], line, 8) << 8]

    def two_jump(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        a, b = (self._register(one, line, 4) for one in operands[:2])
        return [opcode.number | a << 8 | b << 12, self._jump(operands[2], line, 16)]

    def two_number16(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        a, b = (self._register(one, line, 4) for one in operands[:2])
        return [opcode.number | a << 8 | b << 12, self._number(operands[2], line, 16)]

    def two_index(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        a, b = (self._register(one, line, 4) for one in operands[:2])
        return [opcode.number | a << 8 | b << 12, self._index(opcode.kind, operands[2], line)]

    def one_number32(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        number = self._number(operands[1], line, 32)
        return [opcode.number | self._register(operands[0], line) << 8, *_wide(number, 2)]

    def one_table(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        jump = self._jump(operands[1], line, 32)
        return [opcode.number | self._register(operands[0], line) << 8, *_wide(jump, 2)]

    def one_index32(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        index = self._index(opcode.kind, operands[1], line)
        return [opcode.number | self._register(operands[0], line) << 8, *_wide(index, 2)]

    def one_number64(self, opcode: Opcode, operands: Sequence[str], line: int) -> list[int]:
        number = self._number(operands[1], line, 64)
        return [opcode.number | self._register(operands[0], line) << 8, *_wide(number, 4)]


_CALLS: Final = {"35c", "3rc", "45cc", "4rcc"}
_OPERANDS: Final = {
    **dict.fromkeys(("10x",), 0),
    **dict.fromkeys(("11x", "10t", "20t", "30t"), 1),
    **dict.fromkeys(("12x", "11n", "22x", "32x", "21t", "21s", "21h", "21c", "31i", "31t", "31c", "51l"), 2),
    **dict.fromkeys(("35c", "3rc"), 2),
    **dict.fromkeys(("23x", "22b", "22t", "22s", "22c", "45cc", "4rcc"), 3),
}
_SHAPES: Final[dict[str, Callable[[_Encoder, Opcode, Sequence[str], int], list[int]]]] = {
    "10x": _Encoder.no_operand,
    "12x": _Encoder.two_low,
    "11n": _Encoder.low_number,
    "11x": _Encoder.one,
    "10t": _Encoder.jump8,
    "20t": _Encoder.jump16,
    "30t": _Encoder.jump32,
    "22x": _Encoder.low_high,
    "32x": _Encoder.two_high,
    "21t": _Encoder.one_jump,
    "21s": _Encoder.one_number,
    "21h": _Encoder.one_top,
    "21c": _Encoder.one_index,
    "23x": _Encoder.three,
    "22b": _Encoder.two_number8,
    "22t": _Encoder.two_jump,
    "22s": _Encoder.two_number16,
    "22c": _Encoder.two_index,
    "31i": _Encoder.one_number32,
    "31t": _Encoder.one_table,
    "31c": _Encoder.one_index32,
    "51l": _Encoder.one_number64,
}


def opcode_of(step: Step) -> Opcode:
    """Give an instruction's number and format."""
    if step.name not in OPCODES:
        raise SmaliError(step.line, f"{step.name!r} is no instruction")
    return OPCODES[step.name]


def _until_every(catches: Sequence[Catch]) -> list[Catch]:
    """Leave out handlers behind one that takes every exception: none reaches them."""
    every = next((at for at, one in enumerate(catches) if one.exception is None), len(catches))
    return list(catches[: every + 1])


def _words(step: Step, proto: Proto) -> int:
    return proto.words + (0 if step.name.startswith("invoke-static") else 1)


def _payload_units(item: Payload) -> int:
    if item.kind == "array":
        return 4 + (item.width * len(item.values) + 1) // 2
    return 4 + 2 * len(item.cases) if item.kind == "packed" else 2 + 4 * len(item.cases)


def _units(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 2}H", data))


def _wide(value: int, units: int) -> list[int]:
    return [value >> 16 * at & 0xFFFF for at in range(units)]

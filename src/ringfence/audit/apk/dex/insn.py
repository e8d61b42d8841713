"""One instruction, and how each format is taken apart (Android's "Dalvik executable instruction formats")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.dex.opcodes import FORMATS, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.dex.refs import CallSite, FieldRef, Handle, MethodRef

    Parts = tuple[tuple[int, ...], int, int | None, int]
    """Registers, index of what it names (-1 = nothing), literal, distance of its branch in units (0 = none)."""


class Insn:
    """One decoded instruction.

    Attributes:
        offset: its place in code units from the method's first.
        op: opcode, 0 to 255.
        regs: registers in the order smali writes them; ranges in full.
        ref: the method, field, type or string it names; for ``invoke-custom`` None (see ``extra``).
        literal: the constant, as signed number; for ``fill-array-data`` the width of an element in bytes.
        target: place of its branch in units; of switches and array data the place of their table.
        cases: of a switch (key, place) in the table's order.
        elements: of ``fill-array-data`` the values, signed.
        extra: of ``invoke-polymorphic`` the proto called with (str), of ``invoke-custom`` the call site, of
            ``const-method-handle`` the handle.
    """

    __slots__ = ("cases", "elements", "extra", "literal", "offset", "op", "ref", "regs", "target")

    def __init__(
        self,
        offset: int,
        op: int,
        regs: tuple[int, ...],
        ref: MethodRef | FieldRef | str | None = None,
        literal: int | None = None,
        target: int | None = None,
    ) -> None:
        self.offset = offset
        self.op = op
        self.regs = regs
        self.ref = ref
        self.literal = literal
        self.target = target
        self.cases: tuple[tuple[int, int], ...] = ()
        self.elements: tuple[int, ...] = ()
        self.extra: str | CallSite | Handle | None = None

    @property
    def name(self) -> str:
        """The opcode's name: ``invoke-virtual/range``."""
        return NAMES[self.op]

    def __repr__(self) -> str:
        words = [f"{self.offset:04x}: {self.name}", ", ".join(f"v{reg}" for reg in self.regs)]
        words += [f"#{self.literal}"] if self.literal is not None else []
        words += [str(self.ref)] if self.ref is not None else []
        words += [f"-> {self.target:04x}"] if self.target is not None else []
        return " ".join(word for word in words if word)


def _f10x(units: list[int], at: int) -> Parts:  # noqa: ARG001 -- one signature for all formats
    return (), -1, None, 0


def _f12x(units: list[int], at: int) -> Parts:
    word = units[at]
    return (word >> 8 & 15, word >> 12), -1, None, 0


def _f11n(units: list[int], at: int) -> Parts:
    word = units[at]
    value = word >> 12
    return (word >> 8 & 15,), -1, value - 16 if value > 7 else value, 0


def _f11x(units: list[int], at: int) -> Parts:
    return (units[at] >> 8,), -1, None, 0


def _f10t(units: list[int], at: int) -> Parts:
    return (), -1, None, _byte(units[at] >> 8)


def _f20t(units: list[int], at: int) -> Parts:
    return (), -1, None, _short(units[at + 1])


def _f22x(units: list[int], at: int) -> Parts:
    return (units[at] >> 8, units[at + 1]), -1, None, 0


def _f21t(units: list[int], at: int) -> Parts:
    return (units[at] >> 8,), -1, None, _short(units[at + 1])


def _f21s(units: list[int], at: int) -> Parts:
    return (units[at] >> 8,), -1, _short(units[at + 1]), 0


def _f21h(units: list[int], at: int) -> Parts:
    word = units[at]
    return (word >> 8,), -1, _short(units[at + 1]) << (48 if word & 0xFF == 0x19 else 16), 0


def _f21c(units: list[int], at: int) -> Parts:
    return (units[at] >> 8,), units[at + 1], None, 0


def _f23x(units: list[int], at: int) -> Parts:
    word = units[at + 1]
    return (units[at] >> 8, word & 0xFF, word >> 8), -1, None, 0


def _f22b(units: list[int], at: int) -> Parts:
    word = units[at + 1]
    return (units[at] >> 8, word & 0xFF), -1, _byte(word >> 8), 0


def _f22t(units: list[int], at: int) -> Parts:
    word = units[at]
    return (word >> 8 & 15, word >> 12), -1, None, _short(units[at + 1])


def _f22s(units: list[int], at: int) -> Parts:
    word = units[at]
    return (word >> 8 & 15, word >> 12), -1, _short(units[at + 1]), 0


def _f22c(units: list[int], at: int) -> Parts:
    word = units[at]
    return (word >> 8 & 15, word >> 12), units[at + 1], None, 0


def _f30t(units: list[int], at: int) -> Parts:
    return (), -1, None, _long(units, at + 1)


def _f32x(units: list[int], at: int) -> Parts:
    return (units[at + 1], units[at + 2]), -1, None, 0


def _f31i(units: list[int], at: int) -> Parts:
    return (units[at] >> 8,), -1, _long(units, at + 1), 0


def _f31t(units: list[int], at: int) -> Parts:
    return (units[at] >> 8,), -1, None, _long(units, at + 1)


def _f31c(units: list[int], at: int) -> Parts:
    return (units[at] >> 8,), units[at + 1] | units[at + 2] << 16, None, 0


def _f35c(units: list[int], at: int) -> Parts:
    word, regs = units[at], units[at + 2]
    count = word >> 12
    if count < 5:
        return (regs & 15, regs >> 4 & 15, regs >> 8 & 15, regs >> 12)[:count], units[at + 1], None, 0
    return (regs & 15, regs >> 4 & 15, regs >> 8 & 15, regs >> 12, word >> 8 & 15), units[at + 1], None, 0


def _f3rc(units: list[int], at: int) -> Parts:
    first = units[at + 2]
    return tuple(range(first, first + (units[at] >> 8))), units[at + 1], None, 0


def _f51l(units: list[int], at: int) -> Parts:
    value = units[at + 1] | units[at + 2] << 16 | units[at + 3] << 32 | units[at + 4] << 48
    return (units[at] >> 8,), -1, value - (1 << 64) if value >> 63 else value, 0


def _byte(value: int) -> int:
    return value - 256 if value > 127 else value


def _short(value: int) -> int:
    return value - 65536 if value > 32767 else value


def _long(units: list[int], at: int) -> int:
    value = units[at] | units[at + 1] << 16
    return value - (1 << 32) if value >> 31 else value


_BY_FORMAT: dict[str, Callable[[list[int], int], Parts]] = {
    "00x": _f10x,
    "10x": _f10x,
    "12x": _f12x,
    "11n": _f11n,
    "11x": _f11x,
    "10t": _f10t,
    "20t": _f20t,
    "22x": _f22x,
    "21t": _f21t,
    "21s": _f21s,
    "21h": _f21h,
    "21c": _f21c,
    "23x": _f23x,
    "22b": _f22b,
    "22t": _f22t,
    "22s": _f22s,
    "22c": _f22c,
    "30t": _f30t,
    "32x": _f32x,
    "31i": _f31i,
    "31t": _f31t,
    "31c": _f31c,
    "35c": _f35c,
    "3rc": _f3rc,
    "45cc": _f35c,
    "4rcc": _f3rc,
    "51l": _f51l,
}
TAKE_APART = tuple(_BY_FORMAT[form] for form in FORMATS)
"""By opcode: (units, place) -> registers, index, literal, distance of the branch."""

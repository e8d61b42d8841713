"""Arithmetic on constants, as the runtime does it: 32 and 64 bits, division towards zero."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def int32(number: int) -> int:
    """Wrap to a signed 32-bit number."""
    return ((number + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def int64(number: int) -> int:
    """Wrap to a signed 64-bit number."""
    return ((number + 0x8000000000000000) & 0xFFFFFFFFFFFFFFFF) - 0x8000000000000000


def quotient(first: int, second: int) -> int:
    """Integer division towards zero."""
    result = abs(first) // abs(second)
    return result if (first < 0) == (second < 0) else -result


def remainder(first: int, second: int) -> int:
    """Remainder with the sign of the first."""
    return first - quotient(first, second) * second


_INT: dict[str, Callable[[int, int], int]] = {
    "add": lambda a, b: int32(a + b),
    "sub": lambda a, b: int32(a - b),
    "mul": lambda a, b: int32(a * b),
    "div": lambda a, b: int32(quotient(a, b)),
    "rem": lambda a, b: int32(remainder(a, b)),
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "shl": lambda a, b: int32(a << (b & 31)),
    "shr": lambda a, b: a >> (b & 31),
    "ushr": lambda a, b: int32((a & 0xFFFFFFFF) >> (b & 31)),
    "rsub": lambda a, b: int32(b - a),
}
_LONG: dict[str, Callable[[int, int], int]] = {
    "add": lambda a, b: int64(a + b),
    "sub": lambda a, b: int64(a - b),
    "mul": lambda a, b: int64(a * b),
    "div": lambda a, b: int64(quotient(a, b)),
    "rem": lambda a, b: int64(remainder(a, b)),
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "shl": lambda a, b: int64(a << (b & 63)),
    "shr": lambda a, b: a >> (b & 63),
    "ushr": lambda a, b: int64((a & 0xFFFFFFFFFFFFFFFF) >> (b & 63)),
}


def as_float(bits: int) -> float:
    """The float whose bits a constant holds."""
    return float(struct.unpack("<f", struct.pack("<I", bits & 0xFFFFFFFF))[0])


def as_double(bits: int) -> float:
    """The double whose bits a constant holds."""
    return float(struct.unpack("<d", struct.pack("<Q", bits & 0xFFFFFFFFFFFFFFFF))[0])


def _float(atom: Any, *, wide: bool) -> float:  # noqa: ANN401 -- an int is the bits, a float itself
    if type(atom) is float:
        return atom
    return as_double(atom) if wide else as_float(atom)


def _on_floats(function: Callable[[float, float], float], *, wide: bool) -> Callable[[Any, Any], float]:
    return lambda a, b: function(_float(a, wide=wide), _float(b, wide=wide))


_FLOAT: dict[str, Callable[[float, float], float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "rem": math.fmod,
}


def binary(name: str) -> Callable[[Any, Any], Any] | None:
    """The function of a binary instruction by its name (``add-int/2addr``)."""
    stem = name.split("/", maxsplit=1)[0]
    verb, _, kind = stem.partition("-")
    if kind == "int":
        return _INT.get(verb)
    if kind == "long":
        return _LONG.get(verb)
    if kind in ("float", "double") and verb in _FLOAT:
        return _on_floats(_FLOAT[verb], wide=kind == "double")
    if verb.startswith("cmp"):
        wide = "double" in kind
        if kind == "long":
            return lambda a, b: (a > b) - (a < b)
        return lambda a, b: (
            (_float(a, wide=wide) > _float(b, wide=wide)) - (_float(a, wide=wide) < _float(b, wide=wide))
        )
    return None


_UNARY: dict[str, Callable[[Any], Any]] = {
    "neg-int": lambda a: int32(-a),
    "not-int": lambda a: ~a,
    "neg-long": lambda a: int64(-a),
    "not-long": lambda a: ~a,
    "neg-float": lambda a: -_float(a, wide=False),
    "neg-double": lambda a: -_float(a, wide=True),
    "int-to-long": lambda a: a,
    "long-to-int": int32,
    "int-to-float": float,
    "int-to-double": float,
    "long-to-float": float,
    "long-to-double": float,
    "float-to-int": lambda a: int32(int(_float(a, wide=False))),
    "float-to-long": lambda a: int64(int(_float(a, wide=False))),
    "float-to-double": lambda a: _float(a, wide=False),
    "double-to-int": lambda a: int32(int(_float(a, wide=True))),
    "double-to-long": lambda a: int64(int(_float(a, wide=True))),
    "double-to-float": lambda a: _float(a, wide=True),
    "int-to-byte": lambda a: ((a + 0x80) & 0xFF) - 0x80,
    "int-to-char": lambda a: a & 0xFFFF,
    "int-to-short": lambda a: ((a + 0x8000) & 0xFFFF) - 0x8000,
}


def unary(name: str) -> Callable[[Any], Any] | None:
    """The function of a unary instruction by its name (``int-to-char``)."""
    return _UNARY.get(name)

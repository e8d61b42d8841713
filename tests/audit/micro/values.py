"""Encodes values: initial values of static fields and elements of annotations (``encoded_value`` of the format)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from micro.code import uleb
from micro.pools import field_id
from micro.syntax import cut, number_of, string_of

if TYPE_CHECKING:
    from micro.pools import Pools
    from micro.syntax import Annotation

_NUMBERS = {"B": 0x00, "S": 0x02, "C": 0x03, "I": 0x04, "J": 0x06, "F": 0x10, "D": 0x11}
_SIZES = {"B": 1, "S": 2, "C": 2, "I": 4, "J": 8, "F": 4, "D": 8}


def value_of_field(text: str | None, kind: str, at: int, pools: Pools) -> bytes:
    """Encode a static field's initial value; without one it is zero."""
    if kind == "Z":
        return bytes((0x1F | (0x20 if text == "true" else 0),))
    if kind in _NUMBERS:
        return _number(number_of(text or "0", at), kind)
    if text is None or text == "null":
        return b"\x1e"
    return value_of(text, at, pools)


def value_of(text: str, at: int, pools: Pools) -> bytes:
    """Encode a value whose type its text shows: string, type, ``.enum`` constant, array in braces, truth value, number."""
    if text.startswith('"'):
        return _index(0x17, pools.strings[string_of(text, at)])
    if text.startswith("{"):
        parts = cut(text[1:-1])
        return b"\x1c" + uleb(len(parts)) + b"".join(value_of(one, at, pools) for one in parts)
    if text.startswith(".enum "):
        return _index(0x1B, pools.fields[field_id(text[6:].strip(), at)])
    if text in {"true", "false"}:
        return bytes((0x1F | (0x20 if text == "true" else 0),))
    if text[0] in "L[":
        return _index(0x18, pools.types[text])
    return _number(number_of(text, at), "J" if text.endswith("L") else "I")


def want_value(text: str, at: int, pools: Pools) -> None:
    """Put what a value names into the tables."""
    if text.startswith('"'):
        pools.add_string(string_of(text, at))
    elif text.startswith("{"):
        for one in cut(text[1:-1]):
            want_value(one, at, pools)
    elif text.startswith(".enum "):
        pools.add_field(field_id(text[6:].strip(), at))
    elif text[:1] in {"L", "["} and text.endswith(";"):
        pools.add_type(text)


def encode_annotation(one: Annotation, pools: Pools) -> bytes:
    """Encode an annotation with its visibility."""
    elements = sorted((pools.strings[name], text) for name, text in one.elements)
    out = bytes((one.visibility,)) + uleb(pools.types[one.type]) + uleb(len(elements))
    return out + b"".join(uleb(index) + value_of(text, one.line, pools) for index, text in elements)


def _index(kind: int, value: int) -> bytes:
    size = max(1, (value.bit_length() + 7) // 8)
    return bytes((kind | size - 1 << 5,)) + value.to_bytes(size, "little")


def _number(value: int, kind: str) -> bytes:
    full = _SIZES[kind]
    bits = value & (1 << 8 * full) - 1
    data = bits.to_bytes(full, "little")
    floating = kind in "FD"  # zero-extended to the right
    short = data.lstrip(b"\0") or b"\0" if floating else _shortest(data, signed=kind != "C")
    return bytes((_NUMBERS[kind] | len(short) - 1 << 5,)) + short


def _shortest(data: bytes, *, signed: bool) -> bytes:
    """Take off the bytes that sign extension puts back."""
    value = int.from_bytes(data, "little", signed=signed)
    for size in range(1, len(data)):
        try:
            return value.to_bytes(size, "little", signed=signed)
        except OverflowError:
            continue
    return data

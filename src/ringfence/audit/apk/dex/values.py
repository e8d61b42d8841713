"""Encoded values: what static fields begin with and what call sites are given (dex format, "encoded_value")."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ringfence.audit.apk.dex.leb128 import BadLebError, read_uleb
from ringfence.audit.apk.dex.refs import TypeConst

if TYPE_CHECKING:
    from ringfence.audit.apk.dex.refs import CallSite, FieldRef, Handle, MethodRef
    from ringfence.audit.apk.dex.tables import DexFile

    Value = None | bool | int | float | str | TypeConst | FieldRef | MethodRef | Handle | CallSite | tuple["Value", ...]

DEEPEST = 16
MOST = 65536

_BYTE, _SHORT, _CHAR, _INT, _LONG, _FLOAT, _DOUBLE = 0x00, 0x02, 0x03, 0x04, 0x06, 0x10, 0x11
_PROTO, _HANDLE, _STRING, _TYPE, _FIELD, _METHOD, _ENUM = 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B
_ARRAY, _ANNOTATION, _NULL, _BOOLEAN = 0x1C, 0x1D, 0x1E, 0x1F
_NAMED = {
    _PROTO: "proto",
    _HANDLE: "handle",
    _STRING: "string",
    _TYPE: "type",
    _FIELD: "field",
    _METHOD: "method",
    _ENUM: "field",
}
_SIGNED = frozenset((_BYTE, _SHORT, _INT, _LONG))


def read_values(dex: DexFile, at: int) -> tuple[Value, ...]:
    """Return the values of the array at byte ``at``. Raises BadLebError, DexDamaged."""
    return _array(dex, at, 0)[0]


def _array(dex: DexFile, at: int, depth: int) -> tuple[tuple[Value, ...], int]:
    """Return an array's values and the byte behind it."""
    begun = at
    count, at = read_uleb(dex.data, at)
    if depth > DEEPEST or count > MOST:
        raise BadLebError(begun)
    found: list[Value] = []
    for _ in range(count):
        value, at = _value(dex, at, depth)
        found.append(value)
    return tuple(found), at


def _value(dex: DexFile, at: int, depth: int) -> tuple[Value, int]:
    """Return one value and the byte behind it."""
    if at >= len(dex.data):
        raise BadLebError(at)
    head = dex.data[at]
    kind, argument = head & 0x1F, head >> 5
    at += 1
    if kind == _BOOLEAN:
        return bool(argument), at
    if kind == _NULL:
        return None, at
    if kind == _ARRAY:
        return _array(dex, at, depth + 1)
    if kind == _ANNOTATION:
        return None, _past_annotation(dex, at, depth + 1)
    raw = dex.data[at : at + argument + 1]
    if len(raw) != argument + 1:
        raise BadLebError(at)
    return _scalar(dex, kind, raw, at), at + argument + 1


def _scalar(dex: DexFile, kind: int, raw: bytes, at: int) -> Value:
    """Return a number, or what an index names."""
    if kind in _SIGNED:
        return int.from_bytes(raw, "little", signed=True)
    if kind == _FLOAT:
        return float(struct.unpack("<f", raw[:4].rjust(4, b"\0"))[0])
    if kind == _DOUBLE:
        return float(struct.unpack("<d", raw.rjust(8, b"\0"))[0])
    number = int.from_bytes(raw, "little")
    if kind == _CHAR:
        return number
    if kind not in _NAMED:
        raise BadLebError(at)
    named = dex.named(_NAMED[kind], number)
    return TypeConst(str(named)) if kind == _TYPE else named


def _past_annotation(dex: DexFile, at: int, depth: int) -> int:
    """Return the byte behind an annotation, whose content nobody here needs."""
    _, at = read_uleb(dex.data, at)
    count, at = read_uleb(dex.data, at)
    if depth > DEEPEST or count > MOST:
        raise BadLebError(at)
    for _ in range(count):
        _, at = read_uleb(dex.data, at)
        _, at = _value(dex, at, depth)
    return at

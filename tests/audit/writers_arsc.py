"""Writes resource tables for tests, with offsets in each of the three ways and entries in both."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from writers_axml import Flags, Ref, Value, chunk, string_pool

NONE = 0xFFFFFFFF


@dataclass
class Bag:
    """A style, array or plural: (attribute id, value) pairs under a parent."""

    values: list[tuple[int, Value]] = field(default_factory=list)
    parent: int = 0


Entries = dict[str, dict[str, Value | Bag]]


def res_ids(types: dict[str, Entries], package_id: int = 0x7F) -> dict[str, int]:
    """Return the id that each ``type/name`` will have."""
    return {
        f"{type_name}/{name}": package_id << 24 | type_place << 16 | index
        for type_place, (type_name, entries) in enumerate(types.items(), 1)
        for index, name in enumerate(entries)
    }


def arsc(
    types: dict[str, Entries],
    *,
    package: str = "com.example.app",
    package_id: int = 0x7F,
    utf8: bool = True,
    offsets: str = "wide",
    compact: bool = False,
) -> bytes:
    """Return a table: type -> name -> qualifier (``""``, ``zh-rCN``) -> value.

    Args:
        types: what the table holds.
        package: its name.
        package_id: its id.
        utf8: how the strings are written.
        offsets: ``wide`` (32 bits), ``short`` (16 bits), ``sparse``.
        compact: single values are written as compact entries.
    """
    values: list[str] = []
    keys = list(dict.fromkeys(name for entries in types.values() for name in entries))
    body = string_pool(list(types), utf8=False)
    keys_at = 288 + len(body)
    body += string_pool(keys)
    for place, entries in enumerate(types.values(), 1):
        body += chunk(0x0202, struct.pack("<BBHI", place, 0, 0, len(entries)), b"\0\0\0\0" * len(entries))
        for qualifier in dict.fromkeys(qualifier for given in entries.values() for qualifier in given):
            chosen = [given.get(qualifier) for given in entries.values()]
            packed = [
                None if value is None else _entry(value, keys.index(name), values, compact=compact)
                for name, value in zip(entries, chosen, strict=True)
            ]
            body += _type(place, qualifier, packed, offsets)
    name = package.encode("utf-16-le").ljust(256, b"\0")
    header = struct.pack("<I", package_id) + name + struct.pack("<5I", 288, 0, keys_at, 0, 0)
    return chunk(0x0002, struct.pack("<I", 1), string_pool(values, utf8=utf8) + chunk(0x0200, header, body))


def config(qualifier: str) -> bytes:
    """Return a configuration with its size: a language, with a region (``zh-rTW``) or script (``b+zh+Hans``), or a density."""
    raw = bytearray(64)
    struct.pack_into("<I", raw, 0, 64)
    if qualifier.startswith("b+"):
        parts = qualifier.split("+")
        raw[8:10] = parts[1].encode()
        raw[36:40] = parts[2].encode()
    elif qualifier.endswith("dpi"):
        struct.pack_into("<H", raw, 14, {"mdpi": 160, "xhdpi": 320}[qualifier])
    elif qualifier:
        language, _, region = qualifier.partition("-r")
        raw[8 : 8 + len(language)] = language.encode()
        raw[10 : 10 + len(region)] = region.encode()
    return bytes(raw)


def _type(place: int, qualifier: str, packed: list[bytes | None], offsets: str) -> bytes:
    """Return the chunk of one type in one configuration."""
    body = b""
    places: list[int | None] = []
    for entry in packed:
        places.append(None if entry is None else len(body))
        body += entry or b""
    flags, count = 0, len(places)
    if offsets == "sparse":
        there = [(index, at) for index, at in enumerate(places) if at is not None]
        flags, count = 1, len(there)
        table = b"".join(struct.pack("<HH", index, at // 4) for index, at in there)
    elif offsets == "short":
        flags = 2
        table = b"".join(struct.pack("<H", 0xFFFF if at is None else at // 4) for at in places)
        table += b"\0" * (-len(table) % 4)
    else:
        table = b"".join(struct.pack("<I", NONE if at is None else at) for at in places)
    settings = config(qualifier)
    start = 20 + len(settings) + len(table)
    return chunk(0x0201, struct.pack("<BBHII", place, flags, 0, count, start) + settings, table + body)


def _entry(value: Value | Bag, key: int, values: list[str], *, compact: bool) -> bytes:
    """Return one entry."""
    if isinstance(value, Bag):
        pairs = b"".join(struct.pack("<I", name) + _value(one, values) for name, one in value.values)
        return struct.pack("<HHI2I", 16, 1, key, value.parent, len(value.values)) + pairs
    if compact:
        _, _, kind, data = struct.unpack("<HBBI", _value(value, values))
        return struct.pack("<HHI", key, kind << 8 | 8, data)
    return struct.pack("<HHI", 8, 0, key) + _value(value, values)


def _value(value: Value, values: list[str]) -> bytes:
    """Return the eight bytes of a value."""
    kind, data = 0x10, 0
    if isinstance(value, str):
        if value not in values:
            values.append(value)
        kind, data = 0x03, values.index(value)
    elif isinstance(value, bool):
        kind, data = 0x12, NONE if value else 0
    elif isinstance(value, Ref):
        kind, data = 0x01, value.id
    elif isinstance(value, Flags):
        kind, data = 0x11, value.bits
    else:
        data = value & NONE
    return struct.pack("<HBBI", 8, 0, kind, data)

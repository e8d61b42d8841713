"""Writes a resource table (resources.arsc) with ids, layouts and strings, as ResourceTypes.h describes it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from micro.axml import string_pool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PACKAGE: Final = 0x7F
TYPES: Final = ("layout", "id", "string")
_STRING, _BOOLEAN = 0x03, 0x12


def resource_ids(names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Number resources: ``{"layout": ["main"]}`` -> ``{"layout/main": 0x7f010000}``."""
    return {
        f"{kind}/{name}": PACKAGE << 24 | number << 16 | at
        for number, kind in enumerate(TYPES, 1)
        for at, name in enumerate(names.get(kind, ()))
    }


def write_table(
    package: str, ids: Sequence[str], layouts: Sequence[str], strings: Mapping[str, Mapping[str, str]]
) -> bytes:
    """Write the table.

    Args:
        package: the app's name.
        ids: names of views.
        layouts: names; each is the file ``res/layout/<name>.xml``.
        strings: name -> language ("" the default) -> text.
    """
    files = {name: f"res/layout/{name}.xml" for name in layouts}
    texts = [*files.values(), *(text for one in strings.values() for text in one.values())]
    pool = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    keys = {name: at for at, name in enumerate(dict.fromkeys([*layouts, *ids, *strings]))}
    languages = sorted({language for one in strings.values() for language in one} | {""})
    body = _type(1, [(keys[name], _STRING, pool[files[name]]) for name in layouts])
    body += _type(2, [(keys[name], _BOOLEAN, 0) for name in ids])
    body += _spec(3, len(strings))
    for language in languages:
        rows = [
            (keys[name], _STRING, pool[one[language]]) if language in one else None for name, one in strings.items()
        ]
        body += _rows(3, rows, language)
    types, names = string_pool(TYPES), string_pool(keys, utf8=True)
    head = struct.pack("<I", PACKAGE) + package.encode("utf-16-le").ljust(256, b"\0")
    head += struct.pack("<5I", 288, len(TYPES), 288 + len(types), len(keys), 0)
    whole = types + names + body
    chunk = struct.pack("<HHI", 0x0200, 288, 288 + len(whole)) + head + whole
    shared = string_pool(pool, utf8=True)
    return struct.pack("<HHII", 0x0002, 12, 12 + len(shared) + len(chunk), 1) + shared + chunk


def _type(number: int, rows: Sequence[tuple[int, int, int]]) -> bytes:
    return _spec(number, len(rows)) + _rows(number, rows, "")


def _spec(number: int, count: int) -> bytes:
    return struct.pack(f"<HHIBBHI{count}I", 0x0202, 16, 16 + 4 * count, number, 0, 0, count, *[0] * count)


def _rows(number: int, rows: Sequence[tuple[int, int, int] | None], language: str) -> bytes:
    """Write the values of one type for one language; None where it has none."""
    config = struct.pack("<IHH2s", 64, 0, 0, language.encode()).ljust(64, b"\0")
    offsets, data = b"", b""
    for row in rows:
        offsets += struct.pack("<I", 0xFFFFFFFF if row is None else len(data))
        if row is not None:
            key, kind, value = row
            data += struct.pack("<HHIHBBI", 8, 0, key, 8, 0, kind, value)
    start = 20 + len(config) + len(offsets)
    return (
        struct.pack("<HHIBBHII", 0x0201, 20 + len(config), start + len(data), number, 0, 0, len(rows), start)
        + config
        + offsets
        + data
    )

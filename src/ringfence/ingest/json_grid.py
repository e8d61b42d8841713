"""JSON as carriers' sites give it: a list of flat objects somewhere in an envelope, as a grid with the keys as header."""

from __future__ import annotations

import json
import re
from typing import Any

from ringfence.ingest.csv_grid import decode_table
from ringfence.ingest.grid import Grid, Row

_FLAT = re.compile(r"\{[^{}]*\}")
_TOTAL = {"total", "totalnum", "totalcount", "totalrecord", "totalrecords", "totalrow"}


def read_json(data: bytes, keys: frozenset[str]) -> tuple[Grid, int | None]:
    """Return the grid of all objects that hold every one of ``keys``, and how many the envelope declares.

    A file that is cut off gives the objects before the cut and a fault.
    """
    text, encoding, mark = decode_table(data)
    repairs = () if encoding == "utf-8" else ((f"encoding_{encoding}", "bytes:0"),)
    faults: list[tuple[str, str, str]] = []
    found: list[dict[str, str]] = []
    declared: int | None = None
    pieces = _pieces(text, keys)
    try:
        tree = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        faults.append(
            (f"bytes:{len(data)}", "JSON 不完整或已损坏，读到的部分已保留", "broken JSON; what was read is kept")
        )
        found = [entry for entry, _, _ in pieces]
    else:
        declared = _walk(tree, keys, found)
    header = tuple(dict.fromkeys(key for entry in found for key in entry))
    places = _byte_places(text, pieces, encoding, mark) if len(pieces) == len(found) else [(-1, -1)] * len(found)
    rows = [Row(1, header)] + [
        Row(number, tuple(entry.get(key, "") for key in header), *place)
        for number, (entry, place) in enumerate(zip(found, places, strict=True), 2)
    ]
    return Grid(tuple(rows), repairs=repairs, faults=tuple(faults)), declared


def _walk(tree: Any, keys: frozenset[str], found: list[dict[str, str]]) -> int | None:  # noqa: ANN401 -- any JSON
    """Gather the objects in document order without recursion; return the largest total that the envelope names."""
    declared: int | None = None
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += reversed(node)
        elif isinstance(node, dict):
            if keys <= node.keys():
                found.append(_flat(node))
                continue
            declared = max([declared or 0, *_totals(node)]) or declared
            stack += reversed(list(node.values()))
    return declared


def _totals(node: dict[str, Any]) -> list[int]:
    return [
        int(value) for key, value in node.items() if key.casefold() in _TOTAL and re.fullmatch(r"\d{1,9}", str(value))
    ]


def _flat(node: dict[str, Any]) -> dict[str, str]:
    return {
        key: "" if value is None else str(value) for key, value in node.items() if not isinstance(value, dict | list)
    }


def _pieces(text: str, keys: frozenset[str]) -> list[tuple[dict[str, str], int, int]]:
    """Return (object, start, end) of the flat objects that can be read one by one."""
    pieces = []
    for match in _FLAT.finditer(text):
        try:
            node = json.loads(match.group(), parse_int=str, parse_float=str)
        except ValueError:
            continue
        if keys <= node.keys():
            pieces.append((_flat(node), match.start(), match.end()))
    return pieces


def _byte_places(
    text: str, pieces: list[tuple[dict[str, str], int, int]], encoding: str, mark: int
) -> list[tuple[int, int]]:
    places, at, before = [], mark, 0
    for _, start, end in pieces:
        at += len(text[before:start].encode(encoding, "replace"))
        length = len(text[start:end].encode(encoding, "replace"))
        places.append((at, length))
        at, before = at + length, end
    return places

"""What an ONNX file says of itself, read without loading the network: a walk over the outermost protobuf fields."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_METADATA = 14  # ModelProto.metadata_props in onnx.proto
_LONGEST = 8 * 1024 * 1024  # bytes of one entry; the longest real ones are lists of a few thousand numbers
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


def onnx_metadata(path: Path) -> dict[str, str]:
    """Return the metadata entries of an ONNX file.

    Raises:
        ValueError: it is no ONNX file, or cut short.
        OSError: it cannot be read.
    """
    found: dict[str, str] = {}
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if not size:
            raise ValueError("empty")
        while file.tell() < size:
            field, kind = divmod(_varint(file), 8)
            length = _length(file, kind)
            if not field or file.tell() + length > size:
                raise ValueError("cut short")
            if field == _METADATA and kind == _BYTES and length <= _LONGEST:
                key, value = _entry(file.read(length))
                found[key] = value
            else:
                file.seek(length, os.SEEK_CUR)
    return found


def _length(file: BinaryIO, kind: int) -> int:
    """Return how many bytes of the field's value follow."""
    if kind == _BYTES:
        return _varint(file)
    if kind == _VARINT:
        _varint(file)
        return 0
    if kind in {_EIGHT, _FOUR}:
        return 8 if kind == _EIGHT else 4
    raise ValueError(f"wire type {kind}")


def _entry(data: bytes) -> tuple[str, str]:
    parts = {1: "", 2: ""}
    file = BytesIO(data)
    while file.tell() < len(data):
        field, kind = divmod(_varint(file), 8)
        value = file.read(_length(file, kind))
        if kind == _BYTES:
            parts[field] = value.decode("utf-8", errors="replace")
    return parts[1], parts[2]


def _varint(file: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            raise ValueError("cut short")
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("number too long")

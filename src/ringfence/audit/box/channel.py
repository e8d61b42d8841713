"""The wire between the processes of the box: pickled messages, each behind its length.

What comes from a worker is unpickled with nothing but the nouns of the schema and the box allowed: a worker has read a hostile
file.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import is_dataclass
from enum import EnumType
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 512 * 2**20
_LENGTH = 4


class BrokenChannelError(Exception):
    """A message that is none: the other side ended in the middle of it, or sent what it must not."""


class _Nouns(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- whatever class it is
        """Allow the schema's dataclasses and enumerations only, not what its modules import."""
        if module.startswith("ringfence.schema.") and "." not in name:
            found = super().find_class(module, name)
            if getattr(found, "__module__", "") == module and (is_dataclass(found) or isinstance(found, EnumType)):
                return found
        raise BrokenChannelError(f"{module}.{name}")


def packed(message: object) -> bytes:
    """Return a message as it goes over the wire."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(_LENGTH, "little") + data


def send(stream: BinaryIO, message: object) -> None:
    """Write a message."""
    stream.write(packed(message))
    stream.flush()


def receive(stream: BinaryIO) -> Any | None:  # noqa: ANN401 -- whatever was sent
    """Read a message of a trusted side (our process to the keeper); None at the end."""
    data = _frame(stream)
    return None if data is None else pickle.loads(data)  # noqa: S301 -- from our own process only


def receive_nouns(stream: BinaryIO) -> Any | None:  # noqa: ANN401 -- whatever was sent
    """Read a message that a worker had a part in; None at the end.

    Raises:
        BrokenChannelError: it is cut, or holds anything but plain values and nouns of the schema.
    """
    data = _frame(stream)
    return None if data is None else nouns_of(data)


def nouns_of(data: bytes) -> Any:  # noqa: ANN401 -- whatever was sent
    """Return the message in ``data``; see :func:`receive_nouns`."""
    try:
        return _Nouns(io.BytesIO(data)).load()
    except BrokenChannelError:
        raise
    except Exception as error:  # pickle raises whatever a broken stream leads to
        raise BrokenChannelError(type(error).__name__) from error


def frames_in(buffer: bytearray) -> list[bytes]:
    """Take the whole frames, each with its length, from the front of ``buffer``; a cut one stays."""
    found: list[bytes] = []
    while len(buffer) >= _LENGTH:
        end = _LENGTH + int.from_bytes(buffer[:_LENGTH], "little")
        if end > LONGEST:
            raise BrokenChannelError("length")
        if len(buffer) < end:
            break
        found.append(bytes(buffer[:end]))
        del buffer[:end]
    return found


def _frame(stream: BinaryIO) -> bytes | None:
    head = _exactly(stream.read, _LENGTH)
    if not head:
        return None
    length = int.from_bytes(head, "little")
    data = _exactly(stream.read, length) if len(head) == _LENGTH and length <= LONGEST else b""
    if len(data) != length or not data:
        raise BrokenChannelError("cut")
    return data


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    pieces: list[bytes] = []
    left = size
    while left and (piece := read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)

"""People who may read a case without owning it: ``keys/readers/<id>/secret.age`` and one small file per original.

A reader (a lawyer) opens log and originals with an age key of their own. They cannot sign, so they cannot write. Nothing of the
case's own is wrapped again for them; what is theirs lies in a folder of theirs, and is destroyed when they are removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pyrage

from ringfence.vault.errors import NotARecipientError
from ringfence.vault.keyring import KEYS_FOLDER, recipient_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

READERS_FOLDER = f"{KEYS_FOLDER}/readers"
KIND = "vault.recipients"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read: their id (16 hex digits), age public key and name."""

    id: str
    recipient: str
    name: str


def reader_id(recipient: str) -> str:
    """Return the folder name for an age public key."""
    return sha256(recipient.encode()).hexdigest()[:16]


def checked_recipient(text: str) -> str:
    """Return an age public key in its one form.

    Raises:
        NotARecipientError: it is none.
    """
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError as error:
        raise NotARecipientError from error


def seal_to(data: bytes, recipient: str) -> bytes:
    """Return an age file of ``data`` for an age public key."""
    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(recipient)]))


def own_folder(folder: Path, age_key: str) -> Path | None:
    """Return the folder of the reader who holds ``age_key``; None when nobody of that key may read."""
    own = folder / READERS_FOLDER / reader_id(recipient_of(age_key))
    return own if own.is_dir() else None


def active_readers(bodies: Iterable[Mapping[str, Any]]) -> tuple[Reader, ...]:
    """Return who may read after the ``vault.recipients`` entries with these bodies, in order."""
    readers: dict[str, Reader] = {}
    for body in bodies:
        if body["op"] == "add":
            readers[body["id"]] = Reader(body["id"], body["recipient"], body.get("name", ""))
        else:
            readers.pop(body["id"], None)
    return tuple(readers.values())

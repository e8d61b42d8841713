"""The server's own key: in a file outside the database, readable by its user only.

What must not be read off the database is sealed with it.

A copy of the database alone opens no session, gives no second factor and tells no number (``fingerprints``). Cases are not
encrypted with this key: theirs are nobody's but their people's.
"""

from __future__ import annotations

import hmac
import os
import secrets
from functools import cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path


class UnsealedError(ValueError):
    """The bytes were not sealed for this use with this key."""


def server_key(path: Path) -> bytes:
    """Return the 32 bytes of the key file; made at the first start.

    Raises:
        ValueError: the file is no key, or others may read it.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return server_key(path)  # another process was quicker
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32) + "\n")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ValueError(f"{path}: others may read the server's key; chmod 600")
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != 32:
        raise ValueError(f"{path}: not a key")
    return key


@cache
def _derived(key: bytes, use: str) -> bytes:
    return HKDF(SHA256(), 32, None, b"ringfence server " + use.encode()).derive(key)


def subkey(use: str) -> bytes:
    """Return 32 bytes for one use."""
    return _derived(settings.RINGFENCE_KEY, use)


def digest(use: str, text: str) -> str:
    """Return the keyed digest of ``text`` (64 hex digits): equal texts meet, nobody without the key can try numbers out."""
    return hmac.new(subkey(use), text.encode(), "sha256").hexdigest()


def seal(use: str, data: bytes) -> bytes:
    """Encrypt a few bytes for one use."""
    nonce = secrets.token_bytes(12)
    return nonce + ChaCha20Poly1305(subkey(use)).encrypt(nonce, data, None)


def unseal(use: str, data: bytes) -> bytes:
    """Decrypt them.

    Raises:
        UnsealedError: they were sealed otherwise.
    """
    try:
        return ChaCha20Poly1305(subkey(use)).decrypt(data[:12], data[12:], None)
    except (InvalidTag, ValueError) as fault:
        raise UnsealedError(use) from fault

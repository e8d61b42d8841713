"""The printed recovery key: 140 random bits in an alphabet without look-alikes, with two check characters.

``7K3M9-...``: six groups of five in Crockford's base 32 (no I, L, O, U). It is used as an age passphrase exactly as printed,
so the plain ``age`` tool opens ``keys/recovery-1.age`` with it; our own reader also forgives case, spaces and O/0, I/L/1.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIKE = str.maketrans("OIL", "011", " -\t　－—–_")
_DATA = 28
_CHECK = 2
WORK_FACTOR = 10  # 140 random bits need no stretching; unlocking with it is quick on any machine


def new_recovery_key() -> str:
    """Return a fresh recovery key as it is to be printed."""
    data = "".join(secrets.choice(_ALPHABET) for _ in range(_DATA))
    return _grouped(data + _check(data))


def parse_recovery_key(text: str) -> str | None:
    """Return the key as printed for what somebody typed; None when it cannot be right (length, alphabet, check)."""
    plain = text.strip().upper().translate(_LIKE)
    data, check = plain[:_DATA], plain[_DATA:]
    if len(plain) != _DATA + _CHECK or any(char not in _ALPHABET for char in plain) or check != _check(data):
        return None
    return _grouped(plain)


def _check(data: str) -> str:
    value = int.from_bytes(sha256(b"ringfence recovery key" + data.encode()).digest()[:2], "big")
    return _ALPHABET[value >> 11] + _ALPHABET[value >> 6 & 31]


def _grouped(plain: str) -> str:
    return "-".join(plain[at : at + 5] for at in range(0, len(plain), 5))

"""The secrets of one case, written as an age identity file.

``age -d keys/passphrase-1.age`` gives exactly this text: a standard identity file for the ``age`` tool, with three comment lines
that our reader needs for the log. Because the text is sealed under the passphrase, nobody without it can exchange the
signature key or the secret: opening a case authenticates both.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SECRET_KEY = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.MULTILINE)
_LINE = re.compile(r"^# ringfence-(case|verify|secret): ([0-9a-f]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What opens a case.

    Attributes:
        age_key: ``AGE-SECRET-KEY-1...``; opens everything under ``keys/`` that is for recipients, and so the originals.
        case_id: 32 hex digits; empty in a bare age identity.
        verify_key: the Ed25519 public key that heads must be signed with, 32 bytes; empty in a bare age identity.
        secret: 32 bytes from which log, blob-name and cache keys are derived; empty in a bare age identity.
    """

    age_key: str
    case_id: str = ""
    verify_key: bytes = b""
    secret: bytes = b""

    @property
    def text(self) -> str:
        """Return the identity file."""
        return f"{self.shared_text}{self.age_key}\n"

    @property
    def shared_text(self) -> str:
        """Return what a reader is given: everything but the key."""
        return (
            f"# ringfence-case: {self.case_id}\n# ringfence-verify: {self.verify_key.hex()}\n"
            f"# ringfence-secret: {self.secret.hex()}\n"
        )

    def subkey(self, purpose: str) -> bytes:
        """Return the 32-byte key for one purpose: HKDF-SHA-256(secret, no salt, ``ringfence.vault/1/<purpose>``)."""
        return HKDF(SHA256(), 32, None, b"ringfence.vault/1/" + purpose.encode()).derive(self.secret)

    def __repr__(self) -> str:
        return f"Identity(case_id={self.case_id!r})"  # secrets never reach a log


def new_secret() -> bytes:
    """Return a fresh case secret."""
    return os.urandom(32)


def parse_identity(text: str) -> Identity | None:
    """Read an identity file; a bare ``AGE-SECRET-KEY-1...`` gives empty other fields; None when there is no such key."""
    key = _SECRET_KEY.search(text)
    if key is None:
        return None
    fields = dict(_LINE.findall(text))
    try:
        return Identity(
            key.group(0),
            fields.get("case", ""),
            bytes.fromhex(fields.get("verify", "")),
            bytes.fromhex(fields.get("secret", "")),
        )
    except ValueError:
        return None

"""One kept original: its digests, and the small file that holds its key.

``keys/blobs/<id>-1.age`` decrypts (with the case's age identity) to an age identity file for ``blobs/<id>.age``::

    # ringfence-blob: {"blob":"<id>","sha256":"...","size":...,"sm3":"...","stored_sha256":"...","stored_size":...}
    # ringfence-mac: <HMAC-SHA-256, hex>
    AGE-SECRET-KEY-1...

The MAC (key from the case secret) is over the JSON, a newline and the key line: anyone can encrypt to an age recipient, but only
the case can have written this.
"""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import asdict, dataclass
from dataclasses import fields as dataclass_fields
from hashlib import sha256
from typing import Any

_KEY_FILE = re.compile(
    r"# ringfence-blob: (\{[^\n]*\})\n# ringfence-mac: ([0-9a-f]{64})\n(AGE-SECRET-KEY-1[0-9A-Z]+)\n"
)
_BODY_KEYS = frozenset({"blob", "size", "sha256", "sm3"})


@dataclass(frozen=True, slots=True)
class Blob:
    """One original kept in the vault.

    Attributes:
        id: 40 hex digits, a keyed digest of :attr:`sha256`: the same original has the same id in one case, and nobody outside can
            tell from the name whether a file they know is in the case.
        size: bytes of the original.
        sha256: digest of the original, 64 hex digits.
        sm3: the same by SM3.
        stored_size: bytes of the encrypted file.
        stored_sha256: digest of the encrypted file, which anyone can check.
    """

    id: str
    size: int
    sha256: str
    sm3: str
    stored_size: int
    stored_sha256: str

    def as_body(self) -> dict[str, str | int]:
        """Return what an entry's body holds to commit the log to this original: at any depth, append finds it."""
        return {"blob": self.id, "size": self.size, "sha256": self.sha256, "sm3": self.sm3}


def blobs_in(body: object) -> list[dict[str, Any]]:
    """Return every :meth:`Blob.as_body` inside a JSON value, at any depth."""
    found: list[dict[str, Any]] = []
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.keys() >= _BODY_KEYS:
                found.append(value)
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
    return found[::-1]


def write_key_file(blob: Blob, identity: str, mac_key: bytes) -> bytes:
    """Return the text of a blob's key file."""
    fields = asdict(blob)
    fields["blob"] = fields.pop("id")
    facts = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return f"# ringfence-blob: {facts}\n# ringfence-mac: {_mac(mac_key, facts, identity)}\n{identity}\n".encode()


def parse_key_file(data: bytes, mac_key: bytes) -> tuple[Blob, str] | None:
    """Return a blob and the age identity that opens it; None when the text is not one of ours."""
    match = _KEY_FILE.fullmatch(data.decode("ascii", "replace"))
    if match is None or not hmac.compare_digest(_mac(mac_key, match[1], match[3]), match[2]):
        return None
    facts: dict[str, Any] = json.loads(match[1])
    facts["id"] = facts["blob"]
    return Blob(**{field.name: facts[field.name] for field in dataclass_fields(Blob)}), match[3]


def _mac(key: bytes, facts: str, identity: str) -> str:
    return hmac.digest(key, f"{facts}\n{identity}".encode(), sha256).hex()

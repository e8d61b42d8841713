"""A signed tree head: size and Merkle root of the log at one moment, as a text that can be printed, sent and checked.

It is a C2SP checkpoint (signed note, Ed25519)::

    ringfence.vault/1/<case id>
    <size>
    <root, base64>
    time <microseconds UTC, vault clock>
    previous <size of the head before>

    — ringfence.vault/1/<case id> <base64(key id (4) || signature (64))>

What is signed is the text up to and including the newline before the empty line. Whoever keeps such a text, or only
:attr:`Head.code`, can later prove that the log still begins with the same entries.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "ringfence.vault/1/"
_ORIGIN_LINE = rf"{re.escape(ORIGIN)}([0-9a-f]{{32}})"
_NOTE = re.compile(
    rf"{_ORIGIN_LINE}\n([1-9][0-9]*)\n([A-Za-z0-9+/]{{43}}=)\ntime (0|-?[1-9][0-9]*)\nprevious (0|[1-9][0-9]*)\n"
    rf"\n— {_ORIGIN_LINE} ([A-Za-z0-9+/]{{91}}=)\n"
)
_CODE_WITHIN = re.compile(r"(?<![0-9A-Za-z])(\d+)-([0-9a-fA-F]{64})(?![0-9A-Za-z])")  # in a message around it
_CODE = re.compile(r"(\d+)-([0-9a-fA-F]{64})")
# What a write that was cut short leaves: whole lines in order, then the beginning of the next one.
_LINES = (
    _ORIGIN_LINE,
    r"[1-9][0-9]*",
    r"[A-Za-z0-9+/]{43}=",
    r"time (0|-?[1-9][0-9]*)",
    r"previous (0|[1-9][0-9]*)",
    r"",
    rf"— {_ORIGIN_LINE} [A-Za-z0-9+/]{{91}}=",
)
_BEGUN = (
    r"[0-9a-z./]{0,50}",
    r"[0-9]*",
    r"[A-Za-z0-9+/]{0,43}=?",
    r"t?i?m?e? ?-?[0-9]*",
    r"[previous]{0,8} ?[0-9]*",
    r"",
    rf"(?:—|\udce2\udc80?)? ?[0-9a-z./]{{0,{len(ORIGIN) + 32}}} ?[A-Za-z0-9+/]{{0,91}}=?",
)


@dataclass(frozen=True, slots=True)
class Head:
    """One signed tree head.

    Attributes:
        case_id: 32 hex digits.
        size: entries it covers.
        root: RFC 6962 Merkle root over their digests, 32 bytes.
        micros: time of signing by the vault's clock, microseconds UTC.
        previous: size of the head signed before this one; 0 for the first.
        signature: key id and Ed25519 signature, 68 bytes.
    """

    case_id: str
    size: int
    root: bytes
    micros: int
    previous: int
    signature: bytes

    @property
    def note(self) -> str:
        """Return the text that is signed."""
        return _note(self.case_id, self.size, self.root, self.micros, self.previous)

    @property
    def text(self) -> str:
        """Return the whole signed note, as in ``heads/heads.txt``."""
        return f"{self.note}\n— {ORIGIN}{self.case_id} {b64encode(self.signature).decode()}\n"

    @property
    def code(self) -> str:
        """Return the shortest thing worth anchoring: ``<size>-<root as 64 hex digits>``."""
        return f"{self.size}-{self.root.hex()}"

    def signed_by(self, public_key: bytes) -> bool:
        """Tell whether the signature is that of the Ed25519 key (32 bytes)."""
        if self.signature[:4] != _key_id(self.case_id, public_key):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature[4:], self.note.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Anchor:
    """What somebody outside keeps of a head: how many entries, and the root over them (32 bytes)."""

    size: int
    root: bytes


def sign_head(key: Ed25519PrivateKey, *, case_id: str, size: int, root: bytes, micros: int, previous: int) -> Head:
    """Return a head signed with ``key``."""
    signature = key.sign(_note(case_id, size, root, micros, previous).encode())
    return Head(
        case_id, size, root, micros, previous, _key_id(case_id, key.public_key().public_bytes_raw()) + signature
    )


def parse_head(text: str, at: int = 0) -> tuple[Head, int] | None:
    """Return the head whose text begins at ``at`` and where it ends; None when there is none."""
    match = _NOTE.match(text, at)
    if match is None or match[1] != match[6] or len(match[2]) > 18 or len(match[4]) > 18 or len(match[5]) > 18:
        return None
    head = Head(match[1], int(match[2]), b64decode(match[3]), int(match[4]), int(match[5]), b64decode(match[7]))
    if head.text != match[0]:
        return None  # base64 with stray bits: not what we wrote
    return head, match.end()


def parse_anchor(text: str) -> Anchor | None:
    """Read an anchor from a head's text or its code, as kept by somebody outside; None when it is neither."""
    parsed = parse_head(text.replace("\r\n", "\n").strip() + "\n")
    if parsed is not None:
        return Anchor(parsed[0].size, parsed[0].root)
    code = _CODE.fullmatch("".join(text.split())) or _CODE_WITHIN.search(text)
    return Anchor(int(code[1]), bytes.fromhex(code[2])) if code and len(code[1]) <= 18 else None


def could_be_torn(text: str) -> bool:
    """Tell whether ``text`` may be the beginning of a head whose writing was cut short (and not a changed head).

    ``text`` is decoded with ``surrogateescape``: the cut may fall inside the dash. After a power cut a file may also hold zeros
    where bytes did not reach the disk, from the end backwards or from the beginning on; no single flipped bit makes these.
    """
    text = text.rstrip("\0")
    if text.startswith("\0"):
        return True
    *whole, begun = text.split("\n")
    if len(whole) >= len(_LINES):
        return False
    fits = all(re.fullmatch(pattern, line) for pattern, line in zip(_LINES, whole, strict=False))
    return fits and re.fullmatch(_BEGUN[len(whole)], begun) is not None


def _note(case_id: str, size: int, root: bytes, micros: int, previous: int) -> str:
    return f"{ORIGIN}{case_id}\n{size}\n{b64encode(root).decode()}\ntime {micros}\nprevious {previous}\n"


def _key_id(case_id: str, public_key: bytes) -> bytes:
    return sha256(f"{ORIGIN}{case_id}\n".encode() + b"\x01" + public_key).digest()[:4]

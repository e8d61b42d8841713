"""One entry of the log as bytes.

Layout (big-endian; docs/vault-format.md)::

    0   4  "RFE1"
    4   4  length of the whole frame, L
    8   8  seq, from 0
    16  8  time of writing, microseconds UTC, signed
    24  32 digest of the previous entry (zeros for entry 0)
    56  32 commitment: SHA-256(salt || payload)
    88  2  generation of the case secret (1)
    90  2  number of claims
    92  .. claims: op u8, path length u8, path (ASCII), size u64, SHA-256 (32)
    ..  12 nonce
    ..  .. ChaCha20-Poly1305(salt || payload), everything before as associated data
    L-32 32 digest: SHA-256(0x00 || all before), which is the RFC 6962 leaf hash

Claims are in clear: they say which file of the vault has which digest from this entry on, so that a third party without
any secret can check files against the signed log. The commitment lets one entry's payload be disclosed and proved later
without the key.
"""

from __future__ import annotations

import json
import os
import re
import struct
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag

from ringfence.vault.errors import DamagedEntryError, UnstorableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"RFE1"
GENERATION = 1
ZERO = bytes(32)
MAX_FRAME = 64 << 20
_HEAD = struct.Struct(">4sIQq32s32sHH")
_CLAIM_TAIL = struct.Struct(">Q32s")
_NONCE = 12
_SALT = 32
_TAG = 16
_MIN = _HEAD.size + _NONCE + _SALT + _TAG + 32
_PATH = re.compile(
    r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*){0,3}"
)  # relative, and never up: no part begins with a dot


class ClaimOp(IntEnum):
    """What a claim says about a file; numbers above these are a later version's."""

    HOLDS = 1  # from this entry on the file has this size and digest
    GONE = 2  # the file was destroyed on purpose


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement, in clear, about a file of the vault (path relative to its folder; op: see :class:`ClaimOp`)."""

    op: int
    path: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """One parsed frame; nothing in it is trusted before its digest, its link and a signed head were checked.

    Attributes:
        digest: as stored in the frame.
        intact: whether the stored digest is that of the bytes.
        size: length in bytes.
    """

    seq: int
    written_micros: int
    previous: bytes
    commitment: bytes
    generation: int
    claims: tuple[Claim, ...]
    covered: bytes
    sealed: bytes
    digest: bytes
    intact: bool
    size: int


class FrameFault(ValueError):  # noqa: N818 -- a fault of bytes that callers turn into their own error or finding
    """Bytes that are no whole frame; ``torn`` when they end before the frame does."""

    def __init__(self, *, torn: bool) -> None:
        super().__init__("torn frame" if torn else "no frame")
        self.torn = torn


def encode_frame(
    aead: ChaCha20Poly1305, *, seq: int, written_micros: int, previous: bytes, claims: Sequence[Claim], payload: bytes
) -> tuple[bytes, bytes]:
    """Return one frame and its digest.

    Raises:
        UnstorableError: the payload or the claims are too big.
    """
    salt = os.urandom(_SALT)
    claimed = b"".join(map(_encode_claim, claims))
    size = _MIN + len(claimed) + len(payload)
    if size > MAX_FRAME or len(claims) > 0xFFFF:
        raise UnstorableError(
            "这条记录太大(上限 64 MB,65535 个文件)。请把内容存成原件,只在记录里引用。",
            "This entry is too big (at most 64 MB and 65535 files). Keep the content as an original and refer to it.",
        )
    commitment = sha256(salt + payload).digest()
    head = _HEAD.pack(MAGIC, size, seq, written_micros, previous, commitment, GENERATION, len(claims))
    nonce = os.urandom(_NONCE)
    covered = head + claimed + nonce
    body = covered + aead.encrypt(nonce, salt + payload, covered)
    digest = sha256(b"\x00" + body).digest()
    return body + digest, digest


def parse_frame(data: bytes, at: int) -> Frame:
    """Parse the frame that begins at ``data[at]``.

    Raises:
        FrameFault: there is no whole frame.
    """
    if len(data) - at < _HEAD.size:
        raise FrameFault(torn=data[at : at + 4] == MAGIC[: len(data) - at])
    magic, size, seq, micros, previous, commitment, generation, count = _HEAD.unpack_from(data, at)
    if magic != MAGIC or not _MIN <= size <= MAX_FRAME:
        raise FrameFault(torn=False)
    if len(data) - at < size:
        raise FrameFault(torn=True)
    end = at + size - 32
    claims, cursor = _parse_claims(data, at + _HEAD.size, end, count) if count else ((), at + _HEAD.size)
    cursor += _NONCE
    body = data[at:end]
    digest = data[end : end + 32]
    return Frame(
        seq,
        micros,
        previous,
        commitment,
        generation,
        claims,
        body[: cursor - at],
        body[cursor - at :],
        digest,
        sha256(b"\x00" + body).digest() == digest,
        size,
    )


def find_frame(data: bytes, at: int) -> int:
    """Return where the next frame may begin at or after ``at`` (``len(data)`` when nowhere): to go on after damage."""
    found = data.find(MAGIC, at)
    return len(data) if found < 0 else found


def open_payload(frame: Frame, aead: ChaCha20Poly1305) -> bytes:
    """Return a frame's payload; errors as :func:`open_frame`."""
    return open_frame(frame, aead)[_SALT:]


def open_frame(frame: Frame, aead: ChaCha20Poly1305) -> bytes:
    """Return a frame's salt || payload: what its commitment is the SHA-256 of, so what discloses it.

    Raises:
        DamagedEntryError: it does not authenticate or is not what was committed to.
    """
    try:
        plain = aead.decrypt(frame.covered[-_NONCE:], frame.sealed, frame.covered)
    except InvalidTag as error:
        raise DamagedEntryError(frame.seq, "内容不能通过认证", "its content does not authenticate") from error
    if sha256(plain).digest() != frame.commitment:
        raise DamagedEntryError(frame.seq, "内容与承诺值不符", "its content is not what was committed to")
    return plain


def encode_payload(kind: str, body: Mapping[str, Any]) -> bytes:
    """Return kind and body as UTF-8 JSON; lone surrogates (seen in SMS backups) stay as escapes.

    Raises:
        UnstorableError: something in the body is not JSON, or a key is not text.
    """
    content = {"kind": kind, "body": dict(body)}
    try:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        _refuse_other_keys(content)
        try:
            return text.encode()
        except UnicodeEncodeError:
            return json.dumps(content, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise UnstorableError(
            f"记录“{kind}”里有日志存不下的值(只能是文字、数字、是非、空、列表和以文字为键的表)。",
            f"The entry {kind!r} holds a value that the log cannot store (JSON with text keys only).",
        ) from error


def _refuse_other_keys(content: object) -> None:
    """Raise TypeError for a key that is not text: JSON would quietly turn 1 into "1". ``content`` must be known to end."""
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise TypeError("key is not text")
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)


def decode_payload(seq: int, payload: bytes) -> tuple[str, dict[str, Any]]:
    """Return kind and body.

    Raises:
        DamagedEntryError: not what :func:`encode_payload` writes.
    """
    try:
        content = json.loads(payload.decode())
        kind, body = content["kind"], content["body"]
        if isinstance(kind, str) and isinstance(body, dict):
            return kind, body
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    raise DamagedEntryError(seq, "内容不是约定的格式", "its content is not in the agreed form")


def _encode_claim(claim: Claim) -> bytes:
    if not _PATH.fullmatch(claim.path):
        raise ValueError(f"no claim can be made about {claim.path!r}")
    path = claim.path.encode("ascii")
    return bytes((claim.op, len(path))) + path + _CLAIM_TAIL.pack(claim.size, claim.sha256)


def _parse_claims(data: bytes, at: int, end: int, count: int) -> tuple[tuple[Claim, ...], int]:
    claims: list[Claim] = []
    for _ in range(count):
        if at + 2 > end or at + 2 + data[at + 1] + _CLAIM_TAIL.size > end:
            raise FrameFault(torn=False)
        op, length = data[at], data[at + 1]
        path = data[at + 2 : at + 2 + length].decode("ascii", "replace")
        if not _PATH.fullmatch(path):
            raise FrameFault(torn=False)
        at += 2 + length
        size, digest = _CLAIM_TAIL.unpack_from(data, at)
        claims.append(Claim(op, path, size, digest))
        at += _CLAIM_TAIL.size
    return tuple(claims), at

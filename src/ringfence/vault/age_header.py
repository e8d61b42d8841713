"""The header of an age file: how its 16-byte file key is wrapped (age-encryption.org/v1, X25519 and scrypt stanzas).

Why not pyrage for this: it neither lets the scrypt work factor be set (it measures the machine and takes what lasts a second,
so a case made on a fast desktop may need a gigabyte on an old laptop) nor gives the file key, which :mod:`.age_payload` needs
to read an original from the middle. Small files for recipients of any type are still pyrage's work (:mod:`.keyring`).
"""

from __future__ import annotations

import hmac
import os
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ringfence.vault.bech32 import bech32_decode, bech32_encode

HEADER_LIMIT = 64 * 1024
MAX_WORK_FACTOR = 22  # 4 GiB: the age tool's own limit
_VERSION = b"age-encryption.org/v1\n"
_ZERO_NONCE = bytes(12)
_MAC_LINE = re.compile(rb"^--- ([A-Za-z0-9+/]{43})\n", re.MULTILINE)


class AgeFormatError(ValueError):
    """Bytes that are no age v1 file, or one that the given key does not open."""


@dataclass(frozen=True, slots=True)
class Stanza:
    """One wrapping of the file key: its arguments (the type first) and its body."""

    args: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header: its stanzas, the bytes that the MAC covers, the MAC, and where the payload begins."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes
    size: int


def new_file_key() -> bytes:
    """Return 16 fresh random bytes."""
    return os.urandom(16)


def new_x25519_identity() -> tuple[str, str]:
    """Return a fresh (``AGE-SECRET-KEY-1...``, ``age1...``)."""
    key = X25519PrivateKey.generate()
    secret = bech32_encode("age-secret-key-", key.private_bytes_raw()).upper()
    return secret, bech32_encode("age", key.public_key().public_bytes_raw())


def write_header(file_key: bytes, *stanzas: Stanza) -> bytes:
    """Return the header that carries ``file_key`` in each of ``stanzas``."""
    lines: list[str] = []
    for stanza in stanzas:
        body = _b64(stanza.body)
        lines += [f"-> {' '.join(stanza.args)}", *(body[at : at + 64] for at in range(0, len(body) + 1, 64))]
    covered = _VERSION + "\n".join([*lines, "---"]).encode()
    return covered + b" " + _b64(_mac(file_key, covered)).encode() + b"\n"


def parse_header(data: bytes) -> Header:
    """Parse the header at the start of ``data`` (give at least :data:`HEADER_LIMIT` bytes, or the whole file).

    Raises:
        AgeFormatError: not an age v1 header.
    """
    end = _MAC_LINE.search(data, 0, HEADER_LIMIT)
    if not data.startswith(_VERSION) or end is None:
        raise AgeFormatError("no age header")
    lines = data[len(_VERSION) : end.start()].split(b"\n")[:-1]
    stanzas: list[Stanza] = []
    while lines:
        stanzas.append(_take_stanza(lines))
    return Header(tuple(stanzas), data[: end.start() + 3], _unb64(end.group(1).decode()), end.end())


def check_mac(header: Header, file_key: bytes) -> None:
    """Raise :class:`AgeFormatError` unless the header's MAC was made with ``file_key``."""
    if not hmac.compare_digest(_mac(file_key, header.covered), header.mac):
        raise AgeFormatError("header MAC differs")


def wrap_x25519(file_key: bytes, recipient: str) -> Stanza:
    """Wrap ``file_key`` for ``recipient`` (``age1...``)."""
    public = _key(recipient, "age")
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    wrap = _hkdf(ephemeral.exchange(X25519PublicKey.from_public_bytes(public)), share + public, b"X25519")
    return Stanza(("X25519", _b64(share)), ChaCha20Poly1305(wrap).encrypt(_ZERO_NONCE, file_key, None))


def unwrap_x25519(header: Header, identity: str) -> bytes:
    """Return the file key that ``identity`` (``AGE-SECRET-KEY-1...``) opens.

    Raises:
        AgeFormatError: no stanza is for this identity, or the header was changed.
    """
    secret = X25519PrivateKey.from_private_bytes(_key(identity, "age-secret-key-"))
    public = secret.public_key().public_bytes_raw()
    for stanza in header.stanzas:
        if stanza.args[0] != "X25519":
            continue
        share = _unb64(stanza.args[1]) if len(stanza.args) == 2 else b""
        if len(share) != 32 or len(stanza.body) != 32:
            raise AgeFormatError("malformed X25519 stanza")
        try:
            wrap = _hkdf(secret.exchange(X25519PublicKey.from_public_bytes(share)), share + public, b"X25519")
            file_key = ChaCha20Poly1305(wrap).decrypt(_ZERO_NONCE, stanza.body, None)
        except (InvalidTag, ValueError):
            continue
        check_mac(header, file_key)
        return file_key
    raise AgeFormatError("not for this identity")


def wrap_scrypt(file_key: bytes, passphrase: str, work_factor: int) -> Stanza:
    """Wrap ``file_key`` under ``passphrase`` with scrypt N = 2**work_factor (18: 256 MiB, about 0.6 s)."""
    salt = os.urandom(16)
    wrap = _scrypt(passphrase, salt, work_factor)
    body = ChaCha20Poly1305(wrap).encrypt(_ZERO_NONCE, file_key, None)
    return Stanza(("scrypt", _b64(salt), str(work_factor)), body)


def unwrap_scrypt(header: Header, passphrase: str) -> bytes:
    """Return the file key that ``passphrase`` opens.

    Raises:
        AgeFormatError: wrong passphrase, another kind of file, a work factor above :data:`MAX_WORK_FACTOR`, or a changed header.
    """
    if len(header.stanzas) != 1 or header.stanzas[0].args[0] != "scrypt" or len(header.stanzas[0].args) != 3:
        raise AgeFormatError("not a passphrase file")
    stanza = header.stanzas[0]
    salt = _unb64(stanza.args[1])
    if len(salt) != 16 or len(stanza.body) != 32 or not re.fullmatch(r"[1-9][0-9]?", stanza.args[2]):
        raise AgeFormatError("malformed scrypt stanza")
    if int(stanza.args[2]) > MAX_WORK_FACTOR:
        raise AgeFormatError("work factor too high")
    try:
        file_key = ChaCha20Poly1305(_scrypt(passphrase, salt, int(stanza.args[2]))).decrypt(
            _ZERO_NONCE, stanza.body, None
        )
    except InvalidTag as error:
        raise AgeFormatError("wrong passphrase") from error
    check_mac(header, file_key)
    return file_key


def _take_stanza(lines: list[bytes]) -> Stanza:
    """Remove one stanza from the front of ``lines``: its body ends with the first line shorter than 64."""
    first = lines.pop(0).decode("ascii", "replace")
    args = tuple(first[3:].split(" "))
    if not first.startswith("-> ") or not all(args):
        raise AgeFormatError("malformed stanza")
    body: list[str] = []
    while True:
        if not lines or len(lines[0]) > 64:
            raise AgeFormatError("malformed stanza")
        body.append(lines.pop(0).decode("ascii", "replace"))
        if len(body[-1]) < 64:
            return Stanza(args, _unb64("".join(body)))


def _mac(file_key: bytes, covered: bytes) -> bytes:
    key = HKDF(SHA256(), 32, None, b"header").derive(file_key)
    return hmac.digest(key, covered, sha256)


def _hkdf(secret: bytes, salt: bytes, kind: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, b"age-encryption.org/v1/" + kind).derive(secret)


def _scrypt(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    salt = b"age-encryption.org/v1/scrypt" + salt
    return Scrypt(salt=salt, length=32, n=1 << work_factor, r=8, p=1).derive(passphrase.encode())


def _key(text: str, prefix: str) -> bytes:
    try:
        found, key = bech32_decode(text)
    except ValueError as error:
        raise AgeFormatError("malformed key") from error
    if found != prefix or len(key) != 32:
        raise AgeFormatError("not an X25519 key")
    return key


def _b64(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")


def _unb64(text: str) -> bytes:
    """Decode unpadded base64, refusing what an encoder would not have written."""
    try:
        data = b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise AgeFormatError("malformed base64") from error
    if _b64(data) != text:
        raise AgeFormatError("base64 is not canonical")
    return data

"""The head of an adb backup, and the key of an encrypted one.

``ANDROID BACKUP``, version, compressed (0 or 1), ``none`` or ``AES-256``; when encrypted also: salt of the password, salt of
the checksum, rounds, IV, and the encrypted master key. Derived with PBKDF2-HMAC-SHA1; the checksum over the master key treats
its bytes as Java characters, which turns those above 127 into U+FFxx. (AOSP: BackupPasswordManager, PerformAdbBackupTask.)
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.ingest.errors import BrokenFileError, PasswordNeededError, WrongPasswordError
from ringfence.ingest.lazily import Lazily

if TYPE_CHECKING:
    from cryptography.hazmat.primitives import ciphers
    from cryptography.hazmat.primitives.ciphers import CipherContext, algorithms, modes
else:
    ciphers = Lazily("cryptography.hazmat.primitives.ciphers")
    algorithms = Lazily("cryptography.hazmat.primitives.ciphers.algorithms")
    modes = Lazily("cryptography.hazmat.primitives.ciphers.modes")

MAGIC = b"ANDROID BACKUP\n"
_HEAD = 4096
_ROUNDS = 1_000_000  # AOSP uses 10,000; a file that asks for more only wants to keep us busy
_KIND = "adb"


@dataclass(frozen=True, slots=True)
class Lock:
    """What an encrypted backup says about its key."""

    salt: bytes
    checksum_salt: bytes
    rounds: int
    iv: bytes
    master: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a backup; ``start``: where the content begins; ``lock``: None when it is not encrypted."""

    version: int
    compressed: bool
    start: int
    lock: Lock | None


@dataclass(frozen=True, slots=True)
class Key:
    """The master key and IV of one backup's content."""

    key: bytes
    iv: bytes

    def token(self) -> str:
        """Return the text that opens this backup again."""
        return f"{_KIND}:{self.key.hex()}:{self.iv.hex()}"

    @classmethod
    def of_token(cls, token: str) -> Key | None:
        """Return the key of :meth:`token`, None when it is none."""
        kind, _, rest = token.partition(":")
        key, _, iv = rest.partition(":")
        try:
            found = cls(bytes.fromhex(key), bytes.fromhex(iv))
        except ValueError:
            return None
        return found if kind == _KIND and len(found.key) == 32 and len(found.iv) == 16 else None

    def decryptor(self) -> CipherContext:
        """Return what decrypts the content from its start."""
        return ciphers.Cipher(algorithms.AES(self.key), modes.CBC(self.iv)).decryptor()


def read_header(name: str, head: bytes) -> Header:
    """Return the header in a file's first bytes.

    Raises:
        BrokenFileError: a line is missing or is not what it should be.
    """
    lines = head[:_HEAD].split(b"\n", 9)
    try:
        version, compressed, method = int(lines[1]), int(lines[2]), lines[3]
        if method == b"none":
            return Header(version, bool(compressed), sum(map(len, lines[:4])) + 4, None)
        lock = Lock(
            bytes.fromhex(lines[4].decode("ascii")),
            bytes.fromhex(lines[5].decode("ascii")),
            int(lines[6]),
            bytes.fromhex(lines[7].decode("ascii")),
            bytes.fromhex(lines[8].decode("ascii")),
        )
    except (IndexError, ValueError) as error:
        raise BrokenFileError(name, "header") from error
    if (
        method != b"AES-256"
        or not 0 < lock.rounds <= _ROUNDS
        or len(lock.iv) != 16
        or not lock.master
        or len(lock.master) % 16
    ):
        raise BrokenFileError(name, "header")
    return Header(version, bool(compressed), sum(map(len, lines[:9])) + 9, lock)


def unlock(name: str, header: Header, password: str | None, token: str = "") -> Key | None:
    """Return the key of a backup's content, None when it is not encrypted.

    Raises:
        PasswordNeededError, WrongPasswordError: neither the token nor the password opens it.
    """
    if header.lock is None:
        return None
    known = Key.of_token(token)
    if known is not None:
        return known
    if not password:
        raise PasswordNeededError(name)
    found = _open(header.lock, password, header.version)
    if found is None:
        raise WrongPasswordError(name)
    return found


def _open(lock: Lock, password: str, version: int) -> Key | None:
    """Return the key, None when the password is not the one."""
    derived = hashlib.pbkdf2_hmac("sha1", password.encode(), lock.salt, lock.rounds, 32)
    cipher = ciphers.Cipher(algorithms.AES(derived), modes.CBC(lock.iv)).decryptor()
    plain = cipher.update(lock.master) + cipher.finalize()
    parts: list[bytes] = []
    at = 0
    for wanted in (16, 32, 32):
        if plain[at : at + 1] != bytes([wanted]) or len(plain) < at + 1 + wanted:
            return None
        parts.append(plain[at + 1 : at + 1 + wanted])
        at += 1 + wanted
    iv, key, checksum = parts
    seen = hashlib.pbkdf2_hmac("sha1", _as_java(key, version), lock.checksum_salt, lock.rounds, 32)
    return Key(key, iv) if hmac.compare_digest(seen, checksum) else None


def _as_java(key: bytes, version: int) -> bytes:
    """Return the key as Java hands it to PBKDF2: bytes become characters with their sign; version 1 keeps the low bytes."""
    if version < 2:
        return key
    return "".join(chr(code if code < 128 else 0xFF00 | code) for code in key).encode()

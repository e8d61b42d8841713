"""The files under ``keys/``: how the case's identity is wrapped, and what it opens in turn."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pyrage
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from ringfence.vault.age_header import (
    HEADER_LIMIT,
    AgeFormatError,
    new_file_key,
    parse_header,
    unwrap_scrypt,
    wrap_scrypt,
    write_header,
)
from ringfence.vault.age_payload import PayloadReader, PayloadWriter
from ringfence.vault.disk import reading
from ringfence.vault.errors import DamagedKeyFileError, MissingKeyFileError, UnusablePassphraseError

if TYPE_CHECKING:
    from pathlib import Path

KEYS_FOLDER = "keys"
BLOB_KEYS_FOLDER = "keys/blobs"
PASSPHRASE = "passphrase"  # noqa: S105 -- a file's name
RECOVERY = "recovery"
SECRET_NAME = "keys/secret-1.age"  # noqa: S105 -- a file's name
SIGNING_NAME = "keys/signing-1.age"
VERIFY_NAME = "keys/verify.pem"
RECIPIENTS_NAME = "keys/recipients.txt"
WORK_FACTOR = 18  # the age tool's own: 256 MiB and about 0.6 s, which an old laptop can still do


def normal_passphrase(text: str) -> str:
    """Return a passphrase as it is used: NFC, as keyboards and input methods produce it.

    Raises:
        UnusablePassphraseError: empty, or with control characters, which the age tool's prompt would not take.
    """
    normal = unicodedata.normalize("NFC", text)
    if not normal or any(unicodedata.category(char) in {"Cc", "Cs"} for char in normal):
        raise UnusablePassphraseError
    return normal


def seal_with_passphrase(data: bytes, passphrase: str, work_factor: int) -> bytes:
    """Return a standard age passphrase file of ``data``."""
    file_key = new_file_key()
    payload = PayloadWriter(file_key)
    header = write_header(file_key, wrap_scrypt(file_key, passphrase, work_factor))
    return header + payload.begin() + payload.update(data) + payload.finish()


def open_with_passphrase(path: Path, passphrase: str) -> bytes:
    """Return the content of an age passphrase file.

    Raises:
        AgeFormatError: the passphrase is wrong or the file was changed; the two cannot be told apart from here.
    """
    with reading(path.name), path.open("rb") as stream:
        header = parse_header(stream.read(HEADER_LIMIT))
        file_key = unwrap_scrypt(header, passphrase)
        with PayloadReader(stream, header.size, file_key, lambda: AgeFormatError("damaged payload")) as payload:
            return payload.readall()


def seal_for(data: bytes, age_key: str) -> bytes:
    """Return an age file of ``data`` for the holder of ``age_key`` (``AGE-SECRET-KEY-1...``)."""
    recipient = pyrage.x25519.Identity.from_str(age_key).to_public()
    return bytes(pyrage.encrypt(data, [recipient]))


def unseal(path: Path, age_key: str) -> bytes:
    """Return the content of a small age file for ``age_key``.

    Raises:
        MissingKeyFileError: there is no such file.
        DamagedKeyFileError: it does not decrypt.
    """
    try:
        with reading(path.name):
            data = path.read_bytes()
    except Exception as error:
        if not path.exists():
            raise MissingKeyFileError(path) from error
        raise
    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(age_key)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise DamagedKeyFileError(path) from error


def recipient_of(age_key: str) -> str:
    """Return the public ``age1...`` of an ``AGE-SECRET-KEY-1...``."""
    return str(pyrage.x25519.Identity.from_str(age_key).to_public())


def generations(folder: Path, name: str) -> list[Path]:
    """Return ``keys/<name>-<n>.age``, newest first."""
    found = [(re.fullmatch(rf"{name}-(\d+)\.age", path.name), path) for path in (folder / KEYS_FOLDER).glob("*.age")]
    return [path for _, path in sorted(((int(match[1]), path) for match, path in found if match), reverse=True)]


def write_signing_key(key: Ed25519PrivateKey) -> bytes:
    """Return the private key as PKCS #8 PEM, which ``openssl pkey`` reads."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_verify_key(key: Ed25519PublicKey) -> bytes:
    """Return the public key as PEM, which ``openssl pkeyutl -verify -pubin`` reads."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_signing_key(folder: Path, age_key: str, verify_key: bytes) -> Ed25519PrivateKey:
    """Return the key that signs heads.

    Raises:
        MissingKeyFileError: there is no such file.
        DamagedKeyFileError: it does not decrypt, or is not the private half of ``verify_key``.
    """
    path = folder / SIGNING_NAME
    try:
        key = load_pem_private_key(unseal(path, age_key), None)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise DamagedKeyFileError(path) from error
    if not isinstance(key, Ed25519PrivateKey) or key.public_key().public_bytes_raw() != verify_key:
        raise DamagedKeyFileError(path)
    return key


def read_verify_key(folder: Path) -> bytes:
    """Return the public key that heads are signed with, 32 bytes.

    Raises:
        MissingKeyFileError: there is no ``keys/verify.pem``.
        DamagedKeyFileError: it is no Ed25519 public key.
    """
    path = folder / VERIFY_NAME
    if not path.is_file():
        raise MissingKeyFileError(path)
    with reading(VERIFY_NAME):
        data = path.read_bytes()
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise DamagedKeyFileError(path) from error
    if not isinstance(key, Ed25519PublicKey) or write_verify_key(key) != data:
        raise DamagedKeyFileError(path)
    return key.public_bytes_raw()

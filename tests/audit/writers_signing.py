"""Signs archives for tests: schemes v1 (the certificate's place only), v2, v3, v3.1, with keys made on the spot."""

from __future__ import annotations

import hashlib
import struct
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs7
from cryptography.x509.oid import NameOID
from writers_zip import Member, zip_of

SCHEMES = {"v2": 0x7109871A, "v3": 0xF05368C0, "v3.1": 0x1B93AD61}
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def signer(name: str = "test", *, curve: bool = True) -> tuple[Key, x509.Certificate]:
    """Return a key and its own certificate, the same one for the same name."""
    return _made(name, curve)


@cache
def _made(name: str, curve: bool) -> tuple[Key, x509.Certificate]:  # noqa: FBT001 -- part of the cache's key
    """Make a key and its certificate."""
    key: Key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def der(certificate: x509.Certificate) -> bytes:
    """Return a certificate as it is digested."""
    return certificate.public_bytes(Encoding.DER)


def jar_signature(name: str = "test") -> bytes:
    """Return what ``META-INF/CERT.RSA`` holds."""
    key, certificate = signer(name)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(b"Signature-Version: 1.0\n")
    return builder.add_signer(certificate, key, hashes.SHA256()).sign(
        Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature]
    )


def signed(
    members: list[Member], schemes: tuple[str, ...] = ("v2",), *, name: str = "test", curve: bool = True
) -> bytes:
    """Return an archive signed with the schemes by one key."""
    plain = zip_of(members)
    start = struct.unpack_from("<I", plain, len(plain) - 6)[0]
    digest = _digest([plain[:start], plain[start : len(plain) - 22], plain[len(plain) - 22 :]])
    block = signing_block([(scheme, _value(scheme, digest, name, curve=curve)) for scheme in schemes])
    return zip_of(members, before_directory=block)


def signing_block(pairs: list[tuple[str, bytes]]) -> bytes:
    """Return the block with its two sizes and its mark."""
    body = b"".join(struct.pack("<QI", 4 + len(value), SCHEMES[scheme]) + value for scheme, value in pairs)
    size = struct.pack("<Q", len(body) + 24)
    return size + body + size + b"APK Sig Block 42"


def _digest(parts: list[bytes]) -> bytes:
    """Return the content's digest in pieces of one MiB."""
    pieces = [part[at : at + (1 << 20)] for part in parts for at in range(0, len(part), 1 << 20)]
    digests = [hashlib.sha256(b"\xa5" + struct.pack("<I", len(piece)) + piece).digest() for piece in pieces]
    return hashlib.sha256(b"\x5a" + struct.pack("<I", len(digests)) + b"".join(digests)).digest()


def _value(scheme: str, digest: bytes, name: str, *, curve: bool) -> bytes:
    """Return the value of one scheme: one signer."""
    key, certificate = signer(name, curve=curve)
    number = struct.pack("<I", 0x0201 if curve else 0x0103)
    levels = b"" if scheme == "v2" else struct.pack("<2I", 28, 0x7FFFFFFF)
    content = _sized(_sized(number + _sized(digest))) + _sized(_sized(der(certificate))) + levels + _sized(b"")
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(content, padding.PKCS1v15(), hashes.SHA256())
    else:
        signature = key.sign(content, ec.ECDSA(hashes.SHA256()))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return _sized(_sized(_sized(content) + levels + _sized(_sized(number + _sized(signature))) + _sized(public)))


def _sized(data: bytes) -> bytes:
    """Return bytes with their length in front."""
    return struct.pack("<I", len(data)) + data

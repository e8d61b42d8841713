"""Checks a signer of scheme v2 or v3: its signature over what it signed, its key against its certificate, the content's digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.x509 import InvalidVersion, load_der_x509_certificate

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.container.signing.block import BlockSigner


class Algorithm(NamedTuple):
    """A signature algorithm of the schemes. ``digest``: of the content; "" where it counts in another way (verity)."""

    kind: str
    hash: hashes.HashAlgorithm
    digest: str


ALGORITHMS = {
    0x0101: Algorithm("pss", hashes.SHA256(), "sha256"),
    0x0102: Algorithm("pss", hashes.SHA512(), "sha512"),
    0x0103: Algorithm("pkcs1", hashes.SHA256(), "sha256"),
    0x0104: Algorithm("pkcs1", hashes.SHA512(), "sha512"),
    0x0201: Algorithm("ecdsa", hashes.SHA256(), "sha256"),
    0x0202: Algorithm("ecdsa", hashes.SHA512(), "sha512"),
    0x0301: Algorithm("dsa", hashes.SHA256(), "sha256"),
    0x0421: Algorithm("pkcs1", hashes.SHA256(), ""),
    0x0423: Algorithm("ecdsa", hashes.SHA256(), ""),
    0x0425: Algorithm("dsa", hashes.SHA256(), ""),
}
# Strongest first, as the platform picks the one it checks.
_ORDER = (0x0102, 0x0104, 0x0202, 0x0101, 0x0103, 0x0201, 0x0301)


def verified(signer: BlockSigner, digest_of: Callable[[str], bytes]) -> bool | None:
    """Tell whether the signer signed this very content. None: by an algorithm that is not checked here.

    Args:
        signer: from the block.
        digest_of: gives the content's digest by hash name; called only when the signature is good.
    """
    offered = dict(signer.signatures)
    chosen = next((number for number in _ORDER if number in offered), None)
    if chosen is None:
        return None
    algorithm = ALGORITHMS[chosen]
    try:
        key = load_der_public_key(signer.key)
        _check(key, algorithm, offered[chosen], signer.signed)
        if not signer.certificates or _key_of(signer.certificates[0]) != signer.key:
            return False
    except InvalidSignature:
        return False
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidVersion):
        return None
    claimed = dict(signer.digests).get(chosen)
    return claimed is not None and claimed == digest_of(algorithm.digest)


def _check(key: object, algorithm: Algorithm, signature: bytes, signed: bytes) -> None:
    """Check a signature.

    Raises:
        InvalidSignature: it does not fit.
        TypeError: the key is of another kind than the algorithm.
    """
    if isinstance(key, rsa.RSAPublicKey) and algorithm.kind in ("pss", "pkcs1"):
        scheme: padding.PSS | padding.PKCS1v15 = padding.PKCS1v15()
        if algorithm.kind == "pss":
            scheme = padding.PSS(padding.MGF1(algorithm.hash), algorithm.hash.digest_size)
        key.verify(signature, signed, scheme, algorithm.hash)
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm.kind == "ecdsa":
        key.verify(signature, signed, ec.ECDSA(algorithm.hash))
    elif isinstance(key, dsa.DSAPublicKey) and algorithm.kind == "dsa":
        key.verify(signature, signed, algorithm.hash)
    else:
        raise TypeError(type(key).__name__)


def _key_of(certificate: bytes) -> bytes:
    """Return the public key of a certificate as it stands there."""
    key = load_der_x509_certificate(certificate).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

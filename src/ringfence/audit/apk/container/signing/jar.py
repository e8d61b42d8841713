"""The jar signature (v1): certificates in ``META-INF/*.RSA``, ``.DSA``, ``.EC``."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509 import InvalidVersion

from ringfence.audit.apk.container.limits import MIB
from ringfence.audit.apk.errors import ApkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptography.x509 import Certificate

    from ringfence.audit.apk.container.archive import ZipArchive

_ENDINGS = (".RSA", ".DSA", ".EC")


def jar_certificates(archive: ZipArchive, warn: Callable[[str, str], None]) -> Iterator[bytes]:
    """Yield the signer's certificate (DER) of each signature file, in order of their names; what cannot be read is warned of."""
    for name in sorted(archive.names()):
        folder, _, rest = name.rpartition("/")
        if folder.upper() != "META-INF" or not rest.upper().endswith(_ENDINGS):
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # old certificates break rules that do not matter here
                found = pkcs7.load_der_pkcs7_certificates(archive.read(name, MIB))
                leaf = _leaf(found)
                encoded = leaf.public_bytes(Encoding.DER) if leaf else b""
        except (ApkError, ValueError, TypeError, UnsupportedAlgorithm, InvalidVersion):
            warn(f"签名文件 {name} 无法读取。", f"The signature file {name} cannot be read.")
            continue
        if encoded:
            yield encoded


def _leaf(found: list[Certificate]) -> Certificate | None:
    """Return the certificate that signed: the one that issued none of the others."""
    issuers = [other.issuer for other in found if other.issuer != other.subject]
    leaves = [certificate for certificate in found if certificate.subject not in issuers]
    return next(iter(leaves or found), None)

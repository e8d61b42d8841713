"""Joins what the schemes say into one line per certificate."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from cryptography.x509 import InvalidVersion, load_der_x509_certificate

from ringfence.audit.apk.container.signing.block import signing_block
from ringfence.audit.apk.container.signing.content import content_digest
from ringfence.audit.apk.container.signing.jar import jar_certificates
from ringfence.audit.apk.container.signing.verify import verified
from ringfence.schema import SignerCertificate

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.container.archive import ZipArchive

_ORDER = ("v3.1", "v3", "v2", "v1")


@dataclass(slots=True)
class _Seen:
    """One certificate: the schemes that carry it, and what checking each gave."""

    schemes: set[str] = field(default_factory=set)
    checks: list[bool | None] = field(default_factory=list)


def read_signers(archive: ZipArchive, warn: Callable[[str, str], None]) -> tuple[SignerCertificate, ...]:
    """Return the certificates of every scheme, each once, the newest scheme's first; damage is warned of."""
    seen: dict[bytes, _Seen] = {}
    block = signing_block(archive)
    if block is not None:
        if block.damaged:
            warn("签名块有损坏，能读的部分已读取。", "The signing block is damaged; what can be read of it was read.")
        digest_of = cache(lambda name: content_digest(archive, block.start, name))
        for signer in sorted(block.signers, key=lambda signer: _ORDER.index(signer.scheme)):
            if signer.certificates:
                entry = seen.setdefault(signer.certificates[0], _Seen())
                entry.schemes.add(signer.scheme)
                entry.checks.append(verified(signer, digest_of))
    for certificate in jar_certificates(archive, warn):
        seen.setdefault(certificate, _Seen()).schemes.add("v1")
    if any(False in entry.checks for entry in seen.values()):
        warn(
            "签名与文件内容不符：文件在签名之后被改动过，或签名是伪造的。",
            "A signature does not fit the file: it was changed after signing, or the signature is forged.",
        )
    return tuple(_described(certificate, entry, warn) for certificate, entry in seen.items())


def _described(certificate: bytes, seen: _Seen, warn: Callable[[str, str], None]) -> SignerCertificate:
    """Return what a certificate says; one that cannot be read still has its digests."""
    subject = issuer = not_before = not_after = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old certificates break rules that do not matter here
            read = load_der_x509_certificate(certificate)
            subject, issuer = read.subject.rfc4514_string(), read.issuer.rfc4514_string()
            not_before, not_after = read.not_valid_before_utc.isoformat(), read.not_valid_after_utc.isoformat()
    except (ValueError, TypeError, OverflowError, InvalidVersion):
        warn("签名证书的内容无法读取。", "A signing certificate cannot be read.")
    return SignerCertificate(
        sha256=hashlib.sha256(certificate).hexdigest(),
        sha1=hashlib.sha1(certificate, usedforsecurity=False).hexdigest(),
        subject=subject,
        issuer=issuer,
        not_before=not_before,
        not_after=not_after,
        schemes=tuple(scheme for scheme in reversed(_ORDER) if scheme in seen.schemes),
        verified=_all(seen.checks),
    )


def _all(checks: list[bool | None]) -> bool | None:
    """Return False when one failed, True when one held and none failed, else None."""
    if False in checks:
        return False
    return True if True in checks else None

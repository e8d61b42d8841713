"""A real time-stamping authority on this machine: certificates made here, responses by ``openssl ts -reply``."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

NOW = datetime.now(UTC)
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/root.pem
signer_key = {folder}/tsa.key
signer_digest = {signer_digest}
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """One authority with a root of its own.

    Args:
        folder: an empty folder for its keys.
        name: common name of its certificate.
        valid: days from now in which its certificate is valid.
        signer_digest: what it signs with.
        digests: what it accepts to be stamped.
    """

    def __init__(
        self,
        folder: Path,
        name: str = "Made-up TSA",
        *,
        valid: tuple[int, int] = (-10, 10),
        signer_digest: str = "sha256",
        digests: str = "sha256, sha512",
    ) -> None:
        assert shutil.which("openssl"), "these tests need the openssl command: install it"
        folder.mkdir()
        self.folder = folder
        root_key, key = _key(), _key()
        self.root = _certificate(f"{name} root", f"{name} root", root_key, root_key, (-1000, 1000), purpose=False)
        leaf = _certificate(name, f"{name} root", key, root_key, valid, purpose=True)
        (folder / "root.pem").write_bytes(self.root.public_bytes(Encoding.PEM))
        (folder / "tsa.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
        (folder / "tsa.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (folder / "serial").write_text("01\n", "ascii")
        config = CONFIG.format(folder=folder, signer_digest=signer_digest, digests=digests)
        (folder / "tsa.cnf").write_text(config, "utf-8")

    def answer(self, request: bytes) -> bytes:
        """Return the response to a request."""
        (self.folder / "query.tsq").write_bytes(request)
        openssl(
            *("ts", "-reply", "-config", str(self.folder / "tsa.cnf")),
            *("-queryfile", str(self.folder / "query.tsq"), "-out", str(self.folder / "answer.tsr")),
        )
        return (self.folder / "answer.tsr").read_bytes()


def openssl(*words: str) -> subprocess.CompletedProcess[str]:
    """Run openssl and return what it said; a failure is an error."""
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)  # noqa: S603, S607 -- the tool under test
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def _key() -> RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _certificate(
    name: str, issuer: str, key: RSAPrivateKey, signer: RSAPrivateKey, valid: tuple[int, int], *, purpose: bool
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=valid[0]))
        .not_valid_after(NOW + timedelta(days=valid[1]))
        .add_extension(x509.BasicConstraints(ca=not purpose, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    usage = [False] * 9
    usage[0 if purpose else 5] = True  # digital signature, or signing certificates
    builder = builder.add_extension(x509.KeyUsage(*usage), critical=True)
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(signer, hashes.SHA256())

"""Trusted timestamps, RFC 3161: the request for a head, and the judgement of an authority's response.

What is stamped is SHA-256 of the head's whole text, as in ``proof/head-<size>.txt`` of an export, so that
``openssl ts -verify -data head.txt -in response.tsr -CAfile root.pem`` checks the same. The nonce is derived from the case's
secret and the head, so a response brought back days later, by hand, is matched to its request without anything being kept.
"""

from __future__ import annotations

import re
import ssl
import warnings
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import TimeStampResponse, VerifierBuilder, decode_timestamp_response
from rfc3161_client.errors import VerificationError

from ringfence.vault.disk import reading
from ringfence.vault.errors import RefusedStampError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

LIMIT = 1 << 20  # bytes of a response: real ones have 3 to 8 KB
_SHA256_ALGORITHM = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier id-sha256, NULL
_SHA256_OID = "2.16.840.1.101.3.4.2.1"
_STRONG = {_SHA256_OID, "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"}  # SHA-256, -384, -512
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?", re.DOTALL)
_UNREADABLE = (
    ValueError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
_STATUS = {
    1: "granted with changes",
    2: "rejected",
    3: "waiting",
    4: "revocation warning",
    5: "revoked",
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """One verified timestamp.

    Attributes:
        time: when the authority says it saw the head, UTC.
        authority: common name of the certificate that signed.
        serial: the authority's number of this stamp.
        root: the root certificate that it leads to, PEM.
    """

    time: datetime
    authority: str
    serial: int
    root: bytes


def stamp_request(text: bytes, nonce: bytes) -> bytes:
    """Return the DER of a ``TimeStampReq`` for SHA-256 of ``text``, certificates wanted; ``nonce``: 8 bytes."""
    number = int.from_bytes(nonce, "big")
    integer = number.to_bytes(number.bit_length() // 8 + 1, "big")
    imprint = _der(0x30, _SHA256_ALGORITHM + _der(0x04, sha256(text).digest()))
    return _der(0x30, _der(0x02, b"\x01") + imprint + _der(0x02, integer) + _der(0x01, b"\xff"))


def parse_response(data: bytes) -> TimeStampResponse:
    """Read a ``TimeStampResp``, or a bare token, which is taken for a granted one.

    Raises:
        RefusedStampError: it is neither, or the authority did not grant it.
    """
    if len(data) > LIMIT:
        raise RefusedStampError("文件太大,不是时间戳响应", "it is too big for a response")
    try:
        whole = data if _is_response(data) else _der(0x30, _der(0x30, _der(0x02, b"\x00")) + data)
        response = decode_timestamp_response(_in_order(whole))
    except (ValueError, IndexError) as error:
        raise RefusedStampError("不是时间戳响应(格式不对或不完整)", "it is no RFC 3161 response") from error
    if response.status != 0:
        told = "; ".join(response.status_string) or _STATUS.get(response.status, str(response.status))
        raise RefusedStampError(f"授时机构没有给出时间戳({told})", f"the authority did not grant it ({told})")
    return response


def imprint_of(response: TimeStampResponse) -> bytes:
    """Return the SHA-256 that was stamped.

    Raises:
        RefusedStampError: another algorithm was stamped, or the token signs with one that is not trusted any more.
    """
    try:
        imprint = response.tst_info.message_imprint
        used = {one.dotted_string for one in response.signed_data.digest_algorithms}
    except ValueError as error:
        raise RefusedStampError("时间戳的内容读不出来", "its content cannot be read") from error
    if imprint.hash_algorithm.dotted_string != _SHA256_OID:
        name = imprint.hash_algorithm.dotted_string
        raise RefusedStampError(f"摘要算法不是 SHA-256(是 {name})", f"it stamps another digest algorithm ({name})")
    if not used <= _STRONG:
        names = ", ".join(sorted(used - _STRONG))
        raise RefusedStampError(
            f"签名用了不可靠或不认识的算法({names})", f"it signs with an unknown or weak digest ({names})"
        )
    return bytes(imprint.message)


def judge(response: TimeStampResponse, text: bytes, roots: Sequence[x509.Certificate], nonce: bytes | None) -> Stamp:
    """Check everything about a response for ``text``: digest, nonce, signature, purpose, and a chain to one of ``roots``.

    Certificates are judged at the time that the authority states; revocation is not looked up.

    Raises:
        RefusedStampError: with the reason.
    """
    try:
        return _judge(response, text, roots, nonce)
    except _UNREADABLE as error:
        raise RefusedStampError("里面的证书或签名读不出来", "certificates or signature in it cannot be read") from error


def _judge(response: TimeStampResponse, text: bytes, roots: Sequence[x509.Certificate], nonce: bytes | None) -> Stamp:
    if imprint_of(response) != sha256(text).digest():
        raise RefusedStampError("它盖的不是这个案件的签名头", "it is about something else than this head")
    number = None if nonce is None else int.from_bytes(nonce, "big")
    if number is not None and response.tst_info.nonce != number:
        raise RefusedStampError("随机数不符,不是对这次请求的答复", "its nonce is not that of our request")
    certificates = [x509.load_der_x509_certificate(one) for one in response.signed_data.certificates]
    leaf = _signer(response, certificates)
    candidates = _candidates(certificates, roots)
    if not candidates:
        raise RefusedStampError(
            "签发机构不在信任的根证书里(可以另外给出该机构的根证书)",
            "it leads to no trusted root (the authority's own can be given)",
        )
    reason = ""
    for root in candidates:
        try:
            VerifierBuilder(roots=[root]).build().verify(response, sha256(text).digest())
        except (VerificationError, ValueError) as error:
            reason = str(error)
            continue
        name = _name(leaf)
        return Stamp(response.tst_info.gen_time, name, response.tst_info.serial_number, root.public_bytes(Encoding.PEM))
    raise _refusal(reason, response, [leaf, *candidates])


def load_roots(path: Path | None) -> list[x509.Certificate]:
    """Return the certificates of a PEM file; without one those that this system trusts.

    Raises:
        RefusedStampError: the file holds no certificate.
    """
    place = path or Path(ssl.get_default_verify_paths().cafile or "")
    if not place.is_file():
        if path is None:
            return []
        raise RefusedStampError(f"没有这个根证书文件:{path}", f"no such file of root certificates: {path}")
    with reading(str(place)):
        data = place.read_bytes()
    found = []
    for pem in _PEM.findall(data):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # some old roots of systems bend RFC 5280; they are still trusted there
                found.append(x509.load_pem_x509_certificate(pem))
        except _UNREADABLE:
            continue
    if not found and path is not None:
        raise RefusedStampError(f"这个文件里没有 PEM 证书:{place}", f"no PEM certificate in {place}")
    return found


def _signer(response: TimeStampResponse, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    signers = list(response.signed_data.signer_infos)
    for one in certificates:
        if len(signers) == 1 and (one.issuer, one.serial_number) == (signers[0].issuer, signers[0].serial_number):
            return one
    raise RefusedStampError("响应里没有签名者的证书", "it does not carry the certificate that signed it")


def _candidates(certificates: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Return the roots that the carried certificates name as issuer."""
    names = {one.issuer.public_bytes() for one in certificates}
    return [root for root in roots if root.subject.public_bytes() in names]


def _refusal(reason: str, response: TimeStampResponse, chain: Sequence[x509.Certificate]) -> RefusedStampError:
    """Say in a sentence what the library found."""
    time = response.tst_info.gen_time
    for one in chain:
        if not one.not_valid_before_utc <= time <= one.not_valid_after_utc:
            return RefusedStampError(
                f"盖章时({time:%Y-%m-%d %H:%M} UTC)机构的证书不在有效期内({_name(one)})",
                f"at {time:%Y-%m-%d %H:%M} UTC a certificate was not valid ({_name(one)})",
            )
    if "EKU" in reason:
        return RefusedStampError("签名证书不是授时用途的证书", "its certificate is not for time-stamping")
    return RefusedStampError(
        f"签名或证书链不符:内容被改动,或不是这家机构签的({reason})",
        f"signature or chain is wrong: it was changed, or another authority signed it ({reason})",
    )


def _name(certificate: x509.Certificate) -> str:
    found = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.subject.rfc4514_string()


def _is_response(data: bytes) -> bool:
    """Tell a response (it begins with a status) from a bare token (it begins with an object identifier)."""
    start, _ = _element(data, 0)
    return data[start] == 0x30


def _in_order(data: bytes) -> bytes:
    """Return a response with its certificates in the order that DER wants for a set.

    OpenSSL's authority, which many run, writes them in its own order, and the parser is strict. They are not what is signed, so
    their order changes nothing; what is kept is the response as it came.
    """
    at, end = _element(data, 0)
    path = (1, 1, 0, 3)  # token, its content, SignedData, certificates: the element's number at each depth
    for number in path:
        for _ in range(number):
            _, at = _element(data, at)
        if at >= end:
            return data  # no token: a rejection
        tag = data[at]
        at, end = _element(data, at)
    if tag != 0xA0:
        return data  # no certificates
    pieces, start = [], at
    while at < end:
        _, stop = _element(data, at)
        pieces.append(data[at:stop])
        at = stop
    return data[:start] + b"".join(sorted(pieces)) + data[end:]


def _element(data: bytes, at: int) -> tuple[int, int]:
    """Return start and end of the content of the DER element at ``at``.

    Raises:
        ValueError, IndexError: there is no whole element.
    """
    size, at = data[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size, at = int.from_bytes(data[at : at + count], "big"), at + count
    if at + size > len(data):
        raise ValueError("cut off")
    return at, at + size


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([0x80 | (size.bit_length() + 7) // 8]) + _bytes(size)
    return bytes([tag]) + length + content


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")

"""Signers: every scheme's certificates, each once, checked against the content."""

from __future__ import annotations

import hashlib
import struct

import pytest
from writers_signing import der, jar_signature, signed, signer, signing_block
from writers_zip import Member, zip_of

from ringfence.audit.apk.container.apk import Apk

MEMBERS = [Member("AndroidManifest.xml", b"manifest"), Member("classes.dex", b"dex\n" * 99)]


def opened(data: bytes) -> Apk:
    """Return the APK in ``data``."""
    return Apk(data, "a.apk", "a.apk")


@pytest.mark.parametrize("curve", [True, False])
def test_the_signing_block_is_read_and_checked(curve: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    apk = opened(signed(MEMBERS, ("v2", "v3", "v3.1"), curve=curve))
    (one,) = apk.signers()
    certificate = der(signer(curve=curve)[1])
    assert one.sha256 == hashlib.sha256(certificate).hexdigest()
    assert one.sha1 == hashlib.sha1(certificate, usedforsecurity=False).hexdigest()
    assert one.subject == one.issuer == "CN=test"
    assert (one.not_before, one.not_after) == ("2020-01-01T00:00:00+00:00", "2050-01-01T00:00:00+00:00")
    assert one.schemes == ("v2", "v3", "v3.1")
    assert one.verified is True
    assert apk.warnings == ()
    assert apk.signers() is apk.signers()


def test_content_of_several_pieces_is_digested_piece_by_piece() -> None:
    members = [*MEMBERS, Member("large", bytes(range(256)) * 10000, method=0)]
    assert opened(signed(members)).signers()[0].verified is True


@pytest.mark.parametrize("place", [40, -30])
def test_a_change_after_signing_is_seen(place: int) -> None:
    data = bytearray(signed(MEMBERS))
    data[place] ^= 0x20
    apk = opened(bytes(data))
    assert apk.signers()[0].verified is False
    assert any("does not fit" in en for _, en in apk.warnings)


def test_a_forged_signature_is_seen() -> None:
    """The certificate is swapped for another of the same length: the key no longer belongs to it."""
    data = signed(MEMBERS, name="test")
    own, other = der(signer("test")[1]), der(signer("evil")[1])
    forged = other if len(own) == len(other) else own[:-8] + bytes(8)
    (one,) = opened(data.replace(own, forged)).signers()
    assert one.verified is not True


def test_the_jar_signature_is_named_and_not_checked() -> None:
    (one,) = opened(zip_of([*MEMBERS, Member("META-INF/CERT.RSA", jar_signature())])).signers()
    assert one.sha256 == hashlib.sha256(der(signer()[1])).hexdigest()
    assert one.schemes == ("v1",)
    assert one.verified is None


def test_one_certificate_in_several_schemes_is_one_signer() -> None:
    (one,) = opened(signed([*MEMBERS, Member("META-INF/a.EC", jar_signature())], ("v2", "v3"))).signers()
    assert one.schemes == ("v1", "v2", "v3")


def test_an_unsigned_apk_has_no_signer() -> None:
    assert opened(zip_of(MEMBERS)).signers() == ()


def test_what_is_damaged_is_said() -> None:
    apk = opened(zip_of([*MEMBERS, Member("META-INF/X.RSA", b"no signature")]))
    assert apk.signers() == ()
    assert any("META-INF/X.RSA" in en for _, en in apk.warnings)
    lying = signing_block([("v2", struct.pack("<3I", 999, 7, 7))])
    apk = opened(zip_of(MEMBERS, before_directory=lying))
    assert apk.signers() == ()
    assert any("block is damaged" in en for _, en in apk.warnings)
    size = struct.pack("<Q", 1 << 60)
    assert opened(zip_of(MEMBERS, before_directory=size * 2 + b"APK Sig Block 42")).signers() == ()


def test_found_by_the_fuzzer_a_certificate_of_no_known_version() -> None:
    """The version of the certificate was changed to 18: cryptography has an error of its own for that."""
    data = signed(MEMBERS)
    own = der(signer()[1])
    changed = own.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x12")
    assert changed != own
    (one,) = opened(data.replace(own, changed)).signers()
    assert one.sha256 == hashlib.sha256(changed).hexdigest()
    assert one.subject == ""
    assert one.verified is not True

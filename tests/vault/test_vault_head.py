"""Signed heads: a text that openssl, any checkpoint reader and our own parser agree on."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.vault import Anchor, parse_anchor
from ringfence.vault.head import Head, could_be_torn, parse_head, sign_head
from ringfence.vault.keyring import write_verify_key

if TYPE_CHECKING:
    from pathlib import Path

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
CASE = "00112233445566778899aabbccddeeff"


def head(size: int = 12, micros: int = 1_763_750_000_000_000) -> Head:
    return sign_head(KEY, case_id=CASE, size=size, root=bytes(range(32)), micros=micros, previous=7)


def test_the_text_is_a_signed_checkpoint() -> None:
    lines = head().text.split("\n")
    assert lines[:6] == [
        f"ringfence.vault/1/{CASE}",
        "12",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "time 1763750000000000",
        "previous 7",
        "",
    ]
    assert lines[6].startswith(f"— ringfence.vault/1/{CASE} ")
    assert head().code == "12-000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 10**17), st.integers(-(10**16), 10**16))
def test_text_comes_back_as_the_same_head(size: int, micros: int) -> None:
    made = head(size, micros)
    assert parse_head(made.text) == (made, len(made.text))
    assert made.signed_by(PUBLIC)


def test_every_flipped_bit_spoils_text_or_signature() -> None:
    data = head().text.encode()
    for bit in range(len(data) * 8):
        broken = bytearray(data)
        broken[bit // 8] ^= 1 << bit % 8
        text = broken.decode("utf-8", "surrogateescape")
        parsed = parse_head(text)
        assert parsed is None or not parsed[0].signed_by(PUBLIC)
        assert parsed is not None or not could_be_torn(text)


def test_every_cut_is_taken_for_a_cut() -> None:
    data = head().text.encode()
    for cut in range(len(data)):
        text = data[:cut].decode("utf-8", "surrogateescape")
        assert parse_head(text) is None
        assert could_be_torn(text)
        assert could_be_torn(text + "\0" * (len(data) - cut))
        assert could_be_torn("\0" * max(cut, 1) + data[cut:].decode("utf-8", "surrogateescape"))
    assert not could_be_torn(head().text)


def test_another_key_or_another_case_does_not_pass() -> None:
    assert not head().signed_by(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    other = sign_head(KEY, case_id="f" * 32, size=12, root=bytes(32), micros=0, previous=0)
    moved = other.text.replace("f" * 32, CASE)
    parsed = parse_head(moved)
    assert parsed is not None
    assert not parsed[0].signed_by(PUBLIC)


def test_an_anchor_is_read_from_text_or_code_as_people_send_them() -> None:
    anchor = Anchor(12, bytes(range(32)))
    code = head().code
    for sent in (
        head().text,
        head().text.replace("\n", "\r\n"),
        f"\n{head().text}\n ",
        code,
        f" {code.upper()}\n",
        code[:20] + " " + code[20:],
    ):
        assert parse_anchor(sent) == anchor
    for wrong in ("", "12", code[:-1], "x" + code, "9" * 30 + code):
        assert parse_anchor(wrong) is None


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")
def test_openssl_checks_the_signature(tmp_path: Path) -> None:
    (tmp_path / "note").write_text(head().note, encoding="utf-8", newline="\n")
    (tmp_path / "signature").write_bytes(head().signature[4:])
    (tmp_path / "verify.pem").write_bytes(write_verify_key(KEY.public_key()))
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "verify.pem",
        "-rawin",
        "-in",
        "note",
        "-sigfile",
        "signature",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed words
    assert done.returncode == 0, done.stderr
    assert "Verified Successfully" in done.stdout

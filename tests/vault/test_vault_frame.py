"""One entry as bytes: what is in clear, what is sealed, and what is refused."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.vault import DamagedEntryError, UnstorableError, leaf_hash
from ringfence.vault.frame import (
    Claim,
    ClaimOp,
    FrameFault,
    decode_payload,
    encode_frame,
    encode_payload,
    open_payload,
    parse_frame,
)

AEAD = ChaCha20Poly1305(bytes(32))
CLAIM = Claim(ClaimOp.HOLDS, f"blobs/{'a' * 40}.age", 123, bytes(range(32)))
GONE = Claim(ClaimOp.GONE, f"keys/blobs/{'a' * 40}-1.age", 0, bytes(32))


def make(payload: bytes = b"payload", claims: tuple[Claim, ...] = (CLAIM, GONE), seq: int = 5) -> tuple[bytes, bytes]:
    return encode_frame(AEAD, seq=seq, written_micros=-3, previous=b"p" * 32, claims=claims, payload=payload)


def test_what_was_written_is_read() -> None:
    data, digest = make()
    frame = parse_frame(b"before" + data + b"after", 6)
    assert (frame.seq, frame.written_micros, frame.previous, frame.generation) == (5, -3, b"p" * 32, 1)
    assert frame.claims == (CLAIM, GONE)
    assert frame.size == len(data)
    assert frame.intact
    assert frame.digest == digest == leaf_hash(data[:-32])
    assert open_payload(frame, AEAD) == b"payload"


def test_the_payload_is_sealed_and_never_twice_the_same() -> None:
    data, _ = make(b"a sentence that must not show")
    assert b"sentence" not in data
    assert make(b"same")[0] != make(b"same")[0]


def test_one_payload_can_be_disclosed_without_the_key() -> None:
    data, _ = make()
    frame = parse_frame(data, 0)
    opened = AEAD.decrypt(frame.covered[-12:], frame.sealed, frame.covered)
    assert sha256(opened).digest() == frame.commitment
    assert opened[32:] == b"payload"


def test_every_flipped_bit_shows() -> None:
    data, _ = make()
    for bit in range(len(data) * 8):
        broken = bytearray(data)
        broken[bit // 8] ^= 1 << bit % 8
        try:
            assert not parse_frame(bytes(broken), 0).intact
        except FrameFault:
            continue


def test_every_cut_is_torn() -> None:
    data, _ = make()
    for cut in range(1, len(data)):
        with pytest.raises(FrameFault) as caught:
            parse_frame(data[:cut], 0)
        assert caught.value.torn


def test_a_frame_sealed_for_another_place_does_not_open() -> None:
    one, two = parse_frame(make()[0], 0), parse_frame(make()[0], 0)
    mixed = replace(one, sealed=two.sealed)
    with pytest.raises(DamagedEntryError):
        open_payload(mixed, AEAD)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_noise_is_no_frame(noise: bytes) -> None:
    for data in (noise, b"RFE1" + noise, make()[0][:92] + noise):
        try:
            assert not parse_frame(data, 0).intact
        except FrameFault:
            continue


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(st.text(min_size=1), st.dictionaries(st.text(), VALUES, max_size=5))
def test_any_json_comes_back(kind: str, body: dict[str, Any]) -> None:
    assert decode_payload(0, encode_payload(kind, body)) == (kind, body)


def test_lone_surrogates_of_sms_backups_survive() -> None:
    body = {"text": "\ud83d 半个表情", "half": "\udc00"}
    assert decode_payload(0, encode_payload("x", body)) == ("x", body)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), b"bytes", {1, 2}, os])
def test_what_is_not_json_is_refused(value: object) -> None:
    with pytest.raises(UnstorableError):
        encode_payload("x", {"value": value})


def test_a_body_without_end_is_refused() -> None:
    body: dict[str, Any] = {}
    body["self"] = body
    with pytest.raises(UnstorableError):
        encode_payload("x", body)


def test_too_big_is_refused() -> None:
    with pytest.raises(UnstorableError):
        make(bytes(65 << 20))


@pytest.mark.parametrize(
    "payload", [b"", b"[]", b'{"kind":1,"body":{}}', b'{"kind":"x"}', b'{"kind":"x","body":[]}', b"\xff"]
)
def test_a_payload_of_another_shape_is_damage(payload: bytes) -> None:
    with pytest.raises(DamagedEntryError):
        decode_payload(7, payload)


@pytest.mark.parametrize(
    "path",
    ["../etc/passwd", "/keys/verify.pem", "keys/blobs/../../x", "a/../b", "keys/.hidden", "C:x", "a\\b", "密", ""],
)
def test_no_claim_leads_out_of_the_vault(path: str) -> None:
    with pytest.raises(ValueError, match="no claim"):
        make(claims=(Claim(ClaimOp.HOLDS, path, 0, bytes(32)),))

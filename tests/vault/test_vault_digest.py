"""SHA-256 and SM3 by their standards' examples, in every way they are fed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.vault.digest import TwinDigest, digests_of, new_sm3

if TYPE_CHECKING:
    import pytest

# GB/T 32905-2016 annex A
SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
SM3_ABCD_16 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
# FIPS 180-4 examples
SHA256_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_standards_examples() -> None:
    with TwinDigest() as twin:
        twin.update(b"abc")
        assert (twin.sha256(), twin.sm3(), twin.size) == (SHA256_ABC, SM3_ABC, 3)
    with TwinDigest() as twin:
        twin.update(b"abcd" * 16)
        assert twin.sm3() == SM3_ABCD_16


def test_a_python_without_sm3_uses_cryptography(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> None:
        raise ValueError(name)

    monkeypatch.setattr("hashlib.new", unknown)
    hasher = new_sm3()
    hasher.update(b"ab")
    hasher.update(b"c")
    assert hasher.digest().hex() == SM3_ABC
    assert type(hasher).__module__ == "ringfence.vault.digest"


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from([0, 1, 100, 262143, 262144, 300000, 1 << 20]), max_size=6))
def test_pieces_of_any_size_give_the_digests_of_the_whole(sizes: list[int]) -> None:
    pieces = [bytes([number % 251]) * size for number, size in enumerate(sizes)]
    with TwinDigest() as twin:
        for piece in pieces:
            twin.update(piece)
        whole = b"".join(pieces)
        assert twin.sha256() == hashlib.sha256(whole).hexdigest()
        sm3 = new_sm3()
        sm3.update(whole)
        assert twin.sm3() == sm3.digest().hex()
        assert twin.size == len(whole)


def test_short_bytes_in_one_call() -> None:
    assert digests_of(b"abc") == (SHA256_ABC, SM3_ABC)


def test_nothing_at_all_has_digests_too() -> None:
    with TwinDigest() as twin:
        assert twin.sha256() == hashlib.sha256().hexdigest()
        assert twin.sm3() == new_sm3().digest().hex()

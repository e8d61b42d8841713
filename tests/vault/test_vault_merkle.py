"""Merkle trees against the published RFC 6962 roots, a direct transcription of the RFC's recursion, and forged proofs."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.vault import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    verify_consistency,
    verify_inclusion,
)
from ringfence.vault.merkle import Frontier

INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves_of(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def rfc_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + rfc_root(leaves[:split]) + rfc_root(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(data)) for data in INPUTS[:size]]
    assert merkle_root(leaves).hex() == ROOTS[size]


@pytest.mark.parametrize("size", range(70))
def test_root_and_frontier_agree_with_the_recursion(size: int) -> None:
    leaves = leaves_of(size)
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    assert merkle_root(leaves) == rfc_root(leaves) == frontier.root() == frontier.copy().root()


def test_every_leaf_of_every_small_tree_is_proved_and_no_other() -> None:
    for size in range(1, 34):
        leaves = leaves_of(size)
        root = merkle_root(leaves)
        for index in range(size):
            proof = inclusion_proof(leaves, index)
            assert verify_inclusion(leaves[index], index, size, proof, root)
            assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
            assert not verify_inclusion(leaves[index], (index + 1) % size, size, proof, root) or size == 1
            assert not verify_inclusion(leaves[index], index, size, (*proof, bytes(32)), root)
            assert not proof or not verify_inclusion(leaves[index], index, size, proof[:-1], root)


def test_every_small_tree_is_consistent_with_every_older_one_and_no_other() -> None:
    for size in range(1, 34):
        leaves = leaves_of(size)
        root = merkle_root(leaves)
        for old in range(1, size + 1):
            old_root = merkle_root(leaves[:old])
            proof = consistency_proof(leaves, old)
            assert verify_consistency(old, old_root, size, root, proof)
            assert not verify_consistency(old, leaf_hash(b"other"), size, root, proof)
            assert not verify_consistency(old, old_root, size, leaf_hash(b"other"), proof)
            assert not verify_consistency(old, old_root, size, root, (*proof, bytes(32)))


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 300), st.data())
def test_one_changed_leaf_breaks_root_and_proofs(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    changed = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(changed + 1, size))
    forged = [*leaves[:changed], leaf_hash(b"forged"), *leaves[changed + 1 :]]
    assert merkle_root(forged) != merkle_root(leaves)
    proof = consistency_proof(forged, old)
    assert not verify_consistency(old, merkle_root(leaves[:old]), size, merkle_root(forged), proof)
    index = data.draw(st.integers(0, size - 1))
    assert not verify_inclusion(forged[index], index, size, inclusion_proof(forged, index), merkle_root(leaves))


@settings(deadline=None, max_examples=60)
@given(st.integers(-3, 40), st.integers(-3, 40), st.lists(st.binary(min_size=32, max_size=32), max_size=8))
def test_arbitrary_proofs_prove_nothing_and_raise_nothing(index: int, size: int, proof: list[bytes]) -> None:
    root = leaf_hash(b"a root nobody has")
    assert not verify_inclusion(leaf_hash(b"x"), index, size, proof, root)
    assert not verify_consistency(index, leaf_hash(b"y"), size, root, proof)


def test_proofs_of_what_is_not_there_are_refused() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(leaves_of(3), 3)
    with pytest.raises(IndexError):
        consistency_proof(leaves_of(3), 4)
    with pytest.raises(IndexError):
        consistency_proof(leaves_of(3), 0)


def test_a_frontier_needs_one_peak_per_bit() -> None:
    with pytest.raises(ValueError, match="peak"):
        Frontier(3, [bytes(32)])

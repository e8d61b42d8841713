"""Merkle trees as in RFC 6962 section 2.1: roots, inclusion and consistency proofs, and their verification.

A leaf hash is ``SHA-256(0x00 || data)``, an inner node ``SHA-256(0x01 || left || right)``; a tree of n leaves splits at the
largest power of two below n. All functions below ``leaf_hash`` take leaf *hashes* (32 bytes each). Proofs are tuples of
32-byte hashes, ordered from the leaf upwards.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf's data."""
    return sha256(b"\x00" + data).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; a million take about a second."""
    if not leaves:
        return EMPTY_ROOT
    level = leaves
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of leaf ``index`` in the tree over ``leaves``.

    Raises:
        IndexError: no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    proof: list[bytes] = []
    level = leaves
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level = _parents(level)
        index >>= 1
    return tuple(proof)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``proof`` shows that ``leaf`` is number ``index`` of the ``size`` leaves under ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, current = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            current = _node(step, current)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            current = _node(current, step)
        node, last = node >> 1, last >> 1
    return last == 0 and current == root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree over ``leaves`` only appended to the one over the first ``old_size`` of them.

    Raises:
        IndexError: ``old_size`` is not in 1..len(leaves).
    """
    if not 0 < old_size <= len(leaves):
        raise IndexError(old_size)
    return tuple(_subproof(old_size, leaves, whole=True))


def verify_consistency(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether ``proof`` shows that the newer tree only appended to the older one (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == root
    steps = list(proof)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            older, newer = _node(step, older), _node(step, newer)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            newer = _node(newer, step)
        node, last = node >> 1, last >> 1
    return last == 0 and older == old_root and newer == root


class Frontier:
    """The roots of the full subtrees of a growing tree: enough to append and to tell the root, in log(n) memory.

    Attributes:
        size: leaves so far.
        peaks: one hash per 1-bit of ``size``, biggest subtree first.
    """

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(peaks):
            raise ValueError("a frontier has one peak per 1-bit of its size")
        self.size = size
        self.peaks = list(peaks)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        size, peaks = self.size, self.peaks
        while size & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = _node(peak, root)
        return root

    def copy(self) -> Frontier:
        """Return an independent copy."""
        return Frontier(self.size, self.peaks)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _parents(level: Sequence[bytes]) -> list[bytes]:
    hasher = sha256
    parents = [hasher(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
    if len(level) & 1:
        parents.append(level[-1])
    return parents


def _subproof(old_size: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    size = len(leaves)
    if old_size == size:
        return [] if whole else [merkle_root(leaves)]
    split = 1 << (size - 1).bit_length() - 1
    if old_size <= split:
        return [*_subproof(old_size, leaves[:split], whole=whole), merkle_root(leaves[split:])]
    return [*_subproof(old_size - split, leaves[split:], whole=False), merkle_root(leaves[:split])]

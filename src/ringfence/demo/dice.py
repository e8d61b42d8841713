"""Chance that repeats: every part of the demo draws from its own stream, so that one part never moves another."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")


def stream(seed: int, part: str) -> random.Random:
    """Return the random stream of ``part``: the same for the same seed on every machine and Python version."""
    return random.Random(f"ringfence-demo:{seed}:{part}")  # noqa: S311 -- made-up noise must repeat; nothing is secret


def pick(dice: random.Random, items: Sequence[_T]) -> _T:
    """Return one of ``items``."""
    return items[int(dice.random() * len(items))]


def digits(dice: random.Random, count: int) -> str:
    """Return ``count`` digits, leading zeros kept."""
    return f"{dice.randrange(10**count):0{count}d}"

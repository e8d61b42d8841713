"""How much an analysis may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds of one analysis.

    Attributes:
        instructions: interpreted in all, as a measure of time (about 200,000 a second).
        per_component: interpreted for one component's life.
    """

    instructions: int = 4_000_000
    per_component: int = 400_000


DEFAULT = Budget()

"""How much an analysis may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds of one analysis.

    Attributes:
        instructions: interpreted in all when the app is run from its entry points (about 100,000 a second).
        per_component: interpreted for one component's life.
        seconds: CPU time for that.
        large: with more methods of its own an app is also looked at method by method.
        large_seconds: CPU time for running a large app from its entry points; what is left unseen the other way finds.
        summary_seconds: CPU time for looking at it method by method.
    """

    instructions: int = 4_000_000
    per_component: int = 150_000
    seconds: float = 8.0
    large: int = 12_000
    large_seconds: float = 1.5
    summary_seconds: float = 12.0


DEFAULT = Budget()

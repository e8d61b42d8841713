"""How much an analysis may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds of one analysis.

    Instructions bound the work first, so that the same app gives the same report on any machine; the seconds are only a net below.

    Attributes:
        instructions: interpreted in all when the app is run from its entry points (about 100,000 a second).
        per_component: interpreted for one component's life.
        large: an app with more methods is large: it is looked at method by method, and run only where that found ways.
        large_instructions, large_per_component: likewise for a large app.
        seconds: CPU time for running the app; ``summary_seconds`` for looking at it method by method.
    """

    instructions: int = 1_200_000
    per_component: int = 150_000
    large: int = 12_000
    large_instructions: int = 130_000
    large_per_component: int = 20_000
    seconds: float = 20.0
    summary_seconds: float = 30.0


DEFAULT = Budget()

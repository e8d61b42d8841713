"""A line of writing on a picture, as a recogniser saw it: what ingest sees and respond covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One recognised line.

    Attributes:
        text: as recognised, never empty.
        score: 0 to 1, the recogniser's own, never calibrated.
        corners: in pixels of the upright picture, clockwise as one reads: where the first character begins above, where
            the last one ends above, then below it, then below the first. A line may stand at any angle.
    """

    text: str
    score: float
    corners: tuple[Point, Point, Point, Point]


class LineReader(Protocol):
    """Reads the writing on a picture."""

    def __call__(self, picture: bytes) -> Sequence[SeenLine]:
        """Return every line on a PNG; the same writing may come twice, what is no writing may come too."""

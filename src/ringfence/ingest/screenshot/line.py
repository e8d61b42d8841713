"""What was seen on a picture: boxes, the lines of text in them, and the ground each line stands on. No pixels here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SATURATED = 50  # a grey, white or black ground stays below, a green or blue bubble lies above


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, origin at the top left."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """Return the first column to the right of it."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """Return the first row below it."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """Return the middle column."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """Return the middle row."""
        return self.y + self.h / 2

    @property
    def place(self) -> str:
        """Return it as a record's place: ``box:x,y,w,h``."""
        return f"box:{self.x},{self.y},{self.w},{self.h}"

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """Return the smallest box that holds all of ``boxes`` (at least one)."""
        held = list(boxes)
        x, y = min(box.x for box in held), min(box.y for box in held)
        return cls(x, y, max(box.right for box in held) - x, max(box.bottom for box in held) - y)

    def overlap(self, other: Box) -> float:
        """Return the shared area as a part of both areas together, 0 to 1."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        shared = max(0, width) * max(0, height)
        return shared / max(1, self.w * self.h + other.w * other.h - shared)


Colour = tuple[int, int, int]


def colour_distance(one: Colour, other: Colour) -> int:
    """Return the largest difference of a channel, 0 to 255."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


@dataclass(frozen=True, slots=True)
class Ground:
    """The area of one colour behind a line: a bubble, a card, or the page.

    Attributes:
        box: how far the colour reaches.
        colour: red, green, blue.
        avatar: ``left``, ``right`` or "" where a picture stands beside the area's first rows.
    """

    box: Box
    colour: Colour
    avatar: str = ""

    @property
    def saturated(self) -> bool:
        """Tell whether it has a colour at all."""
        return max(self.colour) - min(self.colour) > _SATURATED


@dataclass(frozen=True, slots=True)
class Line:
    """One recognised line.

    Attributes:
        text: as recognised.
        score: 0 to 1, the recogniser's own.
        box: where.
        ground: what it stands on; None where pixels were not looked at.
        red: it is written in red, as telephones write missed calls.
    """

    text: str
    score: float
    box: Box
    ground: Ground | None = None
    red: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A whole picture as lines.

    Attributes:
        width: pixels; ``height`` likewise.
        colour: of the page itself, behind the bubbles.
        lines: from top to bottom.
    """

    width: int
    height: int
    colour: Colour
    lines: tuple[Line, ...]

    def on_page(self, line: Line) -> bool:
        """Tell whether the line stands on no bubble or card: its ground is the page, or reaches from edge to edge.

        An area that holds the line with room to spare on all sides and ends before both edges is a bubble even in the page's
        own colour: in a photograph light differs more over a page than between it and a pale bubble.
        """
        ground = line.ground
        if ground is None or ground.box.w >= 0.97 * self.width:
            return True
        area, text = ground.box, line.box
        ends = area.x > 2 and area.right < self.width - 2 and area.h < 0.8 * self.height
        roomy = (
            area.w > text.w + 0.3 * text.h
            and area.h > 1.25 * text.h
            and area.y <= text.y
            and area.bottom >= text.bottom
        )
        return colour_distance(ground.colour, self.colour) <= 3 and not (ends and roomy)

"""Which lines stand in bubbles, and on which side each bubble is.

A side is voted for: the avatar beside the bubble (surest), the bubble's colour (what the owner of the phone sends is green or
blue, what arrives is white or grey), and the margins left and right of the bubble itself. Bubbles of one colour vote together,
since an app never gives one colour to both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.ingest.screenshot.ground import groups
from ringfence.ingest.screenshot.line import Box, Ground, colour_distance
from ringfence.ingest.screenshot.words import is_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.ingest.screenshot.line import Colour, Line, Page

STATUS_BAR = 0.1  # of the width
_WIDEST = 0.93  # of the width; wider is a card or a bar
_TALLEST = 0.97  # of the height
_AVATAR, _COLOUR, _MARGIN = 3.0, 2.0, 2.0
_CLEAR = 0.05  # of the width: margins that differ less say nothing
_NEAR = 20  # channels: grounds of one kind of bubble


@dataclass(frozen=True, slots=True)
class Shape:
    """A bubble as an area with its lines."""

    box: Box
    colour: Colour
    lines: tuple[Line, ...]
    avatar: str
    saturated: bool


def shapes_of(page: Page) -> list[Shape]:
    """Return all bubbles of a page, from top to bottom."""
    shapes = []
    for group in groups([line for line in page.lines if not in_status_bar(page, line)]):
        ground = group[0].ground
        if ground is not None and not page.on_page(group[0]) and _bubble_like(page, ground):
            area = Box.around(line.ground.box for line in group if line.ground)
            avatar = next((line.ground.avatar for line in group if line.ground and line.ground.avatar), "")
            shapes.append(Shape(area, ground.colour, tuple(group), avatar, ground.saturated))
    return sorted(shapes, key=lambda shape: shape.box.y)


def in_status_bar(page: Page, line: Line) -> bool:
    """Tell whether a line is the phone's own clock, network or battery at the very top."""
    return line.box.cy < STATUS_BAR * page.width and is_status(line.text)


def _bubble_like(page: Page, ground: Ground) -> bool:
    box = ground.box
    reaches_both_edges = box.x <= 2 and box.right >= page.width - 2
    return box.w <= _WIDEST * page.width and box.h <= _TALLEST * page.height and not reaches_both_edges


def sides(page: Page, shapes: Sequence[Shape]) -> list[tuple[str, float]]:
    """Return (``in`` ``out`` ``unknown``, certainty 0.5 to 1) of each bubble."""
    own = [_votes(page, shape) for shape in shapes]
    found: list[tuple[str, float]] = []
    for shape in shapes:
        kin = [votes for other, votes in zip(shapes, own, strict=True) if _kin(shape, other)]
        score = sum(sum(votes) for votes in kin) / len(kin)
        most = sum(sum(abs(vote) for vote in votes) for votes in kin) / len(kin)
        if most == 0:
            found.append(("unknown", 0.0))
            continue
        certainty = 0.5 + 0.5 * min(1.0, abs(score) / most) * min(1.0, most / 4)
        found.append(("out" if score > 0 else "in", round(certainty, 3)) if score else ("unknown", 0.5))
    return found


def _kin(one: Shape, other: Shape) -> bool:
    return colour_distance(one.colour, other.colour) <= _NEAR


def _votes(page: Page, shape: Shape) -> tuple[float, float, float]:
    """Return the votes of avatar, colour and margins; positive for ``out``."""
    avatar = {"left": -_AVATAR, "right": _AVATAR, "": 0.0}[shape.avatar]
    colour = _COLOUR if shape.saturated else -_COLOUR / 2
    lean = (shape.box.x - (page.width - shape.box.right)) / page.width
    margin = 0.0 if abs(lean) < _CLEAR else _MARGIN * (1 if lean > 0 else -1) * min(1.0, abs(lean) / 0.2)
    return avatar, colour, margin

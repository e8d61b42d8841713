"""From a picture's bytes to a screen: decode, recognise, straighten when it was photographed, measure, understand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ringfence.ingest.screenshot.ground import page_of, screen_of
from ringfence.ingest.screenshot.line import Box
from ringfence.ingest.screenshot.ocr import recognise
from ringfence.ingest.screenshot.screen import understand
from ringfence.ingest.screenshot.straight import Straight, straighten

if TYPE_CHECKING:
    from ringfence.ingest.screenshot.line import Colour, Line, Page
    from ringfence.ingest.screenshot.parts import Screen
    from ringfence.ingest.screenshot.picture import Picture


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, understood.

    Attributes:
        screen: its parts, in pixels of the straight picture.
        page: its lines.
        straight: how it was made straight, None for a true screenshot.
    """

    screen: Screen
    page: Page
    straight: Straight | None

    def place(self, box: Box) -> str:
        """Return a box as a place in the picture that was given."""
        return (box if self.straight is None else self.straight.original(box)).place


def read_picture(picture: Picture) -> Shot:
    """Return what a picture shows.

    Raises:
        OcrMissingError: the extra is not installed.
    """
    pixels = picture.pixels
    seen = recognise(pixels)
    straight = straighten(pixels, seen)
    if straight is None:
        page = page_of(pixels, [one.line for one in seen])
    else:
        straight, lines, colour = on_screen(straight, [one.line for one in recognise(straight.pixels)])
        page = page_of(straight.pixels, lines, colour)
    return Shot(understand(page), page, straight)


def on_screen(straight: Straight, lines: list[Line]) -> tuple[Straight, list[Line], Colour]:
    """Return a straightened photograph without the desk to its left and right, its lines moved accordingly, and its colour."""
    screen, colour = screen_of(straight.pixels, lines)
    moved = [
        replace(line, box=Box(line.box.x - screen.x, line.box.y, line.box.w, line.box.h))
        for line in lines
        if line.box.x >= screen.x - line.box.h and line.box.right <= screen.right + line.box.h
    ]
    inside = [
        replace(line, box=line.box if line.box.x >= 0 else Box(0, line.box.y, line.box.right, line.box.h))
        for line in moved
    ]
    return straight.cut(screen), inside, colour

"""What each line stands on: the colour behind it, how far that colour reaches, and whether a face is beside it.

The side of a bubble cannot be told from where its text lies (a long line fills both sides), so the bubble itself is measured:
from the padding beside a line one walks outwards while the colour stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.ingest.lazily import Lazily
from ringfence.ingest.screenshot.line import Box, Colour, Ground, Line, Page, colour_distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
else:
    np = Lazily("numpy")

_SAME = 14  # half of what channels differ from the page where a face is
_ALIKE = 7  # channels of two lines on one bubble differ so far after JPEG
_ALIKE_AREA = 28  # and so far from end to end of one card in uneven light
_STEP = 3  # one area ends where a channel jumps by more (light grey beside white: 8, after JPEG 5)
_ROWS = 12  # are looked at of a free strip
_TIGHT = 0.6  # of a line: the lines of one bubble are no further apart, padding alone parts two bubbles more
_HOLE = 90  # of the width: noise around letters is no wider, the room between two bubbles always is
_FACE = 0.12  # of the width: an avatar with its margin
_FILLED = 0.25  # of an avatar's place is not the page's colour
_EDGE = 0.012  # of the width: bubbles keep away from the edges of a screen


def page_of(pixels: Pixels, lines: Iterable[Line], colour: Colour | None = None) -> Page:
    """Return a picture as lines with their grounds; ``colour`` of the page where it is known better than by the edges."""
    height, width = pixels.shape[:2]
    colour = page_colour(pixels) if colour is None else colour
    return Page(width, height, colour, tuple(_with_ground(pixels, line, colour) for line in lines))


def screen_of(pixels: Pixels, lines: Iterable[Line]) -> tuple[Box, Colour]:
    """Return where the screen lies in a photograph, and its colour.

    It is as wide as the widest area that text stands on; its height is the picture's.
    """
    height, width = pixels.shape[:2]
    grounds = [(_reach(pixels, line.box, colour := _ground_colour(pixels, line.box)), colour) for line in lines]
    if not grounds:
        return Box(0, 0, width, height), page_colour(pixels)
    widest, colour = max(grounds, key=lambda ground: ground[0].w * ground[0].h)
    inset = max(2, width // 200)  # the edge of the screen is blurred
    return Box(widest.x + inset, 0, max(1, widest.w - 2 * inset), height), colour


def _ground_colour(pixels: Pixels, box: Box) -> Colour:
    return _commonest(pixels[box.y : box.bottom, box.x : box.right].reshape(-1, 3))


def page_colour(pixels: Pixels) -> Colour:
    """Return the colour at both edges of the middle of the picture, where no bubble reaches."""
    height, width = pixels.shape[:2]
    rows = slice(int(height * 0.12), max(int(height * 0.12) + 1, int(height * 0.88)))
    edge = max(2, int(width * _EDGE))
    strips = np.concatenate([pixels[rows, :edge].reshape(-1, 3), pixels[rows, -edge:].reshape(-1, 3)])
    return _commonest(strips)


def _commonest(colours: NDArray[np.uint8]) -> Colour:
    """Return the mean of the fullest of 16 x 16 x 16 bins, its neighbours' share left out."""
    sparse = colours[:: max(1, len(colours) // 4000)].astype(np.int32)
    shifted = (sparse + 8) // 16  # so that pure white and near-white fall together
    bins = (shifted[:, 0] * 17 + shifted[:, 1]) * 17 + shifted[:, 2]
    fullest = np.bincount(bins).argmax()
    red, green, blue = np.median(sparse[bins == fullest], axis=0)
    return int(red), int(green), int(blue)


def _with_ground(pixels: Pixels, line: Line, page: Colour) -> Line:
    box = line.box
    inside = pixels[box.y : box.bottom, box.x : box.right].reshape(-1, 3)
    if not len(inside):
        return line
    colour = _commonest(inside)
    area = _reach(pixels, box, colour)
    avatar = "" if colour_distance(colour, page) <= 3 else _avatar(pixels, area, page)
    return replace(line, ground=Ground(area, colour, avatar), red=_is_red(inside, colour))


def _is_red(inside: NDArray[np.uint8], ground: Colour) -> bool:
    """Tell whether the ink (what differs most from the ground) is red."""
    far = np.abs(inside.astype(np.int16) - np.array(ground, dtype=np.int16)).max(axis=1)
    ink = inside[far >= max(40, np.quantile(far, 0.9))]
    if not len(ink):
        return False
    red, green, blue = np.median(ink, axis=0)
    return bool(red > 150 and red - max(green, blue) > 70)


def _reach(pixels: Pixels, box: Box, colour: Colour) -> Box:
    """Return how far the colour reaches around a line.

    Sideways at the line's own height, up and down beside its text, then sideways again in the free rows above and below it,
    where no other text of the same row is in the way.
    """
    height, width = pixels.shape[:2]
    top, low = box.y + box.h // 4, max(box.y + box.h // 4 + 1, box.bottom - box.h // 4)
    band = np.median(pixels[top : low : max(1, (low - top) // _ROWS)], axis=0)
    left = _walk(band, min(box.x + 2, width - 1), -1, colour, width)
    right = _walk(band, max(0, min(box.right - 3, width - 1)), 1, colour, width)
    columns = _padding(left, box.x, box.right, right, width)
    tall = np.median(pixels[:, columns], axis=1)
    middle = min(height - 1, round(box.cy))
    up, down = _walk(tall, middle, -1, colour, width), _walk(tall, middle, 1, colour, width)
    for first, last in ((up, box.y), (box.bottom, down + 1)):
        if last - first >= 4:
            free = pixels[first + (last - first) // 4 : last - (last - first) // 4]
            rows = np.median(free[:: max(1, len(free) // _ROWS)], axis=0)
            left = min(left, _walk(rows, columns.start, -1, colour, width))
            right = max(right, _walk(rows, columns.start, 1, colour, width))
    return Box(left, up, right - left + 1, down - up + 1)


def _padding(left: int, text_left: int, text_right: int, right: int, width: int) -> slice:
    """Return the middle columns of the wider of the two margins beside the text."""
    before, after = max(0, text_left - left), max(0, right - text_right)
    start, room = (left, before) if before >= min(12, after) else (text_right, after)
    room = min(room, width // 20)
    first = max(0, min((start + before - room if start == left else start) + room // 4, width - 1))
    return slice(first, min(width, first + max(1, room // 2)))


def _walk(colours: NDArray[np.float64], start: int, step: int, colour: Colour, width: int) -> int:
    """Return the last place of the run of one colour that ``start`` lies in.

    The colour may change slowly (uneven light on a photograph) but not in a step; a narrow hole (noise of JPEG around
    letters) ends nothing.
    """
    reference = np.array(colour, dtype=np.float64)
    if np.abs(colours[start] - reference).max() <= 2 * _SAME:  # begin with the light that falls here
        reference = np.array(colours[start], dtype=np.float64)
    place, gap, at, hole = start, 0, start, max(3, width // _HOLE)
    while 0 <= at + step < len(colours) and gap <= hole:
        at += step
        here = colours[at]
        if (
            abs(here[0] - reference[0]) <= _STEP
            and abs(here[1] - reference[1]) <= _STEP
            and abs(here[2] - reference[2]) <= _STEP
        ):
            place, gap = at, 0
            reference += 0.08 * (here - reference)
        else:
            gap += 1
    return place


def _avatar(pixels: Pixels, area: Box, page: Colour) -> str:
    """Return the side on which something that is not the page stands beside the area's first rows."""
    width = pixels.shape[1]
    size = round(_FACE * width)
    rows = pixels[area.y : min(area.bottom, area.y + round(0.8 * size))]
    gap = max(2, width // 120)
    filled = {
        "left": _filled(rows[:, max(0, area.x - size - 3 * gap) : max(0, area.x - gap)], page),
        "right": _filled(rows[:, area.right + gap : area.right + size + 3 * gap], page),
    }
    best = max(filled, key=lambda side: filled[side])
    other = filled["left" if best == "right" else "right"]
    return best if filled[best] >= _FILLED and other < filled[best] / 2 else ""


def _filled(part: Pixels, page: Colour) -> float:
    if part.shape[0] < 4 or part.shape[1] < 4:
        return 0.0
    return float(1 - (np.abs(part.astype(np.int16) - np.array(page, dtype=np.int16)).max(axis=2) <= 2 * _SAME).mean())


def same_area(one: Line, other: Line) -> bool:
    """Tell whether two lines stand on the same bubble.

    Either they follow each other more closely than two bubbles ever do, on one colour; or their areas are the same (then light
    may differ between them); or their areas have one colour and one width, and one of them holds the other line.
    """
    here, there = one.ground, other.ground
    if here is None or there is None:
        return False
    difference = colour_distance(here.colour, there.colour)
    apart = max(one.box.y, other.box.y) - min(one.box.bottom, other.box.bottom)
    beside = min(one.box.right, other.box.right) - max(one.box.x, other.box.x)
    if difference <= _ALIKE and beside > 0 and apart < _TIGHT * min(one.box.h, other.box.h):
        return True
    if here.box.overlap(there.box) >= 0.6:
        return difference <= _ALIKE_AREA
    shared = min(here.box.right, there.box.right) - max(here.box.x, there.box.x)
    both = max(here.box.right, there.box.right) - min(here.box.x, there.box.x)
    holds = here.box.y <= other.box.cy <= here.box.bottom or there.box.y <= one.box.cy <= there.box.bottom
    return difference <= _ALIKE and holds and shared >= 0.8 * both


def groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines that stand on one area together, in order of their first line."""
    found: list[list[Line]] = []
    for line in lines:
        if line.ground is None:
            continue
        near = next((group for group in reversed(found[-4:]) if _on(group, line)), None)
        if near is None:
            found.append([line])
        else:
            near.append(line)
    return found


def _on(group: list[Line], line: Line) -> bool:
    return any(same_area(known, line) for known in group)

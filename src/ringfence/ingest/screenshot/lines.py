"""All writing on a picture, whichever way it is turned: for covering what is private and for pages without text.

Read upright, and upside down too where something was read badly; boxes standing on end are turned by the recogniser itself, so
that four ways are covered. What was read the wrong way round comes along with a low score: whoever covers would rather cover
too much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.lazily import Lazily
from ringfence.ingest.screenshot.ocr import recognise
from ringfence.ingest.screenshot.picture import decode
from ringfence.schema import SeenLine

if TYPE_CHECKING:
    import numpy as np

    from ringfence.ingest.screenshot.ocr import Seen
else:
    np = Lazily("numpy")

_SURE = 0.9
_ON_END = 1.5  # height over width from which the recogniser reads a box from top to bottom


def read_lines(picture: bytes) -> tuple[SeenLine, ...]:
    """Return every line on a picture (PNG, JPEG, WebP), lines read upside down after the others.

    Raises:
        OcrMissingError: the extra ``ocr`` is not installed.
        BrokenFileError, TooManyPixelsError: no picture that can be decoded.
    """
    pixels = decode("", picture).pixels
    height, width = pixels.shape[:2]
    upright = recognise(pixels)
    lines = tuple(_line(seen, ()) for seen in upright)
    if all(seen.line.score >= _SURE for seen in upright):
        return lines  # what stands on its head is read with scores far below
    turned = recognise(np.ascontiguousarray(pixels[::-1, ::-1]))
    return (*lines, *(_line(seen, (width, height)) for seen in turned))


def _line(seen: Seen, turned: tuple[int, int] | tuple[()]) -> SeenLine:
    corners = seen.corners.astype(np.float64)
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)  # upper, right, lower, left
    if max(sides[1], sides[3]) >= _ON_END * max(sides[0], sides[2]):
        corners = np.roll(corners, -1, axis=0)  # read downwards, its first character begins at the upper right
    if turned:
        corners = np.array(turned) - corners
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return SeenLine(seen.line.text, seen.line.score, (first, second, third, fourth))

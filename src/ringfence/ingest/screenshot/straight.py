"""A screen that was photographed: the picture is turned and its lines made parallel again, and boxes are led back.

Only the lines of text are used: their slope turns the picture, and where slopes differ they meet in one vanishing point, which
is sent to infinity (Hartley and Zisserman, Multiple View Geometry, 2nd ed., 2.7 and 8.6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.ingest.lazily import Lazily
from ringfence.ingest.screenshot.line import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ringfence.ingest.screenshot.ocr import Seen

    Matrix = NDArray[np.float64]
else:
    np = Lazily("numpy")

_LEVEL = 0.012  # slopes below are a screenshot's own noise (0.7 degrees)
_LONG = 5.0  # heights: a line has to be so long for its slope to be trusted
_LINES = 3


@dataclass(frozen=True, slots=True)
class Straight:
    """A picture made straight.

    Attributes:
        pixels: the new picture.
        back: 3 x 3, leads a point of the new picture to the one given.
    """

    pixels: NDArray[np.uint8]
    back: Matrix

    def cut(self, box: Box) -> Straight:
        """Return only the part in ``box``."""
        shift = np.array([[1, 0, box.x], [0, 1, box.y], [0, 0, 1]], dtype=np.float64)
        return Straight(self.pixels[box.y : box.bottom, box.x : box.right], self.back @ shift)

    def original(self, box: Box) -> Box:
        """Return where a box of the straight picture lies in the one given."""
        corners = np.array(
            [[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]], dtype=np.float64
        )
        moved = _apply(self.back, corners)
        left, up = (max(0, round(float(value))) for value in moved.min(axis=0))
        right, low = (round(float(value)) for value in moved.max(axis=0))
        return Box(left, up, max(1, right - left), max(1, low - up))


def straighten(pixels: NDArray[np.uint8], seen: Sequence[Seen]) -> Straight | None:
    """Return the picture made straight, None when its lines are level already or too few to tell."""
    ends = _baselines(seen)
    if len(ends) < _LINES:
        return None
    slopes = (ends[:, 3] - ends[:, 1]) / (ends[:, 2] - ends[:, 0])
    spread = float(np.quantile(slopes, 0.9) - np.quantile(slopes, 0.1))
    if abs(float(np.median(slopes))) < _LEVEL and spread < 2 * _LEVEL:
        return None
    height, width = pixels.shape[:2]
    forth = _levelling(ends, width, height)
    corners = _apply(forth, np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64))
    low, high = corners.min(axis=0), corners.max(axis=0)
    size = (high - low).round().astype(int)
    if size.max() > 3 * max(width, height) or size.min() < 16:
        return None
    shift = np.array([[1, 0, low[0]], [0, 1, low[1]], [0, 0, 1]], dtype=np.float64)
    back = np.linalg.inv(forth) @ shift
    return Straight(_warp(pixels, back, (int(size[0]), int(size[1]))), back)


def _baselines(seen: Sequence[Seen]) -> Matrix:
    """Return x, y, x, y of the lower edge of every long line."""
    rows = []
    for one in seen:
        _, _, right, left = one.corners.astype(np.float64)
        side = float(np.linalg.norm(one.corners[3] - one.corners[0]))
        if right[0] - left[0] >= _LONG * side and one.line.score > 0.6:
            rows.append([*left, *right])
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _levelling(ends: Matrix, width: int, height: int) -> Matrix:
    """Return the matrix that makes the lines parallel and level, about the middle of the picture."""
    middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]], dtype=np.float64)
    slope, turn = _fit(ends, width, height)
    parallel = np.eye(3)
    # x' = x / (1 + turn x) and y' likewise take turn * y off the slope of the line through (0, y)
    parallel[2, 0] = turn
    angle = np.arctan(slope)
    cos, sin = np.cos(-angle), np.sin(-angle)
    level = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    forth = level @ parallel @ middle
    back_to_place = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1]], dtype=np.float64)
    return np.asarray(back_to_place @ forth, dtype=np.float64)


def _fit(ends: Matrix, width: int, height: int) -> tuple[float, float]:
    """Return (slope at the middle, its change per row), the lines' slopes fitted by medians so that a stray one is no harm."""
    slopes = (ends[:, 3] - ends[:, 1]) / (ends[:, 2] - ends[:, 0])
    slope = float(np.median(slopes))
    at = (ends[:, 1] + ends[:, 3]) / 2 - height / 2 - slope * ((ends[:, 0] + ends[:, 2]) / 2 - width / 2)
    pairs = [
        (slopes[j] - slopes[i]) / (at[j] - at[i])
        for i in range(len(at))
        for j in range(i + 1, len(at))
        if abs(at[j] - at[i]) > 0.2 * height
    ]
    turn = float(np.median(pairs)) if len(pairs) >= _LINES else 0.0
    return float(np.median(slopes - turn * at)), turn


def _apply(matrix: Matrix, points: Matrix) -> Matrix:
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:3], dtype=np.float64)


def _warp(pixels: NDArray[np.uint8], back: Matrix, size: tuple[int, int]) -> NDArray[np.uint8]:
    from PIL import Image  # noqa: PLC0415 -- an extra

    coefficients = tuple(float(value) for value in (back / back[2, 2]).ravel()[:8])
    turned = Image.fromarray(pixels).transform(
        size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC
    )
    return np.array(turned, dtype=np.uint8)

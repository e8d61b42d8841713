"""Text of a picture, by rapidocr (PP-OCRv6 small, the models lie inside its wheel): lines with boxes and scores.

The models are named by path, so that the library never looks for one on the network. Tall pictures are cut between lines into
pieces the size of a screen: the library shrinks what is longer than 2000 pixels, and small text would be lost.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.ingest.screenshot.errors import OcrMissingError
from ringfence.ingest.screenshot.line import Box, Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Points = NDArray[np.float32]

_DETECT, _READ = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_TALL = 2.6  # height over width above which a picture is cut
_PIECE = 2.2  # height over width of a piece
_NARROW = (
    360  # pixels: what is narrower is cut as if it were so wide, or a strip of nothing would be thousands of pieces
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One line as recognised, with its four corners (clockwise from the top left)."""

    line: Line
    corners: Points


def ocr_missing() -> str | None:
    """Return the name of what is missing to read pictures, None when all is there; imports nothing."""
    for module in ("PIL", "onnxruntime", "cv2", "rapidocr"):
        if find_spec(module) is None:
            return module
    return next((name for name in (_DETECT, _READ) if not (_models() / name).is_file()), None)


def recognise(pixels: Pixels) -> list[Seen]:
    """Return every line of a picture, from top to bottom.

    Raises:
        OcrMissingError: the extra is not installed.
    """
    seen: list[Seen] = []
    for top, bottom in pieces(pixels):
        seen += _recognise_piece(pixels[top:bottom], top)
    return sorted(seen, key=lambda one: (one.line.box.cy, one.line.box.x))


def pieces(pixels: Pixels) -> list[tuple[int, int]]:
    """Return (first row, row after the last) of the pieces to read one by one; cuts lie in rows of one colour."""
    height, width = pixels.shape[:2]
    measure = max(width, _NARROW)
    if height <= _TALL * measure:
        return [(0, height)]
    spread = pixels[:, :: max(1, width // 270), 1].std(axis=1)
    cuts = [0]
    while height - cuts[-1] > _TALL * measure:
        aim = cuts[-1] + int(_PIECE * measure)
        low = cuts[-1] + measure
        window = spread[low:aim]
        quiet = [low + row for row in range(len(window)) if window[row] <= window.min() + 0.5]
        cuts.append(quiet[-1])
    return list(zip(cuts, [*cuts[1:], height], strict=True))


def _recognise_piece(pixels: Pixels, top: int) -> list[Seen]:
    import numpy as np  # noqa: PLC0415 -- see picture.py

    found = _engine()(np.ascontiguousarray(pixels[:, :, ::-1]), use_cls=False)
    if found.boxes is None or not found.txts:
        return []
    seen = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        moved = np.asarray(corners, dtype=np.float32) + np.array([0, top], dtype=np.float32)
        seen.append(Seen(Line(text.strip(), float(score), box_of(moved)), moved))
    return [one for one in seen if one.line.text]


def box_of(corners: Points) -> Box:
    """Return the upright box around four corners, whole pixels, never below zero."""
    left, up = (max(0, round(float(value))) for value in corners.min(axis=0))
    right, low = (round(float(value)) for value in corners.max(axis=0))
    return Box(left, up, max(1, right - left), max(1, low - up))


def _models() -> Path:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise OcrMissingError("rapidocr")
    return Path(spec.origin).parent / "models"


@cache
def _engine() -> Any:  # noqa: ANN401 -- the library is an extra
    """Return the recogniser, made once; it keeps two models in memory (about 150 MB)."""
    missing = ocr_missing()
    if missing is not None:
        raise OcrMissingError(missing)
    logging.getLogger("RapidOCR").disabled = True  # it would print paths and colours
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415 -- an extra that takes a second to import
    except ImportError as fault:
        raise OcrMissingError(fault.name or "rapidocr") from fault
    logging.getLogger("RapidOCR").disabled = True
    return RapidOCR(
        params={
            "Global.text_score": 0.0,  # nothing is dropped in silence: what is unsure is said to be
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Det.model_path": str(_models() / _DETECT),
            "Rec.model_path": str(_models() / _READ),
        }
    )

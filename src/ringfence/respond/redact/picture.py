"""Pictures masked for sharing: boxes painted over pixels, everything but pixels left behind.

The copy is made anew from the pixels alone, so no metadata (place, device, thumbnail, comment), no hidden frame and no colour
profile of the original is in it. Needs Pillow (extra ``share``).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from ringfence.respond.redact.errors import BrokenPictureError, NeedsShareError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

    from ringfence.respond.redact.span import Span
    from ringfence.respond.redact.text import Redactor

MOST_PIXELS = 120_000_000
_MARGIN = 0.25  # of a line's height: glyphs reach beyond the box that recognition gives


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright picture, from its top left corner.

    Attributes:
        x, y: left and top; may lie outside, the part inside counts.
        width, height: size.
    """

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SeenText:
    """A line that recognition found in a picture, and where."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class MaskedPicture:
    """A picture that can be shared.

    Attributes:
        data: PNG bytes.
        size: width and height in pixels.
        boxes: what was painted over, clipped to the picture.
        dropped: names of what the original carried besides pixels (``exif``, ``icc_profile`` ...).
    """

    data: bytes
    size: tuple[int, int]
    boxes: tuple[Box, ...]
    dropped: tuple[str, ...]


def mask_picture(data: bytes, boxes: Iterable[Box]) -> MaskedPicture:
    """Return a copy of the picture with ``boxes`` painted black; always PNG, so that nothing is smeared by compression.

    Raises:
        NeedsShareError: Pillow is not installed.
        BrokenPictureError: the bytes are no picture, or one too large to be held.
    """
    picture, dropped = _opened(data)
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    painted: list[Box] = []
    for box in boxes:
        left, top = max(0, box.x), max(0, box.y)
        right, bottom = min(picture.width, box.x + box.width), min(picture.height, box.y + box.height)
        if right > left and bottom > top:
            draw.rectangle((left, top, right - 1, bottom - 1), fill=(0, 0, 0))
            painted.append(Box(left, top, right - left, bottom - top))
    written = BytesIO()
    picture.save(written, "PNG")
    return MaskedPicture(written.getvalue(), picture.size, tuple(painted), dropped)


def private_boxes(lines: Iterable[SeenText], redactor: Redactor) -> tuple[Box, ...]:
    """Return boxes over what is private in recognised lines: the part of the line where it stands, with a margin."""
    return tuple(part_of(line, span) for line in lines for span in redactor.spans(line.text))


def part_of(line: SeenText, span: Span) -> Box:
    """Return the part of a line's box where ``span`` stands, by the widths of its characters, a margin around it."""
    edges = [0]
    for char in line.text:
        edges.append(edges[-1] + (2 if unicodedata.east_asian_width(char) in "WF" else 1))
    scale = line.box.width / max(1, edges[-1])
    margin = round(line.box.height * _MARGIN) + round(scale)
    left = line.box.x + int(edges[span.start] * scale) - margin
    right = line.box.x + int(edges[span.end] * scale) + 1 + margin
    return Box(left, line.box.y - margin // 2, right - left, line.box.height + margin)


def _opened(data: bytes) -> tuple[Image.Image, tuple[str, ...]]:
    """Return the upright picture as bare RGB pixels, and the names of what else the file carried."""
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError:
        raise NeedsShareError from None
    try:
        with Image.open(BytesIO(data)) as given:
            if given.width * given.height > MOST_PIXELS:
                raise BrokenPictureError
            dropped = tuple(sorted(str(key) for key in given.info))
            upright = ImageOps.exif_transpose(given)
            bare = Image.new("RGB", upright.size, (255, 255, 255))
            flat = upright.convert("RGBA")
            bare.paste(flat, mask=flat.getchannel("A"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise BrokenPictureError from None
    return bare, dropped

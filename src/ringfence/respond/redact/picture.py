"""Pictures masked for sharing: boxes painted over pixels, everything but pixels left behind.

The copy is made anew from the pixels alone, so no metadata (place, device, thumbnail, comment), no hidden frame and no colour
profile of the original is in it. Needs Pillow (extra ``share``). What is private in the writing on it is found by a reader of
lines that the caller brings (extra ``ocr``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from ringfence.respond.redact.cover import as_small, cover_seen, outlined
from ringfence.respond.redact.errors import BrokenPictureError, NeedsShareError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

    from ringfence.respond.redact.seen import Patch
    from ringfence.respond.redact.text import Redactor
    from ringfence.schema import LineReader

MOST_PIXELS = 120_000_000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright picture, from its top left corner.

    Attributes:
        x, y: left and top; may lie outside, the part inside counts.
        width, height: size.
        page: of a PDF, from 1.
    """

    x: int
    y: int
    width: int
    height: int
    page: int = 1


@dataclass(frozen=True, slots=True)
class MaskedPicture:
    """A picture that can be shared.

    Attributes:
        data: PNG bytes.
        size: width and height in pixels.
        boxes: what was painted over, clipped to the picture.
        dropped: names of what the original carried besides pixels (``exif``, ``icc_profile`` ...).
        patches: what recognition found private and was painted over.
        view: small pictures before (with frames) and after, for the user's own eyes; empty when not asked for.
    """

    data: bytes
    size: tuple[int, int]
    boxes: tuple[Box, ...]
    dropped: tuple[str, ...]
    patches: tuple[Patch, ...] = ()
    view: tuple[bytes, ...] = field(default=(), repr=False)


def mask_picture(
    data: bytes,
    boxes: Iterable[Box],
    redactor: Redactor | None = None,
    read_lines: LineReader | None = None,
    *,
    view: bool = False,
) -> MaskedPicture:
    """Return a copy of the picture painted black where it is private; always PNG, so that nothing is smeared by compression.

    Args:
        data: the picture.
        boxes: painted in any case.
        redactor: with ``read_lines``: what is private in the writing on it.
        read_lines: reads the writing.
        view: make small pictures of before and after too.

    Raises:
        NeedsShareError: Pillow is not installed.
        BrokenPictureError: the bytes are no picture, or one too large to be held.
        StillSeenError: see there.
    """
    picture, dropped = _opened(data)
    before = picture.copy() if view else None
    painted = paint_boxes(picture, boxes)
    patches = () if redactor is None or read_lines is None else cover_seen(picture, redactor, read_lines)
    written = BytesIO()
    picture.save(written, "PNG")
    shown = () if before is None else (outlined(before, patches, map(_corners, painted)), as_small(picture))
    return MaskedPicture(written.getvalue(), picture.size, painted, dropped, patches, shown)


def paint_boxes(picture: Image.Image, boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Paint boxes black and return those parts of them that lie on the picture."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    painted: list[Box] = []
    for box in boxes:
        left, top = max(0, box.x), max(0, box.y)
        right, bottom = min(picture.width, box.x + box.width), min(picture.height, box.y + box.height)
        if right > left and bottom > top:
            draw.rectangle((left, top, right - 1, bottom - 1), fill=(0, 0, 0))
            painted.append(Box(left, top, right - left, bottom - top, box.page))
    return tuple(painted)


def _corners(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.x + box.width, box.y + box.height


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

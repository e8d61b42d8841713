"""A picture file as pixels: sizes are checked before anything is decoded, the way it was held is undone."""

from __future__ import annotations

import struct
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ringfence.ingest.errors import BrokenFileError
from ringfence.ingest.screenshot.errors import OcrMissingError, TooManyPixelsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from ringfence.ingest.source import Source

LIMIT = 48 * 1024 * 1024
PIXELS = 80_000_000  # a long screenshot of 1440 x 50000; a bomb says it is far more
_ORIGINAL, _CHANGED, _EXIF = 0x9003, 0x0132, 0x8769  # Exif 2.32: DateTimeOriginal, DateTime, the Exif directory


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels and what the file says of its time.

    Attributes:
        pixels: height x width x 3, red green blue, 8 bit.
        written: wall-clock time inside the file, None when there is none.
        original: ``written`` is when it was taken, not when it was last changed.
    """

    pixels: NDArray[np.uint8]
    written: datetime | None = None
    original: bool = False

    @property
    def width(self) -> int:
        """Return columns."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Return rows."""
        return int(self.pixels.shape[0])


def is_picture(head: bytes) -> bool:
    """Tell whether the file begins as PNG, JPEG or WebP."""
    return head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def open_picture(source: Source) -> Picture:
    """Decode a picture.

    Raises:
        OcrMissingError: the library that decodes pictures is not installed.
        TooLargeError, TooManyPixelsError: more bytes or pixels than a screenshot has.
        BrokenFileError: damaged or cut off.
    """
    return decode(source.name, source.whole(LIMIT))


def decode(name: str, data: bytes) -> Picture:
    """Decode bytes at hand; see :func:`open_picture`."""
    try:
        import numpy as np  # noqa: PLC0415 -- pictures are rare, the reader's list is loaded always
        from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 -- an extra
    except ImportError as missing:
        raise OcrMissingError(missing.name or "pillow") from missing
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as opened:
            warnings.simplefilter("ignore")  # pillow warns of large and odd files; ours are bounded just below
            if opened.width * opened.height > PIXELS:
                raise TooManyPixelsError(name, PIXELS)
            moment, original = _time_of(opened.getexif())
            upright = ImageOps.exif_transpose(opened)
            pixels = np.array(_flat(upright), dtype=np.uint8)
    except Image.DecompressionBombError as bomb:
        raise TooManyPixelsError(name, PIXELS) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, MemoryError) as fault:
        raise BrokenFileError(name, "bytes:0") from fault
    return Picture(pixels, moment, original)


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels as PNG without any metadata."""
    from PIL import Image  # noqa: PLC0415 -- an extra

    out = BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a picture as PNG; ``x``, ``y``: where its top left corner lies in the picture; ``width``, ``height`` likewise."""

    png: bytes
    x: int
    y: int
    width: int
    height: int


def crop(name: str, data: bytes, place: str, margin: int = 12) -> bytes:
    """Return the part of a picture that a place (``box:x,y,w,h``) names, as PNG, with ``margin`` pixels around it.

    Raises:
        ValueError: the place names no box, or one outside the picture.
    """
    return crops(name, data, (place,), margin)[0].png


def crops(name: str, data: bytes, places: Iterable[str], margin: int = 12) -> list[Piece]:
    """Return the parts of a picture that ``places`` name, each with ``margin`` pixels around it; decoded once for all.

    Raises:
        ValueError: a place names no box, or one outside the picture.
        OcrMissingError, BrokenFileError, TooManyPixelsError: see :func:`decode`.
    """
    boxes = [_box(place) for place in places]
    pixels = decode(name, data).pixels
    return [_cut(pixels, box, margin) for box in boxes]


def crops_by_place(name: str, data: bytes, places: Iterable[str], margin: int = 12) -> dict[str, bytes]:
    """Return place -> its part of the picture as :func:`crop` gives it; decoded once, places that name no part left out.

    Raises:
        OcrMissingError, BrokenFileError, TooManyPixelsError: see :func:`decode`.
    """
    pixels = decode(name, data).pixels
    found: dict[str, bytes] = {}
    for place in places:
        with suppress(ValueError):
            found[place] = _cut(pixels, _box(place), margin).png
    return found


def _cut(pixels: NDArray[np.uint8], box: tuple[int, int, int, int], margin: int) -> Piece:
    x, y, w, h = box
    left, top = max(0, x - margin), max(0, y - margin)
    part = pixels[top : y + h + margin, left : x + w + margin]
    if not part.size:
        raise ValueError(f"outside the picture: box:{x},{y},{w},{h}")
    return Piece(encode_png(part), left, top, int(part.shape[1]), int(part.shape[0]))


def _box(place: str) -> tuple[int, int, int, int]:
    kind, _, numbers = place.partition(":")
    sides = [int(number) for number in numbers.split(",")] if kind == "box" else []
    if len(sides) != 4:
        raise ValueError(f"no box: {place}")
    x, y, w, h = sides
    return x, y, w, h


def _flat(image: Any) -> Any:  # noqa: ANN401 -- pillow's image; the library is an extra
    """Return it in three colours; what is see-through stands on white."""
    from PIL import Image  # noqa: PLC0415 -- an extra

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        return ground.convert("RGB")
    return image.convert("RGB")


def _time_of(exif: Any) -> tuple[datetime | None, bool]:  # noqa: ANN401 -- pillow's Exif
    """Return the Exif time and whether it is when the picture was taken."""
    for value, original in ((exif.get_ifd(_EXIF).get(_ORIGINAL), True), (exif.get(_CHANGED), False)):
        try:
            return datetime.strptime(str(value).strip("\0 "), "%Y:%m:%d %H:%M:%S"), original  # noqa: DTZ007 -- a wall clock without its zone
        except ValueError:
            continue
    return None, False

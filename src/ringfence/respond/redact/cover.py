"""Painting over: boxes by hand, then what recognition finds private, again and again until it finds nothing more."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ringfence.respond.redact.errors import StillSeenError
from ringfence.respond.redact.seen import Patch, leftovers, private_patches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

    from ringfence.respond.redact.text import Redactor
    from ringfence.schema import LineReader

ROUNDS = (
    5  # whole lines are covered from the second on; what a third still finds is noise made by the covers themselves
)


def cover_seen(picture: Image.Image, redactor: Redactor, read_lines: LineReader) -> tuple[Patch, ...]:
    """Paint over everything private that can be read on ``picture``, and return what was covered.

    The covered picture is read again to make sure; nothing private can be recognised on it when this returns.

    Raises:
        StillSeenError: it can, after :data:`ROUNDS` rounds.
    """
    done: list[Patch] = []
    for number in range(ROUNDS):
        lines = read_lines(as_png(picture))
        fresh = leftovers(lines, done, redactor) if number else private_patches(lines, redactor)
        if not fresh:
            return tuple(done)
        paint(picture, fresh)
        done += fresh
    raise StillSeenError


def paint(picture: Image.Image, patches: Iterable[Patch]) -> None:
    """Paint patches black."""
    from PIL import ImageDraw  # noqa: PLC0415 -- an extra

    draw = ImageDraw.Draw(picture)
    for patch in patches:
        draw.polygon(patch.corners, fill=(0, 0, 0), outline=(0, 0, 0))


def outlined(picture: Image.Image, patches: Iterable[Patch], boxes: Iterable[tuple[int, int, int, int]]) -> bytes:
    """Return a small copy of ``picture`` as JPEG with red frames where it is covered: for the user's own eyes."""
    from PIL import ImageDraw  # noqa: PLC0415 -- an extra

    shown = picture.copy()
    draw = ImageDraw.Draw(shown)
    width = max(2, round(max(shown.size) / 400))
    for patch in patches:
        draw.polygon(patch.corners, outline=(220, 0, 0), width=width)
    for left, top, right, bottom in boxes:
        draw.rectangle((left, top, right, bottom), outline=(220, 0, 0), width=width)
    return as_small(shown)


def as_small(picture: Image.Image) -> bytes:
    """Return a copy no larger than a screen, as JPEG."""
    small = picture.copy()
    small.thumbnail((1100, 3000))
    written = BytesIO()
    small.save(written, "JPEG", quality=80)
    return written.getvalue()


def as_png(picture: Image.Image) -> bytes:
    """Return a picture as PNG, quickly; without metadata."""
    written = BytesIO()
    picture.save(written, "PNG", compress_level=1)
    return written.getvalue()

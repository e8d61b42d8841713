"""Pieces of screenshots for the report: masked for certain, small, each beside what was recognised.

A masked piece is made anew: a flat ground, on it only the lines that recognition read well and in which nothing private or
doubtful stands. A line with anything private is painted over whole (where exactly a name stands inside a line is not known for
certain), and whatever was not read (faces, pictures, lines cut in half) is not carried over at all.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from ringfence.respond.redact import BrokenPictureError, Redactor
from ringfence.respond.redact.figures import kept_alone
from ringfence.respond.redact.plain import plain
from ringfence.schema import NumberKind, parse_phone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image

    from ringfence.schema import PieceLine, Snippet

MOST_BYTES = 3_000_000  # of all pictures in one report
WIDE, TALL = 640, 1400  # pixels: a phone's bubble stays readable
SURE = 0.8  # below, a line's words are not trusted to say what stands there
_COLOURS = 48
_HEAVY = 60_000  # bytes: a photograph; it is kept as JPEG
_LONG = re.compile(r"\d(?:[ \t\-.·]{0,2}\d){6,}")  # seven figures or more may be somebody's number, misread by one
_PUBLIC = {NumberKind.SERVICE_106, NumberKind.SERVICE_95, NumberKind.SERVICE_400}
_DARK = 90


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture ready for a page.

    Attributes:
        data: PNG or JPEG; ``media``: its type.
        width, height: pixels.
        hidden: how many lines were painted over.
    """

    data: bytes
    media: str
    width: int
    height: int
    hidden: int

    @property
    def uri(self) -> str:
        """Return it as a data URI."""
        return f"data:{self.media};base64,{base64.b64encode(self.data).decode('ascii')}"


def show(snippet: Snippet, redactor: Redactor | None) -> Shown | None:
    """Return a snippet for a page; masked with ``redactor``, as it is without one; None when it cannot be shown safely.

    Nothing can be shown masked when no lines are known, when no line may be seen, or without Pillow.
    """
    try:
        image = _opened(snippet.png)
    except (ImportError, BrokenPictureError):
        return None
    hidden = 0
    if redactor is not None:
        if not snippet.lines:
            return None
        private = private_lines(snippet.lines, redactor)
        if all(private):
            return None
        image = _masked(image, snippet.lines, private)
        hidden = sum(private)
    data, media, size = _small(image)
    return Shown(data, media, *size, hidden)


def private_lines(lines: Sequence[PieceLine], redactor: Redactor) -> list[bool]:
    """Tell for each line whether it has to be hidden: unsure, private, a part of something private, or a doubtful number."""
    hidden = [line.confidence < SURE or _doubtful(line.text, redactor) for line in lines]
    whole = "".join(line.text for line in lines)  # a name or number may be broken over two lines
    edges = [0]
    for line in lines:
        edges.append(edges[-1] + len(line.text))
    spans = redactor.spans(whole)
    for at, line in enumerate(lines):
        own = bool(redactor.spans(line.text))
        hidden[at] |= own or any(span.start < edges[at + 1] and span.end > edges[at] for span in spans)
    if lines:  # a bubble may be cut in the middle of a name
        hidden[0] |= any(lines[0].text.startswith(name[-part:]) for name, part in _parts(redactor))
        hidden[-1] |= any(lines[-1].text.rstrip().endswith(name[:part]) for name, part in _parts(redactor))
    return hidden


def _parts(redactor: Redactor) -> Iterator[tuple[str, int]]:
    """Yield each longer Chinese name with how much of it may stand at a cut edge."""
    for name in redactor.names:
        if 3 <= len(name) <= 6 and name[0] > "\u3400":
            yield from ((name, part) for part in range(2, len(name)))


def _doubtful(text: str, redactor: Redactor) -> bool:
    """Tell whether a long row of figures stands in ``text`` that is no sum, date, public number or caller's number."""
    row = plain(text)
    kept = kept_alone(row)
    for found in _LONG.finditer(row.digits):
        if any(first <= found.start() and found.end() <= last for first, last in kept):
            continue
        number = parse_phone(re.sub(r"\D", "", found.group()))
        if number.kind not in _PUBLIC and number.key not in redactor.keep:
            return True
    return False


def _opened(png: bytes) -> Image.Image:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(png)) as given:
            return given.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BrokenPictureError from None


def _masked(image: Image.Image, lines: Sequence[PieceLine], private: Sequence[bool]) -> Image.Image:
    from PIL import Image, ImageDraw

    ground = _ground(image, lines)
    made = Image.new("RGB", image.size, ground)
    for line, hide in zip(lines, private, strict=True):
        if not hide:
            box = _inside(line, image, 2)
            made.paste(image.crop(box), box[:2])
    draw = ImageDraw.Draw(made)
    bar = (185, 190, 195) if sum(ground) / 3 < _DARK else (20, 22, 25)
    for line, hide in zip(lines, private, strict=True):
        if hide:  # after all others: their margins may reach into it
            left, top, right, low = _inside(line, image, max(3, line.height // 4))
            draw.rectangle((left, top, max(left, right - 1), max(top, low - 1)), fill=bar)
    return made


def _inside(line: PieceLine, image: Image.Image, margin: int) -> tuple[int, int, int, int]:
    left, top = max(0, line.x - margin), max(0, line.y - margin)
    right, low = min(image.width, line.x + line.width + margin), min(image.height, line.y + line.height + margin)
    return min(left, image.width), min(top, image.height), max(0, right), max(0, low)


def _ground(image: Image.Image, lines: Sequence[PieceLine]) -> tuple[int, int, int]:
    """Return the colour that stands most often behind the first line: the bubble's own."""
    part = image.crop(_inside(lines[0], image, 2))
    counted = part.quantize(8).convert("RGB").getcolors(part.width * part.height) or []
    _, colour = max(counted, default=(0, (255, 255, 255)))
    red, green, blue = colour if isinstance(colour, tuple) else (255, 255, 255)
    return red, green, blue


def _small(image: Image.Image) -> tuple[bytes, str, tuple[int, int]]:
    """Return a picture as few bytes: bounded in size, few colours; as JPEG when it is a photograph."""
    image.thumbnail((WIDE, TALL))
    out = BytesIO()
    image.quantize(_COLOURS).save(out, "PNG", optimize=True)
    if out.tell() <= _HEAVY:
        return out.getvalue(), "image/png", image.size
    out = BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue(), "image/jpeg", image.size

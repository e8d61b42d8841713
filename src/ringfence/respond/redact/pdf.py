"""PDF masked for sharing: each page becomes a picture with the private parts painted over, in a new file.

A PDF keeps what was deleted: earlier revisions, hidden layers, attachments, the text under a black bar. So nothing of the
original file is carried over; the copy holds pixels only. It can be read and printed, not searched. Needs pypdfium2 and Pillow
(extra ``share``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from ringfence.respond.redact.errors import BrokenPdfError, NeedsShareError
from ringfence.respond.redact.picture import Box
from ringfence.respond.redact.span import Span

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

    from ringfence.respond.redact.text import Redactor

DPI = 150
MOST_PAGES = 500
_MOST_POINTS = 5_000  # a page larger than 1.7 m is no paper
_MARGIN = 1.5  # points: glyphs reach beyond their boxes
_WRAP = re.compile(r"(?<=[\d\u3400-\u9fff])\r?\n(?=[\d\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class MaskedPage:
    """What was done to one page.

    Attributes:
        text: the page's own text as the PDF gives it, ``spans``: what was masked in it.
        boxes: what was painted over, in pixels at :data:`DPI`.
        unseen: the page shows more than its text holds (pictures, notes, form fields, glyphs without a character, or no
            text at all): what stands there was not looked for.
    """

    text: str
    spans: tuple[Span, ...]
    boxes: tuple[Box, ...]
    unseen: bool


@dataclass(frozen=True, slots=True)
class MaskedPdf:
    """A PDF that can be shared: bytes of the new file and an account of each page."""

    data: bytes
    pages: tuple[MaskedPage, ...]


def mask_pdf(data: bytes, redactor: Redactor) -> MaskedPdf:
    """Return a copy of the PDF as pictures of its pages, with everything private painted over.

    Raises:
        NeedsShareError: the libraries are not installed.
        BrokenPdfError: damaged, locked, or more than :data:`MOST_PAGES` pages.
    """
    try:
        import PIL  # noqa: F401 -- only whether it is there; pypdfium2 makes the pictures with it
        import pypdfium2
    except ImportError:
        raise NeedsShareError from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise BrokenPdfError from None
    try:
        if not 0 < len(document) <= MOST_PAGES:
            raise BrokenPdfError
        document.init_forms()
        done = [_page(document[number], redactor) for number in range(len(document))]
    except pypdfium2.PdfiumError:
        raise BrokenPdfError from None
    finally:
        document.close()
    written = BytesIO()
    first, *rest = [picture for picture, _ in done]
    first.save(written, "PDF", save_all=True, append_images=rest, resolution=DPI, quality=85)
    return MaskedPdf(written.getvalue(), tuple(page for _, page in done))


def _page(page: pypdfium2.PdfPage, redactor: Redactor) -> tuple[Image.Image, MaskedPage]:
    from PIL import ImageDraw
    from pypdfium2.raw import FPDFText_GetUnicode

    width, height = page.get_size()
    if max(width, height) > _MOST_POINTS:
        raise BrokenPdfError
    scale = DPI / 72
    bitmap = page.render(scale=scale, may_draw_forms=True)
    picture = bitmap.to_pil().convert("RGB")
    told = page.get_textpage()
    text = "".join(chr(FPDFText_GetUnicode(told, index)) for index in range(told.count_chars()))
    spans = _spans(text, redactor)
    boxes: list[Box] = []
    draw = ImageDraw.Draw(picture)
    for span in spans:
        for box in _boxes(bitmap.get_posconv(page), told, span):
            draw.rectangle((box.x, box.y, box.x + box.width - 1, box.y + box.height - 1), fill=(0, 0, 0))
            boxes.append(box)
    unseen = not text.strip() or _beyond_text(page, told)
    return picture, MaskedPage(text, spans, tuple(boxes), unseen=unseen)


def _beyond_text(page: pypdfium2.PdfPage, told: pypdfium2.PdfTextPage) -> bool:
    """Tell whether something can be read on the page that its text does not hold: pictures, notes, fields, nameless glyphs."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDFPage_GetAnnotCount, FPDFText_HasUnicodeMapError

    if next(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=4), None) is not None or FPDFPage_GetAnnotCount(
        page
    ):
        return True
    return any(FPDFText_HasUnicodeMapError(told, index) == 1 for index in range(told.count_chars()))


def _spans(text: str, redactor: Redactor) -> tuple[Span, ...]:
    """Return spans in the page's text; a number or address broken at the end of a line is looked for unbroken too."""
    found = list(redactor.spans(text))
    places: list[int] = []
    unbroken: list[str] = []
    at = 0
    for wrap in [*_WRAP.finditer(text), None]:
        stop = len(text) if wrap is None else wrap.start()
        unbroken.append(text[at:stop])
        places.extend(range(at, stop))
        at = stop if wrap is None else wrap.end()
    for span in redactor.spans("".join(unbroken)):
        start, end = places[span.start], places[span.end - 1] + 1
        if not any(one.start <= start and end <= one.end for one in found):
            found.append(Span(start, end, span.kind, span.key, span.why))
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


def _boxes(place: pypdfium2.PdfPosConv, told: pypdfium2.PdfTextPage, span: Span) -> list[Box]:
    """Return a box for each character of a span, in pixels; neighbours overlap so that nothing shows between them."""
    boxes: list[Box] = []
    for index in range(span.start, span.end):
        left, bottom, right, top = told.get_charbox(index, loose=True)
        if right <= left or top <= bottom:
            continue
        ends = [place.to_bitmap(left - _MARGIN, bottom - _MARGIN), place.to_bitmap(right + _MARGIN, top + _MARGIN)]
        (x, far_x), (y, far_y) = sorted(end[0] for end in ends), sorted(end[1] for end in ends)
        boxes.append(Box(int(x), int(y), int(far_x - x) + 1, int(far_y - y) + 1))
    return boxes

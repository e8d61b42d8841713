"""PDF masked for sharing: each page becomes a picture with the private parts painted over, in a new file.

A PDF keeps what was deleted: earlier revisions, hidden layers, attachments, the text under a black bar. So nothing of the
original file is carried over; the copy holds pixels only. It can be read and printed, not searched. Needs pypdfium2 and Pillow
(extra ``share``). Pages that show more than their text (scans, pictures, drawn letters) are read as pictures too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from ringfence.respond.redact.cover import as_small, cover_seen, outlined
from ringfence.respond.redact.errors import BrokenPdfError, NeedsOcrError, NeedsShareError, PdfPasswordError
from ringfence.respond.redact.picture import Box, paint_boxes
from ringfence.respond.redact.span import Span
from ringfence.schema import Said, silent

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

    from ringfence.respond.redact.seen import Patch
    from ringfence.respond.redact.text import Redactor
    from ringfence.schema import LineReader, Progress

DPI = 150
MOST_PAGES = 500
_MOST_POINTS = 5_000  # a page larger than 1.7 m is no paper
_DRAWN = 8  # segments of one path: lines and frames have fewer, a letter drawn as a shape has more
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_MARGIN = 1.5  # points: glyphs reach beyond their boxes
_WRAP = re.compile(r"(?<=[\d\u3400-\u9fff])\r?\n(?=[\d\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class MaskedPage:
    """What was done to one page.

    Attributes:
        text: the page's own text as the PDF gives it, ``spans``: what was masked in it.
        boxes: what was painted over, in pixels at :data:`DPI`.
        unseen: the page shows more than its text holds (pictures, drawn shapes, notes, form fields, glyphs without a
            character, or no text at all), and nobody read it: what stands there was not looked for.
        patches: what recognition found private and was painted over.
        view: small pictures before (with frames) and after, for the user's own eyes; empty when not asked for.
    """

    text: str
    spans: tuple[Span, ...]
    boxes: tuple[Box, ...]
    unseen: bool
    patches: tuple[Patch, ...] = ()
    view: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class MaskedPdf:
    """A PDF that can be shared: bytes of the new file and an account of each page."""

    data: bytes
    pages: tuple[MaskedPage, ...]


@dataclass(frozen=True, slots=True)
class PdfWish:
    """How a PDF is to be masked.

    Attributes:
        boxes: painted in any case, in pixels at :data:`DPI`, each on its page.
        read_lines: reads the writing on pages that show more than their text.
        looked: the user has looked through those pages; without recogniser and boxes they are refused otherwise.
        view: make small pictures of before and after too.
        password: opens a locked PDF.
    """

    boxes: tuple[Box, ...] = ()
    read_lines: LineReader | None = None
    looked: bool = True
    view: bool = False
    password: str | None = None


_PLAIN = PdfWish()


def mask_pdf(data: bytes, redactor: Redactor, wish: PdfWish = _PLAIN, progress: Progress = silent) -> MaskedPdf:
    """Return a copy of the PDF as pictures of its pages, with everything private painted over.

    Raises:
        NeedsShareError: the libraries are not installed.
        PdfPasswordError: locked, and the password is missing or wrong.
        BrokenPdfError: damaged, or more than :data:`MOST_PAGES` pages.
        NeedsOcrError: pages nobody can read, unless ``wish.looked``.
        StillSeenError: see there.
    """
    try:
        import PIL  # noqa: F401 -- only whether it is there; pypdfium2 makes the pictures with it
        import pypdfium2
    except ImportError:
        raise NeedsShareError from None
    document = _opened(data, wish.password)
    try:
        count = len(document)
        if not 0 < count <= MOST_PAGES:
            raise BrokenPdfError
        document.init_forms()
        _refuse_unread(document, wish)
        done = []
        for number in range(count):
            progress(Said("遮盖 PDF", "masking the PDF"), number, count)
            done.append(_page(document[number], redactor, wish, number + 1))
        progress(Said("遮盖 PDF", "masking the PDF"), count, count)
    except pypdfium2.PdfiumError:
        raise BrokenPdfError from None
    finally:
        document.close()
    return MaskedPdf(_written([picture for picture, _ in done]), tuple(page for _, page in done))


def _opened(data: bytes, password: str | None) -> pypdfium2.PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as fault:
        if getattr(fault, "err_code", None) == _PASSWORD:
            raise PdfPasswordError(given=bool(password)) from None
        raise BrokenPdfError from None


def _written(pictures: list[Image.Image]) -> bytes:
    """Return a PDF of pictures; without the times and names that the library would put in."""
    written = BytesIO()
    first, *rest = pictures
    bare = {"creationDate": None, "modDate": None, "title": None, "producer": None}
    first.save(written, "PDF", save_all=True, append_images=rest, resolution=DPI, quality=85, **bare)
    return written.getvalue()


def _refuse_unread(document: pypdfium2.PdfDocument, wish: PdfWish) -> None:
    """Stop before the work when pages show what cannot be read here and nobody has said what to cover on them.

    Raises:
        NeedsOcrError: names the pages.
    """
    if wish.read_lines is not None or wish.looked:
        return
    boxed = {box.page for box in wish.boxes}
    pages = [number + 1 for number in range(len(document)) if number + 1 not in boxed and _unseen(document[number])]
    if pages:
        listed = "、".join(map(str, pages[:20])) + (" 等" if len(pages) > 20 else "")
        raise NeedsOcrError(f"第 {listed} 页", f"Page {listed.replace('、', ', ')}")


def _unseen(page: pypdfium2.PdfPage) -> bool:
    told = page.get_textpage()
    return not _text_of(told).strip() or _beyond_text(page, told)


def _text_of(told: pypdfium2.PdfTextPage) -> str:
    from pypdfium2.raw import FPDFText_GetUnicode

    return "".join(chr(FPDFText_GetUnicode(told, index)) for index in range(told.count_chars()))


def _page(page: pypdfium2.PdfPage, redactor: Redactor, wish: PdfWish, number: int) -> tuple[Image.Image, MaskedPage]:
    width, height = page.get_size()
    if max(width, height) > _MOST_POINTS:
        raise BrokenPdfError
    bitmap = page.render(scale=DPI / 72, may_draw_forms=True)
    picture = bitmap.to_pil().convert("RGB")
    before = picture.copy() if wish.view else None
    told = page.get_textpage()
    text = _text_of(told)
    spans = _spans(text, redactor)
    place = bitmap.get_posconv(page)
    wanted = [box for span in spans for box in _boxes(place, told, span)]
    boxes = paint_boxes(picture, [*wanted, *(box for box in wish.boxes if box.page == number)])
    unseen = not text.strip() or _beyond_text(page, told)
    patches: tuple[Patch, ...] = ()
    if unseen and wish.read_lines is not None:
        patches, unseen = cover_seen(picture, redactor, wish.read_lines), False
    frames = ((box.x, box.y, box.x + box.width, box.y + box.height) for box in boxes)
    view = () if before is None else (outlined(before, patches, frames), as_small(picture))
    return picture, MaskedPage(text, spans, boxes, unseen, patches, view)


def _beyond_text(page: pypdfium2.PdfPage, told: pypdfium2.PdfTextPage) -> bool:
    """Tell whether something can be read on the page that its text does not hold.

    Pictures, shadings, shapes that may be letters, notes, fields, glyphs without a character.
    """
    from pypdfium2 import raw

    if raw.FPDFPage_GetAnnotCount(page):
        return True
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_PATH]
    for item in page.get_objects(filter=kinds, max_depth=8):
        if item.type != raw.FPDF_PAGEOBJ_PATH or raw.FPDFPath_CountSegments(item) > _DRAWN:
            return True
    return any(raw.FPDFText_HasUnicodeMapError(told, index) == 1 for index in range(told.count_chars()))


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

"""A PDF that is no list: the text that its pages hold, and what recognition reads on pages that are pictures (extra ``ocr``)."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from ringfence.ingest.document import PageText, document_of
from ringfence.ingest.errors import BrokenFileError
from ringfence.ingest.lazily import Lazily
from ringfence.ingest.pdf_grid import open_pdf
from ringfence.ingest.screenshot import ocr_missing
from ringfence.ingest.tally import Tally
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pypdfium2
    import pypdfium2.raw as pdfium

    from ringfence.ingest.reader import ReadResult, Request
    from ringfence.ingest.screenshot.line import Line
else:
    pypdfium2 = Lazily("pypdfium2")
    pdfium = Lazily("pypdfium2.raw")

DPI = 200
SCANS = 200  # pages recognised of one file: about five minutes
UNSURE = 0.8  # of a line, as for screenshots
_INCHES = 30  # a page wider or taller is no paper; it is not drawn
_MOST = 0.8  # of the page: a picture so large under text is a scan with a layer of text


def read_document(request: Request, data: bytes, texts: Sequence[str], password: str | None) -> ReadResult:
    """Return the pages of a PDF whose text is known already; those without any are recognised where they can be.

    Raises:
        BrokenFileError: it cannot be drawn.
    """
    tally = Tally()
    document = open_pdf(request.source.name, data, password)
    try:
        pages = [_page(document, number, text, request, tally) for number, text in enumerate(texts)]
    except pypdfium2.PdfiumError as error:
        raise BrokenFileError(request.source.name, "PDF") from error
    finally:
        document.close()
    result = document_of("PDF", pages, tally, key=f"pdf:{password}" if password else "")
    request.progress(Said("识别扫描页", "reading scanned pages"), len(texts), len(texts))
    return result


def _page(document: pypdfium2.PdfDocument, number: int, text: str, request: Request, tally: Tally) -> PageText:
    place = f"page:{number + 1}"
    page = document[number]
    covered = _pictures(page)
    if text:
        return PageText(text, machine=covered >= _MOST, pictures=0 < covered < _MOST)
    if not covered and not _drawn(page):
        return PageText("")
    if ocr_missing() is not None:
        tally.unread(
            place,
            "这一页是图片（扫描），没有装识别组件（ringfence[ocr]），未读取",
            "a scanned page; the extra ocr is not installed",
        )
        return PageText("")
    if number >= SCANS or max(page.get_size()) > _INCHES * 72:
        tally.unread(place, "扫描页过多或页面过大，未识别", "too many scanned pages, or a page too large; not read")
        return PageText("")
    request.progress(Said("识别扫描页", "reading scanned pages"), number, len(document))
    return _recognised(page, place, tally)


def _recognised(page: pypdfium2.PdfPage, place: str, tally: Tally) -> PageText:
    import numpy as np  # noqa: PLC0415 -- only for scans

    from ringfence.ingest.screenshot.ocr import recognise  # noqa: PLC0415 -- an extra
    from ringfence.ingest.screenshot.text import rows_of  # noqa: PLC0415 -- the same

    pixels = np.asarray(page.render(scale=DPI / 72).to_pil().convert("RGB"), dtype=np.uint8)
    lines: list[Line] = [seen.line for seen in recognise(pixels)]
    if not lines:
        return PageText("", machine=True, confidence=0.0)
    for line in lines:
        if line.score < UNSURE:
            tally.note(
                Said(
                    f"有识别可信度低于 {UNSURE} 的行，首处在 {place}!{line.box.place}（{DPI} DPI），请重点核对。",
                    f"Some lines are less sure than {UNSURE}, first at {place}!{line.box.place} ({DPI} DPI); check these "
                    "above all.",
                )
            )
            break
    text = "\n".join("  ".join(line.text for line in row) for row in rows_of(lines))
    return PageText(text, machine=True, confidence=fmean(line.score for line in lines))


def _pictures(page: pypdfium2.PdfPage) -> float:
    """Return how much of a page its largest picture covers, 0 to 1."""
    width, height = page.get_size()
    largest: float = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = item.get_bounds()
        largest = max(largest, (min(right, width) - max(left, 0)) * (min(top, height) - max(bottom, 0)))
    return float(max(0.0, min(1.0, largest / max(1.0, width * height))))


def _drawn(page: pypdfium2.PdfPage) -> bool:
    """Tell whether anything at all is drawn on a page."""
    return next(page.get_objects(max_depth=2), None) is not None

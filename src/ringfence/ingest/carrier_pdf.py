"""PDF files, maybe with a password: a carrier's list as its hall or app gives it, else a document kept as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.ingest.document_pdf import read_document
from ringfence.ingest.errors import IngestError, PasswordNeededError
from ringfence.ingest.pdf_grid import LIMIT, MAGIC, open_pdf, read_pdf
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.screenshot import ocr_missing
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.ingest.carrier import CarrierList
    from ringfence.ingest.pdf_grid import Pages
    from ringfence.ingest.source import Source

_KEY = "pdf:"


class ScannedPdfError(IngestError):
    """Pages without a letter: pictures of paper."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”的页面是图片（扫描件），没有文字；识别需要附加组件：pip install 'ringfence[ocr]'，装好后重新添加这个文件。"
            "原件可以照样保存；如果是运营商详单，请要电子版。",
            f"The pages of \"{name}\" are pictures (a scan). To read them install: pip install 'ringfence[ocr]', and add the "
            "file again; the original can be kept meanwhile. Of a carrier's list, ask for the electronic file.",
        )


class CarrierPdf:
    """Reader of PDF files: carriers' lists, and documents of any other kind."""

    name = "carrier-pdf"
    version = 1
    kind_zh = "PDF 文件"

    def __init__(self, carriers: Sequence[CarrierList]) -> None:
        self._carriers = carriers

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to PDF files; whether a list is inside shows when it is read."""
        if MAGIC not in source.head[:1024]:
            return None
        return Match(self.name, self.kind_zh, 0.9, "PDF 文件：先查找详单表格，没有则作为文件保存全文")

    def check_password(self, source: Source, password: str | None) -> None:
        """Return when it opens without a password or with this one.

        Raises:
            PasswordNeededError, WrongPasswordError: it does not.
        """
        try:
            open_pdf(source.name, source.whole(LIMIT), password).close()
        except PasswordNeededError:
            raise
        except IngestError:
            return  # kept and reported like anything else that cannot be read

    def read(self, request: Request) -> ReadResult:
        """Read the list inside, or the pages as text.

        Raises:
            ScannedPdfError: nothing but pictures, and the extra that reads them is not installed.
            IngestError: it cannot be opened.
        """
        source = request.source
        password = request.key.removeprefix(_KEY) if request.key.startswith(_KEY) else request.password
        data = source.whole(LIMIT)
        pages = read_pdf(source.name, data, password)
        for carrier in self._carriers if pages.blank < pages.count else ():
            result = carrier.read_grid(request, pages.grid, None)
            if result is not None:
                return self._list(result, pages, password)
        if pages.blank == pages.count and ocr_missing() is not None:
            raise ScannedPdfError(source.name)
        return read_document(request, data, pages.texts, password)

    def _list(self, result: ReadResult, pages: Pages, password: str | None) -> ReadResult:
        told = result.completeness
        notes = [
            *told.told,
            Said(
                f"PDF 共 {pages.count} 页，按文字位置还原成表格，请抽查几行与原件核对。",
                f"{pages.count} PDF page(s), made into a table by the words' places; compare some lines with the original.",
            ),
        ]
        if pages.blank:
            notes.append(
                Said(
                    f"其中 {pages.blank} 页是图片，没有文字，未读取。",
                    f"{pages.blank} page(s) are pictures without text and were not read.",
                )
            )
        return replace(
            result,
            reader=self.name,
            version=self.version,
            completeness=replace(told, notes=tuple(map(str, notes)), notes_en=tuple(one.en for one in notes)),
            key=f"{_KEY}{password}" if password else "",
        )

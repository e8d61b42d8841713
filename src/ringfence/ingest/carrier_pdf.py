"""A carrier's list as the PDF that its hall or app gives, maybe with a password."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.ingest.errors import IngestError, PasswordNeededError
from ringfence.ingest.pdf_grid import LIMIT, MAGIC, open_pdf, read_pdf
from ringfence.ingest.reader import Match, ReadResult, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.ingest.carrier import CarrierList
    from ringfence.ingest.source import Source

_KEY = "pdf:"


class ScannedPdfError(IngestError):
    """Pages without a letter: pictures of paper."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”的页面是图片（扫描件），没有文字。原件已可保存；请向运营商要电子版，或把各页存为图片后加入。",
            f'The pages of "{name}" are pictures (a scan). Ask for the electronic file, or add the pages as pictures.',
        )


class NoListPdfError(IngestError):
    """Text, but no list that we know."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”里没有认得出的移动或联通详单表格。原件已可保存；如果有 Excel 或 CSV 格式的详单，请改用它。",
            f'"{name}" holds no China Mobile or Unicom list that is known. If there is an Excel or CSV file of it, use that.',
        )


class CarrierPdf:
    """Reader of carriers' lists in PDF."""

    name = "carrier-pdf"
    version = 1
    kind_zh = "PDF 文件"

    def __init__(self, carriers: Sequence[CarrierList]) -> None:
        self._carriers = carriers

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to PDF files; whether a list is inside shows when it is read."""
        if MAGIC not in source.head[:1024]:
            return None
        return Match(self.name, self.kind_zh, 0.9, "PDF 文件，查找其中的详单表格")

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
        """Read the list inside.

        Raises:
            ScannedPdfError, NoListPdfError: there is none.
            IngestError: it cannot be opened.
        """
        source = request.source
        password = request.key.removeprefix(_KEY) if request.key.startswith(_KEY) else request.password
        pages = read_pdf(source.name, source.whole(LIMIT), password)
        if pages.blank == pages.count:
            raise ScannedPdfError(source.name)
        for carrier in self._carriers:
            result = carrier.read_grid(request, pages.grid, None)
            if result is None:
                continue
            told = result.completeness
            notes = (*told.notes, f"PDF 共 {pages.count} 页，按文字位置还原成表格，请抽查几行与原件核对。")
            if pages.blank:
                notes += (f"其中 {pages.blank} 页是图片，没有文字，未读取。",)
            return replace(
                result,
                reader=self.name,
                version=self.version,
                completeness=replace(told, notes=notes),
                key=f"{_KEY}{password}" if password else "",
            )
        raise NoListPdfError(source.name)

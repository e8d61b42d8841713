"""The running text of a paper somebody sent: plain text, a saved web page, Word (DOCX) or PDF with letters. Nothing is kept."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from ringfence.ingest.charset import charset_of
from ringfence.ingest.errors import BrokenFileError, EmptyFileError, IngestError, TooLargeError
from ringfence.ingest.lazily import Lazily
from ringfence.ingest.page_text import is_page, page_text
from ringfence.ingest.pdf_grid import MAGIC, open_pdf

if TYPE_CHECKING:
    import pypdfium2
    from docx.document import Document
    from docx.table import Table
else:
    pypdfium2 = Lazily("pypdfium2")

LIMIT = 32 * 1024 * 1024
_INFLATED = 256 * 1024 * 1024  # of a DOCX: pictures inside may be large, bombs are larger
_PAGES = 300
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class NoTextError(IngestError):
    """A picture, a scan, or a format without text that can be read."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”里没有可以读出的文字(可能是扫描件、图片或旧版 .doc)。请让对方发文字版,或者把文字复制出来再检查。",
            f'"{name}" holds no text that can be read (a scan, a picture or an old .doc). Ask for the text, or paste it.',
        )


def document_text(name: str, data: bytes, password: str | None = None) -> str:
    """Return the text of a paper, lines as they stand; table rows of a DOCX or a web page become one line each.

    Raises:
        EmptyFileError, TooLargeError, BrokenFileError: it is empty, too large, damaged.
        NoTextError: there is no text in it.
        PasswordNeededError, WrongPasswordError: a PDF that opens only with a password.
    """
    if not data:
        raise EmptyFileError(name)
    if len(data) > LIMIT:
        raise TooLargeError(name, LIMIT)
    if MAGIC in data[:1024]:
        text = _pdf(name, data, password)
    elif data.startswith(_ZIP):
        text = _docx(name, data)
    elif data.startswith(_OLE) or (b"\0" in data[:4096] and data[:2] not in _BOMS):
        raise NoTextError(name)
    elif is_page(name, data):
        text = page_text(data)
    else:
        marked = next((code for mark, code in _BOMS.items() if data.startswith(mark)), "")
        text = data.decode(marked or charset_of(data), "replace")
    if not text.strip():
        raise NoTextError(name)
    return text


def _pdf(name: str, data: bytes, password: str | None) -> str:
    document = open_pdf(name, data, password)
    try:
        if len(document) > _PAGES:
            raise TooLargeError(name, LIMIT)
        pages = [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError as error:
        raise BrokenFileError(name, "PDF") from error
    finally:
        document.close()
    return "\n".join(pages).replace("\r\n", "\n").replace("\r", "\n")


def _docx(name: str, data: bytes) -> str:
    import docx  # noqa: PLC0415 -- heavy, and only for DOCX

    if _inflated(name, data) > _INFLATED:
        raise TooLargeError(name, _INFLATED)
    try:
        return "\n".join(_lines(docx.Document(io.BytesIO(data))))
    except Exception as error:  # the library raises whatever its parts raise on damaged input
        raise BrokenFileError(name, "DOCX") from error


def _inflated(name: str, data: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BrokenFileError(name, "DOCX") from error


def _lines(document: Document) -> list[str]:
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 -- as above

    found: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += _rows(block)
    return found


def _rows(table: Table) -> list[str]:
    """Return each row as one line; a merged cell is written once."""
    return [" ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in table.rows]

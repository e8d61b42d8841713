"""A letter as Word document (.docx): its paragraphs and tables in order, deleted text left out; headers and notes are not read."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from ringfence.ingest.archive import check_workbook
from ringfence.ingest.document import PageText, document_of
from ringfence.ingest.errors import BrokenFileError
from ringfence.ingest.lazily import Lazily
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from ringfence.ingest.source import Source
else:
    etree = Lazily("lxml.etree")

LIMIT = 64 * 1024 * 1024
_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # repeats what stands beside it


class WordLetter:
    """Reader of Word documents."""

    name = "word"
    version = 1

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to a ZIP whose name or head says that it is a Word document."""
        named = source.name.casefold().endswith(".docx")
        if not source.head.startswith(b"PK\x03\x04") or not (named or b"word/document.xml" in source.head):
            return None
        return Match(self.name, "Word 文件", 1.0, "ZIP 里有 Word 的正文")

    def read(self, request: Request) -> ReadResult:
        """Read its text as one page: where Word breaks pages is not in the file.

        Raises:
            BrokenFileError, UnsafeFileError, TooLargeError: it cannot be opened, or should not be.
        """
        source = request.source
        data = source.whole(LIMIT)
        check_workbook(source.name, data)
        tally = Tally()
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                body = archive.read(_BODY)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root = etree.fromstring(body, parser)
        except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, OSError, RuntimeError) as error:
            raise BrokenFileError(source.name, _BODY) from error
        text = "\n".join(line for line in _lines(root) if line)
        if next(root.iter(f"{_W}del", f"{_W}ins"), None) is not None:
            tally.note(
                Said(
                    "文件里有修订痕迹：已删除的文字没有读取，新插入的已读取，请对照原件。",
                    "The file has tracked changes: deleted words were not read, inserted ones were; compare the original.",
                )
            )
        if next(root.iter("{*}blip", "{*}imagedata"), None) is not None:
            tally.note(Said("文件里有图片，图片里的字没有读取。", "Pictures in the file were not read."))
        return document_of("Word", [PageText(text)], tally)


def _lines(root: etree._Element) -> Iterator[str]:
    """Yield the text of each paragraph, in the order of the file; cells of tables are paragraphs too."""
    for paragraph in root.iter(f"{_W}p"):
        if not any(parent.tag == _AGAIN for parent in paragraph.iterancestors()):
            yield "".join(_pieces(paragraph)).strip()


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for item in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        nearest = next(item.iterancestors(f"{_W}p"))
        if nearest is paragraph:  # a text box in it has paragraphs of its own
            yield (item.text or "") if item.tag == f"{_W}t" else ("\t" if item.tag == f"{_W}tab" else "\n")

"""Words kept as plain text (.txt): a letter pasted from a mail, notes, an agreement sent as text; a document like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.csv_grid import decode_table
from ringfence.ingest.document import PageText, document_of
from ringfence.ingest.errors import UnknownFormatError
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally

if TYPE_CHECKING:
    from ringfence.ingest.source import Source

LIMIT = 4 * 1024 * 1024
_WRONG = 0.01  # share of characters that no text has; what has more is something else under that name
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # two bytes a character: zero bytes are right there


class PlainText:
    """Reader of plain text files."""

    name = "text"
    version = 1

    def sniff(self, source: Source) -> Match | None:
        """Return a weak claim to what is named ``.txt`` and is text: chats, tables and statements are claimed more surely."""
        head = source.head
        if not source.name.casefold().endswith(".txt") or (b"\x00" in head and not head.startswith(_MARKS)):
            return None
        text = decode_table(head)[0]
        if not text.strip() or text.lstrip()[:1] in {"<", "{", "["} or _wrong(text) > _WRONG:
            return None
        return Match(self.name, "文本文件", 0.1, "扩展名是 .txt，内容是文字")

    def read(self, request: Request) -> ReadResult:
        """Read its text; a form feed begins a page.

        Raises:
            UnknownFormatError: further in it is no text.
            TooLargeError: over 4 MiB.
        """
        source = request.source
        text, encoding, _ = decode_table(source.whole(LIMIT))
        if _wrong(text) > _WRONG:
            raise UnknownFormatError(source.name)
        tally = Tally()
        if encoding != "utf-8":
            tally.repair(f"encoding_{encoding}", "bytes:0")
        if lost := text.count("\ufffd"):
            tally.note(f"有 {lost} 处字符无法识别，已用“\ufffd”代替，请对照原件。")
        pages = text.replace("\r\n", "\n").replace("\r", "\n").strip("\f\n").split("\f")
        return document_of("文本文件", [PageText(page.strip("\n")) for page in pages], tally)


def _wrong(text: str) -> float:
    """Return the share of characters that were not decoded or that no text file holds."""
    wrong = sum(char == "\ufffd" or (char < " " and char not in "\t\n\r\f") for char in text)
    return wrong / max(len(text), 1)

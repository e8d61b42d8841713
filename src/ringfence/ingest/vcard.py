"""Address books as vCard 2.1, 3.0 and 4.0: one row per number, and one for a card without any, so that nobody is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.charset import CHINESE, charset_of
from ringfence.ingest.numbers import with_numbers
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.source import read_full
from ringfence.ingest.tally import Tally
from ringfence.ingest.vcard_text import Line, Property, lines_of, properties_of, split_fields, text_of, unescape
from ringfence.ingest.xml_encoding import encoding_of, utf8_blocks
from ringfence.schema import CONTACTS, Said, conform

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from ringfence.ingest.source import Source

_BEGIN = re.compile(rb"(?:^|[\r\n])\s*BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_LABELS = {"cell": "mobile", "mobile": "mobile", "iphone": "mobile", "home": "home", "work": "work", "other": "other"}
_NOTED = {"NOTE", "NICKNAME", "TITLE", "EMAIL", "IMPP", "RELATED", "ROLE"}
_QUIET = {"X-ABLABEL", "X-ABUID", "X-ABSHOWAS", "X-ABADR", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME"}
_BLOCK = 256 * 1024
_DEPTH = 8


class VCard:
    """Reader of address books."""

    name = "vcard"
    version = 1
    kind_zh = "通讯录"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when a card begins in the head."""
        encoding, mark = encoding_of(source.head)
        head = source.head[mark:]
        if encoding.startswith("utf-16"):
            head = head.decode(encoding, "replace").encode()
        if _BEGIN.search(head) is None:
            return None
        return Match(self.name, self.kind_zh, 0.98, "含有 BEGIN:VCARD")

    def read(self, request: Request) -> ReadResult:
        """Read all cards; a card without an end or with broken lines is kept as far as it goes."""
        tally = Tally()
        cards = _Cards(tally)
        encoding, mark = encoding_of(request.source.head)
        if not (mark or encoding.startswith("utf-16")):
            encoding = charset_of(request.source.head)
        if encoding == CHINESE:
            tally.repair("charset_guess", "bytes:0")
        if encoding.startswith("utf-16"):
            tally.repair(f"encoding_{encoding}", "bytes:0")
            tally.note(
                Said(
                    "文件是 UTF-16 编码，位置以转换为 UTF-8 后的字节计。",
                    "The file is UTF-16; places count bytes after conversion to UTF-8.",
                )
            )
        charset, start = ("utf-8", 0) if encoding.startswith("utf-16") else (encoding, mark)
        with request.source.open() as stream:
            blocks = utf8_blocks(stream, encoding, mark, _BLOCK) if charset != encoding else _raw_blocks(stream, mark)
            for found in properties_of(_counted(lines_of(blocks, start), request)):
                cards.take(found, charset)
        frame = cards.frame()
        numbers = frame.filter(pl.col("address") != "").height
        tally.note(Said(f"共 {cards.count} 张名片，{numbers} 个号码。", f"{cards.count} cards, {numbers} numbers."))
        completeness = tally.completeness(None, len(frame))
        return ReadResult(self.name, self.version, self.kind_zh, completeness, contacts=frame)


def _counted(lines: Iterator[Line], request: Request) -> Iterator[Line]:
    for number, line in enumerate(lines):
        if number % 20_000 == 0:
            request.progress(Said("读取通讯录", "reading the contacts"), line.offset, request.source.size)
        yield line


def _raw_blocks(stream: BinaryIO, mark: int) -> Iterator[bytes]:
    """Yield the stream as it is: each value names its own character set."""
    read_full(stream, mark)
    while block := read_full(stream, _BLOCK):
        yield block


class _Cards:
    """Gathers properties into cards, nested ones (AGENT) and unfinished ones too."""

    def __init__(self, tally: Tally) -> None:
        self.count = 0
        self._tally = tally
        self._open: list[_Card] = []
        self._rows: list[dict[str, str | int | None]] = []

    def take(self, found: Property, charset: str) -> None:
        """Take the next property of the file."""
        value, fault = text_of(found, charset)
        if found.name == "BEGIN" and value.strip().upper() == "VCARD":
            self._begin(found)
        elif not self._open:
            self._tally.unread(f"bytes:{found.offset}+{found.length}", "名片之外的内容", "content outside of a card")
        elif found.name == "END" and value.strip().upper() == "VCARD":
            self._end(found.offset + found.length)
        elif found.name == "?":
            self._tally.unread(
                f"bytes:{found.offset}+{found.length}", "名片中无法读懂的一行", "a line that is no property"
            )
        else:
            if fault:
                self._tally.repair(fault, f"bytes:{found.offset}+{found.length}")
            self._open[-1].add(found, value, fault)
            if found.name == "AGENT" and value.upper().startswith("BEGIN:VCARD"):
                self._nested(found, unescape(value), charset)

    def _nested(self, found: Property, card: str, charset: str) -> None:
        """Read a card that stands escaped in one value (version 3.0)."""
        if len(self._open) < _DEPTH:
            for inner in properties_of(lines_of([card.encode(charset, "replace")], 0)):
                self.take(replace(inner, offset=found.offset, length=found.length), charset)

    def _begin(self, found: Property) -> None:
        if self._open and (len(self._open) >= _DEPTH or not self._open[-1].expects_card):
            self._missing_end(found.offset)
        self.count += 1
        self._open.append(_Card(self.count, found.offset))

    def _missing_end(self, at: int) -> None:
        self._tally.unread(
            f"bytes:{at}", "名片没有 END:VCARD,已保留读到的部分", "a card without END:VCARD; what was read is kept"
        )
        self._end(at)

    def _end(self, end: int) -> None:
        card = self._open.pop()
        self._rows += card.rows(max(0, end - card.offset))

    def frame(self) -> pl.DataFrame:
        """Return all rows; cards still open at the end of the file are closed there."""
        while self._open:
            self._missing_end(self._open[-1].end)
        frame = pl.DataFrame(self._rows, schema=_ROW).sort("row", maintain_order=True)
        return conform(with_numbers(frame), CONTACTS)


class _Card:
    """One card while its properties arrive."""

    def __init__(self, number: int, offset: int) -> None:
        self.offset = offset
        self.end = offset
        self.expects_card = False
        self._number = number
        self._full = ""
        self._name = ""
        self._org = ""
        self._notes: list[str] = []
        self._numbers: list[tuple[str, str, str]] = []  # as written, label by type, group
        self._labels: dict[str, str] = {}
        self._repairs: set[str] = set()

    def add(self, found: Property, value: str, fault: str | None) -> None:
        """Take a property."""
        self.end = found.offset + found.length
        self.expects_card = found.name == "AGENT" and value.strip().upper()[:11] in {"", "BEGIN:VCARD"}
        if fault:
            self._repairs.add(fault)
        if found.name == "FN":
            self._full = self._full or unescape(value).strip()
        elif found.name == "N":
            self._name = self._name or joined_name(split_fields(value))
        elif found.name == "TEL":
            self._numbers.append((_number(value), _label(found), found.head.group))
        elif found.name == "ORG":
            self._org = self._org or " ".join(part for part in split_fields(value) if part)
        elif found.name == "X-ABLABEL":
            self._labels[found.head.group] = plain_label(unescape(value).strip())
        elif found.name in _NOTED or (found.name.startswith("X-") and found.name not in _QUIET):
            self._note(found, unescape(value).strip())

    def _note(self, found: Property, text: str) -> None:
        if text.strip(";, "):
            kinds = ",".join(found.head.parameter("TYPE")) if found.name == "X-IRMC-CALL-DATETIME" else ""
            label = "" if found.name == "NOTE" else f"{found.name}{f'({kinds})' if kinds else ''}:"
            self._notes.append(f"{label}{text}")

    def rows(self, length: int) -> list[dict[str, str | int | None]]:
        """Return one row per number, one with an empty number when there is none."""
        base: dict[str, str | int | None] = {
            "row": self._number,
            "name": self._full or self._name,
            "org": self._org or None,
            "note": "\n".join(self._notes) or None,
            "offset": self.offset,
            "length": length,
            "repair": ",".join(sorted(self._repairs)) or None,
        }
        numbers = self._numbers or [("", "", "")]
        return [
            {**base, "address": number, "label": self._labels.get(group, label) or None}
            for number, label, group in numbers
        ]


_ROW = pl.Schema({name: kind for name, kind in CONTACTS.items() if name not in {"address_key", "address_kind"}})


def _number(value: str) -> str:
    """Return a TEL value as written, without the scheme and parameters of a URI."""
    text = unescape(value).strip()
    return text[4:].split(";", 1)[0] if text.casefold().startswith("tel:") else text


def _label(found: Property) -> str:
    types = [value.casefold() for value in found.head.parameter("TYPE")]
    known = [_LABELS[value] for value in types if value in _LABELS]
    others = [value for value in types if value not in {"pref", "voice"}]
    return (known or others or [""])[0]


def plain_label(text: str) -> str:
    """Return a label in plain words: Apple's ``_$!<Mobile>!$_`` is ``mobile``."""
    apple = _APPLE.fullmatch(text)
    plain = apple.group(1) if apple else text
    return _LABELS.get(plain.casefold(), plain)


def joined_name(parts: list[str]) -> str:
    """Return a name from N's fields (family; given; additional; prefix; suffix): Chinese without spaces, family first."""
    family, given, middle = ([*parts, "", "", ""])[:3]
    if _HAN.search(family + given):
        return f"{family}{middle}{given}"
    return " ".join(part for part in (given, middle, family) if part)

"""Cutting a policy into clauses, each with its headings, its paragraph and its place in the characters of the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 400_000  # characters that are read; the longest policies have some eighty thousand
SENTENCE = 600  # a longer "sentence" has lost its stops; it is cut, so that no pattern runs over a whole book
SHORT = 40  # a line of at most so many characters without a stop is a heading or a cell of a table
_ROWS = 320  # characters of short lines that are read together
_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CUT = re.compile(rf"[^。;；!?！？]{{1,{SENTENCE}}}[。;；!?！？]*")
_STOPS = "。;；,，、!?！？"
_UNSEEN = re.compile("[\0\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACE = re.compile(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")
_CN = "一二三四五六七八九十百零〇"
# kind of numbering -> its pattern; a new one of a kind closes all that was opened below the last of that kind
_NUMBERS = (
    ("part", re.compile(rf"第[{_CN}\d]{{1,4}}[章部编篇]")),
    ("article", re.compile(rf"第[{_CN}\d]{{1,4}}[条节]")),
    ("cn", re.compile(rf"[{_CN}]{{1,3}}(?:[、.．:：]|\s+(?=\S))")),
    ("cn()", re.compile(rf"[(（][{_CN}]{{1,3}}[)）]")),
    ("1.1.1.1", re.compile(r"\d{1,2}(?:[.．]\d{1,2}){3}[.、．]?(?!\d)")),
    ("1.1.1", re.compile(r"\d{1,2}(?:[.．]\d{1,2}){2}[.、．]?(?!\d)")),
    ("1.1", re.compile(r"\d{1,2}[.．]\d{1,2}[.、．]?(?!\d)")),
    ("1.", re.compile(r"\d{1,2}\s*[.、．](?!\d)|\d{1,2}\s+(?=\D)")),
    ("(1)", re.compile(r"[(（]\d{1,2}[)）]")),
    ("1)", re.compile(r"\d{1,2}[)）]")),
    ("①", re.compile(r"[①-⑳]")),
    ("a", re.compile(r"[(（]?[a-zA-Z][)）.、．](?=\s*[^\x00-\x7f])")),
)
_LABELLED = re.compile(r"[:：].*\d|[:：].{12}")  # "updated: 1 March" is no heading
_DOTTED = {"1.": 1, "1.1": 2, "1.1.1": 3, "1.1.1.1": 4}
_PLAIN = "plain"  # a heading without a number


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence, one heading, or a run of short lines (cells of a table).

    Attributes:
        text: for patterns: NFKC (half-width signs), no invisible characters, no blanks between Chinese characters.
        start, end: characters of the text that was given.
        path: the headings above it, the outermost first.
        paragraph: number of the paragraph, from 1.
        heading: it is a heading itself; ``rows``: it is a run of short lines.
    """

    text: str
    start: int
    end: int
    path: tuple[str, ...]
    paragraph: int
    heading: bool = False
    rows: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    written: str
    kind: str  # kind of its number, "" for none
    number: str
    short: bool


def plain(text: str) -> str:
    """Return text for patterns: half-width signs, nothing invisible, no blanks that a layout put between characters."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", text))).strip()


def clauses_of(text: str) -> tuple[Clause, ...]:
    """Return the clauses in order; what lies beyond :data:`LONGEST` characters is not read. Places never overlap."""
    return tuple(_clauses(text[:LONGEST], list(_lines(text[:LONGEST]))))


def _lines(text: str) -> Iterator[_Line]:
    for found in _LINE.finditer(text):
        written = found.group().strip()
        if not plain(written[:SHORT]) and not plain(written):
            continue
        start = found.start() + found.group().index(written[0])
        kind, number = _number(written)
        short = len(written) <= SHORT and written[-1] not in _STOPS
        yield _Line(start, start + len(written), written, kind, number, short)


def _number(written: str) -> tuple[str, str]:
    for kind, pattern in _NUMBERS:
        if found := pattern.match(written):
            return kind, found.group().strip()
    return "", ""


def _clauses(text: str, lines: list[_Line]) -> Iterator[Clause]:
    opened: list[tuple[str, str]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        rows = _rows(lines, at)
        if len(rows) > 1:
            yield _clause(text, rows[0].start, rows[-1].end, opened, at + 1, rows=True)
            at += len(rows)
            continue
        followed = at + 1 < len(lines) and not lines[at + 1].short
        if line.short and (line.kind or (followed and not _LABELLED.search(line.written))):
            _open(opened, line.kind or _PLAIN, line.written)
            yield _clause(text, line.start, line.end, opened[:-1], at + 1, heading=True)
        else:
            if line.kind:
                _open(opened, line.kind, line.number)
            for found in _CUT.finditer(line.written):
                start = line.start + found.start()
                if plain(found.group()):
                    yield _clause(text, start, start + len(found.group()), opened, at + 1)
        at += 1


def _rows(lines: list[_Line], at: int) -> list[_Line]:
    """Return the short lines without numbers from here on that are read together, none when here is no such line."""
    found: list[_Line] = []
    for number in range(at, len(lines)):
        line = lines[number]
        if not line.short or line.kind or (found and line.end - found[0].start > _ROWS):
            break
        found.append(line)
    # the last one before a long paragraph is that paragraph's heading
    after = at + len(found)
    if len(found) > 1 and after < len(lines) and not lines[after].short and found[-1].end - found[0].start <= _ROWS:
        found.pop()
    return found


def _open(opened: list[tuple[str, str]], kind: str, title: str) -> None:
    """Enter a heading: whatever was opened since the last of its kind is closed."""
    kinds = [one for one, _ in opened]
    below = [at for at, one in enumerate(kinds) if _DOTTED.get(one, 0) >= _DOTTED.get(kind, 9)]
    if below:
        del opened[below[0] :]  # "2." after "1.1" stands beside "1.", even where "1." has no line of its own
    elif kind in kinds:
        del opened[kinds.index(kind) :]
    elif kinds and kinds[-1] == _PLAIN:
        opened.pop()  # a numbered part below an unnumbered heading stands beside it more often than in it
    opened.append((kind, title))
    del opened[8:]


def _clause(
    text: str,
    start: int,
    end: int,
    opened: list[tuple[str, str]],
    paragraph: int,
    *,
    heading: bool = False,
    rows: bool = False,
) -> Clause:
    path = tuple(_UNSEEN.sub("", title)[:SHORT] for _, title in opened)
    written = text[start:end]
    read = "\n".join(filter(None, map(plain, _LINE.findall(written)))) if rows else plain(written)
    return Clause(read, start, end, path, paragraph, heading, rows)

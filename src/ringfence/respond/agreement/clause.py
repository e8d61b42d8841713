"""Cutting a text into sentences, each with its place; lines that a page broke are joined again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 200_000  # characters of an agreement; the longest ones have some tens of thousands
_SENTENCE = 600  # a longer "sentence" has lost its stops; it is cut, so that no pattern runs over a whole book
_WIDE = 18  # a line at least this long that ends without a stop was broken by the page, not by the writer
_STOP = "。;!?！？；"
_CUT = re.compile(r"[^。；;！？!?\n]+[。；;！？!?]?")
_NUMBER = re.compile(
    r"\s*(第[一二三四五六七八九十百零\d]+条(?:之[一二三四五])?|[一二三四五六七八九十]{1,3}[、.．]|"
    r"[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})+|\d{1,2}[、.．)）](?!\d)|[①-⑳])"
)
_NEW = re.compile(  # begins something of its own: a party, an annex, a label, a whole row of a table
    r"\s*(?:(?:[甲乙丙]方|出借(?:方|人)|借款(?:方|人)|贷款人|债[权务]人)[^,，。;；]{0,16}[:：]|致[:：]|附[:：件]|"
    r"(?:第?\d{1,3}期|\d{4}[-/年.])[^，。；;]*$|合计|[^,，。;；]{2,8}[:：])"
)
_ROW_END = re.compile(r"[\d.]\d\s*[元整]{0,2}$")
_GOES_ON = "，,、(（)）。；;元万整至期个年月日号%"  # after a figure at the end of a line, the sentence goes on
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")  # in PDF, and to hide words
_FOOT = re.compile(r"(?:第\s*\d+\s*页.{0,12}|[-—]?\s*\d{1,3}\s*(?:/\s*\d{1,3}\s*)?[-—]?)")  # a page number alone
_SPACE = re.compile(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence.

    Attributes:
        place: where it stands: ``第三条`` or ``第12行``.
        written: as in the text, without outer blanks.
        text: the same for patterns: half-width signs, no blanks between Chinese characters.
        line: number of its line in the text, from 1.
    """

    place: str
    written: str
    text: str
    line: int

    def quote(self, start: int = 0, end: int = 0, most: int = 60) -> str:
        """Return its words, around ``start`` to ``end`` of :attr:`text` when it is long."""
        if len(self.written) <= most:
            return self.written
        share = len(self.written) / max(1, len(self.text))
        middle = int((start + end) / 2 * share)
        first = max(0, min(middle - most // 2, len(self.written) - most))
        return ("…" if first else "") + self.written[first : first + most] + "…"


def clauses_of(text: str) -> tuple[Clause, ...]:
    """Return the sentences of ``text`` in order; at most :data:`LONGEST` characters are read."""
    found: list[Clause] = []
    article = ""
    for line, content in _joined(_UNSEEN.sub("", text[:LONGEST])):
        number = _NUMBER.match(content)
        if number:
            article = _named(number.group(1), article)
        place = article or f"第{line}行"
        for piece in _CUT.findall(content):
            for start in range(0, len(piece), _SENTENCE):
                written = piece[start : start + _SENTENCE].strip()
                if len(written) > 1:
                    found.append(Clause(place, written, fold(written), line))
    return tuple(found)


def fold(written: str) -> str:
    """Return text for patterns: full-width forms as half-width, blanks only between two letters or figures."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", written).replace("￥", "¥"))


def _named(number: str, article: str) -> str:
    """Return the place of a numbered line; a lone bracketed number stands under its article."""
    plain = number.strip().rstrip("、.．)）")
    if number.startswith(("(", "（")) and article:
        head = article.split("(", 1)[0]
        return f"{head}({plain.lstrip('(（')})"
    return plain if plain.startswith("第") else f"第{plain.lstrip('(（')}条"


def _joined(text: str) -> list[tuple[int, str]]:
    """Return (line number, content), with lines that only the page broke joined."""
    found: list[tuple[int, str]] = []
    width = 0  # of the last line as the page had it
    for number, raw in enumerate(text.splitlines(), 1):
        content = raw.strip()
        if _FOOT.fullmatch(content):
            continue  # the sentence goes on over the page
        if not content:
            width = 0
            continue
        wraps = width >= _WIDE and found and found[-1][1][-1] not in _STOP
        if wraps and _ROW_END.search(found[-1][1]) and content[0] not in _GOES_ON:
            wraps = False  # a row of a table, whole as it stands
        if wraps and not _NUMBER.match(content) and not _NEW.match(content):
            found[-1] = (found[-1][0], found[-1][1] + content)
        else:
            found.append((number, content))
        width = len(content)
    return found

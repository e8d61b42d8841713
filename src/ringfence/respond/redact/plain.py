"""Text as the masking sees it: every spelling of a digit is a digit, what nobody reads is gone, and each character knows its place.

Whoever wants past a filter writes ``１３８``, ``1 3 8``, ``一三八``, ``壹叁捌``, ``①③⑧`` or puts zero-width marks between. NFKC per
character (Unicode annex 15), decimal and digit values from the Unicode database, Chinese numerals from the table below.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

NUMERALS = {
    char: str(value)
    for value, row in enumerate(
        ("零〇○", "一壹幺弌", "二贰貳两兩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for char in row
}
_CROSS = frozenset("xX×✕ХхΧχ")  # how people write the last letter of an identity number
_LONG = 12  # no character stands for more than this many (U+FDFA stands for 18; nobody's number)


@dataclass(frozen=True, slots=True)
class Plain:
    """One text in plain form.

    Attributes:
        original: as it was written.
        text: NFKC, simplified, lower case, without what nobody reads; Chinese numerals stay numerals.
        digits: the same length; numerals are digits here, and every cross is ``x``.
        places: for each character its index in ``original``.
    """

    original: str
    text: str
    digits: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return [first, last) in the original for [start, end), with the marks that hang on its last character."""
        last = self.places[end - 1] + 1
        while last < len(self.original) and unicodedata.category(self.original[last]) in {"Mn", "Me", "Cf"}:
            last += 1
        return self.places[start], last


def plain(text: str) -> Plain:
    """Return ``text`` in plain form."""
    pieces: list[str] = []
    figures: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        form, figure = _form(char)
        pieces.append(form)
        figures.append(figure)
        places.extend([place] * len(form))
    return Plain(text, "".join(pieces), "".join(figures), tuple(places))


@lru_cache(maxsize=16_384)
def _form(char: str) -> tuple[str, str]:
    """Return one character as text and as digits; both empty when nobody reads it."""
    if char in NUMERALS:
        return _simple(char), NUMERALS[char]
    if char.isascii():
        low = char.lower()
        return low, low
    kind = unicodedata.category(char)
    if kind in {"Mn", "Me", "Cf"}:
        return "", ""
    if kind == "Cs":  # half of a pair; the converter takes none
        return "\ufffd", "\ufffd"
    value = unicodedata.digit(char, None)
    if value is not None:
        return str(value), str(value)
    form = _simple(unicodedata.normalize("NFKC", char).lower())[:_LONG]
    figure = "x" if char in _CROSS else "".join(NUMERALS.get(part, part) for part in form)
    return form, figure


def _simple(form: str) -> str:
    """Return the simplified form, character by character."""
    return "".join(_converter().convert(part) if part > "\u3400" else part for part in form)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")

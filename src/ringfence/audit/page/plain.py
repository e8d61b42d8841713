"""Text from a file made safe to show: nothing invisible, nothing that turns the line round, nothing longer than its place.

What HTML needs beyond this is the template's business (autoescape, ``<bdi>``).
"""

from __future__ import annotations

import re
import unicodedata

GAP = "…"
_MOST_LOOKED_AT = 20_000  # characters of one value: names of classes are legal up to 65,535
_HAN = "\u3400-\u9fff《》“”（）、"
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK = re.compile(rf"(?<=[{_HAN}])[,;:?!](?=[{_HAN}A-Za-z\d]|$)|(?<=[A-Za-z\d])[,;:?!](?=[{_HAN}])")
_PAREN = re.compile(rf"\(([^()]*[{_HAN}][^()]*)\)")
_MOST_MARKS = 2  # combining marks on one letter; more are drawn over the neighbouring lines


def shown(text: str, limit: int = 80) -> str:
    """Return ``text`` as one line of at most ``limit`` columns (a Chinese character takes two).

    Control, format (direction, zero width), private and unassigned characters and halves of surrogate pairs become ``�``; blanks
    of any kind become single spaces. What is too long loses its middle, because names of classes differ at both ends.
    """
    return shortened(clean(text if len(text) <= _MOST_LOOKED_AT else text[:1000] + GAP + text[-1000:]), limit)


def clean(text: str) -> str:
    """Return ``text`` on one line without characters that cannot be seen or that change how others are shown."""
    made: list[str] = []
    marks = 0
    for letter in text:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if kind[0] == "Z" or letter in "\t\n\r\v\f":
            made.append(" ")
        elif kind[0] == "C":
            made.append("�")
        elif marks <= _MOST_MARKS:
            made.append(letter)
    return " ".join("".join(made).split())


def shortened(text: str, limit: int) -> str:
    """Return ``text`` in at most ``limit`` columns, its middle replaced by ``…``: a third before it, two thirds after."""
    if columns(text) <= limit:
        return text
    head = limit // 3
    return _cut(text, head) + GAP + _cut(text[::-1], limit - head - 1)[::-1]


def full_width(text: str) -> str:
    """Return a Chinese sentence of our own tables with Chinese punctuation; names of code and figures keep theirs."""
    return _MARK.sub(lambda found: _MARKS[found[0]], _PAREN.sub(r"（\1）", text))


def columns(text: str) -> int:
    """Return how many columns of a terminal or of a fixed-width face ``text`` takes."""
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


def _cut(text: str, limit: int) -> str:
    taken = 0
    for index, letter in enumerate(text):
        taken += columns(letter)
        if taken > limit:
            return text[:index]
    return text

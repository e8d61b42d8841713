"""Nothing becomes an empty box: characters without a shape in the packaged fonts are written in words, and counted.

The original stays untouched in the vault; only what is shown is changed, and each page says how often.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from ringfence.respond.fonts import characters
from ringfence.respond.wording import words

# Joiners, variation selectors, skin tones, soft hyphens, marks of direction: they change other characters and have no shape.
_SHAPELESS = re.compile(
    "[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("[\t\n\v\f\r\u0085\u2028\u2029]+")


class Coverage:
    """Fits text to the packaged fonts and remembers what it had to write in words.

    Attributes:
        replaced: how often each character was written differently.
    """

    def __init__(self) -> None:
        self.replaced: Counter[str] = Counter()

    def fit(self, text: str) -> str:
        """Return ``text`` on one line with only characters both fonts have.

        An emoji becomes ``〔笑哭〕``, a styled letter its plain form, anything else ``〔U+20BB7〕``; directional overrides and
        control characters, which could make a page lie, are always named.
        """
        line = _BREAKS.sub(" ", text) if _BREAKS.search(text) else text
        known = characters()
        if all(ord(sign) in known for sign in line) and not _SHAPELESS.search(line):
            return line
        line = _SHAPELESS.sub("", line)
        return "".join(sign if ord(sign) in known else self._described(sign) for sign in line)

    def _described(self, sign: str) -> str:
        self.replaced[sign] += 1
        return _description(sign)


class AsWritten(Coverage):
    """Keeps every character; only line breaks go. For text that is fitted later, when a letter is written."""

    def fit(self, text: str) -> str:
        """Return ``text`` on one line."""
        return _BREAKS.sub(" ", text)


@cache
def _description(sign: str) -> str:
    name = words("emoji").get(sign)
    if name:
        return f"〔{name}〕"
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and plain.strip() and all(ord(part) in characters() for part in plain):
        return plain
    return f"〔U+{ord(sign):04X}〕"

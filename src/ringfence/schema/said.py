"""A sentence in both languages that crosses rooms as one: Chinese, with its English on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


class Said(str):  # noqa: SLOT000 -- the English is its attribute; pickling takes it along
    """A Chinese sentence that carries its English; plain Chinese text to whoever knows no more of it.

    >>> step = Said("写信", "writing the letters")
    >>> step == "写信", step.en
    (True, 'writing the letters')
    """

    en: str

    def __new__(cls, zh: str, en: str = "") -> Self:
        """Make it of both sentences; without an English one the Chinese stands for both."""
        made = super().__new__(cls, zh)
        made.en = en or zh
        return made

    def filled(self, **values: object) -> Said:
        """Return both with ``{name}`` filled in."""
        return Said(self.format(**values), self.en.format(**values))


def english(text: str) -> str:
    """Return the English of a sentence, the text itself where it carries none."""
    return text.en if isinstance(text, Said) else text


def in_language(text: str, lang: str) -> str:
    """Return the sentence in ``zh`` or ``en``."""
    return english(text) if lang == "en" else str(text)


def together(parts: Iterable[str], glue_zh: str = "", glue_en: str = " ") -> Said:
    """Return sentences as one, the empty ones left out."""
    said = [part for part in parts if part]
    return Said(glue_zh.join(said), glue_en.join(english(part) for part in said))

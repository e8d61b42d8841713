"""The words of the statement form, in Chinese and English, and the empty form that people fill in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ringfence.ingest.facts import facts


@cache
def word_names(table: str) -> dict[str, str]:
    """Return word (lower case) -> name for one table of the form's words."""
    return {word.casefold(): name for name, words in facts("statement_form")[table].items() for word in [*words, name]}


def statement_form(lang: str = "zh") -> str:
    """Return the empty form with its explanations, in ``zh`` or ``en``, as the text of a YAML file."""
    return files("ringfence.ingest").joinpath(f"statement_form.{'en' if lang == 'en' else 'zh'}.txt").read_text("utf-8")

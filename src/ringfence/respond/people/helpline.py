"""Telephone lines for somebody in distress or danger, each with its source: words/help.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- part of the dataclass

from ringfence.respond.wording import words
from ringfence.schema import Confidence


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line: number, name, what it is for, where that is known from and when it was looked up."""

    number: str
    name: str
    for_zh: str
    source: str
    confidence: Confidence
    as_of: date


def help_lines() -> tuple[HelpLine, ...]:
    """Return the lines in the order of the table."""
    return tuple(
        HelpLine(
            str(one["number"]),
            one["name"],
            one["for_zh"],
            one["source"],
            Confidence(one["confidence"]),
            one["as_of"],
        )
        for one in words("help")["lines"]
    )


def help_words(name: str) -> str:
    """Return a sentence: ``lead``, ``urgent``, ``foot``."""
    said: str = words("help")[name]
    return said

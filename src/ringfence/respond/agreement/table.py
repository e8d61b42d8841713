"""The table of elements, vague words and dangerous clauses: words/agreement.yaml, checked when it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 -- part of the dataclass
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ringfence.respond.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDS = ("always", "plan", "card", "advised")


@dataclass(frozen=True, slots=True)
class Sign:
    """Patterns for one thing in a sentence.

    Attributes:
        name: as AgreementFacts and the tests name it.
        zh: in words, "" for a vague word.
        ask: the sentence to ask instead.
        why: why it is dangerous, "" for elements and vague words.
        need: for elements, one of :data:`NEEDS`.
        shown, unless, only: it is there when one of ``shown`` is, none of ``unless`` and, if any are given, one of ``only``.
        blanks: an empty place among the figures counts too.
    """

    name: str
    zh: str
    ask: str
    why: str
    need: str
    shown: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    only: tuple[re.Pattern[str], ...]
    blanks: bool = False

    def found_in(self, text: str) -> re.Match[str] | None:
        """Return where the sentence shows it, None when it does not."""
        if any(one.search(text) for one in self.unless) or (
            self.only and not any(one.search(text) for one in self.only)
        ):
            return None
        return next((match for one in self.shown if (match := one.search(text))), None)


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """The whole table; ``sums`` name the arithmetic checks with (zh, ask), ``effect`` and ``verdicts`` are sentences."""

    elements: Mapping[str, Sign]
    vague: Mapping[str, Sign]
    harmful: Mapping[str, Sign]
    sums: Mapping[str, tuple[str, str]]
    effect: Mapping[str, str]
    verdicts: Mapping[str, str]
    note: str


@cache
def agreement_words() -> AgreementWords:
    """Return the table."""
    table = words("agreement")
    return AgreementWords(
        elements=_signs(table["elements"]),
        vague=_signs(table["vague"]),
        harmful=_signs(table["harmful"]),
        sums={str(name): (one["zh"], one["ask"]) for name, one in table["sums"].items()},
        effect=dict(table["effect"]),
        verdicts=dict(table["verdicts"]),
        note=table["note"],
    )


def _signs(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Sign]:
    return {str(name): _sign(str(name), entry) for name, entry in table.items()}


def _sign(name: str, entry: Mapping[str, Any]) -> Sign:
    need = str(entry.get("need", ""))
    if need and need not in NEEDS:
        raise ValueError(f"agreement.yaml: {name} has need {need}")
    return Sign(
        name=name,
        zh=entry.get("zh", ""),
        ask=entry["ask"],
        why=entry.get("why", ""),
        need=need,
        shown=_patterns(entry.get("shown", ())),
        unless=_patterns(entry.get("unless", ())),
        only=_patterns(entry.get("only", ())),
        blanks=bool(entry.get("blanks", False)),
    )


def _patterns(written: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in written)

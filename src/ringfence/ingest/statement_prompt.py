"""A statement taken down by questions: what to ask, and the answers as a filled-in form, an original like any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from ringfence.ingest.facts import facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEAD = ("person", "relation", "person_key", "taken_at")


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        field: name of the answer, as :func:`statement_text` and ``statement_rows`` take it.
        text: what to ask, in the chosen language; every question may be left unanswered.
    """

    field: str
    text: str


def statement_questions(lang: str = "zh") -> tuple[Question, ...]:
    """Return the questions about one attempt, in order; ``lang`` is ``zh`` or ``en``."""
    asked = facts("statement_form")["questions"]
    return tuple(Question(field, texts["en" if lang == "en" else "zh"]) for field, texts in asked.items())


def statement_text(attempts: Sequence[Mapping[str, str]]) -> str:
    """Return a filled-in form in YAML; who reports is taken from the first attempt, empty answers are left out."""
    words = {field: names[0] for field, names in facts("statement_form")["fields"].items()}
    first = attempts[0] if attempts else {}
    form: dict[str, object] = {facts("statement_form")["form"][0]: "1"}
    form |= {words[field]: first[field] for field in _HEAD if first.get(field)}
    form[words["events"]] = [
        {words[field]: answer for field, answer in attempt.items() if field in words and field not in _HEAD and answer}
        for attempt in attempts
    ]
    return yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=1_000_000)

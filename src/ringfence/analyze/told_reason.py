"""A reason in English: what each rule is called, by its name, and the notes."""

from __future__ import annotations

import re
from functools import cache

from ringfence.analyze.notes import ALL
from ringfence.analyze.rulebook import rule_book
from ringfence.schema import english

_PART = re.compile(r"[^「]*(?P<quote>「.*」)?\((?P<rule>[a-z0-9_]+)\)")


def reason_in_english(reason: str) -> str:
    """Return EVENTS.reason in English, the words it quotes as they were written."""
    return "; ".join(_part(part) for part in reason.split("; ")) if reason else ""


def _part(part: str) -> str:
    note = next((one for one in ALL if one == part), None)
    if note is not None:
        return note.en
    found = _PART.fullmatch(part)
    if found is None or found["rule"] not in _names():
        return part
    return " ".join(filter(None, (_names()[found["rule"]], found["quote"])))


@cache
def _names() -> dict[str, str]:
    book = rule_book()
    return {rule.name: english(rule.zh) for rule in (*book.rules, *book.told_rules, *book.flag_rules)}

"""Seals: what every entry of a pack said when it was last looked up, so that no slip of a key changes the law unseen.

An article number that is merely wrong looks as right as the right one; only a second record of what was checked shows it.
``seals.yaml`` beside the tables holds for each instrument, fact and rule a digest of what matters in it, the day, and who checked.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from ringfence.law.errors import PackError
from ringfence.law.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from importlib.resources.abc import Traversable

    from ringfence.law.pack import Cite, Fact, Law, Pack, Rule

FILE = "seals.yaml"
HEAD = """\
# What was checked (see docs/law-data.md): for each entry a digest of what matters in it, the day, and who looked it up.
# Never edit a digest by hand: change the entry, look it up at its source, then: ringfence law check FOLDER --seal ID --by NAME
"""
_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Seal:
    """One entry as it was checked: the first 16 hex digits of its SHA-256, the day (ISO), who."""

    digest: str
    day: str
    by: str


def entries_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield (name, digest) of every instrument, fact and rule: ``fact pipl-47``."""
    for law in pack.laws.values():
        yield f"law {law.id}", _digest(_law(law))
    for fact in pack.facts.values():
        yield f"fact {fact.id}", _digest(_fact(fact))
    for rule in pack.rules.values():
        yield f"rule {rule.id}", _digest(_rule(rule))


def read_seals(folder: Traversable) -> Mapping[str, Seal]:
    """Return the seals of a pack folder, none when it has no such file.

    Raises:
        PackError: the file is not what it should be.
    """
    file = folder / FILE
    if not file.is_file():
        return {}
    raw = read_table(file, FILE)
    if not isinstance(raw, dict):
        raise PackError(FILE, "-", "应为“名称: 摘要 日期 核对人”的列表", "must map names to digest, day and name")
    return {str(name): _seal(str(name), value) for name, value in raw.items()}


def _seal(name: str, value: object) -> Seal:
    parts = value.split(" ", 2) if isinstance(value, str) else []
    if len(parts) != len(fields(Seal)):
        raise PackError(FILE, name, "应写成“摘要 日期 核对人”", "must be digest, day, name")
    return Seal(*parts)


def seals_text(pack: Pack, old: Mapping[str, Seal], names: frozenset[str] | None, by: str, day: date) -> str:
    """Return ``seals.yaml`` with the named entries sealed anew (None = all that changed) and those that are gone left out."""
    lines = [HEAD]
    for name, digest in entries_of(pack):
        known = old.get(name)
        changed = known is None or known.digest != digest
        if changed and (names is None or name in names or name.split(" ", 1)[1] in names):
            known = Seal(digest, day.isoformat(), by)
        if known is not None:
            lines.append(f"{name}: {known.digest} {known.day} {known.by}\n")
    return "".join(lines)


def _digest(value: object) -> str:
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _law(law: Law) -> object:
    return [
        law.title,
        law.issuer,
        law.doc_number,
        law.rank,
        law.effective_from,
        law.effective_to,
        law.replaces,
        law.source,
    ]


def _fact(fact: Fact) -> object:
    return [
        *(fact.law.id, fact.article, fact.article_zh, fact.value, fact.unit, fact.applies_to, fact.applies_to_text),
        *(fact.paraphrase_zh, fact.confidence, fact.effective_from, fact.effective_to, fact.source),
    ]


def _rule(rule: Rule) -> object:
    return [
        *(rule.kind, rule.severity, rule.when, rule.applies_to, rule.valid_from, rule.valid_to, rule.claims),
        *(rule.threshold, rule.says_zh, rule.concerns, [_cite(cite) for cite in rule.cites]),
    ]


def _cite(cite: Cite) -> object:
    return [cite.fact.id, cite.carries, cite.only_for, cite.line_zh, cite.article_zh]


def _plain(value: object) -> Any:  # noqa: ANN401 -- a JSON value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(cast("Any", value))}
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)

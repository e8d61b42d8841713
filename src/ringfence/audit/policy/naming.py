"""Is a kind of data named: clearly (with what it is for), vaguely, as not collected, or not at all.

A mention is not a collection: definitions ("personal information includes ..."), menus ("tap Contacts"), denials and words that
mean something else ("a text message with a code") are told apart by words/naming.yaml and words/data.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringfence.audit.policy.split import plain
from ringfence.schema import PolicyVerdict

if TYPE_CHECKING:
    from ringfence.audit.policy.split import Clause
    from ringfence.audit.policy.table import DataKind, NamingWords

_LISTED = 4  # so many enumeration commas around a word make a list of what is taken


@dataclass(slots=True)
class Named:
    """Where a kind of data is named, by how; numbers of clauses in their order."""

    clear: list[int] = field(default_factory=list)
    vague: list[int] = field(default_factory=list)
    weak: list[int] = field(default_factory=list)  # only as a permission that can be switched off
    denied: list[int] = field(default_factory=list)
    defined: list[int] = field(default_factory=list)
    explained: list[int] = field(default_factory=list)  # part of a kind that is itself taken, in a glossary

    mentioned: list[int] = field(default_factory=list)  # nothing about taking it, but about what is done with it
    contradicted: list[int] = field(
        default_factory=list
    )  # denials that no collection stands beside, where there is one

    @property
    def spoken_of(self) -> list[int]:
        """Return the clauses that speak of it as something that is or may be taken."""
        return sorted({*self.clear, *self.vague, *self.weak, *self.mentioned, *self.denied})

    @property
    def verdict(self) -> PolicyVerdict:
        """Return the answer; a plain denial beside a plain collection leaves it unsure."""
        if self.contradicted:
            return PolicyVerdict.UNSURE
        if self.clear:
            return PolicyVerdict.CLEAR
        if self.denied and not self.vague:
            return PolicyVerdict.NO
        return PolicyVerdict.VAGUE if self.vague or self.weak or self.explained else PolicyVerdict.ABSENT

    @property
    def quoted(self) -> list[int]:
        """Return the clauses the answer stands on."""
        if self.verdict is PolicyVerdict.UNSURE:
            return [self.clear[0], self.contradicted[0], *self.clear[1:]]
        return self.clear or (
            self.denied if self.verdict is PolicyVerdict.NO else self.vague or self.weak or self.explained
        )


def named_in(clauses: tuple[Clause, ...], kind: DataKind, words: NamingWords) -> Named:
    """Return where ``kind`` is named in a policy."""
    found = Named()
    for at, clause in enumerate(clauses):
        if kind.words.search(clause.text) and not any(one.search(clause.text) for one in kind.unless):
            places = _places(found, clauses, at, kind, words)
            if places is not None:
                places.append(at)
    beside = {clauses[at].paragraph for at in found.clear}
    found.contradicted = [at for at in found.denied if found.clear and clauses[at].paragraph not in beside]
    return found


def _places(found: Named, clauses: tuple[Clause, ...], at: int, kind: DataKind, words: NamingWords) -> list[int] | None:
    """Return the list that a clause naming the data belongs to, None when it is no mention that counts."""
    clause = clauses[at]
    text, takes = clause.text, words.takes.search(clause.text)
    if any(one.search(text) for one in kind.denied):
        # "no other content of it", "not without your consent": no denial of collecting it
        return found.weak if words.partial.search(text) or words.conditional.search(text) else found.denied
    if words.menu.search(text):
        return None
    if not takes and words.defines.search(text):
        return found.defined
    if not takes and any(words.glossary.search(title) for title in clause.path):
        return found.explained if words.explained.search(text) else found.defined
    if words.managed.search(text) or not kind.words.search(_before_refusal(text, words)):
        return found.weak
    return _taken(found, clauses, at, kind, words)


def _taken(found: Named, clauses: tuple[Clause, ...], at: int, kind: DataKind, words: NamingWords) -> list[int]:
    """Return the list for a clause that may say the data is taken: by a verb, in a list, or as a heading."""
    clause = clauses[at]
    if words.labelled.search(clause.text):
        return found.clear
    listed = clause.rows or clause.text.count("、") >= _LISTED
    if not (listed or clause.heading or words.collects.search(clause.text)):
        return found.mentioned
    if _has_purpose(clauses, at, kind, words):
        return found.clear
    return found.weak if clause.heading else found.vague


def _has_purpose(clauses: tuple[Clause, ...], at: int, kind: DataKind, words: NamingWords) -> bool:
    """Tell whether the clause, or the one before or after it that speaks of the same, says what for."""
    clause = clauses[at]
    if _purposeful(clause.text, words):
        return True
    if clause.rows and clause.path and _purposeful(plain(clause.path[-1]), words):
        return True  # a list below "when you use ..."
    before = clauses[at - 1] if at else None
    if before is not None and before.paragraph == clause.paragraph and kind.words.search(before.text):
        return _purposeful(before.text, words)
    after = clauses[at + 1] if at + 1 < len(clauses) else None
    if after is None or (after.paragraph != clause.paragraph and not clause.heading):
        return False
    speaks = clause.heading or kind.words.search(after.text) or words.anaphora.search(after.text)
    return bool(speaks) and _purposeful(after.text, words)


def _before_refusal(text: str, words: NamingWords) -> str:
    """Return a sentence up to where it says what happens when the data is refused."""
    refused = words.refusal.search(text)
    return text[: refused.start()] if refused else text


def _purposeful(text: str, words: NamingWords) -> bool:
    return words.purpose.search(words.generic.sub("", text)) is not None

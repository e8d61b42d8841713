"""What papers there are: read from words/papers.yaml, checked when they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 -- part of the dataclass
from dataclasses import dataclass
from functools import cache
from typing import cast

from ringfence.respond.errors import UnknownPaperError
from ringfence.respond.wording import words
from ringfence.schema import ProceedingKind

CONTACT = "_contact"
_FROM_CASE = "lender person city today product opened due principal contract"
_FROM_BEFORE = "office sent notice notice_no reference reply_text"
FILLED = frozenset(f"{_FROM_CASE} {_FROM_BEFORE}".split())  # what the case or the earlier proceeding may fill in
_NAME = re.compile(r"{{\s*(\w+)\s*}}")


@dataclass(frozen=True, slots=True)
class Basis:
    """One article a paper may rest on: the fact, the line that is printed, and for whom (empty = both)."""

    fact: str
    line: str
    only_for: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One paper.

    Attributes:
        id: as the user names it (``delete``).
        group: request, demand, complaint, report, police, court.
        proceeding: what it opens when it is sent.
        channel: Channel.id it goes to, "" for the lender itself.
        writers: ``borrower``, ``contact``.
        needs: what must be named: ``lender``, ``parent`` (the proceeding it follows from).
        stance: what it says about the debt.
        rules: beginnings of rule ids whose findings it states.
        texts: templates by name; ``<name>_contact`` for a contact.
        asks: what is asked, in order; ``asks_contact`` for a contact.
    """

    id: str
    group: str
    proceeding: ProceedingKind
    channel: str
    writers: tuple[str, ...]
    needs: tuple[str, ...]
    stance: str
    rules: tuple[str, ...]
    to: str
    title: str
    stem: str
    texts: Mapping[str, str]
    asks: tuple[str, ...]
    asks_contact: tuple[str, ...]
    basis: tuple[Basis, ...]
    attachments: tuple[str, ...]
    sections: tuple[Section, ...]

    def text(self, name: str, writer: str) -> str:
        """Return a template for a writer, "" when the paper has none of that name."""
        if writer == "contact" and name + CONTACT in self.texts:
            return self.texts[name + CONTACT]
        return self.texts.get(name, "")

    def blanks(self) -> tuple[str, ...]:
        """Return the names a user may give words for, in the order of the paper; what the case fills in is left out."""
        written = " ".join((self.to, self.title, *self.texts.values(), *self.asks, *self.asks_contact))
        return tuple(dict.fromkeys(name for name in _NAME.findall(written) if name not in FILLED))

    def names(self, writer: str) -> tuple[str, ...]:
        """Return the names that this writer's paper uses, in its order."""
        spoken = {name.removesuffix(CONTACT) for name in self.texts}
        asks = self.asks_contact if writer == "contact" and self.asks_contact else self.asks
        parts = [
            part.partition(":")[2] for section in self.sections for part in section.parts if part.startswith("text:")
        ]
        texts = [self.text(name, writer) for name in ("opening", *parts) if name in spoken]
        return tuple(dict.fromkeys(_NAME.findall(" ".join((self.to, self.title, *texts, *asks)))))

    def facts(self) -> tuple[str, ...]:
        """Return the facts of the law data it may rest on."""
        return tuple(one.fact for one in self.basis)


@cache
def paper_kinds() -> Mapping[str, PaperKind]:
    """Return all papers by id, in the order of the table."""
    return {name: _kind(name, entry) for name, entry in words("papers").items()}


def paper_groups() -> Mapping[str, str]:
    """Return the groups with their Chinese names, in order."""
    return {str(group): str(title) for group, title in words("paper")["groups"].items()}


def paper_kind(name: str) -> PaperKind:
    """Return one paper.

    Raises:
        UnknownPaperError: there is none of that name.
    """
    kinds = paper_kinds()
    if name not in kinds:
        raise UnknownPaperError(name, tuple(kinds))
    return kinds[name]


def _kind(name: str, entry: Mapping[str, object]) -> PaperKind:
    def texts(key: str) -> tuple[str, ...]:
        found = entry.get(key) or []
        return tuple(str(one) for one in found) if isinstance(found, list) else ()

    def table(key: str) -> list[Mapping[str, object]]:
        found = entry.get(key) or []
        return list(found) if isinstance(found, list) else []

    spoken = entry.get("texts")
    return PaperKind(
        id=name,
        group=str(entry["group"]),
        proceeding=ProceedingKind(str(entry["proceeding"])),
        channel=str(entry["channel"]),
        writers=texts("for"),
        needs=texts("needs"),
        stance=str(entry["stance"]),
        rules=texts("rules"),
        to=cast("str", entry["to"]),
        title=cast("str", entry["title"]),
        stem=str(entry["stem"]),
        texts={str(key): str(value) for key, value in spoken.items()} if isinstance(spoken, dict) else {},
        asks=texts("asks"),
        asks_contact=texts("asks_contact"),
        basis=tuple(Basis(str(one["fact"]), str(one["line"]), str(one.get("for", ""))) for one in table("basis")),
        attachments=texts("attachments"),
        sections=tuple(_section(one) for one in table("sections")),
    )


def _section(entry: Mapping[str, object]) -> Section:
    parts = entry["parts"]
    return Section(str(entry["heading"]), tuple(str(one) for one in parts) if isinstance(parts, list) else ())

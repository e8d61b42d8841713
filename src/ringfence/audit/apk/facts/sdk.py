"""Somebody else's code in an app, by what it leaves in the package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ringfence.audit.apk.facts.reading import Entry, FactError, listed, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.schema import DataCategory

_FILE = "sdks.yaml"
_KINDS = "kinds.yaml"


@dataclass(frozen=True, slots=True)
class SdkFact:
    """One SDK; fields as in the head of sdks.yaml."""

    id: str
    zh: str
    en: str
    kind: str
    company: str = ""
    collects: tuple[DataCategory, ...] = ()
    published: str = ""
    classes: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    source: str = ""


@cache
def sdk_kinds() -> Mapping[str, tuple[str, str]]:
    """Return what SDKs are for: (zh, en) by the word of ``Sdk.kind``."""
    table = Entry(_KINDS, read_table(_KINDS))
    return {word: (table.inner(word).text("zh"), table.inner(word).text("en")) for word in table.values}


@cache
def sdks() -> tuple[SdkFact, ...]:
    """Return all SDKs we know, in the file's order."""
    found = [_read(entry) for entry in listed(_FILE, read_table(_FILE))]
    _once("id", [fact.id for fact in found])
    _once("class prefix", [name for fact in found for name in fact.classes])
    _once("library", [name for fact in found for name in fact.libraries])
    return tuple(found)


def _read(entry: Entry) -> SdkFact:
    entry.only(
        "id", "zh", "en", "company", "kind", "collects", "published", "classes", "libraries", "components", "source"
    )
    fact = SdkFact(
        entry.text("id"),
        entry.text("zh"),
        entry.text("en"),
        entry.word("kind", frozenset(sdk_kinds())),
        entry.text("company", ""),
        tuple(entry.category(word) for word in entry.texts("collects")),
        entry.text("published", ""),
        entry.texts("classes"),
        entry.texts("libraries"),
        entry.texts("components"),
        entry.text("source"),
    )
    if not (fact.classes or fact.libraries or fact.components):
        raise FactError(entry.where, "has no sign to be known by")
    if fact.collects and not fact.published:
        raise FactError(entry.where, "collects needs published: where its maker says so")
    return fact


def _once(what: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FactError(_FILE, f"{what} {', '.join(twice)} stands there twice")

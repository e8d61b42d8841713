"""Ways of writing an app whose own code lies outside the dex files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ringfence.audit.apk.facts.reading import FactError, listed, read_table

_FILE = "frameworks.yaml"
_KINDS = frozenset({"native", "web_content"})


@dataclass(frozen=True, slots=True)
class FrameworkFact:
    """One framework; fields as in the head of frameworks.yaml. ``needs``: one of these must be there as well."""

    id: str
    kind: str
    name: str
    files: tuple[str, ...]
    needs: tuple[str, ...]
    hides_zh: str
    hides_en: str


@cache
def frameworks() -> tuple[FrameworkFact, ...]:
    """Return all frameworks we know, in the file's order."""
    found: list[FrameworkFact] = []
    for entry in listed(_FILE, read_table(_FILE)):
        entry.only("id", "kind", "name", "files", "needs", "hides_zh", "hides_en")
        fact = FrameworkFact(
            entry.text("id"),
            entry.word("kind", _KINDS),
            entry.text("name"),
            entry.texts("files"),
            entry.texts("needs"),
            entry.text("hides_zh"),
            entry.text("hides_en"),
        )
        if not fact.files or fact.id in {known.id for known in found}:
            raise FactError(entry.where, "has no files, or its id stands there twice")
        found.append(fact)
    return tuple(found)

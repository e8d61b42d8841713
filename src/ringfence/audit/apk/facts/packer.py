"""Tools that hide an app's code, by what they leave in the package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ringfence.audit.apk.facts.reading import Entry, FactError, listed, read_table

_FILE = "packers.yaml"
_HIDES = frozenset({"all", "methods"})


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of one strength; fields as in the head of packers.yaml."""

    application: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        """Return every sign once."""
        return tuple(dict.fromkeys((*self.application, *self.classes, *self.libraries, *self.files)))


@dataclass(frozen=True, slots=True)
class PackerFact:
    """One packer. One strong sign names it, or two weak ones. ``hides``: ``all`` or ``methods``."""

    id: str
    zh: str
    en: str
    company: str
    hides: str
    strong: Signs
    weak: Signs
    source: str


@cache
def packers() -> tuple[PackerFact, ...]:
    """Return all packers we know, in the file's order."""
    found = tuple(_read(entry) for entry in listed(_FILE, read_table(_FILE)))
    signs = [sign for fact in found for sign in {*fact.strong.all(), *fact.weak.all()}]
    twice = sorted({sign for sign in signs if signs.count(sign) > 1})
    if twice or len({fact.id for fact in found}) != len(found):
        raise FactError(_FILE, f"a sign or id stands there for two packers: {', '.join(twice)}")
    return found


def _read(entry: Entry) -> PackerFact:
    entry.only("id", "zh", "en", "company", "hides", "strong", "weak", "source")
    fact = PackerFact(
        entry.text("id"),
        entry.text("zh"),
        entry.text("en"),
        entry.text("company", ""),
        entry.word("hides", _HIDES),
        _signs(entry.inner("strong")),
        _signs(entry.inner("weak")),
        entry.text("source"),
    )
    if not (fact.strong.all() or fact.weak.all()):
        raise FactError(entry.where, "has no sign to be known by")
    return fact


def _signs(entry: Entry) -> Signs:
    entry.only("application", "classes", "libraries", "files")
    return Signs(*(entry.texts(key) for key in ("application", "classes", "libraries", "files")))

"""Names that are nobody's product in an app, and names that are no hosts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ringfence.audit.apk.facts.reading import Entry, FactError, read_table


@dataclass(frozen=True, slots=True)
class HostFacts:
    """What looks like a host and is none; fields as in the head of hosts.yaml."""

    names: tuple[str, ...]
    endings: frozenset[str]
    class_like: frozenset[str]
    bare_endings: tuple[str, ...]
    bare_not: frozenset[str]


@cache
def open_source() -> tuple[str, ...]:
    """Return package prefixes of common libraries."""
    table = read_table("open_source.yaml")
    if not isinstance(table, list) or not all(isinstance(name, str) and name for name in table):
        raise FactError("open_source.yaml", "is no list of names")
    return tuple(table)


@cache
def host_facts() -> HostFacts:
    """Return what is no host."""
    table = Entry("hosts.yaml", read_table("hosts.yaml"))
    table.only("names", "endings", "class_like", "bare_endings", "bare_not")
    return HostFacts(
        table.texts("names"),
        frozenset(table.texts("endings")),
        frozenset(table.texts("class_like")),
        table.texts("bare_endings"),
        frozenset(table.texts("bare_not")),
    )

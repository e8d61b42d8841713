"""Exact meanings of platform calls, where "content goes from here to there" is not enough: one file per family.

A handler is a function that takes the ``Call`` and gives its result, or None to leave the call to the model's
``pass`` or the default rule. It is bound by the name that a model's ``does:`` gives (``@does("map.put")``), or to
methods directly (``@means("Ljava/lang/String;", "concat")``; subclasses and implementations inherit it, constructors
do not).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.semantics.binding import BY_API, BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.flow.values import Atom

FAMILIES = (
    "boxes",
    "builders",
    "codecs",
    "components",
    "databases",
    "files",
    "holders",
    "intents",
    "lists",
    "maps",
    "messages",
    "objects",
    "observers",
    "parcels",
    "providers",
    "reflection",
    "starts",
    "streams",
    "strings",
    "threads",
    "uris",
    "views",
)
_found: dict[tuple[str, str, str], Callable[[Any], Any] | None] = {}
_loaded: list[str] = []


def handler_of(world: Atom, cls: str, name: str, rule: Atom) -> Callable[[Any], Any] | None:
    """The handler of a method, by its model's ``does`` or by its class and name."""
    if not _loaded:
        for family in FAMILIES:
            import_module(f"{__name__}.{family}")
        _loaded.extend(FAMILIES)
    does = rule.does if rule is not None else ""
    if does and does in BY_NAME:
        return BY_NAME[does]
    key = (cls, name, does)
    try:
        return _found[key]
    except KeyError:
        found = BY_API.get((cls, name))
        if found is None and name != "<init>":
            for above in world.ancestors(cls):
                found = BY_API.get((above, name))
                if found is not None:
                    break
        if world.models.knows(cls):  # what is above it is the same in every app
            _found[key] = found
        return found


__all__ = ["FAMILIES", "handler_of"]

"""What a permission opens, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ringfence.audit.apk.facts.reading import FactError, listed, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.schema import DataCategory

LEVELS = frozenset({"normal", "dangerous", "special", "signature"})
_FILE = "permissions.yaml"


@dataclass(frozen=True, slots=True)
class PermissionFact:
    """One permission.

    Attributes:
        name: as declared.
        zh, en: what it lets an app do.
        level: ``normal``, ``dangerous``, ``special``, ``signature``; see the head of permissions.yaml.
        category: the kind of personal data behind it, None when none.
    """

    name: str
    zh: str
    en: str
    level: str
    category: DataCategory | None = None


@cache
def permissions() -> Mapping[str, PermissionFact]:
    """Return all permissions we can explain, by name."""
    found: dict[str, PermissionFact] = {}
    for entry in listed(_FILE, read_table(_FILE)):
        entry.only("name", "zh", "en", "level", "category")
        name = entry.text("name")
        if name in found:
            raise FactError(entry.where, f"{name} stands there twice")
        category = entry.category(entry.values["category"]) if "category" in entry.values else None
        found[name] = PermissionFact(name, entry.text("zh"), entry.text("en"), entry.word("level", LEVELS), category)
    return found

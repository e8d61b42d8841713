"""Rules of app stores for lending apps: a store's rule, never called law."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ringfence.audit.apk.facts.reading import FactError, listed, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "stores.yaml"


@dataclass(frozen=True, slots=True)
class StoreRule:
    """One store's rule.

    Attributes:
        store: id; ``zh``, ``en`` the store's name; ``rule_zh``, ``rule_en`` the rule's.
        nature_zh, nature_en: that it is no law, for every place where it is shown.
        source: where it stands.
        barred: ISO date from which lending apps are barred, by permission.
    """

    store: str
    zh: str
    en: str
    rule_zh: str
    rule_en: str
    nature_zh: str
    nature_en: str
    source: str
    barred: Mapping[str, str]


@cache
def store_rules() -> tuple[StoreRule, ...]:
    """Return the rules of all stores we know."""
    found: list[StoreRule] = []
    texts = [field.name for field in fields(StoreRule) if field.type == "str"]
    for entry in listed(_FILE, read_table(_FILE)):
        entry.only(*texts, "barred")
        barred: dict[str, str] = {}
        for line in listed(f"{entry.where}, barred", entry.values.get("barred")):
            line.only("permission", "since")
            since = date.fromisoformat(line.text("since")).isoformat()
            if line.text("permission") in barred:
                raise FactError(line.where, "stands there twice")
            barred[line.text("permission")] = since
        found.append(StoreRule(**{key: entry.text(key) for key in texts}, barred=barred))
    return tuple(found)


def barred_since(name: str) -> str:
    """Return the earliest ISO date from which a store bars lending apps from a permission, "" when none does."""
    return min((rule.barred[name] for rule in store_rules() if name in rule.barred), default="")

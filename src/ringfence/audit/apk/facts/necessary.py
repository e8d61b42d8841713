"""A permission against the necessary-information rule for lending apps."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING

from ringfence.audit.apk.facts.permission import permissions
from ringfence.audit.apk.facts.reading import Entry, FactError, listed, read_table
from ringfence.schema import Need

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "necessary.yaml"
_NEEDS = frozenset({Need.NECESSARY.value, Need.CONDITIONAL.value, Need.NOT_NEEDED.value})


@dataclass(frozen=True, slots=True)
class NecessaryRule:
    """The rule, as the law pack holds it.

    Attributes:
        fact: id of the law pack's fact; ``also`` further ones that carry the rule.
        title_zh, title_en: of the document; ``item_zh``, ``item_en`` the place in it.
        effective_from: ISO date.
        confidence: as in the law pack (``verbatim``, ``secondary``, ``memory``).
        confirmed_zh, confirmed_en: how far the wording was confirmed.
        lists_zh, lists_en: what the rule calls necessary for lending apps.
        declares_zh, declares_en: the reminder that belongs beside every such sentence.
    """

    fact: str
    also: tuple[str, ...]
    law: str
    title_zh: str
    title_en: str
    item_zh: str
    item_en: str
    effective_from: str
    confidence: str
    confirmed_zh: str
    confirmed_en: str
    lists_zh: tuple[str, ...]
    lists_en: tuple[str, ...]
    declares_zh: str
    declares_en: str


@dataclass(frozen=True, slots=True)
class NeedFact:
    """What the rule means for one permission, and why (without naming the rule)."""

    need: Need
    zh: str
    en: str


@cache
def _table() -> Entry:
    entry = Entry(_FILE, read_table(_FILE))
    entry.only("rule", "needs")
    return entry


@cache
def necessary_rule() -> NecessaryRule:
    """Return the rule with its source and how far it is confirmed."""
    rule = _table().inner("rule")
    texts = [field.name for field in fields(NecessaryRule) if field.type == "str"]
    lists = ("also", "lists_zh", "lists_en")
    rule.only(*texts, *lists)
    return NecessaryRule(**{key: rule.text(key) for key in texts}, **{key: rule.texts(key) for key in lists})  # type: ignore[arg-type] # texts and lists by name


@cache
def needs() -> Mapping[str, NeedFact]:
    """Return what the rule means for each permission that it says something about."""
    found: dict[str, NeedFact] = {}
    for entry in listed(f"{_FILE}, needs", _table().values.get("needs")):
        entry.only("permissions", "need", "zh", "en")
        fact = NeedFact(Need(entry.word("need", _NEEDS)), entry.text("zh"), entry.text("en"))
        for name in entry.texts("permissions"):
            if name in found or name not in permissions():
                raise FactError(entry.where, f"{name} stands there twice or is not in permissions.yaml")
            found[name] = fact
    return found


def need_of(name: str) -> NeedFact:
    """Return what the rule means for a permission: what the table says, else neutral without personal data, else unknown."""
    known = needs().get(name)
    if known is not None:
        return known
    fact = permissions().get(name)
    if fact is not None and fact.category is None:
        return NeedFact(Need.NEUTRAL, "不涉及个人信息的读取", "reads no personal data")
    return NeedFact(
        Need.UNKNOWN,
        "由App或者厂商自己定义的权限,作用没有公开说明",
        "a permission of the app's or a maker's own; what it opens is not public",
    )

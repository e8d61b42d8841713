"""Instruments and facts: the ground every rule, channel and deadline stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ringfence.law.pack import Fact, Law
from ringfence.schema import Confidence, PartyType, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ringfence.law.entry import Entry

T = TypeVar("T")


def keyed(items: Iterable[tuple[Entry, T]]) -> Mapping[str, T]:
    """Return the items by id; an id given twice is an error."""
    found: dict[str, T] = {}
    for entry, item in items:
        if entry.key in found:
            raise entry.fault("id", "编号重复", "is given twice")
        found[entry.key] = item
    return found


def law_of(entry: Entry) -> tuple[Entry, Law]:
    """Return one instrument."""
    law = Law(
        id=entry.text("id"),
        title=entry.text("title"),
        issuer=entry.text("issuer"),
        doc_number=entry.text("doc_number"),
        rank=entry.choice("rank", Rank),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        source=entry.text("source"),
        confidence=entry.choice("confidence", Confidence),
        caution_zh=entry.text("caution_zh", ""),
        caution_en=entry.text("caution_en", ""),
        replaces=entry.text("replaces", ""),
    )
    if law.effective_from and law.effective_to and law.effective_to < law.effective_from:
        raise entry.fault("effective_to", "失效日早于生效日", "lies before effective_from")
    entry.done()
    return entry, law


def fact_of(entry: Entry, laws: Mapping[str, Law]) -> tuple[Entry, Fact]:
    """Return one fact; what it does not say itself comes from its instrument."""
    law = laws.get(entry.text("law"))
    if law is None:
        raise entry.fault("law", "laws.yaml 里没有这个法律文件", "is not in laws.yaml")
    value = entry.raw("value")
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int | float)):
        raise entry.fault("value", "应为数字或文字", "must be a number or a text")
    fact = Fact(
        id=entry.text("id"),
        law=law,
        article=entry.text("article"),
        topic=entry.text("topic"),
        value=value,
        unit=entry.text("unit", ""),
        applies_to=types_of(entry, "applies_to"),
        applies_to_text=entry.text("applies_to_text", "any"),
        paraphrase_zh=entry.text("paraphrase_zh"),
        paraphrase_en=entry.text("paraphrase_en"),
        confidence=entry.choice("confidence", Confidence),
        effective_from=entry.day("effective_from") or law.effective_from,
        effective_to=entry.day("effective_to") or law.effective_to,
        source=entry.text("source", law.source),
        note=entry.text("note", ""),
        article_zh=entry.text("article_zh", ""),
    )
    if fact.effective_from and fact.effective_to and fact.effective_to < fact.effective_from:
        raise entry.fault("effective_to", "失效日早于生效日", "lies before effective_from")
    entry.done()
    return entry, fact


def types_of(entry: Entry, name: str) -> frozenset[PartyType] | None:
    """Return a field that holds ``any`` (None) or a list of lender types; agencies and platforms may not stand in it."""
    if entry.raw(name) == "any":
        return None
    if not entry.has(name):
        raise entry.fault(name, "缺少适用对象(any 或类型列表)", "is missing (any, or a list of types)")
    kinds = frozenset(entry.choices(name, PartyType))
    if kinds & {PartyType.AGENCY, PartyType.ASSIST_PLATFORM, PartyType.UNKNOWN}:
        raise entry.fault(
            name, "催收机构和平台按其代表的放款方判断,不能单列", "agencies and platforms follow their lender"
        )
    return kinds


def facts_of(entry: Entry, name: str, facts: Mapping[str, Fact]) -> tuple[Fact, ...]:
    """Return the facts a field cites.

    Raises:
        PackError: it cites something that is not there.
    """
    cited = entry.texts(name)
    for fact in cited:
        if fact not in facts:
            raise entry.fault(name, f"引用了不存在的条文 {fact}", f"cites {fact}, which is not in facts/")
    return tuple(facts[fact] for fact in cited)

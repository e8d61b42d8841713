"""Rules: the judged ones with all their words, the others as data."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from ringfence.law.entry import entries
from ringfence.law.load_facts import facts_of, keyed, types_of
from ringfence.law.pack import Carries, Cite, Concern, Rule, RuleKind, Threshold
from ringfence.law.period import UNFOUNDED
from ringfence.law.tables import read_folder
from ringfence.schema import Confidence, FindingKind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from ringfence.law.entry import Entry
    from ringfence.law.pack import Fact
    from ringfence.law.settings import Settings

WORDS = frozenset({"who", "whom", "when", "span", "count", "most", "means", "times"})  # what a sentence may always say


def read_rules(folder: Traversable, facts: Mapping[str, Fact], settings: Settings) -> Mapping[str, Rule]:
    """Return the rules of all files in ``rules/``.

    Raises:
        PackError: unknown key, dangling citation, missing words, a number that is not its fact's.
    """
    return keyed(
        _rule(entry, facts, settings)
        for shown, table in read_folder(folder / "rules", "rules")
        for entry in entries(table, shown)
    )


def _rule(entry: Entry, facts: Mapping[str, Fact], settings: Settings) -> tuple[Entry, Rule]:
    why_not = entry.text("not_judged_zh", "")
    rule = Rule(
        id=entry.text("id"),
        title_zh=entry.text("title_zh"),
        kind=entry.choice("kind", RuleKind),
        severity=entry.choice("severity", Severity),
        when=entry.text("when"),
        fields=entry.texts("fields"),
        threshold=_plain_threshold(entry) if why_not else _threshold(entry, facts, settings),
        applies_to=types_of(entry, "applies_to"),
        applies_to_text=entry.text("applies_to_text", "any_lender"),
        cites=_plain_cites(entry, facts) if why_not else _cites(entry, facts),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        confidence=entry.choice("confidence", Confidence),
        needs_human=entry.text("needs_human", ""),
        not_judged_zh=why_not,
        title_en=entry.text("title_en", "" if why_not else None),
        condition_zh=entry.text("condition_zh", "" if why_not else None),
        condition_en=entry.text("condition_en", "" if why_not else None),
        says_zh=entry.text("says_zh", "" if why_not else None),
        says_en=entry.text("says_en", "" if why_not else None),
        unit_zh=entry.text("unit_zh", "" if why_not else None),
        unit_en=entry.text("unit_en", "" if why_not else None),
        claims=entry.choice("claims", FindingKind) if entry.has("claims") else None,
        concerns=frozenset(entry.choices("concerns", Concern)),
        uncertain_zh=entry.saids("uncertain"),
        stronger_zh=entry.saids("stronger"),
        review_zh=entry.said("review"),
        slots=entry.texts("slots"),
        closes_zh=entry.text("closes_zh", ""),
        closes_en=entry.text("closes_en", ""),
        ends_zh=entry.text("ends_zh", ""),
        ends_en=entry.text("ends_en", ""),
    )
    entry.done()
    _check_words(entry, rule)
    return entry, rule


def _plain_threshold(entry: Entry) -> Threshold:
    value = entry.raw("threshold")
    return Threshold(original="" if value is None else str(value))


def _plain_cites(entry: Entry, facts: Mapping[str, Fact]) -> tuple[Cite, ...]:
    return tuple(Cite(fact, Carries.PRINCIPLE) for fact in facts_of(entry, "cites", facts))


def _cites(entry: Entry, facts: Mapping[str, Fact]) -> tuple[Cite, ...]:
    found: list[Cite] = []
    for child in entry.children("cites"):
        name = child.text("fact")
        if name not in facts:
            raise child.fault("fact", f"引用了不存在的条文 {name}", f"cites {name}, which is not in facts/")
        found.append(
            Cite(
                fact=facts[name],
                carries=child.choice("carries", Carries),
                only_for=types_of(child, "only_for") if child.has("only_for") else None,
                line_zh=child.text("line_zh", facts[name].paraphrase_zh),
                line_en=child.text("line_en", facts[name].paraphrase_en),
                article_zh=child.text("article_zh", ""),
            )
        )
        child.done()
    founded = entry.choice("kind", RuleKind) not in UNFOUNDED
    if founded and not any(cite.carries is not Carries.SUPPORT for cite in found):
        raise entry.fault("cites", "至少要有一条能支撑结论的依据", "needs at least one citation that carries the rule")
    return tuple(found)


def _threshold(entry: Entry, facts: Mapping[str, Fact], settings: Settings) -> Threshold:
    if not entry.has("threshold"):
        entry.raw("threshold")
        return Threshold()
    (child,) = _one(entry, "threshold")
    original = child.raw("original")
    sources = facts_of(child, "sources", facts)
    names = child.texts("settings")
    for name in names:
        if not hasattr(settings, name):
            raise child.fault("settings", f"settings.yaml 里没有 {name}", f"{name} is not in settings.yaml")
    threshold = Threshold(
        original="" if original is None else str(original),
        values=_values(child, sources),
        sources=tuple(fact.id for fact in sources),
        settings=names,
        zh=child.text("zh", ""),
        en=child.text("en", ""),
        product_zh=child.text("product_zh", ""),
        product_en=child.text("product_en", ""),
    )
    if names and not (threshold.product_zh and threshold.product_en):
        raise child.fault("product_zh", "用了产品阈值就要说明", "must be said where a product value is used")
    child.done()
    return threshold


def _one(entry: Entry, name: str) -> tuple[Entry]:
    return (type(entry)(entry.raw(name), entry.file, f"{entry.key}.{name}"),)


def _values(child: Entry, sources: tuple[Fact, ...]) -> Mapping[str, float]:
    """Return the rule's numbers; each must be the value of one of its sources, so that code and article cannot drift."""
    if not child.has("values"):
        child.raw("values")
        return {}
    (table,) = _one(child, "values")
    raw = child.raw("values")
    names = list(raw) if isinstance(raw, dict) else []
    found = {name: table.number(name) for name in names}
    for name, value in found.items():
        if name in WORDS:
            raise table.fault(name, "与句子里通用的词重名", "is a word every sentence has: choose another name")
        if value not in [fact.value for fact in sources]:
            raise table.fault(name, "与所引条文的数值不一致", "is not the value of any fact in sources")
    return found


def _check_words(entry: Entry, rule: Rule) -> None:
    """Check that the sentences use only words that will be there."""
    known = WORDS | set(rule.threshold.values or {}) | set(rule.threshold.settings) | set(rule.slots)
    texts = {
        "says_zh": rule.says_zh,
        "says_en": rule.says_en,
        "threshold.zh": rule.threshold.zh,
        "threshold.en": rule.threshold.en,
        "threshold.product_zh": rule.threshold.product_zh,
        "threshold.product_en": rule.threshold.product_en,
    }
    for name, text in texts.items():
        try:
            used = {word for _, word, _, _ in string.Formatter().parse(text) if word is not None}
        except ValueError:
            raise entry.fault(name, "花括号不成对", "has unbalanced braces") from None
        if used - known:
            stray = min(used - known)
            raise entry.fault(name, f"没有 {{{stray}}} 这个词", f"uses the unknown word {{{stray}}}")

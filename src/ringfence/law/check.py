"""Check a pack for what its schema cannot see: gaps and overlaps in validity, ended law, types that contradict, sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ringfence.law.article import article_in_words
from ringfence.law.errors import PackError
from ringfence.law.load import read_pack
from ringfence.law.pack import Carries, RuleKind
from ringfence.law.seal import FILE, entries_of, read_seals
from ringfence.schema import PARTY_TYPE_ZH, Confidence, PartyType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from importlib.resources.abc import Traversable

    from ringfence.law.pack import Cite, Fact, Law, Pack, Rule

_ONE = timedelta(days=1)
_TOKENS = re.compile(r"^([a-z_|]+)(?:\(|$)")  # bank|consumer_finance|insurer


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a pack.

    Attributes:
        where: the entry, or file and key.
    """

    where: str
    zh: str
    en: str


def check_pack(folder: Traversable) -> tuple[Problem, ...]:
    """Return what is wrong with the pack in ``folder``, in the order of its tables; nothing when all is well.

    What the tables' own rules forbid (a dangling citation, a misspelt field, a number that is not its article's) is one problem
    by itself, because nothing else can be looked at then.
    """
    try:
        pack = read_pack(folder)
        sealed = tuple(_seals(pack, folder))
    except PackError as fault:
        return (Problem(f"{fault.file} {fault.key}", fault.zh, fault.en),)
    return (
        *(problem for law in pack.laws.values() for problem in _law(law, pack)),
        *(problem for fact in pack.facts.values() for problem in _fact(fact, pack)),
        *(problem for rule in pack.rules.values() for problem in _rule(rule, pack)),
        *sealed,
    )


def _law(law: Law, pack: Pack) -> Iterator[Problem]:
    if _unsourced(law.source, law.confidence):
        yield Problem(law.id, "没有来源,置信度却不是“未核实”", "has no source but claims to be confirmed")
    old = pack.laws.get(law.replaces)
    if law.replaces and old is None:
        yield Problem(law.id, f"replaces 写的 {law.replaces} 不存在", f"replaces {law.replaces}, which is not there")
    if old is None or law.effective_from is None:
        return
    if old.effective_to is None or old.effective_to >= law.effective_from:
        until = old.effective_to.isoformat() if old.effective_to else "没有填写"
        yield Problem(
            law.id,
            f"与它取代的 {old.id} 有效期重叠({old.id} 的失效日:{until};{law.id} 自 {law.effective_from.isoformat()} 起)",
            f"overlaps {old.id}, which it replaces",
        )
    elif old.effective_to + _ONE != law.effective_from:
        yield Problem(law.id, f"与它取代的 {old.id} 之间有空档", f"leaves a gap after {old.id}, which it replaces")


def _fact(fact: Fact, pack: Pack) -> Iterator[Problem]:
    law = fact.law
    if _unsourced(fact.source, fact.confidence):
        yield Problem(fact.id, "没有来源,置信度却不是“未核实”", "has no source but claims to be confirmed")
    if fact.effective_from and law.effective_from and fact.effective_from < law.effective_from:
        yield Problem(fact.id, f"生效日早于所属的 {law.id}", f"is in force before its instrument {law.id}")
    if law.effective_to and (fact.effective_to is None or fact.effective_to > law.effective_to):
        yield Problem(fact.id, f"所属的 {law.id} 失效后仍然有效", f"outlives its instrument {law.id}")
    said, plain = fact.article_zh, article_in_words(fact.article)
    if said and plain and not said.startswith(plain.split("、")[0]):
        yield Problem(fact.id, f"条号不一致:{fact.article} 与“{said}”", f"article {fact.article} is not {said}")
    yield from _types(fact, pack)


def _types(fact: Fact, pack: Pack) -> Iterator[Problem]:
    """Yield contradictions between whom a fact binds and what its own words or its sisters say."""
    found = _TOKENS.match(fact.applies_to_text)
    named = {word for word in found.group(1).split("|") if word in set(PartyType)} if found else set()
    if named and fact.applies_to is not None:
        meant = {PartyType(word) for word in named} | ({PartyType.CREDIT_CARD} if PartyType.BANK in named else set())
        if meant != fact.applies_to:
            yield Problem(
                fact.id,
                f"适用对象不一致:文字写“{fact.applies_to_text}”,类型却是{_named(fact.applies_to)}",
                f"binds {sorted(fact.applies_to)}, but its words say {fact.applies_to_text}",
            )
    sisters = [
        one
        for one in pack.facts.values()
        if one.law is fact.law and one.applies_to_text == fact.applies_to_text and one.id != fact.id
    ]
    if sisters and all(one.applies_to != fact.applies_to for one in sisters):
        yield Problem(
            fact.id,
            f"适用对象与同一文件的其他条文不一致:{_named(fact.applies_to)}",
            f"binds other types than the other facts of {fact.law.id}",
        )


def _rule(rule: Rule, pack: Pack) -> Iterator[Problem]:
    for cite in rule.cites:
        if cite.only_for is not None and cite.fact.applies_to is not None and not cite.only_for <= cite.fact.applies_to:
            yield Problem(
                rule.id, f"only_for 超出了 {cite.fact.id} 的适用对象", f"cites {cite.fact.id} beyond whom it binds"
            )
    carrying = [cite for cite in rule.cites if cite.carries is not Carries.SUPPORT]
    if not carrying or rule.kind is RuleKind.DRAFT:
        return
    yield from _covered(rule, carrying)
    if rule.judged:
        yield from _first_day(rule)
    yield from _standing(rule, carrying, pack.as_of)


def _covered(rule: Rule, carrying: list[Cite]) -> Iterator[Problem]:
    """Yield the types of lender a rule claims to bind but has no citation for."""
    bare = sorted(kind for kind in rule.applies_to or () if not any(cite.applies(kind) for cite in carrying))
    if bare:
        yield Problem(
            rule.id,
            f"适用于{_named(frozenset(bare))},但没有一条依据适用于它",
            f"applies to {', '.join(bare)}, for which it has no citation",
        )


def _first_day(rule: Rule) -> Iterator[Problem]:
    first = min((cite.fact.effective_from for cite in rule.cites if cite.fact.effective_from is not None), default=None)
    if first is not None and rule.valid_from is not None and rule.valid_from != first:
        yield Problem(
            rule.id,
            f"valid_from 是 {rule.valid_from.isoformat()},最早的依据却自 {first.isoformat()} 起有效",
            f"valid_from {rule.valid_from} is not the first day of its citations ({first})",
        )


def _standing(rule: Rule, carrying: list[Cite], as_of: date) -> Iterator[Problem]:
    """Yield gaps in what carries a rule between its first day and the day of checking, and rules on law that has ended."""
    spans = sorted(
        (cite.fact.effective_from, cite.fact.effective_to or as_of)
        for cite in carrying
        if cite.fact.effective_from is not None
    )
    if not spans:
        return
    reached = spans[0][1]
    for first, last in spans[1:]:
        if first > reached + _ONE:
            yield Problem(
                rule.id,
                f"{reached.isoformat()} 与 {first.isoformat()} 之间没有任何依据",
                f"nothing carries it between {reached} and {first}",
            )
        reached = max(reached, last)
    if reached < (rule.valid_to or as_of):
        yield Problem(
            rule.id,
            f"依据都已失效({reached.isoformat()}),规则却没有写失效日",
            f"rests on law that ended on {reached}, but has no last day itself",
        )


def _seals(pack: Pack, folder: Traversable) -> Iterator[Problem]:
    seals = read_seals(folder)
    if not seals:
        yield Problem(
            FILE,
            "没有核对记录,无法知道哪些内容改动过",
            "is missing: nothing shows what was changed since it was checked",
        )
        return
    names = set()
    for name, digest in entries_of(pack):
        names.add(name)
        seal = seals.get(name)
        if seal is None:
            yield Problem(name, "是新的,还没有人核对过", "is new and was not checked yet")
        elif seal.digest != digest:
            yield Problem(
                name,
                f"与 {seal.day} 核对时不同(核对:{seal.by})。请对照来源;确实要改的,核对后重新封存",
                f"differs from what was checked on {seal.day} by {seal.by}; look it up at its source, then seal it again",
            )
    for name in sorted(set(seals) - names):
        yield Problem(
            name,
            "核对过,现在却不见了(旧条文应写失效日,不应删除)",
            "was checked and is gone; end an entry, never delete it",
        )


def _unsourced(source: str, confidence: Confidence) -> bool:
    return confidence is not Confidence.MEMORY and (not source.strip() or source.startswith("(memory"))


def _named(kinds: frozenset[PartyType] | None) -> str:
    return "、".join(PARTY_TYPE_ZH[kind] for kind in PartyType if kinds is None or kind in kinds) or "无"

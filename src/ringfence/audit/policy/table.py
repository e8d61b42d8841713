"""The questions and the words they are answered by: words/*.yaml, checked when they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 -- part of the dataclasses
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from ringfence.schema import PolicyVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable

Patterns = tuple[re.Pattern[str], ...]


class PolicyTableError(ValueError):
    """A table does not say what it must: file, entry, what is wrong."""

    def __init__(self, file: str, entry: str, why: str) -> None:
        super().__init__(f"{file}: {entry}: {why}")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class DataKind:
    """One kind of data: the words that name it, and places where they mean something else."""

    name: str
    words: re.Pattern[str]
    denied: Patterns  # says that it is not collected
    unless: Patterns


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer: the patterns that show it.

    Attributes:
        verdict: what it is.
        shown, unless, only: it is there when one of ``shown`` is, none of ``unless`` and, if any are given, one of ``only``.
        within: if given, one of the headings above must match.
        mark: what is read from it: a group ``mark`` of the pattern, or this word.
    """

    verdict: PolicyVerdict
    shown: Patterns
    unless: Patterns
    only: Patterns
    within: Patterns
    mark: str = ""

    def found_in(self, text: str, path: tuple[str, ...]) -> re.Match[str] | None:
        """Return where a clause shows it, None when it does not."""
        match = next((found for one in self.shown if (found := one.search(text))), None)
        if match is None or any(one.search(text) for one in self.unless):
            return None
        if self.only and not any(one.search(text) for one in self.only):
            return None
        if self.within and not any(one.search(title) for one in self.within for title in path):
            return None
        return match


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        data: a naming question: the kind of data; "" for all others.
        about: only clauses that name this kind of data (and the sentence after them) are looked at; "" for all clauses.
        contradicts: two answers that unsettle each other.
        prefer: places that match the first of these are quoted before the others.
        alarming: verdicts the reader should look at.
        says, todo: by verdict (``says`` also by ``verdict:mark``).
        facts: ids of the law data.
    """

    name: str
    group: str
    title: Said
    data: str
    about: str
    answers: tuple[Answer, ...]
    contradicts: tuple[PolicyVerdict, ...]
    prefer: Patterns
    alarming: tuple[PolicyVerdict, ...]
    says: Mapping[str, Said]
    todo: Mapping[str, Said]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamingWords:
    """What makes a mention of data a collection, with a purpose or without; see words/naming.yaml."""

    collects: re.Pattern[str]
    labelled: re.Pattern[str]
    purpose: re.Pattern[str]
    generic: re.Pattern[str]
    defines: re.Pattern[str]
    glossary: re.Pattern[str]
    explained: re.Pattern[str]
    takes: re.Pattern[str]
    menu: re.Pattern[str]
    managed: re.Pattern[str]
    anaphora: re.Pattern[str]
    partial: re.Pattern[str]
    conditional: re.Pattern[str]
    refusal: re.Pattern[str]
    says: Mapping[str, Said]
    todo: Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class PolicyTable:
    """All of it. ``groups``: title of each part of the result in its order; ``doubts``, ``told``: other sentences."""

    engine: str
    kinds: Mapping[str, DataKind]
    naming: NamingWords
    questions: tuple[Question, ...]
    groups: Mapping[str, Said]
    doubts: Mapping[str, Said]
    told: Mapping[str, Said]
    looks_like: re.Pattern[str]
    speaks: re.Pattern[str]


@cache
def policy_table() -> PolicyTable:
    """Return the tables.

    Raises:
        PolicyTableError: an entry is incomplete or names something that is not there.
    """
    naming, kinds, asked = _read("naming"), _read("data"), _read("questions")
    known = {str(name): _kind(str(name), entry) for name, entry in kinds.items()}
    groups = _sentences("questions", asked["groups"])
    words = _naming(naming)
    questions = tuple(_question(str(name), entry, known, groups) for name, entry in asked["questions"].items())
    return PolicyTable(
        engine=str(asked["engine"]),
        kinds=known,
        naming=words,
        questions=questions,
        groups=groups,
        doubts=_sentences("questions", asked["doubts"]),
        told=_sentences("questions", asked["told"]),
        looks_like=re.compile(asked["looks_like"]),
        speaks=re.compile(asked["speaks"]),
    )


def _read(name: str) -> Any:  # noqa: ANN401 -- what a file holds; each part is checked where it is taken
    file = files("ringfence.audit.policy").joinpath("words", f"{name}.yaml")
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _kind(name: str, entry: Mapping[str, Any]) -> DataKind:
    words = str(entry["words"])
    denied = (
        rf"(?:不|未|无需|没有)(?:会|得|再|予|主动|曾)?[^,。;]{{0,14}}(?:收集|采集|读取|获取|访问|调用|申请|索取|使用)[^,。;]{{0,24}}(?:{words})",
        rf"(?:{words})[^,。;]{{0,10}}(?:我们|本App|本应用)?(?:均|都|也)?(?:不会|不)(?:被)?(?:收集|采集|读取|获取|访问|使用)",
    )
    return DataKind(name, re.compile(words), _patterns(denied), _patterns(entry.get("unless", ())))


def _naming(entry: Mapping[str, Any]) -> NamingWords:
    found = {name: re.compile("|".join(entry[name])) for name in NamingWords.__slots__ if name not in {"says", "todo"}}
    return NamingWords(
        **found, says=_sentences("naming", entry["says"]), todo=_sentences("naming", entry.get("todo", {}))
    )


def _question(
    name: str, entry: Mapping[str, Any], kinds: Mapping[str, DataKind], groups: Mapping[str, Said]
) -> Question:
    data, about, group = str(entry.get("data", "")), str(entry.get("about", "")), str(entry["group"])
    for kind in (data, about):
        if kind and kind not in kinds:
            raise PolicyTableError("questions.yaml", name, f"no such data {kind}")
    if group not in groups:
        raise PolicyTableError("questions.yaml", name, f"no such group {group}")
    answers = tuple(_answer(name, one) for one in entry.get("answers", ()))
    if bool(data) == bool(answers):
        raise PolicyTableError("questions.yaml", name, "needs data or answers, not both")
    says = _sentences("questions", entry.get("says", {}))
    missing = {one.verdict.value for one in answers} | ({"absent"} if answers else set())
    if lacking := missing - {key.partition(":")[0] for key in says}:
        raise PolicyTableError("questions.yaml", name, f"says nothing for {sorted(lacking)}")
    return Question(
        name=name,
        group=group,
        title=_said("questions", name, entry),
        data=data,
        about=about,
        answers=answers,
        contradicts=tuple(PolicyVerdict(one) for one in entry.get("contradicts", ())),
        prefer=_patterns(entry.get("prefer", ())),
        alarming=tuple(PolicyVerdict(one) for one in entry.get("alarming", ())),
        says=says,
        todo=_sentences("questions", entry.get("todo", {})),
        facts=tuple(str(one) for one in entry.get("facts", ())),
    )


def _answer(question: str, entry: Mapping[str, Any]) -> Answer:
    if not entry.get("shown"):
        raise PolicyTableError("questions.yaml", question, "an answer without patterns")
    return Answer(
        verdict=PolicyVerdict(entry["verdict"]),
        shown=_patterns(entry["shown"]),
        unless=_patterns(entry.get("unless", ())),
        only=_patterns(entry.get("only", ())),
        within=_patterns(entry.get("within", ())),
        mark=str(entry.get("mark", "")),
    )


def _sentences(file: str, table: Mapping[str, Any]) -> dict[str, Said]:
    return {str(name): _said(file, str(name), entry) for name, entry in table.items()}


def _said(file: str, name: str, entry: Mapping[str, Any]) -> Said:
    if not entry.get("zh") or not entry.get("en"):
        raise PolicyTableError(f"{file}.yaml", name, "needs zh and en")
    return Said(str(entry["zh"]), str(entry["en"]))


def _patterns(written: Iterable[str]) -> Patterns:
    return tuple(re.compile(one) for one in written)

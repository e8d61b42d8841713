"""A privacy policy, question by question: what it says, where, and by which rule that matters.

It reads words. It does not know what an app does, and "not found" is said of the text that was given, never of the company.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ringfence.audit.policy.naming import Named, named_in
from ringfence.audit.policy.split import LONGEST, Clause, clauses_of
from ringfence.audit.policy.table import policy_table
from ringfence.audit.policy.telling import told
from ringfence.schema import PolicyCheck, PolicyClause, PolicyDoubt, PolicyPoint, PolicyVerdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.audit.policy.table import PolicyTable, Question, Said

QUOTED = 3  # places shown for one answer
SHORTEST = 1_200  # characters; shorter ones were never whole policies in the development data (the shortest has 4,300)
_HAN = re.compile("[\u4e00-\u9fff]")
_SUMMARY = re.compile(r"简明版|简版|摘要|概要|简介版|要点版")
_DAY = re.compile(r"(20\d{2})\D{0,3}?[年./-]\D{0,3}?(\d{1,2})\D{0,3}?[月./-]\D{0,3}?(\d{1,2})")
_UPDATED = re.compile(r"(?:更新|修订|发布|修改|公布|版本|制定)(?:日期|时间|于)?[^,。;]{0,6}$")
_EFFECTIVE = re.compile(r"(?:生效|施行|实施)(?:日期|时间|于)?[^,。;]{0,6}$")


def check_policy(text: str) -> PolicyCheck:
    """Answer every question of the table for one policy.

    Args:
        text: plain text, Chinese; what lies beyond 400,000 characters is not read (and said).
    """
    table = policy_table()
    clauses = clauses_of(text)
    paragraphs = clauses[-1].paragraph if clauses else 0
    read = min(len(text), LONGEST)
    if not all(any(sign.search(clause.text) for clause in clauses) for sign in (table.looks_like, table.speaks)):
        return PolicyCheck(table.engine, is_policy=False, characters=len(text), read=read, paragraphs=paragraphs)
    named = {name: named_in(clauses, kind, table.naming) for name, kind in table.kinds.items()}
    doubts = tuple(_doubts(text, clauses, table))
    points = tuple(_point(question, clauses, named, text, table, whole=not doubts) for question in table.questions)
    updated, effective = _days(clauses)
    return PolicyCheck(
        engine=table.engine,
        is_policy=True,
        characters=len(text),
        read=read,
        paragraphs=paragraphs,
        points=points,
        doubts=doubts,
        updated=updated,
        effective=effective,
    )


def _point(
    question: Question,
    clauses: tuple[Clause, ...],
    named: dict[str, Named],
    text: str,
    table: PolicyTable,
    *,
    whole: bool,
) -> PolicyPoint:
    marks: tuple[str, ...] = ()
    if question.data:
        where = named[question.data]
        verdict, places = where.verdict, where.quoted
        says = dict(table.naming.says)
        if verdict is PolicyVerdict.ABSENT and where.defined:
            marks, places = ("defined",), []
        if verdict is PolicyVerdict.VAGUE and not where.vague:
            marks = ("weak",) if where.weak else ("explained",)
        todo = {**table.naming.todo, **question.todo}
    else:
        about = named[question.about].spoken_of if question.about else None
        verdict, places, marks = told(question, clauses, about)
        says, todo = dict(question.says), dict(question.todo)
    said = _sentence(says, verdict, marks, table)
    to_do = todo.get(verdict.value)
    return PolicyPoint(
        question=question.name,
        group=question.group,
        verdict=verdict,
        alarming=verdict in question.alarming and (whole or verdict is not PolicyVerdict.ABSENT),
        title_zh=question.title.zh,
        title_en=question.title.en,
        says_zh=_filled(said.zh, question.title.zh, marks),
        says_en=_filled(said.en, question.title.en, marks),
        todo_zh=to_do.zh if to_do else "",
        todo_en=to_do.en if to_do else "",
        clauses=tuple(_quoted(clauses[at], text) for at in places[:QUOTED]),
        facts=question.facts,
        marks=marks,
    )


def _sentence(says: dict[str, Said], verdict: PolicyVerdict, marks: tuple[str, ...], table: PolicyTable) -> Said:
    """Return the sentence for a verdict, the one for its mark where there is one."""
    for mark in marks:
        if found := says.get(f"{verdict.value}:{mark}"):
            return found
    return says.get(verdict.value) or table.told[verdict.value]


def _filled(sentence: str, what: str, marks: tuple[str, ...]) -> str:
    return (
        sentence.replace("{what}", what)
        .replace("{marks}", "、".join(marks[:3]))
        .replace("{mark}", marks[0] if marks else "")
    )


def _quoted(clause: Clause, text: str) -> PolicyClause:
    return PolicyClause(text[clause.start : clause.end], clause.path, clause.paragraph, clause.start, clause.end)


def _doubts(text: str, clauses: tuple[Clause, ...], table: PolicyTable) -> Iterator[PolicyDoubt]:
    sample = text[:20_000]
    found = []
    if len(_HAN.findall(sample)) < len("".join(sample.split())) * 0.3:
        found.append("foreign")
    if sum(clause.end - clause.start for clause in clauses) < SHORTEST:
        found.append("short")
    if any(_SUMMARY.search(clause.text) for clause in clauses[:5]):
        found.append("summary")
    if len(text) > LONGEST:
        found.append("cut")
    for name in found:
        yield PolicyDoubt(name, table.doubts[name].zh, table.doubts[name].en)


def _days(clauses: tuple[Clause, ...]) -> tuple[str, str]:
    """Return the days on which this version was made and comes into force, the first of each that is named."""
    updated = effective = ""
    for clause in clauses:
        last = 0
        for found in _DAY.finditer(clause.text):
            day = _iso(found)
            before = clause.text[last : found.start()]
            after = clause.text[found.end() : found.end() + 8]
            if (
                day
                and not effective
                and (_EFFECTIVE.search(before) or re.match(r"日?\s*(?:起)?(?:生效|施行|实施)", after))
            ):
                effective = day
            elif day and not updated and (_UPDATED.search(before) or re.match(r"日?\s*(?:更新|修订|发布)", after)):
                updated = day
            last = found.end()
        if updated and effective:
            break
    return updated, effective


def _iso(found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""

"""Does a policy say a thing: the answers of words/questions.yaml are tried in their order, the first one shown decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringfence.schema import PolicyVerdict

if TYPE_CHECKING:
    from ringfence.audit.policy.split import Clause
    from ringfence.audit.policy.table import Answer, Question

_BEFORE_NAME = re.compile(
    r"^.*(?:欢迎(?:您|你)?(?:选择|使用)?|选择由?|由|是指|指引中的?|提供者|运营(?:者|方)|公司\(即|即)|^(?:与|向|指|系)"
)
_AFTER = 2  # clauses after one about the data that still belong to it ("if you refuse ...")


def told(
    question: Question, clauses: tuple[Clause, ...], about: list[int] | None
) -> tuple[PolicyVerdict, list[int], tuple[str, ...]]:
    """Return the answer, the clauses it stands on, what was read from them.

    Args:
        question: one with answers.
        clauses: the whole policy.
        about: the clauses that speak of what the question is about; None for all.
    """
    places = range(len(clauses)) if about is None else _around(clauses, about)
    shown = [(answer, hits) for answer in question.answers if (hits := _hits(answer, clauses, places))]
    if not shown:
        return PolicyVerdict.ABSENT, [], ()
    verdicts = {answer.verdict for answer, _ in shown}
    if len(question.contradicts) > 1 and verdicts.issuperset(question.contradicts):
        both = [next(hits for answer, hits in shown if answer.verdict is one)[0] for one in question.contradicts]
        return PolicyVerdict.UNSURE, [at for at, _ in both], ()
    answer = shown[0][0]
    # several entries may show one answer; a heading stands for it only where nothing below it does
    hits = [
        hit for other, found in shown if (other.verdict, other.mark) == (answer.verdict, answer.mark) for hit in found
    ]
    hits = [hit for hit in hits if not clauses[hit[0]].heading] or hits
    hits.sort(key=lambda hit: (_rank(question, clauses[hit[0]]), hit[0]))
    marks = dict.fromkeys(_bare(mark) for _, mark in hits if mark)
    return answer.verdict, list(dict.fromkeys(at for at, _ in hits)), tuple(marks)


def _rank(question: Question, clause: Clause) -> int:
    """Return how plainly a place shows the answer, 0 the plainest; a run of short lines may be a table of contents."""
    found = next(
        (number for number, one in enumerate(question.prefer) if one.search(clause.text)), len(question.prefer)
    )
    return found * 2 + clause.rows


def _bare(mark: str) -> str:
    """Return what was read without words before a company's name and without brackets that a layout left open."""
    if mark.endswith("公司"):
        mark = _BEFORE_NAME.sub("", mark)
    return mark if mark.count("(") == mark.count(")") and "】" not in mark else mark.strip("【】[]()").replace("】", "")


def _hits(answer: Answer, clauses: tuple[Clause, ...], places: list[int] | range) -> list[tuple[int, str]]:
    found = []
    for at in places:
        clause = clauses[at]
        match = answer.found_in(clause.text, clause.path)
        if match is not None:
            found.append((at, match.groupdict().get("mark") or answer.mark))
    return found


def _around(clauses: tuple[Clause, ...], about: list[int]) -> list[int]:
    """Return the clauses and those after them in the same paragraph (below a heading: the paragraph below it)."""
    found: set[int] = set()
    for at in about:
        found.add(at)
        last = clauses[at].paragraph + (1 if clauses[at].heading else 0)
        found |= {
            after for after in range(at + 1, min(at + 1 + _AFTER, len(clauses))) if clauses[after].paragraph <= last
        }
    return sorted(found)

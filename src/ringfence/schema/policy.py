"""What a check of a privacy policy found: each question with its verdict, the clauses it stands on, the rule it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ringfence.schema.inspected import PolicyNaming

_NAMINGS = {"clear": PolicyNaming.CLEAR, "vague": PolicyNaming.VAGUE, "absent": PolicyNaming.ABSENT}


class PolicyVerdict(StrEnum):
    """How a policy answers a question. Nothing here says that a policy is unlawful."""

    CLEAR = "clear"  # named, with what it is for
    VAGUE = "vague"
    YES = "yes"  # it says so
    NO = "no"  # it says the contrary
    ABSENT = "absent"  # not found in the text that was given
    UNSURE = "unsure"  # places contradict each other, or the words do not tell

    @property
    def found(self) -> bool:
        """Tell whether words of the policy stand behind it."""
        return self is not PolicyVerdict.ABSENT


@dataclass(frozen=True, slots=True)
class PolicyClause:
    """One quoted place.

    Attributes:
        text: the words as they stand in the text that was given, ``text[start:end]``.
        path: the headings above it, the outermost first.
        paragraph: number of the paragraph, from 1.
        start, end: characters of the text that was given.
    """

    text: str
    path: tuple[str, ...]
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PolicyPoint:
    """One question and its answer.

    Attributes:
        question: short name (``contacts``, ``retention``).
        group: which part of the result it belongs to.
        alarming: the answer is one the reader should look at.
        says_zh, says_en: the verdict as a sentence.
        todo_zh, todo_en: what the reader can do about it; empty when nothing is to be done.
        clauses: the places it stands on, the plainest first; empty only when absent.
        facts: ids of the law data it rests on; the door looks them up by the day.
        marks: what else was read: a date, a number of days, ``linked`` where a list stands elsewhere.
    """

    question: str
    group: str
    verdict: PolicyVerdict
    alarming: bool
    title_zh: str
    title_en: str
    says_zh: str
    says_en: str
    todo_zh: str = ""
    todo_en: str = ""
    clauses: tuple[PolicyClause, ...] = ()
    facts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDoubt:
    """Why "not found" may mean that the text is not whole (``short``, ``summary``, ``cut``, ``foreign``)."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class PolicyCheck:
    """What was found in one text.

    Attributes:
        engine: version of the questions and words.
        is_policy: the text looks like a privacy policy; otherwise there are no points.
        characters: of the text that was given; ``read``: how many of them were looked at.
        points: one for each question, in the order of the table.
        doubts: why the text may not be whole.
        updated, effective: days the text names for this version, ISO, "" when it names none.
    """

    engine: str
    is_policy: bool
    characters: int
    read: int
    paragraphs: int
    points: tuple[PolicyPoint, ...] = ()
    doubts: tuple[PolicyDoubt, ...] = ()
    updated: str = ""
    effective: str = ""

    def point(self, question: str) -> PolicyPoint | None:
        """Return the answer to one question."""
        return next((one for one in self.points if one.question == question), None)

    @property
    def alarming(self) -> tuple[PolicyPoint, ...]:
        """Return what the reader should look at."""
        return tuple(one for one in self.points if one.alarming)

    @property
    def contacts(self) -> PolicyNaming | None:
        """Return how it names contacts, None when that cannot be said: an unsure answer, or a text that may not be whole.

        A policy that says it does not collect them does not name their collection: absent.
        """
        point = self.point("contacts")
        if point is None or point.verdict is PolicyVerdict.UNSURE:
            return None
        if point.verdict is PolicyVerdict.NO:
            return PolicyNaming.ABSENT
        naming = _NAMINGS.get(point.verdict.value)
        return None if naming is PolicyNaming.ABSENT and self.doubts else naming

    @property
    def recipients(self) -> bool | None:
        """Return whether it lists who receives data, None when a list stands elsewhere or the text may not be whole."""
        point = self.point("recipients")
        if point is None:
            return None
        if point.verdict is PolicyVerdict.CLEAR:
            return True
        unlisted = point.verdict in {PolicyVerdict.VAGUE, PolicyVerdict.ABSENT}
        return False if unlisted and not self.doubts else None


class PolicyMove(StrEnum):
    """What became of a question from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"  # another verdict
    REWORDED = "reworded"  # the same verdict in other words
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One question in two versions; ``gained`` and ``lost`` are clauses that only one of them has."""

    before: PolicyPoint
    after: PolicyPoint
    move: PolicyMove
    gained: tuple[PolicyClause, ...] = ()
    lost: tuple[PolicyClause, ...] = ()

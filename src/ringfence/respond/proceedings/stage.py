"""Where a proceeding stands on a day, whose move it is, and what to do next: one plain sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ringfence.respond.proceedings.course import UNDERWAY, Course
from ringfence.respond.proceedings.kinds import TABLE, family_of, kind_of, kind_said, outcome_name, step_name
from ringfence.respond.wording import fill, fill_both, words
from ringfence.schema import Duty, Outcome, Said, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringfence.schema import Due, Proceeding, ProceedingStep


class StageKind(StrEnum):
    """Where it stands; the order is that of a usual course, not of urgency."""

    DRAFTED = "drafted"
    WAITING = "waiting"
    OVERDUE = "overdue"
    TO_READ = "to_read"  # an answer nobody has classified
    TO_ANSWER = "to_answer"  # not all was done: write back
    TO_CHECK = "to_check"  # they say it was done
    ESCALATE = "escalate"
    FOLLOWED = "followed"  # taken further in another proceeding
    SETTLED = "settled"  # checked: it was done
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stage:
    """One proceeding on one day.

    Attributes:
        since: the day of the step that brought it here, None before the first.
        sentence_zh: where it stands.
        next_zh: what to do next.
        due: what it waits for, what has run out, or the borrower's own deadline; None when there is none.
        trigger: what the ladder is asked with: an Outcome's value, ``overdue`` or ``not_accepted``; "" when nothing went wrong.
        yours: the borrower's own open deadlines here, the nearest first.
        lapsed_zh: rights whose last day has passed, a sentence each.
        command: what to type at a terminal for the next move, "" when nothing.
    """

    proceeding: str
    kind: StageKind
    since: date | None
    sentence_zh: str
    next_zh: str
    due: Due | None = None
    trigger: str = ""
    yours: tuple[Due, ...] = ()
    lapsed_zh: tuple[str, ...] = ()
    command: str = ""

    @property
    def open(self) -> bool:
        """Tell whether anything is still expected of anybody."""
        return self.kind is not StageKind.CLOSED


def standing(proceeding: Proceeding, dues: Iterable[Due], today: date, children: Iterable[Proceeding] = ()) -> Stage:
    """Return where ``proceeding`` stands on ``today``.

    Args:
        proceeding: as noted; steps after ``today`` do not count.
        dues: counted deadlines and own reminders of the case; others' are left aside.
        today: the day looked at.
        children: proceedings that follow from it; one that was sent makes an escalated one wait.
    """
    course = Course.of(proceeding, today)
    mine = sorted((due for due in dues if due.proceeding == proceeding.id), key=lambda due: (due.day, due.id))
    theirs = [due for due in mine if due.duty is Duty.THEIRS and not due.met]
    yours = tuple(due for due in mine if due.duty is Duty.YOURS and not due.met)
    kind, due, trigger = _placed(proceeding, course, theirs, today)
    live = tuple(one for one in yours if one.day >= today)
    child = _child(children, today) if kind in {StageKind.ESCALATE, StageKind.OVERDUE} else None
    if child is not None:
        kind, due = StageKind.FOLLOWED, None
    elif kind is StageKind.ESCALATE:
        due = live[0] if live else None
    elif kind is StageKind.TO_CHECK:
        due = next((one for one in yours if one.deadline == "check"), None)
    said, todo, command = _sentences(proceeding, kind, course.last, due, trigger, child.id if child else "", today)
    gone = [one for one in yours if one.day < today and one.hard and kind is StageKind.ESCALATE]
    return Stage(
        proceeding.id,
        kind,
        course.last.day if course.last else None,
        said,
        todo,
        due,
        trigger,
        live,
        tuple(fill_both(words(TABLE)["lapsed"], name=one.name_zh, due=_day(one.day)) for one in gone),
        command,
    )


def _placed(
    proceeding: Proceeding, course: Course, theirs: list[Due], today: date
) -> tuple[StageKind, Due | None, str]:
    last = course.last
    if last is None or last.kind is StepKind.DRAFTED:
        return StageKind.DRAFTED, None, ""
    if last.kind is StepKind.CLOSED:
        return StageKind.CLOSED, None, ""
    if last.kind is StepKind.NOT_ACCEPTED:
        return StageKind.ESCALATE, None, "not_accepted"
    if last.kind in UNDERWAY or last.outcome is Outcome.MORE_TIME:
        return _waiting(course, theirs, today)
    if last.kind is StepKind.CHECKED:
        return _checked(last.outcome)
    return _answered(proceeding, course, last.outcome)


def _waiting(course: Course, theirs: list[Due], today: date) -> tuple[StageKind, Due | None, str]:
    """Return where a proceeding stands that waits: they may be late, and may have been reminded."""
    late = [due for due in theirs if due.overdue(today)]
    ahead = [due for due in theirs if not due.overdue(today)]
    if not late:
        return StageKind.WAITING, ahead[0] if ahead else None, ""
    sent = course.sent
    reminded = sent is not None and sent.day > late[0].day
    if reminded and ahead:
        return StageKind.WAITING, ahead[0], ""
    if reminded:
        return StageKind.ESCALATE, late[0], "overdue"
    return StageKind.OVERDUE, late[0], "overdue"


def _checked(outcome: Outcome | None) -> tuple[StageKind, Due | None, str]:
    if outcome in {Outcome.CONFIRMED, Outcome.DONE}:
        return StageKind.SETTLED, None, ""
    if outcome in {None, Outcome.UNKNOWN}:
        return StageKind.TO_CHECK, None, ""
    return StageKind.ESCALATE, None, Outcome.NOT_DONE.value


def _answered(proceeding: Proceeding, course: Course, outcome: Outcome | None) -> tuple[StageKind, Due | None, str]:
    """Return where an answer leads: a lender is written to once, then the next step is taken; an office that says no is left."""
    if outcome is None or outcome is Outcome.UNKNOWN:
        return StageKind.TO_READ, None, ""
    if outcome is Outcome.DONE:
        return StageKind.TO_CHECK, None, ""
    if outcome is Outcome.CONFIRMED:
        return StageKind.SETTLED, None, ""
    final = outcome in {Outcome.REFUSED, Outcome.NOT_DONE}
    if family_of(proceeding.kind) != "lender":
        final = final or outcome in {Outcome.NOT_US, Outcome.REFUSED_NO_REASON}
    kind = StageKind.ESCALATE if final or course.complaints > 1 else StageKind.TO_ANSWER
    return kind, None, outcome.value


def _child(children: Iterable[Proceeding], today: date) -> Proceeding | None:
    """Return the first that follows from it and went out."""
    return next((one for one in children if (sent := one.first(StepKind.SENT)) is not None and sent.day <= today), None)


def _sentences(
    proceeding: Proceeding,
    kind: StageKind,
    last: ProceedingStep | None,
    due: Due | None,
    trigger: str,
    child: str,
    today: date,
) -> tuple[str, str, str]:
    table = words(TABLE)
    stage = table["stages"][kind.value]
    values: dict[str, object] = {
        "id": proceeding.id,
        "what": kind_said(proceeding.kind),
        "gives": kind_of(proceeding.kind)["gives"],
        "day": _day(last.day) if last else "",
        "due": _day(due.day) if due else "",
        "name": due.name_zh if due else "",
        "hard": due.hard if due else False,
        "days": abs((due.day - today).days) if due else 0,
        "outcome": _said(last, trigger),
        "child": child,
    }
    return (
        fill_both(stage["say"], **values),
        fill_both(stage["next"], **values),
        fill(str(stage.get("do", "")), **values),
    )


def _said(last: ProceedingStep | None, trigger: str) -> str:
    if trigger == "overdue":
        said: str = words(TABLE)["overdue_outcome"]
        return said
    if last is not None and last.outcome is not None:
        return Said(outcome_name(last.outcome), outcome_name(last.outcome, "en"))
    return Said(step_name(last.kind), step_name(last.kind, "en")) if last else ""


def _day(day: date) -> str:
    return f"{day:%Y-%m-%d}"

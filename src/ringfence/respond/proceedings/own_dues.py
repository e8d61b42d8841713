"""Days that no rule sets: what they promised, and the product's own reminders. Each says that it is no statutory deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ringfence.respond.proceedings.course import UNDERWAY, Course
from ringfence.respond.proceedings.kinds import TABLE, product_days
from ringfence.respond.wording import words
from ringfence.schema import Due, Duty, Outcome, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringfence.schema import Proceeding, ProceedingStep

_ENDS = (StepKind.REPLIED, StepKind.DECIDED, StepKind.NOT_ACCEPTED, StepKind.CLOSED)


def own_dues(proceedings: Iterable[Proceeding], counted: Iterable[Due], today: date) -> tuple[Due, ...]:
    """Return the days to look again, nearest first.

    Args:
        proceedings: all of the case.
        counted: deadlines counted by the law room; a proceeding that waits for one of them needs no reminder of ours.
        today: the day it is seen from; later steps are not known yet.
    """
    known = tuple(counted)
    found = [due for one in proceedings for due in _of(one, [due for due in known if due.proceeding == one.id], today)]
    return tuple(sorted(found, key=lambda due: (due.day, due.id)))


def _of(proceeding: Proceeding, counted: list[Due], today: date) -> list[Due]:
    course = Course.of(proceeding, today)
    promised = [_promised(proceeding, course, step) for step in course.steps if step.until is not None]
    last = course.last
    if last is None:
        return promised
    if last.outcome is Outcome.DONE and last.kind is not StepKind.CHECKED:
        return [*promised, _due(proceeding, "check", last.day, product_days("check"), Duty.YOURS)]
    waits = last.kind in UNDERWAY or last.outcome is Outcome.MORE_TIME
    if not waits:
        return promised
    theirs = [due for due in (*counted, *promised) if due.duty is Duty.THEIRS and not due.met]
    late = [due for due in theirs if due.overdue(today)]
    sent = course.sent
    if late and sent is not None and sent.day > min(due.day for due in late):
        return [*promised, _due(proceeding, "reminded", sent.day, product_days("reminded"), Duty.THEIRS)]
    if theirs:
        return promised
    return [*promised, _due(proceeding, "look_again", last.day, product_days("look_again"), Duty.THEIRS)]


def _promised(proceeding: Proceeding, course: Course, step: ProceedingStep) -> Due:
    """Return the day they named; a later answer meets it, and so does a later promise."""
    until = step.until or step.day
    ended = course.after(step, *_ENDS)
    place = course.steps.index(step)
    newer = next((later for later in course.steps[place + 1 :] if later.until is not None), None)
    met = ended or newer
    due = _due(proceeding, "promised", step.day, (until - step.day).days, Duty.THEIRS)
    return Due(
        f"promised:{proceeding.id}:{until}", due.deadline, due.name_zh, due.proceeding, due.starts, until, due.duty,
        hard=False, note_zh=due.note_zh, met=met is not None, met_on=met.day if met else None,
    )  # fmt: skip


def _due(proceeding: Proceeding, name: str, starts: date, days: int, duty: Duty) -> Due:
    table = words(TABLE)["own_dues"][name]
    day = starts + timedelta(days=days)
    return Due(
        f"{name}:{proceeding.id}", name, table["name"], proceeding.id, starts, day, duty,
        hard=False, note_zh=table["note"],
    )  # fmt: skip

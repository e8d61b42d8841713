"""What to do now, why, and by when: from the findings and from the proceedings under way, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence import respond
from ringfence.case.actions import THIS_WEEK, TODAY
from ringfence.respond import StageKind
from ringfence.schema import Action, Duty, Said, StepKind, english, together

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ringfence.case.follow import Follow
    from ringfence.respond import Stage
    from ringfence.schema import Document, Proceeding

MOST = 8
SOON = 7  # days: a right of one's own that ends within them comes before everything but danger
AHEAD = 30  # days: a right that hangs on no proceeding (call records that expire) is shown so long before
# Weights: the lower, the earlier. What the findings call for stands at 4 (today) and 6 (this week).
_WEIGHT = {
    StageKind.TO_READ: 2,
    StageKind.ESCALATE: 3,
    StageKind.OVERDUE: 4,
    StageKind.TO_ANSWER: 4,
    StageKind.TO_CHECK: 5,
    StageKind.DRAFTED: 5,
    StageKind.SETTLED: 7,
}
_DANGER, _ENDING, _TODAY, _WEEK = 0, 1, 4, 6


def agenda(actions: Sequence[Action], follow: Follow, documents: Sequence[Document]) -> tuple[Action, ...]:
    """Return at most :data:`MOST` things to do: ``actions`` without those that were done, and those of the proceedings."""
    sent = _sent(follow.matter.proceedings)
    letters = {one.stem: one for one in documents}
    kept = [action for action in actions if not _done(letters.get(action.document), sent)]
    weighed = [(_weight(action), action) for action in kept]
    for proceeding, stage in zip(follow.matter.proceedings, follow.stages, strict=True):
        weighed += _of(proceeding, stage, follow, documents)
    weighed += _rights(follow)
    return tuple(action for _, action in sorted(weighed, key=lambda pair: pair[0])[:MOST])


def _weight(action: Action) -> float:
    if action.urgent:
        return _DANGER
    return _TODAY if action.due_zh == TODAY else _WEEK


def _sent(proceedings: Sequence[Proceeding]) -> set[tuple[str, str | None]]:
    """Return kind and lender of everything that went out already."""
    gone = {StepKind.SENT, StepKind.RECEIVED, StepKind.ACCEPTED, StepKind.REPLIED, StepKind.DECIDED}
    return {
        (one.kind.value, lender)
        for one in proceedings
        if any(step.kind in gone for step in one.steps)
        for lender in (one.lender, None)
    }


def _done(letter: Document | None, sent: set[tuple[str, str | None]]) -> bool:
    if letter is None:
        return False
    kind = respond.kind_of_letter(letter.kind.value, letter.channel)
    return kind is not None and (kind.value, letter.lender) in sent


def _of(
    proceeding: Proceeding, stage: Stage, follow: Follow, documents: Sequence[Document]
) -> list[tuple[float, Action]]:
    """Return what one proceeding calls for now: its move, and the borrower's own deadlines in it."""
    kind = respond.kind_name
    name = Said(f"{proceeding.id} {kind(proceeding.kind)}", f"{proceeding.id} {kind(proceeding.kind, 'en')}")
    letter = next((one.stem for one in documents if one.stem.startswith(f"{proceeding.id}-")), "")
    today = follow.matter.as_of
    found: list[tuple[float, Action]] = []
    later = follow.later_contact(proceeding) if stage.kind in {StageKind.TO_CHECK, StageKind.SETTLED} else None
    if later is not None:
        told = together([later.sentence_zh, Said("核实后记下“没有做到”。", 'After checking, note "not done".')])
        title = Said(
            f"{name}:对方说办好了,但之后还有联系", f"{name.en}: they say it was done, but there was contact afterwards"
        )
        found.append((_TODAY - 1, Action(title, told, TODAY, letter, about=proceeding.id)))
    elif stage.kind is StageKind.ESCALATE and stage.due is not None and stage.due in stage.yours:
        left = (stage.due.day - today).days
        urgent = left <= SOON
        when = _until(stage.due.day, left)
        weight = _ENDING if urgent else _WEIGHT[StageKind.ESCALATE]
        action = Action(
            together([name, _move(stage)], ":", ": "), _why(stage), when, letter, urgent=urgent, about=proceeding.id
        )
        found.append((weight, action))
    elif stage.kind in _WEIGHT:
        soon = _when(stage, today)
        action = Action(together([name, _move(stage)], ":", ": "), _why(stage), soon, letter, about=proceeding.id)
        found.append((_WEIGHT[stage.kind], action))
    return found


def _rights(follow: Follow) -> list[tuple[float, Action]]:
    """Return the borrower's own deadlines that are near and not said above: of no proceeding, or of one that waits."""
    today = follow.matter.as_of
    said = {stage.due.id for stage in follow.stages if stage.due is not None}
    ended = {stage.proceeding for stage in follow.stages if stage.kind in {StageKind.CLOSED, StageKind.SETTLED}}
    found: list[tuple[float, Action]] = []
    for due in follow.dues:
        left = (due.day - today).days
        if (
            due.duty is not Duty.YOURS
            or due.met
            or due.deadline == "check"
            or due.id in said
            or due.proceeding in ended
        ):
            continue
        if not 0 <= left <= (SOON if due.proceeding else AHEAD):
            continue
        when = _until(due.day, left)
        urgent = left <= SOON
        near = Said(f"{due.name_zh}:期限快到了", f"{english(due.name_zh)}: the time is nearly over")
        title = together([due.proceeding, near], " ")
        gone = Said("过了这一天,可能就用不上了。", "After that day it may be of no use.")
        soft = Said("这一天是参考日期,不是法定期限。", "A day of our own; no rule sets it.")
        why = together([due.note_zh or gone, "" if due.hard else soft])
        action = Action(title, why, when, urgent=urgent and due.hard, about=due.proceeding)
        found.append((_ENDING if urgent else _TODAY, action))
    return found


def _until(day: date, left: int) -> Said:
    if not left:
        return Said("今天是最后一天", "today is the last day")
    return Said(f"{day}前(还有{left}天)", f"by {day} ({left} days left)")


def _move(stage: Stage) -> Said:
    return {
        StageKind.TO_READ: Said("读一遍答复并确认", "read the answer and confirm what it says"),
        StageKind.ESCALATE: Said("决定要不要走下一步", "decide whether to go further"),
        StageKind.OVERDUE: Said("催办,或者走下一步", "remind them, or go further"),
        StageKind.TO_ANSWER: Said("写回信,说明还差什么", "write back what is missing"),
        StageKind.TO_CHECK: Said("核实对方说的有没有做到", "check whether what they say was done"),
        StageKind.DRAFTED: Said("核对后寄出,留好凭证", "check it, send it and keep proof"),
        StageKind.SETTLED: Said("结束这件事", "close it"),
    }[stage.kind]


def _why(stage: Stage) -> str:
    return together([stage.sentence_zh, *stage.lapsed_zh, stage.next_zh])


def _when(stage: Stage, today: date) -> str:
    if stage.kind is StageKind.TO_CHECK and stage.due is not None:
        return Said(f"{stage.due.day}前后", f"around {stage.due.day}") if stage.due.day > today else TODAY
    return TODAY if stage.kind in {StageKind.TO_READ, StageKind.OVERDUE} else THIS_WEEK

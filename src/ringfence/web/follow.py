"""Proceedings as the pages show them: where each stands, in which column, by when, and what happens then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ringfence.case import Follow
from ringfence.respond import StageKind, kind_name, stage_name
from ringfence.schema import Duty
from ringfence.web.desk import DESK

if TYPE_CHECKING:
    from datetime import date

    from ringfence.respond import Stage
    from ringfence.schema import Due, Proceeding
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

SOON = 3  # days: shown as near
# What a reader does next at each stage: the verbs of the step pages, the most likely first
MOVES = {
    StageKind.DRAFTED: ("sent",),
    StageKind.WAITING: ("reply", "called", "received", "accepted", "extended", "refused"),
    StageKind.OVERDUE: ("reply", "sent", "called", "extended"),
    StageKind.TO_READ: ("reply",),
    StageKind.TO_ANSWER: ("sent", "reply", "called"),
    StageKind.TO_CHECK: ("checked", "called"),
    StageKind.ESCALATE: ("sent", "reply", "called"),
    StageKind.FOLLOWED: ("closed", "reply", "called"),
    StageKind.SETTLED: ("closed",),
    StageKind.CLOSED: ("checked",),
}
COLUMNS = (
    ("late", "该您动了", "Your move", {StageKind.OVERDUE, StageKind.ESCALATE}),
    ("came", "有答复了", "Answer came", {StageKind.TO_READ, StageKind.TO_ANSWER, StageKind.TO_CHECK}),
    ("draft", "还没寄出", "Not sent yet", {StageKind.DRAFTED}),
    ("wait", "在等对方", "Waiting", {StageKind.WAITING, StageKind.FOLLOWED}),
    ("done", "办完了", "Done", {StageKind.SETTLED, StageKind.CLOSED}),
)


def follow_of(row: CaseRow, shot: Snapshot, day: date | None = None) -> Follow:
    """Return the proceedings as they stand on ``day``, today when None."""
    wanted = day or shot.day
    known = shot.follow()
    if known is not None:
        return known if known.matter.as_of == wanted else Follow(replace(known.matter, as_of=wanted))
    with DESK.read(row) as case:
        return Follow(case.matter(wanted))


def left_words(days: int, say: Say) -> str:
    """Return how far off a day is, in words."""
    if days == 0:
        return say("就是今天", "today")
    if days == 1:
        return say("明天", "tomorrow")
    if days > 0:
        return say(f"还有 {days} 天", f"in {days} days")
    return say(f"已经过了 {-days} 天", f"{-days} days ago")


def then_words(due: Due, say: Say, *, gone: bool = False) -> str:
    """Return what happens when a day passes, or what that means now that it has."""
    if gone and due.duty is Duty.YOURS and due.hard:
        return say(
            "这一天已经过了;还能不能补救,请拨打 12348 问一问。",
            "That day has passed; ask 12348 what can still be done.",
        )
    if gone and due.duty is Duty.THEIRS:
        return say("现在就可以催办,或者走下一步。", "You may remind them now, or go further.")
    if due.duty is Duty.YOURS and due.hard:
        return say("过了这一天,这项权利可能就没有了。", "After that day this right may be gone.")
    if due.duty is Duty.YOURS:
        return say("这是提醒您看一看的日子,不是法定期限。", "A day to have a look; no rule sets it.")
    if due.hard:
        return say("到时还没有答复,就可以催办或者走下一步。", "No answer by then: remind them or go further.")
    return say("到时没有消息可以催一催;这一天不是法定期限。", "No word by then: you may ask; no rule sets this day.")


def due_of(due: Due | None, today: date, say: Say) -> dict[str, Any] | None:
    """Return a deadline in words, None for none."""
    if due is None:
        return None
    left = (due.day - today).days
    return {
        "day": due.day,
        "name": say(due.name_zh),
        "left": left_words(left, say),
        "then": then_words(due, say, gone=left < 0),
        "tone": "grave" if left < 0 else "warn" if left <= SOON else "",
        "hard": due.hard,
        "yours": due.duty is Duty.YOURS,
        "note": say(due.note_zh),
        "met": due.met,
        "met_on": due.met_on,
    }


def card_of(one: Proceeding, stage: Stage, follow: Follow, say: Say) -> dict[str, Any]:
    """Return what the board shows of a proceeding."""
    party = follow.matter.party(one.lender)
    return {
        "id": one.id,
        "name": kind_name(one.kind, say.lang),
        "to": one.office or (party.name if party else ""),
        "stage": stage_name(stage.kind, say.lang),
        "sentence": say(stage.sentence_zh),
        "due": due_of(stage.due, follow.matter.as_of, say),
        "move": MOVES[stage.kind][0],
        "kind": stage.kind.value,
    }

"""Requests about personal information and what came of them: CN-RGT-001 to CN-RGT-003 and CN-RGT-006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.rules.filed import (
    ASKED_EN,
    ASKED_ZH,
    NOTED,
    REFUSALS,
    RIGHTS,
    days_en,
    days_zh,
    filed,
    notes,
    proved,
    running,
)
from ringfence.law.rules.outcome import Outcome, Standing, hits, judges
from ringfence.schema import Outcome as Result
from ringfence.schema import ProceedingKind, Said, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.law.rules.filed import Filed
    from ringfence.schema import Due

UNPROVED = Said(
    "没有写对方收到请求的日期,只能从发出的次日起算;对方收到得晚,期限也晚。",
    "The day they received the request was not given; it can only be counted from the day after sending. If it came later, "
    "their time ends later.",
)
NOBODY = Said(
    "有个人信息请求没有写是向哪家机构提出的。",
    "A request about personal information does not name the company it went to.",
)
RECORDINGS = ("录音", "通话")


@judges("CN-RGT-001")
def unanswered(docket: Docket, _rule: Rule) -> Outcome:
    """A request that was not answered within the recommended standard's days."""
    late = [(due, case) for due, case in running(docket, "pipl_request") if due.overdue(docket.matter.as_of)]
    found = [
        _late(docket, due, case, (docket.matter.as_of - due.starts).days)
        for due, case in late
        if case.lender is not None
    ]
    return _outcome(docket, found, (NOBODY,) if len(found) < len(late) else ())


@judges("CN-RGT-002")
def not_deleted(docket: Docket, rule: Rule) -> Outcome:
    """A deletion asked for in an app and not done within the working days; refused is another matter."""
    as_of = docket.matter.as_of
    due_days = {due.proceeding: due for due in docket.dues if due.deadline == "app_deletion"}
    found: list[Standing] = []
    missing: tuple[str, ...] = ()
    for case in filed(docket, {ProceedingKind.DELETE}):
        if case.settled or case.closed or any(step.outcome in REFUSALS | {Result.NOT_US} for step in case.steps):
            continue
        due = due_days.get(case.proceeding.id)
        if due is None:
            sent = next((step for step in case.steps if step.kind is StepKind.SENT), None)
            limit = int(rule.threshold.value("workdays"))
            if sent is not None and not sent.means and docket.calendar.workdays_between(sent.day, as_of) > limit:
                missing = (
                    Said(
                        "没有写删除请求是怎样发出的;在App里提出的才适用15个工作日。",
                        "How the deletion request was sent was not given; the 15 workdays apply only to one made in the app.",
                    ),
                )
        elif as_of > due.day and case.lender is not None:
            found.append(_late(docket, due, case, docket.calendar.workdays_between(due.starts, as_of)))
    return _outcome(docket, found, missing)


def _late(docket: Docket, due: Due, case: Filed, count: int) -> Standing:
    more = () if proved(docket, due, case) else (UNPROVED,)
    return Standing(
        case.lender,
        count,
        day=due.starts,
        subject=case.proceeding.id,
        words_zh={"asked": ASKED_ZH[case.proceeding.kind], **days_zh(start=due.starts, day=due.day)},
        words_en={"asked": ASKED_EN[case.proceeding.kind], **days_en(start=due.starts, day=due.day)},
        uncertain_zh=notes(docket, due, *more),
        exhibits=case.exhibits,
    )


@judges("CN-RGT-003")
def refused_without_reason(docket: Docket, _rule: Rule) -> Outcome:
    """A request refused without a word why, and no reason or change of mind since."""
    found: list[Standing] = []
    unread = nobody = False
    for case in filed(docket, RIGHTS):
        told = [step for step in case.answers() if step.outcome not in {Result.MORE_TIME, Result.NO_ANSWER}]
        unread |= bool(told) and told[-1].outcome in {None, Result.UNKNOWN}
        if not told or told[-1].outcome is not Result.REFUSED_NO_REASON or case.settled:
            continue
        nobody |= case.lender is None
        if case.lender is not None:
            words_zh = {"asked": ASKED_ZH[case.proceeding.kind], **days_zh(day=told[-1].day)}
            words_en = {"asked": ASKED_EN[case.proceeding.kind], **days_en(day=told[-1].day)}
            found.append(_refusal(case, told[-1].day, words_zh, words_en))
    missing = (
        *(
            (
                Said(
                    "有对个人信息请求的答复还没有写结果,不知道是否拒绝、有没有说明理由。",
                    "The result of an answer to such a request is not noted; whether it refused, and with reasons, is not known.",
                ),
            )
            if unread
            else ()
        ),
        *((NOBODY,) if nobody else ()),
    )
    return _outcome(docket, found, missing)


@judges("CN-RGT-006")
def recordings_refused(docket: Docket, _rule: Rule) -> Outcome:
    """Copies of recordings asked for and refused."""
    found: list[Standing] = []
    missing: tuple[str, ...] = ()
    for case in filed(docket, {ProceedingKind.COPY}):
        told = case.answers()
        if not told or told[-1].outcome not in REFUSALS or case.settled or case.lender is None:
            continue
        if _about_recordings(case):
            found.append(
                _refusal(case, told[-1].day, days_zh(day=told[-1].day), days_en(day=told[-1].day)),
            )
        else:
            missing = (
                Said(
                    "有被拒绝的复制请求,但没有写要的是不是通话录音。",
                    "A request for copies was refused, but whether it asked for call recordings was not said.",
                ),
            )
    return _outcome(docket, found, missing)


def _about_recordings(case: Filed) -> bool:
    said = [*(text for claim in case.proceeding.claims for text in claim), *(step.note for step in case.steps)]
    return any(word in text for text in said for word in RECORDINGS)


def _refusal(case: Filed, day: date, words_zh: dict[str, str], words_en: dict[str, str]) -> Standing:
    return Standing(
        case.lender,
        1,
        day=day,
        subject=case.proceeding.id,
        words_zh=words_zh,
        words_en=words_en,
        uncertain_zh=(NOTED,),
        exhibits=case.exhibits,
    )


def _outcome(docket: Docket, found: Iterable[Standing], missing: tuple[str, ...] = ()) -> Outcome:
    return Outcome(hits(docket.events.clear()), missing, standing=tuple(found))

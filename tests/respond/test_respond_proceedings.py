"""Where a proceeding stands on a day, whose move it is, and what may follow: each case is a short course of steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ringfence.respond import (
    StageKind,
    kind_of_letter,
    ladder,
    own_dues,
    standing,
    to_check,
)
from ringfence.schema import Due, Duty, Outcome, PartyType, Proceeding, ProceedingKind, ProceedingStep, StepKind

if TYPE_CHECKING:
    from ringfence.respond import Stage

START = date(2026, 3, 2)
BAD_FOR_LENDER = [Outcome.PARTIAL, Outcome.MORE_ID, Outcome.NOT_US, Outcome.NO_ANSWER, Outcome.REFUSED_NO_REASON]


def day(after: int) -> date:
    return START + timedelta(days=after)


def step(kind: StepKind, after: int, outcome: Outcome | None = None, until: date | None = None) -> ProceedingStep:
    return ProceedingStep(kind, day(after), outcome=outcome, until=until)


def asked(*steps: ProceedingStep, kind: ProceedingKind = ProceedingKind.DELETE) -> Proceeding:
    return Proceeding("X1", kind, "L1", steps=steps)


def due(
    after: int, duty: Duty = Duty.THEIRS, *, hard: bool = True, met: bool = False, deadline: str = "made_up"
) -> Due:
    return Due(f"{deadline}:X1", deadline, "答复", "X1", START, day(after), duty, hard, met=met)


def at(proceeding: Proceeding, after: int, *dues: Due, children: tuple[Proceeding, ...] = ()) -> Stage:
    own = own_dues((proceeding,), dues, day(after))
    return standing(proceeding, (*dues, *own), day(after), children)


SENT = step(StepKind.SENT, 0)


def test_nothing_sent_is_a_draft() -> None:
    assert at(asked(), 0).kind is StageKind.DRAFTED
    assert at(asked(step(StepKind.DRAFTED, 0)), 3).kind is StageKind.DRAFTED


def test_it_waits_to_the_last_day_and_is_over_on_the_next() -> None:
    assert at(asked(SENT), 15, due(15)).kind is StageKind.WAITING
    stage = at(asked(SENT), 16, due(15))
    assert (stage.kind, stage.trigger) == (StageKind.OVERDUE, "overdue")
    assert "2026-03-17" in stage.sentence_zh
    assert "法定期限" not in stage.sentence_zh


def test_a_day_that_no_rule_sets_is_said_to_be_none() -> None:
    stage = at(asked(SENT), 20)  # no deadline counted: the product's own reminder
    assert stage.kind is StageKind.OVERDUE
    assert "不是法定期限" in stage.sentence_zh


def test_a_reminder_gives_a_week_then_the_next_step_is_due() -> None:
    reminded = asked(SENT, step(StepKind.SENT, 18))
    assert at(reminded, 20, due(15)).kind is StageKind.WAITING
    stage = at(reminded, 26, due(15))
    assert (stage.kind, stage.trigger) == (StageKind.ESCALATE, "overdue")


def test_what_they_promised_is_waited_for_and_then_over() -> None:
    told = asked(SENT, step(StepKind.REPLIED, 10, Outcome.MORE_TIME, day(30)))
    assert at(told, 30, due(15, met=True)).kind is StageKind.WAITING
    assert at(told, 31, due(15, met=True)).kind is StageKind.OVERDUE


def test_an_answer_nobody_has_read_is_to_be_read() -> None:
    assert at(asked(SENT, step(StepKind.REPLIED, 5)), 6).kind is StageKind.TO_READ
    assert at(asked(SENT, step(StepKind.REPLIED, 5, Outcome.UNKNOWN)), 6).kind is StageKind.TO_READ


@pytest.mark.parametrize("outcome", BAD_FOR_LENDER)
def test_a_lender_is_written_to_once_and_then_the_next_step_is_due(outcome: Outcome) -> None:
    once = asked(SENT, step(StepKind.REPLIED, 5, outcome))
    assert at(once, 6).kind is StageKind.TO_ANSWER
    twice = asked(*once.steps, step(StepKind.SENT, 7), step(StepKind.REPLIED, 12, outcome))
    assert at(twice, 13).kind is StageKind.ESCALATE


def test_a_refusal_with_reasons_leads_on_at_once() -> None:
    assert at(asked(SENT, step(StepKind.REPLIED, 5, Outcome.REFUSED)), 6).kind is StageKind.ESCALATE


def test_an_office_that_says_it_is_not_competent_is_left_for_another() -> None:
    stage = at(asked(SENT, step(StepKind.REPLIED, 5, Outcome.NOT_US), kind=ProceedingKind.COMPLAINT_NFRA), 6)
    assert stage.kind is StageKind.ESCALATE


def test_done_is_not_believed_before_a_check() -> None:
    told = asked(SENT, step(StepKind.REPLIED, 5, Outcome.DONE))
    stage = at(told, 6)
    assert stage.kind is StageKind.TO_CHECK
    assert stage.due is not None
    assert (stage.due.deadline, stage.due.hard) == ("check", False)
    assert at(asked(*told.steps, step(StepKind.CHECKED, 13, Outcome.CONFIRMED)), 14).kind is StageKind.SETTLED
    assert at(asked(*told.steps, step(StepKind.CHECKED, 13, Outcome.UNKNOWN)), 14).kind is StageKind.TO_CHECK
    not_done = at(asked(*told.steps, step(StepKind.CHECKED, 13, Outcome.NOT_DONE)), 14)
    assert (not_done.kind, not_done.trigger) == (StageKind.ESCALATE, "not_done")


def test_said_done_on_the_phone_counts_as_an_answer_but_a_mere_call_does_not() -> None:
    assert at(asked(SENT, step(StepKind.CALLED, 5, Outcome.DONE)), 6).kind is StageKind.TO_CHECK
    assert at(asked(SENT, step(StepKind.CALLED, 5)), 6).kind is StageKind.WAITING


def test_closed_can_be_opened_again_by_a_check() -> None:
    closed = asked(SENT, step(StepKind.CLOSED, 9))
    assert at(closed, 10).kind is StageKind.CLOSED
    again = asked(*closed.steps, step(StepKind.CHECKED, 20, Outcome.NOT_DONE))
    assert at(again, 20).kind is StageKind.ESCALATE


def test_steps_of_later_days_are_not_known_yet() -> None:
    told = asked(SENT, step(StepKind.REPLIED, 40, Outcome.DONE))
    assert at(told, 10).kind is StageKind.WAITING


def test_taken_further_it_waits_for_the_other() -> None:
    refused = asked(SENT, step(StepKind.REPLIED, 5, Outcome.REFUSED))
    child = Proceeding("X2", ProceedingKind.COMPLAINT_INSTITUTION, "L1", parent="X1", steps=(step(StepKind.SENT, 8),))
    assert at(refused, 7, children=(child,)).kind is StageKind.ESCALATE
    stage = at(refused, 9, children=(child,))
    assert stage.kind is StageKind.FOLLOWED
    assert "X2" in stage.sentence_zh


def test_ones_own_deadline_is_shown_with_the_days_left_and_said_when_it_has_passed() -> None:
    refused = asked(SENT, step(StepKind.NOT_ACCEPTED, 3), kind=ProceedingKind.POLICE_REPORT)
    yours = due(10, Duty.YOURS, deadline="nonfiling_review")
    stage = at(refused, 8, yours)
    assert stage.due is not None
    assert (stage.kind, stage.due.id) == (StageKind.ESCALATE, "nonfiling_review:X1")
    assert "还有2天" in stage.sentence_zh
    assert "今天是最后一天" in at(refused, 10, yours).sentence_zh
    late = at(refused, 11, yours)
    assert late.yours == ()
    assert "已经过了" in late.lapsed_zh[0]


@pytest.mark.parametrize(
    ("kind", "outcome", "lender", "expected"),
    [
        (ProceedingKind.COMPLAINT_INSTITUTION, Outcome.REFUSED, PartyType.BANK, "complaint_nfra"),
        (ProceedingKind.COMPLAINT_INSTITUTION, Outcome.REFUSED, PartyType.MICROLOAN, "complaint_local"),
        (ProceedingKind.DELETE, Outcome.REFUSED, PartyType.BANK, "complaint_institution"),
        (ProceedingKind.DELETE, Outcome.REFUSED, PartyType.UNLICENSED, "report_cac"),
        (ProceedingKind.CREDIT_OBJECTION, Outcome.REFUSED, PartyType.BANK, "complaint_credit"),
        (ProceedingKind.RECONSIDERATION, Outcome.REFUSED, PartyType.UNKNOWN, "review"),
        (ProceedingKind.REVIEW, Outcome.REFUSED, PartyType.UNKNOWN, "prosecutor"),
        (ProceedingKind.ADMIN_RECONSIDERATION, Outcome.REFUSED, PartyType.UNKNOWN, "admin_suit"),
    ],
)
def test_the_first_step_offered(kind: ProceedingKind, outcome: Outcome, lender: PartyType, expected: str) -> None:
    proceeding = asked(SENT, step(StepKind.REPLIED, 5, outcome), kind=kind)
    rungs = ladder(proceeding, at(proceeding, 6), lender)
    assert rungs[0].kind.value == expected


def test_a_microlender_is_never_sent_to_12378_nor_a_bank_to_the_local_bureau() -> None:
    proceeding = asked(SENT, step(StepKind.REPLIED, 5, Outcome.REFUSED), kind=ProceedingKind.COMPLAINT_INSTITUTION)
    stage = at(proceeding, 6)
    micro = {rung.kind.value for rung in ladder(proceeding, stage, PartyType.MICROLOAN)}
    bank = {rung.kind.value for rung in ladder(proceeding, stage, PartyType.BANK)}
    assert "complaint_nfra" not in micro
    assert "complaint_local" not in bank
    assert ladder(proceeding, stage, PartyType.UNKNOWN) == ()  # first find out who lends


def test_police_refusal_keeps_the_two_ways_apart() -> None:
    proceeding = asked(SENT, step(StepKind.NOT_ACCEPTED, 5), kind=ProceedingKind.POLICE_REPORT)
    rungs = {rung.kind.value: rung for rung in ladder(proceeding, at(proceeding, 6))}
    assert "同级人民政府" in rungs["admin_reconsideration"].why_zh
    assert "不是找“上级公安”" in rungs["admin_reconsideration"].why_zh
    assert "刑事" in rungs["reconsideration"].why_zh
    assert rungs["reconsideration"].deadline == "nonfiling_review"
    assert "治安案件" in rungs["admin_reconsideration"].only_zh


def test_nothing_is_offered_while_it_waits() -> None:
    proceeding = asked(SENT)
    assert ladder(proceeding, at(proceeding, 3), PartyType.BANK) == ()


def test_a_step_taken_already_is_pointed_to() -> None:
    proceeding = asked(SENT, step(StepKind.REPLIED, 5, Outcome.REFUSED))
    other = Proceeding("X7", ProceedingKind.COMPLAINT_INSTITUTION, "L1", steps=(step(StepKind.SENT, 1),))
    rungs = ladder(proceeding, at(proceeding, 6), PartyType.BANK, (proceeding, other))
    assert rungs[0].open == "X7"


def test_every_kind_says_what_to_check_and_every_letter_begins_what_it_should() -> None:
    assert all(to_check(kind) for kind in ProceedingKind)
    assert kind_of_letter("complaint", "ch-nfra") is ProceedingKind.COMPLAINT_NFRA
    assert kind_of_letter("police_summary", "ch-police") is ProceedingKind.POLICE_REPORT
    assert kind_of_letter("delete", None) is ProceedingKind.DELETE
    assert kind_of_letter("exhibit_list", None) is None
    assert kind_of_letter("follow_up", "ch-nfra") is None


def test_a_newer_promise_takes_the_place_of_the_older() -> None:
    told = asked(SENT, step(StepKind.REPLIED, 5, Outcome.MORE_TIME, day(10)), step(StepKind.EXTENDED, 9, until=day(25)))
    open_ = [one.day for one in own_dues((told,), (), day(12)) if not one.met]
    assert open_ == [day(25)]

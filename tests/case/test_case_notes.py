"""What is noted besides calls and messages: loans, apps, agreements, circumstances, proceedings; undo takes it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ringfence import law
from ringfence.case import Case, UnknownNameError
from ringfence.schema import (
    AgreementFacts,
    AppFacts,
    Budget,
    Circumstances,
    CreditEntry,
    Debt,
    Due,
    Extra,
    Flow,
    FlowKind,
    Loan,
    Outcome,
    Party,
    PartyType,
    Presence,
    Proceeding,
    ProceedingKind,
    ProceedingStep,
    StepKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 8, 3)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    opened, _ = Case.create(tmp_path / "case", "made-up passphrase", work_factor=10)
    with opened:
        opened.name_party(Party("L1", "甲消费金融", PartyType.CONSUMER_FINANCE))
        opened.note_debt(Debt("D1", "L1"))
        yield opened


def test_loan_with_exact_amounts_comes_back_as_noted(case: Case) -> None:
    loan = Loan("D1", DAY, Decimal("10000.10"), flows=(Flow(DAY, Decimal("9400.05"), FlowKind.RECEIVED),))
    case.note_loan(loan)
    assert case.matter(DAY).loans == (loan,)


def test_each_note_reaches_what_the_law_looks_at(case: Case) -> None:
    app = case.note_app(AppFacts("", "甲贷", "L1", permissions=("android.permission.READ_CONTACTS",)))
    agreement = case.note_agreement(AgreementFacts("", "L1", elements=(("parties", Presence.VAGUE),), months=12))
    shown = case.note_credit_entry(CreditEntry("", "L1", "query", DAY, authorised=False))
    told = Circumstances("L1", extras=(Extra(DAY, Decimal(3000)),), canary=("P1",))
    case.note_circumstances(told)
    case.note_budget(Budget(Decimal(6000), Decimal(4000)))
    matter = case.matter(DAY)
    assert (app.id, agreement.id, shown.id) == ("APP1", "G1", "C1")
    assert (matter.apps, matter.agreements, matter.credit_entries) == ((app,), (agreement,), (shown,))
    assert (matter.circumstances, matter.budget) == ((told,), Budget(Decimal(6000), Decimal(4000)))


def test_steps_of_a_proceeding_stand_in_order_of_days(case: Case) -> None:
    sent = ProceedingStep(StepKind.SENT, DAY, "挂号信", reference="XA000")
    made = case.open_proceeding(Proceeding("", ProceedingKind.DELETE, "L1", steps=(sent,)))
    replied = ProceedingStep(StepKind.REPLIED, date(2026, 8, 20), outcome=Outcome.PARTIAL)
    called = ProceedingStep(StepKind.CALLED, date(2026, 8, 10), agent="工号0000")
    case.note_step(made.id, replied)
    assert case.note_step(made.id, called).steps == (sent, called, replied)


def test_correcting_a_proceeding_keeps_its_steps(case: Case) -> None:
    sent = ProceedingStep(StepKind.SENT, DAY)
    made = case.open_proceeding(Proceeding("", ProceedingKind.DELETE, "L1", steps=(sent,)))
    again = case.open_proceeding(Proceeding(made.id, ProceedingKind.DELETE, "L1", office="甲消费金融客服中心"))
    assert (again.steps, again.office) == ((sent,), "甲消费金融客服中心")


def test_undo_takes_a_step_and_then_the_proceeding_back(case: Case) -> None:
    made = case.open_proceeding(Proceeding("", ProceedingKind.COMPLAINT_NFRA, "L1"))
    case.note_step(made.id, ProceedingStep(StepKind.SENT, DAY))
    case.undo()
    assert case.state.proceedings[made.id].steps == ()
    case.undo()
    assert case.state.proceedings == {}


@pytest.mark.parametrize("lender", ["L9", "P1"])
def test_notes_about_nobody_in_the_case_are_refused(case: Case, lender: str) -> None:
    with pytest.raises(UnknownNameError):
        case.note_app(AppFacts("", "甲贷", lender))
    with pytest.raises(UnknownNameError):
        case.open_proceeding(Proceeding("", ProceedingKind.DELETE, lender))
    with pytest.raises(UnknownNameError):
        case.note_circumstances(Circumstances(lender))


def test_a_loan_without_its_debt_and_a_step_without_its_proceeding_are_refused(case: Case) -> None:
    with pytest.raises(UnknownNameError):
        case.note_loan(Loan("D7"))
    with pytest.raises(UnknownNameError):
        case.note_step("X7", ProceedingStep(StepKind.SENT, DAY))


def test_deadlines_are_counted_on_the_day_that_is_asked(case: Case) -> None:
    def counted(day: date) -> list[Due]:
        return list(law.deadlines(case.matter(day), law.load_pack("cn")))

    made = case.open_proceeding(Proceeding("", ProceedingKind.COMPLAINT_INSTITUTION, "L1"))
    case.note_step(made.id, ProceedingStep(StepKind.RECEIVED, DAY))
    (due,) = counted(date(2026, 8, 20))
    assert (due.id, due.day, due.met) == ("institution_complaint:X1", date(2026, 8, 18), False)
    assert due.overdue(date(2026, 8, 20))
    case.note_step(made.id, ProceedingStep(StepKind.REPLIED, date(2026, 8, 19), outcome=Outcome.REFUSED))
    assert [one.met_on for one in counted(date(2026, 8, 20))] == [date(2026, 8, 19)]
    assert counted(date(2026, 8, 2)) == []

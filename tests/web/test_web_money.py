"""Money in a case: a debt, its payments, its true rate, what the household carries, what could be offered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ringfence.schema import Debt, FlowKind, Party, PartyType
from ringfence.web.desk import DESK

if TYPE_CHECKING:
    from django.test import Client

    from ringfence.web.registry.models import CaseRow

DEBT = {"lender": "L1", "product": "虚构贷", "principal": "1万", "opened": "2026-02-05", "outsourced": "yes"}
THREE = {"received": "9400", "payment": "888.49", "times": "12", "first": "2026-03-05"}


@pytest.fixture
def lent(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        case.name_party(Party("", "虚构消费金融公司", PartyType.CONSUMER_FINANCE))
    return opened


@pytest.fixture
def owing(visitor: Client, lent: CaseRow) -> CaseRow:
    visitor.post(f"/case/{lent.id}/money/new/change/", DEBT)
    return lent


def test_without_a_lender_the_page_says_what_comes_first(visitor: Client, opened: CaseRow) -> None:
    assert "还没有登记借款" in visitor.get(f"/case/{opened.id}/money/").content.decode()
    assert "先登记是哪家" in visitor.get(f"/case/{opened.id}/money/new/change/").content.decode()


def test_a_debt_is_noted_its_payments_counted_and_taken_back(visitor: Client, lent: CaseRow) -> None:
    answer = visitor.post(f"/case/{lent.id}/money/new/change/", DEBT)
    assert answer.headers["Location"].endswith("/money/D1/terms/")
    answer = visitor.post(answer.headers["Location"], THREE, follow=True)
    page = answer.content.decode()
    assert "23.92%" in page
    assert "<svg" in page
    assert "6.00%" in page  # kept back from the principal
    with DESK.read(lent) as case:
        debt, loan = case.state.debts["D1"], case.state.loans["D1"]
    assert (debt.principal, debt.opened, debt.outsourced, debt.outsource_notice) == (
        10_000,
        date(2026, 2, 5),
        True,
        None,
    )
    assert (loan.principal, loan.received, loan.contract_day) == (Decimal(10_000), Decimal(9400), date(2026, 2, 5))
    assert len(loan.flows) == 13
    assert "23.92%" in visitor.get(f"/case/{lent.id}/money/").content.decode()
    seq = page.rsplit("/undo/", 1)[1].split("/")[0]
    visitor.post(f"/case/{lent.id}/undo/{seq}/")
    with DESK.read(lent) as case:
        assert not case.state.loans


def test_payments_are_changed_line_by_line(visitor: Client, owing: CaseRow) -> None:
    place = f"/case/{owing.id}/money/D1/terms/"
    visitor.post(place, THREE)
    page = visitor.get(f"{place}?rows=1").content.decode()
    assert page.count('name="amount"') == 13
    sent = {
        "rows": "1",
        "day": ["2026-02-05", "2026-03-05", "2026-04-05", ""],
        "kind": ["received", "repaid", "fee", "repaid"],
        "amount": ["9400", "9000", "1000", ""],
        "paid": ["1"],
    }
    visitor.post(place, sent)
    with DESK.read(owing) as case:
        flows = case.state.loans["D1"].flows
    assert [(flow.kind, flow.paid) for flow in flows] == [
        (FlowKind.RECEIVED, True),
        (FlowKind.REPAID, True),
        (FlowKind.FEE, False),
    ]


@pytest.mark.parametrize(
    "sent",
    [{}, {"received": "x"}, {"received": "9400", "payment": "1", "times": "2"}, {"rows": "1", "day": ["2026-01-01"]}],
)
def test_terms_that_make_no_loan_change_nothing(visitor: Client, owing: CaseRow, sent: dict[str, str]) -> None:
    with DESK.write(owing) as case:
        case.note_debt(Debt("D1", "L1"))  # no day of opening that could stand in
    answer = visitor.post(f"/case/{owing.id}/money/D1/terms/", sent)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    with DESK.read(owing) as case:
        assert not case.state.loans


def test_what_the_papers_say_keeps_the_payments(visitor: Client, owing: CaseRow) -> None:
    visitor.post(f"/case/{owing.id}/money/D1/terms/", THREE)
    told = {"rate_wording": "日利率0.05%", "annual_displayed": "no", "annual_shown": "24", "cost_table": ""}
    page = visitor.post(f"/case/{owing.id}/money/D1/wording/", told, follow=True).content.decode()
    assert "日利率0.05%" in page
    with DESK.read(owing) as case:
        loan = case.state.loans["D1"]
    assert (loan.annual_displayed, loan.cost_table, loan.annual_shown) == (False, None, Decimal("0.24"))
    assert len(loan.flows) == 13


def test_the_budget_gives_what_can_be_carried_and_offered(visitor: Client, owing: CaseRow) -> None:
    visitor.post(f"/case/{owing.id}/money/D1/terms/", THREE)
    told = {"income": "7,800", "necessary": "4900元", "savings": "2万"}
    assert "2,900" in visitor.post(f"/case/{owing.id}/money/budget/", told, follow=True).content.decode()
    page = visitor.get(f"/case/{owing.id}/money/D1/", {"owed": "8000"}).content.decode()
    assert "先报" in page
    assert "8,000" in page
    assert "金额要写成" in visitor.get(f"/case/{owing.id}/money/D1/", {"owed": "<b>"}).content.decode()


@pytest.mark.parametrize("end", ["", "change/", "terms/", "wording/"])
def test_a_debt_that_is_not_there_is_missing(visitor: Client, lent: CaseRow, end: str) -> None:
    assert visitor.get(f"/case/{lent.id}/money/D9/{end}").status_code == 404


def test_a_lender_taken_back_leaves_its_debts_readable(visitor: Client, owing: CaseRow) -> None:
    visitor.post(f"/case/{owing.id}/money/D1/terms/", THREE)
    visitor.post(f"/case/{owing.id}/undo/2/")
    with DESK.read(owing) as case:
        assert not case.state.parties
    for end in ("", "D1/", "D1/terms/", "agreement/"):
        assert visitor.get(f"/case/{owing.id}/money/{end}").status_code == 200
    offer = {"text": "欠款8000元,分8期每期1000元偿还", "debt": "D1"}
    assert visitor.post(f"/case/{owing.id}/money/agreement/", offer).status_code == 200
    assert visitor.post(f"/case/{owing.id}/money/agreement/note/", offer).status_code == 409

"""The true cost against worked examples, and its laws: fees raise it, scale and day do not change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ringfence.finance import Repayment, TermsError, cost, schedule
from ringfence.schema import Flow, FlowKind, Loan

if TYPE_CHECKING:
    from ringfence.schema import Cost

FIRST = date(2026, 3, 5)
START = date(2026, 2, 5)
EMI = Decimal("888.49")  # 10,000 yuan, 12 months, 12 % a year
quick = settings(deadline=None, max_examples=60)


def of(*flows: Flow, **terms: Decimal | date) -> Cost:
    return cost(Loan("D1", flows=flows, **terms))  # type: ignore[arg-type]  # a test names fields by keyword


def both(found: Cost) -> tuple[float, float]:
    assert found.nominal is not None
    assert found.effective is not None
    return round(found.nominal * 100, 2), round(found.effective * 100, 2)


def plain(got: int = 10000, pay: Decimal = EMI, times: int = 12, **terms: object) -> tuple[Flow, ...]:
    return schedule(Decimal(got), times, pay, first=FIRST, **terms)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("flows", "nominal", "effective"),
    [
        (plain(), 12.00, 12.68),
        (plain(9400), 23.92, 26.72),
        (plain(upfront=Decimal(600)), 23.92, 26.72),
        (plain(pay=Decimal("913.3333")), 17.27, 18.71),  # 0.8 % a month of what was first borrowed
        (plain(fee=Decimal(100)), 32.76, 38.15),
        (plain(pay=Decimal(100), way=Repayment.INTEREST_FIRST), 12.00, 12.68),
        (plain(12000, Decimal(1120), way=Repayment.EQUAL_PRINCIPAL), 12.00, 12.68),
    ],
)
def test_worked_examples(flows: tuple[Flow, ...], nominal: float, effective: float) -> None:
    assert both(of(*flows)) == (nominal, effective)


def test_the_money_is_added_up_and_the_share_kept_back_is_said() -> None:
    found = of(*plain(9400), principal=Decimal(10000))
    assert (found.received, found.paid, found.charge) == (Decimal(9400), 12 * EMI, 12 * EMI - 9400)
    assert found.withheld == pytest.approx(0.06)
    assert "12" in found.method_zh
    assert found.missing_zh == ()


def test_whole_months_survive_short_months_and_weekends() -> None:
    start = date(2026, 1, 31)
    days = [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 6, 1)]  # 31 May 2026 is a Sunday
    moved = of(
        Flow(start, Decimal(4000), FlowKind.RECEIVED), *(Flow(day, Decimal(1030), FlowKind.REPAID) for day in days)
    )
    exact = of(*schedule(Decimal(4000), 4, Decimal(1030), first=date(2026, 3, 5)))
    assert both(moved) == both(exact)


def test_days_between_months_are_counted_by_days() -> None:
    found = of(*plain(start=date(2026, 2, 20)))
    assert "XIRR" in found.method_zh
    nominal, effective = both(found)
    assert (1 + nominal / 1200) ** 12 - 1 == pytest.approx(effective / 100, abs=1e-4)
    year = of(
        Flow(START, Decimal(1000), FlowKind.RECEIVED),
        Flow(START + timedelta(days=100), Decimal(500), FlowKind.REPAID),
        Flow(START + timedelta(days=365), Decimal(600), FlowKind.REPAID),
    )
    assert year.effective is not None
    worth = 500 * (1 + year.effective) ** (-100 / 365) + 600 / (1 + year.effective)
    assert worth == pytest.approx(1000)


def test_a_week_with_a_third_kept_back_is_simple_by_days() -> None:
    found = of(*schedule(Decimal(700), 1, Decimal(1000), first=FIRST, start=FIRST - timedelta(days=7)))
    assert found.nominal == pytest.approx(300 / 700 * 365 / 7)
    assert found.effective == pytest.approx((1000 / 700) ** (365 / 7) - 1)


def test_penalties_stay_out_and_refunds_come_in() -> None:
    late = Flow(date(2026, 8, 9), Decimal(500), FlowKind.PENALTY)
    with_penalty = of(*plain(), late)
    assert both(with_penalty) == both(of(*plain()))
    assert "500.00" in with_penalty.method_zh
    back = of(*plain(), Flow(date(2027, 3, 5), Decimal(200), FlowKind.REFUND))
    assert both(back)[0] < 12
    assert back.charge == 12 * EMI - 10000 - 200


def test_what_was_paid_stands_for_its_instalment_and_the_rest_is_due() -> None:
    found = of(*plain(), *(Flow(date(2026, month, 7), EMI, FlowKind.REPAID) for month in (3, 4, 5)))
    assert found.paid == 12 * EMI
    assert "还没有付的" in found.method_zh
    part = of(*plain(), Flow(date(2026, 3, 5), Decimal(300), FlowKind.REPAID))
    assert part.paid == 12 * EMI
    late = of(*plain(), *(Flow(date(2026, month, 25), EMI, FlowKind.REPAID) for month in (3, 4, 5)))
    assert late.paid == 12 * EMI
    only_the_rest = [flow for flow in plain() if flow.paid or flow.day > date(2026, 5, 30)]
    told = of(*only_the_rest, *(Flow(date(2026, month, 5), EMI, FlowKind.REPAID) for month in (3, 4, 5)))
    assert told.paid == 12 * EMI
    assert both(told) == both(of(*plain()))


def test_weekly_instalments_are_not_taken_for_each_other() -> None:
    got = Flow(START, Decimal(1000), FlowKind.RECEIVED)
    due = [Flow(START + timedelta(weeks=week), Decimal(300), FlowKind.REPAID, paid=False) for week in (4, 5)]
    paid = [Flow(START + timedelta(weeks=week), Decimal(300), FlowKind.REPAID) for week in (1, 2, 3)]
    assert of(got, *due, *paid).paid == 1500


def test_a_fee_before_the_money_came_counts_as_kept_back() -> None:
    soon = Flow(START - timedelta(days=2), Decimal(600), FlowKind.FEE)
    found = of(*plain(), soon)
    assert both(found) == (23.92, 26.72)
    assert "放款前" in found.method_zh


@pytest.mark.parametrize(
    ("flows", "word"),
    [
        ((), "到手多少"),
        ((Flow(START, Decimal(100), FlowKind.RECEIVED),), "要还多少"),
        ((Flow(START, Decimal(100), FlowKind.REPAID),), "到账"),
        ((Flow(START, Decimal(100), FlowKind.RECEIVED), Flow(START, Decimal(130), FlowKind.REPAID)), "同一天"),
        ((Flow(START, Decimal(100), FlowKind.RECEIVED), Flow(START, Decimal(100), FlowKind.REPAID)), "同一天"),
        ((Flow(START, Decimal(100), FlowKind.RECEIVED), Flow(FIRST, Decimal(90), FlowKind.REPAID)), "没有到手的多"),
        ((Flow(FIRST, Decimal(100), FlowKind.RECEIVED), Flow(START, Decimal(190), FlowKind.REPAID)), "到账之前"),
        ((Flow(START, Decimal(1), FlowKind.RECEIVED), Flow(FIRST, Decimal(10**9), FlowKind.REPAID)), "没有意义"),
        (
            (
                Flow(START, Decimal(100), FlowKind.RECEIVED),
                Flow(FIRST, Decimal(260), FlowKind.REPAID),
                Flow(date(2026, 4, 5), Decimal(165), FlowKind.RECEIVED),
                Flow(date(2026, 5, 5), Decimal(6), FlowKind.REPAID),
            ),
            "多个解",
        ),
    ],
)
def test_without_one_sure_rate_none_is_given_and_the_reason_said(flows: tuple[Flow, ...], word: str) -> None:
    found = of(*flows)
    assert found.nominal is None
    assert found.effective is None
    assert word in found.missing_zh[0]
    assert found.method_zh == ""


def test_paying_back_just_what_came_costs_nothing() -> None:
    found = of(Flow(START, Decimal(1200), FlowKind.RECEIVED), *plain(pay=Decimal(100))[1:])
    assert (found.nominal, found.effective, found.charge) == (0.0, 0.0, Decimal(0))


def test_an_assumed_receipt_is_said_and_a_told_one_used() -> None:
    due = plain()[1:]
    assumed = of(*due, contract_day=START, principal=Decimal(10000))
    assert both(assumed) == (12.00, 12.68)
    assert "更高" in assumed.missing_zh[0]
    assert assumed.withheld is None
    told = of(*due, contract_day=START, principal=Decimal(10000), received=Decimal(9400))
    assert both(told) == (23.92, 26.72)
    assert told.missing_zh == ()
    differs = of(*plain(9400), received=Decimal(9000), principal=Decimal(9000))
    assert len(differs.missing_zh) == 2
    assert differs.withheld is None


def test_odd_amounts_never_break_it() -> None:
    odd = [Decimal("NaN"), Decimal("Infinity"), Decimal(-5), Decimal("sNaN"), Decimal("1e40"), Decimal("1e-40")]
    for amount in odd:
        found = of(*plain(), Flow(FIRST, amount, FlowKind.FEE))
        assert found.nominal is None or found.nominal >= 0.119
    assert "3笔" in of(*plain(), *(Flow(FIRST, amount, FlowKind.FEE) for amount in odd[:2] + odd[2:3])).missing_zh[0]
    far = of(Flow(date.min, Decimal(1), FlowKind.RECEIVED), Flow(date.max, Decimal(2), FlowKind.REPAID))
    assert far.effective == pytest.approx(2 ** (365 / (date.max - date.min).days) - 1, rel=1e-6)


@pytest.mark.parametrize(
    ("terms", "word"),
    [
        ({"times": 0}, "期数"),
        ({"times": 10**9}, "期数"),
        ({"pay": Decimal(0)}, "每期还款"),
        ({"pay": Decimal("NaN")}, "每期还款"),
        ({"got": -1}, "到手"),
        ({"start": FIRST}, "之后"),
        ({"principal": Decimal(0)}, "本金"),
        ({"way": Repayment.EQUAL_PRINCIPAL, "pay": Decimal(5)}, "第一期"),
    ],
)
def test_terms_that_make_no_loan_are_explained(terms: dict[str, object], word: str) -> None:
    with pytest.raises(TermsError) as fault:
        plain(**terms)  # type: ignore[arg-type]  # hostile on purpose
    assert word in fault.value.zh


def test_the_calendar_ends_politely() -> None:
    with pytest.raises(TermsError):
        schedule(Decimal(1), 12, Decimal(1), first=date(9999, 12, 1))


money = st.integers(100, 100_000).map(Decimal)


@quick
@given(
    got=money, times=st.integers(1, 60), interest=st.integers(1, 300), fee=st.integers(1, 500), at=st.integers(0, 60)
)
def test_any_added_fee_raises_the_cost(got: Decimal, times: int, interest: int, fee: int, at: int) -> None:
    pay = (got / times * (1 + Decimal(interest) / 100)).quantize(Decimal("0.01"))
    flows = schedule(got, times, pay, first=FIRST)
    assume(fee < got)
    before = of(*flows)
    after = of(*flows, Flow(flows[min(at, times)].day, Decimal(fee), FlowKind.FEE))
    assert before.nominal is not None
    assert after.nominal is None or after.nominal > before.nominal
    assert after.charge == (before.charge or 0) + fee


@quick
@given(
    got=money,
    times=st.integers(1, 48),
    interest=st.integers(1, 300),
    scale=st.integers(1, 10**6),
    days=st.integers(0, 900),
)
def test_scale_and_day_do_not_change_the_rate(got: Decimal, times: int, interest: int, scale: int, days: int) -> None:
    pay = (got / times * (1 + Decimal(interest) / 100)).quantize(Decimal("0.01"))
    flows = schedule(got, times, pay, first=FIRST)
    found = of(*flows)
    assert found.nominal is not None
    scaled = of(*(replace(flow, amount=flow.amount * scale) for flow in flows))
    assert scaled.nominal == pytest.approx(found.nominal, rel=1e-6)
    later = schedule(got, times, pay, first=date(2026 + days // 12, days % 12 + 1, 5))
    assert of(*later).nominal == pytest.approx(found.nominal, rel=1e-9)
    dated = schedule(got, times, pay, first=FIRST, start=FIRST - timedelta(days=12))
    moved = of(*(replace(flow, day=flow.day + timedelta(days=days)) for flow in dated))
    if "XIRR" in moved.method_zh and "XIRR" in of(*dated).method_zh:
        assert moved.effective == pytest.approx(of(*dated).effective, rel=1e-9)


@quick
@given(
    gaps=st.lists(st.tuples(st.integers(1, 200), st.integers(50, 900)), min_size=1, max_size=20),
    got=st.integers(100, 5000),
)
def test_a_rate_makes_both_sides_equal(gaps: list[tuple[int, int]], got: int) -> None:
    day, flows = START, [Flow(START, Decimal(got), FlowKind.RECEIVED)]
    for gap, amount in gaps:
        day += timedelta(days=gap)
        flows.append(Flow(day, Decimal(amount), FlowKind.REPAID))
    found = of(*flows)
    assert (found.nominal is None) == bool(found.missing_zh)
    if found.effective is not None and "XIRR" in found.method_zh:
        worth = sum(
            float(flow.amount) * (1 + found.effective) ** (-(flow.day - START).days / 365) for flow in flows[1:]
        )
        assert worth == pytest.approx(got, rel=1e-3)

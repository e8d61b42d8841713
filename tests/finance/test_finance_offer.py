"""What a household can pay and offer: counted, said, and never beyond the budget."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.finance import afford, not_paid_back, offer, schedule, still_due
from ringfence.schema import Budget, Debt, Flow, FlowKind, Loan, OfferStep

ONE = (Debt("D1", "L1"),)
TWO = (Debt("D1", "L1", principal=6000), Debt("D2", "L2", principal=2000))
FIRST = date(2026, 3, 5)


def whole(*amounts: Decimal | None) -> list[int | None]:
    return [None if amount is None else int(amount) for amount in amounts]


def test_the_smaller_of_what_is_left_and_the_hint() -> None:
    tight = afford(Budget(Decimal(6000), Decimal(4200), Decimal(5000)), ONE)
    assert whole(tight.left, tight.hint, tight.monthly, tight.once) == [1800, 2400, 1800, 800]
    wide = afford(Budget(Decimal(6000), Decimal(1000)), ONE)
    assert wide.monthly == 2400
    assert any("不是法律规定" in line for line in wide.reasons_zh)
    assert wide.once is None
    assert len(wide.missing_zh) == 1


def test_a_budget_that_carries_nothing_says_so() -> None:
    short = afford(Budget(Decimal(2000), Decimal(2600), Decimal(100)), ONE)
    assert whole(short.left, short.monthly, short.once) == [-600, 0, 0]
    assert any("先保住吃住" in line for line in short.reasons_zh)
    told = offer("D1", Decimal(5000), short)
    assert told.instalments == ()
    assert told.lump == ()
    assert any("暂缓" in note for note in told.notes_zh)


def test_debts_share_by_principal_or_evenly() -> None:
    found = afford(Budget(Decimal(6000), Decimal(4200), Decimal(5000)), TWO)
    assert [share.monthly for share in found.shares] == [1350, 450]
    even = afford(Budget(Decimal(6000), Decimal(4200)), (*TWO, Debt("D3", "L1")))
    assert [share.monthly for share in even.shares] == [600, 600, 600]
    assert any("平分" in line for line in even.reasons_zh)
    assert found.share("D9") is None


def test_what_is_missing_is_said() -> None:
    nothing = afford(Budget(), ())
    assert (nothing.left, nothing.monthly, nothing.once, nothing.shares) == (None, None, None, ())
    assert len(nothing.missing_zh) == 2
    known = afford(Budget(Decimal(6000), Decimal(4200)), ONE)
    for owed in (None, Decimal(0), Decimal(-1), Decimal("NaN")):
        assert "剩余欠款" in offer("D1", owed, known).missing_zh[0]
    assert offer("D9", Decimal(100), known).missing_zh
    assert afford(Budget(Decimal("NaN"), Decimal(-5), Decimal("Infinity")), ONE).monthly is None


def test_instalments_rise_to_the_reserve_and_pay_all() -> None:
    told = offer("D1", Decimal("9000.50"), afford(Budget(Decimal(6000), Decimal(4200)), ONE))
    assert [(one.step, int(one.amount), one.times) for one in told.instalments] == [
        (OfferStep.OPENING, 1080, 9),
        (OfferStep.OFFER, 1440, 7),
        (OfferStep.RESERVE, 1800, 6),
    ]
    assert all(one.total == Decimal("9000.50") for one in told.instalments)
    assert "60%" in told.instalments[0].reason_zh
    assert any("不一定接受" in note for note in told.notes_zh)
    assert told.lump == ()


def test_a_long_road_is_said_and_a_short_one_is_one_payment() -> None:
    known = afford(Budget(Decimal(6000), Decimal(5900)), ONE)
    assert any("先谈减免" in note for note in offer("D1", Decimal(90000), known).notes_zh)
    small = offer("D1", Decimal(30), known).instalments
    assert {(one.amount, one.times) for one in small} == {(Decimal(30), 1)}


def test_a_lump_sum_opens_at_what_was_not_paid_back() -> None:
    known = afford(Budget(Decimal(6000), Decimal(2000), Decimal(9000)), ONE)
    told = offer("D1", Decimal(8000), known, principal=Decimal(3000))
    assert [one.amount for one in told.lump] == [3000, 5600, 7000]
    assert "本金" in told.lump[0].reason_zh
    plain = offer("D1", Decimal(8000), known)
    assert [one.amount for one in plain.lump] == [4200, 5600, 7000]


def test_what_is_still_due_and_not_paid_back() -> None:
    flows = (
        *schedule(Decimal(9400), 12, Decimal("888.49"), first=FIRST, fee=Decimal(50)),
        Flow(FIRST, Decimal("888.49"), FlowKind.REPAID),
        Flow(FIRST, Decimal(50), FlowKind.FEE),
        Flow(date(2026, 4, 20), Decimal(30), FlowKind.PENALTY),
    )
    loan = Loan("D1", flows=flows)
    assert still_due(loan) == 11 * (Decimal("888.49") + 50)
    assert not_paid_back(loan) == Decimal(9400) - Decimal("888.49") - 50 - 30
    assert still_due(Loan("D1")) is None
    assert not_paid_back(Loan("D1")) is None
    assert not_paid_back(Loan("D1", received=Decimal(100))) == 100


money = st.integers(0, 200_000).map(Decimal)


@settings(deadline=None, max_examples=120)
@given(
    income=money,
    necessary=money,
    savings=money,
    owed=st.integers(1, 10**6),
    left=st.none() | money,
    debts=st.integers(1, 4),
)
def test_no_proposal_exceeds_the_budget_or_the_debt(
    income: Decimal, necessary: Decimal, savings: Decimal, owed: int, left: Decimal | None, debts: int
) -> None:
    all_of = tuple(Debt(f"D{number}", "L1", principal=1000.0 * number) for number in range(1, debts + 1))
    found = afford(Budget(income, necessary, savings), all_of)
    assert found.monthly is not None
    assert found.once is not None
    assert 0 <= found.monthly <= max(income - necessary, Decimal(0))
    assert sum((share.monthly or Decimal(0) for share in found.shares), Decimal(0)) <= found.monthly
    told = offer("D1", Decimal(owed), found, principal=left)
    mine = found.share("D1")
    assert mine is not None
    assert all(one.amount <= (mine.monthly or 0) and one.total == owed for one in told.instalments)
    assert all(one.amount <= min(mine.once or Decimal(0), Decimal(owed)) for one in told.lump)
    for ladder in (told.instalments, told.lump):
        assert [one.amount for one in ladder] == sorted(one.amount for one in ladder)

"""What a case's household carries, and what could be offered for one of its debts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence import finance
from ringfence.case.faults import UnknownNameError
from ringfence.schema import Budget

if TYPE_CHECKING:
    from decimal import Decimal

    from ringfence.case.state import State
    from ringfence.schema import Affordable, Offer


def affordable(state: State) -> Affordable:
    """Return what the household carries for all debts of the case and each."""
    return finance.afford(state.budget or Budget(), tuple(state.debts.values()))


def offer_for(state: State, debt_id: str, owed: Decimal | None = None) -> Offer:
    """Return the numbers of a negotiation about one debt.

    Args:
        state: the case.
        debt_id: Debt.id.
        owed: yuan the lender claims; what the noted schedule still holds when not given.

    Raises:
        UnknownNameError: no such debt.
    """
    if debt_id not in state.debts:
        raise UnknownNameError("借款编号", "debt", debt_id)
    loan = state.loans.get(debt_id)
    due = owed if owed is not None or loan is None else finance.still_due(loan)
    return finance.offer(
        debt_id, due, affordable(state), principal=None if loan is None else finance.not_paid_back(loan)
    )

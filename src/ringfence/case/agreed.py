"""What the case knows of a debt when an agreement about it is checked."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ringfence.respond import Known
from ringfence.schema import PartyType

if TYPE_CHECKING:
    from ringfence.case.state import State


def known_of(state: State, debt_id: str) -> Known:
    """Return what is known of a debt; nothing when there is none of that id. The loan's own principal goes before the debt's."""
    debt = state.debts.get(debt_id)
    if debt is None:
        return Known()
    loan = state.loans.get(debt_id)
    principal = loan.principal if loan is not None and loan.principal is not None else None
    if principal is None and debt.principal is not None:
        principal = Decimal(str(debt.principal))
    lender = state.parties.get(debt.lender)  # naming it may have been taken back
    return Known(principal, debt.contract_no, debt.due, PartyType.UNKNOWN if lender is None else lender.type)

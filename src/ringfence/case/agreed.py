"""What the case knows of a debt when an agreement about it is checked."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ringfence.respond import Known

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
    return Known(principal, debt.contract_no, debt.due, state.parties[debt.lender].type)

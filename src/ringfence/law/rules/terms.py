"""A loan as the cost rules read it: its terms beside what was counted from them, the lender behind it, the day whose law binds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.law.docket import lender_behind
from ringfence.law.words import day_zh
from ringfence.schema import Confidence, FlowKind, PartyType, Said

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ringfence.law.docket import Docket
    from ringfence.law.pack import LprRate, Rule
    from ringfence.schema import Cost, Debt, Loan

COUNTED = Said(
    "成本是按您填写的合同和收支计算的,少填或者多填一项费用,结果就会不同。",
    "The cost is counted from the contract and payments you told; one fee more or less changes it.",
)
MOST_SAID = 100  # a fraction: 10,000 %
EXACT = 9  # decimals to which an excess is told
LPR_STALE = 366  # days after the last look-up for which the last known rate is still used


@dataclass(frozen=True, slots=True)
class Terms:
    """One loan with its terms noted.

    Attributes:
        cost: what was counted, None when nothing was.
        lender: the party that lends (a platform's or agency's own lender).
        kind: its type.
        day: day of the contract, None when not known.
        assisted: the borrower names a platform as the counterpart and a lender is known behind it.
    """

    debt: Debt
    loan: Loan
    cost: Cost | None
    lender: str
    kind: PartyType
    day: date | None
    assisted: bool

    @property
    def rates(self) -> tuple[float, float] | None:
        """Return (nominal, effective) as fractions, None unless both were counted."""
        if self.cost is None or self.cost.nominal is None or self.cost.effective is None:
            return None
        if not (math.isfinite(self.cost.nominal) and math.isfinite(self.cost.effective)):
            return None
        return self.cost.nominal, self.cost.effective

    @property
    def named_zh(self) -> str:
        """Return how the loan is called, with the day of its contract."""
        return f"{day_zh(self.day) if self.day else ''}的{name_zh(self.debt)}"

    @property
    def named_en(self) -> str:
        """Return the same in English."""
        return f"the loan {self.debt.product or self.debt.id}{f' of {self.day}' if self.day else ''}"

    @property
    def exhibits(self) -> tuple[str, ...]:
        """Return the exhibits its payments rest on, each once."""
        return tuple(dict.fromkeys(flow.source for flow in self.loan.flows if flow.source))

    @property
    def short(self) -> bool:
        """Tell whether it is known to run for a month at most."""
        days = [flow.day for flow in self.loan.flows if flow.kind in {FlowKind.RECEIVED, FlowKind.REPAID}]
        return len(days) > 1 and (max(days) - min(days)).days <= 31


def name_zh(debt: Debt) -> Said:
    """Return how a debt is called in a sentence, with its English."""
    return (
        Said(f"“{debt.product}”借款", f"the loan “{debt.product}”")
        if debt.product
        else Said(f"借款({debt.id})", f"the loan {debt.id}")
    )


def terms(docket: Docket, rule: Rule | None = None) -> tuple[Terms, ...]:
    """Return the loans whose terms are noted; only those of the rule's types of lender when it names types."""
    debts = {debt.id: debt for debt in docket.matter.debts}
    costs = {cost.debt: cost for cost in docket.matter.costs}
    found = [
        _terms(docket, debts[loan.debt], loan, costs.get(loan.debt))
        for loan in docket.matter.loans
        if loan.debt in debts
    ]
    bound = rule.applies_to if rule is not None else None
    return tuple(one for one in found if bound is None or one.kind in bound)


def _terms(docket: Docket, debt: Debt, loan: Loan, cost: Cost | None) -> Terms:
    lender = lender_behind(docket.matter, debt.lender) or debt.lender
    counterpart = docket.party(debt.lender)
    assisted = counterpart is not None and counterpart.type is PartyType.ASSIST_PLATFORM and lender != debt.lender
    return Terms(debt, loan, cost, lender, docket.type_of(lender), loan.contract_day or debt.opened, assisted)


def exceeds(rates: tuple[float, float], limit: float, tolerance: float) -> str:
    """Return ``both`` when both ways of counting exceed the limit, ``one`` when one does, else an empty text.

    The excess is rounded far below the tolerance, so that binary fractions cannot make one.
    """
    over = [round(rate - limit, EXACT) > tolerance for rate in rates]
    return "both" if all(over) else "one" if any(over) else ""


def percent(rate: float, over: str = "{}以上") -> str:
    """Return a fraction as per cent with two decimals: 0.2392 → ``23.92%``.

    A loan of a few days, compounded over a year, gives figures nobody believes: past the most it is said with ``over``.
    """
    if rate > MOST_SAID:
        return over.format(f"{MOST_SAID * 100}%")
    return f"{rate * 100:.2f}%"


def yuan(amount: Decimal) -> str:
    """Return an amount as written: ``9,500``, ``9,500.50``."""
    return f"{amount:,.2f}".removesuffix(".00")


def base_rate(docket: Docket, day: date) -> LprRate | None:
    """Return the one-year loan prime rate of ``day``; None before the table, and too long after it was last looked up."""
    rate = next((one for one in reversed(docket.lpr) if one.effective_from <= day), None)
    if rate is None or (rate.checked_to is not None and (day - rate.checked_to).days > LPR_STALE):
        return None
    return rate


def base_rate_checked(rate: LprRate, day: date) -> bool:
    """Tell whether the value was looked up for that day, not only remembered or carried on."""
    return rate.confidence is not Confidence.MEMORY and (rate.checked_to is None or day <= rate.checked_to)

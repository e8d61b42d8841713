"""What a loan really costs: its terms as the borrower knows them, its money in and out, and what was counted from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- field types are read at run time when the state is loaded
from decimal import Decimal  # noqa: TC003 -- as above
from enum import StrEnum


class FlowKind(StrEnum):
    """What a payment was for. Money received is the only kind that flows to the borrower."""

    RECEIVED = "received"  # 到手
    REPAID = "repaid"  # 还本付息
    FEE = "fee"  # 担保费、服务费、会员费、保险费: everything paid for the loan besides principal and interest
    PENALTY = "penalty"  # 罚息、违约金: only after default, never part of the cost of a loan kept to
    REFUND = "refund"  # a fee given back; flows to the borrower


@dataclass(frozen=True, slots=True)
class Flow:
    """One payment.

    Attributes:
        day: when it was or is to be paid.
        amount: yuan, always positive; ``kind`` says which way it went.
        name: as written (``担保费``).
        paid: it really happened; False = as the schedule says.
        source: SourceFile.id of the exhibit that shows it, empty when the user said so.
    """

    day: date
    amount: Decimal
    kind: FlowKind
    name: str = ""
    paid: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Loan:
    """The terms of one debt.

    Attributes:
        debt: Debt.id.
        contract_day: day of the contract; the limits of that day bind.
        principal: yuan as the contract writes it.
        received: yuan that really arrived.
        flows: all payments, in any order; the schedule counts where nothing was paid yet.
        annual_shown: annual rate the papers show, as a fraction (0.24); None when none is shown or not known.
        rate_wording: how the rate was advertised, as written (``日利率0.05%``).
        annual_displayed: an annual rate was displayed as plainly as the daily or monthly one; None = not known.
        cost_table: a table of all costs (综合融资成本明示表) was shown before the contract; None = not known.
        balance: yuan owed to this lender in all when the loan was granted, None when not known.
        consumer: a loan for consumption, not for a business.
    """

    debt: str
    contract_day: date | None = None
    principal: Decimal | None = None
    received: Decimal | None = None
    flows: tuple[Flow, ...] = ()
    annual_shown: Decimal | None = None
    rate_wording: str = ""
    annual_displayed: bool | None = None
    cost_table: bool | None = None
    balance: Decimal | None = None
    consumer: bool | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What was counted from a loan's payments, both ways; neither is said to be the law's.

    Attributes:
        debt: Debt.id.
        nominal: internal rate of return of one month times twelve, a fraction (0.2392); None when it cannot be counted.
        effective: the same compounded over the year (0.2672); None when it cannot be counted.
        principal: yuan written in the contract.
        received: yuan that really arrived, fees taken in advance left out.
        paid: yuan paid and to be paid in all, penalties left out.
        charge: ``paid`` less ``received``.
        withheld: share of the principal kept back at the start, a fraction; None when unknown.
        method_zh: how it was counted, a sentence; ``method_en`` the same.
        missing_zh: what would be needed to count (better), each a sentence.
    """

    debt: str
    nominal: float | None
    effective: float | None
    principal: Decimal | None = None
    received: Decimal | None = None
    paid: Decimal | None = None
    charge: Decimal | None = None
    withheld: float | None = None
    method_zh: str = ""
    method_en: str = ""
    missing_zh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """What the household has a month, in yuan; everything may be left empty.

    Attributes:
        income: net income a month.
        necessary: rent, food, medicine, school, upkeep a month.
        savings: what could be paid at once.
        noted: the day it was told.
    """

    income: Decimal | None = None
    necessary: Decimal | None = None
    savings: Decimal | None = None
    noted: date | None = None

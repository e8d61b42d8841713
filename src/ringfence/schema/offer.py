"""What a household can pay and what may be offered: numbers for a negotiation, never a promise that a lender accepts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003 -- field types are read at run time when a record is loaded
from enum import StrEnum


class OfferStep(StrEnum):
    """Where in a talk a proposal stands."""

    OPENING = "opening"  # said first
    OFFER = "offer"  # what is really meant
    RESERVE = "reserve"  # the most; beyond it nothing is signed


@dataclass(frozen=True, slots=True)
class Share:
    """What of the household's money may go to one debt.

    Attributes:
        debt: Debt.id.
        monthly: yuan a month; None when not known.
        once: yuan at once; None when not known.
    """

    debt: str
    monthly: Decimal | None
    once: Decimal | None


@dataclass(frozen=True, slots=True)
class Affordable:
    """What the household can pay for all its debts together.

    Attributes:
        left: income less necessary spending a month; may be negative; None when one of them is not known.
        hint: the most a month by the product's hint (a share of income); a hint, no law.
        monthly: the smaller of the two, not below 0; None when income or spending is not known.
        once: savings less what is kept for necessary spending, not below 0; None when not known.
        shares: the same by debt.
        reasons_zh: how each was counted; ``reasons_en`` the same.
        missing_zh: what would be needed.
    """

    left: Decimal | None
    hint: Decimal | None
    monthly: Decimal | None
    once: Decimal | None
    shares: tuple[Share, ...] = ()
    reasons_zh: tuple[str, ...] = ()
    reasons_en: tuple[str, ...] = ()
    missing_zh: tuple[str, ...] = ()

    def share(self, debt_id: str) -> Share | None:
        """Return what may go to one debt."""
        return next((share for share in self.shares if share.debt == debt_id), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal: ``times`` payments, the last one smaller where it does not come out even.

    Attributes:
        step: opening, offer or reserve.
        amount: yuan of each payment but the last.
        times: how many payments, one a month; 1 = at once.
        last: yuan of the last payment.
        reason_zh: why this number; ``reason_en`` the same.
    """

    step: OfferStep
    amount: Decimal
    times: int
    last: Decimal
    reason_zh: str = ""
    reason_en: str = ""

    @property
    def total(self) -> Decimal:
        """Return yuan in all."""
        return self.amount * (self.times - 1) + self.last


@dataclass(frozen=True, slots=True)
class Offer:
    """The numbers of a negotiation about one debt; each list opening, offer, reserve, or empty where it cannot be carried.

    Attributes:
        debt: Debt.id.
        owed: yuan talked about.
        instalments: by the month, paying all of ``owed``.
        lump: one payment that settles the debt.
        notes_zh: what to know before saying them; ``notes_en`` the same.
        missing_zh: what would be needed.
    """

    debt: str
    owed: Decimal
    instalments: tuple[Proposal, ...] = ()
    lump: tuple[Proposal, ...] = ()
    notes_zh: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    missing_zh: tuple[str, ...] = ()

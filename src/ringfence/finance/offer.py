"""The numbers of a negotiation about one debt: opening, offer, reserve, by the month and at once; never beyond the budget."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from ringfence.finance.afford import value
from ringfence.finance.counted import counted, once
from ringfence.finance.words import sentence
from ringfence.schema import FlowKind, Offer, OfferStep, Proposal

if TYPE_CHECKING:
    from ringfence.schema import Affordable, Loan

_FEN = Decimal("0.01")
_STEPS = ((OfferStep.OPENING, "opening_share"), (OfferStep.OFFER, "offer_share"), (OfferStep.RESERVE, None))


def still_due(loan: Loan) -> Decimal | None:
    """Return yuan of the schedule that are not paid yet, penalties left out; None when no schedule is known."""
    flows = [flow for flow in counted(loan).flows if flow.kind in {FlowKind.REPAID, FlowKind.FEE}]
    if not any(not flow.paid for flow in loan.flows):
        return None
    return sum((flow.amount for flow in flows if not flow.paid), Decimal(0))


def not_paid_back(loan: Loan) -> Decimal | None:
    """Return what of the money received was not paid back yet, whatever a payment was called; None when not known."""
    paid = [flow for flow in loan.flows if flow.paid and flow.kind in {FlowKind.REPAID, FlowKind.FEE, FlowKind.PENALTY}]
    got = sum((flow.amount for flow in once([f for f in loan.flows if f.kind is FlowKind.RECEIVED])), Decimal(0))
    received = got or loan.received
    if not received:
        return None
    refunds = sum((flow.amount for flow in loan.flows if flow.paid and flow.kind is FlowKind.REFUND), Decimal(0))
    return max(received - sum((flow.amount for flow in paid), Decimal(0)) + refunds, Decimal(0))


def offer(debt_id: str, owed: Decimal | None, affordable: Affordable, *, principal: Decimal | None = None) -> Offer:
    """Return what may be proposed for one debt.

    By the month: 60, 80, 100 % of the debt's share of what the household carries (product values), rounded down to 10 yuan,
    until ``owed`` is paid. At once: the most is the debt's share of what can be paid at once; the opening is what of the
    received money is not paid back yet where that is less. Nobody says that a lender accepts.

    Args:
        debt_id: Debt.id, one of those ``affordable`` was counted for.
        owed: yuan talked about (:func:`still_due`, or what the lender claims); None when not known.
        affordable: what the household carries.
        principal: what of the received money is not paid back (:func:`not_paid_back`).
    """
    share = affordable.share(debt_id)
    if owed is None or not owed.is_finite() or owed <= 0:
        return Offer(debt_id, Decimal(0), missing_zh=(sentence("offer", "missing", "owed"),))
    if share is None:
        return Offer(debt_id, owed, missing_zh=(sentence("offer", "missing", "share"),))
    notes = ["no_promise", "limitation"]
    instalments: tuple[Proposal, ...] = ()
    if share.monthly is not None:
        instalments = _instalments(owed, share.monthly)
        if not instalments:
            notes.append("carries_nothing")
    lump = () if share.once is None else _lump(owed, share.once, principal)
    times = instalments[-1].times if instalments else 0
    if times > value("long_months"):
        notes.append("long")
    zh, en = (tuple(sentence("offer", "notes", note, lang, times=times) for note in notes) for lang in ("zh", "en"))
    return Offer(debt_id, owed, instalments, lump, zh, en, affordable.missing_zh)


def _down(amount: Decimal) -> Decimal:
    """Round down to the step of ``round_yuan``; small amounts to whole yuan."""
    step = value("round_yuan") if amount >= 10 * value("round_yuan") else Decimal(1)
    return (amount / step).to_integral_value(ROUND_DOWN) * step


def _instalments(owed: Decimal, monthly: Decimal) -> tuple[Proposal, ...]:
    found: list[Proposal] = []
    for step, part in _STEPS:
        most = monthly * (value(part) if part else 1)
        amount = _down(most)
        if amount < 1:
            continue
        if owed <= amount:
            found.append(_proposal(step, owed, 1, owed, "settled"))
            continue
        times = int((owed / amount).to_integral_value(ROUND_CEILING))
        last = owed - amount * (times - 1)
        shown = f"{value(part) * 100:.0f}%" if part else ""
        found.append(_proposal(step, amount, times, last.quantize(_FEN), step.value, part=shown))
    return tuple(found)


def _lump(owed: Decimal, most: Decimal, principal: Decimal | None) -> tuple[Proposal, ...]:
    reserve = min(owed, most)
    if reserve < 1:
        return ()
    low = _down(reserve * value("opening_share"))
    middle = _down(reserve * value("offer_share"))
    from_principal = principal is not None and 0 < principal < reserve
    if from_principal and principal is not None:
        low, middle = principal, max(principal, middle)
    shown = {key: f"{value(f'{key}_share') * 100:.0f}%" for key in ("opening", "offer")}
    first = "opening_principal" if from_principal else "opening"
    rows = (
        (OfferStep.OPENING, low, first, shown["opening"]),
        (OfferStep.OFFER, middle, "offer", shown["offer"]),
        (OfferStep.RESERVE, reserve, "reserve", ""),
    )
    return tuple(_proposal(step, amount, 1, amount, key, part=part) for step, amount, key, part in rows if amount >= 1)


def _proposal(step: OfferStep, amount: Decimal, times: int, last: Decimal, key: str, part: str = "") -> Proposal:
    zh, en = (sentence("offer", "steps", key, lang, part=part) for lang in ("zh", "en"))
    return Proposal(step, amount, times, last, zh, en)

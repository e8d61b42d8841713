"""Which payments of a loan make its cost: fees and refunds in, penalties out, the schedule where nothing was paid yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from ringfence.schema import Flow, FlowKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.schema import Loan

_EARLY = 15  # days before its due day from which a payment counts for it ...
_LATE = 31  # ... and after it: later, it counts for the next instalment
INWARD = (FlowKind.RECEIVED, FlowKind.REFUND)
OUTWARD = (FlowKind.REPAID, FlowKind.FEE)


@dataclass(frozen=True, slots=True)
class Counted:
    """The payments that are counted, by day.

    Attributes:
        flows: no penalties; each instalment once, as paid or as due.
        penalties: yuan left out.
        wrong: how many payments were left out because their amount is no positive number.
        moved: fees paid before the money came, counted on the day it came.
        assumed: no receipt was given: the contract's amount is taken to have arrived on the contract's day.
    """

    flows: tuple[Flow, ...]
    penalties: Decimal = Decimal(0)
    wrong: int = 0
    moved: bool = False
    assumed: bool = False


def counted(loan: Loan) -> Counted:
    """Return what of ``loan.flows`` is counted."""
    sound = [flow for flow in loan.flows if flow.amount.is_finite() and flow.amount >= 0]
    penalties = sum((flow.amount for flow in sound if flow.kind is FlowKind.PENALTY and flow.paid), Decimal(0))
    flows: list[Flow] = []
    for kind in (*INWARD, *OUTWARD):
        flows += once([flow for flow in sound if flow.kind is kind and flow.amount > 0])
    amount = loan.received if loan.received is not None else loan.principal
    assumed = False
    if loan.contract_day is not None and amount and not any(flow.kind is FlowKind.RECEIVED for flow in flows):
        flows.append(Flow(loan.contract_day, amount, FlowKind.RECEIVED, paid=True))
        assumed = loan.received is None
    flows, moved = _after_receipt(flows)
    flows.sort(key=lambda flow: (flow.day, flow.kind not in INWARD))
    return Counted(tuple(flows), penalties, len(loan.flows) - len(sound), moved, assumed)


def once(flows: Sequence[Flow]) -> list[Flow]:
    """Return payments of one kind with each instalment once: what was paid, and what of the schedule is still open.

    A payment counts for the first open instalment whose due day it is near; what it leaves open stays due on that day.
    """
    paid = sorted((flow for flow in flows if flow.paid), key=lambda flow: flow.day)
    due = sorted((flow for flow in flows if not flow.paid), key=lambda flow: flow.day)
    early = timedelta(days=min(_EARLY, _gap(due) // 2))
    unused = list(paid)
    still: list[Flow] = []
    for instalment in due:
        left = instalment.amount
        near = [flow for flow in unused if -early <= flow.day - instalment.day < timedelta(days=_LATE)]
        for flow in near:
            if left <= 0:
                break
            unused.remove(flow)
            left -= flow.amount
        if left > 0:
            still.append(replace(instalment, amount=left))
    return [*paid, *still]


def _gap(due: Sequence[Flow]) -> int:
    """Return the smallest distance in days between two due days, 30 when there is none."""
    days = sorted({flow.day for flow in due})
    return min(((later - day).days for day, later in pairwise(days)), default=30)


def _after_receipt(flows: Iterable[Flow]) -> tuple[list[Flow], bool]:
    """Count fees that were paid before the money came on the day it came: so were they kept back from it."""
    known = list(flows)
    first = min((flow.day for flow in known if flow.kind is FlowKind.RECEIVED), default=None)
    if first is None:
        return known, False
    early = [flow.kind is FlowKind.FEE and flow.day < first for flow in known]
    return [replace(flow, day=first) if soon else flow for flow, soon in zip(known, early, strict=True)], any(early)

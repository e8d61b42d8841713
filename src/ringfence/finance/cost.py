"""What a loan really costs: all money in and out, as one rate counted two ways."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ringfence.finance.counted import INWARD, OUTWARD, Counted, counted
from ringfence.finance.rate import NoRate, Rate, rate_of
from ringfence.finance.words import sentence
from ringfence.schema import Cost, FlowKind, Loan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Flow


def cost(loan: Loan) -> Cost:
    """Return the true cost of ``loan`` kept to: fees and refunds in, penalties after default out.

    ``nominal`` is the monthly internal rate of return times 12, ``effective`` the same compounded; law leaves open which of
    the two a limit means, so both are given and neither is said to be the law's. No rate where none can be said for sure:
    ``missing_zh`` then begins with the reason. Never fails on odd amounts or days.
    """
    kept = counted(loan)
    result = rate_of([(flow.day, flow.amount if flow.kind in INWARD else -flow.amount) for flow in kept.flows])
    rate = result if isinstance(result, Rate) else None
    received = _received(loan, kept)
    paid = _paid(kept)
    return Cost(
        loan.debt,
        None if rate is None else rate.nominal,
        None if rate is None else rate.effective,
        loan.principal,
        received,
        paid,
        None if received is None or paid is None else paid - received,
        _withheld(loan, received, assumed=kept.assumed),
        _method(rate, kept, "zh"),
        _method(rate, kept, "en"),
        _missing(loan, kept, result),
    )


def _sum(flows: Iterable[Flow], *kinds: FlowKind) -> Decimal:
    return sum((flow.amount for flow in flows if flow.kind in kinds), Decimal(0))


def _received(loan: Loan, kept: Counted) -> Decimal | None:
    """Return what arrived: by the receipts, else as told, else (assumed) the contract's principal."""
    shown = _sum(kept.flows, FlowKind.RECEIVED)
    if shown:
        return shown
    return loan.received


def _paid(kept: Counted) -> Decimal | None:
    """Return what is paid in all, refunds taken off; None when no payment is known."""
    if not any(flow.kind in OUTWARD for flow in kept.flows):
        return None
    return _sum(kept.flows, *OUTWARD) - _sum(kept.flows, FlowKind.REFUND)


def _withheld(loan: Loan, received: Decimal | None, *, assumed: bool) -> float | None:
    if not loan.principal or loan.principal <= 0 or received is None or assumed or received > loan.principal:
        return None
    return float((loan.principal - received) / loan.principal)


def _method(rate: Rate | None, kept: Counted, lang: str) -> str:
    if rate is None:
        return ""
    parts = [sentence("cost", "method", rate.way.value, lang)]
    if any(not flow.paid for flow in kept.flows) and any(flow.paid and flow.kind in OUTWARD for flow in kept.flows):
        parts.append(sentence("cost", "parts", "schedule", lang))
    if kept.moved:
        parts.append(sentence("cost", "parts", "moved", lang))
    if kept.penalties:
        parts.append(sentence("cost", "parts", "penalties", lang, amount=_yuan(kept.penalties)))
    return ("" if lang == "zh" else " ").join(parts)


def _missing(loan: Loan, kept: Counted, result: Rate | NoRate) -> tuple[str, ...]:
    said: list[str] = []
    if isinstance(result, NoRate):
        ways = {flow.kind in INWARD for flow in kept.flows}
        one_day = len(ways) == 2 and len({flow.day for flow in kept.flows}) == 1
        said.append(sentence("cost", "missing", (NoRate.ONE_DAY if one_day else result).value))
    if kept.assumed:
        said.append(sentence("cost", "missing", "assumed"))
    shown = _sum(kept.flows, FlowKind.RECEIVED)
    if loan.received is not None and shown and shown != loan.received:
        said.append(sentence("cost", "missing", "differs", told=_yuan(loan.received), shown=_yuan(shown)))
    received = shown or loan.received
    if loan.principal and received and received > loan.principal:
        said.append(sentence("cost", "missing", "more_than_principal"))
    if kept.wrong:
        said.append(sentence("cost", "missing", "wrong", count=kept.wrong))
    return tuple(said)


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}"

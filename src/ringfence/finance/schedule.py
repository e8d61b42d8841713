"""A schedule from the numbers people know: how much arrived, how many instalments, how much each."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from ringfence.finance.errors import TermsError
from ringfence.finance.months import months_after
from ringfence.schema import Flow, FlowKind

if TYPE_CHECKING:
    from datetime import date

MOST = 600  # instalments: fifty years of months
RICHEST = Decimal(10) ** 12  # yuan; more is a slip of the hand
_FEN = Decimal("0.01")


class Repayment(StrEnum):
    """How a loan is paid back, by the words of contracts."""

    EQUAL = "equal"  # 等额本息: the same every month
    EQUAL_PRINCIPAL = "equal_principal"  # 等额本金: the same principal, falling interest
    INTEREST_FIRST = "interest_first"  # 先息后本: interest every month, the principal at the end


def schedule(
    received: Decimal,
    times: int,
    payment: Decimal,
    *,
    first: date,
    start: date | None = None,
    principal: Decimal | None = None,
    fee: Decimal = Decimal(0),
    upfront: Decimal = Decimal(0),
    way: Repayment = Repayment.EQUAL,
) -> tuple[Flow, ...]:
    """Return what arrived and what is to be paid, one instalment a month.

    Args:
        received: yuan that arrived.
        times: number of instalments.
        payment: yuan of each instalment without ``fee``; of the first one for equal principal, of the monthly interest for
            interest first.
        first: day of the first instalment.
        start: day the money came; a month before ``first`` when not known.
        principal: yuan the instalments pay back; ``received`` when not known. Equal instalments do not need it.
        fee: yuan paid with every instalment besides it (担保费、服务费).
        upfront: yuan paid once, on the day the money came, besides what was kept back from it.
        way: how it is paid back.

    Raises:
        TermsError: amounts or numbers that make no loan.
    """
    _check(received, times, payment, fee, upfront)
    owed = received if principal is None else principal
    if not (owed.is_finite() and 0 < owed <= RICHEST):
        raise TermsError("本金要是大于0的数。", "the principal must be more than 0")
    begins = months_after(first, -1) if start is None else start
    if begins >= first:
        raise TermsError("第一期还款日要在到账日之后。", "the first instalment must fall after the money came")
    try:
        days = [months_after(first, number) for number in range(times)]
    except OverflowError:
        raise TermsError("还款日超出了日历。", "the instalments run past the calendar") from None
    flows = [Flow(begins, received, FlowKind.RECEIVED, "到手")]
    if upfront:
        flows.append(Flow(begins, upfront, FlowKind.FEE, "一次性费用"))
    for number, (day, amount) in enumerate(zip(days, _amounts(owed, times, payment, way), strict=True), start=1):
        flows.append(Flow(day, amount, FlowKind.REPAID, f"第{number}期", paid=False))
        if fee:
            flows.append(Flow(day, fee, FlowKind.FEE, f"第{number}期费用", paid=False))
    return tuple(flows)


def _check(received: Decimal, times: int, payment: Decimal, fee: Decimal, upfront: Decimal) -> None:
    if not 1 <= times <= MOST:
        raise TermsError(f"期数要在1到{MOST}之间。", f"the number of instalments must lie between 1 and {MOST}")
    for amount, zh, en, least in (
        (received, "到手金额", "what arrived", _FEN),
        (payment, "每期还款", "each instalment", _FEN),
        (fee, "每期费用", "the fee", Decimal(0)),
        (upfront, "一次性费用", "the fee paid once", Decimal(0)),
    ):
        if not (amount.is_finite() and least <= amount <= RICHEST):
            raise TermsError(
                f"{zh}不对：{amount}。请写人民币元，例如 888.49。", f"{en} is not an amount in yuan: {amount}"
            )


def _amounts(owed: Decimal, times: int, payment: Decimal, way: Repayment) -> list[Decimal]:
    """Return each instalment in yuan."""
    if way is Repayment.EQUAL:
        return [payment] * times
    if way is Repayment.INTEREST_FIRST:
        return [*([payment] * (times - 1)), payment + owed]
    share = owed / times
    interest = payment - share
    if interest < 0:
        raise TermsError(
            "等额本金的第一期应当比每期本金多；请核对金额，或换一种还款方式。",
            "the first instalment is less than its principal; check the amounts or the way of repayment",
        )
    return [(share + interest * (times - number) / times).quantize(_FEN, ROUND_HALF_UP) for number in range(times)]

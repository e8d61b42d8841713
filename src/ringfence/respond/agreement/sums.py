"""Does it add up: instalments against the total, the total against the balance, dates against instalments."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ringfence.respond.agreement.plan import Plan

_CARD_MOST = 60  # instalments of a personal card plan (card-70)


@dataclass(frozen=True, slots=True)
class Sum:
    """One thing that does not add up.

    Attributes:
        name: as words/agreement.yaml has it.
        told_zh: with the figures.
    """

    name: str
    told_zh: str


def check_sums(plan: Plan, today: date, *, card: bool = False) -> tuple[Sum, ...]:
    """Return what does not add up; roundings of a cent an instalment are let pass.

    Args:
        plan: what the agreement says.
        today: the day of looking.
        card: it is about a credit card.
    """
    return (*_totals(plan), *_parts(plan), *_dates(plan, today), *_others(plan, card=card))


def yuan(value: Decimal) -> str:
    """Return an amount as people write it: without cents where there are none."""
    whole = value == value.to_integral_value()
    return f"{value:,.0f}元" if whole else f"{value:,.2f}元"


def _slack(plan: Plan) -> Decimal:
    return Decimal("0.01") * max(1, len(plan.instalments))


def _totals(plan: Plan) -> Iterator[Sum]:
    payable, slack = plan.payable, _slack(plan)
    if payable is None:
        return
    if plan.total is not None and abs(payable - plan.total) > slack:
        yield Sum("total", f"{_spelt(plan)}是{yuan(payable)}，协议写的总额是{yuan(plan.total)}")
        return
    if plan.balance is None:
        return
    if payable > plan.balance + slack and not plan.fees:
        why = "，协议写了要收利息，请核对怎么算" if plan.interest else ""
        yield Sum(
            "balance", f"一共要还{yuan(payable)}，比欠款{yuan(plan.balance)}多{yuan(payable - plan.balance)}{why}"
        )
    elif payable < plan.balance - slack and not plan.waived:
        yield Sum("balance", f"一共要还{yuan(payable)}，比欠款{yuan(plan.balance)}少{yuan(plan.balance - payable)}")


def _spelt(plan: Plan) -> str:
    values = {one.amount for one in plan.instalments}
    if len(values) == 1 and len(plan.instalments) > 1:
        return f"{len(plan.instalments)}期×{yuan(plan.instalments[0].amount)}"
    return "各期相加"


def _parts(plan: Plan) -> Iterator[Sum]:
    total = sum((value for _, value in plan.parts), Decimal(0))
    if plan.balance is not None and len(plan.parts) > 1 and abs(total - plan.balance) > Decimal("0.01"):
        yield Sum("components", f"各项相加是{yuan(total)}，协议写的欠款是{yuan(plan.balance)}")


def _dates(plan: Plan, today: date) -> Iterator[Sum]:
    known = [one.day for one in plan.instalments if one.day is not None]
    first = plan.first or (known[0] if known else None)
    if first is not None and first < today:
        yield Sum("past", f"第一期的还款日是{first.isoformat()}，今天是{today.isoformat()}")
    if any(later <= earlier for earlier, later in pairwise(known)):
        yield Sum("dates", "还款计划里的日期没有按先后排列")
    if len(known) > 1 and plan.count is not None and plan.count != len(known):
        yield Sum("dates", f"写的是{plan.count}期，列出来的是{len(known)}期")
    elif plan.count and len(known) <= 1 and first is not None and plan.last is not None and not plan.lump:
        months = (plan.last.year - first.year) * 12 + plan.last.month - first.month + 1
        if months != plan.count:
            told = f"写的是{plan.count}期，从{first.isoformat()}到{plan.last.isoformat()}每月一期是{months}期"
            yield Sum("dates", told)
    if first is not None and plan.monthday is not None and first.day != plan.monthday and not _short_month(first):
        yield Sum("dates", f"写的是每月{plan.monthday}日还款，第一期却是{first.isoformat()}")


def _short_month(day: date) -> bool:
    return day.day >= 28  # 29, 30 and 31 fall on the last day of a shorter month


def _others(plan: Plan, *, card: bool) -> Iterator[Sum]:
    for words, clause in plan.fees[:3]:
        yield Sum("extra_fee", f"{clause.place}写了“{words}”")
    if card and (plan.months or 0) > _CARD_MOST:
        yield Sum("too_long", f"写的是{plan.months}期")
    for clause in plan.differ[:1]:
        yield Sum("words_differ", f"{clause.place}：“{clause.quote()}”")

"""Does it add up: instalments against the total, the total against the balance, dates against instalments."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from ringfence.schema import Said

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


def money(value: Decimal) -> str:
    """Return an amount in English: ``1,200 yuan``."""
    return yuan(value).replace("元", " yuan")


def _slack(plan: Plan) -> Decimal:
    return Decimal("0.01") * max(1, len(plan.instalments))


def _totals(plan: Plan) -> Iterator[Sum]:
    payable, slack = plan.payable, _slack(plan)
    if payable is None:
        return
    if plan.total is not None and abs(payable - plan.total) > slack:
        yield Sum(
            "total",
            Said(
                f"{_spelt(plan)}是{yuan(payable)}，协议写的总额是{yuan(plan.total)}",
                f"{_spelt(plan).en} is {money(payable)}, the agreement says {money(plan.total)}",
            ),
        )
        return
    if plan.balance is None:
        return
    if payable > plan.balance + slack and not plan.fees:
        why = (
            Said("，协议写了要收利息，请核对怎么算", "; interest is charged, check how it is counted")
            if plan.interest
            else Said("")
        )
        yield Sum(
            "balance",
            Said(
                f"一共要还{yuan(payable)}，比欠款{yuan(plan.balance)}多{yuan(payable - plan.balance)}{why}",
                f"{money(payable)} to pay in all, {money(payable - plan.balance)} more than the debt of {money(plan.balance)}"
                f"{why.en}",
            ),
        )
    elif payable < plan.balance - slack and not plan.waived:
        yield Sum(
            "balance",
            Said(
                f"一共要还{yuan(payable)}，比欠款{yuan(plan.balance)}少{yuan(plan.balance - payable)}",
                f"{money(payable)} to pay in all, {money(plan.balance - payable)} less than the debt of {money(plan.balance)}",
            ),
        )


def _spelt(plan: Plan) -> Said:
    values = {one.amount for one in plan.instalments}
    if len(values) == 1 and len(plan.instalments) > 1:
        count, each = len(plan.instalments), plan.instalments[0].amount
        return Said(f"{count}期×{yuan(each)}", f"{count} times {money(each)}")
    return Said("各期相加", "the sum of the instalments")


def _parts(plan: Plan) -> Iterator[Sum]:
    total = sum((value for _, value in plan.parts), Decimal(0))
    if plan.balance is not None and len(plan.parts) > 1 and abs(total - plan.balance) > Decimal("0.01"):
        yield Sum(
            "components",
            Said(
                f"各项相加是{yuan(total)}，协议写的欠款是{yuan(plan.balance)}",
                f"the parts make {money(total)}, the agreement says {money(plan.balance)}",
            ),
        )


def _dates(plan: Plan, today: date) -> Iterator[Sum]:
    known = [one.day for one in plan.instalments if one.day is not None]
    first = plan.first or (known[0] if known else None)
    if first is not None and first < today:
        yield Sum(
            "past",
            Said(
                f"第一期的还款日是{first.isoformat()}，今天是{today.isoformat()}",
                f"first instalment on {first}, today is {today}",
            ),
        )
    if any(later <= earlier for earlier, later in pairwise(known)):
        yield Sum("dates", Said("还款计划里的日期没有按先后排列", "the days of the plan are not in order"))
    if len(known) > 1 and plan.count is not None and plan.count != len(known):
        yield Sum(
            "dates",
            Said(f"写的是{plan.count}期，列出来的是{len(known)}期", f"it says {plan.count}, {len(known)} are listed"),
        )
    elif plan.count and len(known) <= 1 and first is not None and plan.last is not None and not plan.lump:
        months = (plan.last.year - first.year) * 12 + plan.last.month - first.month + 1
        if months != plan.count:
            told = Said(
                f"写的是{plan.count}期，从{first.isoformat()}到{plan.last.isoformat()}每月一期是{months}期",
                f"it says {plan.count}; one a month from {first} to {plan.last} makes {months}",
            )
            yield Sum("dates", told)
    if first is not None and plan.monthday is not None and first.day != plan.monthday and not _short_month(first):
        yield Sum(
            "dates",
            Said(
                f"写的是每月{plan.monthday}日还款，第一期却是{first.isoformat()}",
                f"it says day {plan.monthday} of each month, but the first is {first}",
            ),
        )


def _short_month(day: date) -> bool:
    return day.day >= 28  # 29, 30 and 31 fall on the last day of a shorter month


def _others(plan: Plan, *, card: bool) -> Iterator[Sum]:
    for words, clause in plan.fees[:3]:
        yield Sum("extra_fee", Said(f"{clause.place}写了“{words}”", f"{clause.place} says “{words}”"))
    if card and (plan.months or 0) > _CARD_MOST:
        yield Sum("too_long", Said(f"写的是{plan.months}期", f"it says {plan.months}"))
    for clause in plan.differ[:1]:
        yield Sum("words_differ", f"{clause.place}：“{clause.quote()}”")

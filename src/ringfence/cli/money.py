"""``ringfence name loan`` and ``name budget``: the terms of a debt, and what the household has a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import open_case
from ringfence.cli.terms import Day, Yuan, flows_of, loan_terms
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.schema import Debt, Flow, Loan


@click.command(
    cls=Verb,
    help=say(
        "登记一笔借款的条款,算出真实年化,例如:name loan D1 --got 9400 --pay 888.49 --times 12 --first 2026-03-05",
        "Note the terms of a debt and count its true rate.",
    ),
)
@click.argument("debt_id", metavar=say("借款编号", "DEBT"))
@loan_terms
@click.option("--contract-day", type=Day(), help=say("合同日期(那天的界线有效)", "day of the contract"))
@click.option("--shown", help=say("合同或页面写的年化,例如 24%", "annual rate the papers show"))
@click.option("--said", help=say("广告怎么说的,例如 日利率0.05%", "how the rate was advertised"))
@click.option(
    "--annual-displayed/--no-annual",
    default=None,
    help=say("广告有没有同样明显地写年化", "an annual rate was shown"),
)
@click.option(
    "--cost-table/--no-cost-table",
    default=None,
    help=say("签约前给看过综合融资成本明示表", "a cost table was shown"),
)
@click.option("--balance", type=Yuan(), help=say("放款时在这家一共欠多少", "owed to this lender in all"))
@click.option("--consumer/--business", default=None, help=say("用于消费还是经营", "for consumption or business"))
@click.pass_context
def loan(ctx: click.Context, /, *, debt_id: str, **told: Any) -> None:  # noqa: ANN401 -- the options above
    """Write the terms into the log; what is not said stays as it was."""
    from ringfence.case import UnknownNameError
    from ringfence.cli.cost import show_cost
    from ringfence.finance import cost
    from ringfence.schema import Loan

    today = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    with open_case(ctx) as case:
        debt = case.state.debts.get(debt_id)
        if debt is None:
            raise UnknownNameError("借款编号", "debt", debt_id)
        before = case.state.loans.get(debt_id, Loan(debt_id))
        told["start"] = told["start"] or start_day(told, before, debt)
        kept = case.note_loan(merged(before, debt, told, flows_of(told, today)))
    click.echo(say(f"已登记:{kept.debt}", f"Noted: {kept.debt}"))
    show_cost(cost(kept))


def start_day(told: dict[str, Any], before: Loan, debt: Debt) -> date | None:
    """Return the day the money came where only the debt or an earlier note says it; a case keeps no made-up days.

    Raises:
        click.UsageError: three numbers without any day.
    """
    if told["first"] is not None or told["got"] is None or told["flows"]:
        return None
    day: date | None = told["contract_day"] or before.contract_day or debt.opened
    if day is None:
        raise click.UsageError(
            say(
                "记进案件要有日期:--first 第一期还款日,或 --on 到账日期",
                "a day is needed: --first (first instalment) or --on",
            )
        )
    return day


def merged(before: Loan, debt: Debt, told: dict[str, Any], flows: tuple[Flow, ...]) -> Loan:
    """Return the terms as told now; what was not said stays, then what the debt says."""
    known = {
        name: told[option]
        for name, option in (
            ("contract_day", "contract_day"),
            ("principal", "principal"),
            ("received", "got"),
            ("annual_displayed", "annual_displayed"),
            ("cost_table", "cost_table"),
            ("balance", "balance"),
            ("consumer", "consumer"),
        )
        if told[option] is not None
    }
    if flows:
        known["flows"] = flows
    if told["said"]:
        known["rate_wording"] = told["said"]
    if told["shown"]:
        known["annual_shown"] = share(told["shown"])
    loan = replace(before, **known)
    if loan.contract_day is None:
        loan = replace(loan, contract_day=debt.opened)
    if loan.contract_day is None and told["start"] is not None:
        loan = replace(loan, contract_day=told["start"])
    if loan.principal is None and debt.principal is not None:
        loan = replace(loan, principal=Decimal(str(debt.principal)))
    return loan


def share(text: str) -> Decimal:
    """Read a rate a year (``24%``, ``0.24``) as a fraction.

    Raises:
        click.UsageError: it is no rate.
    """
    plain = text.strip().replace("％", "%")
    try:
        value = Decimal(plain.removesuffix("%"))
    except ArithmeticError:
        value = Decimal(-1)
    value = value / 100 if plain.endswith("%") else value
    if not (value.is_finite() and 0 <= value < 1000) or (not plain.endswith("%") and value >= 3):
        raise click.UsageError(say(f"年化要写成 24% 这样:{text}", f"write a rate as 24%: {text}"))
    return value


@click.command(
    cls=Verb,
    help=say(
        "登记家里每月的收支,例如:name budget --income 6000 --necessary 4200 --savings 3000",
        "Note income, necessary spending and savings.",
    ),
)
@click.option("--income", type=Yuan(), help=say("每月到手收入", "net income a month"))
@click.option(
    "--necessary", type=Yuan(), help=say("每月必要支出(吃住、看病、孩子、老人)", "necessary spending a month")
)
@click.option("--savings", type=Yuan(), help=say("现在能一次拿出的钱", "what could be paid at once"))
@click.pass_context
def budget(ctx: click.Context, *, income: Decimal | None, necessary: Decimal | None, savings: Decimal | None) -> None:
    """Write the budget into the log; what is not said stays as it was."""
    from ringfence.finance import afford
    from ringfence.schema import Budget

    with open_case(ctx) as case:
        before = case.state.budget or Budget()
        today = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        told = {"income": income, "necessary": necessary, "savings": savings}
        kept = replace(before, noted=today, **{key: value for key, value in told.items() if value is not None})
        case.note_budget(kept)
        found = afford(kept, tuple(case.state.debts.values()))
    click.echo(say("已登记。", "Noted."))
    for line in say("\n".join(found.reasons_zh), "\n".join(found.reasons_en)).splitlines():
        click.echo(f"· {line}")

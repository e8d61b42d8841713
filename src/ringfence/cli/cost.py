"""``ringfence cost``: what a loan really costs a year; needs no case."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import Verb
from ringfence.cli.terms import flows_of, loan_terms
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.cli.limits import Limit
    from ringfence.finance import Annual
    from ringfence.schema import Cost

LENDERS = ["bank", "credit_card", "consumer_finance", "microloan", "unlicensed"]
BAR = 44  # characters of the longer bar
SHOWN = 80  # characters of an advertisement repeated
_MOST = 1000  # a rate above 100,000 % is shown as such


@click.command(
    cls=Verb,
    help=say(
        "算真实年化,不用建案件。例如到手9400元、每期还888.49元、还12期:ringfence cost --got 9400 --pay 888.49 --times 12;"
        "广告里的说法:ringfence cost --said 日息万五",
        "The true rate of a loan; no case needed: ringfence cost --got 9400 --pay 888.49 --times 12",
    ),
)
@loan_terms
@click.option("--said", help=say("广告怎么说的,例如 日息万五、月费率0.8%", "an advertised rate"))
@click.option("--lender", type=click.Choice(LENDERS), help=say("放贷的是哪类机构(只列它的界线)", "type of lender"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
def cost(*, said: str | None, lender: str | None, as_json: bool, **told: Any) -> None:  # noqa: ANN401 -- the options of loan_terms
    """Count and print."""
    from ringfence.cli.limits import limits_for, lpr_note
    from ringfence.finance import annual_from
    from ringfence.finance import cost as true_cost
    from ringfence.law import load_pack
    from ringfence.schema import FlowKind, Loan, PartyType

    today = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    flows = flows_of(told, today)
    if not flows and not said:
        raise click.UsageError(
            say("要写借款的数,例如 --got 9400 --pay 888.49 --times 12", "give --got 9400 --pay 888.49 --times 12")
        )
    annual = annual_from(said, times=told["times"]) if said else None
    if not flows:
        show_annual(annual, as_json=as_json)
        return
    day = next((flow.day for flow in flows if flow.kind is FlowKind.RECEIVED), today)
    counted = true_cost(Loan("", day, told["principal"], told["got"], flows))
    pack = load_pack("cn")
    limits = limits_for(counted, day, pack, PartyType(lender) if lender else None)
    if as_json:
        shown = {"cost": asdict(counted), "limits": [asdict(one) for one in limits]}
        click.echo(json.dumps(shown | ({"said": asdict(annual)} if annual else {}), ensure_ascii=False, default=str))
        return
    show_cost(counted)
    if annual is not None:
        click.echo("")
        show_annual(annual, as_json=False)
    show_limits(limits, lpr_note(day, pack), day)


def show_cost(counted: Cost) -> None:
    """Print the bar, the two rates, how they were counted and what is missing."""
    for line in (*bars(counted), ""):
        click.echo(line)
    if counted.nominal is None or counted.effective is None:
        click.secho(say("算不出年化。", "No rate can be given."), bold=True)
    else:
        click.secho(
            say(
                f"名义年化 {rate_text(counted.nominal)}(不计复利)   复利年化 {rate_text(counted.effective)}",
                f"Nominal {rate_text(counted.nominal)} (not compounded)   effective {rate_text(counted.effective)}",
            ),
            bold=True,
        )
        click.echo(say(counted.method_zh, counted.method_en))
    if counted.withheld:
        click.echo(
            say(
                f"本金{counted.principal:,.2f}元,放款时少给了{counted.withheld * 100:.2f}%。",
                f"{counted.withheld * 100:.2f}% of the principal ({counted.principal:,.2f}) was kept back.",
            )
        )
    for missing in counted.missing_zh:
        click.echo(f"· {missing}")


def bars(counted: Cost) -> list[str]:
    """Return got and paid as two bars on one scale, what is paid above it in another shade."""
    if counted.received is None or counted.paid is None or counted.charge is None:
        return []
    longest = max(counted.received, counted.paid)
    if longest <= 0:
        return []
    got = round(BAR * counted.received / longest)
    paid = round(BAR * max(counted.paid, Decimal(0)) / longest)
    width = max(len(f"{amount:,.2f}") for amount in (counted.received, counted.paid, counted.charge))
    return [
        f"{say('到手', 'got ')} {counted.received:>{width},.2f} {say('元', '')} {'█' * got}",
        f"{say('要还', 'paid')} {counted.paid:>{width},.2f} {say('元', '')} {'█' * min(got, paid)}{'▒' * max(0, paid - got)}",
        f"{say('多付', 'more')} {counted.charge:>{width},.2f} {say('元', '')}",
    ]


def rate_text(rate: float) -> str:
    """Return a rate as a per cent."""
    return say("超过100,000%", "over 100,000%") if rate > _MOST else f"{rate * 100:,.2f}%"


def show_annual(annual: Annual | None, *, as_json: bool) -> None:
    """Print what an advertised rate comes to."""
    if annual is None:
        return
    if as_json:
        click.echo(json.dumps({"said": asdict(annual)}, ensure_ascii=False))
        return
    wording = "".join(char if char.isprintable() else " " for char in annual.wording[:SHOWN])
    click.echo(say(f"广告说法:{wording}", f"Advertised: {wording}"))
    if annual.low is not None and annual.high is not None:
        ends = [annual.low] if annual.low == annual.high else [annual.low, annual.high]
        simple = " – ".join(rate_text(end.simple) for end in ends)
        compounded = " – ".join(rate_text(end.compounded) for end in ends)
        click.secho(
            say(
                f"折成一年:单利(名义){simple}   复利 {compounded}", f"A year: {simple} nominal, {compounded} compounded"
            ),
            bold=True,
        )
    click.echo(say(annual.how_zh, annual.how_en))


def show_limits(limits: list[Limit], note: str, day: date) -> None:
    """Print the limits with their days; says that nothing is judged here."""
    click.echo("")
    click.secho(say(f"可能有关的界线(按签约日 {day})", f"Limits that may matter (contract of {day})"), bold=True)
    for limit in limits:
        click.echo(f"· {limit.who}:{limit.line}")
        click.echo(f"  → {limit.verdict}")
    click.echo(f"· {note}")
    click.echo(
        say(
            "这里只算数,不下结论。适用哪一条,看放贷的是哪类机构、哪天签的合同;是否违规由主管机关或法院认定。"
            "“司法保护线24%”指起诉时请求调减超出部分;“36%”的旧说法2020年起不再用。",
            "Counted only, not judged: which limit applies depends on the type of lender and the day of the contract.",
        )
    )

"""``ringfence offer``: the numbers of a negotiation about one debt, from what the household carries."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import look_into_case
from ringfence.cli.terms import Yuan
from ringfence.cli.words import say

if TYPE_CHECKING:
    from decimal import Decimal

    from ringfence.schema import Affordable, Offer, Proposal

STEPS = {"opening": ("先报", "opening"), "offer": ("想谈成", "offer"), "reserve": ("底线", "reserve")}


@click.command(
    cls=Verb,
    help=say(
        "算协商时报多少:先报、想谈成、底线,不超过家里的承受力。先用 name budget 登记收支。例如:offer D1 --owed 8000",
        "What could be offered for a debt: opening, offer, reserve, never beyond the budget.",
    ),
)
@click.argument("debt", metavar=say("借款编号", "DEBT"))
@click.option("--owed", type=Yuan(), help=say("对方说还欠多少(默认按登记的还款计划)", "what the lender claims"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def offer(ctx: click.Context, *, debt: str, owed: Decimal | None, as_json: bool) -> None:
    """Count and print."""
    with look_into_case(ctx) as case:
        found, carried = case.offer(debt, owed), case.affordable()
    if as_json:
        click.echo(json.dumps({"affordable": asdict(carried), "offer": asdict(found)}, ensure_ascii=False, default=str))
        return
    show_offer(found, carried)


def show_offer(found: Offer, carried: Affordable) -> None:
    """Print what is carried, both ladders, and what to know first."""
    for line in say("\n".join(carried.reasons_zh), "\n".join(carried.reasons_en)).splitlines():
        click.echo(f"· {line}")
    if found.owed:
        click.secho(say(f"谈的金额:{found.owed:,.2f}元", f"Talked about: {found.owed:,.2f} yuan"), bold=True)
    for title, ladder in (
        (say("分期(按月)", "By the month"), found.instalments),
        (say("一次性结清", "At once"), found.lump),
    ):
        if ladder:
            click.secho(title, bold=True)
        for one in ladder:
            click.echo(f"  {proposal_text(one)}  {say(one.reason_zh, one.reason_en)}")
    for note in (*found.missing_zh, *(found.notes_zh if say.lang == "zh" else found.notes_en)):
        click.echo(f"· {note}")


def proposal_text(one: Proposal) -> str:
    """Return a proposal as words: how much, how often."""
    name = say(*STEPS[one.step.value])
    if one.times == 1:
        return say(f"{name}:{one.last:,.2f}元", f"{name}: {one.last:,.2f} yuan")
    return say(
        f"{name}:每月{one.amount:,.2f}元,{one.times}期(最后一期{one.last:,.2f}元)",
        f"{name}: {one.amount:,.2f} yuan a month, {one.times} times (last {one.last:,.2f})",
    )

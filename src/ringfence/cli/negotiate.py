"""``ringfence negotiate``: what to say when talking about terms, and the letter."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.advice import hint
from ringfence.cli.app import Verb
from ringfence.cli.report import OUT, default_out
from ringfence.cli.session import open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.respond import Talk


@click.command(
    cls=Verb,
    help=say(
        "协商还款:先说付款和承认有什么后果,再给开场的话、方案、条件、不要说什么、第一笔怎么付;默认同时写一封信。"
        "例如:ringfence negotiate D1 --month 800 --months 12",
        "Talking about terms: effect first, then opening, offer, conditions, what not to say; a letter is written too.",
    ),
)
@click.argument("debt", metavar="D1")
@click.option("--month", help=say("每月能还多少元", "yuan a month"))
@click.option("--once", help=say("一次能还多少元", "yuan in one payment"))
@click.option("--months", type=int, help=say("分几期", "for how many months"))
@click.option("--start", default="", help=say("从哪天起,例如 2027年1月10日", "from which day"))
@click.option("--reserve", help=say("最多能给多少元(只给自己看)", "the most you could give; for yourself only"))
@click.option("--first", help=say("第一笔先付多少元", "yuan of the first payment"))
@click.option("--letter/--no-letter", default=True, help=say("写不写信(Word 和 PDF)", "write the letter too"))
@click.option("--out", type=click.Path(file_okay=False), help=OUT)
@click.pass_context
def negotiate(
    ctx: click.Context,
    debt: str,
    *,
    month: str | None,
    once: str | None,
    months: int | None,
    start: str,
    reserve: str | None,
    first: str | None,
    letter: bool,
    out: str | None,
) -> None:
    """Print the texts and write the letter."""
    from ringfence import respond
    from ringfence.case import UnknownNameError

    with open_case(ctx) as case, showing_progress() as progress:
        if debt not in case.state.debts:
            raise UnknownNameError("借款编号", "debt", debt)
        about = case.state.debts[debt]
        talk = respond.negotiation(
            respond.Bargain(
                lender=case.state.parties[about.lender].name,
                mark=about.contract_no or about.product,
                month=_yuan(month, "--month"),
                once=_yuan(once, "--once"),
                months=months,
                reserve=_yuan(reserve, "--reserve"),
                first=_yuan(first, "--first"),
                started=start,
            )
        )
        show(talk)
        if letter:
            folder = Path(out) if out else default_out(ctx)
            written = case.write_paper(
                "negotiation", folder, lender=about.lender, given={"offer": talk.offer}, progress=progress
            )
            for path in written.files:
                click.echo(say(f"已写好:{path}(困难情况请自己填写)", f"Written: {path}"))
    hint("negotiation", most=1)


def show(talk: Talk) -> None:
    """Print the texts in the order they are used."""
    for title, lines in (
        (say("先知道这些", "First"), tuple(map(say, talk.effect))),
        (say("1. 开场(发给官方渠道)", "1. Opening"), (talk.opening,)),
        (say("2. 方案", "2. Offer"), (talk.proposal,)),
        (say("3. 条件", "3. Conditions"), talk.terms),
        (say("4. 对方要得太多时", "4. When they ask too much"), (talk.refuse,)),
        (say("5. 没有回音时", "5. When there is no answer"), (talk.follow_up,)),
        (say("6. 第一笔", "6. First payment"), (talk.first,)),
        (say("不要说", "What not to say"), tuple(map(say, talk.dont))),
        (say("底线", "Reserve"), (say(talk.reserve),) if talk.reserve else ()),
        (say("然后", "Then"), (say(talk.afterwards),)),
    ):
        if lines:
            click.secho(title, bold=True)
            for line in lines:
                click.echo(f"  {line}")


def _yuan(written: str | None, option: str) -> Decimal | None:
    if written is None:
        return None
    try:
        return Decimal(written.replace(",", "").replace("，", "").removesuffix("元"))
    except InvalidOperation as fault:
        raise click.BadParameter(
            say(f"要写数字:{written}", f"a number is needed: {written}"), param_hint=option
        ) from fault

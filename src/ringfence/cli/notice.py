"""``ringfence notice``: short texts for the people who were contacted, and later that it is over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.report import OUT, default_out
from ringfence.cli.session import open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import Case
    from ringfence.schema import Person, Progress


@click.command(
    cls=Verb,
    help=say(
        "给被催收联系过的亲友写通知,复制到微信或短信:他们不欠这笔钱,可以怎么说,怎么把记录交给您。"
        "不写编号就是记录里被联系过的人;家人和朋友会说明是借款,同事、单位、客户一个字也不提借款。",
        "Short notices to the people who were contacted (or chosen): they owe nothing, what to answer, how to hand in records.",
    ),
)
@click.argument("chosen", nargs=-1, metavar=say("[P1…]", "[P1…]"))
@click.option("--closing", is_flag=True, help=say("结束通知:事情真的处理好了再发", "the notice that it is over"))
@click.option(
    "--open/--discreet",
    "about_loan",
    default=None,
    help=say("都说明是借款 / 都不提借款(默认按关系)", "name the loan / not a word of it"),
)
@click.option("--out", type=click.Path(file_okay=False), help=OUT)
@click.pass_context
def notice(
    ctx: click.Context, chosen: tuple[str, ...], *, closing: bool, about_loan: bool | None, out: str | None
) -> None:
    """Print who gets which text; with --out, or by default beside the case, write them."""
    from ringfence import respond
    from ringfence.respond import notice_words

    table = notice_words()
    with open_case(ctx) as case, showing_progress() as progress:
        people = _people(case, chosen, progress)
        made = respond.notices(people, me=case.state.borrower.name, closing=closing, about_loan=about_loan)
        if len(made) < len(people):
            click.echo(table["left_out"]["guarantor"])
        if not people:
            click.echo(table["left_out"]["nobody"])
        if not made:
            return
        folder = Path(out) if out else default_out(ctx)
        files = case.write_document(respond.notice_document(made, closing=closing), folder)
    from ringfence.schema import ROLE_ZH

    for one in made:
        click.secho(f"{one.person} {one.name}({say(ROLE_ZH[one.role])})", bold=True)
        click.echo(one.text)
    for sentence in table["notes"].values():
        click.echo(f"* {sentence}")
    for path in files:
        click.echo(say(f"已写好:{path}", f"Written: {path}"))


def _people(case: Case, chosen: tuple[str, ...], progress: Progress) -> list[Person]:
    """Return those chosen, else those whom the records show to have been contacted.

    Raises:
        UnknownNameError: no such person.
    """
    from ringfence.analyze import measure
    from ringfence.case import UnknownNameError

    known = case.state.people
    for name in chosen:
        if name not in known:
            raise UnknownNameError("人员编号", "person", name)
    if chosen:
        return [known[name] for name in dict.fromkeys(chosen)]
    reached = measure(case.events(progress)).people["person"].to_list()
    return [known[name] for name in reached if name in known]

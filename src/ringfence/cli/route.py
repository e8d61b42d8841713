"""``ringfence route``: which office is competent, in which order, with what to bring, and by when it has to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import look_into_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.schema import Dossier, RouteStep


@click.command(
    cls=Verb,
    help=say("该向谁投诉:先后顺序、带什么材料、多久应该答复。", "Where to complain: order, materials, deadlines."),
)
@click.argument("lender", required=False, metavar=say("[机构编号]", "[LENDER]"))
@click.pass_context
def route(ctx: click.Context, lender: str | None) -> None:
    """Print the way for each lender."""
    from ringfence.case import UnknownNameError

    with look_into_case(ctx) as case, showing_progress() as progress:
        dossier, _ = case.dossier(progress=progress)
    if lender is not None and dossier.matter.party(lender) is None:
        raise UnknownNameError("机构编号", "party", lender)
    for way in dossier.routes:
        if lender in {None, way.lender}:
            _head(dossier, way.lender, say(way.note_zh))
            for step in way.steps:
                _step(step, dossier)
    click.echo(
        say(
            "同一序号的可以同时进行。几处同时反映时,日期、次数、金额和诉求要写得一样;已经有答复的写明答复。",
            "Steps of one number may be taken together; say the same dates, counts, amounts and demands everywhere.",
        )
    )


def _head(dossier: Dossier, lender: str | None, note: str) -> None:
    from ringfence.schema import PARTY_TYPE_ZH

    party = dossier.matter.party(lender)
    name = f"{party.name}({say(PARTY_TYPE_ZH[party.type])})" if party else say("还没有认出来的一方", "not yet named")
    click.secho(name, bold=True)
    if note:
        click.echo(f"  {note}")


def _step(step: RouteStep, dossier: Dossier) -> None:
    office = step.channel
    titles = {finding.id: say(finding.title_zh, finding.title_en) for finding in dossier.findings}
    click.echo(f"{step.order}. {say(office.name)}")
    rows = (
        (say("为什么", "why"), say(step.why_zh)),
        (say("怎么联系", "contact"), say(office.contact)),
        (say("不管什么", "not for"), office.not_for),
        (say("带什么", "bring"), "、".join(office.materials)),
        (say("多久答复", "answer"), office.deadline),
        (say("反映什么", "about"), "、".join(titles[one] for one in step.findings if one in titles)),
    )
    for label, text in rows:
        if text and text != "—":
            click.echo(f"   {label}:{text}")

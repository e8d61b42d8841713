"""``ringfence correct``: the user decides."""

from __future__ import annotations

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import open_case
from ringfence.cli.words import say

CLASSES = [
    "personal",
    "notice",
    "marketing",
    "reminder",
    "collection_self",
    "collection_third",
    "threat",
    "impersonation",
    "fraud",
    "unsure",
]


@click.command(
    cls=Verb,
    help=say(
        "改正一条信息的类别;同一号码发来的同样内容也一起改。改动可用 ringfence undo 撤销。",
        "Correct a class; the same text from the same number follows. Undo with `ringfence undo`.",
    ),
)
@click.argument("event", metavar=say("事件编号", "EVENT"))
@click.argument("label", type=click.Choice(CLASSES), metavar=say("类别", "CLASS"))
@click.option("--flag", "flags", multiple=True, help=say("标记(可多次),不写则保留原有标记", "flags"))
@click.option("--no-flags", is_flag=True, help=say("去掉全部标记", "remove all flags"))
@click.pass_context
def correct(ctx: click.Context, event: str, label: str, flags: tuple[str, ...], *, no_flags: bool) -> None:
    """Write the correction into the log."""
    from ringfence.schema import Flag, Label

    known = {flag.value for flag in Flag}
    for flag in flags:
        if flag not in known:
            raise click.BadParameter(say(f"没有这个标记:{flag}", f"no such flag: {flag}"))
    with open_case(ctx) as case:
        case.correct(event, Label(label), () if no_flags else (flags or None))
    click.echo(say("已改正并记住。", "Corrected and remembered."))

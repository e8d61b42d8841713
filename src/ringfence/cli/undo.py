"""``ringfence undo``: take back an entry; nothing is erased."""

from __future__ import annotations

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import open_case
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say("撤销上一步(或指定的一条记录)。原记录仍保留,撤销也可以再撤销。", "Undo the last entry, or the one given."),
)
@click.argument("entry", type=int, required=False, metavar=say("[记录号]", "[ENTRY]"))
@click.option("--list", "listing", is_flag=True, help=say("列出最近的记录", "list the last entries"))
@click.pass_context
def undo(ctx: click.Context, entry: int | None, *, listing: bool) -> None:
    """Undo, or list what can be undone."""
    with open_case(ctx, read_only=listing) as case:
        if listing:
            for seq, kind in list(case.state.active.items())[-20:]:
                click.echo(f"{seq:>6}  {kind}")
            return
        case.undo(entry)
    click.echo(say("已撤销。", "Undone."))

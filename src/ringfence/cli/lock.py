"""``ringfence lock``: forget the unlocked identity."""

from __future__ import annotations

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import case_folder
from ringfence.cli.words import say


@click.command(cls=Verb, help=say("锁上案件:下次要重新输入口令。", "Forget the unlocked passphrase."))
@click.pass_context
def lock(ctx: click.Context) -> None:
    """Forget."""
    from ringfence.vault import forget, read_marker

    forget(read_marker(case_folder(ctx)).case_id)
    click.echo(say("已锁上。", "Locked."))

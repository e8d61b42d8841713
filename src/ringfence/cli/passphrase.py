"""``ringfence passphrase``: another passphrase for the same case."""

from __future__ import annotations

import os

import click

from ringfence.cli.app import Verb
from ringfence.cli.init import ask_passphrase
from ringfence.cli.session import case_folder, open_case
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say(
        "更换口令。旧口令从此打不开这个文件夹;以前拷出去的备份仍用旧口令。恢复码不变。",
        "Change the passphrase. Copies made before still open with the old one. The recovery key stays.",
    ),
)
@click.pass_context
def passphrase(ctx: click.Context) -> None:
    """Open with what is known, then ask for the new passphrase twice."""
    from ringfence.case import Case
    from ringfence.vault import read_marker, recall

    folder = case_folder(ctx)
    if recall(read_marker(folder).case_id) is not None and "RINGFENCE_PASSPHRASE" not in os.environ:
        # Whoever finds the case unlocked must not be able to lock its owner out.
        old: str = click.prompt(say("现在的口令", "Present passphrase"), hide_input=True, err=True)
        opened = Case.open(folder, passphrase=old)
    else:
        opened = open_case(ctx)
    with opened as case:
        case.vault.change_passphrase(os.environ.get("RINGFENCE_NEW_PASSPHRASE") or ask_passphrase())
    click.echo(say("口令已更换。", "The passphrase was changed."))

"""``ringfence reader``: who else may read the case, with an age key of their own."""

from __future__ import annotations

import click

from ringfence.cli.app import Branch
from ringfence.cli.session import open_case
from ringfence.cli.words import say


@click.group(
    cls=Branch,
    help=say("让律师等人用自己的 age 密钥查看案件(只能看,不能写),也可以收回。", "Who else may read the case."),
)
def reader() -> None:
    """Group the verbs."""


@reader.command(
    help=say(
        "让这把公钥的主人查看:reader add age1… --name 王律师。对方设 RINGFENCE_KEY=密钥文件 后即可打开拷给他的案件。",
        "let the owner of this age key read; they set RINGFENCE_KEY to their key file",
    )
)
@click.argument("recipient", metavar="age1…")
@click.option("--name", default="", help=say("是谁", "who"))
@click.pass_context
def add(ctx: click.Context, recipient: str, *, name: str) -> None:
    """Add one reader."""
    with open_case(ctx) as case:
        made = case.vault.add_reader(recipient, name)
        fingerprint = case.vault.fingerprint()
    click.echo(say(f"已加入:{made.id} {made.name}", f"Added: {made.id} {made.name}"))
    click.echo(say(f"请告诉对方密钥指纹:{fingerprint}", f"Tell them the key's fingerprint: {fingerprint}"))


@reader.command(
    help=say(
        "收回:以后的原件不再给他;已经拷走的收不回来。", "take it away for the future; what they copied stays theirs"
    )
)
@click.argument("reader_id", metavar=say("编号", "ID"))
@click.pass_context
def remove(ctx: click.Context, reader_id: str) -> None:
    """Remove one reader."""
    with open_case(ctx) as case:
        case.vault.remove_reader(reader_id)
    click.echo(say("已收回。", "Removed."))


@reader.command(name="list", help=say("列出谁可以查看", "list them"))
@click.pass_context
def show(ctx: click.Context) -> None:
    """List the readers."""
    with open_case(ctx, read_only=True) as case:
        for one in case.vault.readers():
            click.echo(f"{one.id}\t{one.name}\t{one.recipient}")

"""``ringfence init``: make a case."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import MINUTES, case_folder
from ringfence.cli.words import say

SHORTEST = 8


@click.command(cls=Verb, help=say("新建一个案件。口令请自己记牢;恢复码请抄在纸上,和电脑分开放。", "Make a new case."))
@click.argument("folder", required=False, metavar=say("[文件夹]", "[FOLDER]"))
@click.option("--title", default="", help=say("案件名称,例如“张某与某网贷”", "title of the case"))
@click.pass_context
def init(ctx: click.Context, folder: str | None, title: str) -> None:
    """Ask for a passphrase twice, make the vault, show the recovery key once."""
    from ringfence.case import Case
    from ringfence.vault import remember

    where = Path(folder).expanduser() if folder else case_folder(ctx)
    passphrase = os.environ.get("RINGFENCE_PASSPHRASE") or ask_passphrase()
    click.echo(say("正在生成密钥(需要几秒)…", "Making keys (a few seconds)…"), err=True)
    case, recovery = Case.create(where, passphrase, name=title or where.resolve().name)
    with case:
        remember(case.vault.case_id, case.vault.identity, minutes=MINUTES)
    click.echo(say(f"案件已建好:{where}", f"Case made: {where}"))
    click.echo(say("恢复码(只显示这一次,请抄在纸上):", "Recovery key (shown only now; write it on paper):"))
    click.secho(f"\n    {recovery}\n", bold=True)
    click.echo(
        say(
            "忘了口令时用它打开案件。口令和恢复码都丢失,谁也打不开,包括我们。",
            "It opens the case when the passphrase is forgotten. Without both nobody can open it, not even we.",
        )
    )
    command = f"ringfence --case {shlex.quote(str(where))} add"
    click.echo(
        say(f"下一步:{command} 短信备份.xml 通话记录.xml 通讯录.vcf", f"Next: {command} sms.xml calls.xml contacts.vcf")
    )


def ask_passphrase() -> str:
    """Ask twice, hidden; a short one is asked again."""
    while True:
        first: str = click.prompt(say(f"设一个口令(至少 {SHORTEST} 个字符)", "Passphrase"), hide_input=True, err=True)
        if len(first) < SHORTEST:
            click.echo(say("太短了,请换一个。", "Too short."), err=True)
            continue
        if click.prompt(say("再输入一次", "Again"), hide_input=True, err=True) == first:
            return first
        click.echo(say("两次不一样,请重来。", "The two differ; once more."), err=True)

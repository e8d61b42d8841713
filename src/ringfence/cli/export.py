"""``ringfence export``: give chosen originals to an authority, with everything that proves them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import USAGE, Verb
from ringfence.cli.report import default_out
from ringfence.cli.session import look_into_case, open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.vault import Exported


@click.command(
    cls=Verb,
    help=say(
        "把选定的证据原件导出给法院、公安或监管:带清单、摘要、签名和证明,对方不装任何软件就能核对。"
        "例如:export S1 S3 --for 某某区人民法院。不写编号时只列出有哪些。",
        "Export chosen originals for an authority, with list, digests, signature and proofs. Without ids: list them.",
    ),
)
@click.argument("only", nargs=-1, metavar=say("[编号…]", "[IDS…]"))
@click.option("--all", "everything", is_flag=True, help=say("全部证据", "all of them"))
@click.option("--for", "receiver", default="", help=say("交给谁(写进清单和日志)", "to whom"))
@click.option(
    "--to", "recipients", multiple=True, metavar="age1…", help=say("加密给这把 age 公钥(可多次)", "encrypt to")
)
@click.option("--out", type=click.Path(), help=say("写到哪里(必须还不存在)", "where; must not exist yet"))
@click.pass_context
def export(
    ctx: click.Context,
    only: tuple[str, ...],
    *,
    everything: bool,
    receiver: str,
    recipients: tuple[str, ...],
    out: str | None,
) -> int:
    """Write the export and say how it can be checked."""
    from ringfence.case import kind_said

    if not only and not everything:
        with look_into_case(ctx) as case:
            for source in case.state.sources.values():
                click.echo(f"{source.id}\t{source.name}\t{say(kind_said(source))}\t{source.size}")
        click.echo(say("请写出要交的编号,或加 --all。", "Name the ids to give, or add --all."), err=True)
        return USAGE
    target = Path(out) if out else _free(default_out(ctx), ".tar.age" if recipients else "")
    with open_case(ctx) as case, showing_progress() as progress:
        made = case.export(target, only=only, receiver=receiver, recipients=recipients, progress=progress)
    _tell(made, encrypted=bool(recipients))
    return 0


def _free(folder: Path, ending: str) -> Path:
    """Return a name in ``folder`` that is not taken."""
    day = date.today().isoformat()  # noqa: DTZ011 -- the user's own calendar day is meant
    number = 1
    while (
        target := folder / f"{say('证据导出', 'export')}-{day}{f'-{number}' if number > 1 else ''}{ending}"
    ).exists():
        number += 1
    return target


def _tell(made: Exported, *, encrypted: bool) -> None:
    click.echo(say(f"已导出:{made.path}", f"Exported: {made.path}"))
    click.echo(say(f"{len(made.files)} 件,共 {made.bytes} 字节。", f"{len(made.files)} originals, {made.bytes} bytes."))
    if encrypted:
        click.echo(say("已加密,对方用 age -d -i 密钥文件 打开。", "Encrypted; opens with `age -d -i KEYFILE`."))
    else:
        click.secho(
            say(
                "注意:这是未加密、未遮盖的原件,里面可能有亲友的信息,只交给该交的人。",
                "These are the originals in clear, unmasked: give them only to whom they are meant for.",
            ),
            fg="yellow",
        )
    click.echo(
        say(
            f"请把下面两行用别的办法(纸、电话、律师)也告诉对方:\n存证码:{made.head}\n密钥指纹:{made.fingerprint}",
            f"Tell the receiver these two lines by another way:\nhead: {made.head}\nkey fingerprint: {made.fingerprint}",
        )
    )

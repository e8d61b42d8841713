"""``ringfence verify``: has anything been changed, removed or cut off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import DAMAGED, Verb
from ringfence.cli.session import case_folder, open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.vault import Anchor


@click.command(
    cls=Verb,
    help=say(
        "检查案件里的每一条记录和每一份原件有没有被改动、删除或截断。发现问题时退出码为 3。",
        "Check every entry and original. Exit code 3 when something is wrong.",
    ),
)
@click.option("--anchor", help=say("以前抄下的“存证码”(条数-64 位字符),用来发现整体回退", "a tree head noted earlier"))
@click.option(
    "--without-passphrase", is_flag=True, help=say("不输口令,只查结构和密文", "check structure and ciphertext only")
)
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def verify(ctx: click.Context, anchor: str | None, *, without_passphrase: bool, as_json: bool) -> int:
    """Verify and print what is damaged."""
    from ringfence.vault import verify as check

    folder = case_folder(ctx)
    held = read_anchor(anchor) if anchor else None
    if without_passphrase:
        with showing_progress() as progress:
            report = check(folder, anchor=held, progress=progress)
    else:
        with open_case(ctx, read_only=True) as case, showing_progress() as progress:
            report = check(folder, vault=case.vault, anchor=held, progress=progress)
    if as_json:
        told = {
            "ok": report.ok,
            "entries": report.entries,
            "blobs": report.blobs,
            "bytes": report.bytes,
            "head": report.head.code if report.head else None,
            "problems": [{"place": one.place, "zh": one.zh, "en": one.en} for one in report.problems],
            "remarks": [{"place": one.place, "zh": one.zh, "en": one.en} for one in report.remarks],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in report.problems:
            click.secho(f"✗ {one.place}: {say(one.zh, one.en)}", fg="red")
        for one in report.remarks:
            click.echo(f"· {one.place}: {say(one.zh, one.en)}")
        if report.ok:
            click.secho(say("✓ 没有发现任何改动。", "✓ Nothing was changed."), fg="green")
        click.echo(
            say(
                f"记录 {report.entries} 条,原件 {report.blobs} 份。",
                f"{report.entries} entries, {report.blobs} originals.",
            )
        )
        if report.head is not None:
            click.echo(
                say(
                    f"存证码(抄下来或发给律师,以后可证明现在已有这些内容):\n{report.head.code}",
                    f"Tree head (note it down or give it to a lawyer): {report.head.code}",
                )
            )
    return 0 if report.ok else DAMAGED


def read_anchor(text: str) -> Anchor:
    """Read a tree head noted earlier; explain its form when it is none."""
    from ringfence.vault import parse_anchor

    held = parse_anchor(text)
    if held is None:
        raise click.BadParameter(
            say("存证码要写成“条数-64位字符”,例如 12-ab34…", "a tree head is written as size-root, e.g. 12-ab34…")
        )
    return held

"""``ringfence redact``: a masked copy to share, with a preview; the original is never touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import case_folder, look_into_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.respond import Box, MaskedFile


@click.command(
    cls=Verb,
    help=say(
        "写一份可以分享的副本:电话、证件号、银行卡、住址、通讯录里的姓名都遮住;原件不动。在案件里运行会用案件的通讯录。",
        "Write a copy to share with phones, ids, cards, addresses and names masked; the original is never touched.",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False), metavar=say("文件", "FILE"))
@click.option(
    "--out", type=click.Path(file_okay=False, exists=True), help=say("写到哪个文件夹(默认原件旁边)", "where to")
)
@click.option("--name", "names", multiple=True, help=say("还要遮住的姓名(可多次)", "a name to mask (repeatable)"))
@click.option(
    "--keep", "keep", multiple=True, help=say("保留的号码,如催收来电(可多次)", "a number to leave (repeatable)")
)
@click.option(
    "--box", "boxes", multiple=True, help=say("图片里要遮的区域:左,上,宽,高(可多次)", "x,y,width,height to paint")
)
@click.option("--preview", is_flag=True, help=say("只看会遮住什么,不写文件", "show only, write nothing"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def redact(
    ctx: click.Context,
    file: str,
    *,
    out: str | None,
    names: tuple[str, ...],
    keep: tuple[str, ...],
    boxes: tuple[str, ...],
    preview: bool,
    as_json: bool,
) -> None:
    """Mask, show, write."""
    from ringfence.respond import Redactor, mask_file, write_masked
    from ringfence.schema import parse_phone

    path = Path(file)
    redactor = Redactor(
        names=(*names, *case_names(ctx)), keep=frozenset(key for one in keep if (key := parse_phone(one).key))
    )
    masked = mask_file(path, redactor, [box(written) for written in boxes])
    written = None if preview else write_masked(masked, Path(out) if out else path.parent)
    if as_json:
        shown = [{"place": one.place, "kind": one.kind, "label": one.label, "why": one.why} for one in masked.shown]
        told = {"file": str(written) if written else None, "masked": shown, "warnings": list(masked.warnings_zh)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    show(masked)
    if written:
        click.echo(
            say(f"副本:{written}\n原件没有改动。分享前请打开副本看一遍。", f"Copy: {written}. Look through it first.")
        )


def case_names(ctx: click.Context) -> list[str]:
    """Return the names of the case's address book and persons; none outside of a case."""
    if not (case_folder(ctx) / "ringfence-vault.json").exists() and ctx.find_root().obj is None:
        return []
    with look_into_case(ctx) as case:
        return [*case.analysis().book.values(), *(person.name for person in case.state.people.values())]


def box(written: str) -> Box:
    """Read ``left,top,width,height``."""
    from ringfence.respond import Box

    try:
        x, y, width, height = (int(part) for part in written.replace("，", ",").split(","))
    except ValueError:
        raise click.BadParameter(
            say(f"区域要写成 左,上,宽,高:{written}", f"write x,y,width,height: {written}")
        ) from None
    return Box(x, y, width, height)


def show(masked: MaskedFile) -> None:
    """Print what was masked, in its surroundings: on the user's own screen only."""
    for one in masked.shown:
        line = f"{one.before}{click.style(one.secret, fg='red', strikethrough=True)}{one.after}".replace("\n", "⏎")
        click.echo(f"{one.place}  {line}  → {one.label or '█'}  ({one.why})".replace("\r", ""))
    click.echo(say(f"共遮住 {len(masked.shown)} 处。", f"{len(masked.shown)} places masked."))
    for warning in masked.warnings_zh:
        click.echo(f"! {warning}")

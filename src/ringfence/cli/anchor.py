"""``ringfence anchor``: the head to give to somebody outside, and the note of who has it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import Case


@click.command(
    cls=Verb,
    help=say(
        "给出“存证码”:一行文字和二维码,可打印、发短信给律师或公证处。对方留着它,以后谁也不能悄悄改动或退回记录。"
        "交出去之后用 --given-to 记下来。",
        "Show the head of the log as text and QR code to give to somebody; --given-to notes who has it.",
    ),
)
@click.option("--page", type=click.Path(dir_okay=False), help=say("写一张可打印的网页", "write a page to print"))
@click.option("--given-to", "receiver", default="", help=say("记下:已交给谁", "note who was given it"))
@click.option("--how", default="", help=say("怎么交的(纸、短信、邮件…)", "how"))
@click.option("--list", "listing", is_flag=True, help=say("列出交出过的存证码", "list those given"))
@click.pass_context
def anchor(ctx: click.Context, *, page: str | None, receiver: str, how: str, listing: bool) -> None:
    """Show the head, write the page, or note who has it."""
    with open_case(ctx, read_only=not receiver) as case:
        if listing:
            _list(case)
            return
        _show(case, page, receiver)
        if receiver:
            case.vault.note_anchor(receiver, how)
            click.echo(say(f"已记入日志:交给 {receiver}。", f"Noted: given to {receiver}."))


def _show(case: Case, page: str | None, receiver: str) -> None:
    from ringfence.vault import anchor_page, anchor_qr, anchor_text

    head, fingerprint = case.vault.head(), case.vault.fingerprint()
    text = anchor_text(head, fingerprint)
    click.echo(text)
    click.echo(anchor_qr(text))
    if page:
        when = f"{datetime.now(UTC).astimezone(ZoneInfo(case.state.zone)):%Y-%m-%d %H:%M %z}"
        Path(page).write_bytes(anchor_page(case.state.name, head, fingerprint, when, receiver))
        click.echo(say(f"已写好:{page}(用浏览器打开后打印)", f"Written: {page}"))


def _list(case: Case) -> None:
    for one in case.vault.anchors():
        when = datetime.fromtimestamp(one.written_micros / 1_000_000, ZoneInfo(case.state.zone))
        click.echo(f"{when:%Y-%m-%d %H:%M}\t{one.to}\t{one.how}\t{one.code}")

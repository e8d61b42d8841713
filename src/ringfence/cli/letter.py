"""``ringfence letter``: complaint letters, police summary, exhibit list."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.advice import hint
from ringfence.cli.app import Verb
from ringfence.cli.report import OUT, default_out
from ringfence.cli.session import look_into_case, open_case, showing_progress
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say("生成投诉信、报案材料和证据清单(Word 可改,PDF 可印)。", "Write the letters as Word and PDF."),
)
@click.argument("only", nargs=-1, metavar=say("[文书…]", "[LETTERS…]"))
@click.option("--out", type=click.Path(file_okay=False), help=OUT)
@click.option("--list", "listing", is_flag=True, help=say("只列出可以生成哪些", "only list them"))
@click.option("--unmasked", is_flag=True, help=say("不遮盖亲友的号码和姓名", "do not mask third parties"))
@click.pass_context
def letter(ctx: click.Context, only: tuple[str, ...], out: str | None, *, listing: bool, unmasked: bool) -> None:
    """Write the chosen letters, all by default."""
    if listing:
        with look_into_case(ctx) as case, showing_progress() as progress:
            _, documents = case.dossier(masked=not unmasked, progress=progress)
        for document in documents:
            click.echo(f"{document.stem}\t{document.title} → {document.recipient}")
        return
    from ringfence.schema import DocumentKind

    folder = Path(out) if out else default_out(ctx)
    with open_case(ctx) as case, showing_progress() as progress:
        written = case.write_letters(folder, only=only, masked=not unmasked, progress=progress)
    for path in written.files:
        click.echo(say(f"已写好:{path}", f"Written: {path}"))
    if not written.files:
        click.echo(say("目前没有需要寄出的材料。", "There is nothing to send at present."))
    elif any(document.kind is DocumentKind.POLICE_SUMMARY for document in written.documents):
        hint("police", most=1)
    else:
        hint("complaint", most=1)

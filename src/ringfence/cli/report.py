"""``ringfence report``: the case report as a page and a PDF."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import case_folder, open_case, showing_progress
from ringfence.cli.words import say

OUT = say(
    "写到哪个文件夹(默认案件旁边的“…-材料”;写出的文件不加密,请自己保管好)", "output folder (files are not encrypted)"
)


def default_out(ctx: click.Context) -> Path:
    """Return the folder beside the case for what is written; never inside it."""
    folder = case_folder(ctx).resolve()
    return folder.with_name(f"{folder.name}-材料")


@click.command(cls=Verb, help=say("生成案情报告:report.html(网页)和 report.pdf。", "Write report.html and report.pdf."))
@click.option("--out", type=click.Path(file_okay=False), help=OUT)
@click.option("--unmasked", is_flag=True, help=say("不遮盖亲友的号码和姓名", "do not mask third parties"))
@click.pass_context
def report(ctx: click.Context, out: str | None, *, unmasked: bool) -> None:
    """Write the report and say where."""
    folder = Path(out) if out else default_out(ctx)
    with open_case(ctx) as case, showing_progress() as progress:
        written = case.write_report(folder, masked=not unmasked, lang=say.lang, progress=progress)
    for path in written.files:
        click.echo(say(f"已写好:{path}", f"Written: {path}"))

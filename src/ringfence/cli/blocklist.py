"""``ringfence blocklist``: numbers to block, in the forms that phones and blocking apps read."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.app import Verb
from ringfence.cli.report import OUT, default_out
from ringfence.cli.session import look_into_case, showing_progress
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say(
        "导出归到催收机构名下的号码:表格、vCard、几种拦截应用的格式、短信关键词。先留证据再屏蔽;机构官方号码、官方机关、"
        "通讯录里的人不会被放进去。",
        "Numbers attributed to collectors as CSV, vCard, lists of blocking apps, and words. Keep the records first.",
    ),
)
@click.option("--out", type=click.Path(file_okay=False), help=OUT)
@click.pass_context
def blocklist(ctx: click.Context, out: str | None) -> None:
    """Write the files and say what was left out and why."""
    from ringfence import law, respond
    from ringfence.analyze import measure
    from ringfence.respond import block_words
    from ringfence.schema import display_phone

    offices = {number for office in law.load_pack("cn").officials for number in office.numbers}
    with look_into_case(ctx) as case, showing_progress() as progress:
        found = respond.block_list(measure(case.events(progress)).numbers, case.matter(), offices)
        zone = case.state.zone
    table = block_words()
    for warning in table["warnings"]:
        click.secho(f"! {warning}", fg="yellow")
    if found.numbers:
        folder = (Path(out) if out else default_out(ctx)) / "屏蔽名单"
        for path in respond.write_block_list(found, folder, zone):
            click.echo(say(f"已写好:{path}", f"Written: {path}"))
    click.echo(say(f"共 {len(found.numbers)} 个号码。", f"{len(found.numbers)} numbers."))
    for key, reason in found.left_out:
        click.echo(f"- {display_phone(key)}:{table['left_out'][reason]}")

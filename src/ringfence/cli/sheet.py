"""``ringfence sheet``: pages to print that need no case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ringfence.cli.app import Verb
from ringfence.cli.words import say

NAMES = ["calls", "contact", "family-loan"]


@click.command(
    cls=Verb,
    help=say(
        "打印页:calls 接到催收电话怎么说(本人);contact 亲友接到电话怎么说;family-loan 家庭借款协议(空白待填)。"
        "加 --out 写成 Word 和 PDF。",
        "Pages to print: calls (borrower), contact (somebody who was rung), family-loan. --out writes Word and PDF.",
    ),
)
@click.argument("name", type=click.Choice(NAMES), metavar=say("[calls|contact|family-loan]", "PAGE"))
@click.option("--out", type=click.Path(file_okay=False), help=say("写到哪个文件夹", "output folder"))
def sheet(name: str, out: str | None) -> None:
    """Print the page, or write it."""
    from ringfence import law, respond

    day = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    document = respond.sheet_document(name, law.cite(law.load_pack("cn"), respond.sheet_facts(name), day))
    if out:
        for path in respond.write_document(document, Path(out)):
            click.echo(say(f"已写好:{path}", f"Written: {path}"))
        return
    from ringfence.schema import Blank, Bullets, Heading, Paragraph

    for block in document.blocks:
        match block:
            case Heading():
                click.secho(block.text, bold=True)
            case Paragraph():
                click.echo(block.text)
            case Bullets():
                for item in block.items:
                    click.echo(f"  - {item}")
            case Blank():
                click.echo(f"  {block.label}:________")
            case _:
                pass

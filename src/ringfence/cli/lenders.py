"""``ringfence lenders``: which licensed lender a name belongs to, and whom a message names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.law import ListedLender, Pack


@click.command(
    cls=Verb,
    help=say(
        "查放款机构的全称、类型和在哪里核对;也可以用 --message 看一条信息提到了谁、真的单位从不做什么。",
        "Look up a lender; with --message, whom a message names and what the real office never does.",
    ),
)
@click.argument("name", required=False, metavar=say("[名称]", "[NAME]"))
@click.option("--message", default="", help=say("信息原文", "text of a message"))
@click.option("--number", default="", help=say("显示的号码", "the number it showed"))
def lenders(name: str | None, *, message: str, number: str) -> None:
    """Print the lenders found, or what a message gives away."""
    from ringfence import law
    from ringfence.schema import english

    pack = law.load_pack("cn")
    if message or number:
        told = law.identify(message, number, pack)
        for sentence in map(say, told.said_zh):
            click.echo(sentence)
        for office in told.officials:
            click.echo(
                say(
                    f"真的{office.name}:{''.join(office.never_zh)}",
                    f"{english(office.name)}: {' '.join(map(english, office.never_zh))}",
                )
            )
        if not told.said_zh:
            click.echo(
                say(
                    "没有提到名录里的机构或官方单位;这不说明它是真是假。",
                    "It names nobody we list; that proves nothing.",
                )
            )
        return
    found = law.find_lenders(name, pack) if name else tuple(pack.lenders.values())
    for lender in found:
        _show(lender, full=bool(name))
    if not found:
        click.echo(
            say(
                "名录里没有这个名字。没有不等于违法:请看合同里的“贷款人”,银行和消费金融公司到金融监管总局的金融许可证信息里查,"
                "小额贷款公司到当地金融管理局的名单里查。",
                "Not listed. That does not make it unlawful: look at the lender named in the contract, then at the registers.",
            )
        )
    _foot(pack)


def _show(lender: ListedLender, *, full: bool) -> None:
    from ringfence.schema import PARTY_TYPE_ZH

    kind = PARTY_TYPE_ZH[lender.type]
    click.echo(say(f"{lender.name}({kind})", f"{lender.name} ({kind.en})"))
    if full:
        click.echo(say(f"  常见叫法:{'、'.join(lender.short_names)}", f"  known as: {', '.join(lender.short_names)}"))
        if lender.licence:
            click.echo(say(f"  金融许可证机构编码:{lender.licence}", f"  licence: {lender.licence}"))
        click.echo(say(f"  在哪里核对:{lender.register}", f"  register: {lender.register}"))
        click.echo(
            say(f"  来源:{lender.source};截至{lender.as_of.isoformat()}", f"  source: {lender.source}; {lender.as_of}")
        )
        if lender.note_zh:
            click.echo(f"  {lender.note_zh}")


def _foot(pack: Pack) -> None:
    click.echo(
        say(
            f"名录有{len(pack.lenders)}家,只是线索;谁是放款人以合同为准。名录里不写电话:请用合同或官方App里的电话。",
            f"{len(pack.lenders)} listed; a hint only, the contract says who lends. No telephone numbers are kept.",
        )
    )

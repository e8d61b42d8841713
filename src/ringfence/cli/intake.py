"""``ringfence intake``: a page for others to hand in material, and what they send back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.add import add_one, explain, show
from ringfence.cli.app import FAULT, Verb
from ringfence.cli.report import default_out
from ringfence.cli.session import open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import Case
    from ringfence.ingest import Source


@click.command(
    cls=Verb,
    help=say(
        "不写文件:生成一张递交页(intake.html),发给亲友;他们选文件或写下经过,在自己设备上加密,只有您能打开,他们看不到案件。"
        "写上收到的 .age 文件:收进案件。",
        "Without files: write a page that others fill in and that encrypts to the case. With .age files: take them in.",
    ),
)
@click.argument("files", nargs=-1, metavar=say("[收到的.age…]", "[RECEIVED.age…]"))
@click.option("--owner", default="debtor", help=say("谁的手机或详单:默认本人,也可写亲友编号如 P1", "whose: P1 …"))
@click.option("--out", type=click.Path(dir_okay=False), help=say("递交页写到哪里", "where to write the page"))
@click.option("--yes", is_flag=True, help=say("接受建议的列对应", "accept the proposed mapping"))
@click.pass_context
def intake(ctx: click.Context, files: tuple[str, ...], *, owner: str, out: str | None, yes: bool) -> int:
    """Write the page, or take in what came back; one that fails never stops the rest."""
    if not files:
        with open_case(ctx, read_only=True) as case:
            _write_page(case, Path(out) if out else default_out(ctx) / "intake.html")
        return 0
    from ringfence.schema import RingfenceError

    failed = False
    with open_case(ctx) as case:
        for name in files:
            path = Path(name).expanduser()
            try:
                show(add_one(case, _source(case, path), owner, None, accept=yes))
            except RingfenceError as fault:
                explain(path, fault, quiet=False)
                failed = True
    return FAULT if failed else 0


def _write_page(case: Case, path: Path) -> None:
    from ringfence.ingest import statement_form
    from ringfence.vault import intake_page

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(intake_page(case.vault.recipient(), statement_form(say.lang)))
    click.echo(say(f"已写好:{path}(发给亲友,用浏览器打开)", f"Written: {path}"))
    click.echo(say(f"会用 age 的也可以:age -r {case.vault.recipient()}", f"Or: age -r {case.vault.recipient()}"))


def _source(case: Case, path: Path) -> Source:
    from ringfence.ingest import Source

    with case.vault.open_packet(path) as stream:
        size = stream.seek(0, 2)
    return Source(path.name.removesuffix(".age"), size, lambda: case.vault.open_packet(path))

"""``ringfence audit show`` and ``again``: apps whose packages were added to a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import FAULT, Verb, complain
from ringfence.cli.session import look_into_case, open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import LookedAt


@click.command(
    cls=Verb,
    help=say(
        "看案件里 App 的检查报告;写上编号看一个,例如:ringfence audit show APP1",
        "The reports of apps in this case; give an id to see one: ringfence audit show APP1",
    ),
)
@click.argument("app", required=False, metavar=say("[编号]", "[ID]"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.option("--details", is_flag=True, help=say("连同代码位置和数字", "with places in the code and figures"))
@click.option("--html", "page", type=click.Path(dir_okay=False), help=say("写成一个网页", "write one page"))
@click.pass_context
def show(ctx: click.Context, app: str | None, *, as_json: bool, details: bool, page: str | None) -> None:
    """Show one report, or a line for each."""
    from ringfence import audit
    from ringfence.cli.audit_apk import print_audit, safe

    with look_into_case(ctx) as case:
        kept = (case.audited(app),) if app else case.audited_apps()
        names = {one.id: one.name or one.package for one in case.state.apps.values()}
    if not kept:
        click.echo(
            say("案件里还没有检查过的安装包。加入:ringfence add 文件.apk", "No package yet: ringfence add FILE.apk")
        )
        return
    single = len(kept) == 1
    if page:
        if not single:
            raise click.UsageError(say("请写明看哪一个,例如 APP1", "say which one, such as APP1"))
        from ringfence.respond import web_font

        Path(page).write_text(audit.audit_page(kept[0].audit, say.lang, typeface=web_font), encoding="utf-8")
        click.echo(say(f"已写好:{page}", f"Written: {page}"), err=True)
    for one in kept:
        if as_json:
            click.echo(audit.to_json(one.audit, indent=2 if single else None))
        elif app or single:
            print_audit(one.audit, details=details)
        else:
            sentence = audit.verdict_sentences(one.audit, say.lang)[0]
            click.echo(
                f"{one.id} {safe(names.get(one.id, ''))} {safe(one.audit.version_name)}({one.source}): {sentence}"
            )


@click.command(
    cls=Verb,
    help=say(
        "用现在的版本把案件里的安装包再检查一次。",
        "Look at the packages of this case once more, with today's analysis.",
    ),
)
@click.argument("source", required=False, metavar=say("[证据编号]", "[SOURCE]"))
@click.pass_context
def again(ctx: click.Context, source: str | None) -> int:
    """Look at one source's packages, or at all."""
    failed = False
    with open_case(ctx) as case:
        wanted = [source] if source else [one.id for one in case.state.sources.values() if one.apps]
        for one in wanted:
            with showing_progress() as progress:
                looked = case.audit_again(one, progress=progress)
            for each in looked:
                tell(each)
                failed |= each.audit is None
    return FAULT if failed else 0


def tell(looked: LookedAt) -> None:
    """Say in two lines what an audit found, or why there is none."""
    from ringfence.audit import verdict_sentences
    from ringfence.cli.audit_apk import safe

    if looked.fault_zh:
        complain(f"  ! {say(looked.fault_zh, looked.fault_en)}")
    if looked.audit is None or looked.app is None:
        return
    named = " ".join(part for part in (looked.app.id, safe(looked.app.name), safe(looked.app.version)) if part)
    click.echo(f"  · {named}: {verdict_sentences(looked.audit, say.lang)[0]}")
    click.echo(
        say(f"    看报告:ringfence audit show {looked.app.id}", f"    The report: ringfence audit show {looked.app.id}")
    )

"""``ringfence audit compare``: what a later version of an app can do that the earlier could not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import FAULT, Verb, complain
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.schema import AppAudit


@click.command(
    cls=Verb,
    help=say(
        "比较一个 App 的两个版本:多了、少了哪些权限、读取、发送和 SDK。可以是安装包,也可以是 audit apk --json 存下的文件。",
        "Compare two versions of an app; packages, or files saved by audit apk --json.",
    ),
)
@click.argument("old", type=click.Path(exists=True), metavar=say("旧版", "OLD"))
@click.argument("new", type=click.Path(exists=True), metavar=say("新版", "NEW"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.option("--html", "page", type=click.Path(dir_okay=False), help=say("写成一个网页", "write one page"))
def compare(old: str, new: str, *, as_json: bool, page: str | None) -> int:
    """Compare two."""
    return compare_two(Path(old), Path(new), as_json=as_json, page=page)


def compare_two(old: Path, new: Path, *, as_json: bool, page: str | None) -> int:
    """Look at both, then tell what differs; no comparison when one of them cannot be looked at."""
    from ringfence import audit

    both = audits_of([old, new])
    if both is None:
        return FAULT
    change = audit.compare_audits(*both)
    if page:
        from ringfence.respond import web_font

        Path(page).write_text(audit.change_page(change, say.lang, typeface=web_font), encoding="utf-8")
        click.echo(say(f"已写好:{page}", f"Written: {page}"), err=True)
    if as_json:
        click.echo(audit.change_to_json(change))
    else:
        from ringfence.cli.blocks import draw

        draw(audit.change_rows(change, say.lang))
    return 0


def audits_of(paths: list[Path]) -> list[AppAudit] | None:
    """Return the audit of each, from a saved file where it is one; None when one cannot be looked at, which is said."""
    from ringfence import audit
    from ringfence.cli.audit_apk import limits_of, looked_at, safe
    from ringfence.cli.audit_files import Wanted

    saved = {path: audit.from_json(path.read_text("utf-8")) for path in paths if path.suffix.casefold() == ".json"}
    asked = [Wanted(path, path.name) for path in paths if path not in saved]
    failed = False
    for outcome in looked_at(asked, flows=True, limits=limits_of(None, None, None)) if asked else ():
        if outcome.audit is not None:
            saved[Path(outcome.path)] = outcome.audit
            continue
        failed = True
        complain(f"✗ {safe(Path(outcome.path).name)}: {outcome.fault.text(say.lang) if outcome.fault else ''}")
    return None if failed else [saved[path] for path in paths]

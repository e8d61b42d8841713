"""``ringfence law``: what a rule says and what it rests on; whether the law data hold together."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import FAULT, Branch, Verb
from ringfence.cli.words import say

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PACK = say("法规数据包:cn ph in id ke ng", "law pack: cn ph in id ke ng")


class Law(Branch):
    """The branch also takes a rule's number alone: ``ringfence law CN-COL-001``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take what is no verb of ours for the number of a rule."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return "explain", self.commands["explain"], args
        return super().resolve_command(ctx, args)


@click.group(
    cls=Law,
    invoke_without_command=True,
    help=say(
        "解释规则、检查法规数据。例如:ringfence law CN-COL-001;不写则列出全部。",
        "Explain a rule, check the law data; alone it lists all rules.",
    ),
)
@click.option("--pack", "name", default="cn", show_default=True, help=PACK)
@click.pass_context
def law(ctx: click.Context, name: str) -> None:
    """List the rules when nothing else is asked."""
    from ringfence.law import load_pack

    ctx.obj = name
    if ctx.invoked_subcommand is None:
        for rule in load_pack(name).rules.values():
            mark = "" if rule.judged else say("(只作资料)", "(data only)")
            click.echo(f"{rule.id:<12} {rule.title_zh if say.lang == 'zh' else rule.title_en or rule.title_zh}{mark}")


@law.command(cls=Verb, help=say("解释一条规则:条件、界线、依据、核对情况。", "Explain one rule."))
@click.argument("rule", metavar=say("规则", "RULE"))
@click.pass_obj
def explain(name: str, rule: str) -> None:
    """Print one rule with its citations; its pack is told from its first letters unless one is named."""
    from ringfence import law as room

    prefix = rule.split("-", 1)[0].lower()
    pack = room.load_pack(prefix if name == "cn" and prefix in room.pack_names() else name)
    told = room.explain(rule.upper(), pack)
    for line in told.lines() if say.lang == "zh" else told.lines_en():
        click.echo(line)


@law.command(
    cls=Verb,
    help=say(
        "检查法规数据:引用、有效期的空档和重叠、适用对象、来源、核对以后有没有改动。",
        "Check the law data: citations, gaps and overlaps, types of lender, sources, changes since they were checked.",
    ),
)
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--seal",
    "seals",
    multiple=True,
    metavar="ID",
    help=say("对照来源核对过的条目(all=全部改动)", "entry that was looked up (all = every change)"),
)
@click.option("--by", default="", help=say("核对人", "who looked it up"))
@click.pass_context
def check(ctx: click.Context, folder: Path | None, seals: tuple[str, ...], by: str) -> int:
    """Print what is wrong; exit code 1 when anything is."""
    from ringfence import law as room

    place: Traversable = folder or room.pack_folder(ctx.obj)
    if seals:
        _seal(folder, seals, by)
    problems = room.check_pack(place)
    for problem in problems:
        click.echo(say(f"{problem.where}:{problem.zh}", f"{problem.where}: {problem.en}"))
    if not problems:
        click.echo(say("法规数据没有发现问题。", "No problem was found in the law data."))
        return 0
    click.echo(say(f"共{len(problems)}处。", f"{len(problems)} in all."))
    return FAULT


def _seal(folder: Path | None, names: tuple[str, ...], by: str) -> None:
    from ringfence import law as room

    if folder is None:
        raise click.UsageError(say("要写明数据文件夹:ringfence law check 文件夹 --seal …", "name the folder to seal"))
    if not by.strip():
        raise click.UsageError(say("请用 --by 写上核对人。", "say with --by who looked it up"))
    today = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    chosen = None if "all" in names else frozenset(names)
    written = room.seals_text(room.read_pack(folder), room.read_seals(folder), chosen, by.strip(), today)
    (folder / room.SEALS).write_text(written, encoding="utf-8")


@law.command(cls=Verb, help=say("为每条规则写一页说明(Markdown)。", "Write a page per rule (Markdown)."))
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help=say("写到哪里", "where to")
)
def pages(out: Path) -> None:
    """Write the pages of every pack, one folder each."""
    from ringfence import law as room

    for name in room.pack_names():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        made = room.pages(room.load_pack(name))
        for old in set(folder.glob("*.md")) - {folder / file for file in made}:
            old.unlink()
        for file, text in made.items():
            (folder / file).write_text(text, encoding="utf-8")
        click.echo(say(f"已写好:{folder}({len(made)}页)", f"Written: {folder} ({len(made)} pages)"))

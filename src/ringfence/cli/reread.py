"""``ringfence reread``: read kept originals again, after an extra was installed or with a newer version."""

from __future__ import annotations

import json

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import open_case, showing_progress
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say(
        "把已保存的原件再读一次:装好读图片、读录音的组件之后,或升级之后。不写编号时,只读可能读出更多内容的那些。"
        "原件、编号和存入时间都不变,新的读取结果记入日志,可用 ringfence undo 撤销。",
        "Read kept originals again after an extra was installed or after an update; without ids, those that may give more. "
        "Original, id and time of adding stay; undo with `ringfence undo`.",
    ),
)
@click.argument("sources", nargs=-1, metavar=say("[来源编号…]", "[SOURCES…]"))
@click.option("--all", "every", is_flag=True, help=say("全部再读一次", "all of them"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def reread(ctx: click.Context, sources: tuple[str, ...], *, every: bool, as_json: bool) -> None:
    """Read each again and say what changed."""
    from ringfence.case import UnknownNameError
    from ringfence.cli.add import show, show_sounds, summary

    if sources and every:
        raise click.UsageError(say("--all 时不写编号", "--all takes no ids"))
    with open_case(ctx) as case:
        for name in sources:
            if name not in case.state.sources:  # before anything is read
                raise UnknownNameError("证据编号", "source", name)
        chosen = list(case.state.sources) if every else list(dict.fromkeys(sources))
        chosen = chosen or [source.id for source in case.readable_again()]
        told = []
        for name in chosen:
            with showing_progress() as progress:
                read = case.reread(name, progress=progress)
            told.append(summary(read) | {"again": read.again, "problem": say(read.problem_zh, read.problem_en) or None})
            if as_json:
                continue
            if read.again:
                show(read)
                show_sounds(read)
                continue
            same = say("没有读出更多内容,保持原样。", "nothing more was read; left as it is.")
            click.echo(f"= {read.source.id} {read.source.name}: {say(read.problem_zh, read.problem_en) or same}")
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif not chosen:
        click.echo(say("没有需要再读的原件。", "Nothing needs to be read again."))

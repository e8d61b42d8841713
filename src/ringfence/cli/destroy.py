"""``ringfence destroy``: destroy one original for good; the log keeps proving that it existed."""

from __future__ import annotations

import click

from ringfence.cli.app import STOPPED, Verb
from ringfence.cli.session import open_case
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say(
        "彻底销毁一份原件(例如误加的、涉及他人隐私的)。销毁后谁也打不开,不能恢复;日志仍证明它存在过、何时存入。"
        "以前的备份要您自己处理。",
        "Destroy an original for good. The log keeps proving that it existed. Earlier backups are yours to handle.",
    ),
)
@click.argument("source", metavar=say("编号", "ID"))
@click.option("--reason", default="", help=say("原因(写进日志)", "reason, noted in the log"))
@click.option("--yes", is_flag=True, help=say("不再询问", "do not ask again"))
@click.pass_context
def destroy(ctx: click.Context, source: str, *, reason: str, yes: bool) -> int:
    """Ask once more, then destroy."""
    with open_case(ctx) as case:
        found = case.state.sources.get(source)
        name = found.name if found else source
        question = say(f"确定销毁 {source}({name})?不能恢复", f"Destroy {source} ({name})? This is final")
        if not yes and found and not click.confirm(question, err=True):
            click.echo(say("没有改动。", "Nothing was changed."))
            return STOPPED
        gone = case.destroy(source, reason)
    click.echo(
        say(
            f"已销毁 {gone.id}({gone.name})的密钥;日志保留它的摘要。",
            f"The key of {gone.id} ({gone.name}) was destroyed; the log keeps its digest.",
        )
    )
    return 0

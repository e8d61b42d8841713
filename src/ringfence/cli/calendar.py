"""``ringfence calendar``: the deadlines as an iCalendar file with alarms."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ringfence.cli.app import Verb
from ringfence.cli.name import read_day
from ringfence.cli.report import default_out
from ringfence.cli.session import look_into_case, showing_progress
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say(
        "把还没到的期限写成日历文件(.ics):全天事件,提前三天和一天提醒。默认只写“护联: X1 到期”这样的字,"
        "因为手机日历常会同步到云端;加 --full 才写明是什么事。",
        "Write open deadlines as an .ics file, alarms three days and one day before; neutral titles unless --full.",
    ),
)
@click.option("--out", type=click.Path(dir_okay=False), help=say("写到哪个文件(默认案件旁边)", "file to write"))
@click.option("--full", is_flag=True, help=say("写明是什么事(不含任何人的姓名和电话)", "say what is due"))
@click.option("--on", metavar="DATE", help=say("按哪一天看(默认今天)", "as seen on that day (default: today)"))
@click.pass_context
def calendar(ctx: click.Context, out: str | None, on: str | None, *, full: bool) -> None:
    """Write the file and say what is in it."""
    from ringfence.case import Follow
    from ringfence.respond import calendar_file

    path = Path(out) if out else default_out(ctx) / "护联期限.ics"
    with look_into_case(ctx) as case, showing_progress():
        matter = case.matter(read_day(on))
        dues = [due for due in Follow(matter).dues if not due.met and due.day >= matter.as_of]
        content = calendar_file(dues, matter, case=str(case.vault.case_id), made=datetime.now(UTC), full=full)
    if not dues:
        click.echo(say("目前没有还没到的期限,没有写文件。", "No open deadline; nothing was written."))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    click.echo(say(f"已写好 {len(dues)} 个期限:{path}", f"{len(dues)} deadlines: {path}"))
    click.echo(
        say(
            "手机日历常会同步到云端、显示在锁屏上,所以文件里没有任何人的姓名和电话。"
            + (
                "加了 --full,会写明是什么事;不想让人看到就不要导入共用的日历。"
                if full
                else "想写明是什么事,加 --full。"
            )
            + "期限变了以后重新生成、重新导入,旧的会被替换。",
            "Calendars sync to clouds and show on lock screens, so the file names no person and no number."
            + (" --full says what is due." if full else " Add --full to say what is due."),
        )
    )

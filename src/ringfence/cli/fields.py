"""``ringfence fields``: what was recognised on a screenshot, field by field, and how the user corrects it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import look_into_case, open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import Case
    from ringfence.schema import FieldFix, ReadField, Reading

UNSURE = 0.8
WORDS = {
    "side": {"in": "收到", "out": "发出", "failed": "没发出去", "unknown": "分不清"},
    "direction": {
        "in": "呼入",
        "out": "呼出",
        "missed": "未接",
        "rejected": "拒接",
        "blocked": "拦截",
        "unknown": "分不清",
    },
    "kind": {"sms": "短信", "im": "聊天", "mms": "彩信"},
    "answered": {"yes": "接通", "no": "未接通"},
}


@click.command(
    cls=Verb,
    help=say(
        "核对截图的识别结果。ringfence fields 列出截图;fields S3 逐项列出识别内容、可信度和位置;"
        '改第 4 条:fields S3 4 --text "…" --time "2026-10-01 09:12" --side in --from 1069…;'
        "改整张图的对方:fields S3 --title 1069…;漏掉的用 --add 补记,不是记录的用 --drop 去掉。"
        "改动记入日志,原图和机器原来识别的内容都保留,可用 ringfence undo 撤销。",
        'Check what was recognised on a screenshot: `fields S3` lists it, `fields S3 4 --text "…"` corrects record 4, '
        "--title the counterpart of the whole picture, --add what was missed, --drop what is none. "
        "The picture and what was recognised are kept; undo with `ringfence undo`.",
    ),
)
@click.argument("source", required=False, metavar=say("[来源编号]", "[SOURCE]"))
@click.argument("row", type=int, required=False, metavar=say("[第几条]", "[RECORD]"))
@click.option("--text", help=say("内容", "text"))
@click.option("--time", help=say("时间,如 2026-10-01 09:12(空着:图上看不到)", "time, as 2026-10-01 09:12"))
@click.option("--side", help=say("消息方向:in 收到,out 发出", "of a message: in, out"))
@click.option("--direction", help=say("通话方向:in out missed rejected", "of a call: in out missed rejected"))
@click.option("--from", "address", help=say("对方号码或名称", "number or name of the other side"))
@click.option("--kind", help=say("消息类型:sms 短信,im 聊天", "of a message: sms, im"))
@click.option("--duration", help=say("通话时长:75 或 1分15秒", "of a call: 75 or 1:15"))
@click.option("--answered", help=say("是否接通:yes no", "whether a call was answered: yes no"))
@click.option("--title", help=say("整个对话的对方(图上方的号码或名称)", "counterpart of the whole conversation"))
@click.option("--drop", is_flag=True, help=say("这不是一条记录,去掉", "this is no record"))
@click.option("--add", "adding", is_flag=True, help=say("补记一条没有识别出来的", "add a record that was missed"))
@click.option("--call", is_flag=True, help=say("补记的是通话", "what is added is a call"))
@click.option("--after", type=int, help=say("补记在第几条下面(0 = 最上面)", "below which record (0: on top)"))
@click.option(
    "--crops",
    type=click.Path(file_okay=False),
    help=say("把每一项在原图里的样子写成网页,左图右文", "write a page: each field's place in the picture beside it"),
)
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def fields(
    ctx: click.Context,
    /,
    source: str | None,
    row: int | None,
    *,
    crops: str | None,
    as_json: bool,
    **given: Any,  # noqa: ANN401 -- the options of a change
) -> None:
    """List, correct, add, drop, or write the page."""
    change = {name: value for name, value in given.items() if value not in (None, False)}
    if source is None:
        if change or crops:
            raise click.UsageError(say("请写出截图的编号,如 S3", "name the screenshot, like S3"))
        list_pictures(ctx, as_json=as_json)
    elif crops is not None:
        if change:
            raise click.UsageError(say("--crops 不能和更正一起用", "--crops goes without a correction"))
        write_page(ctx, source, Path(crops))
    elif change:
        with open_case(ctx) as case:
            told(change_one(case, source, row, change))
    else:
        with look_into_case(ctx) as case:
            reading = case.recognised(source)
        if as_json:
            click.echo(json.dumps(asdict(reading), ensure_ascii=False, indent=2))
        else:
            show(reading, row)


def change_one(case: Case, source: str, row: int | None, change: dict[str, Any]) -> FieldFix:
    """Do the one thing the options ask for; refuse options that contradict each other before anything is written."""
    values: dict[str, str] = {
        name: change[name]
        for name in ("text", "time", "side", "direction", "address", "kind", "duration", "answered")
        if name in change
    }
    acts = [name for name in ("title", "drop", "adding") if name in change]
    if len(acts) > 1 or (values and acts and acts != ["adding"]):
        raise click.UsageError(say("--title、--drop、--add 一次只能做一件", "choose one of --title, --drop, --add"))
    if not acts and ("after" in change or "call" in change):
        raise click.UsageError(say("--after 和 --call 只与 --add 一起用", "--after and --call go with --add"))
    if acts in (["title"], ["adding"]) and row is not None:
        raise click.UsageError(say("--title 和 --add 不写第几条", "--title and --add take no record"))
    if acts == ["title"]:
        return case.correct_title(source, change["title"])
    if acts == ["adding"]:
        return case.add_record(source, values, call=bool(change.get("call")), after=change.get("after"))
    if row is None:
        raise click.UsageError(say("请写出第几条", "say which record"))
    return case.drop_record(source, row) if acts == ["drop"] else case.correct_fields(source, row, values)


def told(fix: FieldFix) -> None:
    """Say what was noted."""
    from ringfence.case import FIELD_ZH

    for change in fix.changes:
        was = change.was or say("(没有)", "(none)")
        now = change.value or say("(没有)", "(none)")
        click.echo(f"{say(FIELD_ZH[change.field], change.field)}: {line_of(was)} → {line_of(now)}")
    click.echo(
        say(
            f"已记入日志第 {fix.seq} 项;原图和机器原来的识别都保留。撤销:ringfence undo {fix.seq}",
            f"Noted as entry {fix.seq}; picture and recognition are kept. Undo: ringfence undo {fix.seq}",
        )
    )


def list_pictures(ctx: click.Context, *, as_json: bool) -> None:
    """List the screenshots of the case with how much of each is unsure."""
    from ringfence.case import NoPictureError
    from ringfence.cli.tables import print_table

    rows: list[dict[str, Any]] = []
    with look_into_case(ctx) as case:
        for source in case.state.sources.values():
            try:
                reading = case.recognised(source.id)
            except NoPictureError:
                continue
            every = [one for record in reading.records if not record.dropped for one in record.fields]
            rows.append(
                {
                    "source": source.id,
                    "name": source.name,
                    "kind": source.kind_zh,
                    "records": len(reading.records),
                    "unsure": sum(unsure(one) for one in every),
                    "corrected": sum(one.by_user for one in every),
                    "lost": len(reading.lost),
                }
            )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo(say("案件里没有读出来的截图。", "No screenshot was read in this case."))
        return
    header = [say("编号", "id"), say("文件", "file"), say("是什么", "kind"), say("条数", "records")]
    header += [say("可信度低", "unsure"), say("已更正", "corrected"), say("对不上", "lost")]
    print_table(header, [[str(cell) for cell in one.values()] for one in rows], whole=1)
    click.echo(say("逐项核对:ringfence fields S1", "Field by field: ringfence fields S1"))


def show(reading: Reading, row: int | None) -> None:
    """Print the fields of one picture, or of one record of it."""
    from ringfence.case import FIELD_ZH, UnknownNameError
    from ringfence.cli.tables import print_table

    records = [record for record in reading.records if row is None or record.row == row]
    if row is not None and not records:
        raise UnknownNameError("记录编号", "record", f"{reading.source}#{row}")
    rows = [
        (
            str(record.row) if at == 0 else "",
            say(FIELD_ZH[one.field], one.field),
            value_of(one),
            mark(one, dropped=record.dropped),
            one.place.removeprefix("box:") or "—",
        )
        for record in records
        for at, one in enumerate(record.fields)
    ]
    rows += [
        ("", say("其他文字", "other"), line_of(one.shown), mark(one), one.place.removeprefix("box:"))
        for one in reading.lines
        if row is None
    ]
    title = f"{reading.source} {reading.name} — {reading.kind_zh} ({reading.reader})"
    header = [say("条", "no."), say("项目", "field"), say("内容", "value")]
    header += [say("可信度", "score"), say("位置 x,y,宽,高", "box")]
    print_table(header, rows, "".join(char for char in title if char.isprintable()), whole=1)
    if reading.lost:
        click.echo(
            say(
                f"有 {len(reading.lost)} 处更正对不上现在的识别结果,没有采用,请重新核对。",
                f"{len(reading.lost)} corrections fit nothing any more and are not used.",
            )
        )
    click.echo(
        say(
            "内容由机器识别,可信度是识别程序自己的分数,没有经过验证。对照原图:加 --crops 文件夹。",
            "Recognised by a machine; the score is its own and was never checked. Compare: add --crops DIR.",
        )
    )


def value_of(one: ReadField) -> str:
    """Return a field as it counts, with what was recognised behind it when the user gave it."""
    value = line_of(one.value) or "—"
    if one.value in WORDS.get(one.field, {}):
        value = say(f"{one.value}({WORDS[one.field][one.value]})", one.value)
    shown = f" [{line_of(one.shown)}]" if one.field == "time" and one.shown and not one.by_user else ""
    if one.by_user and one.was != one.value:
        return say(f"{value}(识别为:{line_of(one.was) or '—'})", f"{value} (recognised: {line_of(one.was) or '—'})")
    return value + shown


def mark(one: ReadField, *, dropped: bool = False) -> str:
    """Return how sure a field is, or that the user gave it."""
    if dropped:
        return say("已去掉", "dropped")
    if one.by_user:
        return say(f"✎ 本人更正({one.seq})", f"✎ by you ({one.seq})")
    if one.confidence is None:
        return "—"
    return f"{'! ' if unsure(one) else ''}{min(99, int(100 * one.confidence))}%"  # a machine is never certain


def unsure(one: ReadField) -> bool:
    """Tell whether a field is one to look at."""
    return one.confidence is not None and one.confidence < UNSURE and not one.by_user


def line_of(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def write_page(ctx: click.Context, source: str, folder: Path) -> None:
    """Write the page and say that it is not encrypted."""
    with look_into_case(ctx) as case:
        files = case.write_check_page(source, folder, lang=say.lang)
    click.echo(str(files[0]))
    click.echo(
        say(
            f"共 {len(files)} 个文件,没有加密;核对完请删除。",
            f"{len(files)} files, not encrypted; delete them when you are done.",
        )
    )

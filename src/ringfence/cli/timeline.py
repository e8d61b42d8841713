"""``ringfence timeline``: what happened, filtered."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import look_into_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    import polars as pl

    from ringfence.schema import Party


@click.command(
    cls=Verb,
    help=say(
        "按时间列出发生了什么;默认只列与催收有关的最近 40 条。", "List events; by default the last 40 that collect."
    ),
)
@click.option("--from", "start", help=say("从哪一天起(2026-03-01)", "first day"))
@click.option("--to", "end", help=say("到哪一天止", "last day"))
@click.option("--person", help=say("谁被联系:debtor(本人)或 P1 等", "who was contacted"))
@click.option("--label", help=say("类别:threat、unsure 等", "class"))
@click.option("--number", help=say("对方号码", "the other number"))
@click.option("--everything", is_flag=True, help=say("连普通短信和通话一起列", "ordinary life too"))
@click.option(
    "--sources", is_flag=True, help=say("写明每条来自哪几份证据、按谁的时钟、说法是否一致", "what each event stands on")
)
@click.option("--limit", default=40, show_default=True, help=say("最多多少条(0 = 全部)", "how many (0 = all)"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def timeline(ctx: click.Context, /, *, limit: int, as_json: bool, sources: bool, **wanted: Any) -> None:  # noqa: ANN401 -- the filters
    """Print the chosen rows."""
    with look_into_case(ctx) as case, showing_progress() as progress:
        analysis = case.analysis(progress)
        events: pl.DataFrame = analysis.events
        fixed = {fix.ref for fix in analysis.fixes}
        people = {person.id: person.name for person in case.state.people.values()}
        parties = dict(case.state.parties)
        rows = choose(events, **wanted)
        shown = rows.tail(limit) if limit else rows
        exhibits = case.exhibits() if sources else ()
        contradictions = case.contradictions(shown) if sources else ()
    if as_json:
        from ringfence.cli.tables import jsonable

        told = [jsonable(row) | {"corrected": sorted(fixed & set(row["refs"]))} for row in shown.to_dicts()]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=str))
        return
    if sources:
        from ringfence.cli.standing import print_standing

        print_standing(shown.to_dicts(), exhibits, contradictions, people)
    else:
        print_events(shown, people, parties, fixed)
        click.echo(
            say(
                "来源:✓✓ 互相印证,✗ 说法不一(不单独作依据);详情加 --sources。",
                "sources: ✓✓ agree, ✗ contradict (never counted alone); more with --sources.",
            )
        )
    if any(fixed & set(refs) for refs in shown["refs"]):
        click.echo(say("✎ 截图识别有误,由您更正过(ringfence fields)。", "✎ corrected by you on a screenshot."))
    click.echo(say(f"共 {rows.height} 条,列出 {shown.height} 条。", f"{rows.height} rows, {shown.height} shown."))


def choose(
    events: pl.DataFrame,
    *,
    start: str | None,
    end: str | None,
    person: str | None,
    label: str | None,
    number: str | None,
    everything: bool,
) -> pl.DataFrame:
    """Return the rows that the filters leave."""
    import polars as pl

    from ringfence.schema import Label, parse_phone

    if not (everything or label or number):
        collecting = [one.value for one in Label if one.collects]
        events = events.filter(pl.col("label").is_in(collecting) | pl.col("lender").is_not_null())
    if start:
        events = events.filter(pl.col("local_date") >= day(start))
    if end:
        events = events.filter(pl.col("local_date") <= day(end))
    if person:
        events = events.filter(pl.col("person") == person)
    if label:
        events = events.filter(pl.col("label") == label)
    if number:
        events = events.filter(pl.col("address_key") == parse_phone(number).key)
    return events


def day(text: str) -> date:
    """Read a day; explain the form when it is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            say(f"日期要写成 2026-03-01 这样:{text}", f"write days as 2026-03-01: {text}")
        ) from None


def print_events(
    rows: pl.DataFrame, people: dict[str, str], parties: dict[str, Party], fixed: AbstractSet[str] = frozenset()
) -> None:
    """Print events as a table; ``fixed``: refs whose fields the user corrected."""
    from ringfence.cli.tables import clock_text, kind_word, label_word, number_text, party_text, print_table

    mark = {"corroborated": "✓✓", "contradicted": "✗", "single": "✓"}
    print_table(
        [
            say("编号", "id"),
            say("时间", "time"),
            say("方式", "by"),
            say("谁被联系", "whom"),
            say("对方号码", "number"),
            say("机构", "party"),
            say("类别", "class"),
            say("来源", "sources"),
            say("内容", "content"),
        ],
        [
            (
                row["event"],
                clock_text(row["ts"], row["zone"]),
                kind_word(row["kind"]),
                say("本人", "debtor") if row["person"] == "debtor" else people.get(row["person"], row["person"]),
                number_text(row["address_key"], masked=False),
                party_text(parties.get(row["lender"])) if row["lender"] else "",
                label_word(row["label"]),
                f"{mark[row['agreement']]}{','.join(row['refs'])}{'✎' if fixed & set(row['refs']) else ''}",
                content(row),
            )
            for row in rows.to_dicts()
        ],
        whole=2,
    )


def content(row: dict[str, Any]) -> str:
    """Return the beginning of a text, or how a call went."""
    if row["text"]:
        return str(row["text"]).replace("\n", " ")[:60]
    if row["transcript"]:
        heard = str(row["transcript"]).replace("\n", " ")[:50]
        who = (
            say("机器转写", "machine transcript") if row["transcript_by"] == "machine" else say("文字稿", "transcript")
        )
        return say(f"〔{who},不作依据〕{heard}", f"[{who}, counts for nothing] {heard}")
    if row["connected"] is None:
        return ""
    return (
        say(f"通话 {row['duration_s'] or 0} 秒", f"{row['duration_s'] or 0} s")
        if row["connected"]
        else say("未接通", "missed")
    )

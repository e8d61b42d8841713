"""``ringfence cut``: a highlight of a recording, its cut list, and the whole original beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.advice import hint
from ringfence.cli.app import Verb
from ringfence.cli.session import open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.ingest import Part

_SPAN = re.compile(r"(?:(\d+):)?(\d+(?:\.\d{1,3})?)\s*[-~—–至]\s*(?:(\d+):)?(\d+(?:\.\d{1,3})?)")


@click.command(
    cls=Verb,
    help=say(
        "从案件里的一段录音剪出不超过三分钟的节选,附剪辑表和完整原件。不写片段时列出哪里有声音。"
        "例:ringfence cut S3 --span 0:12-0:40 --span 2:05-2:20",
        "Cut a highlight of at most three minutes from a recording, with a cut list and the whole original beside it; "
        "without parts, list where something is heard.",
    ),
)
@click.argument("source", metavar=say("来源编号", "SOURCE"))
@click.option("--span", "spans", multiple=True, help=say("片段,分:秒-分:秒(可多次)", "m:s-m:s (repeatable)"))
@click.option(
    "--whole", is_flag=True, help=say("只写出原件和处处能播放的副本,不剪", "the original and a copy that plays, uncut")
)
@click.option("--out", type=click.Path(file_okay=False), help=say("写到哪个文件夹(默认当前文件夹)", "where to"))
@click.pass_context
def cut(ctx: click.Context, source: str, *, spans: tuple[str, ...], whole: bool, out: str | None) -> None:
    """Write highlight, cut list, a copy that plays everywhere, and the original."""
    if whole and spans:
        raise click.UsageError(say("--whole 和 --span 只能选一个", "choose --whole or --span"))
    parts = [part_of(span) for span in spans]
    with open_case(ctx) as case:
        if not (parts or whole):
            show_heard(case.heard(source))
            return
        files = case.write_highlight(source, parts, Path(out) if out else Path.cwd())
    for path in files:
        click.echo(str(path))
    if parts:
        click.echo(
            say("节选仅供听取;提交时请连同完整原件和剪辑表。", "Hand in original and cut list with the highlight.")
        )
        hint("cut", most=1)


def show_heard(parts: tuple[Part, ...]) -> None:
    """Print where something is heard."""
    for part in parts:
        click.echo(f"{clock(part.start_ms)}-{clock(part.end_ms)}")
    click.echo(say(f"有声 {len(parts)} 段(只按音量判断)。", f"{len(parts)} parts heard (by loudness alone)."))


def clock(ms: int) -> str:
    """Return a place as ``--span`` takes it."""
    return f"{ms // 60_000}:{ms % 60_000 / 1000:04.1f}"


def part_of(written: str) -> Part:
    """Read ``0:12-0:40`` or ``12.5-40``."""
    from ringfence.ingest import Part

    found = _SPAN.fullmatch(written.strip().replace("：", ":"))
    if found is None:
        raise click.BadParameter(say(f"片段要写成 0:12-0:40 这样:{written}", f"write parts as 0:12-0:40: {written}"))
    start, end = (
        int(minutes or 0) * 60_000 + round(float(seconds) * 1000)
        for minutes, seconds in (found.group(1, 2), found.group(3, 4))
    )
    return Part(start, end)

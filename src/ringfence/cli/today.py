"""``ringfence today``: what to do now, why, and by when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.name import read_day
from ringfence.cli.session import look_into_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from datetime import date

    from ringfence.case import Case, Follow
    from ringfence.schema import Action, Progress


@click.command(
    cls=Verb,
    help=say("现在该做什么、为什么、到哪天为止;最急的在最前面。", "What to do now, why, by when; most urgent first."),
)
@click.option("--on", metavar="DATE", help=say("按哪一天看(默认今天)", "as seen on that day (default: today)"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def today(ctx: click.Context, on: str | None, *, as_json: bool) -> None:
    """Print a few things to do and what is waited for."""
    from ringfence.case import Follow

    with look_into_case(ctx) as case, showing_progress() as progress:
        matter = case.matter(read_day(on))
        follow = Follow(matter)
        actions = actions_of(case, follow, matter.as_of, progress)
    if as_json:
        click.echo(json.dumps(as_data(actions, follow), ensure_ascii=False, indent=2))
        return
    print_actions(actions, matter.as_of)
    print_waiting(follow)


def actions_of(case: Case, follow: Follow, day: date, progress: Progress) -> tuple[Action, ...]:
    """Return what to do; a case without any event has only its proceedings."""
    from ringfence.case import NothingToReportError, agenda

    try:
        dossier, _ = case.dossier(as_of=day, progress=progress)
    except NothingToReportError:
        return agenda((), follow, ())
    return dossier.actions


def as_data(actions: tuple[Action, ...], follow: Follow) -> dict[str, object]:
    """Return it as plain data."""
    return {
        "day": str(follow.matter.as_of),
        "actions": [
            {"what": one.title_zh, "why": one.why_zh, "by": one.due_zh, "document": one.document, "urgent": one.urgent}
            for one in actions
        ],
        "stages": [
            {
                "id": stage.proceeding,
                "stage": stage.kind.value,
                "due": str(stage.due.day) if stage.due else None,
                "hard": stage.due.hard if stage.due else None,
            }
            for stage in follow.stages
        ],
    }


def print_actions(actions: tuple[Action, ...], day: date) -> None:
    """Print the things to do."""
    click.secho(say(f"{day} 要做的事", f"To do on {day}"), bold=True)
    if not actions:
        click.echo(
            say("今天没有必须做的事。记录继续保存,不要删除。", "Nothing has to be done today. Keep your records.")
        )
    for number, one in enumerate(actions, 1):
        click.secho(
            f"{'!' if one.urgent else number} {say(one.title_zh)} [{say(one.due_zh)}]", fg="red" if one.urgent else None
        )
        click.echo(f"  {say(one.why_zh)}")
        if one.document:
            click.echo(say(f"  文件:ringfence letter {one.document}", f"  letter: ringfence letter {one.document}"))
        command = {"lender": "name party", "numbers": "people", "people": "notice"}.get(one.about, "")
        command = f"follow {one.about}" if one.about.startswith("X") else command
        if command:
            click.echo(say(f"  命令:ringfence {command}", f"  command: ringfence {command}"))


def print_waiting(follow: Follow) -> None:
    """Print what the other side has to do, and by when."""
    from ringfence.respond import StageKind, kind_name

    waits = [
        (one, stage)
        for one, stage in zip(follow.matter.proceedings, follow.stages, strict=True)
        if stage.kind in {StageKind.WAITING, StageKind.FOLLOWED}
    ]
    if waits:
        click.echo(say("在等对方的:", "Waiting for the other side:"))
    for one, stage in waits:
        click.echo(f"· {one.id} {kind_name(one.kind, say.lang)}:{say(stage.sentence_zh)}")

"""Matters on a terminal: all of them, one with its history, where it stands and what may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import polars as pl

from ringfence.cli.tables import print_table
from ringfence.cli.words import say
from ringfence.respond import StageKind, kind_name, outcome_name, step_name, to_check
from ringfence.respond import stage_name as name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.case import Follow
    from ringfence.respond import Rung, Stage
    from ringfence.schema import Person, Proceeding, ProceedingStep

LONGEST = 120  # characters of a note on a line
SHOWN = 12  # events against "done" on a screen


def print_all(follow: Follow) -> None:
    """Print a line per matter."""
    rows = []
    for one, stage in zip(follow.matter.proceedings, follow.stages, strict=True):
        party = follow.matter.party(one.lender)
        rows.append(
            (
                one.id,
                kind_name(one.kind, say.lang),
                party.name if party else "—",
                name_of(stage.kind, say.lang),
                due_text(stage),
                say(stage.next_zh),
            )
        )
    headers = [
        say("编号", "id"), say("事项", "what"), say("机构", "party"), say("到哪一步", "stage"), say("日期", "day"),
        say("下一步", "next"),
    ]  # fmt: skip
    print_table(headers, rows, whole=1)
    click.echo(say("看一件的经过和可以走的路:ringfence follow X1", "One of them in full: ringfence follow X1"))


def due_text(stage: Stage) -> str:
    """Return the day that matters, marked when no rule sets it."""
    if stage.due is None:
        return "—"
    return f"{stage.due.day}{'' if stage.due.hard else say('(参考)', ' (ours)')}"


def print_one(follow: Follow, one: Proceeding, people: Mapping[str, Person]) -> None:
    """Print a matter's history as lines, where it stands, what speaks against it, and what may follow."""
    party = follow.matter.party(one.lender)
    whom = " → ".join(filter(None, (party.name if party else "", one.office)))
    click.secho(f"{one.id} {kind_name(one.kind, say.lang)}{' · ' + one_line(whom) if whom else ''}", bold=True)
    if one.parent:
        click.echo(say(f"从 {one.parent} 转来", f"follows from {one.parent}"))
    for step in one.steps:
        if step.day <= follow.matter.as_of:
            click.echo(step_line(step))
    print_stage(follow, one)
    print_dues(follow, one)
    print_later(follow, one, people)
    stage = follow.stage(one)
    if stage.kind is StageKind.TO_CHECK:
        click.echo(say("核实时看这些:", "What to look at:"))
        for line in to_check(one.kind):
            click.echo(f"  □ {line}")
    for rung in follow.rungs(one):
        print_rung(follow, one, rung)


def step_line(step: ProceedingStep) -> str:
    """Return one thing that happened as a line."""
    about = [
        step.means,
        say(f"编号 {step.reference}", f"no. {step.reference}") if step.reference else "",
        say(f"工号 {step.agent}", f"agent {step.agent}") if step.agent else "",
        outcome_name(step.outcome, say.lang) if step.outcome else "",
        say(f"答应 {step.until} 前", f"promised by {step.until}") if step.until else "",
        f"“{step.note}”" if step.note else "",
        say(f"信 {step.document}", f"letter {step.document}") if step.document else "",
        say(f"凭证 {'、'.join(step.sources)}", f"proof {', '.join(step.sources)}") if step.sources else "",
    ]
    told = ";".join(one_line(part) for part in about if part)
    return f"  {step.day}  {step_name(step.kind, say.lang)}{'  ' + told if told else ''}"


def one_line(text: str) -> str:
    """Return what was typed as one line without terminal control, shortened."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def print_stage(follow: Follow, one: Proceeding) -> None:
    """Print where a matter stands and what to do next."""
    stage = follow.stage(one)
    click.secho(f"▶ {name_of(stage.kind, say.lang)}:{say(stage.sentence_zh)}", fg="yellow")
    for line in map(say, stage.lapsed_zh):
        click.secho(f"! {line}", fg="red")
    click.echo(f"  {say(stage.next_zh)}")
    if stage.command:
        click.echo(say(f"  命令:{stage.command}", f"  command: {stage.command}"))


def print_dues(follow: Follow, one: Proceeding) -> None:
    """Print every day counted for a matter, and how."""
    for due in follow.dues:
        if due.proceeding != one.id:
            continue
        told = say(f"已满足({due.met_on})", f"met {due.met_on}") if due.met else say("未到", "open")
        if due.overdue(follow.matter.as_of):
            told = say("已过", "over")
        sort = say("规定", "rule") if due.hard else say("参考", "ours")
        click.echo(f"  {due.day}  {say(due.name_zh)} [{sort},{told}] {say(due.note_zh)}")


def print_later(follow: Follow, one: Proceeding, people: Mapping[str, Person]) -> None:
    """Print what the timeline holds against "done", with the events."""
    from ringfence.cli.timeline import print_events

    later = follow.later_contact(one)
    if later is None:
        return
    click.secho(f"! {say(later.sentence_zh)}", fg="red")
    names = {key: person.name for key, person in people.items()}
    parties = {party.id: party for party in follow.matter.parties}
    print_events(follow.matter.events.filter(pl.col("event").is_in(list(later.events[:SHOWN]))), names, parties)


def print_rung(follow: Follow, one: Proceeding, rung: Rung) -> None:
    """Print one step that may follow: where, why, what to bring, and what to make sure of first."""
    from ringfence.schema import Confidence, english

    channel = follow.channel(rung)
    where = f"({say(channel.name)})" if channel else ""
    there = say(f" [已有 {rung.open}]", f" [there: {rung.open}]") if rung.open else ""
    click.echo(say("可以走:", "May follow: ") + kind_name(rung.kind, say.lang) + where + there)
    click.echo(f"  {say(rung.why_zh)}")
    if rung.only_zh:
        click.echo(say(f"  先确认:{rung.only_zh}", f"  check first: {english(rung.only_zh)}"))
    click.echo(say(f"  带上:{'、'.join(rung.papers_zh)}", f"  bring: {', '.join(map(english, rung.papers_zh))}"))
    if channel is not None and channel.confidence is Confidence.MEMORY:
        click.echo(
            say("  这个渠道的联系方式没有核对过,去之前先查官方网站。", "  Contact not confirmed; look it up first.")
        )
    paper = follow.paper(rung)
    if paper:
        about = f"ringfence letter --paper {paper} --after {one.id}{' --lender ' + one.lender if one.lender else ''}"
        click.echo(say(f"  写材料:{about}", f"  paper: {about}"))
    facts = follow.facts(rung)
    if facts:
        click.echo(say(f"  依据:{'、'.join(facts)}", f"  rests on: {', '.join(map(english, facts))}"))

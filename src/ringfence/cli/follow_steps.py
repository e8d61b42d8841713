"""The verbs of ``ringfence follow`` that note what happened: sent, received, called, replied, checked, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.name import read_day
from ringfence.cli.session import open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.case import Case
    from ringfence.ingest import Source
    from ringfence.schema import Proceeding, ProceedingStep

OUTCOMES = (
    "done", "partial", "refused", "refused_no_reason", "more_id", "more_time", "not_us", "no_answer", "unknown",
)  # fmt: skip
CHECKS = ("confirmed", "not_done", "unknown")


def known(case: Case, proceeding_id: str) -> Proceeding:
    """Return a matter of the case."""
    from ringfence.case import UnknownNameError

    found = case.state.proceedings.get(proceeding_id.upper())
    if found is None:
        raise UnknownNameError("事项编号", "proceeding", proceeding_id)
    return found


@dataclass(frozen=True, slots=True)
class StepVerb:
    """One verb: the StepKind it notes, what its help says, the outcomes it may have."""

    kind: str
    zh: str
    en: str
    outcomes: tuple[str, ...] = ()


STEPS = {
    "sent": StepVerb("sent", "记下寄出(日期、方式、单号、凭证)", "it was sent"),
    "received": StepVerb("received", "记下对方收到(回执、受理编号)", "they received it"),
    "accepted": StepVerb("accepted", "记下对方受理或立案", "they accepted it"),
    "refused": StepVerb("not_accepted", "记下不予受理、不予立案(通知书)", "they did not accept it", OUTCOMES),
    "called": StepVerb("called", "记下一次通话或当面谈话(工号、说了什么)", "a talk", OUTCOMES),
    "extended": StepVerb("extended", "记下对方延期(--until 延到哪天)", "they took more time"),
    "replied": StepVerb("replied", "记下您自己读过的答复(要程序帮忙读:follow X1 --reply)", "they answered", OUTCOMES),
    "decided": StepVerb("decided", "记下决定书、处理决定", "they decided", OUTCOMES),
    "checked": StepVerb("checked", "记下核实的结果(做到了没有)", "you looked again", CHECKS),
    "closed": StepVerb("closed", "记下这件事结束", "it is over"),
    "note": StepVerb("note", "记一句备注", "a note"),
}


def step_verb(verb: str) -> Callable[..., None]:
    """Return the function behind one of the verbs that note a step."""
    kind, outcomes = STEPS[verb].kind, STEPS[verb].outcomes

    def note(ctx: click.Context, proceeding: str, **said: Any) -> None:  # noqa: ANN401 -- the options below
        from ringfence.schema import Outcome, ProceedingStep, StepKind

        outcome = said.get("outcome")
        if verb == "checked" and outcome is None:
            raise click.UsageError(say("请写 --outcome confirmed(做到了)或 not_done(没有做到)", "--outcome is needed"))
        day = read_day(said["day"]) or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        until = read_day(said["until"])
        check_days(day, until)
        with open_case(ctx) as case:
            one = known(case, proceeding)
            sources = tuple(add_proof(case, Path(name).expanduser()) for name in said["proof"])
            step = ProceedingStep(
                StepKind(kind), day, said["means"], said["reference"], said["agent"],
                Outcome(outcome) if outcome else None, said["note"], sources, said["document"], until,
            )  # fmt: skip
            noted(case, one.id, step)

    note.__name__ = verb
    note.__doc__ = f"Note the step {kind}."
    chosen = [click.option("--outcome", type=click.Choice(outcomes), help=say("结果", "outcome"))] if outcomes else []
    for option in reversed([*chosen, *STEP_OPTIONS]):
        note = option(note)
    return note


STEP_OPTIONS = (
    click.option("--date", "day", metavar="DATE", help=say("哪一天(默认今天)", "which day (default: today)")),
    click.option("--means", default="", help=say("方式:挂号信、App内客服、12378电话…", "by which means")),
    click.option("--ref", "reference", default="", help=say("单号、受理编号", "number of the parcel or case")),
    click.option("--agent", default="", help=say("对方工号或称呼", "agent's number or name, as told")),
    click.option("--note", default="", help=say("说了什么、写了什么", "what was said")),
    click.option("--until", metavar="DATE", help=say("对方答应的日期", "the day they promised")),
    click.option("--letter", "document", default="", help=say("寄出的信的文件名", "the letter that was sent")),
    click.option("--proof", multiple=True, metavar="FILE", help=say("凭证文件,存为证据(可多次)", "file kept as evidence")),
)  # fmt: skip


def check_days(day: date, until: date | None) -> None:
    """Refuse a step of the future and a promise before its own day."""
    if day > date.today():  # noqa: DTZ011 -- the user's own calendar day is meant
        raise click.BadParameter(say(f"日期在将来:{day}。还没发生的事,发生后再记。", f"{day} lies in the future"))
    if until is not None and until < day:
        raise click.BadParameter(say(f"答应的日期早于这一步:{until}", f"promised day before the step: {until}"))


def add_proof(case: Case, original: Path | Source) -> str:
    """Keep a file as evidence and return its id; one whose form nobody reads is kept all the same."""
    with showing_progress() as progress:
        added = case.add(original, password="", progress=progress)
    click.echo(say(f"凭证已存为证据:{added.source.id} {added.source.name}", f"Kept as {added.source.id}"))
    return added.source.id


def noted(case: Case, proceeding: str, step: ProceedingStep) -> None:
    """Write a step and say where the matter stands now."""
    from ringfence.case import Follow
    from ringfence.cli.follow_view import print_stage
    from ringfence.respond import step_name

    kept = case.note_step(proceeding, step)
    if step.kind.value == "called" and not step.agent:
        click.echo(say("下次通话请问一句工号,并记下:--agent", "Ask for the agent's number next time: --agent"))
    told = f"{kept.id} {step.day} {step_name(step.kind, say.lang)}"
    click.echo(say(f"已记下:{told}", f"Noted: {told}"))
    print_stage(Follow(case.matter()), kept)

"""Reading an answer: what it seems to say, asked back, and noted once the user has confirmed or chosen."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import complain
from ringfence.cli.follow_steps import OUTCOMES, add_proof, check_days, known, noted
from ringfence.cli.session import open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from datetime import date

    from ringfence.ingest import Source
    from ringfence.respond import Reading
    from ringfence.schema import Outcome

LONGEST = 256 * 1024  # bytes of an answer; longer files are kept as proof and read by a person


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as typed: a file or its words, and what the user says about it."""

    given: str
    day: date
    outcome: str | None
    until: date | None
    reference: str
    accept: bool


def take_reply(ctx: click.Context, proceeding: str, answer: Answer) -> None:
    """Read an answer, show the reading, and note it once the user has confirmed or chosen."""
    from ringfence.respond import read_reply
    from ringfence.schema import Outcome, ProceedingStep, StepKind

    check_days(answer.day, answer.until)
    with open_case(ctx) as case:
        one = known(case, proceeding)
        path, text = reply_text(answer.given)
        reading = read_reply(text, one)
        print_reading(reading)
        outcome = Outcome(answer.outcome) if answer.outcome else confirmed(reading, accept=answer.accept)
        if outcome is None:
            return
        original = path or (typed(text, one.id, answer.day) if text.strip() else None)
        sources = () if original is None else (add_proof(case, original),)
        quote = (
            reading.beyond_zh[0] if outcome is Outcome.MORE_ID and reading.beyond_zh else first_quote(reading, outcome)
        )
        step = ProceedingStep(
            StepKind.REPLIED, answer.day, outcome=outcome, note=quote, sources=sources, until=answer.until,
            reference=answer.reference,
        )  # fmt: skip
        noted(case, one.id, step)


def typed(text: str, proceeding: str, day: date) -> Source:
    """Return an answer that was typed or pasted as an original of its own."""
    from ringfence.ingest import Source

    return Source.of_bytes(f"答复-{proceeding}-{day:%Y%m%d}.txt", text.encode())


def first_quote(reading: Reading, outcome: Outcome) -> str:
    """Return the words of the answer that the outcome rests on, "" when it rests on the user's own reading."""
    return next((sign.quote for sign in reading.signs if sign.outcome is outcome), "")


def reply_text(given: str) -> tuple[Path | None, str]:
    """Return the file, if it is one, and the words to read; a file that is no text is kept and read by a person."""
    path = Path(given).expanduser()
    try:
        if given.strip() and len(given) < 500 and path.is_dir():
            raise click.BadParameter(say(f"这是一个文件夹:{given}", f"a folder: {given}"))
        is_file = len(given) < 500 and "\n" not in given and path.is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        return None, given
    raw = path.read_bytes()[:LONGEST]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return path, text
    complain(
        say(
            "这个文件不是文字文件(可能是图片、PDF 或 Word),程序读不了其中的话:请自己读一遍,用 --outcome 写上结论,文件会存为证据。",
            "This is no text file: read it yourself and give --outcome; the file is kept as evidence.",
        )
    )
    return path, ""


def print_reading(reading: Reading) -> None:
    """Print what the answer seems to say, in which words."""
    from ringfence.respond import outcome_name
    from ringfence.schema import english

    click.secho(
        say(f"程序的判断:{outcome_name(reading.outcome)}", f"Reading: {outcome_name(reading.outcome, 'en')}"), bold=True
    )
    click.echo(f"  {say(reading.means_zh)}")
    for sign in reading.signs:
        click.echo(f"  · {outcome_name(sign.outcome, say.lang)}:“{say(sign.quote)}”")
    if reading.next_zh:
        click.echo(say(f"  建议:{reading.next_zh}", f"  {english(reading.next_zh)}"))


def confirmed(reading: Reading, *, accept: bool) -> Outcome | None:
    """Return the outcome the user confirms or chooses; None when nothing is to be noted."""
    from ringfence.respond import outcome_name
    from ringfence.schema import Outcome

    unsure = reading.outcome is Outcome.UNKNOWN
    if accept and not unsure:
        return reading.outcome
    if not sys.stdin.isatty():
        click.echo(
            say(
                "还没有记下。请您读一遍:同意就加 --yes;不同意或者程序拿不准,就加 --outcome 写上您的结论。",
                "Nothing was noted. Add --yes to accept, or --outcome with your own reading.",
            )
        )
        return None
    if not unsure and click.confirm(say("这样记下,对吗?", "Note it like this?"), err=True):
        return reading.outcome
    for name in OUTCOMES:
        click.echo(f"  {name}  {outcome_name(Outcome(name), say.lang)}", err=True)
    chosen = click.prompt(say("您的结论", "Your reading"), type=click.Choice(OUTCOMES), default="unknown", err=True)
    return Outcome(chosen)

"""``ringfence follow``: what was sent, received, answered, and what comes next."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import Branch, Verb
from ringfence.cli.follow_steps import OUTCOMES, STEPS, known, step_verb
from ringfence.cli.name import read_day
from ringfence.cli.session import look_into_case, open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import Case
    from ringfence.schema import Proceeding


NUMBER = re.compile(r"[Xx]\d+")  # of a matter


class FollowBranch(Branch):
    """The verbs below ``follow``; a number of a matter alone shows it, nothing at all lists them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the hidden verb in front of a matter's number."""
        first = args[0] if args else ""
        if first not in self.commands and "--help" not in args:
            named = any(NUMBER.fullmatch(word) for word in args) or (first and not first.startswith("-"))
            args = ["show" if named else "list", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of a usual course."""
        del ctx
        return list(self.commands)


@click.group(
    cls=FollowBranch,
    help=say(
        "跟进寄出的请求、投诉和报案。follow:列出全部;follow X1:看一件的经过和下一步;"
        "follow X1 --reply 文件或原话:读一份答复(要您确认才记下)。",
        "Follow what was sent. follow: list; follow X1: one of them; follow X1 --reply FILE|TEXT: read an answer.",
    ),
)
def follow() -> None:
    """Group the verbs."""


@follow.command("list", help=say("列出全部事项:进行到哪一步、到哪天", "list them all"))
@click.option("--on", metavar="DATE", help=say("按哪一天看(默认今天)", "as seen on that day"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def list_all(ctx: click.Context, on: str | None, *, as_json: bool) -> None:
    """Print a line per matter."""
    import json

    from ringfence.case import Follow
    from ringfence.cli.today import as_data

    with look_into_case(ctx) as case, showing_progress():
        seen = Follow(case.matter(read_day(on)))
    if as_json:
        click.echo(json.dumps(as_data((), seen)["stages"], ensure_ascii=False, indent=2))
    elif not seen.matter.proceedings:
        click.echo(
            say(
                "还没有登记任何事项。寄出信之后登记:ringfence follow open 信的文件名(不带后缀),或 --kind 种类 --lender L1",
                "Nothing noted yet: ringfence follow open LETTER, or --kind KIND --lender L1",
            )
        )
    else:
        from ringfence.cli.follow_view import print_all

        print_all(seen)


@follow.command("show", hidden=True, help=say("看一件事项的经过和下一步", "one matter"))
@click.argument("proceeding", metavar=say("编号", "ID"))
@click.option("--reply", metavar=say("文件或原话", "FILE|TEXT"), help=say("读一份答复", "read an answer"))
@click.option("--date", "day", metavar="DATE", help=say("收到答复的日期(默认今天)", "day of the answer"))
@click.option("--outcome", type=click.Choice(OUTCOMES), help=say("您读过之后的结论", "what it says, in your reading"))
@click.option("--until", metavar="DATE", help=say("对方答应的日期", "day they promised"))
@click.option("--ref", "reference", default="", help=say("对方的编号", "their number"))
@click.option("--yes", is_flag=True, help=say("接受程序的判断,不再问", "accept the reading"))
@click.option("--on", metavar="DATE", help=say("按哪一天看(默认今天)", "as seen on that day"))
@click.pass_context
def show(
    ctx: click.Context,
    proceeding: str,
    *,
    reply: str | None,
    day: str | None,
    outcome: str | None,
    until: str | None,
    reference: str,
    yes: bool,
    on: str | None,
) -> None:
    """Show a matter, or read an answer to it."""
    from ringfence.case import Follow
    from ringfence.cli.follow_reply import Answer, take_reply
    from ringfence.cli.follow_view import print_one

    if reply is not None:
        answer = Answer(reply, read_day(day) or date.today(), outcome, read_day(until), reference, yes)  # noqa: DTZ011 -- the user's day
        take_reply(ctx, proceeding, answer)
        return
    with look_into_case(ctx) as case, showing_progress():
        seen = Follow(case.matter(read_day(on)))
        one = known(case, proceeding)
        print_one(seen, one, case.state.people)


@follow.command(
    "open", help=say("登记一件事项:用信的文件名,或者 --kind 种类", "open a matter, from a letter or a kind")
)
@click.argument("stem", required=False, default="", metavar=say("[信的文件名]", "[LETTER]"))
@click.option(
    "--kind", metavar=say("种类", "KIND"), help=say("种类,写错时会列出全部", "kind; a wrong one lists them all")
)
@click.option("--id", "proceeding_id", default="", help=say("改已有的事项:X1 等", "correct an existing one"))
@click.option("--lender", help=say("机构编号:L1", "lender"))
@click.option("--channel", default="", help=say("渠道编号:ch-nfra 等", "channel"))
@click.option("--office", default="", help=say("收信单位全称,写在信封上的", "the very office"))
@click.option("--person", default="", help=say("替哪位联系人提出:P1", "for which contact"))
@click.option("--debt", default="", help=say("借款编号:D1", "debt"))
@click.option("--parent", default="", help=say("从哪一件转来:X1", "follows from"))
@click.option(
    "--claim", "claims", multiple=True, metavar=say("名称=内容", "NAME=VALUE"), help=say("写明的金额、日期", "stated")
)
@click.option("--date", "day", metavar="DATE", help=say("起草日期(默认今天)", "day of the draft"))
@click.pass_context
def open_one(
    ctx: click.Context,
    /,
    stem: str,
    *,
    kind: str | None,
    day: str | None,
    claims: tuple[str, ...],
    proceeding_id: str,
    **about: str | None,
) -> None:
    """Write the matter into the log, as drafted."""
    from dataclasses import replace

    from ringfence.respond import kind_name
    from ringfence.schema import ProceedingStep, StepKind

    with open_case(ctx) as case:
        begun = case.state.proceedings.get(proceeding_id) or beginning(case, stem, kind)
        given: dict[str, Any] = {name: value for name, value in about.items() if value} | {"steps": ()}
        if claims:
            given["claims"] = (*begun.claims, *map(split_claim, claims))
        if not proceeding_id:
            day_of = read_day(day) or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
            given["steps"] = (ProceedingStep(StepKind.DRAFTED, day_of, document=stem),)
        wanted = replace(begun, id=proceeding_id, **given)
        check_names(case, wanted)
        kept = case.open_proceeding(wanted)
    sent = f"ringfence follow sent {kept.id}"
    click.echo(
        say(
            f"已登记:{kept.id} {kind_name(kept.kind)}。寄出后记下:{sent} --date 日期 --means 方式 --ref 单号",
            f"Noted: {kept.id} {kind_name(kept.kind, 'en')}. When sent: {sent} --date --means --ref",
        )
    )


def beginning(case: Case, stem: str, kind: str | None) -> Proceeding:
    """Return the proceeding that a letter or a kind begins, explaining what is missing."""
    from ringfence.case import UnknownNameError, begun_by
    from ringfence.respond import kind_name
    from ringfence.schema import Proceeding, ProceedingKind

    kinds = {one.value: one for one in ProceedingKind}
    if kind is not None and kind not in kinds:
        listed = "\n".join(f"  {name}  {kind_name(one, say.lang)}" for name, one in kinds.items())
        raise click.UsageError(
            say(f"没有这个种类:{kind}。可以写:\n{listed}", f"no such kind: {kind}; one of:\n{listed}")
        )
    if stem:
        begun = begun_by(case.state.documents, stem)
        if begun is not None and kind is None:
            return begun
        if begun is None and not any(one.get("stem") == stem for one in case.state.documents):
            raise UnknownNameError("写过的信", "letter written", stem)
    if kind is None:
        raise click.UsageError(say("请写上信的文件名,或者 --kind 种类", "name a letter, or --kind KIND"))
    return Proceeding("", kinds[kind])


def split_claim(text: str) -> tuple[str, str]:
    """Read ``name=value``."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise click.BadParameter(say(f"要写成 名称=内容:{text}", f"write NAME=VALUE: {text}"))
    return name.strip(), value.strip()


def check_names(case: Case, wanted: Proceeding) -> None:
    """Refuse a contact or debt the case does not have."""
    from ringfence.case import UnknownNameError

    if wanted.person and wanted.person not in case.state.people:
        raise UnknownNameError("人员编号", "person", wanted.person)
    if wanted.debt and wanted.debt not in case.state.debts:
        raise UnknownNameError("借款编号", "debt", wanted.debt)


for _verb, _told in STEPS.items():
    _named = click.argument("proceeding", metavar=say("编号", "ID"))(click.pass_context(step_verb(_verb)))
    follow.add_command(click.command(_verb, cls=Verb, help=say(_told.zh, _told.en))(_named))

"""``ringfence agreement``: what an agreement or an offer lacks, where it is vague, what is dangerous, whether it adds up."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import look_into_case, open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.respond import AgreementCheck

MOST = 1_000  # a path is never longer; text that was pasted mostly is


@click.command(
    cls=Verb,
    help=say(
        "检查一份还款协议、减免方案或者对方发来的条件:写上文件(txt、Word、文字版 PDF),或者直接粘贴文字,"
        "或者用 - 从管道读。不需要案件;加 --debt 时与您登记的金额核对。",
        "Check a repayment agreement or an offer: a file (text, Word, PDF with letters), pasted words, or - for a pipe.",
    ),
)
@click.argument("what", metavar=say("文件或文字", "FILE|TEXT"))
@click.option("--lender", default="", help=say("哪家机构(L1)", "the lender (L1)"))
@click.option("--debt", default="", help=say("哪笔借款(D1),与登记的本金、合同号核对", "the debt (D1), to compare with"))
@click.option("--note", is_flag=True, help=say("把检查结果记进案件", "note the result in the case"))
@click.option("--password", help=say("PDF 的打开密码", "password of a PDF"))
@click.pass_context
def agreement(ctx: click.Context, what: str, *, lender: str, debt: str, note: bool, password: str | None) -> None:
    """Print the verdict, what is missing with the sentence to ask, what is dangerous, the arithmetic."""
    text = words_of(what, password)
    if note and not (lender or debt):
        raise click.UsageError(say("--note 要同时写 --lender 或 --debt", "--note needs --lender or --debt"))
    if not (lender or debt):
        from ringfence.respond import check_agreement

        show(check_agreement(text, today=date.today()))  # noqa: DTZ011 -- the user's own calendar day is meant
        return
    from ringfence.case import UnknownNameError
    from ringfence.respond import Verdict

    with open_case(ctx) if note else look_into_case(ctx) as case:
        found = case.check_agreement(text, debt=debt)
        owner = case.state.debts[debt].lender if debt else lender
        if owner not in case.state.parties or (lender and lender != owner):
            raise UnknownNameError("机构编号", "party", lender or owner)
        show(found)
        if note and found.verdict is not Verdict.NONE:
            kept = case.note_agreement(found.facts(owner, debt=debt))
            click.echo(say(f"已记入案件:{kept.id}", f"Noted: {kept.id}"))


def words_of(what: str, password: str | None = None) -> str:
    """Return the text meant: of a file when there is one of that name, of the pipe for ``-``, else the words themselves.

    Raises:
        ingest.IngestError: the file cannot be read.
        click.BadParameter: it looks like a file name and there is no such file.
    """
    from ringfence.ingest import document_text

    if what == "-":
        return document_text("-", sys.stdin.buffer.read(), password)
    path = Path(what).expanduser() if len(what) < MOST and "\n" not in what and "\0" not in what else None
    try:
        is_file = path is not None and path.is_file()
    except OSError:  # a name too long for the system is text
        is_file = False
    if path is not None and is_file:
        return document_text(path.name, path.read_bytes(), password)
    if path is not None and path.suffix.lower() in {".txt", ".docx", ".pdf", ".doc", ".md"}:
        raise click.BadParameter(say(f"没有这个文件:{what}", f"no such file: {what}"), param_hint="FILE")
    return what


def show(found: AgreementCheck) -> None:
    """Print a check so that it is read in a minute: first what a payment does, then the verdict, then what to ask."""
    from ringfence.respond import Verdict
    from ringfence.schema import english

    if found.verdict is Verdict.NONE:
        click.echo(say(found.verdict_zh))
        return
    _heading(say("付第一笔钱之前", "Before the first payment"))
    for line in map(say, found.effect_zh):
        click.echo(f"  {line}")
    articles = _articles(found.facts_used)
    if articles:
        click.echo(say(f"  依据:{articles}", f"  by: {articles}"))
    colour = {Verdict.SOUND: "green", Verdict.ASK: "yellow", Verdict.DANGER: "red"}[found.verdict]
    click.secho(
        say(f"结论:{found.verdict_zh}", f"Verdict ({found.verdict.value}): {english(found.verdict_zh)}"),
        fg=colour,
        bold=True,
    )
    if found.harmful:
        _heading(say("危险的条款", "Dangerous clauses"))
        for one in found.harmful:
            click.echo(f"  ✗ {say(one.zh)}({one.place}):“{one.quote}”")
            click.echo(f"    {say(one.why)}{say(one.ask)}")
    if found.sums:
        _sums(found)
    _asked(found)
    _rest(found)


def _sums(found: AgreementCheck) -> None:
    from ringfence.respond import agreement_words

    _heading(say("数字对不上", "It does not add up"))
    table = agreement_words().sums
    for one in found.sums:
        zh, ask = table[one.name]
        click.echo(f"  ✗ {say(zh)}:{say(one.told_zh)}{say('。', '. ')}{say(ask)}")


def _asked(found: AgreementCheck) -> None:
    if found.missing:
        _heading(say("还没写清的,可以这样问", "What is not written, and how to ask"))
        for number, point in enumerate(found.missing, 1):
            state = f"含糊,{point.place}:“{point.quote}”" if point.place else say("没有写", "missing")
            click.echo(f"  {number}. {point.zh}({state})")
            click.echo(f"     “{point.ask}”")
    if found.vague:
        _heading(say("含糊的话", "Words that promise nothing"))
        for one in found.vague:
            click.echo(f"  ? {one.place}:“{one.quote}”")
            click.echo(f"    “{one.ask}”")


def _rest(found: AgreementCheck) -> None:
    from ringfence.respond import agreement_words

    if found.advised:
        click.echo(
            say("有更好:", "Better to have: ") + ";".join(point.ask.rstrip("。") for point in found.advised) + "。"
        )
    there = [point.zh for point in found.points if point.presence.value == "present"]
    click.echo(say(f"已写明:{';'.join(there) or '无'}", f"Present: {', '.join(there) or '-'}"))
    click.echo(agreement_words().note)


def _articles(facts: tuple[str, ...]) -> str:
    from ringfence import law

    day = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    cited = law.cite(law.load_pack("cn"), facts, day)
    sure = [one for one in cited if one.in_letters and one.article_confirmed]
    by_title = {one.title: [other.article_zh for other in sure if other.title == one.title] for one in sure}
    return ";".join(f"《{title}》{'、'.join(articles)}" for title, articles in by_title.items())


def _heading(text: str) -> None:
    click.secho(text, bold=True)

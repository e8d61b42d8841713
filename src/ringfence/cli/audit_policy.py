"""``ringfence audit policy``: what privacy policies say, one or many, and two versions against each other."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import FAULT, Verb, complain
from ringfence.cli.words import say
from ringfence.schema import PolicyVerdict, RingfenceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ringfence.schema import Block, PolicyChange, PolicyCheck, PolicyClause, PolicyPoint

FAULT_FORMAT = "ringfence-policy-fault/1"
ENDINGS = (".txt", ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".docx", ".pdf", ".md")
_QUOTED = 160  # characters of a quote on a terminal


@click.command(
    cls=Verb,
    help=say(
        "检查隐私政策怎么写您的通讯录、给了谁、保存多久、怎样撤回,每一条都引原文。文件(txt、保存的网页、Word、文字版 PDF)"
        "或装着它们的文件夹,可以多个;- 从管道读粘贴的文字。例如:ringfence audit policy 隐私政策.html",
        "What a privacy policy says of your contacts, recipients, retention, rights, each with the clause. Files (text, saved"
        " page, Word, PDF with letters), folders of them, or - for a pipe.",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar=say("文件…", "FILES…"))
@click.option("--json", "as_json", is_flag=True, help=say("每个文件一个 JSON 对象", "one JSON object per file"))
@click.option("--all", "whole", is_flag=True, help=say("连同没有问题的条目", "also what needs no attention"))
@click.option(
    "--compare", "comparing", is_flag=True, help=say("两个版本:旧的在前,看增减", "two versions, the old first")
)
@click.option("--password", help=say("PDF 的打开密码", "password of a PDF"))
def policy(files: tuple[str, ...], *, as_json: bool, whole: bool, comparing: bool, password: str | None) -> int:
    """Look at each; one that fails never stops the rest."""
    asked = list(_asked(files))
    if comparing and len(asked) != 2:
        raise click.UsageError(say("比较需要正好两个文件", "two files are compared"))
    if not asked:
        raise click.UsageError(say("这里没有可以读的文件", "there is no file here that can be read"))
    found: list[tuple[str, PolicyCheck]] = []
    failed = False
    with _watching(len(asked)) as step:
        for name in asked:
            shown = "-" if name == "-" else Path(name).name
            step(shown)
            try:
                check = _checked(name, password)
            except (RingfenceError, OSError) as fault:
                failed = True
                _fail(shown, fault, as_json=as_json, single=len(asked) == 1)
                continue
            if comparing:
                found.append((shown, check))
            else:
                _tell(shown, check, as_json=as_json, single=len(asked) == 1, whole=whole)
    if comparing and not failed:
        _tell_change(found, as_json=as_json)
    return FAULT if failed else 0


def rule_lines(facts: Iterable[str], day: date) -> list[str]:
    """Return the rules an answer rests on as lines, with article, rank and first day."""
    from ringfence import law

    return [one.line(say.lang) for one in law.stated(law.load_pack("cn"), facts, day)]


def _rule_names(facts: Iterable[str], day: date) -> str:
    from ringfence import law

    return ";".join(say(one.name_zh, one.name_en) for one in law.stated(law.load_pack("cn"), facts, day))


def _asked(words: tuple[str, ...]) -> Iterator[str]:
    """Yield files as named and, of folders, those below them whose endings can be read."""
    for word in words:
        path = Path(word).expanduser()
        if word == "-" or not path.is_dir():
            yield word if word == "-" else str(path)
            continue
        for place, folders, names in os.walk(path):
            folders.sort()
            yield from (
                str(Path(place) / name)
                for name in sorted(names)
                if name.casefold().endswith(ENDINGS) and not (Path(place) / name).is_symlink()
            )


def _checked(name: str, password: str | None) -> PolicyCheck:
    from ringfence.audit import check_policy
    from ringfence.ingest import document_text

    if name == "-":
        return check_policy(document_text("-", sys.stdin.buffer.read(), password))
    path = Path(name)
    return check_policy(document_text(path.name, path.read_bytes(), password))


def _fail(name: str, fault: RingfenceError | OSError, *, as_json: bool, single: bool) -> None:
    from ringfence.cli.audit_apk import safe

    zh, en = _why(fault)
    if as_json:
        half = any("\ud800" <= char <= "\udfff" for char in name)
        told = {"format": FAULT_FORMAT, "file": name, "zh": zh, "en": en}
        click.echo(json.dumps(told, ensure_ascii=half, indent=2 if single else None))
    complain(f"✗ {safe(name)}: {say(zh, en)}")


def _why(fault: RingfenceError | OSError) -> tuple[str, str]:
    if isinstance(fault, RingfenceError):
        return fault.zh, fault.en
    if isinstance(fault, FileNotFoundError):
        return "没有这个文件。", "there is no such file."
    reason = fault.strerror or type(fault).__name__
    return f"打不开({reason})。", f"cannot be opened ({reason})."


def _tell(name: str, check: PolicyCheck, *, as_json: bool, single: bool, whole: bool) -> None:
    from ringfence.cli.audit_apk import safe

    today = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    if as_json:
        from ringfence.audit import policy_to_json

        facts = dict.fromkeys(fact for point in check.points for fact in point.facts)
        rules = {fact: rule_lines([fact], today) for fact in facts}
        click.echo(policy_to_json(check, name, rules, indent=2 if single else None))
        return
    if not check.is_policy:
        click.echo(f"? {safe(name)}: " + say("不像隐私政策,没有检查。", "does not look like a privacy policy."))
        return
    contacts = check.point("contacts")
    if not single and contacts is not None:
        alarming = say(f"要留意 {len(check.alarming)} 处", f"{len(check.alarming)} to look at")
        click.echo(f"✓ {safe(name)}: {say(contacts.says_zh, contacts.says_en)} ({alarming})")
        return
    _print(name, check, today, whole=whole)


def _print(name: str, check: PolicyCheck, today: date, *, whole: bool) -> None:
    """Print the summary, then what to look at with quotes, then a table of everything."""
    from ringfence.audit import policy_table
    from ringfence.cli.audit_apk import safe
    from ringfence.cli.blocks import draw
    from ringfence.schema import Bullets, Heading, Paragraph, Table

    groups = policy_table().groups
    blocks: list[Block] = [Heading(say(f"隐私政策:{safe(name)}", f"Privacy policy: {safe(name)}"), 1)]
    blocks += [Paragraph(say(one.zh, one.en), indent=False, bold=True) for one in check.doubts]
    blocks.append(Heading(say("它怎么说您的通讯录", "What it says of your contacts"), 2))
    blocks.append(Bullets(tuple(_sentence(one) for one in check.points if one.group == "contacts" and _worth(one))))
    told: dict[str, None] = {}
    for point in check.points:
        if not (whole or point.alarming) or (point.verdict is PolicyVerdict.ABSENT and not point.todo_zh):
            continue
        blocks.append(Heading(f"{say(point.title_zh, point.title_en)}: {verdict_word(point.verdict)}", 3))
        blocks.append(Paragraph(say(point.says_zh, point.says_en), indent=False))
        if point.clauses:
            blocks.append(Bullets(tuple(_quoted(one) for one in point.clauses)))
        if point.todo_zh:
            blocks.append(Paragraph(say(f"可以做:{point.todo_zh}", f"What to do: {point.todo_en}"), indent=False))
        if names := _rule_names(point.facts, today):
            blocks.append(Paragraph(say(f"规定:{names}", f"Rules: {names}"), indent=False))
        told.update(dict.fromkeys(point.facts))
    rows = tuple(
        (say(groups[one.group].zh, groups[one.group].en), say(one.title_zh, one.title_en), verdict_word(one.verdict))
        for one in check.points
    )
    if told:
        blocks += [Heading(say("这些规定说什么", "What these rules say"), 2), Bullets(tuple(rule_lines(told, today)))]
    header = (say("部分", "part"), say("问题", "question"), say("写法", "how it stands"))
    blocks += [Heading(say("全部问题", "Every question"), 2), Table(header, rows, (2, 4, 2))]
    blocks.append(
        Paragraph(
            say(
                f"共 {check.characters} 字,{check.paragraphs} 段。只看文字怎么写,不知道 App 实际怎么做;"
                "“没有找到”只是说您给的文字里没有。",
                f"{check.characters} characters. Words are read, not what the app does; “not found” is said of the"
                " text you gave.",
            ),
            indent=False,
        )
    )
    draw(blocks)


def verdict_word(verdict: PolicyVerdict) -> str:
    """Return a verdict as one word."""
    words = {
        PolicyVerdict.CLEAR: ("写清了", "clear"),
        PolicyVerdict.VAGUE: ("含糊", "vague"),
        PolicyVerdict.YES: ("写了", "yes"),
        PolicyVerdict.NO: ("写明不会", "says it does not"),
        PolicyVerdict.ABSENT: ("没有找到", "not found"),
        PolicyVerdict.UNSURE: ("拿不准", "unsure"),
    }
    return say(*words[verdict])


def _worth(point: PolicyPoint) -> bool:
    return point.question == "contacts" or point.verdict is not PolicyVerdict.ABSENT


def _sentence(point: PolicyPoint) -> str:
    return ("! " if point.alarming else "") + say(point.says_zh, point.says_en)


def _quoted(clause: PolicyClause) -> str:
    words = " ".join(clause.text.split())
    short = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    place = " › ".join((*clause.path, say(f"第{clause.paragraph}段", f"paragraph {clause.paragraph}")))
    return f"“{short}”({place})"


def _tell_change(found: list[tuple[str, PolicyCheck]], *, as_json: bool) -> None:
    from ringfence.audit import compare_policies, policy_change_to_json
    from ringfence.cli.audit_apk import safe
    from ringfence.cli.blocks import draw
    from ringfence.schema import Bullets, Heading, Paragraph, PolicyMove

    (old, before), (new, after) = found
    if not (before.is_policy and after.is_policy):
        click.echo(say("其中一份不像隐私政策,没有比较。", "One of them does not look like a privacy policy."))
        return
    changes = [one for one in compare_policies(before, after) if one.move is not PolicyMove.SAME]
    if as_json:
        click.echo(policy_change_to_json(changes, (old, new), indent=2))
        return
    blocks: list[Block] = [Heading(f"{safe(old)} → {safe(new)}", 1)]
    if not changes:
        blocks.append(
            Paragraph(say("就这些问题来说,两个版本写得一样。", "For these questions both say the same."), indent=False)
        )
    for one in changes:
        blocks.append(Heading(_moved(one), 3))
        lines = [f"+ {_quoted(clause)}" for clause in one.gained] + [f"- {_quoted(clause)}" for clause in one.lost]
        blocks.append(Bullets(tuple(lines)))
    draw(blocks)


def _moved(one: PolicyChange) -> str:
    title = say(one.after.title_zh, one.after.title_en)
    if one.before.verdict is one.after.verdict:
        return say(f"{title}:换了说法", f"{title}: reworded")
    return f"{title}: {verdict_word(one.before.verdict)} → {verdict_word(one.after.verdict)}"


@contextmanager
def _watching(total: int) -> Iterator[Callable[[str], None]]:
    """Give a callback that shows which file is being read, on a terminal and for several files only."""
    if total < 3 or not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, completed=-1)

        def step(name: str) -> None:
            bar.update(task, advance=1, description="".join(c if c.isprintable() else " " for c in name)[:40])

        yield step

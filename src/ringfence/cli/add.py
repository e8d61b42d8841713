"""``ringfence add``: files, tables with a confirmed column mapping, statements by prompt."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import FAULT, Verb, complain
from ringfence.cli.session import open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import AboutApp, Added, Case
    from ringfence.ingest import Mapping, PasswordNeededError, Source
    from ringfence.schema import RingfenceError

BACKUP_PASSWORD = "RINGFENCE_BACKUP_PASSWORD"  # noqa: S105 -- the name of a variable: for scripts: others on the computer may see it


@click.command(
    cls=Verb,
    help=say(
        "加入文件:原件先加密保存,再读取内容。同一文件再加一次不会重复。读不懂的也会保存并说明。",
        "Add files. Originals are kept first and read second; the same file twice changes nothing.",
    ),
)
@click.argument("files", nargs=-1, metavar=say("文件…", "FILES…"))
@click.option("--owner", default="debtor", help=say("谁的手机或详单:默认本人,也可写亲友编号如 P1", "whose: P1 …"))
@click.option(
    "--mapping", "mapping_file", type=click.Path(exists=True), help=say("确认过的列对应表(YAML)", "column mapping")
)
@click.option("--yes", is_flag=True, help=say("接受建议的列对应", "accept the proposed mapping"))
@click.option("--statement", is_flag=True, help=say("一问一答,记下亲友的陈述", "take down a statement by questions"))
@click.option("--form", is_flag=True, help=say("打印一张空白的陈述表(YAML)", "print an empty statement form"))
@click.option("--lender", help=say("安装包是哪家机构的 App:编号如 L1", "the package is the app of this party: L1 …"))
@click.option("--loan-app", is_flag=True, help=say("安装包是借贷类 App", "the package is that of a lending app"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def add(
    ctx: click.Context,
    files: tuple[str, ...],
    *,
    owner: str,
    mapping_file: str | None,
    yes: bool,
    statement: bool,
    form: bool,
    lender: str | None,
    loan_app: bool,
    as_json: bool,
) -> int:
    """Add each file; one that fails never stops the rest."""
    from ringfence import ingest
    from ringfence.case import AboutApp
    from ringfence.schema import RingfenceError

    if form:
        click.echo(ingest.statement_form(say.lang))
        return 0
    if not files and not statement:
        raise click.UsageError(
            say("请写出要加入的文件,或用 --statement 记陈述", "name the files to add, or use --statement")
        )
    mapping = read_mapping(Path(mapping_file)) if mapping_file else None
    originals: list[Path | Source] = [Path(name).expanduser() for name in files]
    if statement:
        originals.append(ask_statement())
    told: list[dict[str, Any]] = []
    failed = False
    about = AboutApp(lender, "loan" if loan_app else "")
    with open_case(ctx) as case:
        for original in originals:
            try:
                added = add_one(case, original, owner, mapping, about, accept=yes)
            except RingfenceError as fault:
                told.append(explain(original, fault, quiet=as_json))
                failed = True
                continue
            told.append(summary(added))
            if not as_json:
                show(added)
                show_sounds(added)
        if not (as_json or failed):
            next_step(case)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    return FAULT if failed else 0


def add_one(
    case: Case,
    original: Path | Source,
    owner: str,
    mapping: Mapping | None,
    about: AboutApp | None = None,
    *,
    accept: bool,
) -> Added:
    """Add one file; a table's proposed mapping is shown and confirmed first, a backup's password asked for."""
    from ringfence import ingest

    with showing_progress() as progress:
        try:
            return case.add(
                original,
                owner=owner,
                mapping=mapping,
                password=os.environ.get(BACKUP_PASSWORD),
                about=about,
                progress=progress,
            )
        except ingest.MappingNeededError as need:
            proposal = need.proposal
        except ingest.PasswordNeededError as need:
            fault = need
            proposal = None
    if proposal is None:
        return add_locked(case, original, owner, fault)
    if not accept and not confirm(proposal):
        raise click.Abort
    with showing_progress() as progress:
        return case.add(original, owner=owner, mapping=proposal, progress=progress)


def add_locked(case: Case, original: Path | Source, owner: str, fault: PasswordNeededError) -> Added:
    """Ask for a backup's password until it opens; an empty answer keeps the original without reading it.

    Raises:
        PasswordNeededError: there is nobody to ask; nothing was added.
    """
    from ringfence import ingest

    while sys.stdin.isatty():
        click.echo(fault.text(say.lang), err=True)
        told = say("备份的密码(直接回车:只保存原件,不读取)", "Password of the backup (empty: keep it unread)")
        password = click.prompt(told, hide_input=True, default="", show_default=False, err=True)
        try:
            with showing_progress() as progress:
                return case.add(original, owner=owner, password=password, progress=progress)
        except ingest.WrongPasswordError as wrong:
            fault = wrong
    raise fault


def confirm(proposal: Mapping) -> bool:
    """Show a proposed mapping and ask; without a terminal the answer is no."""
    click.echo(say("这是一张表格。建议这样对应各列,请核对:", "This is a table. Proposed columns:"), err=True)
    click.echo(mapping_text(proposal), err=True)
    if not sys.stdin.isatty():
        click.echo(say("加 --yes 接受,或把上面内容改好后用 --mapping 交回来。", "Use --yes or --mapping."), err=True)
        return False
    return click.confirm(say("对吗?", "Right?"), err=True)


def explain(original: Path | Source, fault: RingfenceError, *, quiet: bool) -> dict[str, Any]:
    """Say why one file could not be added."""
    name = original.name
    if not quiet:
        complain(f"✗ {name}\n  {fault.text(say.lang)}")
    return {"name": name, "error": fault.text(say.lang)}


def summary(added: Added) -> dict[str, Any]:
    """Return what became of a file as plain data."""
    source, told = added.source, added.source.completeness
    return {
        "source": source.id,
        "name": source.name,
        "kind": source.kind_zh,
        "new": added.new,
        "reader": source.reader,
        "sha256": source.sha256,
        "sm3": source.sm3,
        "found": told.found if told else None,
        "declared": told.declared if told else None,
        "unread": told.unread_count if told else None,
        "repairs": [{"kind": one.kind, "count": one.count, "first": one.first} for one in told.repairs] if told else [],
        "problem": say(source.problem_zh, source.problem_en) or None,
        "people": [person.id for person in added.people],
        "recordings": [taken.source.id for taken in added.sounds if not taken.problem_zh],
        "apps": [
            {
                "app": looked.app.id if looked.app else None,
                "entry": looked.entry,
                "verdict": looked.audit.verdict.value if looked.audit else None,
                "problem": say(looked.fault_zh, looked.fault_en) or None,
            }
            for looked in added.apps
        ],
    }


def show(added: Added) -> None:
    """Print what became of a file in a few lines."""
    from ringfence.case import kind_said

    source, told = added.source, added.source.completeness
    if not added.new:
        click.echo(
            say(f"= {source.name}:之前已加入({source.id}),没有重复。", f"= {source.name}: already in as {source.id}.")
        )
        return
    if not source.reader:
        click.echo(
            say(f"? {source.id} {source.name}:原件已保存,但没有读懂。", f"? {source.id} {source.name}: kept, not read.")
        )
        click.echo(f"  {say(source.problem_zh, source.problem_en)}")
        return
    out_of = source.within.partition("!")[0]
    taken = say(f"(取自 {out_of})", f" (out of {out_of})") if out_of else ""
    click.echo(f"✓ {source.id} {source.name} — {say(kind_said(source))}{taken}")
    if told is None:
        return
    if source.apps == ("",):
        show_apps(added)
        return
    unit = "页" if set(source.tables) == {"pages"} else "条"
    found = say(f"读到 {told.found} {unit}", f"{told.found} {'pages' if unit == '页' else 'records'}")
    if told.declared is not None:
        found += say(f"(文件自称 {told.declared} 条)", f" ({told.declared} declared)")
    if told.unread_count:
        found += say(f",{told.unread_count} 处没读懂", f", {told.unread_count} not understood")
    click.echo(f"  {found}")
    for one in told.unread[:3]:
        click.echo(f"  · {one.place}: {say(one.zh, one.en)}")
    for note in map(say, told.told[:4]):
        click.echo(f"  · {note}")
    show_apps(added)
    for person in added.people:
        click.echo(say(f"  + 新登记亲友 {person.id} {person.name}", f"  + new person {person.id} {person.name}"))


def show_sounds(added: Added) -> None:
    """Print what became of recordings that were taken out of an archive."""
    for taken in added.sounds:
        if taken.problem_zh:
            click.echo(f"  ! {say(taken.problem_zh, taken.problem_en)}")
        else:
            show(taken)


def show_apps(added: Added) -> None:
    """Print what was found in packages of apps."""
    from ringfence.cli.audit_case import tell

    for looked in added.apps:
        tell(looked)


def read_mapping(path: Path) -> Mapping:
    """Read a confirmed mapping from its YAML file."""
    import yaml

    from ringfence import ingest

    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise click.BadParameter(say(f"{path.name} 不是有效的 YAML", f"{path.name} is no valid YAML")) from fault
    return ingest.Mapping.from_dict(plain if isinstance(plain, dict) else {})


def mapping_text(mapping: Mapping) -> str:
    """Return a mapping as the YAML that :func:`read_mapping` takes."""
    import yaml

    return str(yaml.safe_dump(mapping.to_dict(), allow_unicode=True, sort_keys=False))


def next_step(case: Case) -> None:
    """Say what comes next: naming who collects, or the report."""
    if case.state.parties:
        click.echo(say("下一步:ringfence report(看报告)", "Next: ringfence report"))
    else:
        click.echo(say("下一步:ringfence people(看谁在催,登记机构)", "Next: ringfence people (name who collects)"))


def ask_statement() -> Source:
    """Ask for one statement, question by question, and return it as an original of its own."""
    from datetime import datetime

    from ringfence import ingest

    answers: dict[str, str] = {}
    for question in ingest.statement_questions(say.lang):
        answers[question.field] = click.prompt(question.text, default="", show_default=False, err=True)
    now = datetime.now().astimezone()
    text = ingest.statement_text([answers | {"taken_at": f"{now:%Y-%m-%d %H:%M}"}])
    return ingest.Source.of_bytes(f"陈述-{now:%Y%m%d-%H%M%S}.yaml", text.encode())

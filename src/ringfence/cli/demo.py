"""``ringfence demo``: the whole path with a made-up case, visibly."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import Case, Written
    from ringfence.demo import DemoCase

PASSPHRASE = "演示口令-请勿使用"  # noqa: S105 -- the made-up case's own, printed for the user
MARK = ".ringfence-demo"


@click.command(
    cls=Verb,
    help=say(
        "写一个虚构案例(号码和机构都是编的),走完整个过程,生成报告和信件。", "Walk the whole path with a made-up case."
    ),
)
@click.option("--out", default="demo", show_default=True, help=say("写到哪个文件夹", "folder"))
@click.option("--messages", default=6000, show_default=True, help=say("短信条数", "messages"))
@click.option("--calls", default=1500, show_default=True, help=say("通话条数", "calls"))
def demo(out: str, messages: int, calls: int) -> None:
    """Write the demo files, make the case, add, report, write letters, verify, and say where everything is."""
    from ringfence.demo import write_demo

    folder = Path(out).resolve()
    start_fresh(folder)
    began = time.monotonic()
    step(1, say("编写虚构案例的文件(短信、通话、通讯录、详单、亲友陈述)", "writing the made-up files"))
    with showing_progress() as progress:
        made = write_demo(folder / "exports", messages=messages, calls=calls, progress=progress)
    case = build(made, folder)
    with case:
        step(4, say("合并时间线、识别内容、对照法律,生成报告", "timeline, classes, law, report"))
        with showing_progress() as progress:
            report = case.write_report(folder / "report", as_of=made.today, lang=say.lang, progress=progress)
        step(5, say("写投诉信和报案材料", "letters"))
        with showing_progress() as progress:
            letters = case.write_letters(folder / "letters", as_of=made.today, progress=progress)
        step(6, say("检查证据是否完好", "verify"))
        sound = check(case, folder / "case")
        summarise(case, report, letters, folder, sound=sound, seconds=time.monotonic() - began)


def start_fresh(folder: Path) -> None:
    """Empty the demo folder of an earlier run; refuse a folder that is not ours."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise click.ClickException(
                say(
                    f"文件夹 {folder} 里有别的东西,请用 --out 换一个。",
                    f"{folder} holds other things; choose another --out.",
                )
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("made by `ringfence demo`; removed by the next run\n", encoding="utf-8")


def step(number: int, what: str) -> None:
    """Print one step of the path."""
    click.secho(f"[{number}/6] {what}", bold=True)


def build(made: DemoCase, folder: Path) -> Case:
    """Make the case, add every file, name parties, people and debts."""
    from ringfence.case import Case
    from ringfence.cli.add import show

    step(2, say("新建案件(加密),加入文件", "making the case, adding the files"))
    case, _ = Case.create(folder / "case", PASSPHRASE, name=say("演示案件(全部虚构)", "demo case (all made up)"))
    for person in made.people:
        case.name_person(person)
    for path in made.files:
        with showing_progress() as progress:
            added = case.add(path, today=made.today, progress=progress)
        show(added)
    step(3, say("登记机构、借款和本人", "naming parties, debts, the borrower"))
    case.name_borrower(made.borrower)
    for party in made.parties:
        case.name_party(party)
    for debt in made.debts:
        case.note_debt(debt)
    if made.declared_known:
        case.declare_contacts_known()
    return case


def check(case: Case, folder: Path) -> bool:
    """Verify the vault and return whether it is sound."""
    from ringfence.vault import verify

    with showing_progress() as progress:
        return verify(folder, vault=case.vault, progress=progress).ok


def summarise(case: Case, report: Written, letters: Written, folder: Path, *, sound: bool, seconds: float) -> None:
    """Print what was found and where everything lies."""
    from ringfence.cli.findings import print_list

    dossier = report.dossier
    click.echo()
    print_list(dossier)
    events = dossier.matter.events.height
    click.echo(
        say(
            f"时间线 {events} 条;催收类联系 {dossier.metrics.attempts} 次,其中夜间(22–8 点){dossier.metrics.quiet} 次;"
            f"被联系的人 {dossier.metrics.people.height} 位;发现 {len(dossier.findings)} 项问题;信件 {len(letters.documents)} 份。",
            f"{events} events, {dossier.metrics.attempts} collecting contacts ({dossier.metrics.quiet} at night), "
            f"{len(dossier.findings)} findings, {len(letters.documents)} letters.",
        )
    )
    click.echo(say("证据检查:完好。" if sound else "证据检查:有问题!", f"vault sound: {sound}"))
    click.echo(say(f"用时 {seconds:.0f} 秒。", f"{seconds:.0f} s."))
    click.secho(say("\n在浏览器里看这个案件:", "\nSee the case in the browser:"), bold=True)
    shown = folder / "case"
    click.echo(
        say(
            f"  make serve   (没有 make:ringfence --case {shown} serve)\n  演示口令:{PASSPHRASE}",
            f"  make serve   (without make: ringfence --case {shown} serve)\n  passphrase: {PASSPHRASE}",
        )
        if shown == Path("demo/case").resolve()
        else say(
            f"  ringfence --case {shown} serve\n  演示口令:{PASSPHRASE}",
            f"  ringfence --case {shown} serve\n  passphrase: {PASSPHRASE}",
        )
    )
    click.secho(say("\n写好的文件:", "\nWritten:"), bold=True)
    for path in (*report.files, folder / "letters"):
        click.echo(f"  {path}")
    click.echo(
        say(
            f"  案件文件夹 {shown}",
            f"  case folder {shown}",
        )
    )
    del case

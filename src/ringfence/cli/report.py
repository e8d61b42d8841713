"""``ringfence report``: the case report as a page and a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import case_folder, open_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.case import Written

OUT = say(
    "写到哪个文件夹(默认案件旁边的“…-材料”;写出的文件不加密,请自己保管好)", "output folder (files are not encrypted)"
)


def default_out(ctx: click.Context) -> Path:
    """Return the folder beside the case for what is written; never inside it."""
    folder = case_folder(ctx).resolve()
    return folder.with_name(f"{folder.name}-材料")


@click.command(
    cls=Verb,
    help=say(
        "生成案情报告:report.html(网页)、report.pdf 和 evidence.csv(全部证据)。有截图时附上原图和识别文字;录音默认不写出。",
        "Write report.html, report.pdf and evidence.csv, with pieces of screenshots; recordings only when asked.",
    ),
)
@click.option("--out", type=click.Path(file_okay=False), help=OUT)
@click.option("--unmasked", is_flag=True, help=say("不遮盖亲友的号码、姓名和截图", "do not mask third parties"))
@click.option(
    "--with-recordings",
    "sounds",
    is_flag=True,
    help=say(
        "把录音的播放副本写到报告旁边的 report_files(不加密;声音不能遮盖)",
        "write copies of recordings beside it (not encrypted; voices cannot be masked)",
    ),
)
@click.pass_context
def report(ctx: click.Context, out: str | None, *, unmasked: bool, sounds: bool) -> None:
    """Write the report and say where."""
    folder = Path(out) if out else default_out(ctx)
    with open_case(ctx) as case, showing_progress() as progress:
        written = case.write_report(folder, masked=not unmasked, lang=say.lang, sounds=sounds, progress=progress)
    copies = {folder / one.file for one in written.dossier.showing.recordings if one.file}
    for path in written.files:
        if path not in copies:
            click.echo(say(f"已写好:{path}", f"Written: {path}"))
    tell_recordings(written, folder, copies, asked=sounds)


def tell_recordings(written: Written, folder: Path, copies: set[Path], *, asked: bool) -> None:
    """Say what became of the recordings: what lies in clear beside the report, or how to get it."""
    showing = written.dossier.showing
    if copies:
        size = sum(path.stat().st_size for path in copies) / 1e6
        click.echo(
            say(
                f"已写好:{len(copies)} 段录音的播放副本({size:.1f} MB),在 {folder / 'report_files'}",
                f"Written: copies of {len(copies)} recordings ({size:.1f} MB) in {folder / 'report_files'}",
            )
        )
        warn("录音没有加密、没有遮盖,只交给该听的人。", "The recordings are neither encrypted nor masked.")
    for one in showing.recordings:
        if one.problem_zh:
            warn(
                f"{one.exhibit} 没能写出播放副本:{one.problem_zh}", f"{one.exhibit}: no copy to play could be written."
            )
    if showing.recordings and not asked:
        click.echo(
            say(
                f"案件里有 {len(showing.recordings) + showing.recordings_left} 段录音,没有写出(声音不能遮盖);"
                "要写出请加 --with-recordings。",
                "The case has recordings; none was written (voices cannot be masked). Add --with-recordings to write them.",
            )
        )
    left = sorted(path for path in (folder / "report_files").glob("S*.wav") if path not in copies)
    if left:
        warn(
            f"{folder / 'report_files'} 里还有以前写出的 {len(left)} 段录音,不属于这份报告;不需要就删掉。",
            f"{folder / 'report_files'} still holds {len(left)} recordings of an earlier report; remove what is not needed.",
        )


def warn(zh: str, en: str) -> None:
    """Print a sentence to be heeded."""
    click.secho(say(zh, en), fg="yellow")

"""``ringfence redact``: a masked copy to share, with a preview; the original is never touched."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import case_folder, look_into_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.respond import Box, MaskedFile, Redactor, Wish
    from ringfence.schema import LineReader


@click.command(
    cls=Verb,
    help=say(
        "写一份可以分享的副本:电话、证件号、银行卡、住址、通讯录里的姓名都遮住;原件不动。在案件里运行会用案件的通讯录。",
        "Write a copy to share with phones, ids, cards, addresses and names masked; the original is never touched.",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False), metavar=say("文件", "FILE"))
@click.option(
    "--out", type=click.Path(file_okay=False, exists=True), help=say("写到哪个文件夹(默认原件旁边)", "where to")
)
@click.option("--name", "names", multiple=True, help=say("还要遮住的姓名(可多次)", "a name to mask (repeatable)"))
@click.option(
    "--keep", "keep", multiple=True, help=say("保留的号码,如催收来电(可多次)", "a number to leave (repeatable)")
)
@click.option(
    "--box",
    "boxes",
    multiple=True,
    help=say(
        "要遮的区域:左,上,宽,高;PDF 写 页:左,上,宽,高,按 150 DPI(可多次)",
        "x,y,width,height to paint; in a PDF page:x,y,width,height at 150 DPI",
    ),
)
@click.option(
    "--looked",
    is_flag=True,
    help=say("没装识别组件时:画面我已自己看过,没有别的要遮", "without recogniser: I have looked myself"),
)
@click.option(
    "--preview-page",
    type=click.Path(dir_okay=False),
    help=say(
        "把遮盖前后对照写成网页(含原文,只供自己看)", "write a page that shows before and after (for yourself only)"
    ),
)
@click.option("--preview", is_flag=True, help=say("只看会遮住什么,不写文件", "show only, write nothing"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def redact(
    ctx: click.Context,
    file: str,
    *,
    out: str | None,
    names: tuple[str, ...],
    keep: tuple[str, ...],
    boxes: tuple[str, ...],
    looked: bool,
    preview_page: str | None,
    preview: bool,
    as_json: bool,
) -> None:
    """Mask, show, write."""
    from ringfence import respond
    from ringfence.schema import parse_phone

    path = Path(file)
    redactor = respond.Redactor(
        names=(*names, *case_names(ctx)), keep=frozenset(key for one in keep if (key := parse_phone(one).key))
    )
    wish = respond.Wish(
        tuple(box(written) for written in boxes), line_reader(), looked=looked, view=preview_page is not None
    )
    masked = mask_asking(path, redactor, wish)
    if preview_page is not None:
        Path(preview_page).write_text(respond.preview_page(masked), encoding="utf-8")
    written = None if preview else respond.write_masked(masked, Path(out) if out else path.parent)
    if as_json:
        shown = [{"place": one.place, "kind": one.kind, "label": one.label, "why": one.why} for one in masked.shown]
        told = {"file": str(written) if written else None, "masked": shown, "warnings": list(masked.warnings_zh)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    show(masked)
    if written:
        click.echo(
            say(f"副本:{written}\n原件没有改动。分享前请打开副本看一遍。", f"Copy: {written}. Look through it first.")
        )


def line_reader() -> LineReader | None:
    """Return what reads the writing on pictures, None without the extra."""
    from ringfence import ingest

    return None if ingest.ocr_missing() else ingest.read_lines


def mask_asking(path: Path, redactor: Redactor, wish: Wish) -> MaskedFile:
    """Mask a file; a locked PDF's password is asked for while somebody is there to answer.

    Raises:
        PdfPasswordError: there is nobody.
    """
    from ringfence import respond

    while True:
        try:
            with showing_progress() as progress:
                return respond.mask_file(path, redactor, (), wish, progress)
        except respond.PdfPasswordError as fault:
            if not sys.stdin.isatty():
                raise
            click.echo(fault.text(say.lang), err=True)
        password = click.prompt(say("PDF 的密码", "Password of the PDF"), hide_input=True, err=True)
        wish = replace(wish, password=password)


def case_names(ctx: click.Context) -> list[str]:
    """Return the names of the case's address book and persons; none outside of a case."""
    if not (case_folder(ctx) / "ringfence-vault.json").exists() and ctx.find_root().obj is None:
        return []
    with look_into_case(ctx) as case:
        return [*case.analysis().book.values(), *(person.name for person in case.state.people.values())]


def box(written: str) -> Box:
    """Read ``left,top,width,height``, in a PDF ``page:left,top,width,height``."""
    from ringfence.respond import Box

    plain = written.replace("，", ",").replace("：", ":")
    page, _, sides = plain.rpartition(":")
    try:
        x, y, width, height = (int(part) for part in sides.split(","))
        return Box(x, y, width, height, int(page or 1))
    except ValueError:
        raise click.BadParameter(
            say(f"区域要写成 左,上,宽,高 或 页:左,上,宽,高:{written}", f"write x,y,width,height: {written}")
        ) from None


def show(masked: MaskedFile) -> None:
    """Print what was masked, in its surroundings: on the user's own screen only."""
    for one in masked.shown:
        line = f"{one.before}{click.style(one.secret, fg='red', strikethrough=True)}{one.after}".replace("\n", "⏎")
        click.echo(f"{one.place}  {line}  → {one.label or '█'}  ({one.why})".replace("\r", ""))
    click.echo(say(f"共遮住 {len(masked.shown)} 处。", f"{len(masked.shown)} places masked."))
    for warning in map(say, masked.warnings_zh):
        click.echo(f"! {warning}")

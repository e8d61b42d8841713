"""Which case, how it is unlocked, and how progress is shown."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.case import Case
    from ringfence.schema import Progress

MINUTES = 30  # how long an unlocked case stays unlocked without asking again


def case_folder(ctx: click.Context) -> Path:
    """Return the folder chosen by ``--case`` or ``RINGFENCE_CASE``, else the current one."""
    chosen = ctx.find_root().obj
    return Path(chosen).expanduser() if chosen else Path.cwd()


def look_into_case(ctx: click.Context) -> Case:
    """Open the case to look at it: writable, so that what is computed is kept for the next time, else read-only.

    Read-only when another process writes to it or the medium cannot be written.
    """
    from ringfence.vault import LockedByAnotherError, ReadOnlyError

    try:
        return open_case(ctx)
    except (LockedByAnotherError, ReadOnlyError):
        return open_case(ctx, read_only=True)


def open_case(ctx: click.Context, *, read_only: bool = False) -> Case:
    """Open the case: remembered for a while after the passphrase was given, else ask for it.

    ``RINGFENCE_PASSPHRASE`` is for scripts and tests only: others on the computer may see it.
    """
    from ringfence.case import Case
    from ringfence.vault import read_marker, recall, remember

    folder = case_folder(ctx)
    if key := os.environ.get("RINGFENCE_KEY"):  # a reader's age key file: they can look, not write
        return Case.open(folder, identity=Path(key).read_text("utf-8"), read_only=read_only)
    identity = recall(read_marker(folder).case_id)
    if identity is not None:
        return Case.open(folder, identity=identity, read_only=read_only)
    passphrase = os.environ.get("RINGFENCE_PASSPHRASE")
    if passphrase is None:
        passphrase = click.prompt(say("案件口令", "Passphrase"), hide_input=True, err=True)
    case = Case.open(folder, passphrase=passphrase, read_only=read_only)
    remember(case.vault.case_id, case.vault.identity, minutes=MINUTES)
    return case


@contextmanager
def showing_progress() -> Iterator[Progress]:
    """Show progress bars on a terminal; print nothing when the output goes elsewhere."""
    if not sys.stderr.isatty():
        from ringfence.schema import silent

        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(step: str, done: int, total: int | None = None) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(say(step), total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield report

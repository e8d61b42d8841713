"""Progress of an audit on standard error: files done of all, and what is being looked at."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ringfence.cli.words import say
from ringfence.schema import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringfence.schema import Progress

    Doing = Callable[[str, str, int, int | None], None]


@contextmanager
def watching() -> Iterator[tuple[Progress, Doing]]:
    """Give the two callbacks of an audit; they draw on a terminal and are silent elsewhere."""
    if not sys.stderr.isatty():
        yield silent, _nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        files = bars.add_task(say("安装包", "packages"), total=None)
        now = bars.add_task("", total=None, visible=False)

        def progress(step: str, done: int, total: int | None = None) -> None:
            del step
            bars.update(files, completed=done, total=total)

        def doing(path: str, step: str, done: int, total: int | None) -> None:
            name = "".join(char if char.isprintable() else " " for char in Path(path).name)[:40]
            bars.update(now, description=f"{name} {say(step)}", completed=done, total=total, visible=True)

        yield progress, doing


def _nothing(path: str, step: str, done: int, total: int | None) -> None:
    del path, step, done, total

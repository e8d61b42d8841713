"""Many files, each in its process box: a full audit first, a triage when that ends badly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.audit.box import FaultKind, Limits, Outcome, Task, run
from ringfence.audit.box.run import nothing
from ringfence.schema import AppAudit, Blind, Verdict, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from ringfence.audit.box.run import Doing
    from ringfence.audit.indicators import IndicatorList
    from ringfence.schema import Progress

CALL = "ringfence.audit.apk.inspect:audit_apk"
WARM = ("ringfence.audit.apk.warm",)
_WHY = {
    FaultKind.MEMORY: ("内存超过上限", "more memory than the limit"),
    FaultKind.TIMEOUT: ("时间超过上限", "more time than the limit"),
    FaultKind.CRASHED: ("分析进程意外结束", "its process ended unexpectedly"),
    FaultKind.BUG: ("程序出错", "an error of the program"),
}


def audit_many(
    files: Sequence[Path],
    *,
    names: Sequence[str] | None = None,
    flows: bool = True,
    cache: Path | None = None,
    indicators: Sequence[IndicatorList] = (),
    limits: Limits | None = None,
    progress: Progress = silent,
    doing: Doing = nothing,
) -> Iterator[Outcome]:
    """Audit files, each in a process of its own; yield outcomes as they are done (:func:`in_order` puts them in order).

    One bad file never stops the rest. A full audit that ends badly (memory, time, a crash) is followed by a triage, and its audit
    says in ``blind`` that the paths were not looked at. Stopping early ends all workers at once.

    Args:
        files: packages, or folders that hold a split set.
        names: what each audit calls its file; the file's own name when None.
        flows: look for paths; False = triage only.
        cache: folder for summaries of code by digest, None = none.
        indicators: as :func:`ringfence.audit.read_indicators` gives them.
        limits: memory and time of one file, workers at a time.
        progress: files done of all; raises to cancel.
        doing: told which file is at which step.
    """
    called = names or [path.name for path in files]
    tasks = []
    for path, name in zip(files, called, strict=True):
        known: dict[str, Any] = {"path": path, "name": name}
        full = known | {"flows": flows, "cache": cache}
        tasks.append(Task(str(path), CALL, full, known | {"flows": False} if flows else None))
    for outcome in run(tasks, limits, warm=WARM, progress=progress, doing=doing):
        yield _with_hits(cut_short(outcome), indicators)


def _with_hits(outcome: Outcome, indicators: Sequence[IndicatorList]) -> Outcome:
    """Compare with the user's lists here, not in the worker: they need not travel to it."""
    if not indicators or not isinstance(outcome.audit, AppAudit):
        return outcome
    from ringfence.audit.indicators import match  # noqa: PLC0415 -- only where there is a list

    return replace(outcome, audit=replace(outcome.audit, indicators=match(outcome.audit, indicators)))


def cut_short(outcome: Outcome) -> Outcome:
    """Say in the audit itself that its first try ended badly; "nothing seen" is then not said."""
    audit, fault = outcome.audit, outcome.fault
    if not isinstance(audit, AppAudit) or fault is None:
        return outcome
    zh, en = _WHY.get(fault.kind, ("", ""))
    blind = Blind(
        "budget",
        f"没有完成数据流向分析({zh}),只看了权限和读取数据的代码。",
        f"Paths were not looked at ({en}); triage only.",
    )
    verdict = Verdict.NOT_ANALYSABLE if audit.verdict is Verdict.NOTHING_SEEN else audit.verdict
    return replace(outcome, audit=replace(audit, blind=(*audit.blind, blind), verdict=verdict))


def in_order(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield outcomes in the order in which the files were given, each as soon as those before it are done."""
    waiting: dict[int, Outcome] = {}
    following = 0
    for outcome in outcomes:
        waiting[outcome.number] = outcome
        while following in waiting:
            yield waiting.pop(following)
            following += 1

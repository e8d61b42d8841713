"""The job that looks at an app without a case, or at two versions of one; each in a process of its own with limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ringfence.schema import RingfenceError, Said
from ringfence.web.checked import check_folder, forget, keep_audit, take_package
from ringfence.web.jobs.kinds import Outcome
from ringfence.web.spool import spooled

if TYPE_CHECKING:
    from ringfence.audit import Fault
    from ringfence.web.jobs.kinds import Work


class CannotCheckError(RingfenceError):
    """A file could not be looked at."""

    def __init__(self, fault: Fault | None) -> None:
        if fault is None:
            super().__init__("没能检查这个文件,也没有说出原因。", "The file could not be looked at.")
        else:
            super().__init__(fault.zh, fault.en)


def run(work: Work) -> Outcome:
    """Look at the uploads ``given["files"]`` ({"spool", "name"}; two: the earlier version first).

    Raises:
        CannotCheckError: one of them cannot be looked at; nothing is kept then.
    """
    try:
        return _look(work)
    except BaseException:
        forget(work.job.id)
        for one in work.given["files"]:
            spooled(one["spool"]).unlink(missing_ok=True)
        raise


def _look(work: Work) -> Outcome:
    from ringfence import audit

    files = work.given["files"]
    folder, named = work.job.id, [one["name"] for one in files]
    packages = [take_package(folder, n, one["name"], spooled(one["spool"])) for n, one in enumerate(files)]
    today = date.today().isoformat()  # noqa: DTZ011 -- the user's own calendar day is meant

    def doing(_path: str, step: str, done: int, total: int | None) -> None:
        work.progress(step, done, total)

    def alive(step: str, done: int, total: int | None = None) -> None:
        """Keep the job's beat, and its last step, while a long step says nothing."""
        del done, total
        work.progress(Said(work.job.step, work.job.step_en) if work.job.step else step, work.job.done, work.job.total)

    outcomes = audit.in_order(
        audit.audit_many(packages, names=named, limits=audit.Limits(jobs=1), progress=alive, doing=doing)
    )
    smaller = False
    for number, outcome in enumerate(outcomes):
        if outcome.audit is None:
            raise CannotCheckError(outcome.fault)
        smaller |= outcome.fault is not None
        keep_audit(folder, number, replace(outcome.audit, audited=today))
    work.note(f"looked at {len(packages)}")
    check_folder(folder)
    return Outcome(
        "检查好了。" if not smaller else "检查好了,但这个 App 太大,只做了较浅的一遍。",
        "Done." if not smaller else "Done, but the app is large: only a shallow look was possible.",
        {"audits": len(packages)},
    )

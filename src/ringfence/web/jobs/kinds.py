"""What a job can do: one function per kind, found by name. A function takes a :class:`Work` and returns an :class:`Outcome`."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ringfence.schema import CancelledError, RingfenceError, english
from ringfence.web.desk import OnlyReadingError
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.waiting import drop_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.case import Case
    from ringfence.web.jobs.link import Secrets

# kind -> module:function
KINDS = {
    "add": "ringfence.web.jobs.add:run",
    "reread": "ringfence.web.jobs.reread:run",
    "transcribe": "ringfence.web.jobs.transcribe:run",
    "check_app": "ringfence.web.jobs.check_app:run",
    "compare": "ringfence.web.jobs.compare:run",
    "take_in": "ringfence.web.jobs.take_in:run",
    "report": "ringfence.web.jobs.report:run",
    "paper": "ringfence.web.jobs.paper:run",
    "proof": "ringfence.web.jobs.proof:run",
    "notices": "ringfence.web.jobs.notices:run",
    "blocklist": "ringfence.web.jobs.blocklist:run",
    "verify": "ringfence.web.jobs.verify:run",
    "stamp": "ringfence.web.jobs.stamp:run",
    "export": "ringfence.web.jobs.export:run",
    "redact": "ringfence.web.jobs.redact:run",
    "cut": "ringfence.web.jobs.cut:run",
}
BEAT_S = 1.0


class NeedsKeyError(RingfenceError):
    """The case is locked: the job waits."""

    def __init__(self) -> None:
        super().__init__("案件已锁上;打开后会接着做。", "The case is locked; the work goes on when it is opened.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: a sentence in both languages and ids and counts for the page. ``asking``: it needs an answer to go on."""

    zh: str
    en: str
    result: dict[str, Any] = field(default_factory=dict)
    asking: bool = False


class Work:
    """A running job: its arguments, its case, its progress."""

    def __init__(self, job: Job, secrets: Callable[[], Secrets]) -> None:
        self.job = job
        self.given: dict[str, Any] = job.given
        self._secrets = secrets
        self._told = 0.0

    def open_case(self, *, read_only: bool = False, wait: float = 120.0) -> Case:
        """Open the job's case, waiting for another writer.

        Raises:
            NeedsKeyError: it is locked. OnlyReadingError: it cannot be changed from here.
        """
        from ringfence.case import Case
        from ringfence.vault import LockedByAnotherError, ReadOnlyError

        identity = self._secrets().identity
        if identity is None or self.job.case is None:
            raise NeedsKeyError
        until = time.monotonic() + wait
        while True:
            try:
                return Case.open(self.job.case.path, identity=identity, read_only=read_only)
            except ReadOnlyError:
                raise OnlyReadingError from None
            except LockedByAnotherError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def password(self) -> str | None:
        """Return the password the user gave for the backup, None when none was asked for."""
        return self._secrets().password

    def progress(self, step: str, done: int, total: int | None = None) -> None:
        """Note how far it is, at most once a second; stops when the user asked for it.

        Raises:
            CancelledError: the user cancelled.
        """
        now = time.monotonic()
        if now - self._told < BEAT_S and step == self.job.step:
            return
        self._told = now
        self.job.step, self.job.step_en = step[:120], english(step)[:120]
        self.job.done, self.job.total, self.job.beat = done, total, timezone.now()
        self.job.save(update_fields=["step", "step_en", "done", "total", "beat"])
        if Job.objects.filter(pk=self.job.pk, cancel=True).exists():
            raise CancelledError

    def note(self, line: str) -> None:
        """Add a line to the job's log: kinds, counts and ids only."""
        self.job.log = f"{self.job.log}{timezone.now():%H:%M:%S} {line}\n"[-20_000:]
        self.job.save(update_fields=["log"])


def run(job: Job, secrets: Callable[[], Secrets]) -> None:
    """Do a job and write down how it ended; a fault is told, never raised."""
    work = Work(job, secrets)
    module, _, name = KINDS[job.what].partition(":")
    try:
        outcome: Outcome = getattr(import_module(module), name)(work)
    except NeedsKeyError:
        job.tries = max(0, job.tries - 1)
        _end(job, JobState.LOCKED)
    except CancelledError as stop:
        drop_of(job)
        _end(job, JobState.CANCELLED, stop.zh, stop.en)
    except RingfenceError as fault:
        _end(job, JobState.FAILED, fault.zh, fault.en)
    except Exception as fault:  # noqa: BLE001 -- one bad file never ends the worker
        work.note(f"{type(fault).__name__}")
        _end(
            job,
            JobState.FAILED,
            "处理时出了意外的问题,原件没有丢。请再试一次;还不行,把任务编号告诉我们。",
            "Something unexpected went wrong; nothing was lost. Try again, or tell us the job's number.",
        )
    else:
        job.result = outcome.result
        _end(job, JobState.ASKING if outcome.asking else JobState.DONE, outcome.zh, outcome.en)


def _end(job: Job, state: JobState, zh: str = "", en: str = "") -> None:
    job.state, job.told_zh, job.told_en = state, zh, en
    job.finished = timezone.now() if state.over else None
    job.save(update_fields=["state", "told_zh", "told_en", "finished", "result", "tries"])

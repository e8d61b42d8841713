"""The queue: who takes the next job, who lost one. On PostgreSQL several workers take different rows (SKIP LOCKED)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from ringfence.web.jobs.models import Job, JobState
from ringfence.web.waiting import drop_of

if TYPE_CHECKING:
    from ringfence.web.registry.models import CaseRow

SILENT = timedelta(seconds=60)  # a running job whose worker gave no sign for so long is taken up again
TRIES = 2


def ask(
    what: str,
    title: tuple[str, str],
    *,
    case: CaseRow | None = None,
    session: str = "",
    asked_by: str = "",
    given: dict[str, Any] | None = None,
) -> Job:
    """Put a job into the queue. ``title``: Chinese and English, shown while it waits and runs."""
    return Job.objects.create(
        what=what,
        case=case,
        title_zh=title[0],
        title_en=title[1],
        session=session,
        asked_by=asked_by,
        given=given or {},
    )


def take(worker: str) -> Job | None:
    """Take the oldest waiting job, None when there is none."""
    with transaction.atomic():
        waiting = Job.objects.filter(state=JobState.QUEUED).order_by("created")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        now = timezone.now()
        job.state, job.worker, job.started, job.beat = JobState.RUNNING, worker, job.started or now, now
        job.tries += 1
        job.save(update_fields=["state", "worker", "started", "beat", "tries"])
        return job


def take_up_again() -> int:
    """Queue the jobs of dead workers again; one that was tried often enough fails. Return how many."""
    dead = Job.objects.filter(state=JobState.RUNNING, beat__lt=timezone.now() - SILENT)
    tired = dead.filter(tries__gte=TRIES).update(
        state=JobState.FAILED,
        finished=timezone.now(),
        told_zh="处理时程序两次意外停止。原件没有丢;请再试一次,或把文件分小一些。",
        told_en="The work stopped unexpectedly twice. Nothing was lost; try again or with smaller files.",
    )
    return tired + dead.update(state=JobState.QUEUED)


def unlocked(case: CaseRow) -> int:
    """Queue the jobs that waited for ``case`` to be opened."""
    return Job.objects.filter(state=JobState.LOCKED, case=case).update(state=JobState.QUEUED)


def cancel(job: Job) -> None:
    """Ask a running job to stop; a waiting or asking one is over at once, and what it was given is removed."""
    Job.objects.filter(pk=job.pk).update(cancel=True)
    idle = [JobState.QUEUED, JobState.LOCKED, JobState.ASKING]
    if Job.objects.filter(pk=job.pk, state__in=idle).update(state=JobState.CANCELLED, finished=timezone.now()):
        drop_of(job)


def again(job: Job) -> bool:
    """Queue a job that asked for something or failed once more; tell whether it could be."""
    over = [JobState.ASKING, JobState.FAILED]
    fresh = {"state": JobState.QUEUED, "cancel": False, "tries": 0, "finished": None, "step": "", "done": 0}
    return bool(Job.objects.filter(pk=job.pk, state__in=over).update(**fresh, total=None, told_zh="", told_en=""))

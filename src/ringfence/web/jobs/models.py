"""A piece of long work and how far it is."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models

if TYPE_CHECKING:
    from datetime import datetime


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued"
    LOCKED = "locked"  # its case is locked; goes on when somebody opens it
    RUNNING = "running"
    ASKING = "asking"  # cannot go on without an answer: a password, which column is which (``result["ask"]``)
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class Job(models.Model):
    """One piece of work.

    ``what`` names what runs (``kinds.py``); ``given`` are its arguments: ids and choices, never content or secrets.
    ``told_zh``/``told_en`` is the result or the fault in a sentence; ``result`` ids and counts for the page. ``beat``: the worker's
    last sign of life, by which a job of a dead worker is taken up again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("registry.CaseRow", null=True, blank=True, on_delete=models.CASCADE, related_name="jobs")
    what = models.CharField(max_length=40)
    given = models.JSONField(default=dict)
    title_zh = models.CharField(max_length=200, default="")
    title_en = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    step = models.CharField(max_length=120, default="")
    step_en = models.CharField(max_length=120, default="")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True, blank=True)
    told_zh = models.TextField(default="")
    told_en = models.TextField(default="")
    result = models.JSONField(default=dict)
    log = models.TextField(default="")
    cancel = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, default="")
    session = models.CharField(max_length=64, default="")  # of work without a case: whose browser may see it
    asked_by = models.CharField(max_length=64, default="")
    created = models.DateTimeField(auto_now_add=True)
    started: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, blank=True)
    beat = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The oldest first; the next one is found by an index."""

        ordering: ClassVar[list[str]] = ["created"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "created"], name="jobs_next")]

    def __str__(self) -> str:
        return f"{self.what} {self.state}"

    @property
    def percent(self) -> int | None:
        """Return how much is done, None when the whole is not known."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def over(self) -> bool:
        """Tell whether nothing more will happen."""
        return JobState(self.state).over

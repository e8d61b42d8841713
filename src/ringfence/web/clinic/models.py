"""The rows of handing in and of what cases share. File names and words lie encrypted beside the files, never here."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from ringfence.web.sealed import digest

if TYPE_CHECKING:
    from datetime import datetime

    from ringfence.web.registry.models import CaseRow


class HandInLink(models.Model):
    """A link by which somebody without an account hands material in to one case. Only the digest of its token is kept.

    ``label`` is the maker's own mark ("mother", "P1"), shown to the case's people only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("registry.CaseRow", on_delete=models.CASCADE, related_name="hand_in_links")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    revoked: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, blank=True)
    most_files = models.PositiveIntegerField()
    most_bytes = models.BigIntegerField()
    files = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-created"]

    def __str__(self) -> str:
        return "open" if self.works else "closed"

    @property
    def works(self) -> bool:
        """Tell whether it may be used now."""
        return self.revoked is None and self.until > timezone.now()

    @classmethod
    def make(cls, case: CaseRow, by: str, label: str, days: int, limits: tuple[int, int]) -> str:
        """Make a link and return its token, which is not kept."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(
            case=case,
            digest=digest("hand-in", token),
            label=label,
            by=by,
            until=timezone.now() + timedelta(days=days),
            most_files=limits[0],
            most_bytes=limits[1],
        )
        return token

    @classmethod
    def find(cls, token: str) -> HandInLink | None:
        """Return the link of a token if it works now."""
        found = cls.objects.select_related("case").filter(digest=digest("hand-in", token)).first()
        return found if found is not None and found.works else None


class Waiting(models.Model):
    """Something handed in that nobody has taken into the case yet: its file in the spool, and its name and note in another.

    ``by``: the account that handed it in, "" when it came by a link.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        TAKEN = "taken"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("registry.CaseRow", on_delete=models.CASCADE, related_name="waiting")
    link = models.ForeignKey(HandInLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="items")
    by = models.CharField(max_length=64, blank=True)
    spool = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    job = models.ForeignKey("jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The oldest first."""

        ordering: ClassVar[list[str]] = ["created"]

    def __str__(self) -> str:
        return self.state


class Fingerprint(models.Model):
    """A number, agency or app of a case as a digest keyed with the server's key: equal ones meet, none can be read.

    ``count`` contacts between ``first`` and ``last`` (days).
    """

    class Kind(models.TextChoices):
        """What it stands for."""

        NUMBER = "number"
        PARTY = "party"
        APP = "app"

    case = models.ForeignKey("registry.CaseRow", on_delete=models.CASCADE, related_name="fingerprints")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)

    class Meta:
        """Found by digest."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind", "digest"], name="fingerprint_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "digest"], name="fingerprint_meet")]

    def __str__(self) -> str:
        return self.kind


class Deadline(models.Model):
    """A deadline of a case as the last one who opened it saw it: the day, and whether it is the user's to act. No words.

    The board of all cases shows it without opening them; what it is about is read in the case.
    """

    case = models.ForeignKey("registry.CaseRow", on_delete=models.CASCADE, related_name="deadlines")
    day = models.DateField()
    ours = models.BooleanField()
    key = models.CharField(max_length=64)

    class Meta:
        """The next first."""

        ordering: ClassVar[list[str]] = ["day"]

    def __str__(self) -> str:
        return self.day.isoformat()


class Beat(models.Model):
    """A worker's last sign of life, for /healthz and /metrics."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

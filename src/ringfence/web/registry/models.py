"""One row per case folder."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.db import models


class CaseRow(models.Model):
    """A case folder the door knows.

    ``vault`` is the vault's own id, ``recipient`` its public key (whoever has it can hand material in and read nothing),
    "" until it was opened once. ``title`` is what the list shows while the case is locked: the folder's name on one's
    own computer, a number the clinic gives on a server, never a person's name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.CharField(max_length=64, unique=True)
    folder = models.TextField(unique=True)
    recipient = models.CharField(max_length=128)
    title = models.CharField(max_length=120)
    created = models.DateTimeField(auto_now_add=True)
    opened = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The last opened first."""

        ordering: ClassVar[list[str]] = ["-opened", "-created"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> Path:
        """Return the case's folder."""
        return Path(self.folder)

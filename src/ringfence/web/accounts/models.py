"""The rows of accounts. Secrets are sealed with the server's key or kept as digests; no name of a client, no content of a case."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone

from ringfence.web.access import ON_CASES, Role
from ringfence.web.sealed import digest

if TYPE_CHECKING:
    from datetime import datetime


def new_epoch() -> str:
    """Return a new mark for all of somebody's sessions; changing it ends them."""
    return secrets.token_hex(8)


class User(AbstractBaseUser):
    """Somebody who works here. ``name`` is what they sign in with and others see: no real name is asked for.

    ``totp``: the second factor's secret, sealed; empty before the first sign-in. ``step``: the last time step whose code was taken,
    so that a code works once. ``epoch``: changing it signs out everywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True)
    roles = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    totp = models.BinaryField(default=b"")
    step = models.BigIntegerField(default=0)
    epoch = models.CharField(max_length=16, default=new_epoch)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "name"

    class Meta:
        """By name."""

        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's name for it
        """Tell whether they may sign in."""
        return self.active

    @property
    def parts(self) -> frozenset[Role]:
        """Return the roles; what is no role is left out."""
        return frozenset(Role(one) for one in self.roles if one in set(Role))


class RecoveryCode(models.Model):
    """A code on paper that stands in for the second factor once. Only its keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "used" if self.used else "waiting"


class SetupLink(models.Model):
    """A link that lets somebody choose a password once. Only the digest of its token is kept; we send nothing."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    HOURS = 72

    def __str__(self) -> str:
        return "used" if self.used else "waiting"

    @classmethod
    def make(cls, user: User) -> str:
        """Make a new link's token, which is not kept; older ones of the same person stop working."""
        token = secrets.token_urlsafe(32)
        cls.objects.filter(user=user, used=None).delete()
        cls.objects.create(user=user, digest=digest("set-up", token), until=timezone.now() + timedelta(hours=cls.HOURS))
        return token

    @classmethod
    def find(cls, token: str) -> SetupLink | None:
        """Return the link of a token if it still works."""
        return (
            cls.objects.select_related("user")
            .filter(digest=digest("set-up", token), used=None, until__gt=timezone.now(), user__active=True)
            .first()
        )


class Count(models.Model):
    """How often something was tried since when; ``key`` is a keyed digest of whose or which address."""

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.number)


class Assignment(models.Model):
    """Somebody has a case in a role. They need that role of their own too; the matrix is in ``access``."""

    case = models.ForeignKey("registry.CaseRow", on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in ON_CASES])
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Once per case, person and role."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "user", "role"], name="assigned_once")
        ]

    def __str__(self) -> str:
        return self.role


class AccessLog(models.Model):
    """One access: who, when, which page (its name, never its address), which case, what for, with what result. Never content.

    Rows are only ever added: PostgreSQL refuses to change or remove them (a trigger in the migrations). Ids stand for themselves
    so that removing a case or an account leaves its history.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.CharField(max_length=64, db_index=True)  # "" = nobody signed in
    page = models.CharField(max_length=40)
    case = models.UUIDField(null=True, blank=True, db_index=True)
    act = models.CharField(max_length=12)
    change = models.BooleanField(default=False)
    result = models.PositiveSmallIntegerField()
    token: models.CharField[str, str] = models.CharField(max_length=8, default="")  # the API token's mark

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.page} {self.result}"


class ApiToken(models.Model):
    """A token for programs: its keyed digest, what it is good for, until when. Its owner made it on a page and saw it once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    mark = models.CharField(max_length=8)
    scopes = models.JSONField(default=list)
    until = models.DateTimeField()
    created = models.DateTimeField(auto_now_add=True)
    seen: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, blank=True)
    revoked: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-created"]

    def __str__(self) -> str:
        return self.mark

    @classmethod
    def make(cls, user: User, name: str, scopes: list[str], days: int) -> str:
        """Make a token and return it; it is not kept."""
        token = f"rf_{secrets.token_urlsafe(32)}"
        cls.objects.create(
            user=user,
            name=name,
            digest=digest("api-token", token),
            mark=token[3:9],
            scopes=scopes,
            until=timezone.now() + timedelta(days=days),
        )
        return token

    @classmethod
    def find(cls, token: str) -> ApiToken | None:
        """Return the row of a token that still works, and note that it was used (at most once a minute)."""
        now = timezone.now()
        found = (
            cls.objects.select_related("user")
            .filter(digest=digest("api-token", token), revoked=None, until__gt=now, user__active=True)
            .first()
        )
        if found is not None and (found.seen is None or now - found.seen > timedelta(minutes=1)):
            cls.objects.filter(pk=found.pk).update(seen=now)
        return found

"""Signing in and out: what a session holds, when it ends.

A session goes: password right (``half``), second factor right (``in``). It ends after ``IDLE`` without a request, after ``LONGEST``
in any case, when the person signs out here or everywhere, changes the password, or is made inactive.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from ringfence.web.access import Act, Who
from ringfence.web.accounts.models import User, new_epoch
from ringfence.web.desk import DESK

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

IDLE_S = 30 * 60
LONGEST_S = 10 * 3600
HALF_S = 10 * 60  # between password and second factor
_TOUCH_S = 60


def by_password(name: str, password: str) -> User | None:
    """Return whose password it is; as slow for a name that does not exist."""
    user = User.objects.filter(name=name).first()
    if user is None:
        make_password(password)
        return None
    right = user.check_password(password)
    return user if right and user.active else None


def begin(session: SessionBase, user: User) -> None:
    """Note that the password was right."""
    session.flush()
    session["half"] = [str(user.pk), user.epoch, time.time()]


def half(session: SessionBase) -> User | None:
    """Return whose password was right a moment ago."""
    pk, epoch, since = session.get("half") or ("", "", 0.0)
    if not pk or time.time() - since > HALF_S:
        return None
    return User.objects.filter(pk=pk, epoch=epoch, active=True).first()


def enter(session: SessionBase, user: User) -> None:
    """Sign in: password and second factor were right."""
    session.flush()
    now = time.time()
    session["in"] = [str(user.pk), user.epoch, now]
    session["seen"] = now
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())


def present(session: SessionBase) -> User | None:
    """Return who is signed in; an ended session is emptied and what was open for it put away."""
    pk, epoch, since = session.get("in") or ("", "", 0.0)
    if not pk:
        return None
    now = time.time()
    user = User.objects.filter(pk=UUID(pk)).first()
    seen = float(session.get("seen", 0.0))
    if user is None or not user.active or user.epoch != epoch or now - since > LONGEST_S or now - seen > IDLE_S:
        DESK.put_away_of(pk)
        session.flush()
        return None
    if now - seen > _TOUCH_S:
        session["seen"] = now
    return user


def leave(session: SessionBase, user: User) -> None:
    """Sign out here; what was open is put away."""
    DESK.put_away_of(str(user.pk))
    session.flush()


def leave_everywhere(user: User) -> None:
    """End all sessions of ``user``."""
    user.epoch = new_epoch()
    user.save(update_fields=["epoch"])
    DESK.put_away_of(str(user.pk))


def who(user: User) -> Who:
    """Return the person as ``access`` knows them."""
    return Who(str(user.pk), user.name, local=False, acts=frozenset(Act), roles=user.parts)

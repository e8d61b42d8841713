"""Somebody with an account and a browser that is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client

from ringfence.case import Case
from ringfence.web.accounts import signing
from ringfence.web.accounts.models import Assignment, User
from ringfence.web.accounts.second import keep_secret, new_secret
from ringfence.web.desk import DESK, HOLDER

if TYPE_CHECKING:
    from ringfence.web.access import Role
    from ringfence.web.registry.models import CaseRow

PASSWORD = "四个 不相干 的词 马车"
PASSPHRASE = "一个测试口令"


class Person:
    """Somebody with an account and a browser that is signed in."""

    def __init__(self, name: str, *roles: Role) -> None:
        self.user = User(name=name, roles=[role.value for role in roles])
        self.user.set_password(PASSWORD)
        self.user.save()
        self.secret = new_secret()
        keep_secret(self.user, self.secret, 0)
        self.client = Client()
        session = self.client.session
        signing.enter(session, self.user)
        session.save()
        self.client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)

    def has(self, row: CaseRow, role: Role) -> Person:
        Assignment.objects.create(case=row, user=self.user, role=role)
        return self

    def opens(self, row: CaseRow) -> Person:
        """Hold the case as after its passphrase."""
        with Case.open(row.path, passphrase=PASSPHRASE, read_only=True) as case:
            identity = case.vault.identity
        held = HOLDER.set(str(self.user.pk))
        DESK.hold(row, identity)
        HOLDER.reset(held)
        return self

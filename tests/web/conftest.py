"""A browser's view of the local door: a client that was let in, a small case, a worker run by hand."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import clear_url_caches

from ringfence.case import Case
from ringfence.web.desk import DESK, HOLDER
from ringfence.web.jobs.kinds import run
from ringfence.web.jobs.link import Secrets
from ringfence.web.jobs.queue import take
from ringfence.web.middleware.gate import TOKENS
from ringfence.web.pages.doors import register
from ringfence.web.settings import clinic as clinics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from ringfence.web.jobs.models import Job
    from ringfence.web.registry.models import CaseRow

PASSPHRASE = "一个测试口令"


@pytest.fixture(autouse=True)
def put_away() -> Iterator[None]:
    """Nothing stays open from one test to the next."""
    DESK.put_away_all()
    yield
    DESK.put_away_all()
    for folder in ("spool", "out", "check"):
        shutil.rmtree(settings.RINGFENCE_DATA / folder, ignore_errors=True)


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser that came by the one-time address."""
    client = Client()
    client.get(f"/open/{TOKENS.issue()}/")
    return client


@pytest.fixture
def row(db: None, tmp_path: Path) -> CaseRow:
    """A locked case in the list."""
    folder = tmp_path / "测试的案件"  # its name is the title: no token of a page can hold it
    case, _ = Case.create(folder, PASSPHRASE, name="测试", work_factor=4)
    with case:
        return register(folder, case)


@pytest.fixture
def opened(row: CaseRow) -> CaseRow:
    """The same, unlocked."""
    with Case.open(row.path, passphrase=PASSPHRASE, read_only=True) as case:
        DESK.hold(row, case.vault.identity)
    return row


@pytest.fixture
def work() -> Callable[[], Job | None]:
    """Do the next job as the worker would, with this process's desk."""

    def once() -> Job | None:
        job = take("test")
        if job is not None:
            case = job.case
            run(job, lambda: Secrets(DESK.identity(case.id) if case is not None else None, DESK.password(job.id)))
        return job

    return once


@pytest.fixture
def clinic(db: None, settings: Settings) -> Iterator[None]:
    """The settings of a clinic's server over the test database; the people are in ``server/clinic_people.py``."""
    ours = {
        "BASE_APPS",
        "BASE_MIDDLEWARE",
        "INSTALLED_APPS",
        "PASSWORD_HASHERS",
    }  # installed already; hashing made cheap
    for name in dir(clinics):
        if name.isupper() and name not in ours:
            setattr(settings, name, getattr(clinics, name))
    clear_url_caches()
    held = HOLDER.set("")  # nobody sits at the desk but whom a request puts there
    yield
    HOLDER.reset(held)
    clear_url_caches()


@pytest.fixture
def server_work() -> Callable[[], Job | None]:
    """Do the next job as a server's worker would: with what its asker holds."""

    def once() -> Job | None:
        job = take("test")
        if job is not None:
            case, asker = job.case_id, job.asked_by
            identity = DESK.identity(case, holder=asker) if case is not None else None
            run(job, lambda: Secrets(identity, DESK.password(job.id)))
        return job

    return once

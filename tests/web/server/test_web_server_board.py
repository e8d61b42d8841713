"""The board over cases: what they share is seen as far as one's own cases go; the database alone tells nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ringfence.case import Case
from ringfence.ingest import Source
from ringfence.schema import Label, Person
from ringfence.schema import Role as PersonRole
from ringfence.web.access import Role
from ringfence.web.clinic.models import Fingerprint
from ringfence.web.clinic.sharing import mark, named, shared
from ringfence.web.jobs.models import JobState
from ringfence.web.pages.doors import register
from web.server.clinic_people import PASSPHRASE
from web.server.clinic_people import Person as Staff

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ringfence.web.jobs.models import Job
    from ringfence.web.registry.models import CaseRow

pytestmark = pytest.mark.usefixtures("clinic")
WORKER = Role.CASEWORKER
NUMBER = "106900001111"
SMS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?><smses count="1"><sms protocol="0" address="%s" date="176000%d000000"'
    ' type="1" body="你已逾期,请立即还款,否则上门催收" read="1" status="-1" /></smses>'
)


@pytest.fixture
def three(tmp_path: Path) -> list[CaseRow]:
    """Three cases with one number in common."""
    rows = []
    for n in range(3):
        folder = tmp_path / f"别人看不到的案件{n}"  # its name is the title; no token of a page can hold it
        case, _ = Case.create(folder, PASSPHRASE, work_factor=4)
        with case:
            case.add(Source.of_bytes("sms.xml", (SMS % (NUMBER, n)).encode()))
            rows.append(register(folder, case))
    return rows


def opened(person: Staff, row: CaseRow, work: Callable[[], Job | None]) -> None:
    person.has(row, WORKER)
    person.client.post(f"/case/{row.pk}/unlock/", {"kind": "passphrase", "secret": PASSPHRASE})
    done = work()
    assert done is not None
    assert done.state == JobState.DONE, done.told_zh


def test_what_is_shared_is_seen_as_far_as_ones_own_cases_go(
    three: list[CaseRow], server_work: Callable[[], Job | None]
) -> None:
    first, second, third = Staff("甲", WORKER), Staff("乙", WORKER), Staff("丙", WORKER)
    opened(first, three[0], server_work)
    opened(second, three[1], server_work)
    assert shared([three[0].pk]) == []  # of one other case nobody is told
    first.has(three[1], WORKER)
    both = shared([three[0].pk, three[1].pk])
    assert [(one.kind, len(one.mine), one.total) for one in both] == [("number", 2, 2)]
    opened(third, three[2], server_work)
    assert shared([three[0].pk])[0].total == 3
    page = third.client.get("/board/").content.decode()
    assert NUMBER in page  # their own case is open, so they read its number
    assert three[0].title not in page
    assert '<td class="n">3</td>' in page
    third.client.post(f"/case/{three[2].pk}/lock/")
    assert NUMBER not in third.client.get("/board/").content.decode()


def test_the_database_alone_tells_no_number(three: list[CaseRow], server_work: Callable[[], Job | None]) -> None:
    opened(Staff("甲", WORKER), three[0], server_work)
    kept = Fingerprint.objects.get(kind="number")
    assert NUMBER not in str(list(Fingerprint.objects.values()))
    assert len(kept.digest) == 64
    assert kept.count == 1


def test_one_number_has_one_digest_per_key(settings: pytest.FixtureRequest) -> None:
    before = mark("number", NUMBER)
    assert mark("number", f" {NUMBER} ") == before
    assert mark("party", NUMBER) != before
    settings.RINGFENCE_KEY = b"x" * 32  # type: ignore[attr-defined]  # pytest-django's settings
    assert mark("number", NUMBER) != before


def test_withheld_numbers_and_those_of_friends_are_shared_with_nobody(three: list[CaseRow]) -> None:
    with Case.open(three[0].path, passphrase=PASSPHRASE) as case:
        case.name_person(Person("", "小红(虚构)", PersonRole.FRIEND, ("+8619900000003",)))
        state = case.state
    keys = ["", "+8619900001234", "+8619900000003"]
    events = pl.DataFrame(
        {"address_key": keys, "label": [Label.THREAT.value] * 3, "local_date": [date(2026, 1, 5)] * 3}
    )
    assert list(named(state, events).values()) == ["19900001234"]

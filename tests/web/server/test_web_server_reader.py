"""A lawyer with an age key of their own, from letting them in to taking them out: what they read, what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case
from ringfence.ingest import Source
from ringfence.schema import Proceeding, ProceedingKind
from ringfence.vault.age_header import new_x25519_identity
from ringfence.web.access import Role
from ringfence.web.accounts.models import AccessLog
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from web.server.clinic_people import PASSPHRASE, Person
from web.server.test_web_server_api_matrix import asking
from web.test_web_papers import TEXTS, sms

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.web.registry.models import CaseRow

pytestmark = pytest.mark.usefixtures("clinic")


def unlock(one: Person, row: CaseRow, key: str) -> int:
    answer = one.client.post(f"/case/{row.pk}/unlock/", {"kind": "identity", "secret": key})
    return int(answer.status_code)


def test_the_whole_way_of_a_reader(row: CaseRow, server_work: Callable[[], Job | None]) -> None:
    with Case.open(row.path, passphrase=PASSPHRASE) as case:
        case.add(Source.of_bytes("sms.xml", sms()))
        case.open_proceeding(Proceeding("", ProceedingKind.DELETE))
    key, recipient = new_x25519_identity()
    lawyer = Person("律师", Role.LAWYER).has(row, Role.LAWYER)
    assert unlock(lawyer, row, key) == 403  # nobody let this key in yet
    keeper = Person("管", Role.ADMIN, Role.CASEWORKER).has(row, Role.CASEWORKER).opens(row)
    told = keeper.client.post(f"/case/{row.pk}/settings/readers/", {"name": "律师", "key": recipient}, follow=True)
    assert told.status_code == 200
    assert unlock(lawyer, row, key) == 302

    page = lawyer.client.get(f"/case/{row.pk}/timeline/").content.decode()
    assert TEXTS[1] in page
    for place in ("", "findings/", "material/", "material/S1/", "papers/", "proceedings/X1/", "prove/", "today/"):
        assert lawyer.client.get(f"/case/{row.pk}/{place}").status_code == 200, place
    came = lawyer.client.get(f"/case/{row.pk}/material/S1/original/")
    assert b"".join(came.streaming_content) == sms()  # type: ignore[attr-defined]  # a file response
    lawyer.client.post(f"/case/{row.pk}/prove/check/")
    while (done := server_work()) is not None:
        assert done.state == JobState.DONE, f"{done.what} {done.told_zh}"
    checked = Job.objects.get(what="verify")
    assert lawyer.client.get(f"/case/{row.pk}/prove/check/{checked.pk}/").status_code == 200

    # what is theirs by role but not by key ends in a sentence, never in an error
    refused = lawyer.client.post(f"/case/{row.pk}/proceedings/X1/closed/", {"day": "2026-01-05"})
    assert refused.status_code == 409
    assert "只能看" in refused.content.decode()
    line = AccessLog.objects.first()
    assert line is not None
    assert (line.page, line.result) == ("step", 409)  # told, not broken
    lawyer.client.post(f"/case/{row.pk}/report/")
    tried = server_work()
    assert tried is not None
    assert tried.state == JobState.FAILED
    assert "只能看" in tried.told_zh
    program = asking(lawyer, "read", "write", "prove")
    base = f"/api/v1/cases/{row.pk}"
    assert program.get(f"{base}/events?everything=true").json()["count"] == 12
    step = {"what": "closed", "day": "2026-01-05"}
    answer = program.post(f"{base}/proceedings/X1/steps", step, content_type="application/json")
    assert answer.status_code == 409
    assert "只能看" in answer.json()["zh"]

    with Case.open(row.path, passphrase=PASSPHRASE, read_only=True) as case:
        assert len(case.state.proceedings["X1"].steps) == 0
        reader = case.vault.readers()[0]
    keeper.client.post(f"/case/{row.pk}/settings/readers/{reader.id}/remove/", {"sure": "on", "yes": "on"})
    with Case.open(row.path, passphrase=PASSPHRASE, read_only=True) as case:
        assert case.vault.readers() == ()
    DESK.put_away_of(str(lawyer.user.pk))
    assert unlock(lawyer, row, key) == 403

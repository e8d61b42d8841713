"""Every operation of the API x role x own or foreign case x locked or open x scope: what is answered follows from one table.

The table is written out here on its own, so that a slip in an operation is seen; an operation that is not in it fails.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ringfence.case import Case
from ringfence.web.access import Act, Role
from ringfence.web.accounts.models import AccessLog, ApiToken
from ringfence.web.clinic.scopes import SCOPES
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job
from ringfence.web.pages.doors import register
from web.server.clinic_people import PASSPHRASE, Person
from web.server.test_web_server_matrix import ALLOWED, ROLES

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpResponse

    from ringfence.web.registry.models import CaseRow

pytestmark = pytest.mark.usefixtures("clinic")

CASE = "/api/v1/cases/{case}"
DAY = "2026-01-05"
# operation: the act it needs, what is sent; {report} and {verify} are jobs of the case
TABLE: dict[tuple[str, str], tuple[Act, Any]] = {
    ("get", "/events"): (Act.SEE, None),
    ("post", "/events/{key}/label"): (Act.CORRECT, {"label": "threat"}),
    ("get", "/findings"): (Act.SEE, None),
    ("get", "/deadlines"): (Act.SEE, None),
    ("get", "/apps"): (Act.SEE, None),
    ("get", "/material"): (Act.SEE, None),
    ("post", "/material"): (Act.ADD, "files"),
    ("get", "/documents"): (Act.SEE, None),
    ("get", "/documents/{key}"): (Act.WRITE, None),
    ("put", "/documents/{key}/blanks"): (Act.WRITE, {"words": []}),
    ("post", "/documents/{key}/sent"): (Act.WRITE, {"day": DAY}),
    ("get", "/proceedings"): (Act.SEE, None),
    ("post", "/proceedings"): (Act.WRITE, {"kind": "delete"}),
    ("get", "/proceedings/{key}"): (Act.SEE, None),
    ("post", "/proceedings/{key}/steps"): (Act.WRITE, {"what": "closed", "day": DAY}),
    ("get", "/people"): (Act.SEE, None),
    ("post", "/people"): (Act.CORRECT, {"name": "某某", "role": "colleague"}),
    ("put", "/people/{key}"): (Act.CORRECT, {"name": "某某", "role": "colleague"}),
    ("get", "/parties"): (Act.SEE, None),
    ("post", "/parties"): (Act.CORRECT, {"name": "某某"}),
    ("put", "/parties/{key}"): (Act.CORRECT, {"name": "某某"}),
    ("post", "/undo"): (Act.CORRECT, {"entry": 999}),
    ("get", "/anchor"): (Act.PROVE, None),
    ("post", "/anchor"): (Act.PROVE, {"to": "某律师"}),
    ("get", "/stamp"): (Act.PROVE, None),
    ("post", "/stamp"): (Act.PROVE, {"answer": "AAAA"}),
    ("get", "/jobs"): (Act.SEE, None),
    ("post", "/jobs"): (Act.WRITE, {"what": "report"}),
    ("get", "/jobs/{job}"): (Act.SEE, None),
    ("post", "/jobs/{job}/cancel"): (Act.WRITE, None),
    ("get", "/jobs/{job}/files"): (Act.WRITE, None),
    ("get", "/jobs/{job}/files/{number}"): (Act.WRITE, None),
}
# the same operations with other work, which needs another act
MORE: list[tuple[str, str, Act, Any]] = [
    ("post", "/jobs", Act.PROVE, {"what": "verify"}),
    ("post", "/jobs", Act.PROVE, {"what": "export", "receiver": "某法院"}),
    ("post", "/jobs", Act.PROVE, {"what": "redact", "source": "S1"}),
    ("post", "/jobs", Act.PROVE, {"what": "cut", "source": "S1"}),
    ("post", "/jobs", Act.WRITE, {"what": "paper"}),
    ("post", "/jobs", Act.WRITE, {"what": "notices"}),
    ("post", "/jobs", Act.WRITE, {"what": "blocklist"}),
    ("post", "/jobs/{proof}/cancel", Act.PROVE, None),
    ("get", "/jobs/{proof}/files", Act.PROVE, None),
    ("get", "/jobs/{proof}/files/{number}", Act.PROVE, None),
]
EVERY = [(method, path, act, body) for (method, path), (act, body) in TABLE.items()] + MORE


def asking(person: Person, *scopes: str) -> Client:
    token = ApiToken.make(person.user, "测试", list(scopes), 7)
    return Client(headers={"authorization": f"Bearer {token}"})


def send(client: Client, row: CaseRow, method: str, path: str, body: Any) -> HttpResponse:  # noqa: ANN401 -- what is sent
    """Send one operation, with jobs that the case has."""
    jobs = {
        what: Job.objects.get_or_create(case=row, what=what, worker="matrix")[0].pk for what in ("report", "verify")
    }
    parts = {"case": row.pk, "job": jobs["report"], "proof": jobs["verify"], "number": 0, "key": "X1"}
    where = CASE.format(case=row.pk) + path.format(**parts)
    if body == "files":
        return client.post(where, {"files": SimpleUploadedFile("a.txt", b"x")})  # type: ignore[return-value]  # a test's answer
    given = {"data": body, "content_type": "application/json"} if body is not None else {}
    answer: HttpResponse = getattr(client, method)(where, **given)
    return answer


def test_every_operation_is_in_the_table() -> None:
    told = Client().get("/api/v1/openapi.json").json()["paths"]
    found = {
        (method, re.sub(r"^/api/v1/cases/\{case\}", "", path))
        for path, operations in told.items()
        for method in operations
        if "{case}" in path
    }
    assert found == set(TABLE)
    assert set(told) - {f"{CASE}{path}" for _, path in found} == {"/api/v1/cases"}


@pytest.mark.parametrize("kind", ROLES)
def test_by_role(kind: str, row: CaseRow) -> None:
    for mine in (True, False):
        for open_ in (True, False):
            DESK.put_away_all()
            one = Person(f"{kind} {mine} {open_}", *ROLES[kind])
            for role in ROLES[kind]:
                if mine and role is not Role.ADMIN:
                    one.has(row, role)
            if open_:
                one.opens(row)
            client = asking(one, *SCOPES)
            known = mine and any(role is not Role.ADMIN for role in ROLES[kind])
            for method, path, act, body in EVERY:
                AccessLog.objects.all().delete()
                status = send(client, row, method, path, body).status_code
                where = f"{method} {path} {body} {kind} known={known} open={open_}: {status}"
                if not known:
                    assert status == 404, where
                elif act not in ALLOWED[kind] or Act.SEE not in ALLOWED[kind]:
                    assert status == 403, where
                elif not open_:
                    assert status == 423, where
                else:
                    assert status in {200, 201, 404, 409}, where
                line = AccessLog.objects.get()  # every one of them is written down, once
                assert (line.case, line.act) == (row.pk, act.value), where
            DESK.put_away_all()


@pytest.mark.parametrize("scope", SCOPES)
def test_by_scope(scope: str, row: CaseRow) -> None:
    """A token does what its scope holds and nothing else, however much its owner may do."""
    one = Person("甲", Role.CASEWORKER).has(row, Role.CASEWORKER).opens(row)
    client = asking(one, scope)
    for method, path, act, body in EVERY:
        status = send(client, row, method, path, body).status_code
        assert (status == 403) is (act not in SCOPES[scope][2]), f"{method} {path} {body}: {status}"


def test_a_job_of_another_case_is_not_there(row: CaseRow, tmp_path: Path) -> None:
    folder = tmp_path / "另一个案件"
    case, _ = Case.create(folder, PASSPHRASE, work_factor=4)
    with case:
        other = register(folder, case)
    foreign = Job.objects.create(case=other, what="verify")
    one = Person("甲", Role.CASEWORKER).has(row, Role.CASEWORKER).opens(row)
    client = asking(one, *SCOPES)
    for key in (foreign.pk, uuid.uuid4()):
        for end in ("", "/files", "/files/0"):
            assert client.get(f"/api/v1/cases/{row.pk}/jobs/{key}{end}").status_code == 404
        assert client.post(f"/api/v1/cases/{row.pk}/jobs/{key}/cancel").status_code == 404
    foreign.refresh_from_db()
    assert foreign.cancel is False

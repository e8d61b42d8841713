"""Handing in by a link: without an account, into a locked case, sealed by the browser or on the way, limited, taken in later."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ringfence.case import Case
from ringfence.ingest import statement_questions
from ringfence.vault import recipient_bytes, sealing_script
from ringfence.web.access import Role
from ringfence.web.clinic.handing import plain_name
from ringfence.web.clinic.models import HandInLink, Waiting
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.spool import spool_folder, spooled
from web.server.clinic_people import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.web.registry.models import CaseRow

pytestmark = pytest.mark.usefixtures("clinic")
WORKER = Role.CASEWORKER
FILE = "13800138000 录音.txt"


def link_of(row: CaseRow, person: Person) -> str:
    page = person.client.post(f"/case/{row.id}/links/", {"label": "母亲", "days": "7"}).content.decode()
    found = re.search(r"<code>http://testserver(/hand-in/[^<]+)</code>", page)
    assert found is not None
    return found[1]


@pytest.fixture
def worker(row: CaseRow) -> Person:
    return Person("甲", WORKER).has(row, WORKER).opens(row)


def test_files_and_words_wait_sealed_and_are_taken_in(
    row: CaseRow, worker: Person, server_work: Callable[[], Job | None]
) -> None:
    link = link_of(row, worker)
    worker.client.post(f"/case/{row.id}/lock/")
    shown = Client().get(link).content.decode()
    assert row.title not in shown
    data = "催收的人说的话".encode()
    answer = Client().post(link, {"files": SimpleUploadedFile(FILE, data), "q-speaker": "", "q-when": ""})
    assert "收到 1 份" in answer.content.decode()
    item = Waiting.objects.get()
    for name in (item.spool, item.about):
        assert spooled(name).read_bytes().startswith(b"age-encryption.org/v1")
    assert "13800138000" not in str(list(Waiting.objects.values()))
    assert "/unlock/" in worker.client.get(f"/case/{row.id}/waiting/").headers["Location"]
    worker.opens(row)
    assert FILE in worker.client.get(f"/case/{row.id}/waiting/").content.decode()
    came = worker.client.get(f"/case/{row.id}/waiting/{item.pk}/file/")
    assert b"".join(came.streaming_content) == data  # type: ignore[attr-defined]  # a file response
    worker.client.post(f"/case/{row.id}/waiting/{item.pk}/", {"owner": "debtor"})
    done = server_work()
    assert done is not None
    assert done.state == JobState.DONE, done.told_zh
    assert done.result.get("source"), done.told_zh
    assert "13800138000" not in str(list(Job.objects.values()))
    assert not list(spool_folder().iterdir())
    item.refresh_from_db()
    assert item.state == Waiting.State.TAKEN


def test_a_statement_becomes_one_in_the_case(
    row: CaseRow, worker: Person, server_work: Callable[[], Job | None]
) -> None:
    link = link_of(row, worker)
    fields = {one.field for one in statement_questions()}
    page = Client().get(link).content.decode()
    assert all(f'name="q-{field}"' in page for field in fields)
    field = next(iter(fields))
    Client().post(link, {f"q-{field}": "一段回答"})
    item = Waiting.objects.get()
    worker.client.post(f"/case/{row.id}/waiting/{item.pk}/", {})
    done = server_work()
    assert done is not None
    assert done.result.get("source"), done.told_zh


def test_what_a_browser_sealed_is_kept_as_it_came(
    row: CaseRow, worker: Person, server_work: Callable[[], Job | None]
) -> None:
    """The age tool's own library stands in for the browser; the page's script is checked against it elsewhere."""
    link = link_of(row, worker)
    key = pyrage.x25519.Recipient.from_str(row.recipient)
    sealed = pyrage.encrypt("一段话".encode(), [key])
    about = pyrage.encrypt(json.dumps({"name": "../../a\u202etxt.exe"}).encode(), [key])
    answer = Client().post(
        link,
        {"sealed": SimpleUploadedFile("sealed", sealed), "about": SimpleUploadedFile("about", about)},
        headers={"accept": "application/json"},
    )
    assert answer.json() == {"came": 1}
    item = Waiting.objects.get()
    assert spooled(item.spool).read_bytes() == sealed
    worker.client.post(f"/case/{row.id}/waiting/{item.pk}/", {})
    done = server_work()
    assert done is not None
    with Case.open(row.path, passphrase="一个测试口令") as case:
        assert case.state.sources[done.result["source"]].name == "atxt.exe"


def test_what_is_no_packet_is_said_to_be_none(row: CaseRow, worker: Person) -> None:
    link = link_of(row, worker)
    Client().post(link, {"sealed": SimpleUploadedFile("s", b"x"), "about": SimpleUploadedFile("a", b"x")})
    page = worker.client.get(f"/case/{row.id}/waiting/")
    assert page.status_code == 200
    assert "打不开" in page.content.decode()
    worker.client.post(f"/case/{row.id}/waiting/{Waiting.objects.get().pk}/", {"refuse": "1"})
    assert not list(spool_folder().iterdir())


def test_links_end_by_time_by_hand_and_are_not_guessed(row: CaseRow, worker: Person) -> None:
    first, second = link_of(row, worker), link_of(row, worker)
    HandInLink.objects.filter(pk=HandInLink.objects.last().pk).update(until=timezone.now() - timedelta(seconds=1))  # type: ignore[union-attr]  # made above
    answers = [Client().get(one).status_code for one in (first, second)]
    assert sorted(answers) == [200, 404]
    left = HandInLink.objects.get(until__gt=timezone.now())
    worker.client.post(f"/case/{row.id}/links/{left.pk}/revoke/")
    assert {Client().get(one).status_code for one in (first, second)} == {404}
    third = link_of(row, worker)
    for n in range(45):
        Client().get(f"/hand-in/{n}/")
    assert Client().get(third).status_code == 404  # whoever guessed so much is heard no more for a while
    assert Client(REMOTE_ADDR="198.51.100.7").get(third).status_code == 200


def test_no_more_than_the_link_allows(row: CaseRow, worker: Person) -> None:
    link = link_of(row, worker)
    many = {"files": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(12)]}
    answer = Client().post(link, many)
    assert answer.status_code == 400
    assert "太多或太大" in answer.content.decode()
    big = Client().post(link, {"files": SimpleUploadedFile("a.txt", b"x" * 1_100_000)})
    assert big.status_code == 400
    for n in range(5):
        assert Client().post(link, {"files": SimpleUploadedFile(f"{n}.txt", b"x")}).status_code == 200
    assert Client().post(link, {"files": SimpleUploadedFile("6.txt", b"x")}).status_code == 400
    assert Waiting.objects.count() == 5


def test_intake_hands_in_and_sees_only_its_own(row: CaseRow, worker: Person) -> None:
    intake = Person("接待", Role.INTAKE).has(row, Role.INTAKE)
    intake.client.post(f"/case/{row.id}/bring/", {"files": SimpleUploadedFile("a.txt", b"x" * 2000)})
    Client().post(link_of(row, worker), {"files": SimpleUploadedFile("b.txt", b"x")})
    page = intake.client.get(f"/case/{row.id}/bring/").content.decode()
    assert page.count("等办案的人收") == 1
    assert intake.client.get(f"/case/{row.id}/waiting/").status_code == 403
    assert "有 2 份" in worker.client.get("/").content.decode()
    assert "份递交的材料" not in intake.client.get("/").content.decode()


def test_the_script_is_the_intake_page_s_without_its_page(row: CaseRow) -> None:
    script = Client().get("/hand-in/seal.js").content.decode()
    assert script == sealing_script()
    assert "async function encrypt(" in script
    assert "document" not in script
    assert len(recipient_bytes(row.recipient)) == 32


def test_names_are_only_names() -> None:
    assert plain_name("../../etc/passwd") == "passwd"
    assert plain_name("C:\\x\\a\u202eb.txt") == "ab.txt"
    assert plain_name("..") == "file"
    assert len(plain_name("长" * 500)) == 120

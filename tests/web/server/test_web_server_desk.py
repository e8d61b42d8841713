"""A case that one person opened stays locked for everybody else; what is put away, and when; what the log says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ringfence.case import Case
from ringfence.vault.age_header import new_x25519_identity
from ringfence.web.access import Role
from ringfence.web.accounts.models import AccessLog, Assignment
from ringfence.web.desk import DESK, IDLE_S
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.registry.models import CaseRow
from ringfence.web.spool import spool_folder
from web.borrowed import load
from web.server.clinic_people import PASSPHRASE, Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("clinic")

WORKER = Role.CASEWORKER


def test_opened_by_one_is_open_for_no_other(row: CaseRow) -> None:
    first, second = Person("甲", WORKER).has(row, WORKER), Person("乙", WORKER).has(row, WORKER)
    answer = first.client.post(f"/case/{row.id}/unlock/", {"kind": "passphrase", "secret": PASSPHRASE})
    assert answer.status_code == 302
    assert first.client.get(f"/case/{row.id}/").status_code == 200
    assert "/unlock/" in second.client.get(f"/case/{row.id}/").headers["Location"]
    first.client.post(f"/case/{row.id}/lock/")
    assert "/unlock/" in first.client.get(f"/case/{row.id}/").headers["Location"]


def test_one_locks_and_the_other_goes_on(row: CaseRow) -> None:
    first = Person("甲", WORKER).has(row, WORKER).opens(row)
    second = Person("乙", WORKER).has(row, WORKER).opens(row)
    first.client.post(f"/case/{row.id}/lock/")
    assert second.client.get(f"/case/{row.id}/").status_code == 200


def test_a_pause_locks_for_each_alone(row: CaseRow, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Person("甲", WORKER).has(row, WORKER).opens(row)
    start = time.monotonic()
    monkeypatch.setattr("ringfence.web.desk.time.monotonic", lambda: start + IDLE_S - 10)
    second = Person("乙", WORKER).has(row, WORKER).opens(row)
    monkeypatch.setattr("ringfence.web.desk.time.monotonic", lambda: start + IDLE_S + 10)
    DESK.sweep()
    assert DESK.identity(row.id, holder=str(first.user.pk)) is None
    assert DESK.identity(row.id, holder=str(second.user.pk)) is not None


def test_a_lawyer_opens_with_a_key_of_their_own_and_cannot_write(row: CaseRow) -> None:
    key, recipient = new_x25519_identity()
    with Case.open(row.path, passphrase=PASSPHRASE) as case:
        case.vault.add_reader(recipient, "律师")
    before = row.recipient
    lawyer = Person("律师", Role.LAWYER).has(row, Role.LAWYER)
    pasted = f"# created: today\n# public key: {recipient}\n{key}\n"
    answer = lawyer.client.post(f"/case/{row.id}/unlock/", {"kind": "identity", "secret": pasted})
    assert answer.status_code == 302, answer.content.decode()
    assert lawyer.client.get(f"/case/{row.id}/").status_code == 200
    row.refresh_from_db()
    assert row.recipient == before  # what is handed in still goes to the case, not to its reader


def test_wrong_secrets_are_counted(row: CaseRow) -> None:
    one = Person("甲", WORKER).has(row, WORKER)
    codes = [
        one.client.post(f"/case/{row.id}/unlock/", {"kind": "recovery", "secret": "x"}).status_code for _ in range(10)
    ]
    assert codes == [403] * 8 + [429] * 2


def test_a_job_works_with_what_its_asker_opened(row: CaseRow, server_work: Callable[[], Job | None]) -> None:
    first = Person("甲", WORKER).has(row, WORKER).opens(row)
    second = Person("乙", WORKER).has(row, WORKER).opens(row)
    first.client.post(f"/case/{row.id}/report/")
    DESK.put_away_of(str(first.user.pk))
    done = server_work()
    assert done is not None
    assert done.state == JobState.LOCKED  # the other one's key is not used for it
    assert done.asked_by == str(first.user.pk)
    second.client.post(f"/case/{row.id}/unlock/", {"kind": "passphrase", "secret": PASSPHRASE})
    assert Job.objects.get(what="report").state == JobState.LOCKED
    first.client.post(f"/case/{row.id}/unlock/", {"kind": "passphrase", "secret": PASSPHRASE})
    assert Job.objects.get(what="report").state == JobState.QUEUED


def test_taking_a_case_back_locks_it(row: CaseRow) -> None:
    admin, one = Person("管", Role.ADMIN), Person("甲", WORKER).has(row, WORKER).opens(row)
    given = Assignment.objects.get()
    admin.client.post(f"/office/cases/{row.id}/", {"take": str(given.pk)})
    assert one.client.get(f"/case/{row.id}/").status_code == 404
    assert DESK.identity(row.id, holder=str(one.user.pk)) is None


def test_a_case_is_given_only_in_a_role_the_person_has(row: CaseRow) -> None:
    admin, one = Person("管", Role.ADMIN), Person("甲", Role.INTAKE)
    page = admin.client.post(f"/office/cases/{row.id}/", {"user": str(one.user.pk), "role": "caseworker"})
    assert "没有这个角色" in page.content.decode()
    admin.client.post(f"/office/cases/{row.id}/", {"user": str(one.user.pk), "role": "intake"})
    assert Assignment.objects.get().role == "intake"


def test_a_new_case_has_a_number_and_belongs_to_its_maker() -> None:
    one = Person("甲", WORKER)
    page = one.client.post("/new/", {"passphrase": "一个相当长的口令", "again": "一个相当长的口令"})
    made = CaseRow.objects.get()
    assert made.title in page.content.decode()
    assert made.title.endswith("-0001")
    assert one.client.get(f"/case/{made.id}/").status_code == 200
    one.client.post("/new/", {"passphrase": "一个相当长的口令", "again": "一个相当长的口令"})
    assert CaseRow.objects.filter(title__endswith="-0002").exists()


def test_every_look_is_written_down_and_no_content(row: CaseRow) -> None:
    one, other = Person("甲", WORKER).has(row, WORKER).opens(row), Person("丙", WORKER)
    one.client.get(f"/case/{row.id}/timeline/?q=13800138000")
    other.client.get(f"/case/{row.id}/timeline/")
    one.client.post(f"/case/{row.id}/report/")
    lines = list(AccessLog.objects.order_by("id").values_list("who", "page", "case", "act", "change", "result"))
    assert lines[0] == (str(one.user.pk), "timeline", row.id, "see", False, 200)
    assert lines[1] == (str(other.user.pk), "timeline", row.id, "see", False, 404)
    assert lines[2] == (str(one.user.pk), "report", row.id, "write", True, 302)
    assert "13800138000" not in str(list(AccessLog.objects.values()))
    shown = one.client.get(f"/case/{row.id}/log/").content.decode()
    assert "丙" in shown
    assert "没让进" in shown


def test_a_lawyer_hands_in_a_stamp_and_a_receipt_but_no_material(row: CaseRow, tmp_path: Path) -> None:
    """A page's own file may come in with the page's act; everywhere else a file is material."""
    lawyer = Person("律师", Role.LAWYER).has(row, Role.LAWYER).opens(row)
    authority = load("tests/vault/vault_authority.py").Authority(tmp_path / "tsa")
    query = lawyer.client.get(f"/case/{row.id}/prove/stamp/request/").content
    sent = {
        "answer": SimpleUploadedFile("a.tsr", authority.answer(query)),
        "own_root": SimpleUploadedFile("r.pem", (authority.folder / "root.pem").read_bytes()),
    }
    told = lawyer.client.post(f"/case/{row.id}/prove/stamp/answer/", sent, follow=True).content.decode()
    assert "已盖上可信时间" in told
    lawyer.client.post(f"/case/{row.id}/proceedings/new/", {"kind": "delete", "day": "2026-01-05"})
    receipt = {"day": "2026-01-06", "file": SimpleUploadedFile("回执.txt", "挂号信回执 虚构".encode())}
    went = lawyer.client.post(f"/case/{row.id}/proceedings/X1/received/", receipt)
    assert went.status_code == 302
    assert Job.objects.filter(what="proof", case=row).count() == 1
    before = len(list(spool_folder().iterdir()))
    for place in ("add/", "bring/", "lock/"):
        answer = lawyer.client.post(f"/case/{row.id}/{place}", {"files": SimpleUploadedFile("a.xml", b"x" * 100)})
        assert len(list(spool_folder().iterdir())) == before, place
    assert answer.status_code == 302
    intake = Person("收", Role.INTAKE).has(row, Role.INTAKE)
    intake.client.post(f"/case/{row.id}/prove/stamp/answer/", {"answer": SimpleUploadedFile("a.tsr", b"x")})
    assert len(list(spool_folder().iterdir())) == before


def test_somebody_else_s_upload_does_not_touch_the_disk(row: CaseRow) -> None:
    other = Person("丙", WORKER)
    before = len(list(spool_folder().iterdir()))
    other.client.post(f"/case/{row.id}/add/", {"files": SimpleUploadedFile("a.xml", b"x" * 100)})
    assert len(list(spool_folder().iterdir())) == before

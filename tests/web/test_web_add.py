"""Adding by the browser: into an encrypted spool, by a job, into the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.spool import spool_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ringfence.web.registry.models import CaseRow

VCARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Made Up\r\nTEL:19900000001\r\nEND:VCARD\r\n"


def test_a_file_goes_through_the_spool_into_the_vault(
    visitor: Client, opened: CaseRow, work: Callable[[], Job | None]
) -> None:
    files = [SimpleUploadedFile("contacts.vcf", VCARD), SimpleUploadedFile("../../odd name.bin", b"\0\1\2")]
    answer = visitor.post(f"/case/{opened.id}/add/", {"files": files, "owner": "debtor"})
    assert answer.status_code == 302
    waiting = [path.read_bytes() for path in spool_folder().iterdir()]
    assert len(waiting) == 4  # each with its name beside it
    assert all(
        data.startswith(b"age-encryption.org/v1") and b"1990000" not in data and b"odd name" not in data
        for data in waiting
    )
    first, second = work(), work()
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (JobState.DONE, JobState.DONE)
    assert not list(spool_folder().iterdir())
    with DESK.read(opened) as case:
        names = {source.name: source.reader for source in case.state.sources.values()}
    assert names["contacts.vcf"]
    assert names["odd name.bin"] == ""  # kept all the same, under its name without the path
    assert "odd name.bin" in visitor.get(f"/case/{opened.id}/add/").content.decode()


def test_a_job_of_a_locked_case_waits_for_it(visitor: Client, opened: CaseRow, work: Callable[[], Job | None]) -> None:
    visitor.post(f"/case/{opened.id}/add/", {"files": [SimpleUploadedFile("contacts.vcf", VCARD)]})
    visitor.post(f"/case/{opened.id}/lock/")
    job = work()
    assert job is not None
    assert job.state == JobState.LOCKED
    answer = visitor.post(f"/case/{opened.id}/unlock/", {"secret": "一个测试口令"})
    assert answer.status_code == 302
    job = work()
    assert job is not None
    assert job.state == JobState.DONE


def test_a_wrong_passphrase_opens_nothing(visitor: Client, row: CaseRow) -> None:
    answer = visitor.post(f"/case/{row.id}/unlock/", {"secret": "another one"})
    assert answer.status_code == 403
    assert not DESK.is_open(row)
    assert visitor.get(f"/case/{row.id}/").status_code == 302

"""Long work: a report is written by the worker, waits encrypted, comes down whole; stopping; another case's job is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest import Source
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.jobs.queue import ask, take, take_up_again
from ringfence.web.outbox import outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ringfence.web.registry.models import CaseRow

SMS = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><smses count=\"1\">"
    b'<sms protocol="0" address="106900001111" date="1760000000000" type="1" body="\xe5\xb7\xb2\xe9\x80\xbe\xe6\x9c\x9f'
    b'\xe8\xaf\xb7\xe8\xbf\x98\xe6\xac\xbe" read="1" status="-1" /></smses>'
)


def test_a_report_is_written_and_comes_down_whole(
    visitor: Client, opened: CaseRow, work: Callable[[], Job | None]
) -> None:
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("sms.xml", SMS))
    answer = visitor.post(f"/case/{opened.id}/report/")
    done = work()
    assert done is not None
    assert done.state == JobState.DONE, done.told_zh
    page = visitor.get(answer.headers["Location"]).content.decode()
    assert "report.pdf" in page
    number = int(page.split("/files/")[2].split("/")[0])
    came = visitor.get(f"{answer.headers['Location']}files/{number}/")
    data = b"".join(came.streaming_content)  # type: ignore[attr-defined]  # a file response
    assert data.startswith(b"%PDF")
    assert "attachment" in came.headers["Content-Disposition"]
    assert "sandbox" in came.headers["Content-Security-Policy"]
    kept = [path for path in outbox().rglob("*") if path.is_file()]
    assert all(path.read_bytes().startswith(b"age-encryption.org/v1") for path in kept)


def test_a_fault_is_told_in_words(visitor: Client, opened: CaseRow, work: Callable[[], Job | None]) -> None:
    """An empty case has nothing to report."""
    answer = visitor.post(f"/case/{opened.id}/report/")
    done = work()
    assert done is not None
    assert done.state == JobState.FAILED
    assert done.told_zh in visitor.get(answer.headers["Location"]).content.decode()


def test_a_waiting_job_is_stopped_at_once(visitor: Client, opened: CaseRow) -> None:
    job = ask("report", ("报告", "report"), case=opened)
    visitor.post(f"/case/{opened.id}/jobs/{job.id}/stop/")
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert take("test") is None


def test_the_job_of_a_dead_worker_is_taken_up_again_and_not_for_ever(opened: CaseRow) -> None:
    job = ask("report", ("报告", "report"), case=opened)
    for _ in range(2):
        taken = take("gone")
        assert taken is not None
        Job.objects.filter(pk=job.pk).update(beat="2020-01-01T00:00:00Z")
        assert take_up_again() == 1
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "没有丢" in job.told_zh


def test_a_job_of_another_case_is_none(visitor: Client, opened: CaseRow) -> None:
    job = ask("report", ("报告", "report"))
    assert visitor.get(f"/case/{opened.id}/jobs/{job.id}/").status_code == 404

"""An app without a case: looked at by a job that one browser sees, thrown away, kept as evidence, two versions compared."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ringfence.audit import Fault, FaultKind, Outcome
from ringfence.schema import AppAudit, PermissionUse, Verdict
from ringfence.web.checked import check_folder
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.middleware.gate import TOKENS
from ringfence.web.outbox import outbox
from ringfence.web.spool import spool_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ringfence.web.registry.models import CaseRow

    Worker = Callable[[], Job | None]


def package(version: str = "1.0") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(zipfile.ZipInfo("AndroidManifest.xml"), b"\x03\x00\x08\x00" + version.encode())
        archive.writestr(zipfile.ZipInfo("classes.dex"), b"dex\n035\0")
    return data.getvalue()


class Audits:
    """Stands for the analysis: says what a package of ours holds, or why it cannot be looked at."""

    def __init__(self) -> None:
        self.fault: Fault | None = None
        self.seen: list[tuple[str, int]] = []

    def __call__(self, files: Sequence[Path], *, names: Sequence[str] | None = None, **_: object) -> Iterator[Outcome]:
        for number, path in enumerate(files):
            self.seen.append((path.name, path.stat().st_mode & 0o777))
            name = names[number] if names else path.name
            permission = PermissionUse("android.permission.READ_CONTACTS", "读通讯录", "read contacts")
            found = AppAudit(
                file=name,
                size=path.stat().st_size,
                sha256=f"{number}" * 64,
                package="com.example.loan",
                label="<b>虚构贷</b>",
                version_name=f"1.{number}",
                permissions=(permission,) if number else (),
                verdict=Verdict.CAN_READ,
            )
            yield Outcome(number, str(path), None if self.fault else found, self.fault, 1, 0.0, 0)


@pytest.fixture
def audits(monkeypatch: pytest.MonkeyPatch) -> Audits:
    made = Audits()
    monkeypatch.setattr("ringfence.audit.audit_many", made)
    return made


def sent(visitor: Client, **files: bytes) -> str:
    given = {name: SimpleUploadedFile(f"../{name}.apk", data) for name, data in files.items()}
    answer = visitor.post("/check/app/", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_an_app_is_looked_at_and_only_its_browser_sees_it(visitor: Client, work: Worker, audits: Audits) -> None:
    place = sent(visitor, app=package())
    assert "排队中" in visitor.get(place).content.decode()
    assert [path.stat().st_mode & 0o777 for path in spool_folder().iterdir()] == [0o600]
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh
    assert not list(spool_folder().iterdir())
    assert audits.seen == [("package-0.apk", 0o600)]
    page = visitor.get(place).content.decode()
    assert "&lt;b&gt;虚构贷" in page
    assert "<b>虚构贷" not in page
    for shown in (page, visitor.get(f"{place}0/page/").content.decode()):
        assert "ringfence " not in shown
    stranger = Client()
    stranger.get(f"/open/{TOKENS.issue()}/")
    for end in ("", "0/page/", "0/json/"):
        assert stranger.get(f"{place}{end}").status_code == 404


def test_the_whole_page_is_inert_and_files_come_as_downloads(visitor: Client, work: Worker, audits: Audits) -> None:
    place = sent(visitor, app=package())
    work()
    page = visitor.get(f"{place}0/page/")
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    for form in ("html", "json"):
        came = visitor.get(f"{place}0/{form}/")
        assert came.headers["Content-Disposition"].startswith('attachment; filename="com.example.loan-')
    for odd in ("1/page/", "change/page/", "0/exe/", "x/page/"):
        assert visitor.get(f"{place}{odd}").status_code == 404


def test_two_versions_are_compared_the_older_first(visitor: Client, work: Worker, audits: Audits) -> None:
    place = sent(visitor, app=package("2"), older=package("1"))
    work()
    page = visitor.get(place).content.decode()
    assert "READ_CONTACTS" in page
    assert visitor.get(f"{place}change/page/").status_code == 200
    assert visitor.get(f"{place}change/json/").status_code == 200


def test_a_file_that_is_no_app_is_told_in_words_and_leaves_nothing(
    visitor: Client, work: Worker, audits: Audits
) -> None:
    audits.fault = Fault(FaultKind.REFUSED, "这不是安卓安装包。", "This is no package.")
    place = sent(visitor, app=b"nothing of an app")
    job = work()
    assert job is not None
    assert job.state == JobState.FAILED
    assert "这不是安卓安装包" in visitor.get(place).content.decode()
    assert not (outbox() / str(job.id)).exists()


def test_an_empty_form_asks_for_a_file(visitor: Client) -> None:
    assert visitor.post("/check/app/", {}).status_code == 400
    only_older = {"older": SimpleUploadedFile("a.apk", b"x")}
    assert visitor.post("/check/app/", only_older).status_code == 400
    assert not list(spool_folder().iterdir())


def test_stopping_while_it_waits_removes_what_was_sent(visitor: Client, audits: Audits) -> None:
    place = sent(visitor, app=package())
    visitor.post(f"{place}stop/")
    assert "已停下" in visitor.get(place).content.decode()
    assert not list(spool_folder().iterdir())


def test_it_is_thrown_away_at_once(visitor: Client, work: Worker, audits: Audits) -> None:
    place = sent(visitor, app=package())
    job = work()
    assert job is not None
    assert list(check_folder(job.id).iterdir())
    visitor.post(f"{place}forget/")
    assert not (outbox() / str(job.id)).exists()
    assert visitor.get(place).status_code == 404


def test_what_was_cleared_is_said(visitor: Client, work: Worker, audits: Audits) -> None:
    place = sent(visitor, app=package())
    job = work()
    assert job is not None
    for path in check_folder(job.id).iterdir():
        path.unlink()
    assert "已经清掉了" in visitor.get(place).content.decode()


def test_it_is_kept_as_evidence_in_a_case(visitor: Client, opened: CaseRow, work: Worker, audits: Audits) -> None:
    place = sent(visitor, app=package())
    work()
    key = place.strip("/").rsplit("/", 1)[-1]
    keep = f"/case/{opened.id}/apps/keep/{key}/0/"
    assert keep in visitor.get(place).content.decode()
    assert visitor.get(keep).status_code == 200
    assert visitor.post(keep).status_code == 302
    assert all(path.read_bytes().startswith(b"age-encryption.org/v1") for path in spool_folder().iterdir())
    added = work()
    assert added is not None
    assert added.state == JobState.DONE, added.told_zh
    with DESK.read(opened) as case:
        assert [source.name for source in case.state.sources.values()] == ["app.apk"]
        assert case.state.apps["APP1"].package == "com.example.loan"
    page = visitor.get(f"/case/{opened.id}/apps/APP1/").content.decode()
    assert "&lt;b&gt;虚构贷" in page
    whole = visitor.get(f"/case/{opened.id}/apps/APP1/audit/page/")
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    assert visitor.get(f"/case/{opened.id}/apps/").status_code == 200
    assert visitor.get(f"/case/{opened.id}/apps/compare/?older=APP1&newer=APP1").status_code == 200
    assert visitor.get(keep.replace("/0/", "/1/")).status_code == 404

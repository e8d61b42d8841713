"""Adding many files: what became of each is told, what it asks is answered, what is given up leaves nothing; rows say no names."""

from __future__ import annotations

import json
import os
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from waitress.adjustments import Adjustments

from ringfence.case.kinds import KINDS_EN
from ringfence.ingest import READERS
from ringfence.web.desk import DESK
from ringfence.web.inlet import SealedChannel, SealedFile
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.pages.reading import plain, where
from ringfence.web.spool import spool_folder
from ringfence.web.waiting import clear_spool, plain_name
from ringfence.web.words import Say
from web.borrowed import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from ringfence.web.registry.models import CaseRow

    Work = Callable[[], Job | None]

NAMED = "通话录音@王演示(19900001234).xml"
SMS = (
    '<?xml version="1.0"?><smses count="3"><sms address="106900001111" date="1760000000000" type="1" body="请还款" />'
    '<sms address="106900001111" date="1760000001000" type="1" body="第二条" /></smses>'
)
TABLE = "日期时间,对端,长度,怎么\n2026-01-05 10:11:10,19900001234,12,被叫\n2026-01-06 07:01:00,19900005678,0,被叫\n"


def locked() -> tuple[bytes, str]:
    """Return an encrypted backup with one message, and its password."""
    adb: Any = load("tests/ingest/test_ingest_adb_backup.py")
    return adb.encrypted(adb.backup([adb.sms(1)])), adb.PASSWORD


def iphone(folder: Path, *, encrypted: bool = False) -> Path:
    made: Path = load("tests/ingest/test_ingest_ios_backup.py").backup(folder, encrypted=encrypted)
    return made


def send(visitor: Client, row: CaseRow, name: str, data: bytes, **more: str) -> None:
    answer = visitor.post(f"/case/{row.id}/add/", {"files": [SimpleUploadedFile(name, data)], **more})
    assert answer.status_code == 302


def page_of(visitor: Client, row: CaseRow, tail: str = "add/") -> str:
    answer = visitor.get(f"/case/{row.id}/{tail}")
    assert answer.status_code == 200
    return answer.content.decode()


def done(work: Work, state: JobState = JobState.DONE) -> Job:
    job = work()
    assert job is not None
    assert job.state == state, (job.told_zh, job.log)
    return job


def waiting() -> list[str]:
    return sorted(path.name for path in spool_folder().iterdir())


def test_what_was_read_is_told_against_what_the_file_declares(visitor: Client, opened: CaseRow, work: Work) -> None:
    send(visitor, opened, NAMED, SMS.encode())
    assert NAMED in page_of(visitor, opened)
    done(work)
    page = page_of(visitor, opened)
    assert "认出是" in page
    assert "少 1 条" in page
    assert "读到 2 条,文件自己说有 3 条" in page
    send(visitor, opened, "again.xml", SMS.encode())
    done(work)
    assert "没有重复" in page_of(visitor, opened)
    assert waiting() == []


def test_no_row_of_the_database_says_a_name_or_a_number(visitor: Client, opened: CaseRow, work: Work) -> None:
    send(visitor, opened, NAMED, b"\0no format at all")
    send(visitor, opened, NAMED, SMS.encode())
    send(visitor, opened, NAMED.replace(".xml", ".csv"), TABLE.encode())
    for _ in range(3):
        work()
    told = json.dumps(list(Job.objects.values()), default=str, ensure_ascii=False)
    assert all(word not in told for word in ("王演示", "1990000", "对端", "请还款"))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a" * 240 + ".xml", "\u202egnp.exe", "<img src=x onerror=1>.xml", "C:\\x\\y.xml"]
)
def test_hostile_names_are_only_names(visitor: Client, opened: CaseRow, work: Work, name: str) -> None:
    send(visitor, opened, name, SMS.encode())
    done(work)
    page = page_of(visitor, opened)
    assert "<img src=x" not in page
    assert "\u202e" not in page
    with DESK.read(opened) as case:
        kept = case.state.sources["S1"].name
    assert "/" not in kept
    assert "\\" not in kept
    assert len(kept) <= 150


def test_names_are_never_empty() -> None:
    assert plain_name("..") == plain_name("\x00\x07") == "文件"
    assert plain_name("a" * 500 + ".xml").endswith("….xml")


def test_an_empty_file_is_kept_and_said_to_be_empty(visitor: Client, opened: CaseRow, work: Work) -> None:
    send(visitor, opened, "empty.xml", b"")
    done(work)
    assert "空文件" in page_of(visitor, opened)


def test_nothing_chosen_is_said(visitor: Client, opened: CaseRow) -> None:
    answer = visitor.post(f"/case/{opened.id}/add/", {"owner": "debtor"}, follow=True)
    assert "还没有选文件" in answer.content.decode()


def test_the_script_gets_the_number_of_its_job(visitor: Client, opened: CaseRow) -> None:
    answer = visitor.post(
        f"/case/{opened.id}/add/",
        {"files": [SimpleUploadedFile("sms.xml", SMS.encode())], "owner": "nobody"},
        headers={"X-Requested-With": "add.js"},
    )
    assert len(answer.json()["jobs"]) == 1


def test_the_password_of_a_backup_is_asked_and_kept_nowhere(visitor: Client, opened: CaseRow, work: Work) -> None:
    data, password = locked()
    send(visitor, opened, "backup.ab", data)
    job = done(work, JobState.ASKING)
    ask = f"add/{job.id}/"
    assert ask in page_of(visitor, opened)
    assert "密码是什么" in page_of(visitor, opened, ask)
    assert "请写密码" in visitor.post(f"/case/{opened.id}/{ask}", {"password": ""}).content.decode()
    visitor.post(f"/case/{opened.id}/{ask}", {"password": "wrong"})
    done(work, JobState.ASKING)
    assert "打不开" in page_of(visitor, opened, ask)
    page_of(visitor, opened)
    assert DESK.password(job.id) is None
    visitor.post(f"/case/{opened.id}/{ask}", {"password": password})
    done(work)
    assert password not in json.dumps(list(Job.objects.values()), default=str)
    page_of(visitor, opened)
    assert DESK.password(job.id) is None
    assert visitor.get(f"/case/{opened.id}/{ask}").status_code == 302
    with DESK.read(opened) as case:
        assert case.state.sources["S1"].reader == "adb-backup"


def test_a_backup_whose_password_is_lost_is_kept_unread(visitor: Client, opened: CaseRow, work: Work) -> None:
    send(visitor, opened, "backup.ab", locked()[0])
    job = done(work, JobState.ASKING)
    visitor.post(f"/case/{opened.id}/add/{job.id}/", {"unread": "1", "password": ""})
    done(work)
    with DESK.read(opened) as case:
        assert case.state.sources["S1"].reader == ""


def test_the_columns_of_a_table_are_shown_with_its_rows_and_confirmed(
    visitor: Client, opened: CaseRow, work: Work
) -> None:
    send(visitor, opened, "list.csv", TABLE.encode())
    job = done(work, JobState.ASKING)
    ask = f"add/{job.id}/"
    page = page_of(visitor, opened, ask)
    assert "19900001234" in page
    assert "每一列是什么" in page
    twice = {"table": "calls", "c0": "time", "c1": "number", "c2": "number"}
    assert "有两列都选了" in visitor.post(f"/case/{opened.id}/{ask}", twice).content.decode()
    assert "请指出哪一列" in visitor.post(f"/case/{opened.id}/{ask}", {"table": "calls", "c0": "time"}).content.decode()
    told = {"table": "calls", "c0": "time", "c1": "number", "c2": "duration", "c3": "direction", "clock": "carrier"}
    visitor.post(f"/case/{opened.id}/{ask}", told)
    done(work)
    with DESK.read(opened) as case:
        source = case.state.sources["S1"]
    assert source.tables["calls"]["rows"] == 2
    assert source.mapping is not None
    assert source.mapping["clock"] == "carrier"


def test_what_is_cancelled_or_given_up_leaves_nothing_behind(visitor: Client, opened: CaseRow, work: Work) -> None:
    send(visitor, opened, "a.xml", SMS.encode())
    send(visitor, opened, "b.csv", TABLE.encode())
    first = Job.objects.order_by("created")[0]
    visitor.post(f"/case/{opened.id}/jobs/{first.id}/stop/")
    assert len(waiting()) == 2
    second = done(work, JobState.ASKING)
    visitor.post(f"/case/{opened.id}/jobs/{second.id}/stop/")
    assert waiting() == []
    send(visitor, opened, "c.xml", SMS.encode())
    Job.objects.update(cancel=True)
    done(work, JobState.CANCELLED)
    assert waiting() == []
    visitor.post(f"/case/{opened.id}/add/clear/")
    assert not Job.objects.exists()


def test_uploads_that_no_job_knows_are_swept_away(visitor: Client, opened: CaseRow) -> None:
    send(visitor, opened, "a.xml", SMS.encode())
    orphan = spool_folder() / f"{'0' * 32}.age"
    orphan.write_bytes(b"x")
    assert clear_spool() == 0
    os.utime(orphan, (time.time() - 7200,) * 2)
    assert clear_spool() == 1
    assert len(waiting()) == 2


def test_a_failed_file_is_tried_again(visitor: Client, opened: CaseRow, work: Work) -> None:
    send(visitor, opened, "a.xml", SMS.encode())
    Job.objects.update(state=JobState.FAILED, told_zh="磁盘满了。", finished="2126-01-01T00:00:00Z")
    assert clear_spool() == 0
    page = page_of(visitor, opened)
    assert "再试一次" in page
    job = Job.objects.get()
    visitor.post(f"/case/{opened.id}/add/{job.id}/again/")
    done(work)
    assert visitor.post(f"/case/{opened.id}/add/{job.id}/again/").status_code == 404


def test_the_backup_folder_of_an_iphone_is_read_where_it_lies(
    visitor: Client, opened: CaseRow, work: Work, tmp_path: Path
) -> None:
    visitor.post(f"/case/{opened.id}/add/", {"folder": str(iphone(tmp_path / "0000-UDID"))})
    visitor.post(f"/case/{opened.id}/add/", {"folder": str(iphone(tmp_path / "1111-UDID", encrypted=True))})
    visitor.post(f"/case/{opened.id}/add/", {"folder": "/no/such/place"})
    done(work)
    for _ in range(2):
        done(work)
    page = page_of(visitor, opened)
    assert "加密的苹果备份" in page
    with DESK.read(opened) as case:
        assert [source.kind_zh for source in case.state.sources.values()] != [""]
        assert len(case.state.sources) == 1
    assert str(tmp_path) not in json.dumps(list(Job.objects.values()), default=str)


def test_a_job_of_another_case_asks_nothing_here(visitor: Client, opened: CaseRow) -> None:
    job = Job.objects.create(what="add", state=JobState.ASKING, result={"ask": "password"})
    assert visitor.get(f"/case/{opened.id}/add/{job.id}/").status_code == 404


def test_a_sealed_file_reads_like_any_other_and_lies_encrypted(tmp_path: Path) -> None:
    sealed, data = SealedFile(tmp_path), os.urandom(100_000)
    for start in range(0, len(data), 777):
        sealed.seek(0, 2)
        sealed.write(data[start : start + 777])
    assert sealed.tell() == len(data)
    sealed.seek(0)
    assert sealed.read() == data
    for start, size in ((5, 10), (99_990, 50), (16, 16), (31, 1), (0, 0)):
        sealed.seek(start)
        assert sealed.read(size) == data[start : start + size]
    sealed._file.seek(0)  # what lies on the disk
    assert data[:64] not in sealed._file.read()
    sealed.seek(0)
    with pytest.raises(ValueError, match="end"):
        sealed.write(b"x")
    sealed.close()


def test_what_the_web_server_takes_in_lies_sealed() -> None:
    """Anything over half a megabyte leaves memory; what is on the disk then is not what was sent."""
    parser = SealedChannel.parser_class(SimpleNamespace(**vars(Adjustments)))
    body = b"19900001234" * 100_000
    parser.received(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body))
    for start in range(0, len(body), 65536):
        parser.received(body[start : start + 65536])
    assert parser.completed
    stream = parser.get_body_stream()
    assert isinstance(stream, SealedFile)
    assert stream.read() == body
    stream._file.seek(0)
    assert b"19900001234" not in stream._file.read()
    stream.seek(0)
    assert stream.readline() == body[:65536]
    parser.close()


def test_who_was_named_from_a_file_is_told(visitor: Client, opened: CaseRow, work: Work) -> None:
    form = "护联陈述表: '1'\n陈述人: 王小演\n与借款人关系: 同事\n经过:\n- 时间: 2026-01-05 07:12\n  方式: 电话\n"
    send(visitor, opened, "陈述.yaml", form.encode())
    done(work)
    page = page_of(visitor, opened)
    assert "登记了 1 位亲友" in page
    assert "王小演" in page


def test_a_part_that_is_not_installed_is_said_without_a_command() -> None:
    for extra in ("audio", "ocr", "asr", "other"):
        told = plain(f"请运行:pip install 'ringfence[{extra}]'", f"pip install 'ringfence[{extra}]'", Say("zh"))
        assert "pip" not in told
        assert "再读一遍" in told
    assert plain("坏了", "broken", Say("en")) == "broken"


@pytest.mark.parametrize(
    ("place", "words"), [("line:3", "第 3 行"), ("box:1,2,3,4", "图上的一处"), ("odd", "odd"), (":", ":")]
)
def test_places_are_told_in_words(place: str, words: str) -> None:
    assert where(place, Say("zh")) == words


def test_every_kind_of_file_has_its_english_word() -> None:
    assert set(KINDS_EN) == {reader.name for reader in READERS}

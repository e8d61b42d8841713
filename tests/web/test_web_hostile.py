"""What somebody hostile may try at the door: names, archives, active files, forms from elsewhere, what is left behind."""

from __future__ import annotations

import io
import logging
import sqlite3
import stat
import warnings
import zipfile
from contextlib import suppress
from re import sub
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver

from ringfence.ingest import Source
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.jobs.queue import ask
from ringfence.web.middleware.gate import TOKENS
from ringfence.web.outbox import keep, outbox, workshop
from ringfence.web.spool import spool_folder
from web.test_web_access import patterns

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.web.registry.models import CaseRow

    Worker = Callable[[], Job | None]

SECRET = "一个测试口令"
NUMBER = "19900000077"
TEXT = "只在这条里出现的句子"
SMS = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><smses count=\"1\">"
    f'<sms protocol="0" address="{NUMBER}" date="1760000000000" type="1" body="已逾期请还款 {TEXT}" read="1" status="-1" /></smses>'
).encode()
NAMES = (
    "../../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows\\system32\\x.dll",
    "C:\\Users\\x\\a.txt",
    "a\x00b.txt",
    "photo\u202egnp.exe",
    "x" * 300 + ".txt",
    "CON",
    "aux.txt",
    "{{7*7}}{% csrf_token %}.txt",
    '"><img src=x onerror=alert(1)>.txt',
    "a\r\nSet-Cookie: x=1.txt",
    "….txt",
)


def upload(visitor: Client, row: CaseRow, name: str, data: bytes) -> int:
    """Send a form whose file has exactly this name: the test client itself would tidy it up."""
    mark = b"----made-up-boundary"
    head = f'Content-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
    body = b"--" + mark + b"\r\n" + head.encode("utf-8", "replace") + data + b"\r\n--" + mark + b"--\r\n"
    kind = f"multipart/form-data; boundary={mark.decode()}"
    return visitor.post(f"/case/{row.id}/add/", data=body, content_type=kind).status_code


def work_all(work: Worker) -> list[Job]:
    done: list[Job] = []
    while (job := work()) is not None:
        done.append(job)
    return done


def walked() -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = patterns(get_resolver())
    return found


def address(route: str, row: CaseRow) -> str:
    """Fill an address's parts with something of the right form."""

    def fill(found: Any) -> str:  # noqa: ANN401 -- a match
        kind, name = found[1] or "str", found[2]
        if name == "case":
            return str(row.id)
        return {"uuid": str(row.id), "int": "1", "slug": "x1", "path": "x/y"}.get(kind.rstrip(":"), "x")

    return "/" + sub(r"<(?:(\w+):)?(\w+)>", fill, route)


@pytest.fixture
def filled(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("sms.xml", SMS))
    return opened


# -- uploads ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_file_name_is_never_a_path_nor_a_piece_of_a_page(
    visitor: Client, opened: CaseRow, work: Worker, name: str
) -> None:
    before = {path for path in opened.path.parent.rglob("*") if not path.is_relative_to(opened.path)}
    assert upload(visitor, opened, name, b"harmless 1") in {302, 400}
    work_all(work)
    assert {path for path in opened.path.parent.rglob("*") if not path.is_relative_to(opened.path)} == before
    with DESK.read(opened) as case:
        kept = [source.name for source in case.state.sources.values()]
    for one in kept:
        assert "/" not in one
        assert "\\" not in one
        assert len(one) <= 255
    for page in ("add/", "prove/export/", "prove/redact/", "settings/destroy/"):
        shown = visitor.get(f"/case/{opened.id}/{page}").content.decode()
        assert "<img src=x" not in shown
        assert "49" not in [one for one in kept if "49" in one]
        assert "csrfmiddlewaretoken.txt" not in shown


def test_text_of_a_template_stays_text(visitor: Client, opened: CaseRow) -> None:
    told = {"name": "{{7*7}}{% csrf_token %}{name}<b>", "role": "family", "numbers": "", "declared": ""}
    page = visitor.post(f"/case/{opened.id}/people/new/", told, follow=True).content.decode()
    assert "{{7*7}}{% csrf_token %}{name}&lt;b&gt;" in page


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the same name twice is meant
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def test_an_archive_reaches_nothing_outside(visitor: Client, opened: CaseRow, work: Worker) -> None:
    data = zipped(
        ("../../slipped.txt", b"out"), ("/abs/slipped.txt", b"out"), ("..\\slipped.txt", b"out"), ("sms.xml", SMS)
    )
    upload(visitor, opened, "phone.zip", data)
    (job,) = work_all(work)
    assert job.state == JobState.DONE, job.told_zh
    assert not list(opened.path.parent.rglob("slipped.txt"))
    assert not list(settings.RINGFENCE_DATA.rglob("slipped.txt"))


def test_an_archive_that_swells_ends_in_a_sentence(visitor: Client, opened: CaseRow, work: Worker) -> None:
    inner = zipped(("zero.bin", bytes(40_000_000)))
    data = zipped(*((f"{n}.zip", inner) for n in range(20)), ("sms.xml", SMS))
    upload(visitor, opened, "bomb.zip", data)
    (job,) = work_all(work)
    assert job.state in {JobState.DONE, JobState.FAILED}
    assert job.told_zh
    assert visitor.get(f"/case/{opened.id}/").status_code == 200


def test_many_files_at_once_and_one_too_many(visitor: Client, opened: CaseRow) -> None:
    files = [SimpleUploadedFile(f"{n}.bin", b"x") for n in range(60)]
    assert visitor.post(f"/case/{opened.id}/add/", {"files": files}).status_code == 302
    assert Job.objects.filter(what="add").count() == 60
    mark = "----made-up-boundary"
    part = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nx\r\n'
    body = part * (settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1) + f"--{mark}--\r\n"
    kind = f"multipart/form-data; boundary={mark}"
    assert visitor.post(f"/case/{opened.id}/add/", data=body, content_type=kind).status_code == 400


def test_huge_addresses_and_fields_are_refused_or_cut(visitor: Client, opened: CaseRow) -> None:
    assert visitor.get(f"/case/{opened.id}/timeline/?q={'a' * 100_000}").status_code == 200
    assert visitor.get(f"/case/{opened.id}/timeline/?" + "&".join(f"a{n}=1" for n in range(6_000))).status_code in {
        200,
        400,
    }
    big = {"name": "x" * 1_000_000, "role": "family"}
    assert visitor.post(f"/case/{opened.id}/people/new/", big).status_code == 200
    assert visitor.post(f"/case/{opened.id}/people/new/", {"name": "x" * 6_000_000}).status_code == 400
    assert visitor.post(f"/case/{opened.id}/people/new/", {f"f{n}": "1" for n in range(5_100)}).status_code == 400


# -- what was handed in is inert -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("paper.pdf", b"%PDF-1.4 /JavaScript (app.alert(1))"),
        ("x.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"),
    ],
)
def test_no_address_serves_what_was_handed_in_as_a_page(
    visitor: Client, opened: CaseRow, name: str, data: bytes
) -> None:
    """Every address below the case that could name the material S1: an attachment or a sandbox, never guessed at, or nothing."""
    with DESK.write(opened) as case:
        case.add(Source.of_bytes(name, data))
    for route, one in walked():
        if "<uuid:case>" not in route:
            continue
        for key in ("S1", "1"):
            place = address(route, opened).replace("x1", key)
            answer = visitor.get(place)
            assert answer.headers["X-Content-Type-Options"] == "nosniff", place
            held = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            if data in held:
                policy = answer.headers["Content-Security-Policy"]
                shut = "sandbox" in policy and "allow-scripts" not in policy
                attached = answer.headers.get("Content-Disposition", "").startswith("attachment")
                assert shut or attached, f"{place} serves what was handed in ({one.name})"
                assert "script-src" not in policy or attached


@pytest.mark.parametrize("name", ['a"; filename="b.html', "a\r\nX-Bad: 1", "证据\u202etxt.exe", "a;b'c", "../x"])
def test_a_download_name_cannot_break_its_header(visitor: Client, opened: CaseRow, name: str) -> None:
    job = ask("report", ("报告", "report"), case=opened)
    with workshop() as folder, DESK.read(opened) as case:
        (folder / "x").write_bytes(b"x")
        keep(case, job.id, [(name, folder / "x")])
    answer = visitor.get(f"/case/{opened.id}/jobs/{job.id}/files/0/")
    assert answer.status_code == 200
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment")
    assert "\n" not in header
    assert "X-Bad" not in answer.headers
    answer.close()


# -- forms, methods, hosts, cookies ---------------------------------------------------------------------------------------


def test_no_form_of_any_page_works_without_its_token(db: None, opened: CaseRow) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"/open/{TOKENS.issue()}/")
    with DESK.read(opened) as case:
        size = case.vault.size
    for route, one in walked():
        for place in {address(route, opened)}:
            answer = client.post(place, {"lang": "en"})
            assert answer.status_code in {403, 404, 405}, f"{place} ({one.name}) took a form without its token"
    assert DESK.is_open(opened)
    with DESK.read(opened) as case:
        assert case.vault.size == size
    assert not Job.objects.exists()


def test_looking_changes_nothing(visitor: Client, filled: CaseRow) -> None:
    with DESK.read(filled) as case:
        size = case.vault.size
    for route, _ in walked():
        visitor.get(address(route, filled))
        visitor.head(address(route, filled))
    assert DESK.is_open(filled)
    with DESK.read(filled) as case:
        assert case.vault.size == size
    assert not Job.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace", "options"])
def test_other_methods_are_not_allowed(visitor: Client, opened: CaseRow, method: str) -> None:
    for route, one in walked():
        if "<uuid:case>" in route:
            answer = getattr(visitor, method)(address(route, opened))
            assert answer.status_code in {404, 405}, f"{method} {route} ({one.name})"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "evil.example:8765", ""]
)
def test_another_host_gets_nothing_of_a_case(visitor: Client, filled: CaseRow, host: str) -> None:
    answer = visitor.get(f"/case/{filled.id}/timeline/?all=1", headers={"host": host})
    assert answer.status_code == 400 or TEXT not in answer.content.decode()


def test_a_cookie_made_elsewhere_or_of_an_earlier_start_opens_nothing(
    visitor: Client,
    opened: CaseRow,
    settings: Any,  # noqa: ANN401 -- pytest-django's
) -> None:
    stranger = Client()
    for value in ("", "x", "eyJsZXRfaW4iOnRydWV9:1abc:deadbeef"):
        stranger.cookies["ringfence_session"] = value
        assert stranger.get(f"/case/{opened.id}/").status_code == 403
    cookie = visitor.cookies["ringfence_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["max-age"], "it goes when the browser is closed"
    stranger.cookies["ringfence_session"] = cookie.value
    assert stranger.get(f"/case/{opened.id}/").status_code == 200
    settings.SECRET_KEY = "the key of the next start"
    assert stranger.get(f"/case/{opened.id}/").status_code == 403


AWAY = (
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "https:evil.example",
    "javascript:alert(1)", "/%0d%0aX-Bad:1", "http:///evil.example", " //evil.example", "///evil.example",
)  # fmt: skip


@pytest.mark.parametrize("goal", AWAY)
def test_no_redirect_leads_elsewhere(db: None, row: CaseRow, goal: str) -> None:
    def stays(answer: Any) -> bool:  # noqa: ANN401 -- a response
        place = answer.headers.get("Location", "/")
        asked = urljoin("http://testserver/", place.replace("\\", "/").replace("\t", "").strip())
        return urlsplit(asked).netloc == "testserver" and "X-Bad" not in answer.headers

    client = Client()
    query = urlencode({"next": goal})
    assert stays(client.get(f"/open/{TOKENS.issue()}/?{query}"))
    assert stays(client.get(f"/open/{TOKENS.issue()}/?{query}"))  # already in
    assert stays(client.post("/language/", {"lang": "en", "back": goal}))
    unlocked = client.post(f"/case/{row.id}/unlock/?{query}", {"secret": SECRET})
    assert unlocked.status_code == 302
    assert stays(unlocked)
    undone = client.post(f"/case/{row.id}/undo/0/", {"back": goal})
    assert stays(undone)


def test_the_whole_address_comes_back_after_unlocking(visitor: Client, row: CaseRow) -> None:
    """An address with several filters came back cut off after the first."""
    place = f"/case/{row.id}/timeline/?q=%E9%80%BE%E6%9C%9F&all=1"
    answer = visitor.get(place)
    page = visitor.get(answer.headers["Location"]).content.decode()
    action = page.split('action="?next=')[1].split('"')[0]
    went = visitor.post(f"/case/{row.id}/unlock/?next={action}", {"secret": SECRET})
    assert went.headers["Location"] == place


# -- what is left behind ---------------------------------------------------------------------------------------------------


def walk_as_a_person(visitor: Client, row: CaseRow, work: Worker) -> list[str]:
    """Use the case as a person would, with a password asked for on the way; return the pages that were shown."""
    pages = [visitor.post(f"/case/{row.id}/unlock/", {"secret": SECRET}, follow=True).content.decode()]
    upload(visitor, row, "sms.xml", SMS)
    upload(visitor, row, "notes.txt", f"{TEXT} {NUMBER}".encode())
    work_all(work)
    told = {"name": TEXT, "role": "family", "numbers": NUMBER, "declared": "no"}
    visitor.post(f"/case/{row.id}/people/new/", told)
    visitor.get(f"/case/{row.id}/timeline/", {"q": TEXT})
    visitor.get(f"/case/{row.id}/timeline/", {"number": NUMBER})
    for place, form in (
        ("report/", {}),
        ("prove/check/", {}),
        ("prove/export/", {"only": ["S1"], "receiver": TEXT}),
        ("prove/redact/", {"source": "S2", "names": TEXT, "password": SECRET}),
    ):
        visitor.post(f"/case/{row.id}/{place}", form)
        work_all(work)
    visitor.post(f"/case/{row.id}/prove/anchor/", {"to": TEXT, "code": "1-" + "0" * 64})
    visitor.post(f"/case/{row.id}/settings/passphrase/", {"old": "wrong " + SECRET, "new": SECRET, "again": SECRET})
    for route, _one in walked():
        visitor.get(address(route, row))
    for job in Job.objects.all():
        visitor.get(f"/case/{row.id}/jobs/{job.id}/")
        visitor.get(f"/case/{row.id}/prove/redact/{job.id}/")
    return pages


def test_nothing_of_a_case_is_logged_or_lies_in_the_database(
    visitor: Client, row: CaseRow, work: Worker, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("", "ringfence.web", "django.request", "django.security", "django.server"):
        logging.getLogger(name).addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO):
            walk_as_a_person(visitor, row, work)
            logging.getLogger("ringfence.web").info("the walk ends")
    finally:
        for name in ("ringfence.web", "django.request", "django.security", "django.server"):
            logging.getLogger(name).removeHandler(caplog.handler)
    assert "the walk ends" in caplog.text, "the log was watched"
    identity = DESK.identity(row.id)
    assert identity
    key = next(line for line in identity.splitlines() if line.startswith("AGE-SECRET-KEY-"))
    out, err = capfd.readouterr()
    dumped = dump()
    assert "jobs_job" in dumped
    for secret in (SECRET, NUMBER, TEXT, key):
        assert secret not in caplog.text
        assert secret not in out + err
        assert secret not in dumped
    assert NUMBER[-8:] not in dumped


def dump() -> str:
    """Return every table of the database as text."""
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, sqlite3.Connection)
    return "\n".join(raw.iterdump())


def test_what_waits_is_for_this_user_only_and_encrypted(visitor: Client, opened: CaseRow, work: Worker) -> None:
    upload(visitor, opened, "sms.xml", SMS)
    visitor.post(f"/case/{opened.id}/prove/export/", {"only": ["S1"], "receiver": TEXT})
    waiting = list(spool_folder().iterdir())
    assert waiting
    work_all(work)
    visitor.post(f"/case/{opened.id}/prove/export/", {"only": ["S1"], "receiver": TEXT})
    work_all(work)
    kept = [path for path in outbox().rglob("*") if path.is_file()]
    assert kept
    for folder in {spool_folder(), outbox(), *(path.parent for path in kept)}:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
    assert not list(spool_folder().iterdir()), "what was worked on is gone"


def test_the_spool_is_private_while_it_fills(visitor: Client, opened: CaseRow) -> None:
    upload(visitor, opened, "sms.xml", SMS)
    waiting = list(spool_folder().iterdir())
    assert waiting
    for path in waiting:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert NUMBER.encode() not in path.read_bytes()


def test_a_file_for_a_case_that_is_none_is_not_kept(visitor: Client, opened: CaseRow) -> None:
    place = f"/case/{uuid4()}/add/"
    with suppress(ConnectionError):
        visitor.post(place, {"files": SimpleUploadedFile("a.bin", b"x")})
    assert not list(spool_folder().iterdir())

"""A program's whole way through a case: letters, what came of them, corrections, proof; nothing of content in any row."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest

from ringfence.case import Case
from ringfence.ingest import Source
from ringfence.schema import Borrower, Party, PartyType, Person, Role
from ringfence.web import access
from ringfence.web.accounts.models import AccessLog, ApiToken
from ringfence.web.jobs.models import Job, JobState
from web.borrowed import load
from web.server.clinic_people import PASSPHRASE
from web.server.clinic_people import Person as Staff
from web.server.test_web_server_api_matrix import asking
from web.test_web_papers import COMPLAINT, sms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from ringfence.web.registry.models import CaseRow

pytestmark = pytest.mark.usefixtures("clinic")
WORKER = access.Role.CASEWORKER
DAY = "2026-03-02"


class Program:
    """A client with a token and one case."""

    def __init__(self, client: Client, row: CaseRow) -> None:
        self.client, self.base = client, f"/api/v1/cases/{row.pk}"

    def get(self, path: str, wanted: int = 200) -> Any:  # noqa: ANN401 -- JSON of an answer
        answer = self.client.get(self.base + path)
        assert answer.status_code == wanted, answer.content.decode()
        return answer.json()

    def send(self, path: str, wanted: int = 201, *, method: str = "post", **given: object) -> Any:  # noqa: ANN401 -- the same
        answer = getattr(self.client, method)(self.base + path, given, content_type="application/json")
        assert answer.status_code == wanted, answer.content.decode()
        return answer.json()

    def file(self, job: str, suffix: str) -> bytes:
        number = next(one["number"] for one in self.get(f"/jobs/{job}/files") if one["name"].endswith(suffix))
        came = self.client.get(f"{self.base}/jobs/{job}/files/{number}")
        return b"".join(came.streaming_content)  # type: ignore[attr-defined]  # a file response


@pytest.fixture
def program(row: CaseRow) -> Program:
    """Somebody's token with every scope, for a case with a complaint to write."""
    with Case.open(row.path, passphrase=PASSPHRASE) as case:
        case.name_borrower(Borrower("张三(虚构)", ("+8619900000001",)))
        case.name_party(
            Party("", "虚构消费金融有限公司", PartyType.CONSUMER_FINANCE, short_names=("虚构贷",), type_source="user")
        )
        case.name_person(Person("", "妈妈", Role.FAMILY, ("+8619900000003",)))
        case.add(Source.of_bytes("sms.xml", sms()))
    person = Staff("甲", WORKER).has(row, WORKER).opens(row)
    return Program(asking(person, "read", "add", "correct", "write", "prove"), row)


def done(work: Callable[[], Job | None]) -> Job:
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh + job.log
    return job


def test_a_letter_from_blank_to_answer(program: Program, server_work: Callable[[], Job | None]) -> None:
    assert COMPLAINT in [one["key"] for one in program.get("/documents")]
    letter = program.get(f"/documents/{COMPLAINT}")
    assert "虚构消费金融有限公司" in json.dumps(letter, ensure_ascii=False)
    blank = next(one["name"] for one in letter["blanks"] if "合同" in one["label"])
    refused = program.send(
        f"/documents/{COMPLAINT}/blanks", 409, method="put", words=[{"name": "没有这一栏", "text": "x"}]
    )
    assert blank in refused["zh"]
    program.send(f"/documents/{COMPLAINT}/blanks", 200, method="put", words=[{"name": blank, "text": "HT-虚构-0001"}])
    assert "HT-虚构-0001" in [one["value"] for one in program.get(f"/documents/{COMPLAINT}")["blanks"]]

    started = program.send("/jobs", what="paper", keys=[COMPLAINT])
    job = done(server_work)
    assert "虚构" not in str(job.given) + job.title_zh + str(job.result)
    word = docx.Document(io.BytesIO(program.file(started["id"], ".docx")))
    cells = [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    assert any("HT-虚构-0001" in one for one in (*cells, *(part.text for part in word.paragraphs)))
    assert program.file(started["id"], ".pdf").startswith(b"%PDF")
    assert program.send("/jobs", what="paper")["state"] == "queued"  # all that the findings call for
    assert len(done(server_work).given["keys"]) > 1
    program.send("/jobs", 404, what="paper", keys=["letter.complaint.ch-none.L9"])

    sent = program.send(f"/documents/{COMPLAINT}/sent", day=DAY, means="挂号信", reference="XA000000001CN")
    assert sent["id"] == "X1"
    assert "还没到" in program.send(f"/documents/{COMPLAINT}/sent", 409, day="2999-01-01")["zh"]
    assert program.send(f"/documents/{COMPLAINT}/sent", 409, day=DAY, proceeding="X9")["zh"]
    again = program.send(f"/documents/{COMPLAINT}/sent", day="2026-03-09", proceeding="X1")
    assert again["id"] == "X1"
    program.send("/proceedings/X1/steps", what="accepted", day="2026-03-10", reference="虚构受理1号")
    assert "agent" in program.send("/proceedings/X1/steps", 409, what="closed", day=DAY, agent="007")["zh"]
    assert program.send("/proceedings/X1/steps", 409, what="checked", day=DAY)["zh"]  # needs an outcome
    assert program.send("/proceedings/X1/steps", 409, what="closed", day=DAY, proof="S99")["zh"]
    words = "经核查,我司不存在您反映的情况。"
    program.send("/proceedings/X1/steps", what="reply", day="2026-03-20", outcome="refused", text=words)
    one = program.get("/proceedings/X1")
    assert [step["kind"] for step in one["steps"]] == ["sent", "sent", "accepted", "replied"]
    assert one["steps"][0]["reference"] == "XA000000001CN"
    assert one["steps"][3]["sources"]  # the words of the answer are kept in the case
    assert one["stage"]
    program.get("/proceedings/X9", 404)
    begun = program.send("/proceedings", kind="complaint_nfra", lender="L1", day=DAY, means="12378电话")
    assert program.get(f"/proceedings/{begun['id']}")["lender"] == "L1"
    assert program.send("/proceedings", 409, kind="delete", lender="L9")["zh"]
    assert program.send("/proceedings", 409, kind="delete", parent="X9")["zh"]
    assert "XA000000001CN" not in str(list(AccessLog.objects.values())) + str(list(Job.objects.values()))


def test_corrected_named_and_taken_back(program: Program) -> None:
    event = program.get("/events?everything=true")["events"][0]
    entry = program.send(f"/events/{event['event']}/label", 200, label="notice")["entry"]
    assert program.get("/events?label=notice")["count"] >= 1
    assert program.get("/events?kind=call&everything=true")["count"] == 0
    program.send("/undo", 200, entry=entry)
    assert program.get("/events?everything=true")["events"][0]["label"] == event["label"]
    program.send("/undo", 409, entry=entry)  # once
    program.send("/events/E0/label", 404, label="notice")
    made = program.send("/people", name="同事(虚构)", role="colleague", numbers=["19900000009"], declared=False)
    assert made["id"] == "P2"
    program.send("/people/P2", 200, method="put", name="同事乙(虚构)", role="colleague")
    assert [(one["name"], one["declared"]) for one in program.get("/people")][1] == ("同事乙(虚构)", None)
    program.send("/people/P9", 404, method="put", name="x", role="colleague")
    program.send("/people", 422, name="x", role="nobody")
    program.send("/parties", name="虚构催收有限公司", type="agency", acts_for="L1", short_names=["虚构催"])
    assert program.get("/parties")[1]["acts_for"] == "L1"
    assert program.send("/parties", 409, name="x", acts_for="L9")["zh"]


def test_verified_exported_and_masked(program: Program, server_work: Callable[[], Job | None], tmp_path: Path) -> None:
    code = program.get("/anchor")["code"]
    program.send("/anchor", to="王律师(虚构)", how="打印", code=code)
    program.send("/anchor", 409, to="王律师(虚构)", code="3-" + "cd" * 32)
    program.send("/jobs", what="verify", anchor=code)
    assert done(server_work).result["bad"] is False
    assert program.get("/jobs")[0]["result"]["problems"] == []
    assert program.send("/jobs", 409, what="verify", anchor="x")["zh"]

    sources = program.get("/material")
    assert [one["name"] for one in sources] == ["sms.xml"]
    started = program.send("/jobs", what="export", only=["S1"], receiver="某某区人民法院")
    job = done(server_work)
    rows = str(list(Job.objects.values()))
    assert "法院" not in rows
    assert "王律师" not in rows
    archive = zipfile.ZipFile(io.BytesIO(program.file(started["id"], ".zip")))
    assert any(archive.read(name) == sms() for name in archive.namelist())
    assert "某某区人民法院" in "".join(
        archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if name.endswith((".json", ".txt"))
    )
    assert job.asked_by == str(ApiToken.objects.get().user.pk)
    assert program.send("/jobs", 409, what="export", only=["S9"], receiver="某法院")["zh"]
    assert program.send("/jobs", 409, what="export", receiver="某法院", recipients=["age1nokey"])["zh"]
    assert program.send("/jobs", 409, what="redact", source="S1")["zh"]  # an XML is no paper to mask
    assert program.send("/jobs", 409, what="cut", source="S1")["zh"]  # nor a recording
    program.send("/jobs", 422, what="export", receiver="某法院", password="x")
    program.send("/jobs", 422, what="stamp")  # nothing over the API goes online

    authority = load("tests/vault/vault_authority.py").Authority(tmp_path / "tsa")
    query = program.client.get(f"{program.base}/stamp").content
    reply = base64.b64encode(authority.answer(query)).decode()
    root = (authority.folder / "root.pem").read_text(encoding="ascii")
    assert program.send("/stamp", answer=reply, root=root)["authority"]
    assert program.send("/stamp", 409, answer=reply)["zh"]  # not by a root that the system trusts
    assert program.send("/stamp", 409, answer="AAAAA", root=root)["zh"]


def test_notices_and_the_block_list_come_as_files(program: Program, server_work: Callable[[], Job | None]) -> None:
    assert program.send("/jobs", 409, what="notices", people=["P9"])["zh"]
    for started in (program.send("/jobs", what="notices", people=["P1"]), program.send("/jobs", what="blocklist")):
        done(server_work)
        assert program.get(f"/jobs/{started['id']}/files"), started["what"]


def test_a_token_for_reading_fetches_no_export(
    program: Program, row: CaseRow, server_work: Callable[[], Job | None]
) -> None:
    """What somebody may start they may fetch; originals do not come out by a scope that only reads."""
    started = program.send("/jobs", what="export", only=["S1"], receiver="某法院")
    done(server_work)
    token = ApiToken.objects.get()
    reader = Program(asking(Staff("丁", WORKER).has(row, WORKER).opens(row), "read", "write"), row)
    assert token.user.name == "甲"
    reader.get(f"/jobs/{started['id']}")
    reader.get(f"/jobs/{started['id']}/files", 403)
    reader.get(f"/jobs/{started['id']}/files/0", 403)

"""Letters: listed in order, read, filled in, written as Word and PDF, sent, followed, answered, taken further, closed."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ringfence.ingest import Source
from ringfence.respond import paper_kinds
from ringfence.schema import (
    Borrower,
    Party,
    PartyType,
    Person,
    Proceeding,
    ProceedingKind,
    ProceedingStep,
    Role,
    StepKind,
)
from ringfence.web import desk
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.letters import key_of
from ringfence.web.outbox import kept_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ringfence.web.registry.models import CaseRow

TEMPLATE = '<sms protocol="0" address="{}" date="{}" type="1" body="{}" read="1" status="-1" />'
TEXTS = (
    "【虚构贷】您的借款已逾期,请立即还款,否则联系您的家人",
    "【虚构贷】再不还款就上门找你家里人,打断你的腿",
    "【虚构贷】我们已通知您通讯录里的全部联系人",
)
COMPLAINT = "letter.complaint.ch-institution.L1"


def sms() -> bytes:
    rows = [TEMPLATE.format("106900001111", 1760000000000 + n * 3_600_000, TEXTS[n % 3]) for n in range(12)]
    return (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><smses count=\"12\">{''.join(rows)}</smses>".encode()
    )


@pytest.fixture
def filled(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        case.name_borrower(Borrower("张三(虚构)", ("+8619900000001",)))
        case.name_party(
            Party("", "虚构消费金融有限公司", PartyType.CONSUMER_FINANCE, short_names=("虚构贷",), type_source="user")
        )
        case.name_person(Person("", "妈妈", Role.FAMILY, ("+8619900000003",)))
        case.add(Source.of_bytes("sms.xml", sms()))
    return opened


def at(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(desk, "_today", lambda _zone: day)


def download(visitor: Client, job: Job, row: CaseRow, suffix: str) -> bytes:
    with DESK.read(row) as case:
        number = next(one.number for one in kept_of(case, job.id) if one.name.endswith(suffix))
    came = visitor.get(f"/case/{row.id}/jobs/{job.id}/files/{number}/")
    return b"".join(came.streaming_content)  # type: ignore[attr-defined]  # a file response


def test_the_whole_way_of_a_complaint(
    visitor: Client, filled: CaseRow, work: Callable[[], Job | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letter, blank, Word and PDF, sent, waiting, overdue, answered, taken further, closed."""
    start = date(2026, 3, 2)
    at(monkeypatch, start)
    base = f"/case/{filled.id}"
    listed = visitor.get(f"{base}/papers/").content.decode()
    assert f"{base}/papers/{COMPLAINT}/" in listed
    assert "还没寄出" in listed
    page = visitor.get(f"{base}/papers/{COMPLAINT}/")
    text = page.content.decode()
    assert "虚构消费金融有限公司" in text
    fields = page.context["form"].fields
    name = next(key for key, field in fields.items() if "合同" in field.label)
    answer = visitor.post(f"{base}/papers/{COMPLAINT}/", {name: "HT-虚构-0001", "then": "write"})
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh
    assert answer.headers["Location"].endswith(f"/jobs/{job.id}/")
    assert "虚构" not in str(job.given), "no content in a row"
    word = docx.Document(BytesIO(download(visitor, job, filled, ".docx")))
    cells = [cell.text for table in word.tables for line in table.rows for cell in line.cells]
    assert any("HT-虚构-0001" in one for one in (*cells, *(part.text for part in word.paragraphs)))
    assert download(visitor, job, filled, ".pdf").startswith(b"%PDF")
    assert "我寄出了" in visitor.get(answer.headers["Location"]).content.decode()

    proof = SimpleUploadedFile("回执.txt", "挂号信回执 虚构".encode())
    told = {"day": "2026-03-02", "means": "挂号信", "reference": "XA000000001CN", "file": proof}
    sent = visitor.post(f"{base}/papers/{COMPLAINT}/sent/", told, follow=True).content.decode()
    assert "已记下寄出,编号 X1" in sent
    assert "撤销" in sent
    with DESK.read(filled) as case:
        one = case.state.proceedings["X1"]
    assert one.kind is ProceedingKind.COMPLAINT_INSTITUTION
    assert one.steps[0].reference == "XA000000001CN"
    kept = work()
    assert kept is not None
    assert kept.state == JobState.DONE, kept.told_zh
    with DESK.read(filled) as case:
        one = case.state.proceedings["X1"]
        assert [case.state.sources[name].name for step in one.steps for name in step.sources] == ["回执.txt"]
    assert "回执.txt" in visitor.get(f"{base}/proceedings/X1/").content.decode()
    assert "已寄出" in visitor.get(f"{base}/papers/").content.decode()

    at(monkeypatch, start + timedelta(days=1))
    waiting = visitor.get(f"{base}/proceedings/")
    columns = {key: cards for key, _, cards in waiting.context["columns"]}
    assert [card["id"] for card in columns["wait"]] == ["X1"]
    assert "还有" in columns["wait"][0]["due"]["left"]
    assert "在等对方" in visitor.get(f"{base}/today/").content.decode()


def test_a_complaint_runs_over_is_answered_taken_further_and_closed(
    visitor: Client, filled: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, start = f"/case/{filled.id}", date(2026, 3, 2)
    at(monkeypatch, start)
    visitor.post(f"{base}/papers/{COMPLAINT}/sent/", {"day": "2026-03-02", "means": "挂号信"})
    at(monkeypatch, start + timedelta(days=120))
    late = visitor.get(f"{base}/proceedings/")
    columns = {key: cards for key, _, cards in late.context["columns"]}
    assert [card["id"] for card in columns["late"]] == ["X1"]
    assert "已经过了" in columns["late"][0]["due"]["left"]
    assert f"{base}/papers/follow.X1/" in visitor.get(f"{base}/proceedings/X1/").content.decode()
    assert visitor.get(f"{base}/papers/follow.X1/").status_code == 200
    todo = visitor.get(f"{base}/today/").content.decode()
    assert f"{base}/proceedings/X1/" in todo
    assert "ringfence" not in todo.split("<main")[1].split("</main")[0]

    read = visitor.post(
        f"{base}/proceedings/X1/reply/", {"text": "您反映的问题不属于我公司责任,不予处理。", "then": "read"}
    )
    assert "看看我们读得对不对" in read.content.decode()
    noted = {"text": "您反映的问题我公司不予处理。", "outcome": "refused", "day": "2026-06-30", "then": "note"}
    page_after = visitor.post(f"{base}/proceedings/X1/reply/", noted, follow=True).content.decode()
    assert "答复已记下" in page_after
    with DESK.read(filled) as case:
        one = case.state.proceedings["X1"]
        assert any(source.name.startswith("答复-X1") for source in case.state.sources.values())
    assert one.steps[-1].kind is StepKind.REPLIED
    assert "可以走的下一步" in page_after
    new = {"kind": "complaint_nfra", "lender": "L1", "parent": "X1", "day": "2026-06-30", "means": "12378电话"}
    opened = visitor.post(f"{base}/proceedings/new/", new, follow=True).content.decode()
    assert "已登记,编号 X2" in opened
    columns = {key: cards for key, _, cards in visitor.get(f"{base}/proceedings/").context["columns"]}
    assert {card["id"] for card in columns["wait"]} == {"X1", "X2"}

    visitor.post(f"{base}/proceedings/X1/closed/", {"day": "2026-06-30", "note": "转到12378"})
    columns = {key: cards for key, _, cards in visitor.get(f"{base}/proceedings/").context["columns"]}
    assert [card["id"] for card in columns["done"]] == ["X1"]


def test_the_first_screen_leads_to_the_letters_and_pages(visitor: Client, filled: CaseRow) -> None:
    page = visitor.get(f"/case/{filled.id}/").content.decode()
    assert f"/case/{filled.id}/papers/{COMPLAINT}/" in page
    assert "/help/" in page
    assert "ringfence " not in page.split("<main")[1].split("</main")[0]


def test_what_was_sent_is_taken_back(visitor: Client, filled: CaseRow) -> None:
    told = {"day": "2026-01-05"}
    page = visitor.post(f"/case/{filled.id}/papers/{COMPLAINT}/sent/", told, follow=True).content.decode()
    seq = page.split("/undo/")[1].split("/")[0]
    visitor.post(f"/case/{filled.id}/undo/{seq}/")
    with DESK.read(filled) as case:
        assert not case.state.proceedings


def test_sent_again_goes_on_with_the_same(visitor: Client, filled: CaseRow) -> None:
    address = f"/case/{filled.id}/papers/{COMPLAINT}/sent/"
    visitor.post(address, {"day": "2026-01-05"})
    assert "是新的一件,还是接着已有的" in visitor.get(address).content.decode()
    visitor.post(address, {"day": "2026-01-09", "which": "X1"})
    visitor.post(address, {"day": "2026-01-10", "which": ""})
    with DESK.read(filled) as case:
        assert [len(one.steps) for one in case.state.proceedings.values()] == [2, 1]


def test_a_day_to_come_is_refused_and_what_was_typed_stays(visitor: Client, filled: CaseRow) -> None:
    told = {"day": "2999-01-01", "reference": "单号甲"}
    page = visitor.post(f"/case/{filled.id}/papers/{COMPLAINT}/sent/", told).content.decode()
    assert "这一天还没到" in page
    assert "单号甲" in page


def test_a_chosen_paper_is_asked_for_filled_and_shown_with_its_words(visitor: Client, filled: CaseRow) -> None:
    base = f"/case/{filled.id}/papers"
    asked = visitor.get(f"{base}/choose/copy/").content.decode()
    assert "以谁的名义写" in asked
    goal = visitor.post(f"{base}/choose/copy/", {"person": ""}).headers["Location"]
    assert goal.endswith("/papers/paper.copy.L1.-.-/")
    fields = visitor.get(goal).context["form"].fields
    name = next(key for key, field in fields.items() if field.label == "从哪一天起")
    visitor.post(goal, {name: "2026年1月1日<script>alert(1)</script>"})
    page = visitor.get(goal).content.decode()
    assert "<script>alert" not in page
    assert "2026年1月1日" in page.split("<article")[1].split("</article")[0]


def test_a_paper_that_differs_from_what_was_sent_is_refused_with_what_to_do(visitor: Client, filled: CaseRow) -> None:
    with DESK.write(filled) as case:
        step = ProceedingStep(StepKind.SENT, date(2026, 1, 5))
        claims = (("stance", "settled"),)
        case.open_proceeding(Proceeding("", ProceedingKind.SETTLEMENT_CERTIFICATE, "L1", claims=claims, steps=(step,)))
    answer = visitor.get(f"/case/{filled.id}/papers/paper.negotiation.L1.-.-/")
    assert answer.status_code == 409
    assert "说法不一" in answer.content.decode()
    assert f"/case/{filled.id}/proceedings/" in answer.content.decode()


def test_a_paper_without_what_it_needs_says_so_without_commands(visitor: Client, filled: CaseRow) -> None:
    page = visitor.get(f"/case/{filled.id}/papers/paper.delete.-.-.-/").content.decode()
    assert "--lender" not in page
    assert f"/case/{filled.id}/papers/choose/delete/" in page


@pytest.mark.parametrize(
    "key",
    [
        "nothing",
        "letter.complaint.ch-nfra.L99",
        "paper.delete.L9.-.-",
        "paper.x",
        "sheet.x",
        "follow.X9",
        "%00",
        "paper....",
    ],
)
def test_a_paper_that_is_none_is_missing(visitor: Client, filled: CaseRow, key: str) -> None:
    for tail in ("", "sent/"):
        assert visitor.get(f"/case/{filled.id}/papers/{key}/{tail}").status_code == 404


def test_every_chosen_paper_can_be_read_or_says_what_it_needs(visitor: Client, filled: CaseRow) -> None:
    with DESK.write(filled) as case:
        step = ProceedingStep(StepKind.SENT, date(2026, 1, 5))
        case.open_proceeding(Proceeding("", ProceedingKind.POLICE_REPORT, "L1", steps=(step,)))
    for kind in paper_kinds():
        after = "X1" if "parent" in paper_kinds()[kind].needs else "-"
        page = visitor.get(f"/case/{filled.id}/papers/paper.{kind}.L1.-.{after}/")
        assert page.status_code == 200, kind
        assert "--" not in page.content.decode().split("<article")[1].split("</article")[0]
        assert visitor.get(f"/case/{filled.id}/papers/choose/{kind}/").status_code in {200, 302}


def test_all_letters_are_written_at_once(visitor: Client, filled: CaseRow, work: Callable[[], Job | None]) -> None:
    visitor.post(f"/case/{filled.id}/papers/all/")
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh
    with DESK.read(filled) as case:
        assert job.result["files"] == 2 * len(DESK.snapshot(filled).documents)
        assert len(case.state.documents) == len(DESK.snapshot(filled).documents)
    assert len({key_of(one) for one in DESK.snapshot(filled).documents}) == len(DESK.snapshot(filled).documents)


def test_an_empty_case_has_its_pages(visitor: Client, opened: CaseRow) -> None:
    base = f"/case/{opened.id}"
    for page in (
        "papers/",
        "proceedings/",
        "today/",
        "calendar/",
        "notices/",
        "negotiate/",
        "blocklist/",
        "proceedings/new/",
    ):
        assert visitor.get(f"{base}/{page}").status_code == 200, page
    assert "先加材料" in visitor.get(f"{base}/papers/").content.decode()
    assert visitor.get(f"{base}/papers/sheet.family-loan/").status_code == 200
    assert visitor.get(f"{base}/papers/paper.police_report.-.-.-/").status_code == 200

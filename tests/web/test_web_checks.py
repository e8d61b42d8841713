"""Just check: who sent a message, popular advice, help lines, an agreement; nothing of it is kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from ringfence.schema import Debt, Party
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job
from ringfence.web.spool import spool_folder

if TYPE_CHECKING:
    from ringfence.web.registry.models import CaseRow

OFFER = "您好,您的欠款本金8000元,分12期每期800元偿还,还款后酌情减免罚息,不得投诉。"


@pytest.mark.parametrize("place", ["", "app/", "cost/", "cost/?rows=1", "agreement/", "message/", "advice/", "help/"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_check_opens_without_a_case(visitor: Client, place: str, lang: str) -> None:
    visitor.cookies["ringfence_lang"] = lang
    answer = visitor.get(f"/check/{place}")
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1>") == 1


def test_a_stranger_checks_nothing(db: None) -> None:
    assert Client().get("/check/").status_code == 403


def test_a_message_that_names_an_office_is_held_against_what_it_never_does(visitor: Client) -> None:
    sent = {"text": "我是公安局民警,您涉嫌洗钱,请转账到安全账户", "money": "on"}
    page = visitor.post("/check/message/", sent).content.decode()
    assert "真的" in page
    assert "96110" in page


def test_a_lender_is_found_by_its_name_and_a_stranger_is_not_called_unlawful(visitor: Client) -> None:
    assert "消费金融公司" in visitor.post("/check/message/", {"name": "招联"}).content.decode()
    assert "没有不等于违法" in visitor.post("/check/message/", {"name": "虚构某某贷"}).content.decode()
    assert "请填信息、号码或者名字" in visitor.post("/check/message/", {}).content.decode()


def test_advice_by_topic(visitor: Client) -> None:
    every = visitor.get("/check/advice/").content.decode().count("<article")
    some = visitor.get("/check/advice/?about=police").content.decode().count("<article")
    assert 0 < some < every
    assert visitor.get("/check/advice/?about=<x>").content.decode().count("<article") == every


def test_a_pasted_offer_is_checked(visitor: Client) -> None:
    page = visitor.post("/check/agreement/", {"text": OFFER + "<script>alert(1)</script>"}).content.decode()
    assert "危险的条款" in page
    assert "含糊的话" in page
    assert "<script>alert" not in page
    assert not Job.objects.exists()


def test_a_word_file_is_checked_and_leaves_nothing(visitor: Client) -> None:
    paper, data = Document(), io.BytesIO()
    paper.add_paragraph(OFFER)
    paper.save(data)
    sent = {"file": SimpleUploadedFile("../../协议.docx", data.getvalue())}
    assert "危险的条款" in visitor.post("/check/agreement/", sent).content.decode()
    assert not list(spool_folder().iterdir())


@pytest.mark.parametrize("data", [b"", b"\0\1\2\3" * 50, b"%PDF-1.7\nbroken", b"PK\x03\x04 broken"])
def test_what_is_no_paper_is_said(visitor: Client, data: bytes) -> None:
    answer = visitor.post("/check/agreement/", {"file": SimpleUploadedFile("x.pdf", data)})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not list(spool_folder().iterdir())


def test_an_agreement_is_compared_with_a_debt_and_noted(visitor: Client, opened: CaseRow) -> None:
    with DESK.write(opened) as case:
        case.name_party(Party("", "虚构贷"))
        case.note_debt(Debt("", "L1", principal=5000.0))
    place = f"/case/{opened.id}/money/agreement/"
    page = visitor.post(place, {"text": OFFER, "debt": "D1"}).content.decode()
    assert "记进案件" in page
    with DESK.read(opened) as case:
        assert not case.state.agreements
    sent = {"file": SimpleUploadedFile("a.txt", OFFER.encode()), "debt": "D1"}
    assert "危险的条款" in visitor.post(place, sent).content.decode()
    assert not list(spool_folder().iterdir())
    visitor.post(f"{place}note/", {"text": OFFER, "debt": "D1"})
    with DESK.read(opened) as case:
        assert case.state.agreements["G1"].debt == "D1"
    assert "G1" in visitor.get(place).content.decode()
    visitor.post(f"{place}note/", {"text": "今天天气很好", "debt": "D1"})
    visitor.post(f"{place}note/", {"text": OFFER, "debt": "D99"})
    with DESK.read(opened) as case:
        assert list(case.state.agreements) == ["G1"]

"""A privacy policy checked in the browser, and noted for an app of a case with its text kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from ringfence.ingest import Source
from ringfence.schema import AppFacts, Party, PolicyNaming
from ringfence.web.desk import DESK
from ringfence.web.spool import spool_folder

if TYPE_CHECKING:
    from django.test import Client

    from ringfence.web.registry.models import CaseRow

POLICY = """虚构贷隐私政策
更新日期：2025年3月1日
虚构网络小额贷款有限公司（以下简称“我们”）非常重视您的个人信息。
一、收集
为了评估您的信用风险，我们会读取并上传您的通讯录。如您拒绝授权，将无法申请借款。
我们可能会收集您的设备信息、位置信息等信息。
二、共享
我们可能会与合作伙伴以及催收机构共享您的个人信息。
"""


@pytest.fixture
def lent(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        case.name_party(Party("", "虚构贷"))
        case.note_app(AppFacts("", "虚构贷App", "L1", category="loan"))
    return opened


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]  # Django's answer


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_pasted_policy_begins_with_the_contacts(visitor: Client, lang: str) -> None:
    visitor.cookies["ringfence_lang"] = lang
    page = text_of(visitor.post("/check/policy/", {"text": POLICY + "<script>alert(1)</script>"}))
    assert page.count("<h1>") == 1
    wanted = {
        "zh": (
            "它怎么说您的通讯录",
            "留意",
            "写了不给通讯录,就不能借款",
            "一、收集",
            "第十六条",
            "尚未核实",
            "文字很短",
        ),
        "en": (
            "What it says of your contacts",
            "look",
            "no loan or no service",
            "一、收集",
            "art. 16",
            "not confirmed",
        ),
    }[lang]
    for words in wanted:
        assert words in page
    assert "如您拒绝授权，将无法申请借款。" in page
    assert "<script>alert" not in page
    assert len(page.encode()) < 250_000


def test_files_of_every_kind_and_nothing_is_left(visitor: Client) -> None:
    paper = Document()
    for line in POLICY.splitlines():
        paper.add_paragraph(line)
    word = io.BytesIO()
    paper.save(word)
    saved = f"<!doctype html><html><body><script>x</script><p>{POLICY.replace(chr(10), '</p><p>')}</p></body></html>"
    for name, data in (("a.txt", POLICY.encode("gb18030")), ("a.html", saved.encode()), ("a.docx", word.getvalue())):
        page = text_of(visitor.post("/check/policy/", {"file": SimpleUploadedFile(name, data)}))
        assert "就不能借款" in page, name
    assert not list(spool_folder().iterdir())


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "请粘贴文字"),
        ({"text": "今天天气很好。"}, "不像隐私政策"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken")}, 'role="alert"'),
        ({"file": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + bytes(60))}, "没有可以读出的文字"),
    ],
)
def test_what_cannot_be_checked_is_told(visitor: Client, sent: dict[str, object], said: str) -> None:
    assert said in text_of(visitor.post("/check/policy/", sent))


def test_hostile_words_stay_words(visitor: Client) -> None:
    nasty = POLICY + "我们会收集您的短信内容\u202e<img src=x onerror=alert(1)>\0，用于催收。\n" + "甲" * 900_000
    page = text_of(visitor.post("/check/policy/", {"text": nasty}))
    assert "<img src=x" not in page
    assert "只看了前 40 万字" in page


def test_it_is_linked_from_the_start_and_the_checks(visitor: Client) -> None:
    assert "一份隐私政策" in text_of(visitor.get("/"))
    assert 'href="/check/policy/"' in text_of(visitor.get("/check/"))


def test_in_a_case_the_text_is_kept_and_what_is_confirmed_noted(visitor: Client, lent: CaseRow) -> None:
    place = f"/case/{lent.id}/apps/APP1/"
    assert f'href="{place}policy/"' in text_of(visitor.get(place))
    assert "放进案件并检查" in text_of(visitor.get(f"{place}policy/"))
    answer = visitor.post(f"{place}policy/", {"text": POLICY})
    shown = answer.headers["Location"]
    assert shown == f"{place}policy/S1/"
    with DESK.read(lent) as case:
        assert case.vault.read_blob(case.state.sources["S1"].blob).decode() == POLICY.strip()
        assert case.state.apps["APP1"].policy_contacts is None  # nothing is noted before the user confirms it
    page = text_of(visitor.get(shown))
    assert "就不能借款" in page
    assert '<option value="clear" selected>' in page
    page = text_of(visitor.post(shown, {"policy_contacts": "vague", "policy_recipients": "no"}, follow=True))
    assert "已记下" in page
    assert "写得含糊" in page
    with DESK.read(lent) as case:
        app = case.state.apps["APP1"]
        last = case.vault.size - 1
    assert (app.policy_contacts, app.policy_recipients, app.policy_source) == (PolicyNaming.VAGUE, False, "S1")
    assert '<option value="vague" selected>' in text_of(visitor.get(shown))  # what was confirmed, not what was found
    assert f'href="{shown}"' in text_of(visitor.get(place))
    visitor.post(f"/case/{lent.id}/undo/{last}/")
    with DESK.read(lent) as case:
        assert case.state.apps["APP1"].policy_contacts is None


def test_an_answer_by_hand_lets_the_paper_go(visitor: Client, lent: CaseRow) -> None:
    place = f"/case/{lent.id}/apps/APP1/"
    visitor.post(f"{place}policy/", {"text": POLICY})
    visitor.post(f"{place}policy/S1/", {"policy_contacts": "vague", "policy_recipients": ""})
    visitor.post(f"{place}seen/", {"policy_contacts": "vague", "before_consent": "yes"})
    with DESK.read(lent) as case:
        assert case.state.apps["APP1"].policy_source == "S1"
    visitor.post(f"{place}seen/", {"policy_contacts": "clear"})
    with DESK.read(lent) as case:
        assert case.state.apps["APP1"].policy_source == ""


def test_what_is_no_policy_is_not_kept_and_addresses_of_nothing_are_none(visitor: Client, lent: CaseRow) -> None:
    place = f"/case/{lent.id}/apps/APP1/policy/"
    assert "没有放进案件" in text_of(visitor.post(place, {"text": "今天天气很好。"}))
    assert "请粘贴文字" in text_of(visitor.post(place, {"text": ""}))
    with DESK.read(lent) as case:
        assert not case.state.sources
    for missing in (f"/case/{lent.id}/apps/APP9/policy/", f"{place}S9/", f"/case/{lent.id}/apps/APP9/policy/S1/"):
        assert visitor.get(missing).status_code == 404


def test_a_sent_page_is_kept_as_it_came(visitor: Client, lent: CaseRow) -> None:
    saved = f"<!doctype html><html><body><p>{POLICY.replace(chr(10), '</p><p>')}</p></body></html>".encode()
    place = f"/case/{lent.id}/apps/APP1/policy/"
    answer = visitor.post(place, {"file": SimpleUploadedFile("../政策.html", saved)})
    with DESK.read(lent) as case:
        (kept,) = case.state.sources.values()
        assert case.vault.read_blob(kept.blob) == saved
        assert kept.name == "政策.html"
    assert "就不能借款" in text_of(visitor.get(answer.headers["Location"]))
    assert "政策.html" in text_of(visitor.get(place))  # to be chosen again


def test_a_kept_file_without_words_is_told(visitor: Client, lent: CaseRow) -> None:
    with DESK.write(lent) as case:
        case.add(Source.of_bytes("扫描.pdf", b"%PDF-1.7 broken"))
    page = text_of(visitor.get(f"/case/{lent.id}/apps/APP1/policy/S1/"))
    assert 'role="alert"' in page
    assert "记下来" not in page

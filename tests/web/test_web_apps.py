"""Apps, the credit report and other circumstances of a case: plain questions, answered yes, no, or not known."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.utils.html import escape

from invented_audits import sends_contacts
from ringfence.audit import Outcome, verdict_sentences
from ringfence.case import Case
from ringfence.ingest import Source
from ringfence.schema import Extra, Party, Person, PolicyNaming, Post
from ringfence.web.desk import DESK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from ringfence.schema.app_audit import AuditedApp
    from ringfence.web.registry.models import CaseRow


@pytest.fixture
def lent(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        case.name_party(Party("", "虚构贷"))
        case.name_person(Person("", "编的人"))
    return opened


def test_an_app_without_its_package_is_noted_and_changed(visitor: Client, lent: CaseRow) -> None:
    place = f"/case/{lent.id}/apps/"
    assert "还没有 App" in visitor.get(place).content.decode()
    told = {
        "name": "虚构贷",
        "lender": "L1",
        "category": "loan",
        "permissions": ["READ_CONTACTS"],
        "observed": "2026-03-01",
    }
    answer = visitor.post(f"{place}new/change/", told)
    assert answer.headers["Location"].endswith("/apps/APP1/seen/")
    seen = {"refused_no_service": "yes", "before_consent": "no", "prompts": "3", "policy_contacts": "vague"}
    page = visitor.post(f"{place}APP1/seen/", seen, follow=True).content.decode()
    assert "写得含糊" in page
    visitor.post(f"{place}APP1/change/", told | {"permissions": []})
    with DESK.read(lent) as case:
        app = case.state.apps["APP1"]
    assert (app.lender, app.category, app.observed, app.permissions) == ("L1", "loan", date(2026, 3, 1), None)
    assert (app.refused_no_service, app.before_consent, app.separate_consent, app.prompts) == (True, False, None, 3)
    assert app.policy_contacts is PolicyNaming.VAGUE
    assert visitor.get(place).status_code == 200
    assert visitor.get(f"{place}compare/").status_code == 200
    assert visitor.get(f"{place}APP1/audit/page/").status_code == 404


def test_the_sentence_about_an_app_is_found_out_once_while_its_case_is_open(
    visitor: Client, opened: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(files: list[Path], **rest: object) -> Iterator[Outcome]:
        yield Outcome(0, str(files[0]), sends_contacts(), None, 1, 0.1, 50)

    monkeypatch.setattr("ringfence.audit.audit_many", found)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("AndroidManifest.xml", b"\x03\0\x08\0")
        archive.writestr("classes.dex", b"dex\n035\0")
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("app.apk", out.getvalue()))
    read: list[str] = []
    audited = Case.audited

    def counted(case: Case, key: str) -> AuditedApp:
        read.append(key)
        return audited(case, key)

    monkeypatch.setattr(Case, "audited", counted)
    sentence = verdict_sentences(sends_contacts(), "zh")[0]
    for _ in range(3):
        assert escape(sentence) in visitor.get(f"/case/{opened.id}/apps/").content.decode()
    assert read == ["APP1"]
    DESK.forget_snapshot(opened)
    visitor.get(f"/case/{opened.id}/apps/")
    assert read == ["APP1"] * 2
    identity = DESK.identity(opened.id)
    assert identity is not None
    DESK.put_away(opened)
    assert not DESK._said
    DESK.hold(opened, identity)
    visitor.get(f"/case/{opened.id}/apps/")
    assert read == ["APP1"] * 3


def test_nothing_is_remembered_of_a_locked_case(row: CaseRow) -> None:
    assert DESK.said(row, ("x",), lambda: "一句话") == "一句话"
    assert not DESK._said


def test_an_entry_of_the_credit_report(visitor: Client, lent: CaseRow) -> None:
    place = f"/case/{lent.id}/told/"
    told = {"lender": "L1", "kind": "overdue", "shown_on": "2026-03-01", "told_before": "no"}
    assert "逾期记录" in visitor.post(f"{place}credit/new/", told, follow=True).content.decode()
    visitor.post(f"{place}credit/C1/", told | {"ended": "2026-02-01", "lender": ""})
    with DESK.read(lent) as case:
        (entry,) = case.state.credit_entries.values()
    assert (entry.lender, entry.ended, entry.told_before, entry.authorised) == (None, date(2026, 2, 1), False, None)
    assert "请填写这一项" in visitor.post(f"{place}credit/new/", {"kind": "overdue"}).content.decode()


def test_circumstances_are_told_group_by_group_and_each_keeps_the_others(visitor: Client, lent: CaseRow) -> None:
    place = f"/case/{lent.id}/told/L1/"
    visitor.post(f"{place}paid/", {"settled": "2026-01-05", "extras": "2026-03-05 500\n\n2026年4月5日 1.2万"})
    visitor.post(f"{place}leak/", {"leak_told": "no", "contact_records": "500", "leak_known": "2026-02-02"})
    visitor.post(f"{place}contacts/", {"captured": "yes", "canary": ["P1"]})
    visitor.post(f"{place}posts/", {"posts": "2026-03-05 3000 20\n2026-03-06", "spoofed": "199 0000 0009"})
    with DESK.read(lent) as case:
        told = case.state.circumstances["L1"]
    assert told.settled == date(2026, 1, 5)
    assert told.extras == (Extra(date(2026, 3, 5), Decimal(500)), Extra(date(2026, 4, 5), Decimal(12_000)))
    assert (told.leak_told, told.contact_records, told.in_service) == (False, 500, None)
    assert (told.captured, told.canary) == (True, ("P1",))
    assert told.posts == (Post(date(2026, 3, 5), 3000, 20), Post(date(2026, 3, 6)))
    assert len(told.spoofed) == 1
    assert "2026-03-05 3000 20" in visitor.get(f"{place}posts/").content.decode()
    assert "2026-04-05 12000" in visitor.get(f"{place}paid/").content.decode()
    assert visitor.get(f"/case/{lent.id}/told/").content.decode().count("已填") == 4


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ("paid", {"extras": "昨天 500"}),
        ("paid", {"extras": "2026-03-05"}),
        ("posts", {"posts": "2026-03-05 <b>"}),
        ("leak", {"contact_records": "-1"}),
        ("leak", {"leak_known": "2026-02-30"}),
        ("contacts", {"canary": ["P99"]}),
    ],
)
def test_what_cannot_be_read_is_kept_in_the_form_and_said(
    visitor: Client, lent: CaseRow, about: str, told: dict[str, str]
) -> None:
    answer = visitor.post(f"/case/{lent.id}/told/L1/{about}/", told)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert "<b>" not in answer.content.decode().split("<main")[1]
    with DESK.read(lent) as case:
        assert not case.state.circumstances


@pytest.mark.parametrize("end", ["apps/APP9/", "apps/APP9/seen/", "told/credit/C9/", "told/L9/paid/", "told/L1/odd/"])
def test_what_is_not_there_is_missing(visitor: Client, lent: CaseRow, end: str) -> None:
    assert visitor.get(f"/case/{lent.id}/{end}").status_code == 404

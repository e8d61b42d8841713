"""Proceedings by the browser: every sort of step, what is refused, the month, the calendar's file, answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ringfence.schema import (
    Outcome,
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
from ringfence.web.pages.steps import VERBS
from ringfence.web.spool import spool_folder

if TYPE_CHECKING:
    from django.test import Client

    from ringfence.web.registry.models import CaseRow

TODAY = date(2026, 3, 20)


@pytest.fixture
def sent(opened: CaseRow, monkeypatch: pytest.MonkeyPatch) -> CaseRow:
    """A case with one complaint that was sent on 2 March 2026."""
    monkeypatch.setattr(desk, "_today", lambda _zone: TODAY)
    with DESK.write(opened) as case:
        case.name_party(Party("", "虚构消费金融有限公司", PartyType.CONSUMER_FINANCE))
        case.name_person(Person("", "小红(虚构)", Role.FRIEND, ("+8619900000003",)))
        step = ProceedingStep(StepKind.SENT, date(2026, 3, 2), "挂号信")
        case.open_proceeding(Proceeding("", ProceedingKind.COMPLAINT_INSTITUTION, "L1", steps=(step,)))
    return opened


def steps_of(row: CaseRow) -> tuple[ProceedingStep, ...]:
    with DESK.read(row) as case:
        return case.state.proceedings["X1"].steps


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "reply"])
def test_every_sort_of_step_is_asked_noted_and_taken_back(visitor: Client, sent: CaseRow, verb: str) -> None:
    address = f"/case/{sent.id}/proceedings/X1/{verb}/"
    page = visitor.get(address)
    assert page.status_code == 200
    assert 'value="2026-03-20"' in page.content.decode(), "the day stands there as browsers read it"
    told = {"day": "2026-03-19", "until": "2026-03-30", "note": "说了一句", "agent": "工号001", "means": "电话"}
    told["outcome"] = "confirmed" if verb == "checked" else "done"
    after = visitor.post(address, told, follow=True).content.decode()
    assert "已记下" in after
    steps = steps_of(sent)
    assert len(steps) == 2
    assert steps[-1].kind is VERBS[verb].kind
    visitor.post(f"/case/{sent.id}/undo/{after.split('/undo/')[1].split('/')[0]}/")
    assert len(steps_of(sent)) == 1


def test_what_is_missing_or_impossible_is_said_at_the_field(visitor: Client, sent: CaseRow) -> None:
    base = f"/case/{sent.id}/proceedings/X1"
    assert "请填写这一项" in visitor.post(f"{base}/checked/", {"day": "2026-03-19"}).content.decode()
    assert "请填写这一项" in visitor.post(f"{base}/note/", {"day": "2026-03-19"}).content.decode()
    assert "还没到" in visitor.post(f"{base}/closed/", {"day": "2026-03-21"}).content.decode()
    early = {"day": "2026-03-19", "until": "2026-03-01"}
    assert "不能早于" in visitor.post(f"{base}/extended/", early).content.decode()
    assert "请照提示改" in visitor.post(f"{base}/closed/", {"day": "三月"}).content.decode()
    assert len(steps_of(sent)) == 1


def test_a_file_that_came_with_what_is_wrong_does_not_stay(visitor: Client, sent: CaseRow) -> None:
    told = {"day": "2999-01-01", "file": SimpleUploadedFile("回执.txt", b"x")}
    page = visitor.post(f"/case/{sent.id}/proceedings/X1/received/", told).content.decode()
    assert "文件请再选一次" in page
    assert not list(spool_folder().iterdir())


@pytest.mark.parametrize("path", ["X9/", "X1/nothing/", "X9/called/", "X9/reply/"])
def test_what_is_not_there_is_missing(visitor: Client, sent: CaseRow, path: str) -> None:
    assert visitor.get(f"/case/{sent.id}/proceedings/{path}").status_code == 404


def test_an_answer_nobody_is_sure_of_has_to_be_judged(visitor: Client, sent: CaseRow) -> None:
    address = f"/case/{sent.id}/proceedings/X1/reply/"
    page = visitor.post(address, {"text": "收到<script>alert(1)</script>", "then": "read"}).content.decode()
    assert "拿不准" in page
    assert "<script>alert" not in page
    assert (
        "请填写这一项" in visitor.post(address, {"text": "收到", "day": "2026-03-19", "then": "note"}).content.decode()
    )
    assert "请粘贴" in visitor.post(address, {"text": " ", "then": "read"}).content.decode()
    assert len(steps_of(sent)) == 1


def test_an_answer_by_telephone_has_no_words(visitor: Client, sent: CaseRow) -> None:
    address = f"/case/{sent.id}/proceedings/X1/reply/"
    assert "算哪一种" in visitor.post(address, {"text": "", "then": "own"}).content.decode()
    visitor.post(
        address, {"text": "", "outcome": "partial", "day": "2026-03-19", "then": "note", "note": "只删了一部分"}
    )
    last = steps_of(sent)[-1]
    assert (last.outcome, last.note, last.sources) == (Outcome.PARTIAL, "只删了一部分", ())


def test_done_is_checked_and_closed(visitor: Client, sent: CaseRow) -> None:
    base = f"/case/{sent.id}/proceedings"
    text = "您好,您反映的问题我们已经处理完毕,相关信息已经删除。"
    read = visitor.post(f"{base}/X1/reply/", {"text": text, "then": "read"})
    assert read.context["form"].fields["outcome"].initial == "done"
    visitor.post(f"{base}/X1/reply/", {"text": text, "outcome": "done", "day": "2026-03-10", "then": "note"})
    assert "核实时看这些" in visitor.get(f"{base}/X1/").content.decode()
    visitor.post(f"{base}/X1/checked/", {"day": "2026-03-20", "outcome": "confirmed"})
    visitor.post(f"{base}/X1/closed/", {"day": "2026-03-20"})
    columns = {key: cards for key, _, cards in visitor.get(f"{base}/").context["columns"]}
    assert [card["id"] for card in columns["done"]] == ["X1"]


def test_the_board_is_seen_as_of_another_day(visitor: Client, sent: CaseRow) -> None:
    page = visitor.get(f"/case/{sent.id}/proceedings/?on=2027-01-01")
    assert [key for key, _, cards in page.context["columns"] if cards] == ["late"]
    assert "回到今天" in page.content.decode()


def test_a_month_holds_its_deadlines_and_turns(visitor: Client, sent: CaseRow) -> None:
    page = visitor.get(f"/case/{sent.id}/calendar/")
    assert page.context["title"] == "2026 年 3 月"
    listed = page.context["listed"]
    assert listed
    first = listed[0]["day"]
    month = visitor.get(f"/case/{sent.id}/calendar/?month={first:%Y-%m}")
    days = {cell["day"]: cell["dues"] for week in month.context["weeks"] for cell in week}
    assert [one["proceeding"] for one in days[first]] == ["X1"]
    assert "month=2026-02" in page.content.decode()
    assert "month=2026-04" in page.content.decode()


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=9999-12", "month=0001-01", "month=<x>", "on=2026-99-99", "on=%00"]
)
def test_odd_days_give_a_page(visitor: Client, sent: CaseRow, query: str) -> None:
    assert visitor.get(f"/case/{sent.id}/calendar/?{query}").status_code == 200
    assert visitor.get(f"/case/{sent.id}/proceedings/?{query}").status_code == 200


def test_the_calendar_file_names_nobody(visitor: Client, sent: CaseRow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_today", lambda _zone: date(2026, 3, 5))
    for query in ("", "?full=1"):
        came = visitor.get(f"/case/{sent.id}/calendar/file/{query}")
        assert came.headers["Content-Type"].startswith("text/calendar")
        assert "attachment" in came.headers["Content-Disposition"]
        text = came.content.decode()
        assert "BEGIN:VEVENT" in text
        assert "虚构" not in text
        assert "19900000003" not in text


def test_a_thing_without_a_letter_is_noted(visitor: Client, sent: CaseRow) -> None:
    told = {"kind": "police_report", "office": "某某派出所(虚构)", "day": "2026-03-18", "means": "当面"}
    page = visitor.post(f"/case/{sent.id}/proceedings/new/", told, follow=True).content.decode()
    assert "已登记,编号 X2" in page
    assert "请从列表里选一项" in visitor.post(f"/case/{sent.id}/proceedings/new/", {"kind": "x"}).content.decode()

"""The timeline: filters, search in Chinese, one event, correcting and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringfence.ingest import Source
from ringfence.web.desk import DESK

if TYPE_CHECKING:
    from django.test import Client

    from ringfence.web.registry.models import CaseRow

TEMPLATE = '<sms protocol="0" address="{}" date="{}" type="1" body="{}" read="1" status="-1" />'
SENT = (
    ("106900001111", 1760000000000, "【虚构贷】您的借款已逾期,请立即还款,否则联系您的家人"),
    ("106900001111", 1760086400000, "【虚构贷】再不还款就上门找你家里人&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("19900000002", 1760172800000, "晚上一起吃饭吗"),
)
SMS = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
    f'<smses count="3">{"".join(TEMPLATE.format(*one) for one in SENT)}</smses>'
)


@pytest.fixture
def filled(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        case.add(Source.of_bytes("sms.xml", SMS.encode()))
    return opened


def test_it_lists_what_collects_and_everything_when_asked(visitor: Client, filled: CaseRow) -> None:
    page = visitor.get(f"/case/{filled.id}/timeline/").content.decode()
    assert "已逾期" in page
    assert "一起吃饭" not in page
    assert "一起吃饭" in visitor.get(f"/case/{filled.id}/timeline/?all=1").content.decode()


def test_two_characters_of_chinese_are_found(visitor: Client, filled: CaseRow) -> None:
    page = visitor.get(f"/case/{filled.id}/timeline/", {"q": "吃饭"}).content.decode()
    assert "找到 1 条" in page
    assert "一起吃饭" in page


def test_what_was_sent_is_shown_never_run(visitor: Client, filled: CaseRow) -> None:
    page = visitor.get(f"/case/{filled.id}/timeline/", {"q": "上门"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    "query", ["page=99999999999", "page=-1", "from=2026-13-45", "label=<x>", "q=" + "%" * 50, "number=%00"]
)
def test_odd_addresses_give_a_page(visitor: Client, filled: CaseRow, query: str) -> None:
    assert visitor.get(f"/case/{filled.id}/timeline/?{query}").status_code == 200


def test_a_class_is_corrected_and_taken_back(visitor: Client, filled: CaseRow) -> None:
    events = DESK.snapshot(filled).events
    event = events.filter(events["text"].str.contains("吃饭"))["event"][0]
    answer = visitor.post(f"/case/{filled.id}/timeline/{event}/correct/", {"label": "notice"}, follow=True)
    page = answer.content.decode()
    assert "您改正过的" in page
    assert "撤销" in page
    seq = page.split("/undo/")[1].split("/")[0]
    visitor.post(f"/case/{filled.id}/undo/{seq}/")
    assert "您改正过的" not in visitor.get(f"/case/{filled.id}/timeline/{event}/").content.decode()


def test_an_event_that_is_none_is_missing(visitor: Client, filled: CaseRow) -> None:
    assert visitor.get(f"/case/{filled.id}/timeline/E000000000000/").status_code == 404


def test_the_first_screen_of_an_empty_case_says_where_to_start(visitor: Client, opened: CaseRow) -> None:
    assert "加材料" in visitor.get(f"/case/{opened.id}/").content.decode()
    assert visitor.get(f"/case/{opened.id}/timeline/").status_code == 200

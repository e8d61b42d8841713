"""Words for people by the browser: notices by relation, the talk about terms, the block list, lines to ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringfence.ingest import Source
from ringfence.schema import Debt, Party, PartyType, Person, Role
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ringfence.web.registry.models import CaseRow

CALLS = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><smses count=\"3\">"
    + "".join(
        f'<sms protocol="0" address="19900007777" date="{1760000000000 + n * 3_600_000}" type="1" '
        'body="【虚构贷】您的借款已逾期,请立即还款" read="1" status="-1" />'
        for n in range(3)
    )
    + "</smses>"
).encode()


@pytest.fixture
def peopled(opened: CaseRow) -> CaseRow:
    with DESK.write(opened) as case:
        lender = Party("", "虚构小额贷款有限公司", PartyType.MICROLOAN, short_names=("虚构贷",))
        case.name_party(lender)
        case.note_debt(Debt("", "L1", product="虚构周转金"))
        case.name_person(Person("", "妈妈", Role.FAMILY))
        case.name_person(Person("", "小李", Role.COLLEAGUE))
        case.name_person(Person("", "担保人老王", Role.GUARANTOR))
        case.add(Source.of_bytes("sms.xml", CALLS))
    return opened


def test_notices_go_by_relation_and_a_guarantor_gets_none(visitor: Client, peopled: CaseRow) -> None:
    base = f"/case/{peopled.id}/notices/"
    assert "记录里没有被联系到的人" in visitor.get(base).content.decode()
    page = visitor.get(f"{base}?who=P1&who=P2&who=P3&who=P99")
    made = {it["one"].name: it["one"].text for it in page.context["made"]}
    assert set(made) == {"妈妈", "小李"}
    assert "借款" in made["妈妈"]
    assert "借款" not in made["小李"]
    assert "担保人" in page.context["left_out"]
    assert "借款" not in visitor.get(f"{base}?who=P1&words=discreet").context["made"][0]["one"].text
    assert "已经处理好" in visitor.get(f"{base}?who=P1&closing=1").context["made"][0]["one"].text
    assert "ringfence" not in page.content.decode().split("<main")[1].split("</main")[0]


def test_notices_are_written(visitor: Client, peopled: CaseRow, work: Callable[[], Job | None]) -> None:
    visitor.post(f"/case/{peopled.id}/notices/", {"who": ["P1", "P2"], "words": ""})
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh
    assert job.result["files"] == 2


def test_terms_are_told_and_put_into_the_letter(visitor: Client, peopled: CaseRow) -> None:
    address = f"/case/{peopled.id}/negotiate/"
    assert visitor.get(address).status_code == 200
    told = {"about": "D1", "month": "800", "months": "12", "reserve": "900"}
    page = visitor.post(address, told).content.decode()
    assert "每月还800元" in page
    assert page.index("先知道这些") < page.index("1 开场")
    letter = visitor.post(address, told | {"then": "letter"}, follow=True).content.decode()
    assert "每月还800元，分12期" in letter.split("<article")[1].split("</article")[0]
    assert "900" not in letter.split("<article")[1].split("</article")[0]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"month": "-5"},
        {"month": "abc"},
        {"month": "NaN"},
        {"month": "1e99"},
        {"month": "800", "reserve": "1"},
        {"month": "5", "months": "0"},
    ],
)
def test_amounts_that_are_none_are_said_at_the_field(visitor: Client, peopled: CaseRow, told: dict[str, str]) -> None:
    page = visitor.post(f"/case/{peopled.id}/negotiate/", {"about": "D1", **told}).content.decode()
    assert "errorlist" in page
    assert "1 开场" not in page


def test_the_block_list_is_shown_and_written(visitor: Client, peopled: CaseRow, work: Callable[[], Job | None]) -> None:
    page = visitor.get(f"/case/{peopled.id}/blocklist/").content.decode()
    assert "先留证据再屏蔽" in page
    assert "19900007777" in page
    visitor.post(f"/case/{peopled.id}/blocklist/")
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh
    assert job.result == {"files": 8, "numbers": 1}


def test_lines_to_ring_need_no_case(visitor: Client) -> None:
    page = visitor.get("/help/").content.decode()
    assert 'href="tel:110"' in page
    assert "12356" in page


def test_a_page_to_print_is_filled_and_written(
    visitor: Client, opened: CaseRow, work: Callable[[], Job | None]
) -> None:
    address = f"/case/{opened.id}/papers/sheet.family-loan/"
    assert "寄出以后" not in visitor.get(address).content.decode()
    visitor.post(address, {"b0": "李四(虚构) 19900000009"})
    assert "李四(虚构)" in visitor.get(address).content.decode().split("<article")[1].split("</article")[0]
    visitor.post(f"{address}write/")
    job = work()
    assert job is not None
    assert job.state == JobState.DONE, job.told_zh
    assert visitor.get(f"{address}sent/").status_code == 404

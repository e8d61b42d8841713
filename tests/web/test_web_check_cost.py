"""A loan's true rate without a case: three numbers, each payment, an advertisement; wrong numbers say so at their field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

THREE = {"received": "9,400", "payment": "888.49元", "times": "12", "first": "2026-03-05"}


def test_three_numbers_give_both_rates_the_picture_and_the_limits(visitor: Client) -> None:
    page = visitor.post("/check/cost/", THREE).content.decode()
    assert "23.92%" in page
    assert "26.72%" in page
    assert "<svg" in page
    assert "LPR" in page
    assert "第12期" in page
    assert "style=" not in page.split("<main")[1]


def test_each_payment_on_its_line_gives_the_same(visitor: Client) -> None:
    days = ["2026-02-05", *(f"2026-{month:02}-05" for month in range(3, 13)), "2027-01-05", "2027-02-05", ""]
    sent = {
        "rows": "1",
        "day": days,
        "kind": ["received"] + ["repaid"] * 13,
        "amount": ["9400"] + ["888.49"] * 12 + [""],
    }
    assert "23.92%" in visitor.post("/check/cost/", sent).content.decode()


def test_more_lines_keep_what_was_typed(visitor: Client) -> None:
    sent = {"rows": "1", "day": ["2026-02-05"], "kind": ["received"], "amount": ["9400"], "more": "1"}
    page = visitor.post("/check/cost/", sent).content.decode()
    assert page.count('name="amount"') == 4
    assert 'value="9400"' in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "请填写这一项"),
        ({"received": "很多", "payment": "1", "times": "2"}, "这样写看不懂"),
        ({"received": "1000", "payment": "100", "times": "0"}, "1 到 600"),
        (THREE | {"first": "2026-13-45"}, "这样写看不懂"),
        (THREE | {"first": "9999-12-31"}, "超出了日历"),
        (THREE | {"first": "0001-01-01"}, "日"),
        (THREE | {"start": "2026-03-06"}, "第一期还款日要在到账日之后"),
        ({"rows": "1"}, "请至少填两行"),
        ({"rows": "1", "day": ["x"], "kind": ["<b>"], "amount": ["1"]}, "日期要写成"),
        ({"rows": "1", "day": ["2026-01-01"], "kind": ["fee"], "amount": ["-5"]}, "金额要写成"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(visitor: Client, sent: dict[str, str], said: str) -> None:
    answer = visitor.post("/check/cost/", sent)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_an_advertisement_alone_is_read(visitor: Client) -> None:
    page = visitor.post("/check/cost/", {"said": "日息万五<script>"}).content.decode()
    assert "18." in page
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]


def test_only_the_limits_of_the_kind_of_lender_are_listed(visitor: Client) -> None:
    every = visitor.post("/check/cost/", THREE).content.decode()
    bank = visitor.post("/check/cost/", THREE | {"lender": "bank"}).content.decode()
    assert every.count("<li><b>") > bank.count("<li><b>")

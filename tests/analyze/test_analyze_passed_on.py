"""Being asked to pass a message on is no demand for payment; being asked to pay is."""

from __future__ import annotations

import polars as pl
import pytest

from ringfence.analyze import classify
from ringfence.analyze.passed_on import only_passed_on
from ringfence.schema import EVENTS, conform


@pytest.mark.parametrize(
    "text",
    [
        "【丁消金】您的亲友演示甲借款逾期未还,请转告其尽快还款。",
        "说他的信用卡欠款逾期了，让我转告他还钱",
        "说他欠了钱,让我催他赶紧还",
        "麻烦您通知一下演示甲，今天必须还款",
        "您儿子的贷款逾期了，请督促他尽快处理",
        "請轉告其盡快還款",
    ],
)
def test_passing_on_is_no_demand_on_the_recipient(text: str) -> None:
    assert only_passed_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "说他欠了28,400元，让我这个当妈的先替他还上。",
        "叫我今晚就替他把钱还了",
        "您的联系人拖欠我司借款至今未还，请您协助代为偿还。",
        "联系不上他，请转告；他不还就由家人代偿",
        "转告他还款，否则你们家里必须凑钱还",
        "让他还钱，不还就从他工资里扣",
        "你儿子不还，你先还",
        "您的借款已逾期，请尽快还款",
    ],
)
def test_being_asked_to_pay_stays_a_demand(text: str) -> None:
    assert not only_passed_on(text)


@pytest.mark.parametrize(
    ("text", "demanded"),
    [
        ("【丁消金】您的亲友演示甲借款逾期未还,请转告其尽快还款。", False),
        ("【丁消金】您的亲友演示甲借款逾期未还,请您协助代为偿还。", True),
    ],
)
def test_the_class_of_a_contact_s_message_says_whether_payment_was_asked_of_them(text: str, demanded: bool) -> None:  # noqa: FBT001 -- a table of cases
    row = {"event": "e", "kind": "sms", "text": text, "clock": "device", "direction": "in"}
    row |= {"role": "family", "person": "P1", "address_key": "10690000001", "address_kind": "service_106"}
    frame = pl.DataFrame([row], schema={name: EVENTS[name] for name in row})
    found = classify(conform(frame, EVENTS)).row(0, named=True)
    assert found["label"] == "collection_third"
    assert bool(found["demand"]) is demanded

"""Whose words an account is: a person's own, or a message quoted in full."""

from __future__ import annotations

from typing import Any

import polars as pl

from ringfence.analyze import classify
from ringfence.schema import EVENTS, conform


def told(text: str, kind: str) -> dict[str, Any]:
    row = {"event": "e", "kind": kind, "text": text, "clock": "recollected", "direction": "in", "role": "contact"}
    types = {name: EVENTS[name] for name in row}
    return classify(conform(pl.DataFrame([row], schema=types), EVENTS)).row(0, named=True)


def test_a_quoted_loan_advertisement_is_one() -> None:
    row = told("【北岸小贷】您的好友邀您领取50000元备用金额度，点击 https://k.example.com/k3 立即领取，拒收回R", "sms")
    assert (row["label"], row["flags"], row["demand"]) == ("marketing", [], False)


def test_a_quoted_collecting_message_rests_on_the_account() -> None:
    row = told("【北岸小贷】您好，您的联系人林某拖欠我司借款8,326.00元至今未还，请您协助代为偿还。", "sms")
    assert (row["label"], row["label_by"], row["amount"]) == ("collection_third", "statement", 8326.0)


def test_taking_it_off_the_wages_is_a_demand() -> None:
    row = told("打到公司前台转人事，说是北岸小贷，要公司从他工资里扣钱还款。", "call")
    assert row["demand"] is True
    assert row["label_by"] == "statement"
    assert row["label"].startswith("collection")

"""Sums in every writing, and which of them is owed."""

from __future__ import annotations

import pytest

from ringfence.analyze import classify_texts, extract
from ringfence.analyze.amounts import amount_owed


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("拖了三个月了 三千五今天必须给", 3500),
        ("欠款余额12,330.56元", 12330.56),
        ("再打12345投诉也没用,2300今天必须还", 2300),
        ("一共欠了我们五千八百六", 5860),
        ("应还本金5000.00元、利息320.5元、罚息66元", 5000),
        ("本金3800加逾期费加上门费一共5100", 5100),
        ("总欠一万四千二,结清价是九千六", 14200),
        ("您8月15日借款6000元,已于9月15日到期", 6000),
        ("减免后仅需还款2000即可结清,原欠3500", 3500),
        ("1千8都还不起?", 1800),
        ("欠 1100 今天能不能处理", 1100),
        ("您名下7笔借款合计¥23,100", 23100),
        ("你欠的4560元", 4560),
        ("尾款 ¥1 280 未付", 1280),
        ("欠款12 600元", 12600),
        ("欠款3380元另加律师费1500元、立案费300元", 3380),
        ("2000块钱又不是两万,跟朋友周转一下", 2000),
        ("押金2000没退给我", None),
        ("2025年3月1日前还款", None),
        ("您的借款已逾期12天,请致电400-123-4567", None),
        ("请联系工号3307还款", None),
    ],
)
def test_the_largest_owed_sum(text: str, owed: float | None) -> None:
    assert amount_owed(text) == owed


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("哥们上次借你那500啥时候还啊", 500),
        ("昨晚饭钱60你转我一下", 60),
        ("【青禾银行】您本月账单7,820.50元，可分12期，每期约681.7元，回复FQ办理，退订回T", 7820.5),
        ("【小满分期】最高可借20万元，利息低至3%，退订回T", None),
        ("【青禾银行】您尾号0000的储蓄卡支出人民币1,260.00元，余额8,914.37元。", None),
        ("【蓝鲸钱包】您已成功还款1200元，感谢您的支持。", None),
    ],
)
def test_texts_that_do_not_press_name_a_sum_only_with_words_of_a_bill_or_of_owing(
    text: str, owed: float | None
) -> None:
    assert classify_texts([text])["amount"].to_list() == [owed]


def test_a_lone_number_is_a_sum_only_where_the_text_presses() -> None:
    text = "你儿子签的字,一万六,白纸黑字"
    assert amount_owed(text) is None
    assert amount_owed(text, lone=True) == 16000


def test_what_is_owed_is_quoted_as_written() -> None:
    found = extract("欠款１，２００元,额度50000元")
    assert [(amount.written, amount.owed) for amount in found.amounts] == [("１，２００", True), ("50000", False)]


@pytest.mark.parametrize("unit", ["1 000", "¥", "1,", "一万", "欠1", "12 "])
def test_a_hostile_text_is_read_to_its_end(unit: str) -> None:
    """A pattern that backtracks would hang here; how long it may take is the benchmark's matter."""
    owed = amount_owed("欠款" + unit * 8000)
    assert owed is None or owed >= 0

"""What messages name, quoted as written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.analyze import extract
from ringfence.analyze.extract import signature_of


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("【星桥贷】您的账单", "星桥贷"),
        ("您的账单已出【招商银行】", "招商银行"),
        ("您的账单已出。[招商银行]", "招商银行"),
        ("［云杉金融］您好", "云杉金融"),
        ("〔云杉金融〕您好", "云杉金融"),
        ("您好,请还款【云杉金融】拒收请回复R", "云杉金融"),
        ("您好,请还款【云杉金融】 退订回T", "云杉金融"),
        ("【紧急通知】【云杉金融】请还款", "云杉金融"),
        ("【云杉金融】【回复0000可屏蔽】请还款", "云杉金融"),
        ("今晚吃饭吗[微笑]", None),
        ("请还款[回T退订]", None),
        ("【重要提醒】请还款", None),
        ("看【这里】不是签名的字", None),
        ("没有括号", None),
        ("【】空的", None),
    ],
)
def test_signature(text: str, signature: str | None) -> None:
    assert signature_of(text) == signature


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("您欠款3,560.28元请尽快还款", 3560.28),
        ("逾期金额：￥760.50，今日结清", 760.5),
        ("欠款本金5000元,利息300元,合计5300元", 5300),
        ("本期应还3456.78元,最低还款345.68元", 3456.78),
        ("你欠我三千五百块", 3500),
        ("拖欠本平台2.3万元,逾期半年", 23000),
        ("欠款3万2", 32000),
        ("欠款人民币壹万贰仟元整", 12000),
        ("欠款１２００元", 1200),
        ("可减免500元,结清只需2000元", 2000),
        ("您的额度50000元已冻结", None),
        ("最高可借20万元", None),
        ("逾期12天", None),
        ("请致电还款:13900000001", None),
        ("一块去吃饭", None),
        ("日息低至0.02%", None),
    ],
)
def test_amount_owed(text: str, owed: float | None) -> None:
    assert extract(text).owed == owed


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("回电13800001234", ("13800001234",)),
        ("回电138-0000-1234或0755-00001234", ("138-0000-1234", "0755-00001234")),
        ("打138 0000 1234", ("138 0000 1234",)),
        ("打13800 001234", ("13800 001234",)),
        ("客服400-000-1234、95588", ("400-000-1234", "95588")),
        ("一三八零零零零一二三四", ("一三八零零零零一二三四",)),
        ("１３８００００１２３４", ("１３８００００１２３４",)),
        ("卡号6222000012345678901", ()),
        ("验证码95588", ()),
        ("欠款95588元", ()),
    ],
)
def test_phones_as_written(text: str, phones: tuple[str, ...]) -> None:
    assert extract(text).phones == phones


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("已逾期45天", 45),
        ("逾期两个月", 60),
        ("拖欠半天", None),
        ("已逾期十二天", 12),
        ("三个月未还", 90),
        ("逾期1年", 365),
        ("逾期将产生", None),
    ],
)
def test_overdue_days(text: str, days: int | None) -> None:
    assert extract(text).overdue_days == days


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三先生您好,您的贷款", ("张三",)),
        ("尊敬的王女士", ("王",)),
        ("您的朋友李某在本平台欠款", ("李某",)),
        ("借款人赵强逾期", ("赵强",)),
        ("致张伟家属:", ("张伟",)),
        ("明天见", ()),
    ],
)
def test_names(text: str, names: tuple[str, ...]) -> None:
    assert extract(text).names == names


def test_links_dates_and_contracts() -> None:
    found = extract("合同编号:XH20240001234,11月5日前点击http://t.cn/abc还款,案号（2024）粤0305民初1234号")
    assert found.links == ("http://t.cn/abc",)
    assert found.dates == ("11月5日",)
    assert found.contracts == ("XH20240001234", "（2024）粤0305民初1234号")


@pytest.mark.parametrize(
    "unit", ["1,", "案号", "a1-", "a.b-", "逾期", "1-", "【", "一", "13", "尊敬的", "合同号1", "¥1", "欠款"]
)
def test_a_hostile_text_is_read_to_its_end(unit: str) -> None:
    """A pattern that backtracks would hang here; how long it may take is the benchmark's matter."""
    found = extract("欠款" + unit * 8000)
    assert all(amount.yuan >= 0 for amount in found.amounts)


@given(st.text(alphabet="0123456789一二三万千百元块欠款逾期天【】[]. ,*\u200b💰借", max_size=60))
@settings(deadline=None, max_examples=200)
def test_anything_can_be_read_and_is_quoted_from_the_text(text: str) -> None:
    found = extract(text)
    for quoted in (*found.phones, *found.dates, *found.links, *(amount.written for amount in found.amounts)):
        assert quoted in text

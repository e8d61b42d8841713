"""Masking text for sharing: every spelling of what is private goes, amounts and dates stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.respond.redact import Masked, Private, Redactor
from ringfence.respond.redact.figures import check_digit, luhn
from ringfence.schema import parse_phone

CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
PHONE = "19900001234"
IDENTITY = "11010519491231002X"  # the example of the standard GB 11643
CARD = "6222021234567890128"


def mask(text: str, *names: str) -> Masked:
    return Redactor(names=names).mask(text)


def kinds(text: str, *names: str) -> list[str]:
    return [span.kind.value for span in mask(text, *names).spans]


@pytest.mark.parametrize(
    "written",
    [
        PHONE,
        "199 0000 1234",
        "199-0000-1234",
        "1-990-000-1234",
        "+86 199 0000 1234",
        "(86)19900001234",
        " ".join(PHONE),
        "\u200b".join(PHONE),
        PHONE.translate(WIDE),
        "１９９　００００　１２３４",
        PHONE.translate(CHINESE),
        PHONE.translate(FORMAL),
        "幺九九零零零零1234",
        "①⑨⑨⓪⓪⓪⓪①②③④",
        "1️⃣9️⃣9️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣",
    ],
)
def test_every_spelling_of_a_mobile_number_is_masked_whole(written: str) -> None:
    assert mask(f"请打{written}找我").text == "请打[电话1]找我"


@pytest.mark.parametrize(
    "written", ["010-62345678", "（0755）23456789", "021 62345678", "+852 9123 4567", "(028)20151028"]
)
def test_landlines_and_numbers_abroad_are_phones(written: str) -> None:
    assert kinds(f"座机{written}。") == ["phone"]


@pytest.mark.parametrize("written", ["95588", "400-812-3123", "10086", "12378", "12345", "106900001234"])
def test_public_numbers_name_nobody_and_stay(written: str) -> None:
    assert mask(f"请致电{written}咨询").spans == ()


@pytest.mark.parametrize("gap", ["", " ", "-", "　", "\u200b"])
@pytest.mark.parametrize("table", [{}, WIDE, CHINESE])
def test_identity_numbers_in_every_spelling(gap: str, table: dict[int, int]) -> None:
    written = gap.join([IDENTITY[:6], IDENTITY[6:14], IDENTITY[14:]]).translate(table)
    assert mask(f"身份证{written}，").text == "身份证[证件号1]，"


def test_an_identity_number_needs_its_check_digit_or_the_word() -> None:
    wrong = IDENTITY[:-1] + "1"
    assert kinds(f"编号{wrong}") == []
    assert kinds(f"身份证号:{wrong}") == ["identity"]
    assert check_digit(IDENTITY[:17]) == "x"


@pytest.mark.parametrize("gap", ["", " ", "-"])
def test_cards_by_luhn_and_accounts_by_the_word(gap: str) -> None:
    written = gap.join(CARD[at : at + 4] for at in range(0, 19, 4))
    assert luhn(CARD)
    assert kinds(f"转到{written}") == ["card"]
    other = CARD[:-1] + "7"
    assert kinds(f"流水{other}") == []
    assert kinds(f"账号：{other}") == ["account"]


@pytest.mark.parametrize(
    "text",
    [
        "欠款13,912,345,678.00元,本金12345678.90",
        "¥139,123,456.78 和 RMB 1,391,234",
        "逾期本金一三九零零零零元",
        "2026-11-13 19:00:12 至 2026年11月13日",
        "20261113190012 19680711",
        "3,197，19680711，第3期共12期",
        "二零二六年十一月十三日",
        "第1期 1000.00 第2期 1000.00 日利率0.05% 年化24%",
        "13 14 15 16 17 18 19",
        "1.2.3.4.5.6.7.8.9.10.11",
        "2月21日，153,203,335.42元",
        "验证码138921，5分钟内有效，订单号20261113190012345678",
    ],
)
def test_amounts_dates_and_other_figures_stay(text: str) -> None:
    assert mask(text).text == text


def test_a_number_beside_an_amount_or_date_is_masked_alone() -> None:
    assert mask("19900001234 500元").text == "[电话1] 500元"
    assert mask(f"{CARD} 5000元").text == "[银行卡1] 5000元"
    assert mask("199 0000 1234 2026 11 13").text == "[电话1] 2026 11 13"
    assert mask("1 9 9 0 0 0 0 1 2 3 4 1 9 9 0 0 0 0 5 6 7 8").text == "[电话1] [电话2]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("住在湖南省长沙市岳麓区演示路932号3栋2单元501室,欠款", "住在[地址1],欠款"),
        ("他家地址:演示北路18弄5号302室;11月3号还", "他家地址:[地址1];11月3号还"),
        ("住址：和平新村１７８号４栋", "住址：[地址1]"),
        ("河北省石家庄市正定县演示乡某某村", "[地址1]"),
        ("11月25日周六14点演示大厦2栋19楼见", "11月25日周六14点[地址1]见"),
        ("定于5月26日13：00东方路969号", "定于5月26日13：00[地址1]"),
        ("演示新苑22号楼5月25日开盘", "[地址1]5月25日开盘"),
        ("演示路8号62345678", "[地址1]62345678"),
        ("去岳麓区人民法院起诉", "去岳麓区人民法院起诉"),
        ("11月3号3点到路边的店", "11月3号3点到路边的店"),
    ],
)
def test_addresses(text: str, masked: str) -> None:
    assert mask(text).text == masked


def test_names_of_the_book_also_pulled_apart_traditional_or_by_the_given_name() -> None:
    book = ("张演示", "王建国(同事)", "John Smith", "妈妈", "演示银行客服", "李")
    assert mask("张 演 示、張演示和建国哥，john smith 说", *book).text == "[姓名1]、[姓名1]和[姓名2]，[姓名3] 说"
    assert mask("妈妈打给演示银行客服，李说好，建国大业", *book).spans == ()


def test_the_same_thing_keeps_its_label_over_several_texts() -> None:
    redactor = Redactor()
    first, second = redactor.mask("一三八零零零零零零零零"), redactor.mask("13900000000，138 0000 0000")
    assert first.text == "[电话1]"
    assert second.text == "[电话2]，[电话1]"


def test_a_callers_number_can_stay_and_kinds_can_be_chosen() -> None:
    text = f"来电{PHONE}，身份证{IDENTITY}"
    assert Redactor(keep=frozenset({parse_phone(PHONE).key})).mask(text).text == f"来电{PHONE}，身份证[证件号1]"
    assert Redactor(kinds=frozenset({Private.PHONE})).mask(text).text == f"来电[电话1]，身份证{IDENTITY}"


def test_spans_lead_back_to_the_original() -> None:
    text = "找１９９ ００００ １２３４或user1@example.com，微信号:abc_12345"
    done = mask(text)
    assert [text[span.start : span.end] for span in done.spans] == [
        "１９９ ００００ １２３４",
        "user1@example.com",
        "abc_12345",
    ]
    assert done.labels == ("[电话1]", "[邮箱1]", "[微信QQ号1]")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_masked_without_failing_and_nothing_else_changes(text: str) -> None:
    done = mask(text, "张演示")
    at = 0
    rest = done.text
    for span, label in zip(done.spans, done.labels, strict=True):
        assert at <= span.start < span.end <= len(text)
        assert rest.startswith(text[at : span.start] + label)
        rest = rest[span.start - at + len(label) :]
        at = span.end
    assert rest == text[at:]


@settings(max_examples=150, deadline=None)
@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.sampled_from([{}, WIDE, CHINESE, FORMAL]),
    st.sampled_from(["", " ", "-", "·"]),
)
def test_no_mobile_number_survives(number: str, table: dict[int, int], gap: str) -> None:
    written = gap.join(number).translate(table)
    assert mask(f"电话：{written}。").text == "电话：[电话1]。"


@settings(max_examples=100, deadline=None)
@given(st.text("0123456789 -,.，、x＋+()", max_size=3_000))
def test_long_rows_of_figures_take_no_long_time(row: str) -> None:
    mask(row)

"""Advertised rates: what they come to a year, and that what is left open is said to be open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.finance import Annual, annual_from


def pair(found: Annual, *, high: bool = False) -> tuple[float, float]:
    rate = found.high if high else found.low
    assert rate is not None, found.how_zh
    return round(rate.simple * 100, 2), round(rate.compounded * 100, 2)


@pytest.mark.parametrize(
    ("wording", "simple", "compounded"),
    [
        ("日息万五", 18.25, 20.02),
        ("日利率0.05%", 18.25, 20.02),
        ("日利率万分之五", 18.25, 20.02),
        ("０．０５％/天", 18.25, 20.02),
        ("0.05% 每日", 18.25, 20.02),
        ("日息5‱", 18.25, 20.02),
        ("日息千一", 36.5, 44.03),
        ("借1000元每天只要5毛", 18.25, 20.02),
        ("每1000元每日仅需0.5元", 18.25, 20.02),
        ("借1万日息5元", 18.25, 20.02),
        ("千元日息0.5元", 18.25, 20.02),
        ("借一万块一天五块", 18.25, 20.02),
        ("1,000元一天0.5元", 18.25, 20.02),
        ("借1000元,每天5角", 18.25, 20.02),
        ("99%的人都能借,日息万五", 18.25, 20.02),
        ("日息万五,逾期另收罚息日0.1%", 18.25, 20.02),
        ("日利率(单利)0.05%以内", 18.25, 20.02),
        ("月息1分", 12.0, 12.68),
        ("月息一分半", 18.0, 19.56),
        ("月息8厘", 9.6, 10.03),
        ("月息2个点", 24.0, 26.82),
        ("月利率1.5%", 18.0, 19.56),
        ("百分之三点六每年", 3.6, 3.66),
        ("综合年化18%(单利)", 18.0, 19.56),
        ("复利年化20%", 18.37, 20.0),
        ("月费率0.8%,分12期", 17.27, 18.71),
        ("总手续费7.2%分12期", 13.03, 13.84),
        ("年费率9.6%,共12期", 17.27, 18.71),
    ],
)
def test_what_it_comes_to(wording: str, simple: float, compounded: float) -> None:
    found = annual_from(wording)
    assert pair(found) == (simple, compounded)
    assert found.low == found.high
    assert found.how_zh
    assert found.how_en


def test_a_range_keeps_both_ends_and_from_is_only_the_lowest() -> None:
    found = annual_from("日利率0.02%-0.05%")
    assert (pair(found), pair(found, high=True)) == ((7.3, 7.57), (18.25, 20.02))
    assert found.sure
    low = annual_from("年化7.2%起")
    assert low.at_least
    assert "可能更高" in low.how_zh
    assert pair(annual_from("年化利率24%~36%"), high=True)[0] == 36.0


@pytest.mark.parametrize(
    ("wording", "word"),
    [
        ("", "没有"),
        ("您的借款已到账", "没有"),
        ("2026年3月5日前还清", "没有"),
        ("每天只要5毛", "没有说借多少"),
        ("最高可借20万,每天只要5毛", "没有说借多少"),
        ("万分之五", "没有说是每天"),
        ("月费率0.8%", "分几期"),
        ("手续费率0.6%", "每期收还是总共"),
        ("一次性手续费6%", "到手"),
        ("免息分期", "不等于"),
        ("月费率0.8%(年化9.6%)", "分几期"),
        ("借1000元每天还30元", "没有"),
        ("逾期罚息日0.1%", "不是按约还款"),
        ("每周2%", "没有说是每天"),
        ("日息一分", "没有统一"),
        ("999999999999%每天", "没有意义"),
    ],
)
def test_what_is_left_open_is_not_counted(wording: str, word: str) -> None:
    found = annual_from(wording)
    assert found.low is None
    assert found.high is None
    assert not found.sure
    assert word in found.how_zh


@pytest.mark.parametrize("wording", ["一分利", "年息一分", "年化7.2%", "分期手续费0.6%/期,12期", "日费率0.02%"])
def test_custom_is_followed_and_said(wording: str) -> None:
    found = annual_from(wording)
    assert found.low is not None
    assert not found.sure


def test_an_upper_bound_is_said() -> None:
    assert "上限" in annual_from("年利率不超过24%(单利)").how_zh


def test_the_number_of_instalments_may_be_given() -> None:
    found = annual_from("月费率0.8%", times=12)
    assert pair(found) == (17.27, 18.71)
    assert "9.60%" in found.how_zh
    assert annual_from("月费率0.8%", times=0).low is None


def test_two_figures_that_do_not_agree_are_said() -> None:
    assert "对不上" in annual_from("日利率0.05%(年化7.2%)").how_zh
    assert "对不上" not in annual_from("日利率0.05%(年化18.25%)").how_zh
    assert "对不上" not in annual_from("日利率0.02%~0.05%(年化7.3%-18.25%)").how_zh


@settings(deadline=None, max_examples=150)
@given(
    st.text(alphabet="日月年期天息利率费分厘毛元万千百之点一二十半015.%-~每借起低至,(), 手续", max_size=40)
    | st.text(max_size=600)
)
def test_any_text_gets_an_answer(text: str) -> None:
    found = annual_from(text)
    assert found.how_zh
    if found.low is not None and found.high is not None:
        assert found.low.simple <= found.high.simple + 1e-12


@pytest.mark.parametrize("text", ["一" * 10**6, "1" * 10**6, "0.05%" * 10**5, "每" * 10**6, "分" * 10**6])
def test_long_texts_are_cut_short(text: str) -> None:
    assert annual_from(text).how_zh

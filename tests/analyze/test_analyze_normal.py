"""Normal form: what senders do to hide words is undone, and every span leads back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.analyze import normalise
from ringfence.analyze.normal import normalise_all


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("您的借 款 已 逾 期", "您的借款已逾期"),
        ("請立即還款！", "请立即还款!"),
        ("催*收 爆|通-讯.录", "催收爆通讯录"),
        ("逾\u200b期\ufeff", "逾期"),
        ("催💰收", "催收"),
        ("欠款１２００元", "欠款1200元"),
        ("欠 1 3 8 0 元", "欠 1380 元"),
        ("电话138 0000 1234", "电话138 0000 1234"),
        ("⑩㎡", "10m2"),
        ("", ""),
        ("a\0b", "a b"),
    ],
)
def test_hidden_words_come_out(written: str, normal: str) -> None:
    assert normalise(written).text == normal


def test_a_span_quotes_the_original_with_what_was_dropped_in_between() -> None:
    normal = normalise("【星桥贷】您已逾*期\u200b3天")
    start = normal.text.index("逾期")
    assert normal.quote(start, start + 2) == "逾*期"
    assert normal.span(0, 0) == (0, 0)
    assert normal.span(len(normal.text), len(normal.text)) == (len(normal.original),) * 2


def test_a_lone_surrogate_does_no_harm() -> None:
    assert normalise("欠\ud83d款").text == "欠\ufffd款"


@given(st.lists(st.text(max_size=40), max_size=6))
@settings(deadline=None, max_examples=150)
def test_many_at_once_equal_one_by_one_and_lead_back(texts: list[str]) -> None:
    assert normalise_all(texts) == [normalise(text).text for text in texts]
    for text in texts:
        normal = normalise(text)
        assert len(normal.places) == len(normal.text)
        assert list(normal.places) == sorted(normal.places)
        assert normal.text == "" or normal.quote(0, len(normal.text)) in text.replace("\0", " ") or "\0" in text

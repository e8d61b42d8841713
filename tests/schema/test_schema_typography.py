"""Chinese punctuation of our own sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.schema import full_width


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("您好,世界", "您好，世界"),
        ("夜间(22:00–08:00)拨打3次,共2天", "夜间（22:00–08:00）拨打3次，共2天"),
        ("比例1,200元;时间10:30", "比例1,200元；时间10:30"),
        ("GB/T 45251-2025(推荐性标准)", "GB/T 45251-2025（推荐性标准）"),
        ("他说:别打了!", "他说：别打了！"),
        ("plain English, (unchanged): 1:2", "plain English, (unchanged): 1:2"),
        ("", ""),
        ("给{name},请看<b>这里</b>,日期:{day}", "给{name}，请看<b>这里</b>，日期：{day}"),
        ('下载(<a href="/x?a=1,2">文件</a>)', '下载（<a href="/x?a=1,2">文件</a>）'),
    ],
)
def test_punctuation_is_full_width_beside_chinese(written: str, shown: str) -> None:
    assert full_width(written) == shown


@settings(deadline=None, max_examples=200)
@given(st.text("甲乙ab12,;:()! ，。", max_size=30))
def test_setting_twice_changes_nothing_more_and_keeps_the_words(text: str) -> None:
    once = full_width(text)
    assert [sign for sign in once if sign.isalnum()] == [sign for sign in text if sign.isalnum()]

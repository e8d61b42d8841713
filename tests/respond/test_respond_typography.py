"""Chinese punctuation, dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.respond.typography import full_width, grouped, length, size, span


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
    ],
)
def test_punctuation_is_full_width_beside_chinese(written: str, shown: str) -> None:
    assert full_width(written) == shown


@settings(deadline=None, max_examples=200)
@given(st.text("甲乙ab12,;:()! ，。", max_size=30))
def test_setting_twice_changes_nothing_more_and_keeps_the_words(text: str) -> None:
    once = full_width(text)
    assert [sign for sign in once if sign.isalnum()] == [sign for sign in text if sign.isalnum()]


def test_spans_name_the_year_once() -> None:
    assert span(date(2026, 8, 3), date(2026, 8, 11)) == "2026年8月3日至8月11日"
    assert span(date(2025, 12, 30), date(2026, 1, 2)) == "2025年12月30日至2026年1月2日"
    assert span(date(2026, 8, 3), date(2026, 8, 3)) == "2026年8月3日"
    assert span(date(2026, 8, 3), date(2026, 8, 4), "en") == "2026-08-03 to 2026-08-04"
    assert span(None, None) == ""


def test_lengths_and_sizes() -> None:
    assert (length(200), length(41), length(None), length(65, "en")) == ("3分20秒", "41秒", "", "1 min 5 s")
    assert (size(12), size(412_000), size(3_400_000_000)) == ("12 B", "412 KB", "3.4 GB")


def test_digests_come_in_groups() -> None:
    assert grouped("ab" * 16) == "abababababababab abababababababab"

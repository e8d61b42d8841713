"""Sums as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.analyze.numerals import read_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3,560.28", 3560.28), ("1.2万", 12000), ("3k", 3000), ("2万3", 23000), ("1万5千", 15000), ("一万二", 12000),
        ("叁仟伍佰", 3500), ("一百零五", 105), ("三百五", 350), ("十五", 15), ("二十", 20), ("一万零二百", 10200),
        ("两千", 2000), ("十万", 100000), ("1亿2", 120_000_000), ("二〇二四", 2024), ("五", 5),
    ],
)  # fmt: skip
def test_reads(written: str, value: float) -> None:
    assert read_number(written) == pytest.approx(value)


@pytest.mark.parametrize("written", ["", "abc", "3元", "12,", "一二十三万四五六七八百x"])
def test_refuses_what_is_no_number(written: str) -> None:
    assert read_number(written) is None


def in_chinese(value: int) -> str:
    """Spell 1..9999 the long way: 3050 -> 三千零五十."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    text = str(value)
    spelled = "".join(
        digits[int(char)] + (units[len(text) - 1 - place] if char != "0" else "") for place, char in enumerate(text)
    )
    while "零零" in spelled:
        spelled = spelled.replace("零零", "零")
    return spelled.rstrip("零") or "零"


@given(st.integers(1, 9999), st.integers(0, 9999))
@settings(deadline=None, max_examples=300)
def test_spelled_out_numbers_come_back(high: int, low: int) -> None:
    assert read_number(in_chinese(high)) == high
    spelled = f"{in_chinese(high)}万" + (("" if low >= 1000 else "零") + in_chinese(low) if low else "")
    assert read_number(spelled) == high * 10_000 + low

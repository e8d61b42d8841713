"""Texts from a file made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.audit.page.plain import columns, full_width, shown

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


@given(ANY, st.integers(min_value=4, max_value=120))
def test_nothing_invisible_stays_and_nothing_is_too_long(text: str, limit: int) -> None:
    made = shown(text, limit)
    assert columns(made) <= limit
    assert all(unicodedata.category(letter)[0] != "C" and letter not in "\n\r\t\u2028" for letter in made)
    made.encode("utf-8")


@given(st.text(alphabet=st.characters(categories=("Lu", "Ll", "Nd", "Lo"), codec="utf-8"), min_size=1, max_size=20))
def test_ordinary_names_stay_as_they_are(text: str) -> None:
    assert shown(text, 80) == text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a\u202egpj.exe", "a�gpj.exe"),
        ("a\u200bb\ufeffc", "a�b�c"),
        ("\x1b[31mred", "�[31mred"),
        ("one\r\n two\u2028three", "one two three"),
        ("\ud800", "�"),
        ("Z" + "\u0336" * 50, "Z\u0336\u0336"),
        ("   ", ""),
    ],
)
def test_tricks_are_shown_as_what_they_are(text: str, made: str) -> None:
    assert shown(text) == made


def test_a_long_name_keeps_both_ends_and_a_chinese_character_counts_two() -> None:
    assert shown("com.example." + "x" * 200 + ".Uploader", 30) == "com.exampl…" + "x" * 10 + ".Uploader"
    assert columns(shown("甲" * 100, 21)) <= 21
    assert len(shown("甲" * 10_000_000, 40)) < 30


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("读取短信(包括验证码),可以关;怎么关:", "读取短信（包括验证码），可以关；怎么关："),
        ("必要信息里没有App:见下", "必要信息里没有App：见下"),
        ("android.permission.A:b(c),d", "android.permission.A:b(c),d"),
        ("12:30, (v2)", "12:30, (v2)"),
        ("", ""),
    ],
)
def test_chinese_sentences_get_chinese_punctuation_and_code_keeps_its_own(text: str, made: str) -> None:
    assert full_width(text) == made

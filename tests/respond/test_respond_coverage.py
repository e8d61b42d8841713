"""Nothing becomes an empty box."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.respond.coverage import AsWritten, Coverage
from ringfence.respond.fonts import Face, characters, web_font
from ringfence.respond.wording import words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("正常文字 abc 123，。！", "正常文字 abc 123，。！"),
        ("别不接电话🔪😡", "别不接电话〔刀〕〔发怒〕"),
        ("𝟭𝟯𝟴", "138"),
        ("𠮷", "〔U+20BB7〕"),
        ("❤️", "〔红心〕"),
        ("👍🏽", "〔赞〕"),
        ("a\u202eb", "a〔U+202E〕b"),
        ("第一行\r\n第二行\t尾", "第一行 第二行 尾"),
        ("零\u200b宽", "零宽"),
        ("坏\ud83d的\x07", "坏〔U+D83D〕的〔U+0007〕"),
        ("한국어", "〔U+D55C〕〔U+AD6D〕〔U+C5B4〕"),
    ],
)
def test_a_sign_without_a_shape_is_written_in_words(written: str, shown: str) -> None:
    assert Coverage().fit(written) == shown


def test_what_was_replaced_is_counted() -> None:
    cover = Coverage()
    cover.fit("🔪🔪𠮷")
    cover.fit("好")
    assert cover.replaced == {"🔪": 2, "𠮷": 1}


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=40))
def test_whatever_comes_in_both_fonts_can_show_what_goes_out(text: str) -> None:
    shown = Coverage().fit(text)
    assert {ord(sign) for sign in shown} <= characters()
    assert Coverage().fit(shown) == shown


def test_text_for_letters_is_kept_until_it_is_written() -> None:
    assert AsWritten().fit("刀🔪\n枪") == "刀🔪 枪"


def test_every_fixed_sentence_can_be_shown() -> None:
    for name in ("report.zh", "report.en", "letters"):
        text = str(words(name))
        assert {sign for sign in text if ord(sign) not in characters()} == set(), name


def test_a_web_font_of_nothing_special_is_small() -> None:
    assert len(web_font("本人报告abc", Face.SANS)) < 20_000

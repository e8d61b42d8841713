"""Both languages say everything, and a sentence without a value is an error."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest

from ringfence.respond import LanguageError
from ringfence.respond.wording import Wording, fill, words


def keys(table: dict[str, Any], prefix: str = "") -> set[str]:
    found = {prefix + str(key) for key in table}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= keys(value, f"{prefix}{key}.")
    return found


def test_english_says_whatever_chinese_says() -> None:
    assert keys(words("report.zh")) == keys(words("report.en"))


def test_lists_and_headers_have_the_same_length_in_both_languages() -> None:
    chinese, english = words("report.zh"), words("report.en")
    for key, value in chinese.items():
        if isinstance(value, list):
            assert len(value) == len(english[key]), key


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LanguageError) as caught:
        Wording("fr")
    assert "fr" in caught.value.zh


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        fill("共{{ n }}次")


def test_a_value_is_never_read_as_a_template_or_as_strong() -> None:
    assert fill("{{ name }}", name="{{ 7*7 }}") == "{{ 7*7 }}"
    lead = Wording("zh").rich(
        "lead", span="<b>x</b>", attempts=1, calls=1, written=0, other=0, quiet=0, people=1, roles="{{ 1 }}"
    )
    assert ("1次", True) in lead
    assert any("<b>x</b>" in text and not strong for text, strong in lead)
    assert any("{{ 1 }}" in text for text, _ in lead)


def test_no_promise_and_no_threat_in_the_letters() -> None:
    text = str(words("letters"))
    for word in ("保证", "必须赔", "否则", "后果自负", "一定会", "违法犯罪分子", "曝光你"):
        assert word not in text, word

"""Places in an instrument, and what a citation says about the very wrong it is cited for."""

from __future__ import annotations

import re

import pytest

from ringfence.law import Carries, RuleKind, load_pack
from ringfence.law.article import article_in_words, numeral
from ringfence.schema import Confidence


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (1033, "一千零三十三"),
        (1010, "一千零一十"),
    ],
)
def test_articles_are_counted_as_statutes_do(value: int, words: str) -> None:
    assert numeral(value) == words


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("62", "第六十二条"),
        ("545,546", "第五百四十五条、第五百四十六条"),
        ("293之一", "第二百九十三条之一"),
        ("37?/41?", ""),
        ("5.3(条号未核)", ""),
        ("三章", ""),
        ("—", ""),
    ],
)
def test_an_article_is_written_only_when_it_is_exact(article: str, words: str) -> None:
    assert article_in_words(article) == words


def test_the_item_of_a_rule_goes_before_the_items_of_its_fact() -> None:
    rules = load_pack("cn").rules
    items = {
        rule: next(one.citation().article_zh for one in rules[rule].cites if one.fact.id == "ps42-1-old")
        for rule in ("CN-CON-001", "CN-CON-002", "CN-3P-007")
    }
    assert items == {
        "CN-CON-001": "第四十二条第一项",
        "CN-CON-002": "第四十二条第二项",
        "CN-3P-007": "第四十二条第六项",
    }


def test_what_letters_print_is_a_plain_sentence_with_an_exact_place() -> None:
    """No shorthand of the tables (≤, →, slashes, pluses) may reach a letter; a confirmed law always has its article."""
    for rule in load_pack("cn").rules.values():
        for cite in rule.cites if rule.judged and rule.kind is not RuleKind.DRAFT else ():  # a draft is never cited
            said = cite.citation()
            assert said.aside is (cite.carries is Carries.SUPPORT)
            assert said.line_zh
            assert said.line_en
            assert not re.search(r"[≤≥<>→+/=]|\?", said.line_zh), (rule.id, said.fact)
            assert said.line_zh[-1] not in "。;,"
            if said.confidence is Confidence.TEXT:
                assert said.article_zh, said.fact
                assert bool(re.search(r"\(", said.article)) <= ("项" in said.article_zh or "款" in said.article_zh)

"""A statement by questions is the form filled in: what was answered is what is read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.ingest import Source, read, statement_questions, statement_text
from ringfence.schema import STATEMENTS

ANSWERS = {
    "person": "演示邻居",
    "relation": "其他",
    "person_key": "19100000007",
    "ts": "2026-03-05 07:12",
    "kind": "电话",
    "address": "19900000001",
    "connected": "是",
    "text": '他说: "再不还 #就" 上门',
    "lender": "",
    "identified": "否",
    "refused": "是",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_is_a_field_of_statements(lang: str) -> None:
    questions = statement_questions(lang)
    assert [question.field for question in questions] == list(ANSWERS)
    assert {question.field for question in questions} <= set(STATEMENTS)
    assert all(question.text for question in questions)


def test_answers_are_read_back_as_given() -> None:
    result = read(Source.of_bytes("陈述.yaml", statement_text([ANSWERS]).encode()), today=date(2026, 11, 16))
    assert result.statements is not None
    (row,) = result.statements.to_dicts()
    assert result.completeness.whole
    assert (row["person"], row["relation"], row["person_key"]) == ("演示邻居", "other_contact", "+8619100000007")
    assert (row["text"], row["connected"], row["identified"], row["refused"]) == (ANSWERS["text"], True, False, True)
    assert row["lender"] is None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_words_come_back(said: str) -> None:
    text = statement_text([ANSWERS | {"text": said}])
    result = read(Source.of_bytes("陈述.yaml", text.encode()), today=date(2026, 11, 16))
    assert result.statements is not None
    assert (result.statements["text"][0] or "") == said.strip()


def test_a_long_answer_with_spaces_and_full_width_colons_stays_whole() -> None:
    told = "他说 还钱：不然 " * 30 + "内容：再打"
    data = statement_text([{**ANSWERS, "text": told}]).encode()
    result = read(Source.of_bytes("陈述.yaml", data), today=date(2026, 11, 16))
    assert result.statements is not None
    assert result.statements["text"].to_list() == [told]

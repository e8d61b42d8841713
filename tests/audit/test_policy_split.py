"""Cutting a policy: headings, runs of short lines, places in the given text, hostile text."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.audit.policy import LONGEST, Clause, clauses_of
from ringfence.audit.policy.split import SENTENCE, plain

POLICY = """隐私政策
一、收集
（一）借款
1.1 我们会收集您的姓名；我们会收集手机号。
2. 保存
我们会在境内保存您的个人信息,直到您注销账号为止,这一行足够长所以不是标题。
二、共享
权限名称
通讯录
推荐好友

联系我们
您可以拨打电话与我们联系,这一行也足够长,所以上一行是它的标题,不是表格。
"""


def by_words(words: str, text: str = POLICY) -> Clause:
    return next(clause for clause in clauses_of(text) if words in clause.text and not clause.heading)


def test_each_clause_stands_below_its_headings() -> None:
    assert by_words("姓名").path == ("一、收集", "（一）借款", "1.1")
    assert by_words("手机号").paragraph == by_words("姓名").paragraph
    assert by_words("境内").path == ("一、收集", "（一）借款", "2. 保存")
    assert by_words("拨打电话").path == ("二、共享", "联系我们")


def test_cells_of_a_table_are_read_together() -> None:
    rows = by_words("推荐好友")
    assert rows.rows
    assert rows.text == "权限名称\n通讯录\n推荐好友"
    assert POLICY[rows.start : rows.end].split() == ["权限名称", "通讯录", "推荐好友"]


def test_a_dated_line_is_no_heading() -> None:
    text = "生效日期：2025年3月8日\n我们会收集您的个人信息,这一行写得足够长,不会被当作一个标题来看,所以没有别的意思。\n"
    assert by_words("收集", text).path == ()


def test_signs_and_layout_do_not_change_what_is_read() -> None:
    assert plain("我们 会\u200b收 集：您的“Android ID”\u202e（通讯录）") == "我们会收集:您的“Android ID”(通讯录)"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="我们收集。；;\n\r \t1一、.（）()①ab：:,\0\u200b\u202e\u2028甲乙", max_size=400))
def test_places_are_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for clause in clauses_of(text):
        assert end <= clause.start < clause.end <= len(text)
        assert clause.text
        assert clause.rows or plain(text[clause.start : clause.end]) == clause.text
        assert clause.end - clause.start <= max(SENTENCE + 50, 400)
        end = clause.end


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_cut(text: str) -> None:
    assert all(text[one.start : one.end].strip() for one in clauses_of(text))


def test_large_and_odd_texts_take_bounded_time() -> None:
    sentences = "我们会收集您的通讯录，用于推荐好友。"
    began = time.process_time()
    assert clauses_of(sentences * 600_000)[-1].end <= LONGEST  # ten million characters on one line
    assert clauses_of("甲\n" * 500_000)
    assert clauses_of("甲" * 1_000_000)
    assert clauses_of("1." * 300_000)
    assert clauses_of("\0\u202e\u200b" * 100_000 + "我们") != ()
    assert time.process_time() - began < 20

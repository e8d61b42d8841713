"""The whole check: what it says of itself, doubts, days, JSON, two versions, hostile text, tables with faults."""

from __future__ import annotations

import json
import time

import pytest
from policies import FILL, LEAD, LOAN

from ringfence import audit
from ringfence.audit import check_policy, compare_policies, policy_table, policy_to_json
from ringfence.audit.policy.table import PolicyTableError, _answer, _question
from ringfence.schema import PolicyMove, PolicyNaming, PolicyVerdict

HARMLESS = LEAD + FILL + "我们会收集您的手机号，用于登录。我们不会收集您的通讯录。\n"


def test_a_loan_app_s_policy() -> None:
    check = check_policy(LOAN + FILL)
    said = {one.question: one.verdict.value for one in check.points}
    assert said["contacts"] == "clear"
    for question in (
        "contacts_collection",
        "contacts_risk",
        "contacts_emergency",
        "contacts_upload",
        "contacts_condition",
    ):
        assert said[question] == "yes", question
    assert (said["recipients"], said["collection_agency"], said["retention"]) == ("vague", "yes", "vague")
    assert (said["calendar"], said["device_ids"], said["blanket"]) == ("no", "vague", "yes")
    assert (check.updated, check.effective) == ("2025-03-01", "2025-03-08")
    assert check.contacts is PolicyNaming.CLEAR
    assert check.recipients is False
    assert check.doubts == ()


def test_every_quote_is_where_it_says() -> None:
    for text in (LOAN, HARMLESS, LOAN.replace("\n", "\r\n"), "\u3000\u3000" + LOAN):
        for point in check_policy(text).points:
            assert all(text[clause.start : clause.end] == clause.text for clause in point.clauses)
            assert bool(point.clauses) is point.verdict.found


def test_a_policy_that_denies_names_no_contacts() -> None:
    check = check_policy(HARMLESS)
    assert check.point("contacts") is not None
    assert check.contacts is PolicyNaming.ABSENT
    assert not any(one.alarming for one in check.points if one.group == "contacts")
    assert check.point("nothing of the kind") is None


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (LEAD + "我们会收集您的手机号，用于登录。", "short"),
        ("虚构应用隐私政策简明版\n" + LEAD + FILL, "summary"),
        (LEAD + FILL * 300, "cut"),
        (LEAD + "We collect your contacts for friends. " * 200, "foreign"),
    ],
)
def test_a_text_that_may_not_be_whole_accuses_nobody(text: str, doubt: str) -> None:
    check = check_policy(text)
    assert doubt in {one.name for one in check.doubts}
    assert check.contacts is None
    assert check.recipients is None
    assert not any(one.alarming for one in check.points if one.verdict is PolicyVerdict.ABSENT)


@pytest.mark.parametrize(
    "text", ["", "\0", "今天天气很好。", "分期还款协议：甲方借款一万元。", "We value your privacy.", "1\n" * 1000]
)
def test_what_is_no_policy_is_not_judged(text: str) -> None:
    check = check_policy(text)
    assert not check.is_policy
    assert check.points == ()
    assert check.contacts is None
    assert check.recipients is None


def test_a_list_that_stands_elsewhere_leaves_recipients_open() -> None:
    check = check_policy(LEAD + FILL + "接收方请见《第三方信息共享清单》。\n")
    assert check.recipients is None
    named = check_policy(LEAD + FILL + "我们会将手机号共享给虚构支付有限公司，用于付款。\n")
    assert named.recipients is True


def test_hostile_text_takes_bounded_time() -> None:
    hostile = [
        LOAN * 20_000,  # ten million characters
        LEAD + "我们会收集您的通讯录" * 100_000,  # one line of three megabytes without a stop
        LEAD + "使用" * 20_000 + "视为同意",
        LEAD + "不" * 40_000 + "收集通讯录",
        LEAD + "、".join(["通讯录"] * 15_000),
        LEAD + "（" * 30_000 + "1." * 20_000,
        LEAD + "\0\u202e\u2066\u200b" * 10_000 + "我们会收集您的通讯录，用于推荐好友。",
        LEAD + "<script>alert('通讯录')</script>" * 1_500,
    ]
    for text in hostile:
        began = time.process_time()
        check = check_policy(text)
        assert check.is_policy
        assert time.process_time() - began < 30
        assert sum(len(clause.text) for point in check.points for clause in point.clauses) < 200_000


def test_invisible_signs_hide_nothing() -> None:
    hidden = "我们会收\u200b集您的通\u202e讯\u2066录，用\u00ad于催收。"
    point = check_policy(LEAD + hidden).point("contacts")
    assert point is not None
    assert point.verdict is PolicyVerdict.CLEAR


def test_json_holds_it_all() -> None:
    told = json.loads(policy_to_json(check_policy(LOAN), "政策.txt", {"pipl-17": ["一行"]}))
    assert told["format"] == "ringfence-policy-check/1"
    assert told["points"][0]["question"] == "contacts"
    assert told["rules"] == {"pipl-17": ["一行"]}
    assert json.loads(policy_to_json(check_policy(LOAN), "\udcff.txt"))["file"] == "\udcff.txt"


def test_two_versions() -> None:
    later = LOAN.replace("不可撤销的授权", "授权").replace("实现本政策目的所必需的期限内", "结清后12个月").replace(
        "用于贷后管理", "用于贷后管理和提醒"
    )  # fmt: skip
    changes = {one.after.question: one for one in compare_policies(check_policy(LOAN), check_policy(later))}
    assert changes["blanket"].move is PolicyMove.REMOVED
    assert changes["retention"].move is PolicyMove.CHANGED
    assert changes["collection_agency"].move is PolicyMove.REWORDED
    assert changes["collection_agency"].gained
    assert changes["contacts"].move is PolicyMove.SAME
    back = {one.after.question: one for one in compare_policies(check_policy(later), check_policy(LOAN))}
    assert back["blanket"].move is PolicyMove.ADDED
    told = json.loads(audit.policy_change_to_json([changes["retention"]], ("旧", "新")))
    assert told["changes"][0]["move"] == "changed"


def test_the_tables_say_what_is_wrong_with_them() -> None:
    table = policy_table()
    with pytest.raises(PolicyTableError, match="no such data"):
        _question("q", {"data": "x", "group": "data", "zh": "a", "en": "b"}, table.kinds, table.groups)
    with pytest.raises(PolicyTableError, match="no such group"):
        _question("q", {"data": "sms", "group": "x", "zh": "a", "en": "b"}, table.kinds, table.groups)
    with pytest.raises(PolicyTableError, match="needs data or answers"):
        _question("q", {"group": "data", "zh": "a", "en": "b"}, table.kinds, table.groups)
    shown = {"verdict": "yes", "shown": ["a"]}
    with pytest.raises(PolicyTableError, match="says nothing for"):
        _question("q", {"group": "data", "zh": "a", "en": "b", "answers": [shown]}, table.kinds, table.groups)
    with pytest.raises(PolicyTableError, match="without patterns"):
        _answer("q", {"verdict": "yes"})
    with pytest.raises(PolicyTableError, match="needs zh and en"):
        _question("q", {"group": "data", "zh": "a", "data": "sms"}, table.kinds, table.groups)

"""What the YAML cases cannot say: several loans at once, later law data, hostile words, who hints are held against."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_builder import matter_of

from ringfence.law import LprRate, Pack, judge, load_pack, routes
from ringfence.law.rules.terms import exceeds
from ringfence.schema import Confidence, Finding, FindingKind, Loan

DEAR = {"日期": date(2026, 3, 1), "名义": 0.36, "实际": 0.4258}


def found(case: dict[str, Any], rule: str, pack: Pack | None = None) -> list[Finding]:
    return [one for one in judge(matter_of(case), pack or load_pack("cn")).findings if one.rule == rule]


def gaps(case: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {gap.rule: gap.missing_zh for gap in judge(matter_of(case), load_pack("cn")).gaps}


def test_each_loan_of_a_lender_is_a_finding_of_its_own() -> None:
    case = {"借款": [{"产品": "随心借"}, {"产品": "安心贷"}], "合同": [DEAR, DEAR | {"借款": "D2"}]}
    ids = [one.id for one in found(case, "CN-COST-001")]
    assert ids == ["CN-COST-001:L1:D1", "CN-COST-001:L1:D2"]
    assert "“随心借”借款" in found(case, "CN-COST-001")[0].told_zh


def test_many_debts_without_terms_are_said_in_one_sentence() -> None:
    (said,) = gaps({"借款": [{} for _ in range(9)]})["CN-COST-001"]
    assert "等9笔借款" in said
    assert "D4" not in said


def test_a_case_without_apps_agreements_and_reports_says_so_once_for_each_family() -> None:
    said = gaps({})
    assert {"CN-COST-001", "CN-AGR-001", "CN-CRD-002", "CN-APP-001"} <= set(said)
    assert not [
        rule
        for rule in said
        if rule.startswith(("CN-APP-0", "CN-AGR-0", "CN-CRD-0")) and rule[-3:] not in {"001", "002"}
    ]
    assert all(len(said[rule]) == 1 for rule in ("CN-COST-001", "CN-AGR-001", "CN-CRD-002", "CN-APP-001"))


def test_the_transition_for_microloans_ends_with_2027() -> None:
    pack = load_pack("cn")
    later = replace(pack, lpr=(*pack.lpr, LprRate(date(2027, 12, 1), 3.0, Confidence.SECONDARY, date(2028, 12, 31))))
    case = {"放款方": "小贷", "判断日": date(2028, 2, 1)}
    for day, kind in ((date(2027, 12, 31), FindingKind.HINT), (date(2028, 1, 1), FindingKind.INDICATION)):
        terms = {"日期": day, "名义": 0.18, "实际": 0.1956}
        (one,) = found(case | {"合同": [terms]}, "CN-COST-003", later)
        assert one.kind is kind


@pytest.mark.parametrize("kind", ["银行", "消费金融", "小贷", "无资质", "未知"])
def test_only_one_limit_is_held_against_a_type_of_lender(kind: str) -> None:
    case = {"放款方": kind, "合同": [DEAR]}
    unlawful = [
        one.rule
        for rule in ("CN-COST-001", "CN-COST-002", "CN-COST-003", "CN-COST-004")
        for one in found(case, rule)
        if one.kind is not FindingKind.HINT
    ]
    wanted = {"银行": ["CN-COST-001"], "消费金融": ["CN-COST-001"], "小贷": ["CN-COST-002"], "无资质": ["CN-COST-004"]}
    assert unlawful == wanted.get(kind, [])


@settings(deadline=None, max_examples=300)
@given(st.floats(0, 2), st.floats(0, 2), st.floats(0.01, 1))
def test_above_by_both_ways_is_above_by_each(nominal: float, effective: float, limit: float) -> None:
    way = exceeds((nominal, effective), limit, 0.0001)
    if min(nominal, effective) <= limit:
        assert way != "both"
    if max(nominal, effective) <= limit:
        assert way == ""
    if min(nominal, effective) > limit + 0.0002:
        assert way == "both"


def test_hints_lead_to_no_office_and_to_no_lender_to_be_looked_for() -> None:
    case = {"协议": [{"月供": 3000}], "预算": {"收入": 5000}}
    matter = matter_of(case)
    findings = judge(matter, load_pack("cn")).findings
    assert {one.kind for one in findings} == {FindingKind.HINT}
    assert routes(matter, findings, load_pack("cn")) == ()


def test_an_entry_held_against_nobody_asks_for_no_unknown_lender() -> None:
    case = {"征信": [{"种类": "逾期", "报告日": date(2026, 10, 1), "终止": date(2020, 5, 1)}]}
    matter = matter_of(case)
    findings = judge(matter, load_pack("cn")).findings
    assert [one.lender for one in findings] == [None]
    assert routes(matter, findings, load_pack("cn")) == ()


@pytest.mark.parametrize(
    "text", ["{who}", "日利率{0}", "日息%s" * 200, "每天\n\n</w:t><script>", "日息" + "\u202e" + "贷"]
)
def test_hostile_words_of_an_advertisement_stay_words(text: str) -> None:
    case = {"合同": [{"日期": date(2026, 1, 5), "宣传": text, "显示年化": "否"}]}
    for one in found(case, "CN-COST-007"):
        assert "\n" not in one.told_zh
        assert len(one.told_zh) < 160


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-1", "0", "1E+30"])
def test_odd_amounts_are_no_fault(amount: str) -> None:
    odd = Decimal(amount)
    matter = matter_of({"合同": [DEAR], "协议": [{"月供": 100}], "预算": {"收入": 1}})
    loan = Loan("D1", date(2026, 3, 1), principal=odd, received=odd, balance=odd, annual_shown=odd, consumer=True)
    assert matter.budget is not None
    changed = replace(matter, loans=(loan,), budget=replace(matter.budget, income=odd))
    assert judge(changed, load_pack("cn")).findings is not None


def test_exhibits_and_subject_of_a_paper_are_carried() -> None:
    case = {"应用": [{"查看": date(2026, 10, 1), "同意前": "是", "来源": "S7", "版本": "3.2"}]}
    (one,) = found(case, "CN-APP-003")
    assert (one.exhibits, one.subject, one.events) == (("S7",), "APP1", ())
    assert "(3.2版)" in one.told_zh


def test_a_limit_that_courts_apply_calls_nobody_unlawful() -> None:
    for kind in ("银行", "消费金融", "无资质"):
        for rule in ("CN-COST-001", "CN-COST-004"):
            for one in found({"放款方": kind, "合同": [DEAR | {"日期": date(2025, 7, 1)}]}, rule):
                assert one.kind is FindingKind.BREACH
                for word in ("违法", "违反", "犯罪", "高利贷"):
                    assert word not in one.sentence_zh

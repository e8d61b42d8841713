"""Every case of tests/law/cases/*.yaml: given so much, the rule says exactly this."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from law_builder import matter_of
from law_papers import PAPER_KEYS

from ringfence.law import judge, load_pack
from ringfence.schema import Finding, FindingKind, Rank

CASES = Path(__file__).parent / "cases"
KINDS = {
    "违反": FindingKind.BREACH,
    "线索": FindingKind.INDICATION,
    "基准": FindingKind.BENCHMARK,
    "提示": FindingKind.HINT,
}
CASE_KEYS = {
    *(
        "规则",
        "种类",
        "名称",
        "放款方",
        "逾期日",
        "人物",
        "事件",
        "期望",
        "缺口",
        "借款",
        "机构",
        "通讯录",
        "已说明预留",
    ),
    *("借款人", "判断日"),
    *PAPER_KEYS,
    *("程序", "情况"),
}
EXPECT_KEYS = {
    *("性质", "数量", "引用", "不引用", "提示", "复核", "产品值", "放款方", "证据", "另有", "编号"),
    "说",
    "不说",
    "核对",
    "轻重",
    "首日",
}


def cases() -> list[dict[str, Any]]:
    return [case for path in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


def _id(case: dict[str, Any]) -> str:
    return f"{case['规则']}-{case['名称']}"


@pytest.mark.parametrize("case", cases(), ids=_id)
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= CASE_KEYS
    judgement = judge(matter_of(case), load_pack("cn"))
    found = [finding for finding in judgement.findings if finding.rule == case["规则"]]
    gaps = [gap for gap in judgement.gaps if gap.rule == case["规则"]]
    wanted_gap = case.get("缺口", "否")
    if wanted_gap in {"是", "否"}:
        assert bool(gaps) == (wanted_gap == "是"), [gap.missing_zh for gap in gaps]
    else:  # what is missing, or the rule that says it for its whole family
        said = "".join(text for gap in judgement.gaps for text in (gap.rule, *gap.missing_zh))
        assert wanted_gap in said
    for finding in judgement.findings:
        _holds_always(finding)
    if case["期望"] == "无":
        assert found == []
        return
    wanted = case["期望"] if isinstance(case["期望"], list) else [case["期望"]]
    assert len(found) == len(wanted), [finding.id for finding in found]
    for expect in wanted:
        mine = next(finding for finding in found if expect.get("编号", finding.id) == finding.id)
        _meets(mine, expect)


def _meets(finding: Finding, expect: dict[str, Any]) -> None:
    assert set(expect) <= EXPECT_KEYS
    cited = {citation.fact for citation in finding.citations}
    assert finding.kind is KINDS[expect["性质"]]
    assert set(expect.get("引用", [])) <= cited
    assert not set(expect.get("不引用", [])) & cited
    if "数量" in expect:
        assert finding.count == expect["数量"]
    if "证据" in expect:
        assert len(finding.events) == expect["证据"]
    if "产品值" in expect:
        assert finding.product_threshold is expect["产品值"]
    if "放款方" in expect:
        assert finding.lender == (expect["放款方"] if expect["放款方"] != "未知" else None)
    assert expect.get("提示", "") in "".join(finding.uncertain_zh)
    assert expect.get("复核", "") in finding.review_zh
    assert expect.get("说", "") in finding.sentence_zh
    assert expect.get("不说", "\x00") not in finding.sentence_zh
    if "核对" in expect:  # a person must look first: it stays out of letters
        assert bool(finding.review_zh) is expect["核对"]
    if "轻重" in expect:
        assert finding.severity.value == expect["轻重"]
    if "首日" in expect:
        assert finding.first_day == expect["首日"]


def _holds_always(finding: Finding) -> None:
    """What must be true of every finding whatever the case."""
    binding = [citation for citation in finding.citations if citation.rank.binding]
    if finding.kind is FindingKind.BREACH:
        assert binding
    if finding.kind is FindingKind.INDICATION:
        assert binding
    if finding.kind in {FindingKind.BREACH, FindingKind.INDICATION} and not finding.review_zh:
        assert any(citation.in_letters for citation in binding), "rests on memory alone and does not say so"
    if finding.kind is FindingKind.HINT:
        assert "违反" not in finding.sentence_zh.replace("违反治安管理", "")  # the name of what the period is about
        assert "违法" not in finding.sentence_zh
        reminder = finding.rule.startswith("CN-DDL-")
        assert ("依据:" if reminder else "只是提示") in finding.sentence_zh
    if finding.kind is FindingKind.BENCHMARK:
        assert not binding
        assert "违反" not in finding.sentence_zh.replace("违反治安管理", "")  # the name of what the period is about
        assert "违法" not in finding.sentence_zh
        assert "不符合" in finding.sentence_zh
    if finding.kind is FindingKind.HINT:
        assert "违反了" not in finding.sentence_zh
        assert "可能违反上述" not in finding.sentence_zh
    assert finding.rank is min((one.rank for one in finding.citations), key=lambda rank: rank.order, default=None)
    assert finding.rank is not Rank.DRAFT
    for citation in finding.citations:
        if finding.last_day is not None and finding.first_day is not None:
            assert citation.effective_from <= finding.last_day, citation.fact
            assert citation.effective_to is None or citation.effective_to >= finding.first_day, citation.fact
    assert len(set(finding.events)) == len(finding.events)
    assert "{" not in finding.sentence_zh + finding.sentence_en + finding.threshold_zh
    assert finding.product_threshold <= bool(finding.threshold_zh)


def test_every_rule_has_a_positive_a_negative_a_boundary_a_type_and_a_date_case() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for case in cases():
        kinds[case["规则"]].add(case["种类"])
    judged = [rule.id for rule in load_pack("cn").rules.values() if rule.judged]
    wanted = {"正例", "反例", "边界", "类型", "日期"}
    short = {rule: wanted - kinds[rule] for rule in judged if wanted - kinds[rule]}
    assert short == {}


def test_no_two_cases_have_the_same_name() -> None:
    names = [_id(case) for case in cases()]
    assert len(set(names)) == len(names)

"""Whatever is noted about loans, agreements, entries and apps, every finding keeps what findings must keep."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from law_builder import TYPES, matter_of
from test_law_cases import _holds_always, cases

from ringfence.law import Carries, judge, load_pack, routes
from ringfence.schema import Confidence, FindingKind

FAMILIES = ("CN-COST-", "CN-AGR-", "CN-CRD-", "CN-APP-")
DAYS = st.dates(date(2009, 1, 1), date(2028, 12, 31))
YES = st.sampled_from(["是", "否", None])
RATE = st.sampled_from([None, 0.0, 0.12, 0.24, 0.2401, 0.2402, 0.36, 5.0, float("nan")])
MONEY = st.sampled_from([None, 0, 995, 1000, 9000, 250_000])


def some(keys: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


LOAN = some(
    {
        "日期": DAYS,
        "名义": RATE,
        "实际": RATE,
        "写明": st.sampled_from([None, 0.0, 0.12, 0.24]),
        "本金": MONEY,
        "到手": MONEY,
        "余额": MONEY,
        "明示表": YES,
        "显示年化": YES,
        "消费": YES,
        "宣传": st.sampled_from(["", "日利率0.05%", "{who}"]),
        "测算": st.sampled_from(["是", "否"]),
    }
)
AGREEMENT = some(
    {
        "签订": DAYS,
        "首付": DAYS,
        "原到期": DAYS,
        "承认": YES,
        "月供": MONEY,
        "要素": st.dictionaries(st.sampled_from(["per_amount", "ids", "别的"]), st.sampled_from(["有", "含糊", "缺"])),
        "有害": st.lists(st.sampled_from(["waive_complaint", "允许联系第三人", "别的"])),
        "期数": st.integers(0, 90),
    }
)
ENTRY = st.fixed_dictionaries(
    {"种类": st.sampled_from(["逾期", "查询"]), "报告日": DAYS},
    optional={"机构": st.sampled_from(["L1", None, "L9"]), "终止": DAYS, "发生": DAYS, "告知": YES, "同意": YES},
)
APP = some(
    {
        "查看": DAYS,
        "机构": st.sampled_from(["L1", "P1", None]),
        "类别": st.sampled_from(["借贷", "银行", None]),
        "权限": st.lists(st.sampled_from(["通讯录", "短信", "相机"])),
        **dict.fromkeys(("代码外传", "抓包外传", "仅哈希", "同意前", "拒绝即停", "接收方", "提供", "单独同意"), YES),
        **dict.fromkeys(("一揽子", "能删除", "备案", "金融备案"), YES),
        "再问": st.integers(0, 5),
        "点击": st.integers(0, 9),
        "政策": st.sampled_from(["清楚", "含糊", "没写", None]),
    }
)
OBJECTION = some({"寄出": DAYS, "收到": DAYS, "答复": DAYS, "渠道": st.sampled_from(["", "ch-credit-bureau"])})
CASE = st.fixed_dictionaries(
    {
        "类型": st.sampled_from(sorted(TYPES)),
        "合同": st.lists(LOAN, max_size=1),
        "协议": st.lists(AGREEMENT, max_size=2),
        "征信": st.lists(ENTRY, max_size=2),
        "应用": st.lists(APP, max_size=2),
        "异议": st.lists(OBJECTION, max_size=1),
        "判断日": DAYS,
        "预算": st.sampled_from([None, {"收入": 0}, {"收入": 3000}]),
    }
)


@settings(deadline=None, max_examples=150)
@given(CASE)
def test_what_holds_for_every_finding_on_papers(told: dict[str, Any]) -> None:
    case = dict(told)
    case["机构"] = {"L1": {"类型": case.pop("类型")}, "P1": {"类型": "助贷平台", "代表": "L1"}}
    pack, matter = load_pack("cn"), matter_of(case)
    judgement = judge(matter, pack)
    assert len({one.id for one in judgement.findings}) == len(judgement.findings)
    for finding in judgement.findings:
        _holds_always(finding)
        rule = pack.rules[finding.rule]
        carrying = {cite.fact.id: cite for cite in rule.cites if cite.carries is not Carries.SUPPORT}
        cited = [carrying[one.fact] for one in finding.citations if one.fact in carrying]
        if finding.kind is FindingKind.BREACH:
            lines = [cite for cite in cited if cite.carries is Carries.LINE and cite.fact.law.rank.binding]
            assert any(cite.fact.confidence is not Confidence.MEMORY for cite in lines)
        if cited and finding.kind is not FindingKind.HINT and not finding.review_zh:
            assert any(cite.fact.confidence is not Confidence.MEMORY for cite in cited)
        if finding.rule.startswith(FAMILIES):
            assert finding.subject or finding.rule == "CN-AGR-003"
            assert "0条" not in finding.told_zh
            assert "None" not in finding.told_zh + finding.told_en
    for gap in judgement.gaps:
        assert all(text.strip() and "None" not in text for text in gap.missing_zh)
    for route in routes(matter, judgement.findings, pack):
        assert route.lender is not None or route.steps


def test_every_rule_of_these_families_has_cases_of_every_sort() -> None:
    sorts: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases():
        if case["规则"].startswith(FAMILIES):
            sorts[case["规则"]][case["种类"]] += 1
    rules = [rule for rule in load_pack("cn").rules if rule.startswith(FAMILIES)]
    assert len(rules) == len(sorts) == 33
    short = {rule: dict(sorts[rule]) for rule in rules if {"正例", "反例", "边界", "类型", "日期"} - set(sorts[rule])}
    assert short == {}
    assert min(sum(one.values()) for one in sorts.values()) >= 6
    assert sum(sum(one.values()) for one in sorts.values()) >= 130

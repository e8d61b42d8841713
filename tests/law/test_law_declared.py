"""Rules over what is declared: what holds whatever was noted, and what hints may and may not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_builder import TYPES, matter_of
from law_proceedings import OUTCOMES, PROCEEDINGS, STEPS

from ringfence.law import judge, load_pack, routes
from ringfence.schema import Circumstances, Extra, FindingKind, Post

DECLARED = ("CN-RGT", "CN-DDL", "CN-CRM-001", "CN-CRM-002", "CN-CRM-004", "CN-CRM-005")
DAYS = st.dates(date(2020, 1, 1), date(2027, 3, 1))
_STEP = st.fixed_dictionaries(
    {"步": st.sampled_from(sorted(STEPS)), "日": DAYS},
    optional={"结果": st.sampled_from(sorted(OUTCOMES)), "方式": st.sampled_from(["挂号信", "App内客服", "{x}"])},
)
_PROCEEDING = st.fixed_dictionaries(
    {
        "类型": st.sampled_from(sorted(PROCEEDINGS)),
        "机构": st.sampled_from(["L1", "L1", "A1", "L9", None]),
        "步骤": st.lists(_STEP, max_size=4),
        "请求": st.sampled_from([{}, {"资料": "通话录音"}]),
    }
)
_YES = st.sampled_from([None, "是", "否"])
_TOLD = st.fixed_dictionaries(
    {"机构": st.sampled_from(["L1", "A1", "L9"])},
    optional={
        "结清": DAYS,
        "撤回同意": DAYS,
        "撤回后使用": DAYS,
        "泄露知悉": DAYS,
        "泄露已告知": _YES,
        "联系人条数": st.integers(-1, 10_000),
        "通信记录条数": st.integers(-1, 2_000),
        "服务中取得": _YES,
        "债务违法": _YES,
        "额外索要": st.lists(st.fixed_dictionaries({"日": DAYS, "金额": st.integers(0, 9_000)}), max_size=4),
        "诽谤帖": st.lists(st.fixed_dictionaries({"日": DAYS}, optional={"浏览": st.integers(0, 9_000)}), max_size=2),
        "蜜罐": st.lists(st.sampled_from(["P1", "P9"]), max_size=2),
        "抓包": _YES,
        "改号": st.lists(st.sampled_from(["10690000001", ""]), max_size=2),
    },
)
EVENTS = [
    {"时": "2026-03-02 10:00", "对象": "妈妈"},
    {"时": "2026-05-25 10:00", "方式": "短信", "类别": "威胁", "标记": ["威胁人身"]},
    {"时": "2026-10-02 10:00", "机构": "A1", "发话": "A1"},
]


@settings(deadline=None, max_examples=80)
@given(
    st.lists(_PROCEEDING, max_size=3),
    st.lists(_TOLD, max_size=3),
    st.sampled_from(sorted(set(TYPES) - {"催收机构"})),
    DAYS,
)
def test_what_holds_whatever_is_declared(
    proceedings: list[dict[str, Any]], told: list[dict[str, Any]], kind: str, as_of: date
) -> None:
    case = {
        "机构": {"L1": {"类型": kind}, "A1": {"类型": "催收机构", "代表": "L1"}},
        "人物": {"妈妈": {"关系": "家人", "预留": "否"}},
        "事件": EVENTS,
        "程序": proceedings,
        "情况": told,
        "判断日": as_of,
    }
    matter = matter_of(case)
    pack = load_pack("cn")
    judgement = judge(matter, pack)
    assert judgement == judge(matter, pack)
    assert len({one.id for one in judgement.findings}) == len(judgement.findings)
    led = {name for route in routes(matter, judgement.findings, pack) for step in route.steps for name in step.findings}
    for finding in judgement.findings:
        assert finding.count >= 1
        assert finding.citations
        assert "{x}" not in finding.sentence_zh
        if finding.rule.startswith("CN-CRM"):
            assert finding.kind is FindingKind.INDICATION
            assert "由公安机关、司法机关认定" in finding.sentence_zh
            assert finding.review_zh
        if finding.rule == "CN-CRM-003":
            assert kind == "无资质"
        if finding.kind is FindingKind.HINT:
            assert finding.id not in led
            assert "违反了" not in finding.sentence_zh
        for citation in finding.citations:
            day = finding.last_day or as_of
            assert citation.effective_from <= day
        assert finding.last_day is None or finding.last_day <= as_of or not finding.rule.startswith(DECLARED)
    for gap in judgement.gaps:
        assert len(set(gap.missing_zh)) == len(gap.missing_zh)


def test_a_hint_alone_opens_no_way() -> None:
    case = {"程序": [{"类型": "报警", "机构": None, "步骤": [{"步": "不受理", "日": date(2026, 11, 20)}]}]}
    matter = matter_of(case)
    found = judge(matter, load_pack("cn")).findings
    assert {one.kind for one in found} == {FindingKind.HINT}
    assert {one.rule for one in found} == {"CN-DDL-005", "CN-DDL-007"}
    assert routes(matter, found, load_pack("cn")) == ()


def test_a_slow_office_is_no_wrong_of_the_lender() -> None:
    case = {"程序": [{"类型": "12315投诉", "步骤": [{"步": "收到", "日": date(2026, 9, 1)}]}]}
    matter = matter_of(case)
    (found,) = judge(matter, load_pack("cn")).findings
    assert found.rule == "CN-DDL-003"
    assert routes(matter, (found,), load_pack("cn")) == ()


def test_a_late_institution_goes_to_its_supervisor() -> None:
    case = {"放款方": "银行", "程序": [{"类型": "机构投诉", "步骤": [{"步": "收到", "日": date(2026, 9, 1)}]}]}
    matter = matter_of(case)
    (found,) = judge(matter, load_pack("cn")).findings
    (route,) = routes(matter, (found,), load_pack("cn"))
    assert [step.channel.id for step in route.steps if found.id in step.findings] == ["ch-institution", "ch-nfra"]


def test_exhibits_of_a_proceeding_stand_with_its_finding() -> None:
    steps = [
        {"步": "收到", "日": date(2026, 9, 1), "附件": ["S2"]},
        {"步": "答复", "日": date(2026, 9, 9), "结果": "拒绝无理由", "附件": ["S3", "S2"]},
    ]
    found = judge(matter_of({"程序": [{"类型": "删除", "步骤": steps}]}), load_pack("cn")).findings
    assert [(one.rule, one.subject, one.exhibits) for one in found] == [("CN-RGT-003", "X1", ("S2", "S3"))]


def test_two_proceedings_are_two_findings() -> None:
    one = {"类型": "删除", "步骤": [{"步": "收到", "日": date(2026, 9, 1)}]}
    found = judge(matter_of({"程序": [one, one]}), load_pack("cn")).findings
    assert [finding.id for finding in found] == ["CN-RGT-001:L1:X1", "CN-RGT-001:L1:X2"]


def test_what_is_told_of_two_collectors_of_one_lender_stays_apart() -> None:
    parties = {"L1": {"类型": "小贷"}, "A1": {"类型": "催收机构", "代表": "L1"}}
    told = [{"通信记录条数": 600}, {"机构": "A1", "通信记录条数": 700}]
    found = judge(matter_of({"机构": parties, "情况": told}), load_pack("cn")).findings
    assert sorted((one.id, one.count) for one in found) == [("CN-CRM-002:L1", 600), ("CN-CRM-002:L1:A1", 700)]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_at_the_ends_of_the_calendar(day: date) -> None:
    told = Circumstances(
        "L1",
        settled=day,
        consent_withdrawn=day,
        used_after=day,
        leak_known=day,
        leak_told=False,
        extras=(Extra(day, Decimal(3000)),) * 3,
        posts=(Post(day, 9000),),
    )
    matter = replace(matter_of({"事件": EVENTS[:2], "人物": {"妈妈": "家人"}}), circumstances=(told,))
    for as_of in (day, date(2026, 11, 21)):
        judgement = judge(replace(matter, as_of=as_of), load_pack("cn"))
        assert judgement == judge(replace(matter, as_of=as_of), load_pack("cn"))

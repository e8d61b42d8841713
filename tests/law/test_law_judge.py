"""The engine as a whole: what holds for every judgement, odd input, speed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_builder import FLAGS, KINDS, LABELS, TYPES, matter_of

from ringfence.law import Pack, PackError, judge, load_pack, routes
from ringfence.schema import EVENTS, Confidence, Finding, FindingKind, Matter, Party, PartyType, conform, empty

PEOPLE = {
    "妈妈": {"关系": "家人", "预留": "是", "拒绝于": "2026-01-10 10:00"},
    "小周": {"关系": "同事", "预留": "否"},
    "人事": "单位",
    "老王": "担保人",
}
CONTACT_ONLY = {
    *("CN-3P-002", "CN-3P-004", "CN-3P-005", "CN-3P-006", "CN-3P-009"),
    *("CN-COL-008", "CN-COL-009", "CN-CON-010"),
}
_EVENT = st.fixed_dictionaries(
    {
        "时": st.integers(0, 60 * 24 * 60).map(lambda minute: datetime(2025, 12, 10) + timedelta(minutes=minute)),  # noqa: DTZ001 -- wall clock
        "方式": st.sampled_from(sorted(KINDS)),
        "对象": st.sampled_from(["本人", "本人", *PEOPLE, "表姐"]),
        "类别": st.sampled_from([*LABELS, "无"]),
        "标记": st.lists(st.sampled_from(sorted(FLAGS)), max_size=2),
        "接通": st.sampled_from(["是", "否", "不知"]),
        "秒": st.sampled_from([None, 0, 25, 60]),
        "机构": st.sampled_from(["L1", "L2", "A1", None]),
        "要求还款": st.sampled_from(["是", "否"]),
        "误差分": st.sampled_from([0, 0, 30]),
        "次": st.sampled_from([1, 1, 4, 8]),
        "换号": st.booleans(),
        "矛盾": st.sampled_from([False, False, True]),
        "拒绝": st.sampled_from([None, "是"]),
    }
)


def judged(
    events: list[dict[str, Any]], kinds: tuple[str, str] = ("消费金融", "小贷")
) -> tuple[Matter, tuple[Finding, ...]]:
    parties = {"L1": {"类型": kinds[0]}, "L2": {"类型": kinds[1]}, "A1": {"类型": "催收机构", "代表": "L1"}}
    matter = matter_of({"机构": parties, "人物": PEOPLE, "已说明预留": True, "借款人": "张示例", "事件": events})
    return matter, judge(matter, load_pack("cn")).findings


@settings(deadline=None, max_examples=60)
@given(st.lists(_EVENT, max_size=10), st.tuples(st.sampled_from(sorted(TYPES)), st.sampled_from(sorted(TYPES))))
def test_what_holds_for_every_judgement(events: list[dict[str, Any]], kinds: tuple[str, str]) -> None:
    matter, findings = judged(events, kinds)
    known = {row["event"]: row for row in matter.events.iter_rows(named=True)}
    ids = [finding.id for finding in findings]
    assert len(set(ids)) == len(ids)
    for finding in findings:
        if finding.kind is FindingKind.HINT:  # a day of the user's own, no event
            assert not finding.events
            assert finding.count >= 1
            continue
        days = [known[event]["local_date"] for event in finding.events]
        assert days == sorted(days)
        assert (finding.first_day, finding.last_day) == (days[0], days[-1])
        assert 1 <= finding.count <= len(days)
        for event in finding.events:
            row = known[event]
            assert row["label"] not in {"personal", "fraud", "notice", "reminder"}
            if row["label"] == "unsure":  # only that the collectors came or rang, never what they said
                assert finding.rule in CONTACT_ONLY
                assert row["kind"] in {"call", "voice_robot", "visit"}
                assert finding.review_zh
            assert row["agreement"] != "contradicted"
            assert row["direction"] == "in"
        for citation in finding.citations:
            assert any(
                citation.effective_from <= day and (citation.effective_to is None or day <= citation.effective_to)
                for day in days
            ), (finding.id, citation.fact)
        fleeting = [one for one in finding.citations if one.effective_to is not None]
        assert all(day <= one.effective_to for one in fleeting for day in days if one.effective_to is not None)
        binding = any(citation.rank.binding for citation in finding.citations)
        assert binding is (finding.kind is not FindingKind.BENCHMARK)
    assert {
        finding
        for route in routes(matter, findings, load_pack("cn"))
        for step in route.steps
        for finding in step.findings
    } <= set(ids)


@settings(deadline=None, max_examples=20)
@given(st.lists(_EVENT, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(events: list[dict[str, Any]], chance: Any) -> None:  # noqa: ANN401 -- hypothesis gives a Random
    matter, findings = judged(events)
    rows = list(range(matter.events.height))
    chance.shuffle(rows)
    shuffled = replace(matter, events=matter.events[rows])
    assert judge(shuffled, load_pack("cn")).findings == findings


def test_no_events_no_findings() -> None:
    matter = Matter(events=empty(EVENTS), as_of=date(2026, 11, 21))
    judgement = judge(matter, load_pack("cn"))
    assert judgement.findings == ()
    assert judgement.gaps == ()


def test_rows_of_nulls_are_no_fault() -> None:
    nulls = conform(
        pl.DataFrame({"event": ["E1", "E2"], "ts": [None, 0], "local_date": [None, date(1970, 1, 1)]}), EVENTS
    )
    judgement = judge(Matter(events=nulls, as_of=date(2026, 11, 21)), load_pack("cn"))
    assert judgement.findings == ()


def test_agencies_that_act_for_each_other_end_somewhere() -> None:
    parties = (
        Party("A1", "甲", PartyType.AGENCY, acts_for="A2"),
        Party("A2", "乙", PartyType.AGENCY, acts_for="A1"),
    )
    matter = replace(matter_of({"事件": [{"时": "2026-03-02 23:00", "机构": "A1"}]}), parties=parties)
    judgement = judge(matter, load_pack("cn"))
    assert [finding for finding in judgement.findings if finding.rule == "CN-COL-001"] == []
    assert "CN-COL-001" in {gap.rule for gap in judgement.gaps}


def test_a_lender_that_is_no_party_is_unknown() -> None:
    case = {"事件": [{"时": "2026-03-02 11:00", "方式": "短信", "类别": "威胁", "标记": ["威胁人身"], "机构": "L9"}]}
    (finding,) = judge(matter_of(case), load_pack("cn")).findings
    assert finding.lender == "L9"
    assert "还不能确认身份的一方" in finding.sentence_zh


def test_other_product_values_change_what_is_found() -> None:
    pack = load_pack("cn")
    matter = matter_of({"事件": [{"时": "2026-03-02 09:00", "次": 4, "间隔分": 5}]})
    assert "CN-COL-007" not in {finding.rule for finding in judge(matter, pack).findings}
    stricter = replace(pack.settings, burst_calls=4)
    (found,) = (one for one in judge(matter, pack, settings=stricter).findings if one.rule == "CN-COL-007")
    assert "4次" in found.sentence_zh
    assert "4次" in found.threshold_zh


def test_a_rule_without_a_function_is_an_error_not_silence() -> None:
    pack = load_pack("cn")
    stray = replace(pack.rules["CN-CON-001"], id="CN-CON-999")
    broken: Pack = replace(pack, rules={**pack.rules, stray.id: stray})
    with pytest.raises(PackError, match="CN-CON-999"):
        judge(matter_of({}), broken)


def test_the_gravest_comes_first() -> None:
    events = [
        {"时": "2026-03-02 23:00"},
        {"时": "2026-03-02 11:00", "方式": "短信", "类别": "威胁", "标记": ["威胁人身"]},
    ]
    assert [finding.rule for finding in judge(matter_of({"事件": events}), load_pack("cn")).findings] == [
        "CN-CON-001",
        "CN-COL-001",
    ]


def test_the_confidence_is_that_of_the_weakest_thing_needed() -> None:
    """The Civil Code was read, the hours are reported at second hand: a night call to a contact is as sure as the hours."""
    case = {"人物": {"妈妈": "家人"}, "事件": [{"时": "2026-03-02 22:30", "对象": "妈妈"}]}
    found = {one.rule: one for one in judge(matter_of(case), load_pack("cn")).findings}
    assert found["CN-COL-002"].confidence is Confidence.SECONDARY
    unlicensed = {one.rule: one for one in judge(matter_of({**case, "放款方": "无资质"}), load_pack("cn")).findings}
    assert unlicensed["CN-COL-002"].confidence is Confidence.TEXT


def test_the_sentence_names_no_article_that_was_not_read() -> None:
    case = {
        "人物": {"妈妈": "家人"},
        "事件": [{"时": "2026-03-02 12:00", "方式": "短信", "对象": "妈妈", "要求还款": "是"}],
    }
    found = {one.rule: one for one in judge(matter_of({**case, "放款方": "信用卡"}), load_pack("cn")).findings}
    assert "第68条" not in found["CN-3P-001"].sentence_zh
    assert "《商业银行信用卡业务监督管理办法》" in found["CN-3P-001"].sentence_zh


def test_no_name_and_no_number_of_a_third_person_stands_in_a_sentence() -> None:
    case = {"人物": {"王示例": "家人"}, "事件": [{"时": "2026-03-02 22:30", "对象": "王示例", "号码": "19900000123"}]}
    for finding in judge(matter_of(case), load_pack("cn")).findings:
        said = finding.sentence_zh + finding.sentence_en + "".join(finding.uncertain_zh)
        assert "王示例" not in said
        assert "19900000" not in said


@pytest.mark.slow
def test_a_hundred_and_twenty_thousand_events_are_judged() -> None:
    """As many events as a large case has; the time is measured in benchmarks/bench_law.py."""
    rows = 120_000
    base = matter_of({"人物": PEOPLE, "已说明预留": True, "事件": [{"时": "2025-12-01 09:00", "次": 600, "间隔分": 7}]})
    copies = rows // base.events.height
    frame = pl.concat(
        [
            base.events.with_columns(
                event=pl.concat_str(pl.lit(f"E{nth:04d}"), pl.col("event").str.tail(8)),
                ts=pl.col("ts") + nth * 7_000_000,
                person=pl.lit(["debtor", "P1", "P2"][nth % 3]),
                role=pl.lit(["debtor", "family", "colleague"][nth % 3]),
            )
            for nth in range(copies)
        ]
    )
    matter = replace(base, events=frame)
    judgement = judge(matter, load_pack("cn"))
    assert judgement.findings


def test_what_happened_is_told_apart_from_the_law() -> None:
    case = {
        "人物": {"妈妈": "家人"},
        "事件": [{"时": "2026-03-02 12:00", "方式": "短信", "对象": "妈妈", "要求还款": "是"}],
    }
    (found,) = (one for one in judge(matter_of(case), load_pack("cn")).findings if one.rule == "CN-3P-001")
    assert found.told_zh == (
        "“示例L1”在2026年3月2日12:00直接要求您的1位家人还您的欠款(短信1条)。被要求还款的人不是债务人,记录里也没有其提供担保的信息。"
    )
    assert found.sentence_zh.startswith(found.told_zh)
    assert (
        "规定的内容据二手资料" in found.sentence_zh
    )  # the article itself was not read: said where a breach is claimed


def test_times_and_days_are_said_as_people_say_them() -> None:
    def told(*moments: str) -> str:
        rows = [{"时": moment, "方式": "短信", "类别": "威胁", "标记": ["威胁人身"]} for moment in moments]
        return next(one for one in judge(matter_of({"事件": rows}), load_pack("cn")).findings).told_zh

    assert "在2026年3月2日和3月5日对您本人说出威胁人身安全的话,共2次(均为短信)" in told(
        "2026-03-02 11:00", "2026-03-05 11:00"
    )
    three = told("2026-03-02 11:00", "2026-03-05 11:00", "2026-04-01 09:00")
    assert "2026年3月2日至4月1日期间(其中3天)" in three


def test_an_insult_nobody_else_heard_is_no_public_one() -> None:
    private = {"事件": [{"时": "2026-03-02 11:00", "方式": "短信", "标记": ["辱骂"]}], "放款方": "小贷"}
    (found,) = (one for one in judge(matter_of(private), load_pack("cn")).findings if one.rule == "CN-CON-002")
    assert {one.fact: one.aside for one in found.citations} == {"ps-50-1-2": True, "micro-6": False}
    assert "公然" not in found.sentence_zh


@pytest.mark.parametrize("day", ["1970-01-01", "2099-12-31", "9999-12-30"])
def test_days_far_from_the_law_are_judged_by_it_or_not_at_all(day: str) -> None:
    rows = [
        {"时": f"{day} 23:30", "方式": kind, "类别": "威胁", "标记": sorted(FLAGS), "内容": "张示例欠钱不还", "次": 8}
        for kind in KINDS
    ]
    judgement = judge(matter_of({"借款人": "张示例", "事件": rows}), load_pack("cn"))
    assert bool(judgement.findings) is (day > "2000")
    assert judgement.gaps
    for finding in judgement.findings:
        assert all(one.effective_from <= date.fromisoformat(day) for one in finding.citations)


def test_what_only_the_model_judged_to_be_pressing_is_said_so() -> None:
    night = {"时": "2026-03-02 23:00", "方式": "短信", "类别": "催本人"}
    for by, said in (("model", True), ("rule", False)):
        (finding,) = [one for one in judged([night | {"判类": by}])[1] if one.rule == "CN-COL-001"]
        assert any("按整体措辞判断" in line for line in finding.uncertain_zh) is said

"""The short packs: another country's hours, exceptions and permissions over the same timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from law_builder import matter_of

from ringfence.law import judge, load_pack, pack_names, routes
from ringfence.schema import AppFacts, Finding, FindingKind

PEOPLE = {"妈妈": "家人", "老王": "担保人"}
DUE = date(2026, 2, 25)
BREACH, INDICATION = FindingKind.BREACH, FindingKind.INDICATION


def found(pack: str, rule: str, case: dict[str, Any], *apps: AppFacts) -> list[Finding]:
    matter = replace(matter_of({"放款方": "小贷", "人物": PEOPLE, **case}), apps=apps)
    return [finding for finding in judge(matter, load_pack(pack)).findings if finding.rule == rule]


def call(when: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- the builder's own short forms
    return {"事件": [{"时": when, **more}], "借款": [{"到期日": DUE}]}


def test_all_packs_load_and_only_their_own_rules_are_judged() -> None:
    assert pack_names() == ("cn", "id", "in", "ke", "ng", "ph")
    assert {name: len(load_pack(name).rules) for name in pack_names() if name != "cn"} == {
        "id": 3,
        "in": 2,
        "ke": 1,
        "ng": 1,
        "ph": 2,
    }
    assert all(rule.judged for name in pack_names() if name != "cn" for rule in load_pack(name).rules.values())


def test_golden_philippines_late_by_twenty_days_is_free() -> None:
    assert found("ph", "PH-COL-001", call("2026-03-17 23:00")) == []


def test_golden_philippines_late_by_five_days_without_consent_is_not() -> None:
    (finding,) = found("ph", "PH-COL-001", call("2026-03-02 23:00"))
    assert (finding.kind, finding.count) == (BREACH, 1)


@pytest.mark.parametrize(("day", "count"), [("2026-03-12", 1), ("2026-03-13", 0)])
def test_philippines_fifteen_days_are_the_last(day: str, count: int) -> None:
    assert len(found("ph", "PH-COL-001", call(f"{day} 22:00:00"))) == count


@pytest.mark.parametrize(
    ("pack", "rule", "clock", "hit"),
    [
        ("ph", "PH-COL-001", "21:59:59", False),
        ("ph", "PH-COL-001", "05:59:59", True),
        ("ph", "PH-COL-001", "06:00:00", False),
        ("in", "IN-COL-001", "18:59:59", False),
        ("in", "IN-COL-001", "19:00:00", True),
        ("in", "IN-COL-001", "07:59:59", True),
        ("in", "IN-COL-001", "08:00:00", False),
        ("id", "ID-COL-001", "19:59:59", False),
        ("id", "ID-COL-001", "20:00:00", True),
        ("id", "ID-COL-001", "08:00:00", False),
    ],
)
def test_hours_of_each_country(pack: str, rule: str, clock: str, hit: bool) -> None:  # noqa: FBT001 -- a table of cases
    assert bool(found(pack, rule, call(f"2026-03-02 {clock}"))) is hit


def test_agreed_hours_lift_the_philippine_hours_and_not_the_indian_ones() -> None:
    agreed = call("2026-03-02 22:30") | {"借款": [{"到期日": DUE, "约定时段": [9, 23]}]}
    assert found("ph", "PH-COL-001", agreed) == []
    assert len(found("in", "IN-COL-001", agreed)) == 1


def test_without_a_due_day_the_philippine_hours_are_not_judged_and_that_is_said() -> None:
    matter = matter_of({"放款方": "小贷", "借款": [{"到期日": None}], "事件": [{"时": "2026-03-02 23:00"}]})
    judgement = judge(matter, load_pack("ph"))
    assert not [one for one in judgement.findings if one.rule == "PH-COL-001"]
    assert any("到期日" in text for gap in judgement.gaps for text in gap.missing_zh)


def test_indian_hours_are_about_calls() -> None:
    assert found("in", "IN-COL-001", call("2026-03-02 23:00", 方式="短信")) == []


def test_philippine_guarantors_may_be_contacted() -> None:
    assert found("ph", "PH-3P-001", call("2026-03-02 10:00", 对象="老王")) == []
    assert len(found("ph", "PH-3P-001", call("2026-03-02 10:00", 对象="妈妈"))) == 1


def test_indonesian_emergency_contact_only_when_payment_was_demanded() -> None:
    people = {"妈妈": {"关系": "家人", "预留": "是"}}
    asked = call("2026-03-02 10:00", 对象="妈妈", 要求还款="是") | {"人物": people}
    told = call("2026-03-02 10:00", 对象="妈妈", 要求还款="否") | {"人物": people}
    assert len(found("id", "ID-3P-001", asked)) == 1
    assert found("id", "ID-3P-001", told) == []


def app(*names: str, **more: bool) -> AppFacts:
    asked = tuple(f"android.permission.{name}" for name in names)
    return AppFacts("APP1", "某贷", "L1", observed=date(2026, 3, 2), permissions=asked, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pack", "rule", "asked", "hit"),
    [
        ("in", "IN-APP-001", ("READ_CALL_LOG",), True),
        ("in", "IN-APP-001", ("CAMERA", "RECORD_AUDIO"), False),
        ("id", "ID-APP-001", ("READ_CONTACTS",), True),
        ("id", "ID-APP-001", ("CAMERA", "ACCESS_FINE_LOCATION"), False),
        ("ke", "KE-3P-001", ("READ_CONTACTS",), True),
        ("ng", "NG-3P-001", ("READ_CONTACTS",), True),
        ("ng", "NG-3P-001", ("INTERNET",), False),
    ],
)
def test_a_permission_alone_is_what_the_app_can_do(pack: str, rule: str, asked: tuple[str, ...], hit: bool) -> None:  # noqa: FBT001 -- a table of cases
    findings = found(pack, rule, {"事件": []}, app(*asked))
    assert [finding.kind for finding in findings] == ([INDICATION] if hit else [])
    assert all("不等于已经做了" in "".join(finding.uncertain_zh) for finding in findings)


def test_a_capture_is_what_the_app_did() -> None:
    (finding,) = found("in", "IN-APP-001", {"事件": []}, app("READ_CONTACTS", capture_contacts=True))
    assert finding.kind is BREACH
    assert (finding.subject, finding.first_day) == ("APP1", date(2026, 3, 2))
    assert "抓包" in finding.sentence_zh


def test_before_the_directions_nothing_is_said() -> None:
    early = replace(app("READ_CONTACTS"), observed=date(2025, 5, 7))
    assert found("in", "IN-APP-001", {"事件": []}, early) == []


def test_kenya_counts_who_was_reached_and_memory_stays_out_of_letters_in_nigeria() -> None:
    reached = call("2026-03-02 10:00", 对象="妈妈", 次=3)
    (kenya,) = found("ke", "KE-3P-001", reached)
    (nigeria,) = found("ng", "NG-3P-001", reached)
    assert (kenya.kind, kenya.count, len(kenya.events)) == (BREACH, 3, 3)
    assert nigeria.kind is INDICATION
    assert not any(citation.in_letters for citation in nigeria.citations)


def test_a_bank_is_not_a_philippine_lending_company() -> None:
    assert found("ph", "PH-COL-001", call("2026-03-02 23:00") | {"放款方": "银行"}) == []


def test_a_short_pack_knows_no_offices() -> None:
    matter = matter_of({"放款方": "小贷", **call("2026-03-02 23:00")})
    pack = load_pack("ph")
    assert routes(matter, judge(matter, pack).findings, pack) == ()

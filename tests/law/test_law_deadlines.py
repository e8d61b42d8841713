"""Deadlines: what starts, extends and meets them, and on which day they end."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_builder import matter_of
from law_proceedings import OUTCOMES, PROCEEDINGS, STEPS

from ringfence import law
from ringfence.law import PackError, deadlines, load_pack, read_pack
from ringfence.schema import Due, Duty


def dues(*proceedings: dict[str, Any], as_of: str = "2026-11-21", **more: Any) -> dict[str, Due]:  # noqa: ANN401 -- a case's keys
    case = {"程序": list(proceedings), "判断日": date.fromisoformat(as_of), "放款方": "银行", **more}
    return {due.id: due for due in deadlines(matter_of(case), load_pack("cn"))}


def step(kind: str, day: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- a step's keys
    return {"步": kind, "日": date.fromisoformat(day), **more}


def complaint(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"类型": "机构投诉", "步骤": list(steps)}


def test_golden_notice_of_non_filing() -> None:
    """Received 2026-11-02: apply by 2026-11-09 to the same organ, which decides within 30 days."""
    report = {
        "类型": "报警",
        "步骤": [step("不受理", "2026-11-02", 文号="某公(刑)不立字〔2026〕0号", 说明="刑事不予立案通知书")],
    }
    found = dues(report, as_of="2026-11-03")
    review = found["nonfiling_review:X1"]
    assert (review.starts, review.day, review.duty) == (date(2026, 11, 2), date(2026, 11, 9), Duty.YOURS)
    assert review.hard
    assert not review.met
    assert [cite.fact for cite in review.cites] == ["mpscrim-179"]
    assert "7日" in review.note_zh
    assert "30日" in review.note_zh
    assert "admin_reconsider:X1" not in found  # a criminal matter
    asked = {"类型": "刑事复议", "接续": "X1", "步骤": [step("收到", "2026-11-05")]}
    later = dues(report, asked, as_of="2026-11-06")
    assert later["nonfiling_review:X1"].met_on == date(2026, 11, 5)
    assert later["nonfiling_decision:X2"].day == date(2026, 12, 7)  # the 30th day, 2026-12-05, is a Saturday
    assert later["nonfiling_decision:X2"].duty is Duty.THEIRS


def test_a_notice_that_does_not_say_which_case_runs_both_clocks() -> None:
    found = dues({"类型": "报警", "步骤": [step("不受理", "2026-11-02")]}, as_of="2026-11-03")
    assert found["nonfiling_review:X1"].day == date(2026, 11, 9)
    assert found["admin_reconsider:X1"].day == date(2027, 1, 1)
    public_order = dues({"类型": "报警", "步骤": [step("不受理", "2026-11-02", 说明="治安案件")]}, as_of="2026-11-03")
    assert set(public_order) == {"admin_reconsider:X1"}
    both = dues({"类型": "报警", "步骤": [step("不受理", "2026-11-02", 说明="不是刑事是治安")]}, as_of="2026-11-03")
    assert set(both) == {"nonfiling_review:X1", "admin_reconsider:X1"}


def test_review_by_the_superior_after_a_refusal_only() -> None:
    refused = {"类型": "刑事复议", "步骤": [step("收到", "2026-11-03"), step("决定", "2026-11-13", 结果="拒绝")]}
    found = dues(refused)
    assert found["nonfiling_recheck:X1"].day == date(2026, 11, 20)
    assert found["nonfiling_decision:X1"].met_on == date(2026, 11, 13)
    granted = {"类型": "刑事复议", "步骤": [step("收到", "2026-11-03"), step("决定", "2026-11-13", 结果="已办")]}
    assert "nonfiling_recheck:X1" not in dues(granted)
    reviewed = dues(refused, {"类型": "刑事复核", "接续": "X1", "步骤": [step("受理", "2026-11-18")]})
    assert reviewed["nonfiling_recheck:X1"].met_on == date(2026, 11, 18)
    assert reviewed["nonfiling_recheck_decision:X2"].day == date(2026, 12, 18)


def test_a_reply_that_denies_starts_the_users_own_clock_and_one_that_waits_does_not() -> None:
    for outcome, starts in (("拒绝", True), ("部分", True), ("要更多时间", False), ("待看", False), ("已办", False)):
        replied = {"类型": "刑事复议", "步骤": [step("收到", "2026-11-03"), step("答复", "2026-11-13", 结果=outcome)]}
        assert ("nonfiling_recheck:X1" in dues(replied)) is starts, outcome
    turned_away = {"类型": "报警", "步骤": [step("答复", "2026-11-13", 结果="不是我们")]}
    assert set(dues(turned_away)) == {"admin_reconsider:X1"}


@pytest.mark.parametrize(
    ("extensions", "day"),
    [
        ([], "2026-09-16"),
        (["2026-09-15"], "2026-10-08"),  # the 30th day is 2026-10-01: after the holidays
        (["2026-09-15", "2026-09-30"], "2026-11-02"),  # the 60th day, 2026-10-31, is a Saturday
        (["2026-09-15", "2026-09-30", "2026-10-20"], "2026-11-02"),  # there is no third
    ],
)
def test_a_complaint_runs_15_30_60_days(extensions: list[str], day: str) -> None:
    steps = [step("收到", "2026-09-01"), *(step("延期", one) for one in extensions)]
    due = dues(complaint(*steps))["institution_complaint:X1"]
    assert due.day == date.fromisoformat(day)
    assert due.hard
    assert {cite.fact for cite in due.cites} == {"cp-15", "cp-30", "cp-60"} if len(extensions) > 1 else due.cites


def test_a_reply_that_asks_for_time_extends_and_does_not_meet() -> None:
    asked = complaint(step("收到", "2026-09-01"), step("答复", "2026-09-10", 结果="要更多时间"))
    due = dues(asked)["institution_complaint:X1"]
    assert (due.day, due.met) == (date(2026, 10, 8), False)
    assert due.overdue(date(2026, 10, 9))
    assert not due.overdue(date(2026, 10, 8))


@pytest.mark.parametrize("outcome", ["要更多证件", "没答到点", "待看", "要更多时间"])
def test_words_that_answer_nothing_meet_nothing(outcome: str) -> None:
    assert not dues(complaint(step("收到", "2026-09-01"), step("答复", "2026-09-10", 结果=outcome)))[
        "institution_complaint:X1"
    ].met


@pytest.mark.parametrize(
    ("kind", "more", "met"),
    [
        ("答复", {}, True),
        ("答复", {"结果": "拒绝无理由"}, True),
        ("决定", {"结果": "部分"}, True),
        ("核对", {"结果": "核实已办"}, True),
        ("核对", {"结果": "核实未办"}, False),
        ("结束", {}, True),
        ("通话", {}, False),
        ("备注", {}, False),
    ],
)
def test_what_meets_a_deadline(kind: str, more: dict[str, Any], met: bool) -> None:  # noqa: FBT001 -- a table's column
    due = dues(complaint(step("收到", "2026-09-01"), step(kind, "2026-09-10", **more)))["institution_complaint:X1"]
    assert due.met is met
    assert due.met_on == (date(2026, 9, 10) if met else None)


def test_a_posted_complaint_counts_from_sending_and_says_so() -> None:
    posted = dues(complaint(step("发出", "2026-09-01", 方式="挂号信")))["institution_complaint:X1"]
    assert "没有写对方收到的日期" in posted.note_zh
    parcel = dues(complaint(step("发出", "2026-09-01", 方式="快递寄到客服中心")))["institution_complaint:X1"]
    assert "没有写对方收到的日期" in parcel.note_zh
    by_phone = dues(complaint(step("发出", "2026-09-01", 方式="客服电话")))["institution_complaint:X1"]
    assert "没有写对方收到的日期" not in by_phone.note_zh
    received = dues(complaint(step("发出", "2026-09-01", 方式="挂号信"), step("收到", "2026-09-04")))
    assert received["institution_complaint:X1"].starts == date(2026, 9, 4)


def test_a_microloan_company_is_not_held_to_the_banks_rule() -> None:
    sent = complaint(step("收到", "2026-09-01"))
    for kind in ("小贷", "无资质", "未知"):
        assert dues(sent, 放款方=kind) == {}
    parties = {"L1": {"类型": "消费金融"}, "A1": {"类型": "催收机构", "代表": "L1"}}
    assert set(dues(sent | {"机构": "A1"}, 机构=parties)) == {"institution_complaint:X1"}


def test_a_rule_not_yet_in_force_starts_nothing() -> None:
    assert dues(complaint(step("收到", "2020-02-29"))) == {}
    assert set(dues(complaint(step("收到", "2020-03-01")))) == {"institution_complaint:X1"}


def test_steps_of_tomorrow_are_not_looked_at() -> None:
    asked = complaint(step("收到", "2026-09-01"), step("答复", "2026-09-10"))
    assert dues(asked, as_of="2026-08-31") == {}
    assert not dues(asked, as_of="2026-09-09")["institution_complaint:X1"].met


def test_requests_are_yardsticks() -> None:
    sent = step("发出", "2026-09-18", 方式="App内客服")
    found = dues({"类型": "删除", "步骤": [sent]})
    assert found["pipl_request:X1"].day == date(2026, 10, 19)  # the 30th day, 2026-10-18, is a Sunday
    assert found["app_deletion:X1"].day == date(2026, 10, 15)  # workdays, over the holidays
    assert not found["pipl_request:X1"].hard
    assert not found["app_deletion:X1"].hard  # its number is only remembered
    assert set(dues({"类型": "删除", "步骤": [step("发出", "2026-09-18", 方式="挂号信")]})) == {"pipl_request:X1"}


def test_a_case_of_the_police_under_the_old_and_the_new_law() -> None:
    new = {"类型": "报警", "步骤": [step("受理", "2026-09-01"), step("延期", "2026-09-30"), step("延期", "2026-10-30")]}
    due = dues(new)["police_case:X1"]
    assert due.day == date(2026, 11, 30)
    assert [cite.fact for cite in due.cites] == ["ps-118"]
    old = {"类型": "报警", "步骤": [step("受理", "2025-12-31"), step("延期", "2026-01-20"), step("延期", "2026-02-20")]}
    found = dues(old)
    assert found["police_case_old:X1"].day == date(2026, 3, 2)  # 60 days: 2026-03-01 is a Sunday
    assert "police_case:X1" not in found
    assert "police_case:X1" not in dues({"类型": "报警", "步骤": [step("受理", "2026-09-01", 说明="刑事立案")]})


def test_administrative_reconsideration_then_suit() -> None:
    decided = {"类型": "行政复议", "步骤": [step("受理", "2026-06-01"), step("决定", "2026-07-24", 结果="拒绝")]}
    found = dues(decided)
    assert found["admin_decision:X1"].met_on == date(2026, 7, 24)
    assert found["admin_sue_after:X1"].day == date(2026, 8, 8)
    assert "请最迟在2026年8月7日办理" in found["admin_sue_after:X1"].note_zh  # a Saturday: not moved for the user
    suit = {"类型": "行政诉讼", "接续": "X1", "步骤": [step("发出", "2026-08-05")]}
    assert dues(decided, suit)["admin_sue_after:X1"].met_on == date(2026, 8, 5)
    direct = dues({"类型": "报警", "步骤": [step("受理", "2026-05-01"), step("决定", "2026-05-31", 结果="拒绝")]})
    assert direct["admin_sue:X1"].day == date(2026, 11, 30)
    assert direct["admin_reconsider:X1"].day == date(2026, 7, 30)


def test_offices_have_their_own() -> None:
    found = dues(
        {"类型": "12315投诉", "步骤": [step("收到", "2026-09-18")]},
        {"类型": "12315投诉", "步骤": [step("收到", "2026-09-01"), step("受理", "2026-09-08")]},
        {"类型": "征信异议", "步骤": [step("收到", "2026-10-09")]},
        {"类型": "征信投诉", "步骤": [step("收到", "2026-10-09"), step("受理", "2026-10-12")]},
        {"类型": "电信申诉", "步骤": [step("收到", "2026-10-09")]},
        {"类型": "民事诉讼", "步骤": [step("发出", "2026-11-12", 方式="人民法院在线服务网站")]},
    )
    assert {key: due.day.isoformat() for key, due in found.items()} == {
        "12315_accept:X1": "2026-09-29",
        "12315_accept:X2": "2026-09-10",
        "12315_mediate:X2": "2026-11-09",
        "credit_objection:X3": "2026-10-29",
        "pboc_credit_complaint:X4": "2026-11-11",
        "telecom_appeal:X5": "2026-11-09",
        "civil_filing:X6": "2026-11-19",
    }
    assert found["12315_accept:X2"].met_on == date(2026, 9, 8)


THREAT = {"方式": "短信", "类别": "威胁", "标记": ["威胁人身"]}


def test_public_order_bar_from_the_last_act() -> None:
    events = [{"时": "2026-05-02 10:00", **THREAT}, {"时": "2026-06-03 10:00", **THREAT}]
    due = dues(事件=events)["police_ps_time_bar:L1"]
    assert (due.starts, due.day, due.duty, due.hard) == (date(2026, 6, 3), date(2026, 12, 3), Duty.YOURS, True)
    assert [cite.fact for cite in due.cites] == ["ps-25"]
    reported = {"类型": "报警", "步骤": [step("收到", "2026-06-03")]}
    assert dues(reported, 事件=events)["police_ps_time_bar:L1"].met
    early = {"类型": "报警", "步骤": [step("收到", "2026-06-02")]}
    assert not dues(early, 事件=events)["police_ps_time_bar:L1"].met  # it went on after the report
    old = dues(事件=[{"时": "2025-12-31 10:00", **THREAT}])
    assert [cite.fact for cite in old["police_ps_time_bar_old:L1"].cites] == ["ps22-old"]
    assert "police_ps_time_bar:L1" not in old
    assert dues(事件=[{"时": "2026-06-03 10:00", "类别": "提醒"}]) == {}


def test_limitation_runs_from_the_first_act_and_a_suit_keeps_it() -> None:
    events = [{"时": "2026-05-02 10:00", **THREAT}, {"时": "2026-06-03 10:00", **THREAT}]
    due = dues(事件=events)["civil_limitation:L1"]
    assert (due.starts, due.day) == (date(2026, 5, 2), date(2029, 5, 2))
    suit = {"类型": "民事诉讼", "步骤": [step("发出", "2026-07-01")]}
    assert dues(suit, 事件=events)["civil_limitation:L1"].met
    assert not dues(suit | {"机构": "L2"}, 事件=events)["civil_limitation:L1"].met


def test_call_records_expire_and_a_carriers_list_saves_them() -> None:
    calls = [{"时": "2026-05-20 10:00", "接通": "是", "秒": 40}, {"时": "2026-06-02 10:00", "接通": "是", "秒": 40}]
    due = dues(事件=calls)["cdr_export:debtor"]
    assert (due.starts, due.day, due.hard) == (date(2026, 6, 2), date(2026, 12, 2), False)
    assert "不是法律规定的期限" in due.note_zh
    assert due.proceeding == ""
    saved = dues(事件=[call | {"时钟": "carrier"} for call in calls])
    assert "cdr_export:debtor" not in saved
    assert "cdr_export:debtor" not in dues(事件=[calls[0]])  # already lost
    assert "cdr_export:debtor" not in dues(
        事件=[call | {"接通": "否"} for call in calls]
    )  # in no carrier's list anyway


def test_a_carriers_list_covers_its_months_between_its_first_and_last_day() -> None:
    listed = [
        {"时": f"{day} 09:00", "类别": "私人", "时钟": "carrier"} for day in ("2026-06-01", "2026-06-20", "2026-09-30")
    ]
    for day, covered in (("2026-06-02", True), ("2026-07-02", False), ("2026-09-29", True), ("2026-10-01", False)):
        call = {"时": f"{day} 10:00", "接通": "是", "秒": 40}
        assert ("cdr_export:debtor" not in dues(事件=[*listed, call])) is covered, day


def test_recordings_are_asked_for_within_two_years() -> None:
    calls = [{"时": "2026-05-20 10:00", "接通": "是", "秒": 40}]
    bank = dues(事件=calls)["recording_request:L1"]
    assert (bank.day, bank.hard) == (date(2028, 5, 20), False)
    card = dues(事件=calls, 放款方="信用卡")["recording_request:L1"]
    assert card.hard
    assert "recording_request:L1" not in dues(事件=calls, 放款方="无资质")
    asked = {"类型": "复制", "步骤": [step("发出", "2026-06-01")]}
    assert dues(asked, 事件=calls)["recording_request:L1"].met


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("kinds: [complaint_institution]", "kinds: [complaint_bank]", "institution_complaint.kinds"),
        ("starts: [received, accepted, sent]", "starts: [recieved]", "institution_complaint.starts"),
        ("  due_zh: 机构答复投诉\n", "", "institution_complaint.due_zh"),
        ("{add: 15, cite: cp-30}", "{add: 15, cite: cp-31}", "institution_complaint.longer[0].cite"),
        ("{add: 15, cite: cp-30}", "{add: 0, cite: cp-30}", "institution_complaint.longer[0].add"),
        (
            "value: 15\n  unit: days\n  cites: [cp-15]",
            "value: 1.5\n  unit: days\n  cites: [cp-15]",
            "institution_complaint.value",
        ),
        ("duty: yours", "duty: mine", "police_ps_time_bar.duty"),
        ("acts: offence", "acts: crime", "police_ps_time_bar.acts"),
        ("unless_done: true", "unless_done: often", "nonfiling_recheck.unless_done"),
        ("\n  practice: true", "\n  pratice: true", "cdr_export.pratice"),
    ],
)
def test_a_broken_deadline_is_named(tmp_path: Path, old: str, new: str, key: str) -> None:
    copy = Path(shutil.copytree(Path(law.__file__).parent / "packs" / "cn", tmp_path / "cn"))
    text = (copy / "deadlines.yaml").read_text(encoding="utf-8")
    assert old in text
    (copy / "deadlines.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as fault:
        read_pack(copy)
    assert (fault.value.file, fault.value.key) == ("deadlines.yaml", key)


def test_nothing_starts_from_nothing() -> None:
    assert dues() == {}
    assert dues({"类型": "报警", "步骤": []}, {"类型": "删除", "步骤": [step("起草", "2026-09-01")]}) == {}


_STEP = st.fixed_dictionaries(
    {"步": st.sampled_from(sorted(STEPS)), "日": st.dates(date(2019, 1, 1), date(2027, 12, 31))},
    optional={
        "结果": st.sampled_from(sorted(OUTCOMES)),
        "方式": st.sampled_from(["", "挂号信", "App内客服", "电话"]),
        "说明": st.sampled_from(["", "刑事", "治安", "\x00{}"]),
    },
)
_PROCEEDING = st.fixed_dictionaries(
    {
        "类型": st.sampled_from(sorted(PROCEEDINGS)),
        "机构": st.sampled_from(["L1", "A1", "L9", None]),
        "步骤": st.lists(_STEP, max_size=5),
        "接续": st.sampled_from(["", "X1", "X2", "X99"]),
    }
)


@settings(deadline=None, max_examples=80)
@given(st.lists(_PROCEEDING, max_size=4), st.dates(date(2019, 1, 1), date(2027, 12, 31)))
def test_what_holds_for_every_deadline(proceedings: list[dict[str, Any]], as_of: date) -> None:
    parties = {"L1": {"类型": "银行"}, "A1": {"类型": "催收机构", "代表": "L1"}}
    matter = matter_of({"机构": parties, "程序": proceedings, "判断日": as_of})
    pack = load_pack("cn")
    found = deadlines(matter, pack)
    assert len({due.id for due in found}) == len(found)
    assert found == deadlines(matter, pack)
    for due in found:
        rule = pack.deadlines[due.deadline]
        assert due.starts <= as_of
        assert due.day > due.starts
        assert due.met is (due.met_on is not None)
        assert due.met_on is None or due.starts <= due.met_on <= as_of
        assert due.cites
        assert all(cite.effective_from <= due.starts for cite in due.cites)
        assert all(cite.effective_to is None or due.starts <= cite.effective_to for cite in due.cites)
        if due.hard:
            assert any(cite.rank.binding and cite.in_letters for cite in due.cites)
        if due.duty is Duty.THEIRS:  # never held to a day on which nobody works
            assert pack.calendar.is_workday(due.day)
        assert due.day - due.starts <= timedelta(days=200) or rule.acts is not None
        assert due.name_zh
        assert "{" not in due.note_zh
    assert [due.met for due in found] == sorted(due.met for due in found)


def test_days_at_the_end_of_the_calendar() -> None:
    far = complaint({"步": "收到", "日": date(9999, 12, 30)})
    (due,) = dues(far, as_of="9999-12-31").values()
    assert due.day == date.max

"""Events: classes by circumstance, the user's word, attribution, modes, counts, suggestions."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.analyze import attribute, classify, fingerprint, guess_type, measure, suggest_parties
from ringfence.analyze.measure import _runs
from ringfence.schema import (
    CHINA,
    EVENTS,
    Borrower,
    CancelledError,
    Correction,
    Party,
    PartyType,
    Person,
    Role,
    conform,
    empty,
    parse_phone,
    to_micros,
)

LOAN = "【星桥贷】您的借款已逾期12天,欠款3000元,请尽快还款"
BRIDGE = Party("L1", "星桥小额贷款有限公司", PartyType.MICROLOAN, ("星桥贷",))
BANK = Party("L2", "某某银行股份有限公司", PartyType.BANK, ("某某银行",), ("95599",))
AGENCY = Party("A1", "黑石资产管理有限公司", PartyType.AGENCY, ("黑石资产",), ("+8619900009999",), acts_for="L1")
HOUR = 3_600_000_000


def event(**given: Any) -> dict[str, Any]:  # noqa: ANN401 -- any column of EVENTS
    number = parse_phone(given.get("address", "19900001111"))
    row: dict[str, Any] = {
        "kind": "sms", "direction": "in", "zone": CHINA, "clock": "device", "precision_s": 0, "person": "debtor",
        "role": "debtor", "known": False, "address_key": number.key, "address_kind": number.kind.value,
    }  # fmt: skip
    when = datetime.fromisoformat(given.pop("when", "2024-05-06T10:00:00"))
    row |= {"ts": to_micros(when), "local_date": when.date()}
    return row | {"local_second": when.hour * 3600 + when.minute * 60 + when.second} | given


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    named = [{"event": f"E{number:012x}"} | row for number, row in enumerate(rows)]
    return conform(pl.DataFrame(named, infer_schema_length=None), EVENTS)


def only(events: pl.DataFrame) -> dict[str, Any]:
    (row,) = events.iter_rows(named=True)
    return row


def test_a_collecting_text_gets_its_columns() -> None:
    row = only(classify(frame(event(text=LOAN))))
    assert (row["label"], row["label_by"], row["signature"], row["amount"]) == (
        "collection_self",
        "rule",
        "星桥贷",
        3000,
    )
    assert row["demand"] is True


def test_nobody_obliged_received_it() -> None:
    row = only(classify(frame(event(text=LOAN, role="family", person="P1"))))
    assert row["label"] == "collection_third"
    assert {"third_party", "amount_disclosed"} <= set(row["flags"])


def test_a_guarantor_is_obliged() -> None:
    assert only(classify(frame(event(text=LOAN, role="guarantor"))))["label"] == "collection_self"


def test_what_the_borrower_wrote_is_personal() -> None:
    row = only(classify(frame(event(text="你再逼我还款我就曝光你,欠款我会还", direction="out"))))
    assert (row["label"], row["flags"]) == ("personal", [])


def test_a_friend_may_ask_for_money_but_not_threaten() -> None:
    asks, threatens = classify(
        frame(
            event(text="逾期这么久了,欠款到底什么时候还", known=True),
            event(text="再不还钱打断你的腿,小心你全家", known=True),
        )
    )["label"]
    assert asks == "personal"
    assert threatens == "threat"


def test_a_saved_hotline_is_no_friend() -> None:
    assert only(classify(frame(event(text=LOAN, known=True, address="95599"))))["label"] == "collection_self"


def test_an_account_of_a_call_is_a_statement() -> None:
    told = "对方说我儿子欠网贷不还,让我替他还,不还就上门"
    row = only(classify(frame(event(kind="call", clock="recollected", text=told, role="family", person="P1"))))
    assert row["label_by"] == "statement"
    assert row["label"] in {"collection_third", "threat"}
    assert "third_party" in row["flags"]


def test_an_account_without_a_debt_stays_unsure() -> None:
    row = only(classify(frame(event(kind="call", clock="recollected", text="打来没说话就挂了"))))
    assert (row["label"], row["label_by"]) == ("unsure", "abstain")


@pytest.mark.parametrize(
    ("when", "precision", "night"),
    [
        ("2024-05-06T22:00:00", 0, True), ("2024-05-06T21:59:59", 0, False), ("2024-05-06T07:59:59", 0, True),
        ("2024-05-06T08:00:00", 0, False), ("2024-05-06T22:10:00", 1800, False), ("2024-05-06T23:10:00", 1800, True),
        ("2024-05-06T07:50:00", 1800, False), ("2024-05-06T00:10:00", 1800, True),
    ],
)  # fmt: skip
def test_night_is_flagged_only_when_sure(when: str, precision: int, night: bool) -> None:  # noqa: FBT001 -- a table
    events = classify(frame(event(text=LOAN, when=when, precision_s=precision)))
    assert ("night" in only(events)["flags"]) is night
    assert measure(events).quiet == int(night)


def test_another_name_is_noted_as_a_possible_mistake() -> None:
    text = "张三先生您好,您在星桥贷的借款已逾期,请尽快还款"
    assert "发错对象" in only(classify(frame(event(text=text)), borrower=Borrower(name="李四")))["reason"]
    for own in ("张三", ""):
        assert "发错对象" not in only(classify(frame(event(text=text)), borrower=Borrower(name=own)))["reason"]


def test_a_call_without_text_has_no_label() -> None:
    row = only(classify(frame(event(kind="call", connected=True, duration_s=20))))
    assert row["label"] is None


def test_empty_input() -> None:
    events = attribute(classify(empty(EVENTS)), [BRIDGE])
    assert events.schema == EVENTS
    assert measure(events).attempts == 0
    assert suggest_parties(events, [BRIDGE]) == ()


def test_cancelling_stops() -> None:
    def cancel(step: str, done: int, total: int | None = None) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        classify(frame(event(text=LOAN)), progress=cancel)


def test_a_fingerprint_forgets_digits_spacing_and_script() -> None:
    assert fingerprint("您欠款3000元，請还款") == fingerprint("您欠款 12,500.00元,请还款")
    assert fingerprint("您欠款3000元") != fingerprint("您欠费3000元")
    assert fingerprint("123") == ""


def test_a_correction_holds_for_the_same_text_from_the_same_number() -> None:
    rows = frame(
        event(text=LOAN),
        event(text=LOAN.replace("3000", "4000")),
        event(text=LOAN, address="19900002222"),
    )
    fixed = Correction("E000000000000", "+8619900001111", fingerprint(LOAN), "fraud", ())
    events = classify(rows, corrections=[fixed])
    assert events["label"].to_list() == ["fraud", "fraud", "collection_self"]
    assert events["label_by"].to_list() == ["user", "user", "rule"]
    assert events["flags"][0].to_list() == []


def test_the_last_correction_wins_and_an_event_wins_over_its_likeness() -> None:
    rows = frame(event(text=LOAN), event(text=LOAN))
    digest = fingerprint(LOAN)
    one = Correction("E000000000001", "+8619900001111", digest, "notice")
    two = Correction("E000000000000", "+8619900001111", digest, "fraud")
    assert classify(rows, corrections=[one, two])["label"].to_list() == ["fraud", "notice"]
    assert classify(rows, corrections=[two, one])["label"].to_list() == ["fraud", "notice"]


def test_a_call_can_be_corrected_by_its_event() -> None:
    fixed = Correction("E000000000000", "", "", "collection_self", ("insult",))
    row = only(classify(frame(event(kind="call", when="2024-05-06T23:00:00")), corrections=[fixed]))
    assert (row["label"], row["label_by"], row["flags"]) == ("collection_self", "user", ["insult", "night"])


def test_a_correction_to_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        classify(frame(event(text=LOAN)), corrections=[Correction("E000000000000", "", "", "nonsense")])


def test_a_number_that_signed_a_collecting_text_links_its_calls() -> None:
    rows = frame(
        event(text=LOAN),
        event(kind="call", connected=False, duration_s=0),
        event(kind="call", connected=True, duration_s=50, role="family", person="P1"),
    )
    events = attribute(classify(rows), [BRIDGE, BANK])
    assert events["lender"].to_list() == ["L1"] * 3
    assert events["lender_by"].to_list() == ["signature", "number", "number"]
    assert events["label"].to_list() == ["collection_self", "collection_self", "collection_third"]
    assert events["label_by"].to_list() == ["rule", "number", "number"]
    assert "同一号码" in events["reason"][1]


def test_a_bank_hotline_that_sent_notices_does_not_collect() -> None:
    notice = "【某某银行】您尾号1234的账户5月1日收入100元,余额200元"
    rows = frame(
        event(text=notice, address="95599"), event(kind="call", address="95599", connected=True, duration_s=30)
    )
    events = attribute(classify(rows), [BANK])
    assert events["lender"].to_list() == ["L2", "L2"]
    assert events["label"].to_list() == ["notice", None]
    assert measure(events).attempts == 0


def test_an_agency_speaks_for_its_lender() -> None:
    rows = frame(
        event(kind="call", address="19900009999", connected=True, duration_s=50),
        event(text="【黑石资产】您在星桥贷的欠款请尽快处理,否则起诉", address="19900008888"),
    )
    events = attribute(classify(rows), [BRIDGE, AGENCY])
    assert events["speaker"].to_list() == ["A1", "A1"]
    assert events["lender"].to_list() == ["L1", "L1"]
    assert events["label"].to_list() == ["collection_self", "collection_self"]


def test_several_candidates_leave_it_open_and_say_so() -> None:
    row = only(attribute(classify(frame(event(text="您在星桥贷和某某银行的贷款均已逾期,请尽快还款"))), [BRIDGE, BANK]))
    assert (row["lender"], row["speaker"]) == (None, None)
    assert "未作判断" in row["reason"]


def test_a_number_that_spoke_for_two_links_nothing() -> None:
    other = "【某某银行】您的信用卡已逾期12天,请尽快还款"
    rows = frame(event(text=LOAN), event(text=other), event(kind="call", connected=False))
    events = attribute(classify(rows), [BRIDGE, BANK])
    assert events["lender"].to_list() == ["L1", "L2", None]
    assert events["label"][2] is None


def test_what_the_user_said_stays() -> None:
    rows = classify(frame(event(text=LOAN))).with_columns(
        lender=pl.lit("L2"), speaker=pl.lit("L2"), lender_by=pl.lit("user")
    )
    assert only(attribute(rows, [BRIDGE, BANK]))["lender"] == "L2"


def test_a_friend_naming_a_lender_does_not_speak_for_it() -> None:
    row = only(attribute(classify(frame(event(text="我星桥贷又要还了,借我点钱呗", known=True))), [BRIDGE]))
    assert row["lender"] is None


def test_a_withheld_number_is_never_linked() -> None:
    rows = frame(event(text=LOAN, address=""), event(kind="call", address="", connected=False))
    assert attribute(classify(rows), [BRIDGE])["lender"].to_list() == ["L1", None]


def test_modes() -> None:
    robot = [event(kind="call", address="19900003333", connected=True, duration_s=s) for s in (21, 21, 22, 21)]
    talk = [event(kind="call", address="19900004444", connected=True, duration_s=s) for s in (20, 95)]
    rows = frame(
        *robot, *talk,
        event(kind="call", address="19900005555", connected=True, duration_s=12),
        event(kind="call", address="19900005555", connected=False, duration_s=0),
        event(kind="voice_robot", address="19900006666"),
        event(kind="call", clock="recollected", text="是机器人语音让我还款"),
        event(text=LOAN),
    )  # fmt: skip
    modes = attribute(classify(rows), [])["mode"].to_list()
    assert modes[:4] == ["notify"] * 4
    assert modes[4:6] == ["interactive"] * 2
    assert modes[6:] == ["unknown", "unknown", "notify", "notify", None]


def test_counts() -> None:
    calls = [
        event(
            kind="call",
            connected=minute == 0,
            duration_s=40 if minute == 0 else 0,
            when=f"2024-05-06T09:{minute:02}:00",
        )
        for minute in (0, 5, 10, 15, 20)
    ]
    rows = frame(event(text=LOAN, when="2024-05-06T22:30:00"), *calls, event(text="晚上吃饭吗", known=True))
    found = measure(attribute(classify(rows), [BRIDGE]))
    assert (found.attempts, found.quiet) == (6, 1)
    (day,) = found.daily.iter_rows(named=True)
    assert (day["attempts"], day["connected"], day["unanswered"], day["effective"]) == (6, 1, 4, 1)
    (burst,) = found.bursts.iter_rows(named=True)
    assert (burst["lender"], burst["person"], burst["n"]) == ("L1", "debtor", 5)
    (person,) = found.people.iter_rows(named=True)
    assert (person["role"], person["attempts"], person["lenders"]) == ("debtor", 6, ["L1"])
    (number,) = found.numbers.iter_rows(named=True)
    assert (number["sms"], number["calls"], number["people"]) == (1, 5, 1)
    assert found.hourly["n"].sum() == 6
    assert measure(attribute(classify(rows), [BRIDGE]), burst_min=6).bursts.is_empty()
    with pytest.raises(ValueError, match="burst_min"):
        measure(rows, burst_min=1)


@given(st.lists(st.integers(0, 5 * HOUR), max_size=30).map(sorted), st.integers(2, 6))
@settings(deadline=None, max_examples=200)
def test_every_window_of_an_hour_with_enough_calls_lies_in_one_burst(times: list[int], least: int) -> None:
    runs = _runs(times, least)
    covered = {place for first, last in runs for place in range(first, last + 1)}
    for place, time in enumerate(times):
        windows = [
            sum(start <= other <= start + HOUR for other in times) >= least
            for start in times
            if start <= time <= start + HOUR
        ]
        assert (place in covered) == any(windows)
    assert all(one[1] < two[0] for one, two in pairwise(runs))


def test_unnamed_collectors_are_proposed_with_their_numbers() -> None:
    rows = frame(
        event(text="【海豚消费金融】您的贷款已逾期5天,请尽快还款", when="2024-05-01T10:00:00"),
        event(text="【海豚消费金融】您的贷款已逾期6天,请尽快还款", address="19900002222"),
        event(text="您的贷款已逾期6天,请尽快还款,否则起诉", address="19900002222"),
        event(text="你的网贷逾期了,今天必须还款,否则上门", address="19900003333"),
        event(text=LOAN, address="19900004444"),
    )
    first, second = suggest_parties(classify(rows), [BRIDGE])
    assert (first.signature, first.events, first.type) == ("海豚消费金融", 3, PartyType.CONSUMER_FINANCE)
    assert first.numbers == ("+8619900002222", "+8619900001111")
    assert first.first_ts == to_micros(datetime(2024, 5, 1, 10))  # noqa: DTZ001 -- wall clock of CHINA
    assert (second.signature, second.numbers) == ("", ("+8619900003333",))
    friend = Person("P1", "小红(虚构)", Role.FRIEND, ("+8619900003333",))  # who wrote of it, or sent it on
    assert suggest_parties(classify(rows), [BRIDGE], people=[friend]) == (first,)


def test_types_are_guessed_from_names_only() -> None:
    assert guess_type("某某银行信用卡中心") is PartyType.CREDIT_CARD
    assert guess_type("某某律师事务所") is PartyType.AGENCY
    assert guess_type("星桥") is PartyType.UNKNOWN


@pytest.mark.parametrize("sender", ["96110", "12378", "10086"])
def test_public_and_carrier_numbers_never_collect_but_a_persons_account_of_them_stays(sender: str) -> None:
    row = only(classify(frame(event(text=LOAN, address=sender))))
    assert (row["label"], row["flags"], row["demand"]) == ("unsure", [], False)
    assert "公共服务" in row["reason"]
    told = only(classify(frame(event(text="说我欠钱不还要抓我", address=sender, clock="recollected", kind="call"))))
    assert told["label"] != "unsure" or "公共服务" not in (told["reason"] or "")
    assert measure(classify(frame(event(text=LOAN, address=sender)))).attempts == 0


def test_a_guess_of_the_model_counts_only_from_a_sender_who_speaks_for_a_lender() -> None:
    rows = frame(event(label="threat", label_by="model"), event(label="threat", label_by="model", lender="L1"))
    assert measure(rows).attempts == 1
    assert measure(rows.with_columns(label_by=pl.lit("rule"))).attempts == 2

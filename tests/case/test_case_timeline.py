"""The timeline: copies joined, phone and carrier matched within stated tolerances, statements corroborated."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from ringfence.case.join import CARRIER_S, clock_offsets, join_carrier
from ringfence.case.merge import Records, localise, merge_sources
from ringfence.case.timeline import build_timeline
from ringfence.schema import (
    CALLS,
    CONTACTS,
    EVENTS,
    MESSAGES,
    STATEMENTS,
    Person,
    Role,
    conform,
    parse_phone,
    to_micros,
)

COLLECTOR = "19900000001"
MOTHER = Person("P1", "母亲(演示)", Role.FAMILY, ("+8619100000001",))


def at(text: str) -> int:
    return to_micros(datetime.fromisoformat(text))


def number(raw: str) -> dict[str, str]:
    phone = parse_phone(raw)
    return {"address": raw, "address_key": phone.key, "address_kind": phone.kind.value}


def calls(*rows: tuple[str, str, str, int | None], clock: str = "device") -> pl.DataFrame:
    """Rows of (time, direction, number, duration; 0 = not connected)."""
    table = [
        {
            "row": index,
            "direction": direction,
            "ts": at(time),
            "zone": "Asia/Shanghai",
            "clock": clock,
            "duration_s": seconds,
            "connected": None if seconds is None else seconds > 0,
            "offset": index,
            "length": 1,
            **number(who),
        }
        for index, (time, direction, who, seconds) in enumerate(rows)
    ]
    return conform(pl.DataFrame(table, schema_overrides={"duration_s": pl.Int32}), CALLS)


def messages(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Rows of (time, direction, number, text)."""
    table = [
        {
            "row": index,
            "kind": "sms",
            "direction": direction,
            "ts": at(time),
            "zone": "Asia/Shanghai",
            "clock": "device",
            "body": text,
            **number(who),
        }
        for index, (time, direction, who, text) in enumerate(rows)
    ]
    return conform(pl.DataFrame(table), MESSAGES)


def statement(time: str, who: str = "", precision: int = 1800, **more: object) -> pl.DataFrame:
    row = {
        "row": 0,
        "person": MOTHER.name,
        "relation": "family",
        "person_key": MOTHER.numbers[0],
        "kind": "call",
        "direction": "in",
        "ts": at(time),
        "zone": "Asia/Shanghai",
        "precision_s": precision,
        "text": "说我儿子欠钱",
        **number(who),
        **more,
    }
    return conform(pl.DataFrame([row]), STATEMENTS)


def test_overlapping_backups_hold_one_message() -> None:
    old = messages(
        ("2026-03-01T10:00:00", "in", COLLECTOR, "请还款"), ("2026-03-02T10:00:00", "in", COLLECTOR, "请还款")
    )
    new = messages(
        ("2026-03-01T10:00:00", "in", COLLECTOR, "请还款"),
        ("2026-03-02T10:00:00", "in", COLLECTOR, "请还款"),
        ("2026-03-03T10:00:00", "in", COLLECTOR, "请还款"),
    )
    events = build_timeline([Records("S1", messages=old), Records("S2", messages=new)], {}).events
    assert events.height == 3
    assert events["refs"].to_list() == [["S1#0", "S2#0"], ["S1#1", "S2#1"], ["S2#2"]]
    assert events["agreement"].to_list() == ["single"] * 3  # two copies of one log are one source, no corroboration


def test_drafts_contact_nobody() -> None:
    frame = messages(
        ("2026-03-01T10:00:00", "draft", COLLECTOR, "草稿"), ("2026-03-01T10:00:00", "failed", COLLECTOR, "x")
    )
    assert build_timeline([Records("S1", messages=frame)], {}).events.is_empty()


def test_phone_and_carrier_agree_and_the_carrier_gives_the_time() -> None:
    phone = calls(("2026-03-01T21:59:58", "in", COLLECTOR, 61))
    carrier = calls(("2026-03-01T22:00:03", "in", COLLECTOR, 60), clock="carrier")
    (event,) = build_timeline([Records("S1", calls=phone), Records("S2", calls=carrier)], {}).events.to_dicts()
    assert event["agreement"] == "corroborated"
    assert event["clock"] == "carrier"
    assert event["local_second"] == 22 * 3600 + 3
    assert sorted(event["refs"]) == ["S1#0", "S2#0"]


@pytest.mark.parametrize(("seconds", "joined"), [(CARRIER_S, True), (CARRIER_S + 1, False)])
def test_the_tolerance_is_the_stated_one(seconds: int, *, joined: bool) -> None:
    phone = calls(("2026-03-01T12:00:00", "in", COLLECTOR, 60))
    late = datetime.fromisoformat("2026-03-01T12:00:00").timestamp() + seconds
    carrier = calls((datetime.fromtimestamp(late).isoformat(), "in", COLLECTOR, 60), clock="carrier")  # noqa: DTZ006 -- naive wall clock, as the list writes it
    events = build_timeline([Records("S1", calls=phone), Records("S2", calls=carrier)], {}).events
    assert events.height == (1 if joined else 2)


def test_a_clock_five_minutes_off_is_noticed_and_taken_out() -> None:
    times = [f"2026-03-{day:02d}T12:00:00" for day in range(1, 9)]
    carrier_times = [f"2026-03-{day:02d}T12:05:00" for day in range(1, 9)]
    phone = calls(*((time, "in", COLLECTOR, 30 + index) for index, time in enumerate(times)))
    carrier = calls(*((time, "in", COLLECTOR, 30 + index) for index, time in enumerate(carrier_times)), clock="carrier")
    line = build_timeline([Records("S1", calls=phone), Records("S2", calls=carrier)], {})
    assert [(offset.seconds, offset.pairs) for offset in line.offsets] == [(300.0, 8)]
    assert line.events["agreement"].to_list() == ["corroborated"] * 8


def test_few_or_scattered_pairs_say_nothing_about_a_clock() -> None:
    phone = calls(*((f"2026-03-0{day}T12:00:00", "in", COLLECTOR, 30) for day in range(1, 5)))
    carrier = calls(*((f"2026-03-0{day}T12:05:00", "in", COLLECTOR, 30) for day in range(1, 5)), clock="carrier")
    merged = merge_sources([Records("S1", calls=phone), Records("S2", calls=carrier)], {}, {})
    assert clock_offsets(merged) == ()


def test_two_calls_in_one_minute_pair_one_to_one() -> None:
    phone = calls(("2026-03-01T12:00:00", "in", COLLECTOR, 5), ("2026-03-01T12:00:40", "in", COLLECTOR, 6))
    carrier = calls(
        ("2026-03-01T12:00:03", "in", COLLECTOR, 5), ("2026-03-01T12:00:43", "in", COLLECTOR, 6), clock="carrier"
    )
    events = build_timeline([Records("S1", calls=phone), Records("S2", calls=carrier)], {}).events
    assert sorted(sorted(refs) for refs in events["refs"].to_list()) == [["S1#0", "S2#0"], ["S1#1", "S2#1"]]


def test_missed_on_the_phone_but_connected_at_the_carrier_is_a_contradiction() -> None:
    phone = calls(("2026-03-01T12:00:00", "missed", COLLECTOR, 0))
    carrier = calls(("2026-03-01T12:00:10", "in", COLLECTOR, 40), clock="carrier")
    (event,) = build_timeline([Records("S1", calls=phone), Records("S2", calls=carrier)], {}).events.to_dicts()
    assert event["agreement"] == "contradicted"


def test_a_statement_and_the_persons_own_call_log_agree() -> None:
    own = calls(("2026-03-05T07:10:00", "in", COLLECTOR, 45))
    told = statement("2026-03-05T07:00:00", COLLECTOR, refused=True)
    sources = [Records("S1", owner="P1", calls=own), Records("S2", statements=told)]
    (event,) = build_timeline(sources, {"P1": MOTHER}).events.to_dicts()
    assert event["agreement"] == "corroborated"
    assert event["clock"] == "device"
    assert (event["person"], event["role"]) == ("P1", "family")
    assert event["text"] == "说我儿子欠钱"
    assert event["refused"] is True


def test_a_statement_without_a_number_agrees_only_with_the_single_call_that_fits() -> None:
    own = calls(("2026-03-05T07:10:00", "in", COLLECTOR, 45), ("2026-03-05T07:15:00", "in", "19900000002", 45))
    sources = [Records("S1", owner="P1", calls=own), Records("S2", statements=statement("2026-03-05T07:00:00"))]
    assert build_timeline(sources, {"P1": MOTHER}).events.height == 3


def test_another_persons_phone_corroborates_nothing() -> None:
    own = calls(("2026-03-05T07:10:00", "in", COLLECTOR, 45))
    sources = [Records("S1", calls=own), Records("S2", statements=statement("2026-03-05T07:00:00", COLLECTOR))]
    assert build_timeline(sources, {"P1": MOTHER}).events.height == 2


def test_names_come_from_the_borrowers_address_book_only() -> None:
    row = {"row": 0, "name": "老王(演示)", **number(COLLECTOR)}
    book = conform(pl.DataFrame([row]), CONTACTS)
    log = calls(("2026-03-01T12:00:00", "in", COLLECTOR, 5))
    mine = build_timeline([Records("S1", contacts=book), Records("S2", calls=log)], {}).events
    theirs = build_timeline([Records("S1", owner="P1", contacts=book), Records("S2", calls=log)], {}).events
    assert mine["known"].to_list() == [True]
    assert mine["name"].to_list() == ["老王(演示)"]
    assert theirs["known"].to_list() == [False]


def test_ids_are_the_same_on_every_rebuild_and_differ_between_events() -> None:
    log = calls(*((f"2026-03-01T12:{minute:02d}:00", "in", COLLECTOR, 5) for minute in range(30)))
    first = build_timeline([Records("S1", calls=log)], {}).events
    second = build_timeline([Records("S1", calls=log)], {}).events
    assert first.equals(second)
    assert first["event"].n_unique() == 30


def test_local_time_is_the_recipients() -> None:
    log = calls(("2026-03-01T23:30:00", "in", COLLECTOR, 5)).with_columns(zone=pl.lit("Asia/Urumqi"))
    events = localise(merge_sources([Records("S1", calls=log)], {}, {}))
    assert events["local_second"].to_list() == [21 * 3600 + 30 * 60]


def test_an_unreadable_time_stays_and_belongs_to_no_hour() -> None:
    log = calls(("2026-03-01T23:30:00", "in", COLLECTOR, 5)).with_columns(ts=pl.lit(None, dtype=pl.Int64))
    (event,) = build_timeline([Records("S1", calls=log)], {}).events.to_dicts()
    assert event["ts"] is None
    assert event["local_second"] is None


def test_the_carrier_names_a_caller_the_phone_could_not() -> None:
    phone = calls(("2026-03-01T12:00:00", "in", "-1", 40))
    carrier = calls(("2026-03-01T12:00:05", "in", COLLECTOR, 41), clock="carrier")
    (event,) = build_timeline([Records("S1", calls=phone), Records("S2", calls=carrier)], {}).events.to_dicts()
    assert (event["address_key"], event["agreement"]) == (f"+86{COLLECTOR}", "corroborated")


@pytest.mark.parametrize(
    ("start", "seconds", "why"),
    [
        ("12:00:30", 40, "too far apart without a number"),
        ("12:00:05", 90, "another length"),
        ("12:00:05", None, "no length"),
    ],
)
def test_a_withheld_number_needs_time_and_length_to_agree(start: str, seconds: int | None, why: str) -> None:
    phone = calls(("2026-03-01T12:00:00", "in", "-1", 40))
    carrier = calls((f"2026-03-01T{start}", "in", COLLECTOR, seconds), clock="carrier")
    assert build_timeline([Records("S1", calls=phone), Records("S2", calls=carrier)], {}).events.height == 2, why


def test_withheld_in_both_is_one_call_from_nobody_known() -> None:
    phone = calls(("2026-03-01T12:00:00", "in", "-1", 40))
    carrier = calls(("2026-03-01T12:00:05", "in", "隐藏号码", 40), clock="carrier")
    (event,) = build_timeline([Records("S1", calls=phone), Records("S2", calls=carrier)], {}).events.to_dicts()
    assert (event["address_key"], event["agreement"]) == ("", "corroborated")


def test_a_chat_is_never_joined_with_a_call_of_the_same_number() -> None:
    base = {"person": "debtor", "direction": "in", "address_key": "+8619900000001", "ts": 1_767_225_600_000_000}
    chat = {**base, "kind": "im", "clock": "device", "refs": ["S1#1"], "clocks": ["device"], "text": "在吗"}
    call = {
        **base,
        "kind": "call",
        "clock": "carrier",
        "refs": ["S2#1"],
        "clocks": ["carrier"],
        "duration_s": 30,
        "connected": True,
    }
    events = conform(pl.DataFrame([chat, call], infer_schema_length=None), EVENTS)
    assert join_carrier(events, ()).height == 2

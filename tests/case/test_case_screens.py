"""Screenshots in the timeline: one event however many pictures show a message, exact as the picture allows, gaps said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from ringfence.case.merge import Records
from ringfence.case.screens import ScreenGap, screen_gaps
from ringfence.case.timeline import build_timeline
from ringfence.schema import CALLS, MESSAGES, REGIONS, conform

if TYPE_CHECKING:
    from collections.abc import Sequence

MINUTE = 60_000_000
START = 1_772_589_600_000_000
NUMBER = "10690000123456"
LONG = (
    "您的借款已逾期3天请立即还款",
    "请不要再联系我的家人和同事",
    "明天外访人员上门请做好准备",
    "我会按合同还款请发明细给我",
)


def records(source: str, rows: Sequence[dict[str, Any]], *, shot: bool = True, precision: int = 60) -> Records:
    """Return a source of messages; pictures have a region per time."""
    base = {
        "kind": "sms",
        "direction": "in",
        "address": NUMBER,
        "address_key": NUMBER,
        "address_kind": "service_106",
        "zone": "Asia/Shanghai",
        "clock": "device",
    }
    full = [base | {"row": number} | row for number, row in enumerate(rows, 1)]
    frame = conform(pl.DataFrame([{k: v for k, v in row.items() if k != "precision"} for row in full]), MESSAGES)
    regions = [
        {"table": "messages", "row": row["row"], "field": "time", "precision_s": row.get("precision", precision)}
        for row in full
        if row.get("ts") is not None
    ]
    told = conform(
        pl.DataFrame(
            regions, schema={**{name: REGIONS[name] for name in ("table", "row", "field")}, "precision_s": pl.Int32}
        ),
        REGIONS,
    )
    return Records(source, messages=frame, regions=told if shot else None)


def said(body: str, ts: int | None = None, **more: object) -> dict[str, Any]:
    return {"body": body, "ts": ts, **more}


def events(*sources: Records) -> pl.DataFrame:
    return build_timeline(sources, {}).events


def refs(frame: pl.DataFrame) -> list[list[str]]:
    return [sorted(found) for found in frame.sort(pl.col("refs").list.first())["refs"].to_list()]


def test_the_precision_of_a_picture_goes_into_the_event() -> None:
    found = events(records("S1", [said(LONG[0], START), said(LONG[1], START, precision=43_200)]))
    assert sorted(found["precision_s"]) == [60, 43_200]


def test_two_pictures_that_overlap_are_one_thread() -> None:
    first = records("S1", [said(LONG[0], START), said(LONG[1], START + 9 * MINUTE, direction="out"), said(LONG[2])])
    second = records("S2", [said(LONG[1], direction="out"), said(LONG[2], START + 20 * MINUTE), said(LONG[3])])
    found = events(first, second)
    assert refs(found) == [["S1#1"], ["S1#2", "S2#1"], ["S1#3", "S2#2"], ["S2#3"]]
    times = {tuple(sorted(row["refs"])): row["ts"] for row in found.iter_rows(named=True)}
    assert times["S1#2", "S2#1"] == START + 9 * MINUTE
    assert times["S1#3", "S2#2"] == START + 20 * MINUTE
    assert screen_gaps(found, frozenset({"S1", "S2"})) == ()


def test_what_recognition_mistakes_does_not_part_a_message_and_the_cut_one_gets_its_whole_text() -> None:
    first = records("S1", [said(LONG[0], START), said(LONG[2][:11], START + MINUTE)])
    second = records("S2", [said(LONG[0].replace("立", "主"), START), said(LONG[2], START + MINUTE)])
    found = events(first, second)
    assert refs(found) == [["S1#1", "S2#1"], ["S1#2", "S2#2"]]
    assert LONG[2] in found["text"].to_list()


@pytest.mark.parametrize(
    "other",
    [
        said(LONG[0].replace("3", "4"), START),  # the next day's reminder differs in one figure
        said(LONG[0], START + 30 * MINUTE),  # the same words, half an hour later
        said(LONG[0], START, direction="out"),
        said(LONG[0], START, address="19900001234", address_key="+8619900001234"),
    ],
)
def test_what_only_looks_alike_stays_two(other: dict[str, Any]) -> None:
    assert len(events(records("S1", [said(LONG[0], START)]), records("S2", [other]))) == 2


def test_a_word_anybody_writes_joins_nothing() -> None:
    assert len(events(records("S1", [said("好的")]), records("S2", [said("好的")]))) == 2


def test_a_message_twice_on_one_picture_stays_two() -> None:
    rows = [said("请尽快还款不要再拖了", START), said("请尽快还款不要再拖了", START)]
    assert len(events(records("S1", rows))) == 2
    assert refs(events(records("S1", rows), records("S2", rows))) == [["S1#1", "S2#1"], ["S1#2", "S2#2"]]


def test_a_cropped_picture_gets_its_counterpart_from_the_one_it_overlaps() -> None:
    whole = records("S1", [said(LONG[0], START), said(LONG[1], START + MINUTE)])
    nobody = {"address": "", "address_key": "", "address_kind": "withheld"}
    cropped = records("S2", [said(LONG[1], None, **nobody), said(LONG[2], None, **nobody)])
    found = events(cropped, whole)
    assert refs(found) == [["S1#1"], ["S1#2", "S2#1"], ["S2#2"]]
    shared = found.filter(pl.col("refs").list.len() == 2)
    assert shared["address"].to_list() == [NUMBER]


def test_what_the_phone_recorded_too_is_counted_once_with_its_own_time_and_corroborates_nothing() -> None:
    phone = records("S1", [said("【某贷】" + LONG[0], START + 17_000_000), said(LONG[1], START)], shot=False)
    shot = records("S2", [said("【某贷】 " + LONG[0], START), said(LONG[3], START)])
    found = events(phone, shot)
    assert refs(found) == [["S1#1", "S2#1"], ["S1#2"], ["S2#2"]]
    joined = found.filter(pl.col("refs").list.contains("S2#1")).row(0, named=True)
    assert (joined["ts"], joined["agreement"], joined["precision_s"]) == (START + 17_000_000, "single", 0)


def test_a_vague_short_word_is_not_the_recorded_one() -> None:
    phone = records("S1", [said("好的", START)], shot=False)
    assert len(events(phone, records("S2", [said("好的")]))) == 2
    assert len(events(phone, records("S2", [said("好的", START)]))) == 1


def calls(source: str, row: dict[str, Any], precision: int | None) -> Records:
    base = {"row": 1, "direction": "in", "address": NUMBER, "address_key": NUMBER, "address_kind": "service_106"}
    frame = conform(pl.DataFrame([base | {"zone": "Asia/Shanghai", "clock": "device"} | row]), CALLS)
    if precision is None:
        return Records(source, calls=frame)
    region = {"table": "calls", "row": 1, "field": "time", "precision_s": precision}
    return Records(source, calls=frame, regions=conform(pl.DataFrame([region]), REGIONS))


@pytest.mark.parametrize(
    ("shown", "precision", "events_left"),
    [
        ({"ts": START, "duration_s": 93, "connected": True}, 60, 1),
        ({"ts": START + 10 * MINUTE, "duration_s": 93, "connected": True}, 60, 2),
        ({"ts": START, "duration_s": 200, "connected": True}, 60, 2),
        ({"ts": START, "duration_s": None, "connected": False}, 60, 2),
        ({"ts": START + 3 * 1440 * MINUTE, "duration_s": 93, "connected": True, "clock": "claimed"}, 31_622_400, 1),
        ({"ts": START + 3 * 1440 * MINUTE, "duration_s": 90, "connected": True, "clock": "claimed"}, 31_622_400, 2),
    ],
)
def test_a_call_shown_and_recorded(shown: dict[str, Any], precision: int, events_left: int) -> None:
    phone = calls("S1", {"ts": START + 20_000_000, "duration_s": 93, "connected": True}, None)
    assert len(events(phone, calls("S2", shown, precision))) == events_left


def test_pictures_of_one_thread_that_do_not_meet_leave_a_gap() -> None:
    found = events(
        records("S1", [said(LONG[0], START)]),
        records("S2", [said(LONG[1], START + 60 * MINUTE)]),
        records("S3", [said(LONG[1], START + 60 * MINUTE), said(LONG[2], START + 70 * MINUTE)]),
    )
    assert screen_gaps(found, frozenset({"S1", "S2", "S3"})) == (ScreenGap(NUMBER, "S1", "S2"),)


def test_without_pictures_nothing_changes() -> None:
    phone = records("S1", [said(LONG[0], START), said(LONG[1], START)], shot=False)
    assert refs(events(phone)) == [["S1#1"], ["S1#2"]]
    assert screen_gaps(events(phone), frozenset()) == ()

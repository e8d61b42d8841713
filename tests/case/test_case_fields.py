"""Every field of a picture can be corrected, what was recognised stays beside it, and no correction strays to another record."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.case import Case, FieldValueError, NoPictureError, UnknownNameError
from ringfence.case.field_values import FIELDS, checked, moment, settled
from ringfence.case.fields import ADDED_ROWS, same_place
from ringfence.schema import MICROS, FixAct, RingfenceError, to_micros

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Recognised
    from ringfence.schema import ReadField, ReadRecord

Rows = list[dict[str, Any]]
TODAY = date(2026, 11, 16)
START = 1_772_589_600_000_000  # 2026-03-04 10:00 in China
MINUTE = 60 * MICROS
ZONE = "Asia/Shanghai"
DEMAND = "【某贷】您的借款已逾期3天,主即还款500元"
RIGHT = "【某贷】您的借款已逾期3天,立即还款500元"
ANSWER = "请不要再联系我的家人和同事"
THIRD = "明天外访人员上门请做好准备"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "一个口令", name="演示", work_factor=2)
    with made:
        yield made


def thread() -> Rows:
    return [
        {"body": DEMAND, "ts": START, "score": 0.71},
        {"body": ANSWER, "ts": START + MINUTE, "direction": "out"},
        {"body": THIRD, "ts": START + 2 * MINUTE},
    ]


def shot(case: Case, tmp_path: Path, recognised: Recognised, name: str = "a.png", rows: Rows | None = None) -> str:
    recognised.messages(name, thread() if rows is None else rows)
    return case.add(recognised.picture(tmp_path, name), today=TODAY).source.id


def record(case: Case, source: str, row: int) -> ReadRecord:
    return next(one for one in case.recognised(source).records if one.row == row)


def read(case: Case, source: str, row: int, name: str) -> ReadField:
    return next(one for one in record(case, source, row).fields if one.field == name)


def test_every_field_stands_beside_its_box_and_score(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    source = shot(case, tmp_path, recognised)
    text = read(case, source, 1, "text")
    assert (text.was, text.value, text.by_user, text.place) == (DEMAND, DEMAND, False, "box:10,140,200,30")
    assert text.confidence == pytest.approx(0.71, abs=1e-4)
    assert read(case, source, 1, "time").value == "2026-03-04 10:00"
    assert (
        read(case, source, 2, "address").confidence is None
    )  # the phone's owner is not written beside their own bubble


def test_a_corrected_field_counts_everywhere_and_undo_takes_it_back(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    source = shot(case, tmp_path, recognised)
    before = case.events()
    fix = case.correct_field(source, 1, "text", RIGHT)
    assert (fix.ref, fix.changes[0].was, fix.changes[0].value) == ("S1#1", DEMAND, RIGHT)
    assert RIGHT in case.events()["text"].to_list()
    assert DEMAND not in case.events()["text"].to_list()
    assert [(one.ref, one.changes[0].value) for one in case.analysis().fixes] == [("S1#1", RIGHT)]
    text = read(case, source, 1, "text")
    assert (text.was, text.value, text.by_user, text.seq) == (DEMAND, RIGHT, True, fix.seq)
    case.undo()
    assert case.events().equals(before)
    assert case.analysis().fixes == ()


def test_the_recognised_value_given_back_is_no_correction(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    source = shot(case, tmp_path, recognised)
    before = case.events()
    case.correct_field(source, 1, "text", RIGHT)
    case.correct_field(source, 1, "text", DEMAND)
    assert case.analysis().fixes == ()
    assert case.events().equals(before)


def test_side_number_time_and_kind_are_corrected_as_one_act(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    rows = [thread()[0] | {"direction": "unknown", "address": "某贷客服"}]
    source = shot(case, tmp_path, recognised, rows=rows)
    assert case.events().is_empty()  # nobody knows who wrote it
    values = {"side": "in", "address": "1069 0000 777", "time": "2026-03-05 07:08", "kind": "im", "text": RIGHT}
    case.correct_fields(source, 1, values)
    (event,) = case.events().to_dicts()
    assert (event["direction"], event["address_key"], event["kind"]) == ("in", "10690000777", "im")
    assert event["ts"] == to_micros(datetime(2026, 3, 5, 7, 8), ZONE)  # noqa: DTZ001 -- a wall clock
    assert event["precision_s"] == 60
    case.undo()
    assert case.events().is_empty()


def test_a_supposed_day_that_is_confirmed_becomes_exact(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    rows = [thread()[0] | {"precision": 31_622_400, "clock": "claimed"}]
    source = shot(case, tmp_path, recognised, rows=rows)
    assert case.events()["precision_s"].to_list() == [31_622_400]
    case.correct_field(source, 1, "time", "2026-03-04 10:00")
    (event,) = case.events().to_dicts()
    assert (event["precision_s"], event["clock"]) == (60, "device")
    with pytest.raises(FieldValueError):
        case.correct_field(source, 1, "time", "2026-03-04 10:00")
    case.correct_field(source, 1, "time", "")
    assert case.events()["ts"].to_list() == [None]


def test_the_counterpart_of_a_whole_picture_is_corrected_at_once(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    rows = [row | {"address": ""} for row in thread()]
    source = shot(case, tmp_path, recognised, rows=rows)
    case.correct_field(source, 3, "address", "19900000003")
    case.correct_title(source, "19900000001")
    assert case.events()["address_key"].to_list() == ["+8619900000001", "+8619900000001", "+8619900000003"]
    case.undo()
    assert case.events()["address_key"].to_list() == ["", "", "+8619900000003"]


def test_a_picture_of_several_counterparts_has_no_title(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    rows = [thread()[0], thread()[2] | {"address": "19900000002"}]
    source = shot(case, tmp_path, recognised, rows=rows)
    with pytest.raises(FieldValueError):
        case.correct_title(source, "19900000001")


def test_a_group_keeps_its_senders_when_its_title_is_corrected(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    rows = [
        thread()[0] | {"address": "催收张专员", "title": "一家人"},
        thread()[1] | {"address": "一家人", "title": "一家人"},
    ]
    source = shot(case, tmp_path, recognised, rows=rows)
    case.correct_title(source, "一家亲")
    assert sorted(case.events()["address"]) == sorted(["催收张专员", "一家亲"])


def test_what_was_missed_is_added_and_what_is_none_is_dropped(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    source = shot(case, tmp_path, recognised)
    fix = case.add_record(source, {"side": "in", "text": "还不接电话是吧", "time": "2026-03-04 10:01"}, after=1)
    assert fix.act is FixAct.ADD
    assert fix.row > ADDED_ROWS
    assert [one.row for one in case.recognised(source).records] == [1, fix.row, 2, 3]
    assert record(case, source, fix.row).added
    new = case.events().row(by_predicate=pl.col("text") == "还不接电话是吧", named=True)
    assert (new["address_key"], new["refs"]) == ("10690000001", [fix.ref])
    case.correct_field(source, fix.row, "text", "还不接电话是吧!")
    assert "还不接电话是吧!" in case.events()["text"].to_list()
    case.drop_record(source, 2)
    assert ANSWER not in case.events()["text"].to_list()
    assert record(case, source, 2).dropped
    with pytest.raises(FieldValueError):
        case.drop_record(source, 2)
    case.undo()
    assert ANSWER in case.events()["text"].to_list()
    case.undo(fix.seq)
    assert case.events().height == 3
    assert case.analysis().notes == ()  # the correction of what was never there went with it


def test_an_added_message_needs_its_side_and_text_and_a_place_that_exists(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    source = shot(case, tmp_path, recognised)
    with pytest.raises(FieldValueError):
        case.add_record(source, {"text": "啊"})
    with pytest.raises(FieldValueError):
        case.add_record(source, {"side": "in", "text": " "})
    with pytest.raises(UnknownNameError):
        case.add_record(source, {"side": "in", "text": "啊"}, after=9)
    case.add_record(source, {"side": "in", "text": "第一句话"}, after=0)
    assert record(case, source, case.recognised(source).records[0].row).added


def test_calls_never_contradict_themselves(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    recognised.calls(
        "c.png",
        [
            {"ts": START, "direction": "unknown"},
            {"ts": START + MINUTE, "direction": "in", "duration_s": 75, "connected": True},
        ],
    )
    source = case.add(recognised.picture(tmp_path, "c.png"), today=TODAY).source.id
    assert case.events().height == 1  # an arrow nobody read is no incoming call
    case.correct_field(source, 1, "direction", "未接")
    assert case.events().sort("ts")["connected"].to_list() == [False, True]
    with pytest.raises(FieldValueError):
        case.correct_field(source, 1, "duration", "1分15秒")
    case.correct_fields(source, 1, {"direction": "out", "duration": "1分15秒"})
    first = case.events().sort("ts").row(0, named=True)
    assert (first["direction"], first["connected"], first["duration_s"]) == ("out", True, 75)
    case.correct_field(source, 2, "direction", "missed")
    second = case.events().sort("ts").row(1, named=True)
    assert (second["connected"], second["duration_s"]) == (False, None)
    with pytest.raises(FieldValueError):
        case.correct_field(source, 1, "text", "啊")
    added = case.add_record(
        source, {"direction": "in", "address": "19900000009", "time": "2026-03-04 11:00"}, call=True
    )
    assert added.table == "calls"
    assert case.events().height == 3


def test_a_later_reader_in_another_order_gets_each_correction_at_its_record(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    source = shot(case, tmp_path, recognised)
    case.correct_field(source, 1, "text", RIGHT)
    recognised.messages("a.png", thread(), reorder=True)
    shutil.rmtree(case.vault.folder / "derived")
    assert case.analysis().fixes[0].ref == "S1#3"
    assert sorted(case.events()["text"]) == sorted([RIGHT, ANSWER, THIRD])


def test_a_correction_that_fits_nothing_is_said_and_not_applied(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    source = shot(case, tmp_path, recognised)
    case.correct_field(source, 1, "text", RIGHT)
    case.drop_record(source, 3)
    other = [
        thread()[0] | {"body": "别的内容"},
        thread()[1],
        thread()[2] | {"y": 700},
    ]  # the same words elsewhere are another message
    recognised.messages("a.png", other)
    shutil.rmtree(case.vault.folder / "derived")
    assert sorted(case.events()["text"]) == sorted(["别的内容", ANSWER, THIRD])
    assert case.analysis().fixes == ()
    (note,) = case.analysis().notes
    assert "2 处" in note
    assert note in case.dossier(as_of=TODAY)[0].unknowns_zh
    assert len(case.recognised(source).lost) == 2


def test_two_equal_bubbles_are_told_apart_by_their_place(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    rows = [{"body": "请尽快还款", "ts": START}, {"body": "请尽快还款", "ts": START}]
    source = shot(case, tmp_path, recognised, rows=rows)
    case.correct_field(source, 2, "text", "请尽快还款!")
    assert [(fix.row, fix.changes[0].value) for fix in case.analysis().fixes] == [(2, "请尽快还款!")]
    assert sorted(case.events()["text"]) == ["请尽快还款", "请尽快还款!"]


def test_a_correction_on_one_of_two_overlapping_pictures_does_not_double_the_message(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    rows = [row | {"address": "19900000001"} for row in thread()]
    first, second = shot(case, tmp_path, recognised, "a.png", rows), shot(case, tmp_path, recognised, "bb.png", rows)
    assert case.events().height == 3
    case.correct_fields(
        first, 1, {"text": RIGHT.replace("500", "800"), "time": "2026-03-04 10:40", "address": "19900000002"}
    )
    events = case.events().sort("refs")
    assert events.height == 3
    fixed = next(event for event in events.to_dicts() if "S1#1" in event["refs"])
    assert sorted(fixed["refs"]) == ["S1#1", "S2#1"]
    assert (fixed["text"], fixed["address_key"]) == (RIGHT.replace("500", "800"), "+8619900000002")
    case.drop_record(first, 2)
    assert case.events().height == 3  # the other picture shows it still
    case.correct_field(second, 1, "text", RIGHT.replace("500", "300"))
    assert case.events().height == 4  # seen on both, said to differ


def test_what_the_phone_recorded_stays_one_event_after_a_correction(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    xml = f"<smses count='1'><sms address='10690000001' date='{START // 1000}' type='1' body='{DEMAND}' read='1' /></smses>"
    (tmp_path / "sms.xml").write_text(f"<?xml version='1.0' encoding='UTF-8'?>\n{xml}", "utf-8")
    case.add(tmp_path / "sms.xml", today=TODAY)
    source = shot(case, tmp_path, recognised, rows=thread()[:1])
    assert case.events().height == 1
    case.correct_field(source, 1, "time", "2026-03-05 10:00")
    (event,) = case.events().to_dicts()
    assert (event["ts"], event["text"]) == (START, DEMAND)  # the phone's own record is what counts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("time", "昨天"),
        ("time", "2026-13-01 09:00"),
        ("time", "2026-02-30"),
        ("time", "2026-03-04 25:00"),
        ("time", "2076-03-04 09:00"),
        ("time", "03-04 09:00"),
        ("side", "左"),
        ("side", ""),
        ("kind", "fax"),
        ("text", "a\x00b"),
        ("text", "\ud800"),
        ("text", "\x1b[2J"),
        ("text", "长" * 20_001),
        ("address", "1" * 300),
        ("address", "a\nb"),
        ("duration", "75"),
        ("ts", "1"),
        ("__class__", "x"),
        ("", ""),
    ],
)
def test_hostile_and_wrong_values_change_nothing(
    case: Case, tmp_path: Path, recognised: Recognised, name: str, value: str
) -> None:
    source = shot(case, tmp_path, recognised)
    size = case.vault.size
    with pytest.raises(FieldValueError) as fault:
        case.correct_field(source, 1, name, value)
    assert "没有改动" in fault.value.zh
    assert case.vault.size == size


def test_wrong_ids_are_refused(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    source = shot(case, tmp_path, recognised)
    (tmp_path / "x.bin").write_bytes(b"\x01\x02")
    other = case.add(tmp_path / "x.bin", today=TODAY).source.id
    for row in (0, -1, 4, ADDED_ROWS):
        with pytest.raises(UnknownNameError):
            case.correct_field(source, row, "text", "啊")
    with pytest.raises(UnknownNameError):
        case.recognised("S9")
    with pytest.raises(NoPictureError):
        case.recognised(other)
    with pytest.raises(NoPictureError):
        case.correct_title(other, "啊")


def test_formulas_and_markup_are_only_text(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    source = shot(case, tmp_path, recognised)
    for value in ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{ 7*7 }}", "'; DROP TABLE x; --"):
        case.correct_field(source, 1, "text", value)
        assert read(case, source, 1, "text").value == value


@given(st.sampled_from([(table, name) for table, names in FIELDS.items() for name in names]), st.text(max_size=40))
def test_a_checked_value_is_stable_and_anything_else_is_refused(which: tuple[str, str], text: str) -> None:
    table, name = which
    latest = to_micros(datetime(2027, 1, 1), ZONE)  # noqa: DTZ001 -- a wall clock
    try:
        value = checked(table, name, text, ZONE, latest)
    except RingfenceError:
        return
    assert checked(table, name, value, ZONE, latest) == value
    if name == "time" and value:
        assert moment(value, ZONE)[0] <= latest


@pytest.mark.parametrize(
    ("value", "precision"), [("2026-10-01 09:12", 60), ("2026-10-01 09:12:30", 0), ("2026-10-01", 43_200)]
)
def test_a_time_is_as_exact_as_it_is_written(value: str, precision: int) -> None:
    assert checked("messages", "time", value.replace(":", ":"), ZONE, 10**18) == value
    assert moment(value, ZONE)[1] == precision


def test_what_follows_from_a_call_is_written_down() -> None:
    assert settled({"direction": "in"}, {"duration": "75"}) == {"duration": "75", "answered": "yes"}
    assert settled({"direction": "in", "duration": "9"}, {"answered": "no"}) == {"answered": "no", "duration": ""}
    with pytest.raises(FieldValueError):
        settled({"direction": "in"}, {"answered": "no", "duration": "75"})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("box:0,0,100,20", "box:3,2,98,22", True),
        ("box:0,0,100,20", "box:0,40,100,20", False),
        ("box:0,0,100,200", "box:0,0,10,10", False),
        ("", "", False),
        ("box:1,2,3", "box:1,2,3,4", False),
        ("row:1", "box:a,b,c,d", False),
    ],
)
def test_boxes_are_one_when_each_holds_the_middle_of_the_other(one: str, other: str, *, same: bool) -> None:
    assert same_place(one, other) is same

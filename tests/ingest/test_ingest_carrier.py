"""Carriers' lists: headers, encodings, missing years, preamble and totals, damage by spreadsheets, JSON envelopes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from ringfence.ingest import ReadResult, Source, read, sniff
from ringfence.schema import CALLS, MESSAGES, to_micros

if TYPE_CHECKING:
    import polars as pl

TODAY = date(2026, 3, 1)
MOBILE = "起始时间,通信地点,通信方式,对方号码,通信时长,通信类型,套餐优惠,实收通信费(元)"
MOBILE_SMS = "起始时间,通信地点,对方号码,通信方式,信息类型,业务名称,套餐优惠,通信费(元)"
UNICOM = "起始时间,通话时长,对方号码,呼叫类型,通话类型"


def load(data: str | bytes, name: str = "list.csv", today: date = TODAY) -> ReadResult:
    raw = data.encode("gb18030") if isinstance(data, str) else data
    source = Source.of_bytes(name, raw)
    claim = sniff(source)
    assert claim is not None
    result = read(source, today=today)
    assert (claim.reader, claim.kind_zh) == (result.reader, result.kind_zh)
    return result


def calls(data: str | bytes, name: str = "list.csv", today: date = TODAY) -> pl.DataFrame:
    frame = load(data, name, today).calls
    assert frame is not None
    assert frame.schema == CALLS
    return frame


def local(*parts: int) -> int:
    return to_micros(datetime(*parts))  # type: ignore[arg-type]  # noqa: DTZ001 -- China's wall clock


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_a_mobile_call_list_in_every_encoding(encoding: str, end: str, separator: str) -> None:
    text = f"{MOBILE}\n2026-01-10 09:00:01,北京,被叫,01088880000,1分23秒,国内通话,,0.00\n"
    data = text.replace(",", separator).replace("\n", end).encode(encoding)
    row = calls(data).row(0, named=True)
    assert (row["direction"], row["address_key"], row["duration_s"], row["connected"]) == (
        "in",
        "+861088880000",
        83,
        True,
    )
    assert (row["clock"], row["location"], row["row"]) == ("carrier", "北京", 2)
    assert row["ts"] == local(2026, 1, 10, 9, 0, 1)
    if encoding != "utf-16":
        assert data[row["offset"] :].decode(encoding.removesuffix("-sig")).startswith("2026-01-10")
        assert row["offset"] + row["length"] == len(data)


def test_years_are_assumed_and_said() -> None:
    result = load(
        f"{MOBILE}\n12-31 23:59:58,北京,主叫,19900000001,56秒,,,\n01-01 00:00:03,北京,被叫,19900000002,3秒,,,\n"
    )
    assert result.calls is not None
    assert result.calls["ts"].to_list() == [local(2025, 12, 31, 23, 59, 58), local(2026, 1, 1, 0, 0, 3)]
    assert any("2025、2026" in note for note in result.completeness.notes)


def test_a_stated_period_gives_the_year_and_the_own_number() -> None:
    preamble = "客户通话详单\n手机号码：19900000099,查询时间：2024年01月01日至2024年01月31日\n\n"
    result = load(f"{preamble}{MOBILE}\n01-05 10:00:00,北京,主叫,19900000001,56秒,,,\n合计,共 2 条,,,56秒,,,1.20\n")
    assert result.calls is not None
    assert result.calls["ts"].to_list() == [local(2024, 1, 5, 10)]
    assert result.calls["line"].to_list() == ["19900000099"]
    assert result.calls["row"].to_list() == [5]
    assert result.completeness.declared == 2
    assert not result.completeness.whole


def test_the_file_name_may_state_the_period() -> None:
    frame = calls(f"{MOBILE}\n01-05 10:00:00,北京,主叫,19900000001,56秒,,,\n", name="移动语音详单202301.csv")
    assert frame["ts"].to_list() == [local(2023, 1, 5, 10)]


def test_numbers_damaged_wrapped_and_hidden() -> None:
    rows = ["1.38E+10", '"=""19900000001"""', "19900000002\t", "138****8000", "'19900000003", "19900000004.0"]
    result = load(f"{MOBILE}\n" + "".join(f"2026-01-10 09:00:0{i},北京,被叫,{n},5秒,,,\n" for i, n in enumerate(rows)))
    assert result.calls is not None
    assert result.calls["address"].to_list()[0] == "1.38E+10"
    assert result.calls["address_key"].to_list() == [
        "",
        *(f"+861990000000{i}" for i in (1, 2)),
        "",
        "+8619900000003",
        "+8619900000004",
    ]
    assert result.calls["address_kind"].to_list()[3] == "invalid"
    assert [piece.place for piece in result.completeness.unread] == ["line:2"]
    assert result.calls["repair"].null_count() == 2
    assert any("星号" in note for note in result.completeness.notes)


def test_what_is_not_understood_is_kept_and_said() -> None:
    result = load(
        f"{MOBILE}\n昨天,北京,吃饭,19900000001,很久,,,\n,,,,,,,\n乱写\n2026-01-10 09:00:01,北京,呼叫转移,19900000002,0秒,,,\n"
    )
    assert result.calls is not None
    first = result.calls.row(0, named=True)
    assert (first["ts"], first["direction"], first["duration_s"], first["connected"]) == (None, "unknown", None, None)
    assert result.calls["direction"][1] == "forwarded"
    assert result.completeness.unread_count == 4
    assert result.completeness.without_time == 1


def test_unanswered_calls_are_said_to_be_absent() -> None:
    notes = load(f"{MOBILE}\n2026-01-10 09:00:01,北京,被叫,19900000001,5秒,,,\n").completeness.notes
    assert any("未接" in note for note in notes)


def test_a_mobile_message_list() -> None:
    result = load(
        f"{MOBILE_SMS}\n01-10 09:00:01,北京,10690000001,接收,短信,,,0.00\n01-10 09:00:02,北京,19900000001,发送,彩信,,,0.10\n"
    )
    assert result.kind_zh == "中国移动短信详单"
    assert result.messages is not None
    assert result.messages.schema == MESSAGES
    assert result.messages["direction"].to_list() == ["in", "out"]
    assert result.messages["kind"].to_list() == ["sms", "mms"]
    assert result.messages["body"].null_count() == 2
    assert result.completeness.without_time == 0


def mobile_json(count: int) -> list[dict[str, object]]:
    return [
        {
            "startTime": f"01-0{i + 1} 09:00:01",
            "commPlac": "北京",
            "commMode": "被叫",
            "anotherNm": 19900000001 + i,
            "commTime": "1小时59分41秒",
            "commType": "国内通话",
            "mealFavorable": None,
            "commFee": "0.00",
        }
        for i in range(count)
    ]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_mobile_json_in_its_envelope(indent: int | None, encoding: str) -> None:
    tree = {"data": mobile_json(3), "retCode": "000000", "totalNum": 3, "startDate": "20260101"}
    data = json.dumps(tree, ensure_ascii=False, indent=indent).encode(encoding)
    result = load(data, "calls.json")
    assert result.calls is not None
    assert result.completeness.whole
    assert result.calls["duration_s"].to_list() == [7181] * 3
    assert result.calls["address"][0] == "19900000001"
    offset, length = result.calls.select("offset", "length").row(1)
    assert json.loads(data[offset : offset + length].decode(encoding)) == tree["data"][1]  # type: ignore[index]  # the tree is plain JSON


def test_json_cut_off_keeps_what_came_before() -> None:
    data = json.dumps({"totalNum": 3, "data": mobile_json(3)}, ensure_ascii=False).encode()
    result = load(data[: len(data) - 60], "calls.json")
    assert result.calls is not None
    assert len(result.calls) == 2
    assert result.completeness.unread_count == 1


def test_json_nested_beyond_reason_is_no_crash() -> None:
    data = json.dumps(mobile_json(2)).encode()[:-1] + b',{"x":' + b"[" * 100_000
    result = load(data, "calls.json")
    assert result.calls is not None
    assert len(result.calls) == 2
    assert result.completeness.unread_count == 1


def test_unicom_json_with_date_and_time_apart() -> None:
    tree = {
        "pageMap": {
            "result": [
                {"calldate": "2026-01-10", "calltime": "07:12:05", "calllonghour": "56秒", "othernum": "01088880000",
                 "calltypeName": "被叫", "landtype": "国内通话", "homeareaName": "北京", "totalfee": "0.00"},
                {"calldate": "2026-01-11", "calltime": "22:30:00", "calllonghour": "1分23秒", "othernum": "19900000001",
                 "calltypeName": "呼转", "landtype": "国内通话", "homeareaName": "上海", "totalfee": "0.15"},
            ],
            "totalCount": 5,
        }
    }  # fmt: skip
    result = load(json.dumps(tree).encode(), "unicom.json")
    assert result.kind_zh == "中国联通通话详单"
    assert result.calls is not None
    assert result.calls["ts"].to_list() == [local(2026, 1, 10, 7, 12, 5), local(2026, 1, 11, 22, 30)]
    assert result.calls["direction"].to_list() == ["in", "forwarded"]
    assert result.completeness.declared == 5
    messages = [
        {
            "smsdate": "2026-01-10",
            "smstime": "08:00:00",
            "othernum": "10690000001",
            "smstype": "1",
            "businesstype": "01",
        }
    ]
    texts = load(json.dumps(messages).encode(), "sms.json").messages
    assert texts is not None
    assert texts["direction"].to_list() == ["in"]


def test_unicom_table_in_a_workbook_with_preamble() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["中国联通"], ["查询月份：2026年01月"], [], UNICOM.split(",")):
        sheet.append(row)
    sheet.append([datetime(2026, 1, 10, 7, 12, 5), "00:00:56", 19900000001, "被叫", "本地"])  # noqa: DTZ001 -- a cell has no zone
    out = BytesIO()
    book.save(out)
    frame = calls(out.getvalue(), "联通.xlsx")
    expected = (local(2026, 1, 10, 7, 12, 5), 56, "19900000001", 5, -1, -1)
    assert frame.select("ts", "duration_s", "address", "row", "offset", "length").row(0) == expected


def test_a_quote_that_never_closes_costs_one_line() -> None:
    lines = [
        f'2026-01-10 09:00:{i:02},"北京,被叫,1990000000{i % 10},5秒,,,'
        if i == 1
        else f"2026-01-10 09:00:{i:02},北京,被叫,1990000000{i % 10},5秒,,,"
        for i in range(60)
    ]
    result = load(f"{MOBILE}\n" + "\n".join(lines))
    assert result.calls is not None
    assert len(result.calls) == 60
    assert [piece.place for piece in result.completeness.unread] == ["line:3"]


def test_repeated_headers_are_no_records() -> None:
    page = f"{MOBILE}\n2026-01-10 09:00:01,北京,被叫,19900000001,5秒,,,\n"
    result = load(page * 3)
    assert result.completeness.found == 3
    assert result.completeness.unread_count == 0


def test_times_are_those_of_china() -> None:
    frame = calls(f"{MOBILE}\n2026-01-10 09:00:01,北京,被叫,19900000001,5秒,,,\n")
    assert frame["ts"][0] == to_micros(datetime(2026, 1, 10, 1, 0, 1, tzinfo=UTC))
    assert frame["zone"][0] == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("reader", "head", "row"),
    [
        (
            "china-mobile",
            ["起始时间", "通信地点", "通信方式", "对方号码", "通信时长", "通信类型", "套餐优惠", "实收通信费(元)"],
            [datetime(2026, 1, 10, 7, 12, 5), "北京", "被叫", 19900000001, "1分23秒", "本地", "", 0.0],  # noqa: DTZ001 -- a cell has no zone
        ),
        (
            "china-unicom",
            ["起始时间", "通话时长", "对方号码", "呼叫类型", "通话类型"],
            ["2026-01-10 07:12:05", time(0, 1, 23), "19900000001", "被叫", "国内通话"],
        ),
    ],
)
def test_workbooks_of_the_carriers_need_no_mapping(reader: str, head: list[str], row: list[object]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ["通话详单查询结果"],
        ["查询时段：2026-01-01 至 2026-01-31", "共 1 条"],
        [],
        head,
        row,
        ["合计", "1分23秒"],
    ):
        sheet.append(line)
    out = BytesIO()
    book.save(out)
    source = Source.of_bytes("详单.xlsx", out.getvalue())
    result = read(source, today=TODAY)
    calls = result.calls
    assert calls is not None
    assert (result.reader, result.completeness.declared, len(calls)) == (reader, 1, 1)
    found = calls.row(0, named=True)
    assert (found["address_key"], found["duration_s"], found["direction"]) == ("+8619900000001", 83, "in")
    assert found["ts"] == to_micros(datetime(2026, 1, 10, 7, 12, 5))  # noqa: DTZ001 -- China's wall clock
    assert found["row"] == 5

"""Any table by a mapping: proposals with reasons, confirmation, workbooks and their dangers."""

from __future__ import annotations

import struct
import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import (
    FIELDS,
    BadMappingError,
    BrokenFileError,
    Column,
    Mapping,
    MappingMismatchError,
    MappingNeededError,
    Source,
    UnsafeFileError,
    propose_mapping,
    read,
    sniff,
)
from ringfence.schema import to_micros

TODAY = date(2026, 3, 1)


def csv(text: str, name: str = "通话.csv") -> Source:
    return Source.of_bytes(name, text.encode())


def fields(mapping: Mapping) -> dict[str, int]:
    return {column.field: column.index for column in mapping.columns}


def workbook(rows: list[list[object]], before: list[list[object]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "封面"
    for row in before or []:
        sheet.append(row)
    second = book.create_sheet("通话")
    for row in rows:
        second.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_chinese_headers() -> None:
    source = csv("序号,来电时间,对方电话,呼叫类型,通话时长,备注\n1,2026-01-10 07:12,19900000001,来电,35秒,早上\n")
    with pytest.raises(MappingNeededError) as caught:
        read(source, today=TODAY)
    proposal = caught.value.proposal
    assert fields(proposal) == {"time": 1, "number": 2, "direction": 3, "duration": 4, "note": 5}
    assert proposal.table == "calls"
    assert proposal.header_row == 1
    assert all(column.reason for column in proposal.columns)
    calls = read(source, today=TODAY, mapping=proposal).calls
    assert calls is not None
    row = calls.row(0, named=True)
    assert (row["direction"], row["duration_s"], row["clock"]) == ("in", 35, "device")
    assert row["ts"] == to_micros(datetime(2026, 1, 10, 7, 12))  # noqa: DTZ001 -- China's wall clock


def test_english_headers_of_messages() -> None:
    source = csv(
        "Date,Phone Number,Type,Message\n2026-01-10 07:12:00,10690000001,received,您的借款已逾期请处理\n", "sms.csv"
    )
    proposal = propose_mapping(source)
    assert proposal.table == "messages"
    messages = read(source, today=TODAY, mapping=proposal).messages
    assert messages is not None
    assert messages.select("direction", "body").row(0) == ("in", "您的借款已逾期请处理")


def test_no_header_at_all() -> None:
    proposal = propose_mapping(
        csv("2026-01-10 07:12:00,19900000001,被叫,56秒\n2026-01-11 08:00:00,01088880000,主叫,1分23秒\n")
    )
    assert fields(proposal) == {"time": 0, "number": 1, "direction": 2, "duration": 3}
    assert proposal.header_row == 0
    assert all(column.fits == column.samples == 2 for column in proposal.columns)


def test_contacts_and_doubts() -> None:
    proposal = propose_mapping(csv("姓名,手机,公司\n张三,19900000001,示例公司\n李四,没有,\n", "人.csv"))
    assert proposal.table == "contacts"
    assert fields(proposal) == {"name": 0, "number": 1, "org": 2}
    assert any("没有找到时间列" in note for note in proposal.notes)
    assert any("手机" in note for note in proposal.notes)
    contacts = read(csv("姓名,手机,公司\n张三,19900000001,示例公司\n"), today=TODAY, mapping=proposal).contacts
    assert contacts is not None
    assert contacts.select("name", "address_key", "org").row(0) == ("张三", "+8619900000001", "示例公司")


def test_a_mapping_round_trips_through_yaml() -> None:
    proposal = propose_mapping(csv("时间,号码\n2026-01-10 07:12:00,19900000001\n"))
    plain = yaml.safe_load(yaml.safe_dump(proposal.to_dict(), allow_unicode=True))
    assert Mapping.from_dict(plain) == proposal


@given(
    st.builds(
        Mapping,
        table=st.sampled_from(["calls", "messages", "contacts"]),
        columns=st.lists(
            st.builds(
                Column, field=st.sampled_from(sorted(FIELDS)), index=st.integers(0, 99), header=st.text(max_size=5)
            ),
            unique_by=lambda column: column.field,
            max_size=5,
        ).map(tuple),
        header_row=st.integers(0, 40),
        sheet=st.text(max_size=5),
        clock=st.sampled_from(["device", "carrier", "claimed"]),
    )
)
@settings(max_examples=50, deadline=None)
def test_every_mapping_round_trips(mapping: Mapping) -> None:
    assert Mapping.from_dict(mapping.to_dict()) == mapping


@pytest.mark.parametrize(
    "change",
    [
        {"table": "loans"},
        {"columns": [{"field": "salary", "index": 0}]},
        {"columns": [{"field": "time"}]},
        {"columns": [{"field": "time", "index": 0}, {"field": "time", "index": 1}]},
        {"columns": [{"field": "time", "index": -1}]},
        {"columns": None},
        {"clock": "moon"},
        {"header_row": "first"},
    ],
)
def test_mappings_that_make_no_sense_are_refused(change: dict[str, object]) -> None:
    plain = {"table": "calls", "columns": [{"field": "time", "index": 0}], **change}
    with pytest.raises(BadMappingError):
        Mapping.from_dict(plain)


def test_a_mapping_for_another_file_is_refused() -> None:
    mapping = propose_mapping(csv("时间,号码\n2026-01-10 07:12:00,19900000001\n"))
    with pytest.raises(MappingMismatchError, match="号码"):
        read(csv("时间,姓名\n2026-01-10 07:12:00,某\n"), today=TODAY, mapping=mapping)


def test_a_workbook_with_a_cover_sheet_serial_dates_and_rounded_numbers() -> None:
    rows: list[list[object]] = [
        ["通话记录导出"],
        ["时间", "号码", "主被叫", "时长"],
        [datetime(2026, 1, 10, 7, 12), 19900000001, "被叫", 35],  # noqa: DTZ001 -- a cell has no zone
        [46032.375, "19900000002", "主叫", "1分"],
        ["2026/1/11 8:00", "1.38E+10", "未接", 0],
    ]
    source = Source.of_bytes("记录.xlsx", workbook(rows, [["说明", "本表由本人整理"]]))
    assert sniff(source) is not None
    proposal = propose_mapping(source)
    assert (proposal.sheet, proposal.header_row) == ("通话", 2)
    result = read(source, today=TODAY, mapping=proposal)
    assert result.calls is not None
    assert result.calls["row"].to_list() == [3, 4, 5]
    assert result.calls["direction"].to_list() == ["in", "out", "missed"]
    assert result.calls["ts"].null_count() == 0
    assert result.calls["duration_s"].to_list() == [35, 60, 0]
    assert [piece.place for piece in result.completeness.unread] == ["sheet:通话!row:5"]


def zipped(entries: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def refused(data: bytes, error: type[Exception] = UnsafeFileError) -> None:
    with pytest.raises(error):
        propose_mapping(Source.of_bytes("表.xlsx", data))


def test_other_documents_in_zip_are_archives_not_workbooks() -> None:
    document = zipped({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"})
    assert sniff(Source.of_bytes("报告.pptx", document)) is None


def test_a_zip_bomb_is_refused() -> None:
    refused(zipped({"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * (64 * 1024 * 1024)}))


def test_a_directory_that_lies_about_sizes_is_no_way_around() -> None:
    data = bytearray(zipped({"xl/a.xml": b"0" * (16 * 1024 * 1024)}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 24, 10)
    refused(bytes(data))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x", "C:/x"])
def test_paths_that_lead_outside_are_refused(name: str) -> None:
    refused(zipped({"[Content_Types].xml": b"<x/>", name: b"x"}))


def test_sheets_of_absurd_extent_are_refused() -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'
    refused(zipped({"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": sheet}))


def test_damaged_workbooks_are_said_to_be_damaged() -> None:
    whole = workbook([["时间"], ["x"]])
    refused(whole[: len(whole) // 2], BrokenFileError)
    refused(zipped({"[Content_Types].xml": b"<x/>", "xl/nothing.xml": b""}), BrokenFileError)
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, BrokenFileError)
    broken = bytearray(zipped({"xl/a.xml": bytes(range(256)) * 50}))
    start = 30 + len("xl/a.xml")
    broken[start : start + 20] = zlib.compress(b"junk" * 10)[:20]
    refused(bytes(broken), BrokenFileError)


@given(st.binary(max_size=300) | st.text(alphabet=',;\t"\n1年a', max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_any_bytes_as_csv_give_a_proposal(data: bytes) -> None:
    source = Source.of_bytes("x.csv", data)
    if data and not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        mapping = propose_mapping(source)
        read(source, today=TODAY, mapping=mapping)

"""Carriers' lists as PDF: typeset here by an independent program, read back cell by cell; scans, passwords, odd files."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest import IngestError, PasswordNeededError, Source, WrongPasswordError, check_password, read
from ringfence.respond import font_files
from ringfence.schema import from_micros

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = date(2026, 3, 1)
MOBILE = ("起始时间", "通信地点", "通信方式", "对方号码", "通信时长", "通信类型", "套餐优惠", "实收通信费(元)")
UNICOM = ("起始时间", "通话时长", "对方号码", "呼叫类型", "通话类型")


def cells(rows: Sequence[tuple[str, ...]]) -> str:
    return ",\n".join(f"[{cell}]" for row in rows for cell in row)


@cache
def typeset(body: str) -> bytes:
    """Return the PDF of a Typst body in the packaged fonts."""
    folders = sorted({str(path.parent) for path in font_files()})
    text = f'#set text(font: "Noto Sans SC", size: 8pt)\n#set page(paper: "a4", flipped: true, margin: 1.5cm)\n{body}'
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    made = typst.Compiler(text.encode(), font_paths=fonts, ignore_system_fonts=True).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def table(
    head: tuple[str, ...], rows: list[tuple[str, ...]], *, before: str = "", stroke: str = "0.5pt", align: str = "left"
) -> bytes:
    columns = f"({', '.join(['auto'] * len(head))})"
    return typeset(
        f"{before}\n#table(columns: {columns}, stroke: {stroke}, align: {align},\n"
        f"table.header({cells([head])}),\n{cells(rows)})"
    )


def mobile_rows(count: int) -> list[tuple[str, ...]]:
    return [
        (
            f"01-{1 + number % 28:02} {8 + number % 12:02}:{number % 60:02}:07",
            "北京" if number % 3 else "内蒙古呼和浩特",
            "被叫" if number % 4 else "主叫",
            f"1990000{number:04}",
            f"{number % 5}分{number % 60}秒" if number % 5 else f"{1 + number % 60}秒",
            "本地",
            "亲情网" if number % 2 else "",
            "0.00",
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_list_over_many_pages_is_read_cell_by_cell(stroke: str, align: str) -> None:
    rows = mobile_rows(130)
    before = "中国移动通信客户详单 \\ 手机号码：19900009999 \\ 查询时段：2026年01月01日 至 2026年01月31日 \\ "
    result = read(
        Source.of_bytes("详单.pdf", table(MOBILE, rows, before=before, stroke=stroke, align=align)), today=TODAY
    )
    calls = result.calls
    assert calls is not None
    assert (result.reader, result.kind_zh, len(calls)) == ("carrier-pdf", "中国移动通话详单", 130)
    assert calls["address"].to_list() == [row[3] for row in rows]
    assert calls["location"].to_list() == [row[1] for row in rows]
    assert calls["direction"].to_list() == ["in" if row[2] == "被叫" else "out" for row in rows]
    assert set(calls["line"]) == {"19900009999"}
    assert set(calls["clock"]) == {"carrier"}
    seen = [f"{from_micros(moment):%m-%d %H:%M:%S}" for moment in calls["ts"].to_list()]
    assert seen == [row[0] for row in rows]
    seconds = [int(str(row[4]).replace("分", " ").replace("秒", "").split()[-1]) for row in rows]
    assert [value % 60 for value in calls["duration_s"].to_list()] == [value % 60 for value in seconds]
    assert result.completeness.unread_count == 0


def test_a_cell_that_was_wrapped_goes_into_its_row() -> None:
    rows = [
        (f"2026-01-{day:02} 09:00:00", f"{day}分1秒", f"1990000{day:04}", "被叫", "国内通话") for day in range(1, 29)
    ]
    body = f"#table(columns: (2.2cm, 3cm, 4cm, 3cm, 3cm), table.header({cells([UNICOM])}),\n{cells(rows)})"
    calls = read(Source.of_bytes("联通.pdf", typeset(body)), today=TODAY).calls
    assert calls is not None
    assert calls["address"].to_list() == [row[2] for row in rows]
    days = [f"{from_micros(moment):%Y-%m-%d %H:%M}" for moment in calls["ts"].to_list()]
    assert days == [f"2026-01-{day:02} 09:00" for day in range(1, 29)]
    assert calls["duration_s"].to_list() == [day * 60 + 1 for day in range(1, 29)]
    assert calls["ts"].null_count() == 0


def test_totals_and_footers_are_no_records() -> None:
    rows = mobile_rows(3)
    body = table(MOBILE, [*rows, ("合计", "", "", "", "", "", "", "0.00")], before="共 3 条记录 \\ ")
    told = read(Source.of_bytes("详单.pdf", body), today=TODAY).completeness
    assert (told.found, told.declared) == (3, 3)
    assert any("合计" in note for note in told.notes)


def test_a_pdf_with_a_password_is_asked_for_and_opened_again_by_its_key() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(table(MOBILE, mobile_rows(4))))
    writer.encrypt("123456", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    source = Source.of_bytes("详单.pdf", out.getvalue())
    for password, fault in ((None, PasswordNeededError), ("0", WrongPasswordError)):
        with pytest.raises(fault):
            check_password(source, password)
        with pytest.raises(fault):
            read(source, today=TODAY, password=password)
    result = read(source, today=TODAY, password="123456")
    assert result.completeness.found == 4
    assert read(source, today=TODAY, key=result.key).completeness.found == 4


@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_damage_is_an_answer_not_a_crash(at: int, noise: bytes) -> None:
    data = bytearray(table(MOBILE, mobile_rows(4)))
    at = 9 + at % (len(data) - 9)
    data[at : at + len(noise)] = noise
    with suppress(IngestError):
        assert read(Source.of_bytes("x.pdf", bytes(data)), today=TODAY).completeness.found <= 9

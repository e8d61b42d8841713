"""Times and durations as they are written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest.moment import parse_clock, parse_duration, parse_moment
from ringfence.schema import CHINA, to_micros


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-10 09:00:01",
        "2026/1/10 9:00:01",
        "2026.01.10 09:00:01",
        "2026年1月10日 9时0分1秒",
        "2026年01月10日 上午9:00:01",
        "20260110090001",
        "20260110 09:00:01",
        "2026-01-10T09:00:01",
        "2026-01-10T01:00:01Z",
        "2026-01-10T09:00:01.000+08:00",
        "2026-01-10 09:00:01\t",
        '="2026-01-10 09:00:01"',
        "1768006801",
        "1768006801000",
        "2026/1/10 9:00:01 AM",
    ],
)
def test_one_moment_in_many_spellings(text: str) -> None:
    written = parse_moment(text)
    assert written is not None
    assert written.micros(zone=CHINA) == to_micros(datetime(2026, 1, 10, 1, 0, 1, tzinfo=UTC))


def test_spreadsheet_serials() -> None:
    written = parse_moment("46032.375011574")
    assert written is not None
    assert (written.year, written.month, written.day, written.hour, written.second) == (2026, 1, 10, 9, 1)


def test_afternoon_and_midnight() -> None:
    hours = [parse_clock(text) for text in ("下午3:05", "12:10 AM", "12:10 PM", "上午12:00:07", "23:59")]
    assert hours == [(15, 5, 0), (0, 10, 0), (12, 10, 0), (0, 0, 7), (23, 59, 0)]


def test_a_missing_year_is_left_missing() -> None:
    written = parse_moment("02-29 23:59:59")
    assert written is not None
    assert written.year is None
    assert written.micros() is None
    assert written.micros(2025) is None
    assert written.micros(2024) is not None


@pytest.mark.parametrize(
    "text", ["", "昨天", "2026-13-01 00:00:00", "2026-01-10 25:00", "3/4/2026 9:00", "19900000001", "12", "2026-02-30"]
)
def test_what_is_no_time_or_ambiguous(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("56秒", 56),
        ("1分23秒", 83),
        ("1小时59分41秒", 7181),
        ("2小时", 7200),
        ("3分", 180),
        ("3分钟", 180),
        ("00:01:23", 83),
        ("01:23", 83),
        ("100:00:00", 360_000),
        ("83", 83),
        ("83.0", 83),
        ("0", 0),
        ("1时2分3秒", 3723),
        ("1h2m3s", 3723),
        ("", None),
        ("很久", None),
        ("-5", None),
        ("1分x秒", None),
        ("99999999999秒", None),
    ],
)
def test_durations(text: str, seconds: int | None) -> None:
    assert parse_duration(text) == seconds


@given(st.text(max_size=25) | st.text(alphabet="0123456789-/.:年月日时分秒 TZ+AMPM上下午", max_size=25))
@settings(max_examples=400, deadline=None)
def test_nothing_raises(text: str) -> None:
    written = parse_moment(text)
    assert written is None or written.micros(2024) is not None
    parse_clock(text)
    parse_duration(text)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001 -- wall-clock times
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    for pattern in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y%m%d%H%M%S"):
        written = parse_moment(moment.strftime(pattern)) if pattern != "%Y%m%d%H%M%S" or moment.year >= 2000 else None
        if written is not None:
            assert written.micros(zone=CHINA) == to_micros(moment)

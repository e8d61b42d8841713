"""Times on screens: every spelling, resolved with the picture's own day, and never later than the picture."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.ingest.screenshot.picture import Picture
from ringfence.ingest.screenshot.taken import Taken, taken_at
from ringfence.ingest.screenshot.when import is_time, resolve

NOW = Taken(datetime(2026, 3, 4, 21, 30), "name")  # noqa: DTZ001 -- a wall clock; a Wednesday
TODAY = date(2026, 11, 21)
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("21:03", "2026-03-04 21:03"),
        ("21:O3", "2026-03-04 21:03"),
        ("20;58", "2026-03-04 20:58"),
        ("上午9:12", "2026-03-04 09:12"),
        ("上午 12:05", "2026-03-04 00:05"),
        ("中午12:05", "2026-03-04 12:05"),
        ("中午1:05", "2026-03-04 13:05"),
        ("下午5：20", "2026-03-04 17:20"),
        ("凌晨1:03", "2026-03-04 01:03"),
        ("8:15 PM", "2026-03-04 20:15"),
        ("今天 9:00", "2026-03-04 09:00"),
        ("昨天 21:03", "2026-03-03 21:03"),
        ("昨天晚上9:03", "2026-03-03 21:03"),
        ("前天 23:59", "2026-03-02 23:59"),
        ("星期二 上午9:12", "2026-03-03 09:12"),
        ("周日11:51", "2026-03-01 11:51"),
        ("星期三 07:00", "2026-02-25 07:00"),
        ("3月1日 08:00", "2026-03-01 08:00"),
        ("5月3日 18:20", "2025-05-03 18:20"),
        ("2024年2月29日 23:03", "2024-02-29 23:03"),
        ("2月29日 12:00", "2024-02-29 12:00"),
        ("2025/12/31 07:08", "2025-12-31 07:08"),
        ("3月1日 星期日 上午8:00", "2026-03-01 08:00"),
        ("刚刚", "2026-03-04 21:30"),
        ("5分钟前", "2026-03-04 21:25"),
        ("2小时前", "2026-03-04 19:30"),
    ],
)
def test_times_as_screens_write_them(text: str, wanted: str) -> None:
    shown = resolve(text, NOW)
    assert is_time(text)
    assert shown is not None
    assert f"{shown.moment:%Y-%m-%d %H:%M}" == wanted


@pytest.mark.parametrize(
    "text", ["12.50", "3/4", "100", "上午", "", "1580.00元", "还款", "12378", "昨天的事", "1:2", "5月", "10690000123"]
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert not is_time(text)


@pytest.mark.parametrize("text", ["25:10", "2月30日 10:00", "晚上12:10", "23:50"])
def test_a_time_that_cannot_be_is_not_guessed(text: str) -> None:
    assert resolve(text, NOW) is None


def test_minutes_are_no_more_exact_than_minutes() -> None:
    minute, second, day = resolve("21:03", NOW), resolve("21:03:07", NOW), resolve("昨天", NOW)
    assert minute is not None
    assert second is not None
    assert day is not None
    assert (minute.precision_s, second.precision_s, day.precision_s) == (60, 0, 43200)


@given(st.text(alphabet="0123456789:：.年月日星期周一二三昨今前天上下午晚 /-", max_size=16))
def test_nothing_resolves_to_later_than_the_picture(text: str) -> None:
    shown = resolve(text, NOW)
    if shown is not None and shown.relative:
        assert shown.moment.date() <= NOW.moment.date()


@pytest.mark.parametrize(
    ("name", "wanted", "by"),
    [
        ("Screenshot_2026-03-01-21-03-11-123_com.tencent.mm.jpg", "2026-03-01 21:03:11", "name"),
        ("Screenshot_20260301_210311.png", "2026-03-01 21:03:11", "name"),
        ("截屏2026-03-01 21.03.11.png", "2026-03-01 21:03:11", "name"),
        ("IMG_20260301.jpg", "2026-03-01 23:59:00", "name"),
        ("mmexport1772370191000.jpg", "2026-03-01 21:03:11", "saved"),
        ("微信图片_20260301210311.jpg", "2026-03-01 21:03:11", "saved"),
        ("shot.png", "2026-11-21 23:59:00", "today"),
        ("Screenshot_20270301_210311.png", "2026-11-21 23:59:00", "today"),  # after the day of reading: not believed
        ("Screenshot_20260231_210311.png", "2026-11-21 23:59:00", "today"),
    ],
)
def test_when_a_picture_was_taken(name: str, wanted: str, by: str) -> None:
    taken = taken_at(name, None, TODAY, ZONE)
    assert (f"{taken.moment:%Y-%m-%d %H:%M:%S}", taken.by) == (wanted, by)


def test_the_pictures_own_record_comes_before_its_name_and_a_change_after_it() -> None:
    pixels = np.zeros((2, 2, 3), dtype=np.uint8)
    written = datetime(2026, 2, 2, 8, 0)  # noqa: DTZ001 -- Exif has no zone
    name = "Screenshot_20260301_210311.png"
    assert taken_at(name, Picture(pixels, written, original=True), TODAY, ZONE).by == "exif"
    assert taken_at(name, Picture(pixels, written, original=False), TODAY, ZONE).by == "name"
    changed = taken_at("shot.png", Picture(pixels, written, original=False), TODAY, ZONE)
    assert (changed.by, changed.certain) == ("changed", False)

"""Time with zone and clock; quiet hours are half open: 22:00:00 is in, 08:00:00 is out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.schema import Instant, from_micros, in_quiet_hours, local_date, to_micros


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("21:59:59", False), ("22:00:00", True), ("00:00:00", True), ("07:59:59", True), ("08:00:00", False)],
)
def test_the_edges_of_quiet_hours(clock: str, *, quiet: bool) -> None:
    hours, minutes, seconds = map(int, clock.split(":"))
    assert in_quiet_hours(hours * 3600 + minutes * 60 + seconds) is quiet


def test_a_naive_time_is_wall_clock_of_the_zone() -> None:
    naive = datetime(2026, 1, 1, 0, 0)  # noqa: DTZ001 -- the naive form is what is tested
    assert to_micros(naive) == to_micros(datetime(2025, 12, 31, 16, 0, tzinfo=UTC))


def test_the_calendar_day_is_the_zones() -> None:
    micros = to_micros(datetime(2025, 12, 31, 20, 0, tzinfo=UTC))
    assert local_date(micros) == date(2026, 1, 1)
    assert local_date(micros, "America/New_York") == date(2025, 12, 31)
    assert Instant(micros).local.hour == 4


def test_summer_time_that_china_had_until_1991_is_known() -> None:
    assert from_micros(to_micros(datetime(1988, 7, 1, tzinfo=UTC))).utcoffset() != from_micros(0).utcoffset()


@given(st.integers(-(10**15), 4 * 10**15))
def test_micros_survive_the_way_through_wall_clock(micros: int) -> None:
    assert to_micros(from_micros(micros)) == micros

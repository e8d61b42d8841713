"""Years for lists that leave them out."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.ingest.years import Period, assign_years, stated_period


def test_all_in_the_year_of_today_or_the_one_before() -> None:
    assert assign_years([(1, 5), (2, 28)], None, date(2026, 3, 1)) == [2026, 2026]
    assert assign_years([(3, 2)], None, date(2026, 3, 1)) == [2025]


def test_a_list_over_new_year_in_both_directions() -> None:
    days = [(11, 30), (12, 31), (1, 1), (2, 2)]
    assert assign_years(days, None, date(2026, 3, 1)) == [2025, 2025, 2026, 2026]
    assert assign_years(days[::-1], None, date(2026, 3, 1)) == [2026, 2026, 2025, 2025]


def test_an_old_list_read_in_january_stays_together() -> None:
    assert assign_years([(11, 3), (1, 5), (2, 9)], None, date(2026, 1, 10)) == [2024, 2025, 2025]


def test_a_leap_day_names_its_year() -> None:
    assert assign_years([(2, 28), (2, 29)], None, date(2026, 3, 1)) == [2024, 2024]


def test_a_stated_period_decides() -> None:
    period = Period(date(2024, 12, 1), date(2025, 1, 31))
    assert assign_years([(12, 30), (1, 2)], period, date(2026, 3, 1)) == [2024, 2025]


def test_periods_as_lists_state_them() -> None:
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    for text in (
        "查询月份：2026年01月",
        "2026-01-01至2026-01-31",
        "账期 202601",
        "移动详单_202601.csv",
        "20260101-20260131",
    ):
        assert stated_period([text]) == january
    assert stated_period(["本机号码：19920260112", "2026年13月"]) is None


@given(
    start=st.dates(date(2015, 1, 1), date(2025, 6, 1)),
    steps=st.lists(st.integers(0, 40), min_size=1, max_size=25),
    lag=st.integers(0, 60),
    backwards=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_an_ordered_list_within_a_year_is_dated_right(
    start: date, steps: list[int], lag: int, *, backwards: bool
) -> None:
    days = [start]
    for step in steps:
        if (days[-1] - start).days + step < 300:
            days.append(days[-1] + timedelta(days=step))
    if any((day.month, day.day) == (2, 29) for day in days):
        return
    if backwards:
        days.reverse()
    today = max(days) + timedelta(days=lag)
    years = assign_years([(day.month, day.day) for day in days], None, today)
    assert years == [day.year for day in days]

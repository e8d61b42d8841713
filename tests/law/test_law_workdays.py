"""Workdays of 2025 and 2026 as announced, and how periods are counted."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence import law
from ringfence.law import Calendar, PackError, load_pack, read_pack
from ringfence.law.workdays import add_days, add_months

PACK = Path(law.__file__).parent / "packs" / "cn"
DAYS = st.dates(date(2024, 6, 1), date(2027, 12, 31))


def calendar() -> Calendar:
    return load_pack("cn").calendar


@pytest.mark.parametrize(("year", "workdays"), [(2025, 248), (2026, 248)])
def test_a_year_has_as_many_workdays_as_announced(year: int, workdays: int) -> None:
    """The totals of an independent calendar (the package chinesecalendar 1.11 agrees on each of the 730 days)."""
    assert calendar().workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == workdays


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-01-01", False),
        ("2025-01-26", True),  # a Sunday worked for the Spring Festival
        ("2025-01-28", False),
        ("2025-02-04", False),
        ("2025-02-08", True),
        ("2025-04-04", False),
        ("2025-04-27", True),
        ("2025-06-02", False),
        ("2025-09-28", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-06-19", False),
        ("2026-09-20", True),
        ("2026-09-25", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-11-09", True),
        ("2026-11-21", False),
    ],
)
def test_holidays_and_days_worked_in_exchange(day: str, works: bool) -> None:  # noqa: FBT001 -- a table's column
    assert calendar().is_workday(date.fromisoformat(day)) is works


def test_workdays_over_the_national_day() -> None:
    """From 2026-09-18: the Sunday 09-20 is worked, 09-25 to 27 and 10-01 to 07 are off, the Saturday 10-10 is worked."""
    assert calendar().add_workdays(date(2026, 9, 18), 15) == date(2026, 10, 15)
    assert calendar().workdays_between(date(2026, 9, 18), date(2026, 10, 15)) == 15
    assert calendar().add_workdays(date(2026, 9, 18), 0) == date(2026, 9, 18)


def test_a_year_that_was_not_announced_is_counted_by_weekends() -> None:
    assert calendar().is_workday(date(2027, 1, 1))
    assert not calendar().knows(date(2026, 12, 31), date(2027, 1, 1))
    assert calendar().knows(date(2025, 1, 1), date(2026, 12, 31))
    assert not Calendar().knows(date(2026, 1, 1), date(2026, 1, 1))


@settings(deadline=None, max_examples=60)
@given(DAYS, st.integers(0, 80))
def test_counting_forth_and_back_agree(start: date, count: int) -> None:
    end = calendar().add_workdays(start, count)
    assert calendar().workdays_between(start, end) == count
    assert count == 0 or calendar().is_workday(end)
    assert calendar().on_or_before(calendar().on_or_after(start)) >= start


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-03-02", 6, "2026-09-02"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("9999-12-30", 6, "9999-12-31"),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_the_calendar_ends_and_nothing_breaks() -> None:
    assert add_days(date(9999, 12, 30), 60) == date.max
    assert calendar().add_workdays(date(9999, 12, 30), 60) == date.max
    assert calendar().on_or_after(date.max) == date.max
    with pytest.raises(ValueError, match="-1"):
        calendar().add_workdays(date(2026, 1, 1), -1)


def test_every_year_names_its_notice() -> None:
    years = calendar().years
    assert {year: told.doc_number for year, told in years.items()} == {
        2025: "国办发明电〔2024〕12号",
        2026: "国办发明电〔2025〕7号",
    }
    for year, told in years.items():
        assert told.issued.year == year - 1
        assert all(day.weekday() >= 5 for day in told.worked)
        assert len(told.off) >= 28


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("to: 2026-02-23", "to: 2026-02-13", "2026.holidays[1].from"),
        ("to: 2026-01-03", "to: 2027-01-03", "2026.holidays[0].from"),
        ("2026-01-04,", "2026-01-05,", "2026.workdays"),
        ("[2026-01-04, 2026-02-14", "[2026-01-03, 2026-02-14", "2026.workdays"),
        ("year: 2026", "year: 2025", "2025.holidays[0].from"),
        ("issued: 2025-11-04", "issued: null", "2026.issued"),
        ("source: 新华社2025", "sauce: 新华社2025", "2026.source"),
    ],
)
def test_a_wrong_day_is_named(tmp_path: Path, old: str, new: str, key: str) -> None:
    copy = Path(shutil.copytree(PACK, tmp_path / "cn"))
    text = (copy / "workdays.yaml").read_text(encoding="utf-8")
    assert old in text
    (copy / "workdays.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as fault:
        read_pack(copy)
    assert fault.value.file == "workdays.yaml"
    assert key in fault.value.key


def test_a_pack_without_a_calendar_counts_by_weekends(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(PACK, tmp_path / "cn"))
    (copy / "workdays.yaml").unlink()
    assert read_pack(copy).calendar == Calendar()

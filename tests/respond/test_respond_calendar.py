"""The calendar file: read back, held against RFC 5545, and free of anybody's name and number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from respond_dossier import dossier

from ringfence.respond import calendar_file
from ringfence.schema import Borrower, Due, Duty, Matter, Person, Proceeding, ProceedingKind

MADE = datetime(2026, 3, 10, 8, 30, 15, 999, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def due(name: str, day: date, *, met: bool = False, proceeding: str = "X1", hard: bool = True) -> Due:
    return Due(
        f"{name}:{proceeding}",
        name,
        "答复期限",
        proceeding,
        TODAY,
        day,
        Duty.THEIRS,
        hard,
        met=met,
        note_zh="自收到起算。",
    )


def matter() -> Matter:
    people = (Person("P1", "周桂兰", numbers=("19900010001",)),)
    proceedings = (Proceeding("X1", ProceedingKind.DELETE, "L1", person="P1", office="周桂兰 19900010001"),)
    return replace(
        dossier().matter,
        as_of=TODAY,
        people=people,
        proceedings=proceedings,
        borrower=Borrower("陈示例", ("19900000000",)),
    )


def made(*dues: Due, full: bool = False, when: datetime = MADE, case: str = "made-up-case") -> bytes:
    return calendar_file(dues, matter(), case=case, made=when, full=full)


def events(content: bytes) -> list[Any]:
    """Return the events read back; what a property holds is looked at as it comes."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_it_is_read_back_as_all_day_events_with_two_alarms_in_the_morning() -> None:
    (event,) = events(made(due("pipl", date(2026, 4, 1))))
    assert event["dtstart"].dt == date(2026, 4, 1)
    assert event["dtend"].dt == date(2026, 4, 2)
    assert str(event["summary"]) == "护联: X1 到期"
    triggers = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
    midnight = datetime(2026, 4, 1, tzinfo=UTC)
    assert [midnight + one for one in triggers] == [
        datetime(2026, 3, 29, 9, tzinfo=UTC),
        datetime(2026, 3, 31, 9, tzinfo=UTC),
    ]
    assert {str(alarm["action"]) for alarm in event.walk("VALARM")} == {"DISPLAY"}


def test_it_keeps_the_rules_of_rfc_5545() -> None:
    """Required properties once each, CRLF, lines of at most 75 octets that do not cut a character, times in UTC."""
    long = replace(
        due("pipl", date(2026, 4, 1)), name_zh="名称很长的期限" * 30, note_zh="计算方法,分号;反斜杠\\换行\n" * 9
    )
    content = made(long, due("other", date(2026, 5, 1)), full=True)
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    read: Any = Calendar.from_ical(content)
    assert str(read["version"]) == "2.0"
    assert read["prodid"]
    assert read.errors == []
    for event in events(content):
        assert event.errors == []
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"):
            assert not isinstance(event[name], list)
        assert event["dtstamp"].dt.utcoffset() == timedelta(0)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["dtend"].dt > event["dtstart"].dt
        for alarm in event.walk("VALARM"):
            assert {"ACTION", "DESCRIPTION", "TRIGGER"} <= set(alarm)
    assert str(events(content)[0]["description"]).startswith("计算方法,分号;反斜杠\\换行\n")


def test_ids_stay_over_exports_of_one_case_and_differ_between_cases() -> None:
    first, again = due("pipl", date(2026, 4, 1)), due("pipl", date(2026, 4, 9))
    uid = str(events(made(first))[0]["uid"])
    assert str(events(made(again, when=MADE + timedelta(days=3)))[0]["uid"]) == uid
    assert str(events(made(first, case="another"))[0]["uid"]) != uid
    many = events(made(first, due("other", date(2026, 4, 1)), due("pipl", date(2026, 4, 1), proceeding="X2")))
    assert len({str(one["uid"]) for one in many}) == 3
    assert "made-up-case" not in uid


@pytest.mark.parametrize("full", [False, True])
def test_nobodys_name_or_number_is_in_the_file(full: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    named = replace(
        due("pipl", date(2026, 4, 1)),
        name_zh="周桂兰的答复 19900010001",
        note_zh="陈示例,电话 010-1234567,400 000 0000",
    )
    text = str(Calendar.from_ical(made(named, full=full)).walk("VEVENT")) + made(named, full=full).decode("utf-8")
    flat = text.replace("\r\n ", "")
    for private in ("周桂兰", "陈示例", "19900010001", "19900000000", "1234567", "000 0000"):
        assert private not in flat


def test_full_says_what_is_due_and_neutral_does_not() -> None:
    one = due("pipl", date(2026, 4, 1), hard=False)
    assert "删除个人信息请求" not in made(one).decode("utf-8").replace("\r\n ", "")
    full = events(made(one, full=True))[0]
    assert str(full["summary"]) == "护联: X1 删除个人信息请求:答复期限(对方的期限)"
    assert "不是法定期限" in str(full["description"])


def test_what_is_met_or_past_is_left_out() -> None:
    content = made(due("a", date(2026, 4, 1), met=True), due("b", date(2026, 3, 9)), due("c", date(2026, 3, 10)))
    assert [one["dtstart"].dt for one in events(content)] == [date(2026, 3, 10)]
    assert events(made()) == []


def test_a_deadline_of_no_proceeding_has_a_neutral_title_too() -> None:
    (event,) = events(made(due("cdr_export", date(2026, 4, 1), proceeding="")))
    assert str(event["summary"]) == "护联: 事项 到期"

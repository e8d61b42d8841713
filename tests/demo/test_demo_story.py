"""The story tells the truth: what is planted is there, and nothing else of its kind.

These checks count by hand what the rules about time and frequency look at; they know nothing of the rooms that judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import ringfence.demo
from ringfence.demo.carrier_csv import AHEAD
from ringfence.demo.story import story
from ringfence.schema import parse_phone

if TYPE_CHECKING:
    from ringfence.demo.records import Ring


def lender_of(number: str) -> str | None:
    """Return the lender a number belongs to (for the agency's the lender it acts for)."""
    key = parse_phone(number).key
    for party in story().parties:
        if key in party.numbers:
            return party.acts_for or party.id
    return None


def rings_of(lender: str) -> list[Ring]:
    return [ring for ring in story().rings if lender_of(ring.number) == lender]


def by_carrier(at: datetime) -> datetime:
    """Return the time that counts: the carrier's from the day its list begins."""
    return at + AHEAD if at.date() >= story().carrier_from else at


def planted_days(rule: str, lender: str) -> tuple[int, date | None, date | None]:
    for wrong in story().planted:
        if (wrong.rule, wrong.lender) == (rule, lender):
            return wrong.count, wrong.first_day, wrong.last_day
    return 0, None, None


def span(days: list[date]) -> tuple[int, date | None, date | None]:
    return len(days), min(days, default=None), max(days, default=None)


def at_night(at: datetime) -> bool:
    return at.hour >= 22 or at.hour < 8


def test_calls_and_messages_at_night() -> None:
    for lender in ("L1", "L2"):
        nights = [ring.at for ring in rings_of(lender) if at_night(ring.at)]
        assert nights == [ring.at for ring in rings_of(lender) if at_night(by_carrier(ring.at))]
        nights += [
            text.at
            for text in story().texts
            if lender_of(text.number) == lender and at_night(text.at) and text.label == "collection_self"
        ]
        nights += [
            report.at for report in story().reports if lender_of(report.number) == lender and at_night(report.at)
        ]
        assert span([at.date() for at in nights]) == planted_days("CN-COL-001", lender)


def test_effective_calls_a_day() -> None:
    for lender in ("L1", "L2"):
        for shortest in (10, 30):  # whatever "effective" means
            effective = Counter(ring.at.date() for ring in rings_of(lender) if ring.seconds >= shortest)
            assert span([day for day, count in effective.items() if count > 3]) == planted_days("CN-COL-004", lender)


def test_unanswered_attempts_a_day() -> None:
    """The rule is a guide of 2026-01-30 and does not cover microloan companies."""
    tries = Counter(ring.at.date() for ring in rings_of("L1") if not ring.connected)
    many = [day for day, count in tries.items() if count > 6 and day >= date(2026, 1, 30)]
    assert span(many) == planted_days("CN-COL-005", "L1")
    assert tries[date(2026, 4, 15)] == 6
    assert tries[date(2026, 1, 20)] == 7
    assert Counter(ring.at.date() for ring in rings_of("L2") if not ring.connected)[date(2026, 4, 21)] == 7


def test_numbers_within_seven_days() -> None:
    for lender in ("L1", "L2"):
        seen = sorted((ring.at, ring.number) for ring in rings_of(lender))
        most = 0
        for first, _ in seen:
            numbers = {number for at, number in seen if first <= at < first + timedelta(days=7)}
            most = max(most, len(numbers))
        assert most == {"L1": 11, "L2": 9}[lender]


def test_runs_of_five_within_an_hour() -> None:
    for lender in ("L1", "L2"):
        rings = sorted(ring.at for ring in rings_of(lender))
        days = {
            last.date() for first, last in zip(rings, rings[4:], strict=False) if last - first <= timedelta(hours=1)
        }
        assert span(sorted(days)) == planted_days("CN-COL-007", lender)


def test_the_borrower_was_reachable_where_planted_and_not_where_missed_narrowly() -> None:
    """Reachable: somebody acting for a lender spoke with the borrower within the three days before."""
    spoken = [ring.at for ring in story().rings if lender_of(ring.number) and ring.seconds >= 10]
    tries = [ring.at for ring in story().rings if lender_of(ring.number) == "L1" and not ring.connected]
    unreachable = {miss.day for miss in story().near_misses if miss.rule == "CN-3P-002"}
    for report in story().reports:
        before = [at for at in spoken if report.at - timedelta(days=3) <= at < report.at]
        if report.at.date() in unreachable:
            assert not before
            days = Counter(at.date() for at in tries if report.at - timedelta(days=4) <= at < report.at)
            assert sorted(days.values()) == [3, 3, 3]
        elif report.at.date() == date(2026, 6, 10):  # the visit by two, a day after the call to P2
            assert not before
        elif report.kind in {"call", "visit"}:
            assert before, report


def test_three_strangers_within_thirty_days() -> None:
    undeclared = {person.id for person in story().people if person.declared is False}
    reached: dict[str, set[str]] = defaultdict(set)
    days: list[date] = []
    for report in story().reports:
        if report.person in undeclared:
            lender = lender_of(report.number) or "L2"
            reached[lender].add(report.person)
            days.append(report.at.date())
    assert reached == {"L2": {"P4", "P5", "P6"}}
    assert max(days) - min(days) < timedelta(days=30)


def test_every_near_miss_lies_in_the_story_and_breaks_no_planted_day() -> None:
    plot = story()
    for miss in plot.near_misses:
        assert plot.first_day <= miss.day < plot.today
        assert miss.note_zh
    assert len(plot.near_misses) >= 15


def test_both_sides_of_the_new_year_and_both_lenders() -> None:
    days = [wrong.first_day for wrong in story().planted if wrong.first_day]
    assert min(days) < date(2026, 1, 1) < max(days)
    assert {wrong.lender for wrong in story().planted} == {"L1", "L2"}


def test_the_package_s_table_is_the_story() -> None:
    table = [line for line in (ringfence.demo.__doc__ or "").splitlines() if line.startswith("* ")]
    told = [f"* {wrong.rule} {wrong.lender} x{wrong.count}" for wrong in story().planted]
    told += [f"* {miss.rule} {miss.lender or '-'} {miss.day}" for miss in story().near_misses]
    notes = [wrong.note_zh for wrong in story().planted] + [miss.note_zh for miss in story().near_misses]
    assert len(table) == len(told)
    for line, start, note in zip(table, told, notes, strict=True):
        assert line.startswith(start)
        assert line.endswith(f": {note}")


def test_names_say_that_they_are_made_up() -> None:
    assert all("(演示)" in party.name for party in story().parties)
    for ring in story().rings:
        assert ring.number.startswith(("0100000", "950000", "1910000"))
    for text in story().texts:
        assert text.number.startswith(("10690000", "950000", "1910000", "1990000")) or text.number == "96110"

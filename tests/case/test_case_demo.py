"""The made-up case through the whole path: all that was planted is found, as often as planted, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case, Written
from ringfence.demo import DemoCase, write_demo

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import Finding

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoCase, Written, Written]:
    folder = tmp_path_factory.mktemp("demo")
    made = write_demo(folder / "exports")
    return made, *walk(made, folder)


def walk(made: DemoCase, folder: Path) -> tuple[Written, Written]:
    case, _ = Case.create(folder / "case", "演示口令演示口令", work_factor=2)
    with case:
        for person in made.people:
            case.name_person(person)
        for path in made.files:
            assert case.add(path, today=made.today).source.reader, path.name
        case.name_borrower(made.borrower)
        for party in made.parties:
            case.name_party(party)
        for debt in made.debts:
            case.note_debt(debt)
        if made.declared_known:
            case.declare_contacts_known()
        report = case.write_report(folder / "report", as_of=made.today)
        return report, case.write_letters(folder / "letters", as_of=made.today)


def by_rule(findings: tuple[Finding, ...]) -> dict[tuple[str, str | None], list[Finding]]:
    grouped: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.rule, finding.lender].append(finding)
    return grouped


def test_every_planted_wrong_is_found_as_often_as_planted(walked: tuple[DemoCase, Written, Written]) -> None:
    made, report, _ = walked
    found = by_rule(report.dossier.findings)
    planted = {(one.rule, one.lender): one.count for one in made.planted}
    assert {key: sum(finding.count for finding in found[key]) for key in planted} == planted


def test_nothing_is_found_that_was_not_planted(walked: tuple[DemoCase, Written, Written]) -> None:
    made, report, _ = walked
    assert set(by_rule(report.dossier.findings)) - {(one.rule, one.lender) for one in made.planted} == set()


def test_findings_lie_on_the_planted_days(walked: tuple[DemoCase, Written, Written]) -> None:
    made, report, _ = walked
    found = by_rule(report.dossier.findings)
    wrong = {}
    for one in made.planted:
        days = [
            day for each in found[one.rule, one.lender] for day in (each.first_day, each.last_day) if day is not None
        ]
        if days and (min(days), max(days)) != (one.first_day, one.last_day):
            wrong[one.rule, one.lender] = (min(days), max(days))
    assert wrong == {}


def test_every_near_miss_has_its_day_free_of_that_finding(walked: tuple[DemoCase, Written, Written]) -> None:
    made, report, _ = walked
    days = dict(report.dossier.matter.events.select("event", "local_date").iter_rows())
    planted = {(one.rule, one.lender) for one in made.planted}
    for near in made.near_misses:
        for finding in by_rule(report.dossier.findings)[near.rule, near.lender]:
            assert (near.rule, near.lender) in planted
            assert near.day not in {days[event] for event in finding.events}, near.note_zh


def test_phone_and_carrier_are_one_call_each(walked: tuple[DemoCase, Written, Written]) -> None:
    made, report, _ = walked
    events = report.dossier.matter.events
    carrier = events.filter(events["clocks"].list.contains("carrier"))
    assert carrier.height == made.contents.carrier_rows
    assert (carrier["agreement"] == "corroborated").sum() >= made.contents.carrier_rows - made.contents.carrier_only
    assert report.dossier.clock_notes_zh


def test_each_letter_is_written_twice_and_cites_only_what_may_be_cited(
    walked: tuple[DemoCase, Written, Written],
) -> None:
    _, report, letters = walked
    may = {cite.fact for finding in report.dossier.findings for cite in finding.citations if cite.in_letters}
    assert letters.documents
    for document in letters.documents:
        assert set(document.citations) <= may
        assert {path.suffix for path in letters.files if path.stem == document.stem} == {".docx", ".pdf"}
    assert all(path.stat().st_size > 1000 for path in (*report.files[:2], *letters.files))

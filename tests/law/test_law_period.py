"""Which law stood when: periods of a rule, and what may be claimed in each."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.law import Carries, load_pack
from ringfence.law.period import UNFOUNDED, periods
from ringfence.schema import Confidence, FindingKind, PartyType

LENDERS = [kind for kind in PartyType if kind not in {PartyType.AGENCY, PartyType.ASSIST_PLATFORM}]
JUDGED = sorted(rule.id for rule in load_pack("cn").rules.values() if rule.judged)


def kinds(rule: str, lender: PartyType) -> list[tuple[str, str]]:
    found = periods(load_pack("cn").rules[rule], lender)
    return [(f"{period.first}..{period.last or ''}", period.kind.value) for period in found]


def test_night_calls_are_only_ever_a_benchmark() -> None:
    """Both sources of the line are no law: a standard and self-regulation."""
    for lender in LENDERS:
        assert {kind for _, kind in kinds("CN-COL-001", lender)} <= {"benchmark"}
    assert kinds("CN-COL-001", PartyType.BANK) == [("2025-02-28..", "benchmark")]
    assert kinds("CN-COL-001", PartyType.CREDIT_CARD) == [("2026-01-30..", "benchmark")]
    assert kinds("CN-COL-001", PartyType.UNKNOWN) == []


def test_night_calls_to_contacts_point_to_the_civil_code_without_being_its_line() -> None:
    assert kinds("CN-COL-002", PartyType.UNLICENSED) == [("2021-01-01..", "indication")]
    assert kinds("CN-COL-002", PartyType.BANK) == [("2021-01-01..", "indication")]


def test_abuse_is_cut_where_the_old_law_ended() -> None:
    assert kinds("CN-CON-003", PartyType.BANK) == [
        ("2013-01-01..2025-12-31", "indication"),
        ("2026-01-01..", "indication"),
    ]


def test_collecting_from_contacts_is_unlawful_only_where_a_rule_binds() -> None:
    assert kinds("CN-3P-001", PartyType.BANK) == [("2025-02-28..", "benchmark")]
    assert kinds("CN-3P-001", PartyType.CONSUMER_FINANCE) == [("2024-04-18..", "breach")]
    assert kinds("CN-3P-001", PartyType.MICROLOAN) == [("2025-01-17..", "breach")]
    assert kinds("CN-3P-001", PartyType.CREDIT_CARD) == [("2011-01-13..", "breach")]
    assert kinds("CN-3P-001", PartyType.UNLICENSED) == []


def test_publishing_becomes_a_breach_with_the_information_law() -> None:
    assert kinds("CN-3P-007", PartyType.BANK) == [
        ("2013-01-01..2021-10-31", "indication"),
        ("2021-11-01..2025-12-31", "breach"),
        ("2026-01-01..", "breach"),
    ]


def test_a_cap_holds() -> None:
    rule = load_pack("cn").rules["CN-3P-007"]
    capped = periods(rule, PartyType.BANK, claims=FindingKind.INDICATION)
    assert {period.kind for period in capped} == {FindingKind.INDICATION}


def test_only_the_law_of_today_has_no_suffix() -> None:
    found = periods(load_pack("cn").rules["CN-CON-003"], PartyType.BANK)
    assert [period.suffix for period in found] == [":until-2025-12-31", ""]


@pytest.mark.parametrize("rule_id", JUDGED)
@pytest.mark.parametrize("lender", LENDERS)
def test_no_breach_rests_on_standards_alone(rule_id: str, lender: PartyType) -> None:
    rule = load_pack("cn").rules[rule_id]
    for period in periods(rule, lender):
        carrying = [cite for cite in period.cites if cite.carries is not Carries.SUPPORT]
        binding = [cite for cite in period.cites if cite.fact.law.rank.binding]
        assert carrying or rule.kind in UNFOUNDED
        if rule.claims is FindingKind.HINT:
            assert period.kind is FindingKind.HINT
        if period.kind is not FindingKind.HINT:
            assert bool(binding) is (period.kind in {FindingKind.BREACH, FindingKind.INDICATION})
        assert all(cite.applies(lender) for cite in period.cites)
        if period.kind is FindingKind.BREACH:
            lines = [cite for cite in binding if cite.carries is Carries.LINE]
            assert any(cite.fact.confidence is not Confidence.MEMORY for cite in lines)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(JUDGED), st.sampled_from(LENDERS), st.dates(date(2010, 1, 1), date(2030, 1, 1)))
def test_a_day_lies_in_a_period_when_something_that_carries_the_rule_is_in_force(
    rule_id: str, lender: PartyType, day: date
) -> None:
    """The definition of LAW.md, checked day by day against the cutting into periods."""
    rule = load_pack("cn").rules[rule_id]
    allowed = rule.applies_to is None or lender in rule.applies_to
    live = [cite for cite in rule.cites if cite.applies(lender) and cite.fact.in_force(day)]
    carried = allowed and (any(cite.carries is not Carries.SUPPORT for cite in live) or rule.kind in UNFOUNDED)
    holding = [period for period in periods(rule, lender) if period.holds(day)]
    assert len(holding) == int(carried)
    for period in holding:
        carriers = {cite.fact.id for cite in live if cite.carries is not Carries.SUPPORT}
        assert carriers <= {cite.fact.id for cite in period.cites}


@pytest.mark.parametrize("rule_id", JUDGED)
def test_periods_follow_each_other_without_overlap(rule_id: str) -> None:
    for lender in LENDERS:
        found = periods(load_pack("cn").rules[rule_id], lender)
        for earlier, later in pairwise(found):
            assert earlier.last is not None
            assert earlier.last + timedelta(days=1) <= later.first

"""The pack: everything is there, nothing dangles, and every way to break a file is told with file and key."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ringfence import law
from ringfence.law import PackError, PackMissingError, RuleKind, TimeUnit, load_pack, read_pack
from ringfence.law.rules import JUDGES
from ringfence.schema import Confidence, PartyType, Rank

if TYPE_CHECKING:
    from collections.abc import Callable

PACK = Path(law.__file__).parent / "packs" / "cn"
NOT_JUDGED = {"CN-COL-008B", "CN-3P-010"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACK, tmp_path / "cn"))


def test_the_whole_pack_is_there() -> None:
    pack = load_pack("cn")
    sizes = {
        "laws": len(pack.laws),
        "facts": len(pack.facts),
        "rules": len(pack.rules),
        "channels": len(pack.channels),
        "deadlines": len(pack.deadlines),
        "claims": len(pack.claims),
        "lpr": len(pack.lpr),
    }
    assert sizes == {"laws": 58, "facts": 260, "rules": 88, "channels": 17, "deadlines": 19, "claims": 32, "lpr": 13}
    assert pack.as_of == date(2026, 11, 21)


def test_the_families_of_the_timeline_are_judged() -> None:
    pack = load_pack("cn")
    ours = {rule for rule in pack.rules if rule.startswith(("CN-COL-", "CN-3P-", "CN-CON-"))}
    judged = {rule.id for rule in pack.rules.values() if rule.judged}
    assert len(ours) == 33
    assert judged == ours - NOT_JUDGED
    assert judged == {rule for rule in JUDGES if rule.startswith("CN-")}
    assert all(rule.not_judged_zh for rule in pack.rules.values() if not rule.judged)


def test_loading_is_cached_and_reading_gives_the_same() -> None:
    assert load_pack("cn") is load_pack("cn")
    assert read_pack(PACK).rules.keys() == load_pack("cn").rules.keys()


@pytest.mark.parametrize("name", ["us", "../cn", "", "cn/facts", "CN?"])
def test_an_unknown_pack_is_named(name: str) -> None:
    with pytest.raises(PackMissingError) as fault:
        load_pack(name)
    assert "cn" in fault.value.zh


def test_a_benchmark_is_never_binding_and_memory_never_goes_into_a_letter() -> None:
    pack = load_pack("cn")
    for fact in pack.facts.values():
        if fact.effective_from is None:
            with pytest.raises(ValueError, match=fact.id):
                fact.citation()
            continue
        citation = fact.citation()
        assert citation.in_letters is (fact.confidence is not Confidence.MEMORY)
        assert citation.article_confirmed is (fact.confidence is Confidence.TEXT)
    assert {law.id for law in pack.laws.values() if not law.rank.binding} == {
        *("GBT45251", "GBT35273", "GBT45574", "GBT41391", "CBA2026", "NIFA2018", "APPDRAFT26")
    }
    assert pack.laws["APPDRAFT26"].rank is Rank.DRAFT


def test_the_types_of_lender_are_the_lawyer_s_not_free_text() -> None:
    facts = load_pack("cn").facts
    cba = frozenset({PartyType.BANK, PartyType.CREDIT_CARD, PartyType.CONSUMER_FINANCE})
    assert facts["cba-time"].applies_to == cba
    assert facts["cba-time"].applies_to_text.startswith("bank|credit_card|consumer_finance(CBA")
    assert facts["gb-time"].applies_to == frozenset({PartyType.BANK, PartyType.CONSUMER_FINANCE, PartyType.MICROLOAN})
    assert facts["micro-6"].applies_to == frozenset({PartyType.MICROLOAN})
    assert facts["jiloan-25"].applies_to == frozenset({PartyType.UNLICENSED})
    assert facts["cc-1033"].applies_to is None
    assert facts["nifa-2018"].applies_to == frozenset()
    for fact in facts.values():
        if fact.law.id in {"GBT45251", "CBA2026", "MICRO2025"} and fact.topic != "routing":
            assert not fact.covers(PartyType.UNLICENSED)
            assert not fact.covers(PartyType.UNKNOWN)


def test_the_change_of_law_on_new_year_2026() -> None:
    facts = load_pack("cn").facts
    assert facts["ps42-old"].in_force(date(2025, 12, 31))
    assert not facts["ps42-old"].in_force(date(2026, 1, 1))
    assert not facts["ps-50-1-5"].in_force(date(2025, 12, 31))
    assert facts["ps-50-1-5"].in_force(date(2026, 1, 1))
    assert not facts["app26-draft"].in_force(date(2026, 11, 21))


def test_deadlines_are_typed() -> None:
    deadlines = load_pack("cn").deadlines
    review = deadlines["nonfiling_review"]
    assert (review.value, review.unit, review.clock_starts) == (7, TimeUnit.DAYS, "notice.received")
    assert [fact.id for fact in review.cites] == ["mpscrim-179"]
    assert deadlines["app_deletion"].unit is TimeUnit.WORKDAYS
    assert deadlines["civil_limitation"].unit is TimeUnit.YEARS


def test_drafts_stay_off() -> None:
    rule = load_pack("cn").rules["CN-APP-012"]
    assert rule.kind is RuleKind.DRAFT
    assert not rule.judged


def test_valid_from_is_the_first_day_a_citation_is_in_force() -> None:
    for rule in load_pack("cn").rules.values():
        if rule.judged and rule.valid_from is not None:
            first = min(cite.fact.effective_from for cite in rule.cites if cite.fact.effective_from is not None)
            assert rule.valid_from == first, rule.id


def _replace(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


BROKEN = {
    "unknown-key": ("laws.yaml", _replace("issuer:", "isuer:"), "laws.yaml", "PIPL"),
    "bad-rank": ("laws.yaml", _replace("  rank: law\n", "  rank: holy\n"), "laws.yaml", "PIPL.rank"),
    "bad-date": ("laws.yaml", _replace("2021-11-01", "2021-13-01"), "laws.yaml", "line"),
    "quoted-date": (
        "laws.yaml",
        _replace("effective_from: 2021-11-01", "effective_from: '2021-11-01'"),
        "laws.yaml",
        "PIPL",
    ),
    "ends-before-it-starts": (
        "laws.yaml",
        _replace(
            "effective_from: 2021-11-01\n  effective_to: null", "effective_from: 2021-11-01\n  effective_to: 2020-01-01"
        ),
        "laws.yaml",
        "PIPL.effective_to",
    ),
    "no-source": (
        "laws.yaml",
        _replace("  source: flk.npc.gov.cn text (copy of 2026-04)\n", ""),
        "laws.yaml",
        "PIPL.source",
    ),
    "twice": ("laws.yaml", _replace("id: CIVIL", "id: PIPL"), "laws.yaml", "PIPL.id"),
    "key-twice": ("laws.yaml", _replace("  rank: law\n", "  rank: law\n  rank: draft\n"), "laws.yaml", "line"),
    "dangling-law": ("facts/apps.yaml", _replace("law: APPID", "law: APPXX"), "facts/apps.yaml", "app-1.law"),
    "platform-in-applies-to": (
        "facts/collection_and_cost.yaml",
        _replace("[bank, consumer_finance, microloan]", "[bank, assist_platform]"),
        "facts/collection_and_cost.yaml",
        "gb-time.applies_to",
    ),
    "no-applies-to": ("facts/civil_code.yaml", _replace("  applies_to: any\n", ""), "facts/civil_code.yaml", "cc-995"),
    "dangling-cite": (
        "rules/collection.yaml",
        _replace("fact: gb-time", "fact: gb-tme"),
        "rules/collection.yaml",
        "CN-COL-001",
    ),
    "number-is-not-the-fact-s": (
        "rules/collection.yaml",
        _replace("per_day: 3", "per_day: 4"),
        "rules/collection.yaml",
        "CN-COL-003.threshold.values.per_day",
    ),
    "unknown-word": ("rules/conduct.yaml", _replace("{who}", "{whoo}"), "rules/conduct.yaml", "CN-CON-001.says_zh"),
    "brace": ("rules/conduct.yaml", _replace("{who}", "{who"), "rules/conduct.yaml", "CN-CON-001.says_zh"),
    "no-sentence": ("rules/conduct.yaml", _replace("  unit_zh: 次\n", ""), "rules/conduct.yaml", "CN-CON-001.unit_zh"),
    "unknown-setting": (
        "rules/collection.yaml",
        _replace("settings: [min_effective_s]", "settings: [min_effective]"),
        "rules/collection.yaml",
        "CN-COL-004.threshold.settings",
    ),
    "setting-missing": ("settings.yaml", _replace("name: exact_s", "name: exact"), "settings.yaml", "exact.name"),
    "setting-zero": ("settings.yaml", _replace("value: 60", "value: 0"), "settings.yaml", "exact_s.value"),
    "setting-fraction": (
        "settings.yaml",
        _replace("value: 10\n", "value: 9.5\n"),
        "settings.yaml",
        "rotating_numbers.value",
    ),
    "channel-missing": ("routing.yaml", _replace("ch-nfra", "ch-cbirc"), "routing.yaml", "bank.steps[1].channel"),
    "plan-missing": (
        "routing.yaml",
        _replace("lender_type: microloan", "lender_type: agency"),
        "routing.yaml",
        "microloan",
    ),
    "dangling-deadline": (
        "deadlines.yaml",
        _replace("[cp-15]", "[cp-16]"),
        "deadlines.yaml",
        "institution_complaint.cites",
    ),
    "dangling-claim": ("popular_claims.yaml", _replace("gb-contact2", "gb-contact3"), "popular_claims.yaml", ".cites"),
    "lpr-out-of-order": ("lpr.yaml", _replace("from: 2025-05-20", "from: 2019-01-01"), "lpr.yaml", "2019-01-01.from"),
    "no-yaml": ("channels.yaml", lambda _: "- id: [", "channels.yaml", "line"),
    "no-list": ("channels.yaml", lambda _: "id: x\n", "channels.yaml", "-"),
    "only-support": (
        "rules/conduct.yaml",
        _replace("carries: line", "carries: suport"),
        "rules/conduct.yaml",
        "carries",
    ),
    "object": ("channels.yaml", lambda _: "- !!python/object/apply:os.getcwd []\n", "channels.yaml", "line"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_with_its_key(copy: Path, name: str) -> None:
    path, change, file, key = BROKEN[name]
    target = copy / path
    target.write_text(change(target.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(PackError) as fault:
        read_pack(copy)
    assert fault.value.file == file
    assert key in fault.value.key
    assert file in fault.value.zh
    assert file in fault.value.en


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "deadlines.yaml").unlink()
    with pytest.raises(PackError) as fault:
        read_pack(copy)
    assert fault.value.file == "deadlines.yaml"


def test_a_rule_needs_a_citation_that_carries_it(copy: Path) -> None:
    target = copy / "rules" / "conduct.yaml"
    text = target.read_text(encoding="utf-8")
    before, after = text.split("- id: CN-CON-008", 1)
    target.write_text(
        before + "- id: CN-CON-008" + after.replace("carries: line", "carries: support", 1), encoding="utf-8"
    )
    with pytest.raises(PackError, match="carries the rule"):
        read_pack(copy)

"""Papers the user chooses, over a real case and the real law of the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case, UnknownNameError
from ringfence.law import cite, load_pack
from ringfence.respond import InconsistentPaperError, PaperNeedsError, paper_kinds
from ringfence.schema import (
    Confidence,
    Debt,
    Paragraph,
    Party,
    PartyType,
    Person,
    Proceeding,
    ProceedingKind,
    ProceedingStep,
    Role,
    StepKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 11, 21)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    opened, _ = Case.create(tmp_path / "case", "made-up passphrase", work_factor=10)
    with opened:
        opened.name_party(Party("L1", "甲小额贷款有限公司", PartyType.MICROLOAN))
        opened.name_party(Party("A1", "乙平台", PartyType.ASSIST_PLATFORM, acts_for="L1"))
        opened.name_person(Person("P1", "阿姨", Role.FAMILY, ("19900000001",)))
        opened.note_debt(Debt("D1", "L1", principal=8000.0, opened=date(2026, 1, 5)))
        yield opened


def test_every_article_of_every_paper_is_in_the_law_data_and_was_checked() -> None:
    pack = load_pack("cn")
    for kind in paper_kinds().values():
        for fact in kind.facts():
            assert pack.facts[fact].confidence is not Confidence.MEMORY, f"{kind.id} {fact}"
        assert not kind.channel or kind.channel in pack.channels


def test_only_law_of_the_day_and_of_that_lender_is_cited() -> None:
    pack = load_pack("cn")
    facts = ("gb-rec", "card-68r", "cfc-rec", "pipl-45", "ps-90")
    assert [one.fact for one in cite(pack, facts, TODAY, PartyType.MICROLOAN)] == ["gb-rec", "pipl-45", "ps-90"]
    assert [one.fact for one in cite(pack, facts, TODAY, PartyType.UNLICENSED)] == ["pipl-45", "ps-90"]
    assert [one.fact for one in cite(pack, facts, date(2025, 12, 31), PartyType.CREDIT_CARD)] == ["card-68r", "pipl-45"]


def test_a_paper_is_written_as_two_files_and_logged_with_what_it_claims(case: Case, tmp_path: Path) -> None:
    made = case.write_paper("copy", tmp_path / "out", lender="L1", as_of=TODAY)
    assert sorted(path.suffix for path in made.files) == [".docx", ".pdf"]
    (entry,) = case.state.documents
    assert entry["paper"] == "copy"
    assert ["principal:D1", "8000.00"] in entry["claims"]
    assert "card-68r" not in made.documents[0].citations


def test_a_platform_is_judged_by_the_lender_behind_it(case: Case, tmp_path: Path) -> None:
    made = case.write_paper("copy", tmp_path / "out", lender="A1", as_of=TODAY)
    assert "gb-rec" in made.documents[0].citations


def test_a_paper_against_one_already_sent_is_refused_until_it_is_closed(case: Case, tmp_path: Path) -> None:
    step = ProceedingStep(StepKind.SENT, date(2026, 3, 2))
    claims = (("stance", "neutral"), ("principal:D1", "9000.00"))
    sent = case.open_proceeding(
        Proceeding("", ProceedingKind.COMPLAINT_INSTITUTION, "L1", claims=claims, steps=(step,))
    )
    with pytest.raises(InconsistentPaperError) as fault:
        case.write_paper("proof_of_debt", tmp_path / "out", lender="L1", as_of=TODAY)
    assert sent.id in fault.value.zh
    assert "9000.00" in fault.value.zh
    assert not (tmp_path / "out").exists()
    case.note_step(sent.id, ProceedingStep(StepKind.CLOSED, TODAY))
    assert case.write_paper("proof_of_debt", tmp_path / "out", lender="L1", as_of=TODAY).files


def test_a_contact_writes_in_their_own_name(case: Case, tmp_path: Path) -> None:
    made = case.write_paper("delete", tmp_path / "out", lender="L1", person="P1", as_of=TODAY)
    assert made.documents[0].person == "P1"
    assert "阿姨" in made.files[0].name


@pytest.mark.parametrize("about", [{"lender": "L9"}, {"lender": "L1", "person": "P9"}, {"lender": "L1", "after": "X9"}])
def test_unknown_names_are_refused(case: Case, tmp_path: Path, about: dict[str, str]) -> None:
    with pytest.raises(UnknownNameError):
        case.write_paper("delete", tmp_path, as_of=TODAY, **about)  # type: ignore[arg-type]  # a table of names
    with pytest.raises(PaperNeedsError):
        case.write_paper("reconsideration", tmp_path, as_of=TODAY)


def test_the_number_of_the_report_is_never_written_as_that_of_the_notice(case: Case, tmp_path: Path) -> None:
    sent = ProceedingStep(StepKind.SENT, date(2026, 10, 25), reference="H1")
    report = case.open_proceeding(
        Proceeding("", ProceedingKind.POLICE_REPORT, "L1", office="示例派出所", steps=(sent,))
    )

    def opening(kind: str) -> str:
        made = case.write_paper(kind, tmp_path / "out", lender="L1", after=report.id, as_of=TODAY)
        return "".join(block.text for block in made.documents[0].blocks if isinstance(block, Paragraph))

    assert "H1" not in opening("reconsideration")
    assert "编号：H1" in opening("non_filing_notice")
    case.note_step(report.id, ProceedingStep(StepKind.NOT_ACCEPTED, date(2026, 11, 2), reference="N2"))
    for kind in ("reconsideration", "prosecutor"):
        assert "N2" in opening(kind)
        assert "H1" not in opening(kind)
    assert "编号：H1" in opening("admin_reconsideration")

"""The report's section on what is under way: there only when something is, on both pages, with nobody's number in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pypdf
import respond_dossier as made

from ringfence.respond import own_dues, write_report
from ringfence.schema import Outcome, Proceeding, ProceedingKind, ProceedingStep, StepKind

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import Dossier

DAY = date(2026, 8, 20)


def steps(*kinds: StepKind, outcome: Outcome | None = None) -> tuple[ProceedingStep, ...]:
    return tuple(
        ProceedingStep(kind, date(2026, 8, 3 + place), outcome=outcome if kind is StepKind.REPLIED else None)
        for place, kind in enumerate(kinds)
    )


def under_way(office: str = "") -> Dossier:
    dossier = made.dossier()
    proceedings = (
        Proceeding("X1", ProceedingKind.DELETE, made.MICRO, steps=steps(StepKind.SENT, StepKind.CLOSED)),
        Proceeding("X2", ProceedingKind.COMPLAINT_INSTITUTION, made.BANK, office=office, steps=steps(StepKind.SENT)),
        Proceeding(
            "X3", ProceedingKind.COPY, made.BANK, steps=steps(StepKind.SENT, StepKind.REPLIED, outcome=Outcome.PARTIAL)
        ),
    )
    matter = replace(dossier.matter, as_of=DAY, proceedings=proceedings)
    return replace(dossier, matter=matter, dues=own_dues(proceedings, (), DAY))


def written(dossier: Dossier, folder: Path, lang: str = "zh") -> tuple[str, str]:
    page, paper, _ = write_report(dossier, folder, lang=lang)
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(paper).pages)
    return page.read_text(encoding="utf-8"), "".join(text.split())


def test_each_matter_has_its_stage_and_what_is_closed_stands_last(tmp_path: Path) -> None:
    page, paper = written(under_way(), tmp_path)
    for text in (page, paper):
        assert "进行中的事项" in text
        assert text.index("该催办了") < text.index("要回信") < text.index("已结束")
    assert 'href="#proceedings"' in page


def test_without_proceedings_there_is_no_section(tmp_path: Path) -> None:
    page, paper = written(made.dossier(), tmp_path)
    assert "进行中的事项" not in page
    assert "进行中的事项" not in paper
    assert "#proceedings" not in page


def test_what_the_user_wrote_stays_text_and_others_are_masked(tmp_path: Path) -> None:
    page, paper = written(under_way(f"{made.HOSTILE} 林秀英 19900010001"), tmp_path)
    assert "<script>alert" not in page
    assert "19900010001" not in page
    assert "19900010001" not in paper
    assert "林秀英" not in page


def test_the_english_report_has_it_too(tmp_path: Path) -> None:
    page, _ = written(under_way(), tmp_path, "en")
    assert "Under way" in page
    assert "copies" in page

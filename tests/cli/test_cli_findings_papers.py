"""A finding that no event shows: on what it rests is said, and never "0 events"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from ringfence.cli.findings import as_data, print_one
from ringfence.schema import Confidence, Finding, FindingKind, Severity

if TYPE_CHECKING:
    import pytest

COST = Finding(
    id="CN-COST-001:L1:D1",
    rule="CN-COST-001",
    title_zh="综合融资成本超过年24%",
    title_en="All-in cost above 24 % a year",
    kind=FindingKind.BREACH,
    severity=Severity.HIGH,
    lender="L1",
    sentence_zh="两种算法都超过24%。",
    sentence_en="Both above 24 %.",
    events=(),
    count=1,
    unit_zh="笔借款",
    first_day=date(2026, 1, 5),
    last_day=date(2026, 1, 5),
    citations=(),
    rank=None,
    confidence=Confidence.SECONDARY,
    subject="D1",
    exhibits=("S1", "S3"),
)


def test_papers_stand_in_place_of_events(capsys: pytest.CaptureFixture[str]) -> None:
    print_one(COST, cast("Any", None))  # nothing of the timeline is looked at
    shown = capsys.readouterr().out
    assert "依据的材料:S1、S3" in shown
    assert "不是从逐条记录看出来的" in shown
    assert "0 条" not in shown


def test_the_data_form_names_subject_and_papers() -> None:
    data = as_data(COST)
    assert (data["subject"], data["exhibits"], data["rank"]) == ("D1", ["S1", "S3"], None)

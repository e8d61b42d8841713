"""After a correction or a new name of a lender only the last step of the timeline is done again, with the same result."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from ringfence import analyze
from ringfence.case import Case, analysis, bring_up_to_date
from ringfence.ingest import Source
from ringfence.schema import Borrower, Label, Party, PartyType, Person, Role

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

TEXTS = (
    ("106900001111", "【小明贷】您已逾期3天,请立即还款"),
    ("106900001111", "【小明贷】您已逾期5天,请立即还款"),
    ("106900002222", "转告张三,小明贷的钱再不还就起诉他"),
    ("106900003333", "【快递】您的包裹到了"),
    ("19900000001", "晚上回家吃饭吗"),
)
ROWS = "".join(
    f'<sms protocol="0" address="{number}" date="{1760000000000 + 3_600_000 * at}" type="1" body="{text}" read="1"'
    ' status="-1" />'
    for at, (number, text) in enumerate(TEXTS)
)
SMS = f'<?xml version="1.0" encoding="UTF-8" standalone="yes" ?><smses count="{len(TEXTS)}">{ROWS}</smses>'


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A small case whose timeline was worked out."""
    made, _ = Case.create(tmp_path / "case", "口令口令口令", work_factor=4)
    made.name_borrower(Borrower("李四"))
    made.add(Source.of_bytes("sms.xml", SMS.encode()))
    made.events()
    return made


def anew(case: Case) -> pl.DataFrame:
    """Work the whole timeline out, with nothing kept."""
    shutil.rmtree(case.vault.folder / "derived")
    with Case.open(case.vault.folder, identity=case.vault.identity, read_only=True) as fresh:
        events: pl.DataFrame = fresh.events()
        return events


def refuse(*args: object, **kwargs: object) -> None:
    raise AssertionError


def test_corrections_and_parties_read_no_text_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with case:
        event = case.events()["event"][0]
        with monkeypatch.context() as here:
            here.setattr(analysis, "gather", refuse)
            here.setattr(analyze, "read_events", refuse)
            case.correct(event, Label.MARKETING)
            assert case.events()["label"].to_list()[:2] == ["marketing", "marketing"]  # the same text, other figures
            case.name_party(Party("", "小明贷", PartyType.ASSIST_PLATFORM))
            assert set(case.events()["lender"].drop_nulls()) == set(case.state.parties)
            case.undo()
            case.undo()
            assert case.events()["label"][0] != "marketing"
            case.correct(event, Label.NOTICE)
        assert case.events().equals(anew(case))


def test_whatever_the_reading_depends_on_is_read_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with case:
        monkeypatch.setattr(analysis, "gather", refuse)
        for change in (
            lambda: case.name_borrower(Borrower("王五")),
            lambda: case.name_person(Person("", "妈妈", Role.FAMILY, ("19900000001",))),
        ):
            change()
            with pytest.raises(AssertionError):
                case.events()


def test_a_correction_takes_a_timeline_at_hand(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with case:
        shown = case.events()
        monkeypatch.setattr(Case, "events", refuse)
        noted = case.correct(shown["event"][2], Label.NOTICE, events=shown)
        assert noted.event == shown["event"][2]
        with pytest.raises(AssertionError):  # not in it: the case itself is asked
            case.correct("Enone", Label.NOTICE, events=shown)


def test_both_are_kept_for_whoever_opens_it_next(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, identity = case.vault.folder, case.vault.identity
    with case:
        case.correct(case.events()["event"][0], Label.MARKETING)
        shutil.rmtree(folder / "derived")
    bring_up_to_date(folder, identity)
    monkeypatch.setattr(analysis, "gather", refuse)
    with Case.open(folder, identity=identity) as again:
        assert again.events()["label"][0] == "marketing"
        again.undo()
        assert again.events()["label"][0] != "marketing"

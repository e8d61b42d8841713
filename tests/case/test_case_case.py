"""A case on disk: nothing given is lost, the same file twice changes nothing, undo, correction, caches that can be lost."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ringfence import analyze
from ringfence.case import CannotUndoError, Case, NothingToReportError, UnknownNameError
from ringfence.ingest import MappingNeededError, NotAFileError
from ringfence.schema import Debt, Label, Party, PartyType, Person, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import polars as pl

TODAY = date(2026, 11, 16)
SMS = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<smses count="3">
  <sms address="10690000001" date="1772589600000" type="1" body="【某贷】您的借款已逾期3天,请立即还款500元。" read="1" />
  <sms address="19100000001" date="1772589700000" type="1" body="晚上回家吃饭吗" read="1" />
  <sms address="10690000001" date="1772676000000" type="1" body="【某贷】您的借款已逾期4天,请立即还款500元。" read="1" />
</smses>
"""
FORM = """护联陈述表: 1
陈述人: 演示表姐
与借款人关系: 家人
陈述人号码: 19100000009
经过:
  - 时间: 2026-03-05 早上7点左右
    方式: 电话
    对方号码: 19900000001
    接通了: 是
    说了什么: 让我转告赶紧还钱
    自称代表: 某贷
    已明确拒绝: 是
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "一个口令", name="演示", work_factor=2)
    with made:
        yield made


def write(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_bytes_under_another_name_change_nothing(case: Case, tmp_path: Path) -> None:
    first = case.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
    size = case.vault.size
    again = case.add(write(tmp_path, "copy.xml", SMS), today=TODAY)
    assert (first.new, again.new) == (True, False)
    assert again.source.id == first.source.id == "S1"
    assert case.vault.size == size


def test_what_cannot_be_read_is_kept_and_blocks_nothing(case: Case, tmp_path: Path) -> None:
    odd = case.add(write(tmp_path, "notes.bin", "\x01\x02 nothing we know"), today=TODAY)
    assert odd.source.reader == ""
    assert odd.source.problem_zh
    assert case.vault.read_blob(odd.source.blob) == b"\x01\x02 nothing we know"
    assert case.add(write(tmp_path, "sms.xml", SMS), today=TODAY).source.id == "S2"
    assert case.events().height == 3


def test_an_archive_is_kept_whole_and_its_members_become_events(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sms.xml", SMS)
        archive.writestr("form.yaml", FORM)
        archive.writestr("note.bin", b"\x00")
    added = case.add(path, today=TODAY)
    assert case.vault.read_blob(added.source.blob) == path.read_bytes()
    assert [person.name for person in added.people] == ["演示表姐"]
    assert case.events().height == 4
    assert len({ref for refs in case.events()["refs"] for ref in refs}) == 4
    assert added.source.completeness is not None
    assert [piece.place for piece in added.source.completeness.unread] == ["entry:note.bin"]
    shutil.rmtree(case.vault.folder / "derived")
    assert case.events().height == 4
    assert case.add(write(tmp_path, "sms.xml", SMS), today=TODAY).new
    assert case.events().height == 4  # the same messages from the archive and by themselves


def test_an_original_is_kept_byte_for_byte(case: Case, tmp_path: Path) -> None:
    added = case.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
    assert case.vault.read_blob(added.source.blob) == SMS.encode()
    assert added.source.tables["messages"]["rows"] == 3
    assert len(str(added.source.tables["messages"]["root"])) == 64


def test_a_lost_cache_is_made_again_from_the_originals(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
    before = case.events()
    shutil.rmtree(case.vault.folder / "derived")
    assert case.events().equals(before)


def test_reopened_with_the_passphrase_it_is_the_same_case(tmp_path: Path) -> None:
    made, recovery = Case.create(tmp_path / "case", "一个口令", work_factor=2)
    with made:
        made.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
        before = made.events()
    with Case.open(tmp_path / "case", passphrase="一个口令", read_only=True) as opened:
        assert opened.events().equals(before)
    with Case.open(tmp_path / "case", recovery=recovery, read_only=True) as opened:
        assert list(opened.state.sources) == ["S1"]


def test_a_statement_brings_its_person_and_the_refusal(case: Case, tmp_path: Path) -> None:
    added = case.add(write(tmp_path, "form.yaml", FORM), today=TODAY)
    assert [(person.id, person.name, person.role) for person in added.people] == [("P1", "演示表姐", Role.FAMILY)]
    (event,) = case.events().to_dicts()
    assert (event["person"], event["role"], event["precision_s"], event["refused"]) == ("P1", "family", 1800, True)
    person = case.matter(TODAY).person("P1")
    assert person is not None
    assert person.refused_at == event["ts"]


def test_undo_takes_back_the_last_step_and_redo_brings_it_again(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
    undone = case.undo()
    assert case.state.sources == {}
    case.undo(undone)
    assert list(case.state.sources) == ["S1"]


def test_what_founded_the_case_cannot_be_undone(case: Case) -> None:
    with pytest.raises(CannotUndoError):
        case.undo()
    with pytest.raises(CannotUndoError):
        case.undo(0)
    with pytest.raises(CannotUndoError):
        case.undo(999)


def test_a_correction_holds_for_the_same_text_with_other_figures(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
    demands = case.events().filter(case.events()["address_key"] == "10690000001")
    assert set(demands["label"]) == {Label.COLLECTION_SELF}
    case.correct(demands["event"][0], Label.NOTICE)
    after = case.events().filter(case.events()["address_key"] == "10690000001")
    assert after["label"].to_list() == ["notice", "notice"]
    assert after["label_by"].to_list() == ["user", "user"]
    case.undo()
    assert set(case.events().filter(case.events()["address_key"] == "10690000001")["label"]) == {Label.COLLECTION_SELF}


def test_parties_people_and_debts_are_numbered_and_replaced_by_id(case: Case) -> None:
    lender = case.name_party(Party("", "某小贷(演示)", PartyType.UNKNOWN))
    assert lender.id == "L1"
    case.name_party(Party("L1", "某小贷(演示)", PartyType.MICROLOAN, ("某贷",)))
    assert case.state.parties["L1"].type is PartyType.MICROLOAN
    assert case.note_debt(Debt("", "L1")).id == "D1"
    person = case.name_person(Person("", "演示朋友", Role.FRIEND))
    assert case.set_relation(person.id, Role.COLLEAGUE, declared=True).declared is True
    assert case.state.people["P1"].role is Role.COLLEAGUE


def test_unknown_names_are_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        case.note_debt(Debt("", "L9"))
    with pytest.raises(UnknownNameError):
        case.name_party(Party("", "某", PartyType.AGENCY, acts_for="L9"))
    with pytest.raises(UnknownNameError):
        case.add(write(tmp_path, "sms.xml", SMS), owner="P9", today=TODAY)
    with pytest.raises(UnknownNameError):
        case.correct("Enone", Label.NOTICE)
    with pytest.raises(UnknownNameError):
        case.set_relation("P9", Role.FRIEND)


def test_a_table_waits_for_its_columns(case: Case, tmp_path: Path) -> None:
    path = write(
        tmp_path, "my.csv", "号码,时间,时长\n19900000001,2026-03-01 10:00:00,30\n19900000002,2026-03-01 11:00:00,0\n"
    )
    with pytest.raises(MappingNeededError) as need:
        case.add(path, today=TODAY)
    assert case.state.sources == {}
    added = case.add(path, mapping=need.value.proposal, today=TODAY)
    assert added.source.mapping is not None
    before = case.events()
    shutil.rmtree(case.vault.folder / "derived")
    assert case.events().equals(before)


def test_folders_and_missing_files_are_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(NotAFileError):
        case.add(tmp_path, today=TODAY)
    with pytest.raises(NotAFileError):
        case.add(tmp_path / "none.xml", today=TODAY)


def test_an_empty_case_has_nothing_to_report(case: Case, tmp_path: Path) -> None:
    with pytest.raises(NothingToReportError):
        case.write_report(tmp_path / "out", as_of=TODAY)


def test_without_a_lender_naming_one_comes_first(case: Case, tmp_path: Path) -> None:
    case.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
    dossier, documents = case.dossier(as_of=TODAY)
    assert "登记放款机构" in dossier.actions[0].title_zh
    assert "某贷" in dossier.actions[0].why_zh
    assert not [document for document in documents if document.kind == "complaint"]
    case.name_party(Party("", "某小贷(演示)", PartyType.MICROLOAN, ("某贷",)))
    assert all("登记放款机构" not in action.title_zh for action in case.dossier(as_of=TODAY)[0].actions)


def test_a_hostile_workbook_is_kept_and_not_read(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<x/>")
        bomb.writestr("xl/workbook.xml", "<x/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    kept = case.add(path, today=TODAY).source
    assert kept.reader == ""
    assert "压缩" in kept.problem_zh
    assert case.vault.read_blob(kept.blob) == path.read_bytes()


def test_what_to_do_follows_from_what_is_there(case: Case, tmp_path: Path) -> None:
    """A relative was pressed and no carrier list is in the case: both lead to something to do, and stop when they are gone."""
    case.add(write(tmp_path, "form.yaml", FORM.replace("某贷", "云岫贷")), today=TODAY)
    case.name_party(Party("", "云岫小额贷款有限公司(演示)", PartyType.MICROLOAN, ("云岫贷",)))
    case.note_debt(Debt("", "L1", due=date(2026, 1, 1)))
    case.add(write(tmp_path, "sms.xml", SMS.replace("某贷", "云岫贷")), today=TODAY)

    def titles() -> str:
        return " ".join(action.title_zh for action in case.dossier(as_of=TODAY)[0].actions)

    told = case.events().filter(case.events()["person"] == "P1")
    assert told["lender"].to_list() == ["L1"]  # only the form's own line names the lender
    assert "通话详单" in titles()
    assert "告诉被打扰的亲友" in titles()
    carrier = "起始时间,通信地点,通信方式,对方号码,通信时长,通信类型\n2026-03-04 10:00:00,演示,被叫,19900000001,1分0秒,国内通话\n"
    case.add(write(tmp_path, "移动详单.csv", carrier), today=TODAY)
    assert "通话详单" not in titles()
    case.undo(case.state.sources["S1"].seq)
    assert "告诉被打扰的亲友" not in titles()


def test_kept_classes_are_made_again_when_the_rules_change(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
    case.events()
    runs: list[int] = []
    real = analyze.read_events

    def counted(events: pl.DataFrame, **rest: Any) -> pl.DataFrame:  # noqa: ANN401 -- passed on as it came
        runs.append(events.height)
        return real(events, **rest)

    monkeypatch.setattr("ringfence.analyze.read_events", counted)
    case.events()
    assert runs == []
    monkeypatch.setattr("ringfence.analyze.revision", lambda: "other rules")
    case.events()
    assert runs == [3]

"""Reading a kept original again: id and moment of adding stay, what is better counts, undo goes back, corrections follow."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case, UnknownNameError
from ringfence.case.export import export_items
from ringfence.case.sources import reads_more
from ringfence.ingest import NeedsAudioError, OcrMissingError, Source, lacked_extra, propose_mapping
from ringfence.schema import Completeness, Person, Role, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Recognised

TODAY, LATER = date(2026, 11, 16), date(2026, 11, 20)
START = 1_772_589_600_000_000
ROWS = [{"body": "您的借款已逾期3天", "ts": START}, {"body": "请不要再联系我的家人", "ts": START, "direction": "out"}]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "一个口令", name="演示", work_factor=2)
    with made:
        yield made


def unread(case: Case, tmp_path: Path, recognised: Recognised) -> Path:
    """Add a picture while the recogniser is not installed."""
    recognised.results["a.png"] = OcrMissingError("rapidocr")
    path = recognised.picture(tmp_path, "a.png")
    assert case.add(path, today=TODAY).source.reader == ""
    return path


def test_after_the_extra_was_installed_it_is_read_in_place(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    path = unread(case, tmp_path, recognised)
    before = case.state.sources["S1"]
    assert "reread" in before.problem_zh
    failed = case.reread("S1")
    assert (failed.new, failed.problem_zh) == (False, before.problem_zh)
    recognised.messages("a.png", ROWS)
    size = case.vault.size
    read = case.reread("S1")
    assert (read.again, read.source.id, read.source.reader, case.vault.size) == (True, "S1", "screenshot", size + 1)
    now = case.state.sources["S1"]
    assert (now.seq, now.added_micros, now.today, now.blob) == (
        before.seq,
        before.added_micros,
        before.today,
        before.blob,
    )
    assert (now.problem_zh, now.read_seq) == ("", size)
    assert case.events().height == 2
    assert case.dossier(as_of=TODAY)[0].exhibits[0].reader == "screenshot/2"
    (item,) = export_items(case.vault, case.state, ())
    assert any(f"日志第 {size} 项" in fact[2] for fact in item.facts)
    assert case.reread("S1").new is False
    assert case.add(path, today=LATER).new is False
    assert case.vault.size == size + 1


def test_undo_goes_back_and_forth(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    unread(case, tmp_path, recognised)
    recognised.messages("a.png", ROWS)
    read = case.reread("S1").source
    undone = case.undo()
    assert case.state.sources["S1"].reader == ""
    assert case.events().is_empty()
    case.undo(undone)
    assert case.events().height == 2
    case.undo(read.seq)  # the addition itself
    assert case.state.sources == {}
    assert case.events().is_empty()


def test_adding_the_same_file_again_reads_it_again(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    path = unread(case, tmp_path, recognised)
    friend = case.name_person(Person("", "演示朋友", Role.FRIEND))
    recognised.messages("a.png", ROWS)
    again = case.add(path, owner=friend.id, today=LATER)
    assert (again.again, again.source.id, again.source.owner, again.source.today) == (
        True,
        "S1",
        friend.id,
        "2026-11-16",
    )
    assert set(case.events()["person"]) == {friend.id}
    assert case.add(recognised.picture(tmp_path, "bb.png"), today=TODAY).source.id == "S2"


def test_an_older_version_is_read_again_and_undo_brings_its_records_back(
    case: Case, tmp_path: Path, recognised: Recognised, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognised.messages("a.png", ROWS[:1], version=0)
    path = recognised.picture(tmp_path, "a.png")
    case.add(path, today=TODAY)
    before = case.events()
    assert [source.id for source in case.readable_again()] == ["S1"]
    recognised.messages("a.png", ROWS)
    assert case.add(path, today=TODAY).again
    assert case.readable_again() == ()
    assert case.events().height == 2
    case.undo()
    assert case.events().equals(before)


def test_corrections_follow_into_the_new_reading(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    recognised.messages("a.png", ROWS, version=0)
    case.add(recognised.picture(tmp_path, "a.png"), today=TODAY)
    case.correct_field("S1", 1, "text", "您的借款已逾期13天")
    case.correct_field("S1", 2, "text", "请不要再联系我的家人!")
    recognised.messages("a.png", [ROWS[0], ROWS[1] | {"body": "请不要再联系我的家人和同事"}], reorder=True)
    case.reread("S1")
    assert sorted(case.events()["text"]) == sorted(["您的借款已逾期13天", "请不要再联系我的家人和同事"])
    assert any("1 处" in note for note in case.analysis().notes)
    case.undo()
    recognised.messages("a.png", ROWS, version=0)
    assert sorted(case.events()["text"]) == sorted(["您的借款已逾期13天", "请不要再联系我的家人!"])


def test_a_part_that_lacked_an_extra_is_tried_again_and_less_never_replaces_more(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sms = "<smses count='1'><sms address='10690000001' date='1772589600000' type='1' body='请还款' read='1' /></smses>"
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("sms.xml", f"<?xml version='1.0' encoding='UTF-8'?>\n{sms}")
        archive.writestr("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)

    def missing(_: object) -> None:
        raise OcrMissingError("rapidocr")

    with monkeypatch.context() as patch:
        patch.setattr("ringfence.ingest.screenshot.reader.open_picture", missing)
        case.add(tmp_path / "x.zip", today=TODAY)
        assert [source.id for source in case.readable_again()] == ["S1"]
        assert case.reread("S1").again is False
    assert case.add(tmp_path / "x.zip", today=TODAY).again  # now it is damaged instead: said, and not tried for ever
    assert case.readable_again() == ()
    assert case.events().height == 1
    assert case.add(tmp_path / "x.zip", today=TODAY).new is False


def test_less_of_the_same_version_replaces_nothing(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    recognised.messages("a.png", ROWS)
    source = case.add(recognised.picture(tmp_path, "a.png"), today=TODAY).source
    recognised.messages("a.png", ROWS[:1])
    assert case.reread("S1").again is False
    recognised.results["a.png"] = OcrMissingError("rapidocr")
    assert "rapidocr" in case.reread("S1").problem_zh
    assert case.events().height == 2
    assert not reads_more(source, source)


def test_a_lost_cache_after_reading_again(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    unread(case, tmp_path, recognised)
    recognised.messages("a.png", ROWS)
    case.reread("S1")
    before = case.events()
    shutil.rmtree(case.vault.folder / "derived")
    assert case.events().equals(before)


def test_what_is_gone_or_never_was_is_refused(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    with pytest.raises(UnknownNameError):
        case.reread("S1")
    unread(case, tmp_path, recognised)
    recognised.messages("a.png", ROWS)
    case.reread("S1")
    case.destroy("S1", "演示")
    assert case.state.sources == {}
    with pytest.raises(UnknownNameError):
        case.reread("S1")


def test_a_table_is_read_again_with_its_confirmed_columns(case: Case, tmp_path: Path) -> None:

    text = "号码,时间,时长\n19900000001,2026-03-01 10:00:00,30\n19900000002,2026-03-01 11:00:00,0\n"
    (tmp_path / "my.csv").write_text(text, "utf-8")
    mapping = propose_mapping(Source.of_bytes("my.csv", text.encode()))
    case.add(tmp_path / "my.csv", mapping=mapping, today=TODAY)
    assert case.reread("S1").again is False
    assert case.events().height == 2


def test_every_missing_extra_is_recognised_by_its_reason() -> None:
    for fault in (OcrMissingError("rapidocr"), NeedsAudioError()):
        assert lacked_extra(Unread("entry:x", fault.zh, fault.en))
    assert not lacked_extra(Unread("entry:x", "认不出格式", "unknown format"))
    assert Completeness(None, 0).whole

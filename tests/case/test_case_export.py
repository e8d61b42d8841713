"""Giving evidence out: the list says what a court asks, the log says what was given, and it verifies alone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_case_case import FORM, SMS, write

from ringfence.case import CannotUndoError, Case, NothingToReportError, UnknownNameError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ingest"))
from test_ingest_adb_backup import PASSWORD, backup, encrypted, sms

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 11, 16)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "一个口令", name="演示", work_factor=2)
    with made:
        made.add(write(tmp_path, "sms.xml", SMS), today=TODAY)
        made.add(write(tmp_path, "form.yaml", FORM), today=TODAY)
        made.add(write(tmp_path, "notes.bin", "\x01\x02 nothing we know"), today=TODAY)
        yield made


def test_the_chosen_ones_with_all_that_is_asked_of_each(case: Case, tmp_path: Path) -> None:
    made = case.export(tmp_path / "out", only=["S3", "S1", "S2"], receiver="某某区人民法院")
    assert made.files == ("data/S1-sms.xml", "data/S2-form.yaml", "data/S3-notes.bin")
    proof = json.loads((tmp_path / "out/proof/proof.json").read_text("utf-8"))
    sms, form, odd = ({zh: value for zh, _, value in one["facts"]} for one in proof["exhibits"])
    assert sms["格式"] == "xml"
    assert sms["来源"].startswith("本人")
    assert "手机自己的时钟" in sms["记录时间的时钟"]
    assert "sms-backup-restore" in sms["提取步骤"]
    assert "读出 3 条,文件自述 3 条" in sms["提取步骤"]
    assert "回忆" in form["记录时间的时钟"]
    assert "未能读出内容" in odd["提取步骤"]
    assert sms["来源设备"]
    page = (tmp_path / "out/exhibits.html").read_text("utf-8")
    assert "某某区人民法院" in page
    verifier = [sys.executable, "-I", "-S", str(tmp_path / "out/verify.py"), "--head", made.head]
    assert subprocess.run(verifier, capture_output=True, check=False).returncode == 0  # noqa: S603 -- this interpreter


def test_the_log_says_what_was_given_and_that_is_not_undone(case: Case, tmp_path: Path) -> None:
    before = case.vault.size
    made = case.export(tmp_path / "out", only=["S1"], receiver="律师")
    assert list((tmp_path / "out" / "data").iterdir()) == [tmp_path / "out/data/S1-sms.xml"]
    (entry,) = case.vault.entries(before)
    assert entry.kind == "export.made"
    assert entry.body == {
        "exhibits": ["S1"],
        "for": "律师",
        "recipients": [],
        "head": made.head,
        "digest": made.digest,
        "bytes": made.bytes,
    }
    with pytest.raises(CannotUndoError):
        case.undo(entry.seq)


def test_what_is_not_there_is_not_given(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        case.export(tmp_path / "out", only=["S9"])
    case.undo(max(seq for seq, kind in case.state.active.items() if kind == "source.added"))
    with pytest.raises(UnknownNameError):
        case.export(tmp_path / "out", only=["S3"])
    assert not (tmp_path / "out").exists()


def test_an_empty_case_has_nothing_to_give(tmp_path: Path) -> None:
    made, _ = Case.create(tmp_path / "empty", "一个口令", work_factor=2)
    with made, pytest.raises(NothingToReportError):
        made.export(tmp_path / "out")


def test_the_key_of_an_encrypted_backup_is_never_given_away(tmp_path: Path) -> None:
    (tmp_path / "backup.ab").write_bytes(encrypted(backup([sms(1)])))
    made, _ = Case.create(tmp_path / "case", "一个口令", work_factor=2)
    with made:
        added = made.add(tmp_path / "backup.ab", today=TODAY, password=PASSWORD)
        key = made.state.sources["S1"].key
        assert key
        assert added.source.key == key
        made.export(tmp_path / "out")
        identity = made.vault.identity
        made.undo()
        assert not made.state.sources
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert key.encode() not in everything
    verifier = [sys.executable, "-I", "-S", str(tmp_path / "out/verify.py")]
    assert subprocess.run(verifier, capture_output=True, check=False).returncode == 0  # noqa: S603 -- this interpreter
    with Case.open(tmp_path / "case", identity=identity) as again:
        again.undo(max(seq for seq, kind in again.state.active.items() if kind == "entry.undone"))
        assert again.state.sources["S1"].key == key
        assert again.events().height == 2, "an SMS and an MMS, read again with the kept key"

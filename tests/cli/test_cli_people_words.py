"""Notices, pages, block list, negotiation and help lines on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from ringfence.case import Case
from ringfence.cli.app import root
from ringfence.schema import Debt, Party, PartyType, Person, Role

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case, _ = Case.create(tmp_path / "case", "made-up passphrase", work_factor=10)
    with case:
        case.name_party(Party("L1", "甲示例小额贷款有限公司", PartyType.MICROLOAN))
        case.name_person(Person("P1", "阿姨", Role.FAMILY, ("19900000001",)))
        case.name_person(Person("P2", "老王", Role.GUARANTOR, ("19900000002",)))
        case.note_debt(Debt("D1", "L1", product="示例贷", principal=5000.0))
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    env = {"RINGFENCE_PASSPHRASE": "made-up passphrase", "XDG_RUNTIME_DIR": str(folder)}
    return CliRunner().invoke(root, ["--case", str(folder / "case"), *words], env=env)


def test_help_lines_and_pages_need_no_case(tmp_path: Path) -> None:
    shown = CliRunner().invoke(root, ["help-lines"]).output
    assert shown.index("不想活") < shown.index("12348")
    page = CliRunner().invoke(root, ["sheet", "family-loan"]).output
    assert "第六百八十条" in page
    done = CliRunner().invoke(root, ["sheet", "calls", "--out", str(tmp_path)])
    assert done.exit_code == 0
    assert {path.suffix for path in tmp_path.iterdir()} == {".docx", ".pdf"}
    assert CliRunner().invoke(root, ["sheet", "moon"]).exit_code == 2
    CliRunner().invoke(root, ["sheet", "family-loan", "--out", str(tmp_path)])
    with pypdfium2.PdfDocument(tmp_path / "家庭借款协议.pdf") as paper:  # with its article
        assert len(paper) == 1


def test_notices_for_those_chosen_and_logged(folder: Path) -> None:
    done = run(folder, "notice", "P1", "P2", "--out", str(folder / "out"))
    assert done.exit_code == 0, done.output
    assert "阿姨，我有一笔借款" in done.output
    assert "老王" not in done.output
    assert "担保人" in done.output
    with Case.open(folder / "case", passphrase="made-up passphrase") as case:
        assert case.state.documents[-1]["stem"] == "1-给亲友的通知"
    assert "没有被联系到的人" in run(folder, "notice").output
    assert "阿姨，您好。之前" in run(folder, "notice", "P1", "--closing", "--out", str(folder / "out")).output
    unknown = run(folder, "notice", "P9")
    assert type(unknown.exception).__name__ == "UnknownNameError"


def test_block_list_of_a_case_without_collectors_writes_nothing(folder: Path) -> None:
    done = run(folder, "blocklist", "--out", str(folder / "out"))
    assert done.exit_code == 0, done.output
    assert "先留证据" in done.output
    assert "共 0 个号码" in done.output
    assert not (folder / "out").exists()


def test_negotiation_says_the_effect_first_and_writes_the_letter(folder: Path) -> None:
    done = run(
        folder, "negotiate", "D1", "--month", "800", "--months", "6", "--reserve", "900", "--out", str(folder / "out")
    )
    assert done.exit_code == 0, done.output
    shown = done.output
    assert (
        shown.index("诉讼时效")
        < shown.index("开场")
        < shown.index("3. 条件")
        < shown.index("不要说")
        < shown.index("底线")
    )
    assert "协商还款" in shown
    assert len(list((folder / "out").iterdir())) == 2
    assert run(folder, "negotiate", "D1", "--month", "abc").exit_code == 2
    assert type(run(folder, "negotiate", "D1").exception).__name__ == "PaperNeedsError"
    assert type(run(folder, "negotiate", "D7", "--month", "8").exception).__name__ == "UnknownNameError"

"""The agreement check on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

import yaml
from click.testing import CliRunner, Result

from ringfence.case import Case
from ringfence.cli.app import root
from ringfence.schema import Debt, Party, PartyType

if TYPE_CHECKING:
    import pytest

TEXTS = {
    one["id"]: one["text"]
    for one in yaml.safe_load(
        (Path(__file__).parents[1] / "respond" / "data" / "agreements_seen.yaml").read_text("utf-8")
    )
}


def run(*words: str, folder: Path | None = None, given: bytes | None = None) -> Result:
    env = {"RINGFENCE_PASSPHRASE": "made-up passphrase", "XDG_RUNTIME_DIR": str(folder or "")}
    before = ["--case", str(folder / "case")] if folder else []
    return CliRunner().invoke(root, [*before, *words], env=env, input=given)


def test_a_file_a_pipe_and_pasted_words(tmp_path: Path) -> None:
    paper = tmp_path / "协议.txt"
    paper.write_text(TEXTS["A08"], "utf-8")
    for done in (
        run("agreement", str(paper)),
        run("agreement", TEXTS["A08"]),
        run("agreement", "-", given=TEXTS["A08"].encode()),
    ):
        assert done.exit_code == 0, done.output
        shown = done.output
        assert shown.index("重新算起") < shown.index("结论") < shown.index("要您放弃投诉")
        assert "第一百九十五条" in shown
        assert "无效" not in shown.replace("不判断协议是否有效", "")
    assert run("agreement", "nothing.docx").exit_code == 2
    assert "不是还款协议" in run("agreement", "今天吃饭").output


class Signed(date):
    """The day on which the made-up agreements are looked at: their instalments lie ahead of it."""

    @classmethod
    def today(cls) -> Self:
        return cls(2026, 11, 21)


def test_a_sound_one_reads_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ringfence.cli.agreement.date", Signed)
    shown = run("agreement", TEXTS["A01"]).output
    assert "要点都写了" in shown
    assert "✗" not in shown


def test_noted_in_the_case_and_undone(tmp_path: Path) -> None:
    case, _ = Case.create(tmp_path / "case", "made-up passphrase", work_factor=10)
    with case:
        case.name_party(Party("L1", "甲示例小额贷款有限公司", PartyType.MICROLOAN))
        case.note_debt(Debt("D1", "L1", principal=5000.0))
    done = run("agreement", TEXTS["A11"], "--debt", "D1", "--note", folder=tmp_path)
    assert "您登记的本金是5,000元" in done.output
    assert "G1" in done.output
    with Case.open(tmp_path / "case", passphrase="made-up passphrase") as case:
        noted = case.state.agreements["G1"]
        assert (noted.lender, noted.debt, noted.months) == ("L1", "D1", 10)
        assert noted.harmful is not None
        assert "higher_amount" in noted.harmful
        case.undo()
        assert not case.state.agreements
    assert run("agreement", TEXTS["A11"], "--note", folder=tmp_path).exit_code == 2

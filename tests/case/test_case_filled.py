"""Words kept for the blanks of a letter: in the log, replaced as a whole, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.case import Case

if TYPE_CHECKING:
    from pathlib import Path

KEY = "letter.complaint.ch-institution.L1"


def test_words_are_kept_replaced_and_taken_back(tmp_path: Path) -> None:
    case, _ = Case.create(tmp_path / "case", "口令", work_factor=4)
    with case:
        case.fill_letter(KEY, {"合同编号": "甲", "地址": " "})
        seq = case.fill_letter(KEY, {"地址": "乙路1号"})
        assert case.state.filled == {KEY: {"地址": "乙路1号"}}
        case.undo(seq)
        assert case.state.filled == {KEY: {"合同编号": "甲"}}

"""The blanks of a document: named, filled, each of several alike by itself, signatures left to the pen."""

from __future__ import annotations

from ringfence.respond import LONGEST_BLANK, blank_label, blanks_of, filled, paper_kinds, paper_purpose
from ringfence.schema import Blank, Document, DocumentKind, Heading

OPEN = Blank("还没有办理的事项")
PAPER = Document(
    "1-信", DocumentKind.PAPER, "信", "", (Heading("信", 1), OPEN, OPEN, Blank("姓名", "张三"), Blank("投诉人（签名）"))
)


def test_blanks_of_one_label_are_filled_one_by_one() -> None:
    assert [name for name, _ in blanks_of(PAPER)] == ["还没有办理的事项", "还没有办理的事项#2", "姓名"]
    done = filled(PAPER, {"还没有办理的事项#2": " 没有\n回电 ", "投诉人（签名）": "x", "没有这一项": "x"})
    assert [block.value for block in done.blocks if isinstance(block, Blank)] == ["", "没有 回电", "张三", ""]


def test_an_empty_word_leaves_what_is_known_and_a_long_one_is_cut() -> None:
    done = filled(PAPER, {"姓名": "  ", "还没有办理的事项": "长" * 999})
    values = [block.value for block in done.blocks if isinstance(block, Blank)]
    assert values[2] == "张三"
    assert len(values[0]) == LONGEST_BLANK


def test_every_blank_and_paper_is_called_something_in_both_languages() -> None:
    for kind in paper_kinds().values():
        assert paper_purpose(kind.id)
        assert paper_purpose(kind.id, "en")
        for writer in kind.writers:
            for name in kind.names(writer):
                assert name in {"person", "today"} or (blank_label(name) != name and blank_label(name, "en")), name

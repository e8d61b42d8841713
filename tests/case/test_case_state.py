"""State = fold(log): undo, redo, and entries of later versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ringfence.case.codec import from_body, to_body
from ringfence.case.state import EntryKind, fold
from ringfence.schema import Borrower, Completeness, Correction, Debt, Party, PartyType, Person, Repair, Role, Unread


@dataclass(frozen=True)
class Written:
    seq: int
    kind: str
    body: dict[str, Any] = field(default_factory=dict)
    written_micros: int = 0


def named(seq: int, name: str) -> Written:
    return Written(seq, EntryKind.PARTY, to_body(Party("L1", name)))


def undo(seq: int, target: int) -> Written:
    return Written(seq, EntryKind.UNDONE, {"seq": target})


def test_the_last_word_counts_and_undo_brings_back_the_one_before() -> None:
    log = [named(0, "甲"), named(1, "乙")]
    assert fold(log).parties["L1"].name == "乙"
    assert fold([*log, undo(2, 1)]).parties["L1"].name == "甲"


def test_undo_can_be_undone() -> None:
    log = [named(0, "甲"), named(1, "乙"), undo(2, 1), undo(3, 2)]
    state = fold(log)
    assert state.parties["L1"].name == "乙"
    assert state.undone == {2}


def test_source_numbers_never_come_back_after_undo() -> None:
    body = {"id": "S1", "name": "a.xml", "blob": "x", "size": 1, "sha256": "0", "sm3": "0"}
    state = fold([Written(0, EntryKind.SOURCE, body), undo(1, 0)])
    assert state.sources == {}
    assert state.sources_ever == 1


def test_entries_and_fields_of_later_versions_are_kept_out_but_break_nothing() -> None:
    log = [
        Written(0, "proceeding.sent", {"x": 1}),
        Written(1, EntryKind.PARTY, to_body(Party("L1", "甲")) | {"new": 1}),
    ]
    state = fold(log)
    assert state.parties["L1"] == Party("L1", "甲")
    assert state.active == {0: "proceeding.sent", 1: EntryKind.PARTY}


def test_every_record_survives_the_log() -> None:
    records = [
        Party("L1", "某小贷(演示)", PartyType.MICROLOAN, ("某贷",), ("+8619900000001",), None, "demo"),
        Person("P1", "母亲", Role.FAMILY, ("+8619100000001",), declared=True, refused_at=5),
        Debt("D1", "L1", due=date(2026, 1, 2), agreed_hours=(8, 20), assignment_notice=None),
        Borrower("演示", ("+8619900000009",)),
        Correction("E1", "10690000", "abc", "notice", ("night",)),
        Completeness(3, 2, (Unread("line:3", "坏", "bad"),), 1, (Repair("nul", 1, "bytes:9"),), 1, 2, 0, ("注",)),
    ]
    for record in records:
        assert from_body(type(record), to_body(record)) == record


@given(st.lists(st.integers(0, 30), max_size=30))
def test_an_entry_counts_unless_a_later_undo_that_counts_names_it(targets: list[int]) -> None:
    log = [named(0, "甲"), *(undo(seq, target) for seq, target in enumerate(targets, start=1))]

    def counts(seq: int) -> bool:
        return not any(target == seq and counts(later) for later, target in enumerate(targets, start=1) if later > seq)

    assert set(fold(log).active) == {entry.seq for entry in log if counts(entry.seq)}


def test_corrections_and_readings_that_say_nothing_known_break_nothing() -> None:
    source = {"id": "S1", "name": "a.png", "blob": "x", "size": 1, "sha256": "0", "sm3": "0"}
    read = {"source": "S1", "blob": "x", "reader": "screenshot", "version": 2}
    log = [
        Written(0, EntryKind.READ, read),  # before there is a source
        Written(1, EntryKind.SOURCE, source),
        Written(2, EntryKind.FIELD, {"source": "S1", "act": "of a later version"}),
        Written(3, EntryKind.READ, read | {"blob": "another"}),
        Written(4, EntryKind.READ, read | {"source": "S9"}),
    ]
    state = fold(log)
    assert (state.fixes, state.sources["S1"].reader, state.sources["S1"].read_seq) == ([], "", 1)
    state = fold([*log, Written(5, EntryKind.READ, read), Written(6, EntryKind.FIELD, {"source": "S1", "act": "drop"})])
    assert (state.sources["S1"].version, state.sources["S1"].seq, state.sources["S1"].read_seq) == (2, 1, 5)
    assert [fix.seq for fix in state.fixes] == [6]
    assert fold([*log, Written(5, EntryKind.READ, read), undo(6, 5)]).sources["S1"].reader == ""

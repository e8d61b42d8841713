"""Nothing can be changed, cut, moved or set back without verify naming it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from vault_case import CHEAP, PASSPHRASE, make_case

from ringfence.schema import CancelledError
from ringfence.vault import Head, Vault, WrongIdentityError, verify
from ringfence.vault.head import parse_head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FRAME = b"RFE1"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    make_case(tmp_path / "case")
    return tmp_path / "case"


def places(folder: Path) -> set[str]:
    return {problem.place for problem in verify(folder).problems}


def frames_of(data: bytes) -> list[bytes]:
    """Split a small log at its frames by their lengths."""
    found = []
    while data:
        size = int.from_bytes(data[4:8], "big")
        found.append(data[:size])
        data = data[size:]
    return found


def test_a_sound_vault_is_sound_with_and_without_the_key(tmp_path: Path) -> None:
    closed, _ = make_case(tmp_path / "case")
    report = verify(tmp_path / "case")
    assert (report.ok, report.entries, report.blobs, report.unlocked, report.remarks) == (True, 5, 1, False, ())
    assert report.head == closed.head()
    reader = Vault.open(tmp_path / "case", identity=closed.identity, read_only=True)
    report = verify(tmp_path / "case", vault=reader, anchor=closed.head())
    assert (report.ok, report.unlocked) == (True, True)
    assert report.bytes == sum(path.stat().st_size for path in (tmp_path / "case/blobs").iterdir())


def test_the_key_of_another_case_is_refused_not_taken_for_forgery(tmp_path: Path) -> None:
    make_case(tmp_path / "case")
    other, _ = make_case(tmp_path / "other")
    with pytest.raises(WrongIdentityError):
        verify(tmp_path / "case", vault=other)


def bits(data: bytes, step: int) -> Iterator[tuple[int, bytes]]:
    """Yield each flipped bit (step 1) or one bit of each byte (step 8, another bit each time)."""
    for number in range(0, len(data) * 8, step):
        bit = number if step == 1 else number + number // 8 % 8
        broken = bytearray(data)
        broken[bit // 8] ^= 1 << bit % 8
        yield bit, bytes(broken)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_flipped_bit_of_the_log_names_its_entry(tmp_path: Path, part: int) -> None:
    make_case(tmp_path / "case", entries=1)
    path = tmp_path / "case" / "log" / "000000000000.log"
    data = path.read_bytes()
    owner = [number for number, frame in enumerate(frames_of(data)) for _ in frame]
    for bit, broken in bits(data, 1):
        if bit % 4 == part:
            path.write_bytes(broken)
            assert places(tmp_path / "case") == {f"entry:{owner[bit // 8]}"}, bit


@pytest.mark.slow
def test_every_flipped_bit_of_the_heads_names_its_head(tmp_path: Path) -> None:
    vault, _ = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP)
    with vault:
        vault.append("note", {})
        first = len(vault.heads()[0].text.encode())
    path = tmp_path / "case" / "heads" / "heads.txt"
    for bit, broken in bits(path.read_bytes(), 1):
        path.write_bytes(broken)
        found = places(tmp_path / "case")
        assert f"head:{1 if bit // 8 < first else 2}" in found, bit


@pytest.mark.slow
def test_a_flip_in_every_byte_of_every_other_file_names_the_file(case: Path) -> None:
    known = {"blobs": "blob:", "keys/blobs": "blobkey:"}
    for path in sorted(path for path in case.rglob("*") if path.is_file()):
        name = path.relative_to(case).as_posix()
        folder = path.parent.relative_to(case).as_posix()
        if name == "lock" or folder in {"log", "heads"}:
            continue
        data = path.read_bytes()
        expected = known[folder] + path.name[:40] if folder in known else f"file:{name}"
        for bit, broken in bits(data, 8):
            path.write_bytes(broken)
            assert expected in places(case), (name, bit)
        path.write_bytes(data)
    assert verify(case).ok


@pytest.mark.slow
def test_every_truncation_of_every_file_is_found_or_was_never_acknowledged(case: Path) -> None:
    for path in sorted(path for path in case.rglob("*") if path.is_file() and path.name != "lock"):
        data = path.read_bytes()
        for cut in range(0, len(data), 1 if path.suffix in {".log", ".txt"} else 7):
            path.write_bytes(data[:cut])
            report = verify(case)
            if path.name == "heads.txt" and cut >= len(data) // 3:
                assert report.ok  # the same as a kill between log and head: nothing is lost, and it is mentioned
                assert report.remarks
            else:
                assert not report.ok, (path.name, cut)
        path.write_bytes(data)


def test_a_cut_log_is_reported_at_the_first_lost_entry(case: Path) -> None:
    path = case / "log" / "000000000000.log"
    data = path.read_bytes()
    kept = frames_of(data)
    at = 0
    for number, frame in enumerate(kept):
        for cut in (at, at + 1, at + len(frame) // 2, at + len(frame) - 1):
            path.write_bytes(data[:cut])
            assert f"entry:{number}" in places(case)
        at += len(frame)


def test_entries_swapped_duplicated_removed_or_inserted(case: Path) -> None:
    path = case / "log" / "000000000000.log"
    frames = frames_of(path.read_bytes())
    arrangements = {
        "swapped": [*frames[:2], frames[3], frames[2], frames[4]],
        "duplicated": [*frames[:3], frames[2], *frames[3:]],
        "removed": [*frames[:2], *frames[3:]],
        "first gone": frames[1:],
        "reversed": frames[::-1],
    }
    for name, arranged in arrangements.items():
        path.write_bytes(b"".join(arranged))
        found = places(case)
        assert found, name
        if name in {"swapped", "duplicated", "removed"}:
            assert "entry:2" in found, name


def test_an_entry_of_another_case_does_not_fit(tmp_path: Path, case: Path) -> None:
    make_case(tmp_path / "other")
    path = case / "log" / "000000000000.log"
    ours, theirs = frames_of(path.read_bytes()), frames_of((tmp_path / "other/log/000000000000.log").read_bytes())
    path.write_bytes(b"".join([*ours[:3], theirs[3], *ours[4:]]))
    assert places(case) == {"entry:3", "entry:4"}


def test_damage_in_one_entry_leaves_the_others_judged(case: Path) -> None:
    path = case / "log" / "000000000000.log"
    frames = frames_of(path.read_bytes())
    for number in (1, 3):
        broken = bytearray(frames[number])
        broken[4:8] = b"\xff\xff\xff\xff"  # the length: framing is lost and found again
        frames[number] = bytes(broken)
    path.write_bytes(b"".join(frames))
    assert places(case) == {"entry:1", "entry:3"}


def test_garbage_over_several_entries_names_them_all(case: Path) -> None:
    path = case / "log" / "000000000000.log"
    frames = frames_of(path.read_bytes())
    path.write_bytes(b"".join([frames[0], bytes(len(frames[1]) + len(frames[2])), *frames[3:]]))
    assert {"entry:1"} <= places(case)


def heads_of(text: str) -> list[Head]:
    """Split a heads file."""
    found, at = [], 0
    while parsed := parse_head(text, at):
        found.append(parsed[0])
        at = parsed[1]
    return found


def set_back(folder: Path, entries: int) -> None:
    """Set log and heads back to an earlier consistent state, as somebody with an old copy could."""
    path = folder / "log" / "000000000000.log"
    path.write_bytes(b"".join(frames_of(path.read_bytes())[:entries]))


def test_a_rollback_of_the_log_alone_is_found_without_any_anchor(case: Path) -> None:
    set_back(case, 2)
    assert places(case) == {"entry:2"}


def test_a_rollback_of_everything_is_found_by_whoever_holds_an_anchor(tmp_path: Path) -> None:
    vault, _ = make_case(tmp_path / "case")
    shutil.copytree(tmp_path / "case", tmp_path / "old")
    with Vault.open(tmp_path / "case", identity=vault.identity) as later:
        later.append("note", {"inconvenient": True})
        anchor = later.head()
    assert verify(tmp_path / "old").ok
    for kept in (anchor, anchor.text, anchor.code):
        report = verify(tmp_path / "old", anchor=kept)
        assert [problem.place for problem in report.problems] == ["anchor"]
        assert verify(tmp_path / "case", anchor=kept).ok
    assert verify(tmp_path / "case", anchor=vault.head()).ok


def test_a_history_rewritten_with_the_keys_is_found_by_an_anchor(tmp_path: Path) -> None:
    """The holder of all keys goes back and writes another history: only an outside head can tell."""
    vault, _ = make_case(tmp_path / "case")
    shutil.copytree(tmp_path / "case", tmp_path / "forged")
    with Vault.open(tmp_path / "case", identity=vault.identity) as one:
        one.append("note", {"said": "yes"})
        one.append("note", {})
        anchor = one.heads()[-2]
    with Vault.open(tmp_path / "forged", identity=vault.identity) as two:
        two.append("note", {"said": "no"})
        two.append("note", {})
    assert verify(tmp_path / "forged").ok
    assert [problem.place for problem in verify(tmp_path / "forged", anchor=anchor).problems] == ["anchor"]
    assert verify(tmp_path / "case", anchor=anchor).ok


def test_heads_removed_reordered_or_borrowed(tmp_path: Path, case: Path) -> None:
    other, _ = make_case(tmp_path / "other")
    path = case / "heads" / "heads.txt"
    heads = heads_of(path.read_text(encoding="utf-8"))
    for arranged, number in (
        ([heads[0], heads[2]], 2),
        ([heads[1], heads[2]], 1),
        ([heads[1], heads[0], heads[2]], 1),
        ([heads[0], heads[0], heads[1], heads[2]], 2),
        ([*heads, other.head()], 4),
    ):
        path.write_text("".join(head.text for head in arranged), encoding="utf-8", newline="\n")
        assert f"head:{number}" in places(case)


def test_missing_files_are_named(case: Path) -> None:
    for path in sorted(path for path in case.rglob("*") if path.is_file() and path.name != "lock"):
        data = path.read_bytes()
        path.unlink()
        report = verify(case)
        assert not report.ok, path.name
        assert all(problem.zh and problem.en for problem in report.problems)
        path.write_bytes(data)


def test_blob_and_key_name_the_entry_they_belong_to(case: Path) -> None:
    (path,) = (case / "blobs").iterdir()
    path.write_bytes(path.read_bytes() + b"x")
    (problem,) = verify(case).problems
    assert problem.place == f"blob:{path.stem}"
    assert "第 1 条" in problem.zh
    assert "log entry 1" in problem.en


def test_a_clock_set_back_is_remarked_not_accused(tmp_path: Path) -> None:
    clock = iter([500, 501, 400, 401, 402, 403])
    vault, _ = Vault.create(tmp_path / "case", PASSPHRASE, work_factor=CHEAP, now=lambda: next(clock))
    with vault:
        vault.append("note", {})
        vault.append("note", {})
    report = verify(tmp_path / "case")
    assert report.ok
    assert "entry:1" in {remark.place for remark in report.remarks}


def test_strangers_in_the_folder_are_remarked(case: Path) -> None:
    (case / "notes.txt").write_text("mine", encoding="utf-8")
    report = verify(case)
    assert report.ok
    assert [remark.place for remark in report.remarks] == ["file:notes.txt"]


def test_progress_counts_bytes_and_may_cancel(case: Path) -> None:
    told: list[tuple[str, int, int | None]] = []

    def note(step: str, done: int, total: int | None = None) -> None:
        told.append((step, done, total))

    verify(case, progress=note)
    assert told[-1][1] == told[-1][2]

    def cancel(step: str, done: int, total: int | None = None) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        verify(case, progress=cancel)


def test_an_anchor_that_is_none_is_an_error_of_the_caller(case: Path) -> None:
    with pytest.raises(ValueError, match="neither"):
        verify(case, anchor="no anchor")

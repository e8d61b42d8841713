"""The file under the cache: bounded, private, whole or nothing, fit for several processes."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import sys
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ringfence.audit.apk.dex import Uses
from ringfence.audit.apk.flow.store import Store

if TYPE_CHECKING:
    from pathlib import Path

ODD = random.Random(1).randbytes(50_000)  # noqa: S311 -- bytes that do not shrink


def test_what_was_put_is_there_the_next_time(tmp_path: Path) -> None:
    store = Store(tmp_path / "a" / "b.sqlite")
    store.put(b"k", ODD)
    assert store.get(b"k") is None
    store.close()
    store = Store(tmp_path / "a" / "b.sqlite")
    assert store.get(b"k") == ODD
    assert store.get(b"other") is None
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes")
def test_only_this_user_reads_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = Store(tmp_path / "a" / "b.sqlite")
        store.put(b"k", b"x")
        store.save()
        for file in (tmp_path / "a").iterdir():
            assert not stat.S_IMODE(file.stat().st_mode) & 0o077
        assert not stat.S_IMODE((tmp_path / "a").stat().st_mode) & 0o077
        store.close()
    finally:
        os.umask(before)


def test_the_oldest_go_when_there_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    for number in range(8):
        store = Store(path, most=220_000)
        store.get(b"0")
        store.put(b"%d" % number, ODD)
        store.close()
    store = Store(path, most=220_000)
    held = [number for number in range(8) if store.get(b"%d" % number) is not None]
    store.close()
    assert held[0] == 0  # it was used each time
    assert held[-1] == 7
    assert 2 <= len(held) <= 4


@pytest.mark.parametrize("damage", ["flip", "cut", "other type"])
def test_a_part_that_was_changed_is_not_there(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    store = Store(path)
    store.put(b"k", ODD)
    store.close()
    base = sqlite3.connect(path)
    (body,) = base.execute("SELECT body FROM parts").fetchone()
    flipped = body[:99] + bytes([body[99] ^ 1]) + body[100:]
    base.execute("UPDATE parts SET body = ?", ({"flip": flipped, "cut": body[:50], "other type": "text"}[damage],))
    base.commit()
    base.close()
    store = Store(path)
    assert store.get(b"k") is None
    store.close()


def test_a_file_of_an_earlier_format_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE edges (key BLOB PRIMARY KEY, body BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID")
    base.execute("CREATE TABLE parts (x)")
    base.commit()
    base.close()
    store = Store(path)
    store.put(b"k", b"x")
    store.close()
    assert sqlite3.connect(path).execute("SELECT count(*) FROM parts").fetchone() == (1,)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the owner may write everywhere")
def test_a_folder_that_cannot_be_written_holds_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    store = Store(tmp_path / "b.sqlite")
    store.put(b"k", b"x")
    store.close()


def test_a_folder_in_the_place_of_the_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "b.sqlite").mkdir()
    store = Store(tmp_path / "b.sqlite")
    store.put(b"k", b"x")
    assert store.get(b"k") is None
    store.close()


def write(path: Path, first: int) -> None:
    """Put ten parts, each saved alone."""
    for number in range(first, first + 10):
        store = Store(path)
        store.put(b"%d" % number, b"%d" % number)
        store.close()


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "b.sqlite"
    Store(path).close()
    context = get_context("spawn")
    workers = [context.Process(target=write, args=(path, 10 * number)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    store = Store(path)
    assert [store.get(b"%d" % number) for number in range(30)] == [b"%d" % number for number in range(30)]
    store.close()


def test_uses_as_bytes_and_back() -> None:
    uses = Uses(
        np.array([0, 0, 5, 70000], np.int32),
        np.array([1, 9, 0, 3], np.int32),
        np.array([0x6E, 0x1A, 0xFF, 0], np.uint8),
        np.array([65536, 0, 3, 2**31 - 1], np.int32),
    )
    back = Uses.unpacked(uses.packed())
    for name in ("body", "offset", "op", "ref"):
        assert getattr(back, name).tolist() == getattr(uses, name).tolist()
        assert getattr(back, name).dtype == getattr(uses, name).dtype
    with pytest.raises(ValueError, match="1"):
        Uses.unpacked(b"x")

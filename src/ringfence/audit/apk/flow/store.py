"""A file of parts on disk: the keeper of what was found out about code (``cache.py`` says what that is).

One SQLite file that only this user can read. A part is bytes under a key, compressed, with a digest; nothing of it is executed.
What is damaged counts as not there, a file of another format is begun anew, several processes may read and write at once.
When there is more than ``MAX_BYTES``, what was not used for longest goes.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 2
MAX_BYTES = 256 << 20
# No part is larger, compressed and unpacked.
MAX_BODY = 24 << 20
MAX_PART = 96 << 20
DIGEST = 16
PART = 400


class Store:
    """Parts by key. Faults of the disk never raise: then there is nothing, and nothing is kept."""

    def __init__(self, path: Path, most: int = MAX_BYTES) -> None:
        self._path = path
        self._most = most
        self._new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._base = self._open()

    def get(self, key: bytes) -> bytes | None:
        """A part, None when there is none that is whole."""
        if self._base is None:
            return None
        try:
            row = self._base.execute("SELECT body FROM parts WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not isinstance(row[0], bytes) or len(row[0]) > MAX_BODY:
            return None
        part = _unpacked(key, row[0])
        if part is not None:
            self._used.add(key)
        return part

    def put(self, key: bytes, part: bytes) -> None:
        """Keep a part from the next ``save`` on."""
        if self._base is None or len(part) > MAX_PART:
            return
        body = zlib.compress(part, 1)
        if len(body) <= MAX_BODY - DIGEST:
            self._new[key] = _digest(key, body) + body

    def save(self) -> None:
        """Write what is new, and which parts were of use."""
        if self._base is None or not (self._new or self._used):
            return
        try:
            self._base.execute("BEGIN IMMEDIATE")
            turn = (self._base.execute("SELECT max(used) FROM parts").fetchone()[0] or 0) + 1
            self._base.executemany(
                "INSERT OR REPLACE INTO parts (key, size, used, body) VALUES (?, ?, ?, ?)",
                [(key, len(body), turn, body) for key, body in self._new.items()],
            )
            used = [key for key in self._used if key not in self._new]
            for start in range(0, len(used), PART):
                part = used[start : start + PART]
                marks = ",".join("?" * len(part))
                self._base.execute(f"UPDATE parts SET used = ? WHERE key IN ({marks})", (turn, *part))  # noqa: S608 -- marks only
            self._shrink()
            self._base.execute("COMMIT")
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
        self._new.clear()
        self._used.clear()

    def close(self) -> None:
        """Write and close."""
        self.save()
        if self._base is not None:
            self._base.close()
            self._base = None

    def _shrink(self) -> None:
        if self._base is None:
            return
        (size,) = self._base.execute("SELECT total(size) FROM parts").fetchone()
        if size <= self._most:
            return
        gone = []
        for number, each in self._base.execute("SELECT number, size FROM parts ORDER BY used, number").fetchall():
            if size <= self._most * 3 // 4:
                break
            gone.append((number,))
            size -= each
        self._base.executemany("DELETE FROM parts WHERE number = ?", gone)

    def _open(self) -> sqlite3.Connection | None:
        for _attempt in range(2):
            base = None
            try:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
                self._path.chmod(0o600)  # what an earlier version left open to others
                base = sqlite3.connect(self._path, timeout=5, isolation_level=None)
                _prepare(base)
            except sqlite3.OperationalError:
                if base is not None:
                    base.close()
                return None  # busy, full, read-only: not a damaged file
            except sqlite3.Error:
                if base is not None:
                    base.close()
                self._begin_anew()
                continue
            except OSError:
                return None
            return base
        return None

    def _begin_anew(self) -> None:
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(self._path.name + end).unlink()


def _digest(key: bytes, body: bytes) -> bytes:
    return hashlib.blake2b(key + body, digest_size=DIGEST).digest()


def _unpacked(key: bytes, row: bytes) -> bytes | None:
    digest, body = row[:DIGEST], row[DIGEST:]
    if digest != _digest(key, body):
        return None
    machine = zlib.decompressobj()
    try:
        part = machine.decompress(body, MAX_PART)
    except zlib.error:
        return None
    return None if machine.unconsumed_tail else part


def _prepare(base: sqlite3.Connection) -> None:
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA auto_vacuum = INCREMENTAL")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    if base.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
        base.execute("BEGIN IMMEDIATE")
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not name.startswith("sqlite_"):
                base.execute(f'DROP TABLE "{name.replace(chr(34), chr(34) * 2)}"')
        base.execute(
            "CREATE TABLE parts (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,"
            " used INTEGER NOT NULL, body BLOB NOT NULL)"
        )
        base.execute(f"PRAGMA user_version = {FORMAT}")
        base.execute("COMMIT")
    base.execute("SELECT number, key, size, used, body FROM parts LIMIT 1").fetchall()

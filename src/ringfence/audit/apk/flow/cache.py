"""Edges of methods, kept on disk by the digest of their code.

One SQLite file. A row holds what a method's run found and every fact about types and constants that the run asked
for; it is used again only where the same questions get the same answers, so that no app can put into the cache what
would be wrong for another. The content is JSON, compressed; nothing of it is ever executed. A file that is damaged or
of another version is begun anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.local import Edges

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.audit.apk.flow.routine import Routine
    from ringfence.audit.apk.flow.world import World

FORMAT = 1
MAX_ROWS = 400_000
MAX_BODY = 1 << 20
PART = 400


class SummaryCache:
    """Open it for a folder; ``version`` must change with the models (``Models.digest``)."""

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self._salt = hashlib.blake2b(f"{FORMAT} {version}".encode(), digest_size=16).digest()
        self._new: dict[bytes, bytes] = {}
        self._used: list[bytes] = []
        self.hits = 0
        self.misses = 0
        self._base = self._open()

    def _open(self) -> sqlite3.Connection | None:
        for _attempt in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                base = sqlite3.connect(self._path, timeout=5, isolation_level=None)
                base.execute("PRAGMA trusted_schema = OFF")
                base.execute("PRAGMA journal_mode = WAL")
                base.execute("PRAGMA synchronous = NORMAL")
                base.execute(
                    "CREATE TABLE IF NOT EXISTS edges "
                    "(key BLOB PRIMARY KEY, body BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID"
                )
                base.execute("SELECT key, body, used FROM edges LIMIT 1").fetchall()
            except sqlite3.Error:
                with suppress(OSError):
                    self._path.unlink()
                continue
            except OSError:
                return None
            return base
        return None

    def _key(self, routine: Routine) -> bytes:
        digest = hashlib.blake2b(self._salt, digest_size=16)
        digest.update(str(routine.ref).encode("utf-8", "surrogatepass"))
        digest.update(routine.definition.code_hash())
        return digest.digest()

    def get(self, routine: Routine, world: World) -> Edges | None:
        """What is remembered of a method, None when there is nothing that holds here."""
        if self._base is None:
            return None
        key = self._key(routine)
        try:
            row = self._base.execute("SELECT body FROM edges WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not isinstance(row[0], bytes) or len(row[0]) > MAX_BODY:
            self.misses += 1
            return None
        try:
            edges = _read(row[0], world)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, zlib.error, RecursionError):
            edges = None
        if edges is None:
            self.misses += 1
            return None
        self.hits += 1
        self._used.append(key)
        return edges

    def put(self, routine: Routine, edges: Edges, facts: dict[tuple[str, ...], str]) -> None:
        """Remember a method's edges with what they rest on."""
        body = _written(edges, facts)
        if len(body) <= MAX_BODY:
            self._new[self._key(routine)] = body

    def save(self) -> None:
        """Write what is new; when there are too many rows, those not used for longest go."""
        if self._base is None or not (self._new or self._used):
            return
        with suppress(sqlite3.Error):
            turn = (self._base.execute("SELECT max(used) FROM edges").fetchone()[0] or 0) + 1
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany(
                "INSERT OR REPLACE INTO edges VALUES (?, ?, ?)", [(key, body, turn) for key, body in self._new.items()]
            )
            for start in range(0, len(self._used), PART):
                part = self._used[start : start + PART]
                marks = ",".join("?" * len(part))
                self._base.execute(f"UPDATE edges SET used = ? WHERE key IN ({marks})", (turn, *part))  # noqa: S608 -- marks only
            (count,) = self._base.execute("SELECT count(*) FROM edges").fetchone()
            if count > MAX_ROWS:
                self._base.execute(
                    "DELETE FROM edges WHERE key IN (SELECT key FROM edges ORDER BY used LIMIT ?)",
                    (count - MAX_ROWS * 3 // 4,),
                )
            self._base.execute("COMMIT")
        self._new.clear()
        self._used.clear()

    def close(self) -> None:
        """Write and close."""
        self.save()
        if self._base is not None:
            self._base.close()
            self._base = None


def _written(edges: Edges, facts: dict[tuple[str, ...], str]) -> bytes:
    table = [
        [list(inport), [[list(out), sorted(through)] for out, through in outs.items()]]
        for inport, outs in edges.edges.items()
    ]
    whole = {
        "e": table,
        "c": edges.calls,
        "s": edges.sources,
        "f": [[*question, answer] for question, answer in facts.items()],
    }
    return zlib.compress(json.dumps(whole, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1)


def _read(body: bytes, world: World) -> Edges | None:
    machine = zlib.decompressobj()
    text = machine.decompress(body, 16 << 20)
    if machine.unconsumed_tail:
        return None
    whole: dict[str, Any] = json.loads(text.decode("utf-8", "surrogatepass"))
    for *question, answer in whole["f"]:
        if world.answer(tuple(question)) != answer:
            return None
    edges = Edges()
    edges.calls = [(int(o), str(c), str(n), str(p), bool(v)) for o, c, n, p, v in whole["c"]]
    edges.sources = [(int(o), str(c), str(a), str(u), tuple(map(str, p))) for o, c, a, u, p in whole["s"]]
    for inport, outs in whole["e"]:
        edges.edges[_port(inport)] = {_port(out): frozenset(map(str, through)) for out, through in outs}
    return edges


def _port(listed: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(each) if isinstance(each, list) else each for each in listed)

"""Works a large case out in a process of its own: pages stay quick meanwhile, and what that takes of memory is given back.

Everything goes from memory to memory through pipes: the case's secret in, the finished snapshot out; nothing touches the disk but
the timeline, which the case keeps encrypted for the next time. Tables go packed and one by one: pickled they would stand in memory
several times over on both sides.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

import polars as pl

from ringfence.web.serve import GIVE_BACK

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.web.desk import Snapshot


class Building:
    """One case being worked out. ``done`` gets the snapshot, None when the process failed; called once, by another thread."""

    def __init__(self, folder: Path, identity: str, day: date, done: Callable[[Snapshot | None], None]) -> None:
        self._asked = json.dumps({"folder": str(folder), "identity": identity, "day": day.isoformat()}).encode()
        self._done = done
        self._made: Snapshot | None = None
        self._began = time.monotonic()
        self._end = threading.Event()
        threading.Thread(target=self._run, name="builder", daemon=True).start()

    @property
    def over(self) -> bool:
        """Tell whether it ended."""
        return self._end.is_set()

    def wait(self, patience: float) -> Snapshot | None:
        """Wait until ``patience`` seconds after it began; return the snapshot, None when it is not there."""
        self._end.wait(max(0.0, self._began + patience - time.monotonic()))
        return self._made

    def _run(self) -> None:
        made = None
        try:
            made = self._received()
        finally:
            self._made = made
            self._done(made)
            self._end.set()

    def _received(self) -> Snapshot | None:
        child = subprocess.Popen(
            [sys.executable, "-m", "ringfence.web.builder"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=GIVE_BACK | os.environ,
        )
        assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 -- both are pipes
        with child.stdin, child.stdout:
            try:
                child.stdin.write(self._asked)
                child.stdin.close()
                made = unpack(child.stdout)
            except (OSError, EOFError):
                made = None
        return made if child.wait() == 0 else None


class _Pickler(pickle.Pickler):
    """Leaves tables out and remembers them, each once."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self.frames: list[pl.DataFrame] = []
        self._known: dict[int, int] = {}

    def persistent_id(self, obj: object) -> int | None:
        """Return the number of a table, None for anything else."""
        if not isinstance(obj, pl.DataFrame):
            return None
        if id(obj) not in self._known:
            self._known[id(obj)] = len(self.frames)
            self.frames.append(obj)
        return self._known[id(obj)]


class _Unpickler(pickle.Unpickler):
    """Puts the tables back."""

    def __init__(self, source: IO[bytes], frames: list[pl.DataFrame]) -> None:
        super().__init__(source)
        self._frames = frames

    def persistent_load(self, pid: int) -> pl.DataFrame:
        """Return a table by its number."""
        return self._frames[pid]


def pack(made: Snapshot, out: IO[bytes]) -> None:
    """Write a snapshot: its tables compressed, one by one, then all else."""
    rest = io.BytesIO()
    pickler = _Pickler(rest)
    pickler.dump(made)
    out.write(struct.pack(">I", len(pickler.frames)))
    for frame in pickler.frames:
        buffer = io.BytesIO()
        frame.write_ipc(buffer, compression="zstd")
        out.write(struct.pack(">Q", buffer.tell()))
        out.write(buffer.getbuffer())
    out.write(struct.pack(">Q", rest.tell()))
    out.write(rest.getbuffer())


def unpack(source: IO[bytes]) -> Snapshot:
    """Read what :func:`pack` wrote.

    Raises:
        EOFError: it ends too early.
    """
    (count,) = struct.unpack(">I", _exactly(source, 4))
    frames = [pl.read_ipc(io.BytesIO(_piece(source))) for _ in range(count)]
    made: Snapshot = _Unpickler(io.BytesIO(_piece(source)), frames).load()
    return made


def _piece(source: IO[bytes]) -> bytes:
    (size,) = struct.unpack(">Q", _exactly(source, 8))
    return _exactly(source, size)


def _exactly(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise EOFError
    return data


def main() -> int:
    """Work out the case named on standard input; write the snapshot to standard output."""
    from ringfence.case import Case, bring_up_to_date
    from ringfence.web.desk import look_at

    told = json.loads(sys.stdin.buffer.read())
    folder, identity = Path(told["folder"]), told["identity"]
    bring_up_to_date(folder, identity)
    with Case.open(folder, identity=identity, read_only=True) as case:
        made = look_at(case, date.fromisoformat(told["day"]))
    made.view("zh")
    pack(made, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The log's files: ``log/<first entry, 12 digits>.log``, frames back to back, a new file when one has grown big.

Closed files never change, so a backup that copies only what is new stays small.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.vault.disk import reading, writing
from ringfence.vault.errors import DamagedEntryError
from ringfence.vault.frame import ZERO, Frame, FrameFault, parse_frame
from ringfence.vault.merkle import Frontier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringfence.vault.disk import Disk

LOG_FOLDER = "log"
SEGMENT_LIMIT = 16 << 20
_NAME = re.compile(r"(\d{12})\.log")


@dataclass(frozen=True, slots=True)
class Place:
    """A byte offset in the file that begins with entry ``segment``."""

    segment: int
    offset: int


START = Place(0, 0)


class BrokenLogError(Exception):
    """Reading stopped at ``place`` because no whole frame follows."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


@dataclass(slots=True)
class LogState:
    """Where a log stands after some entry: enough to append to it and to sign its head."""

    frontier: Frontier
    last: bytes
    end: Place

    @property
    def size(self) -> int:
        """Return how many entries there are."""
        return self.frontier.size

    def copy(self) -> LogState:
        """Return an independent copy."""
        return LogState(self.frontier.copy(), self.last, self.end)


def new_state() -> LogState:
    """Return the state of an empty log."""
    return LogState(Frontier(), ZERO, START)


def segments(folder: Path) -> list[tuple[int, Path]]:
    """Return (first entry, path) of every file of the log, in order."""
    with reading(LOG_FOLDER):
        found = [(_NAME.fullmatch(path.name), path) for path in (folder / LOG_FOLDER).glob("*.log")]
    return sorted((int(match[1]), path) for match, path in found if match)


def frames(folder: Path, start: Place = START) -> Iterator[tuple[Frame, Place]]:
    """Yield each frame from ``start`` on and the place behind it, unchecked but for its own shape.

    Raises:
        BrokenLogError: bytes remain that are no whole frame.
    """
    for first, path in segments(folder):
        if first < start.segment:
            continue
        base = start.offset if first == start.segment else 0
        with reading(f"{LOG_FOLDER}/{path.name}"), path.open("rb") as stream:
            stream.seek(base)
            data = stream.read()
        at = 0
        while at < len(data):
            try:
                frame = parse_frame(data, at)
            except FrameFault as error:
                raise BrokenLogError(Place(first, base + at)) from error
            at += frame.size
            yield frame, Place(first, base + at)


def linked(folder: Path, start: Place, expected: int, previous: bytes | None) -> Iterator[tuple[Frame, Place]]:
    """Yield frames as :func:`frames` does, each checked for its digest, its number and its link to the one before.

    Args:
        folder: the vault.
        start: where to begin.
        expected: number of the first entry there.
        previous: digest that it must link to; None to accept any (the end of the chain then proves it).

    Raises:
        DamagedEntryError: a frame is changed, moved or missing in between.
        BrokenLogError: bytes remain that are no whole frame.
    """
    for frame, place in frames(folder, start):
        if not frame.intact:
            raise DamagedEntryError(expected, "字节被改动", "its bytes were changed")
        if frame.seq != expected:
            raise DamagedEntryError(expected, "顺序不对或缺失", "it is missing or out of order")
        if previous is not None and frame.previous != previous:
            raise DamagedEntryError(expected, "与前一条的链接断开", "its link to the entry before is broken")
        yield frame, place
        previous, expected = frame.digest, expected + 1


def segment_of(folder: Path, seq: int) -> Place:
    """Return the beginning of the file that holds entry ``seq``."""
    return Place(max((first for first, _ in segments(folder) if first <= seq), default=0), 0)


class LogWriter:
    """Appends bytes of whole frames, durably, and can take back what was not acknowledged."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk

    def append(self, data: bytes, state: LogState) -> Place:
        """Write ``data`` behind ``state`` and sync it; return the new end."""
        place = state.end
        fresh = place.offset == 0
        if place.offset >= SEGMENT_LIMIT:
            place, fresh = Place(state.size, 0), True
        with writing(self._folder, LOG_FOLDER):
            handle = self._disk.append_to(self.path(place.segment))
            try:
                self._disk.write_all(handle, data)
                self._disk.sync(handle)
            finally:
                self._disk.close(handle)
            if fresh:
                self._disk.sync_folder(self._folder / LOG_FOLDER)
        return Place(place.segment, place.offset + len(data))

    def cut(self, end: Place) -> None:
        """Drop everything behind ``end``: it was never acknowledged."""
        with writing(self._folder, LOG_FOLDER):
            for first, path in reversed(segments(self._folder)):
                if first > end.segment:
                    self._disk.remove(path)
                elif first == end.segment and path.stat().st_size > end.offset:
                    self._disk.truncate(path, end.offset)

    def path(self, segment: int) -> Path:
        """Return the file that begins with entry ``segment``."""
        return self._folder / LOG_FOLDER / f"{segment:012d}.log"

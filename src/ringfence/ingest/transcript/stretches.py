"""A recording cut into stretches short enough for the models, where it is quiet, in memory for one stretch only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.ingest.lazily import Lazily
from ringfence.ingest.sound import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np

    from ringfence.ingest.sound import Samples
else:
    np = Lazily("numpy")

LONGEST_MS = 20_000  # Whisper hears 30 s at most; the others grow slow and forgetful beyond this
_EARLIEST_MS = 10_000  # a stretch that is too long is cut at the quietest place after this
_MARGIN_MS = 200  # of silence left around speech: models miss the first sound otherwise
_FRAME = RATE * 30 // 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples between two places of the recording, in milliseconds."""

    start_ms: int
    end_ms: int
    samples: Samples


def stretches(pieces: Iterable[Samples], heard: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """Yield what is heard, each part with a little silence around it, long parts cut.

    Args:
        pieces: the whole recording, mono at :data:`~ringfence.ingest.sound.RATE`, in order.
        heard: (from, to) in ms of the parts that are not silent, in order and apart.
    """
    wanted = widened(heard)
    buffer, at = np.zeros(0, dtype=np.int16), 0  # at: place of the buffer's first sample
    place = 0
    for piece in _ended(pieces):
        buffer = piece if not buffer.size else np.concatenate([buffer, piece])
        last = not piece.size
        while place < len(wanted):
            start, end = (edge * RATE // 1000 for edge in wanted[place])
            buffer, at = _dropped(buffer, at, start)
            have = at + buffer.size
            if not last and have < min(end, start + LONGEST_MS * RATE // 1000):
                break
            stop = min(end, have)
            if stop <= start:  # the recording ends before: damaged after it was first listened to
                place += 1
                continue
            if stop - start > LONGEST_MS * RATE // 1000 or (stop < end and not last):
                stop = start + _quietest(buffer[: LONGEST_MS * RATE // 1000])
                wanted[place] = (stop * 1000 // RATE, wanted[place][1])
            else:
                place += 1
            yield Stretch(start * 1000 // RATE, stop * 1000 // RATE, buffer[: stop - start].copy())
        if place >= len(wanted):
            return


def widened(heard: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts with :data:`_MARGIN_MS` around each, never into a neighbour."""
    parts: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(heard):
        after = heard[number + 1][0] if number + 1 < len(heard) else end + 2 * _MARGIN_MS
        before = parts[-1][1] if parts else 0
        parts.append((max(before, start - _MARGIN_MS), min(end + _MARGIN_MS, (end + after) // 2)))
    return parts


def _ended(pieces: Iterable[Samples]) -> Iterator[Samples]:
    """Yield the pieces, a second of them at a time, and then an empty one."""
    kept: list[Samples] = []
    for piece in pieces:
        kept.append(piece)
        if sum(one.size for one in kept) >= RATE:
            yield np.concatenate(kept)
            kept = []
    if kept:
        yield np.concatenate(kept)
    yield np.zeros(0, dtype=np.int16)


def _dropped(buffer: Samples, at: int, start: int) -> tuple[Samples, int]:
    """Return the buffer without what lies before ``start``, and the place it begins at now."""
    skip = min(max(0, start - at), buffer.size)
    return (buffer[skip:], at + skip) if skip else (buffer, at)


def _quietest(row: Samples) -> int:
    """Return the place (samples) of the quietest frame in the second half."""
    first = _EARLIEST_MS * RATE // 1000
    tail = row[first:]
    frames = tail[: tail.size // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float64)
    return first + int((frames**2).mean(axis=1).argmin()) * _FRAME + _FRAME // 2

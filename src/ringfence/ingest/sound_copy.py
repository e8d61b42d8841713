"""Copies to listen to: one that plays on every computer, and a highlight of chosen parts with its cut list.

A highlight is for a hearing that has no time; it never stands alone: the cut list names the original by its digests, says from
where to where each part goes, and the original itself lies beside it. Parts stay in the order of time, with a silence between
them, so that nobody can take them for one conversation without a break.
"""

from __future__ import annotations

import hashlib
import json
import wave
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ringfence.ingest.errors import BrokenFileError, CutRefusedError
from ringfence.ingest.lazily import Lazily
from ringfence.ingest.sound import RATE, samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from ringfence.ingest.sound import Samples
else:
    np = Lazily("numpy")

MOST_MS = 180_000  # three minutes, silences included
BETWEEN_MS = 700  # silence between two parts


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the original, in milliseconds from its beginning; ``at_ms``: where it begins in the highlight."""

    start_ms: int
    end_ms: int
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Highlight:
    """Chosen parts of one recording.

    Attributes:
        data: WAV, mono, 16 bit, :data:`~ringfence.ingest.sound.RATE` samples per second.
        parts: as cut, in order.
        sha256: of ``data``.
        original_sha256: of the bytes the parts were taken from.
        original_ms: length of the original.
    """

    data: bytes
    parts: tuple[Part, ...]
    sha256: str
    original_sha256: str
    original_ms: int


def cut_highlight(name: str, data: bytes, parts: Sequence[Part]) -> Highlight:
    """Return the chosen parts of the recording ``data`` as one WAV.

    Raises:
        CutRefusedError: no part, empty or overlapping parts, out of order, beyond the end, or longer than three minutes in all.
        NeedsAudioError, BrokenFileError: it cannot be decoded.
    """
    row = _decoded(name, data, RATE)
    length = row.size * 1000 // RATE
    _check(parts, length)
    silence = np.zeros(RATE * BETWEEN_MS // 1000, dtype=np.int16)
    pieces: list[Samples] = []
    placed: list[Part] = []
    at = 0
    for part in parts:
        if pieces:
            pieces.append(silence)
            at += BETWEEN_MS
        pieces.append(row[part.start_ms * RATE // 1000 : part.end_ms * RATE // 1000])
        placed.append(Part(part.start_ms, part.end_ms, at))
        at += part.end_ms - part.start_ms
    made = wav(np.concatenate(pieces), RATE)
    return Highlight(made, tuple(placed), _sha256(made), _sha256(data), length)


def playable_copy(name: str, data: bytes) -> bytes:
    """Return the whole recording as a WAV that every browser and player plays (mono, 16 bit, 16 kHz); nothing is cut.

    Raises:
        NeedsAudioError, BrokenFileError: it cannot be decoded.
    """
    return wav(_decoded(name, data, RATE), RATE)


def wav(row: Samples, rate: int) -> bytes:
    """Return samples as a WAV file; the same samples give the same bytes."""
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(row.astype("<i2").tobytes())
    return written.getvalue()


def cut_list(highlight: Highlight, *, name: str, source: str, original_file: str, highlight_file: str) -> bytes:
    """Return the cut list as JSON with a sentence that says what the highlight is and what it is not."""
    told: dict[str, Any] = {
        "说明": "本文件是录音节选的剪辑表。节选仅为便于听取，各段之间插入了静音；以完整原件为准，完整原件随附。",
        "note": "Excerpts for listening only, silence inserted between parts; the complete original prevails and is attached.",
        "source": source,
        "original": {
            "name": name,
            "file": original_file,
            "sha256": highlight.original_sha256,
            "duration_ms": highlight.original_ms,
        },
        "highlight": {
            "file": highlight_file,
            "sha256": highlight.sha256,
            "format": f"WAV, mono, 16 bit, {RATE} Hz",
            "silence_between_ms": BETWEEN_MS,
        },
        "parts": [
            {
                "from_ms": part.start_ms,
                "to_ms": part.end_ms,
                "at_ms": part.at_ms,
                "from": _clock(part.start_ms),
                "to": _clock(part.end_ms),
            }
            for part in highlight.parts
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _decoded(name: str, data: bytes, rate: int) -> Samples:
    pieces = list(samples(name, data, rate))
    if not pieces:
        raise BrokenFileError(name, "audio")
    return np.concatenate(pieces)


def _check(parts: Sequence[Part], length: int) -> None:
    if not parts:
        raise CutRefusedError("没有选出任何片段", "no part was chosen")
    last = 0
    for number, part in enumerate(parts, 1):
        if part.end_ms <= part.start_ms or part.start_ms < 0:
            raise CutRefusedError(f"第 {number} 段是空的", f"part {number} is empty")
        if part.start_ms < last:
            raise CutRefusedError(
                f"第 {number} 段与前一段重叠或次序颠倒", f"part {number} overlaps the one before or is out of order"
            )
        if part.end_ms > length:
            raise CutRefusedError(
                f"第 {number} 段超出录音结尾（全长 {_clock(length)}）",
                f"part {number} goes beyond the end ({_clock(length)})",
            )
        last = part.end_ms
    total = sum(part.end_ms - part.start_ms for part in parts) + BETWEEN_MS * (len(parts) - 1)
    if total > MOST_MS:
        raise CutRefusedError(
            f"节选共 {_clock(total)}，超过三分钟", f"the parts add up to {_clock(total)}, over three minutes"
        )


def _clock(ms: int) -> str:
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

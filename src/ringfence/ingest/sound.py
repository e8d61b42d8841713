"""What can be heard: format, duration, loud and silent parts, samples; by PyAV (extra ``audio``), imported when used.

The original is only ever read. Energy tells sound from silence, nothing more: no model, and nothing is said about who speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ringfence.ingest.errors import BrokenFileError, NeedsAudioError
from ringfence.ingest.lazily import Lazily
from ringfence.schema import to_micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]
else:
    np = Lazily("numpy")

LIMIT = 512 * 1024 * 1024
RATE = 16_000  # of what is listened to: telephone speech lies below 4 kHz, wide-band below 8
_FRAME = RATE * 30 // 1000  # 30 ms
_QUIET_DB = -50.0  # below this nothing is heard on any phone
_LOUD_DB = -35.0  # above this it is sound, however noisy the rest
_OVER_FLOOR_DB = 10.0
_GAP = 20  # frames: a pause shorter than 0.6 s belongs to the speech around it
_SHORT = 5  # frames: a click shorter than 0.15 s is no speech
_FULL_SCALE = 32768.0
_SILENT_DB = -120.0


@dataclass(frozen=True, slots=True)
class Sound:
    """One recording as a container says and as it sounds.

    Attributes:
        container: format name of the container; ``codec``: of the first sound track.
        rate: samples per second; ``channels``: how many.
        duration_ms: of the decoded sound, not what a header claims.
        header_ms: what the header claims, None when it does not.
        made_micros: creation time in the container (claimed by whoever wrote it, UTC), None without one.
        heard: (from, to) in milliseconds of parts that are not silent.
        damaged: decoding stopped before the end; what came before is counted.
    """

    container: str
    codec: str
    rate: int
    channels: int
    duration_ms: int
    header_ms: int | None
    made_micros: int | None
    heard: tuple[tuple[int, int], ...]
    damaged: bool


def listen(name: str, data: bytes) -> Sound:
    """Return what a recording is and where something is heard in it.

    Raises:
        NeedsAudioError: PyAV is not installed.
        BrokenFileError: no sound can be decoded at all.
    """
    with _opened(name, data) as container:
        track = container.streams.audio[0]
        header = None if container.duration is None else int(container.duration) // 1000
        made = _made({**container.metadata, **track.metadata})
        rate, channels = int(track.rate or 0), int(track.channels or 0)
        about = (str(container.format.name), str(track.codec_context.name))
        levels: list[float] = []
        count, damaged, rest = 0, False, np.zeros(0, dtype=np.int16)
        try:
            for piece in _resampled(container, RATE):
                count += piece.size
                rest = np.concatenate([rest, piece])
                whole = rest.size // _FRAME * _FRAME
                levels += _levels(rest[:whole])
                rest = rest[whole:]
        except _faults():
            damaged = True
    if not count:
        raise BrokenFileError(name, "audio")
    return Sound(*about, rate, channels, count * 1000 // RATE, header, made, heard_parts(levels), damaged)


def samples(name: str, data: bytes, rate: int) -> Iterator[Samples]:
    """Yield the sound as mono 16 bit samples at ``rate``, piece by piece, as far as it can be decoded.

    Raises:
        NeedsAudioError: PyAV is not installed.
        BrokenFileError: no sound track.
    """
    with _opened(name, data) as container:
        try:
            yield from _resampled(container, rate)
        except _faults():
            return


def heard_parts(levels: list[float]) -> tuple[tuple[int, int], ...]:
    """Return (from, to) in milliseconds of what is heard, from the level (dBFS) of each 30 ms."""
    if not levels:
        return ()
    row = np.asarray(levels)
    floor = float(np.percentile(row, 10))
    loud = row > min(max(floor + _OVER_FLOOR_DB, _QUIET_DB), _LOUD_DB)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loud.astype(np.int8), [0]])))
    parts: list[list[int]] = []
    for start, end in edges.reshape(-1, 2).tolist():
        if parts and start - parts[-1][1] < _GAP:
            parts[-1][1] = end
        else:
            parts.append([start, end])
    return tuple((start * 30, end * 30) for start, end in parts if end - start >= _SHORT)


def _levels(row: Samples) -> list[float]:
    frames = row.reshape(-1, _FRAME).astype(np.float64) / _FULL_SCALE
    power = np.sqrt((frames**2).mean(axis=1))
    levels: list[float] = np.maximum(20 * np.log10(np.maximum(power, 1e-6)), _SILENT_DB).tolist()
    return levels


def _opened(name: str, data: bytes) -> Any:  # noqa: ANN401 -- PyAV's container; its types would import it
    try:
        import av
    except ImportError:
        raise NeedsAudioError from None
    try:
        container = av.open(BytesIO(data), mode="r", metadata_errors="replace")
    except _faults():
        raise BrokenFileError(name, "audio") from None
    if (
        not container.streams.audio or container.streams.audio[0].codec_context is None
    ):  # no track, or no decoder for it
        container.close()
        raise BrokenFileError(name, "audio")
    return container


def _resampled(container: Any, rate: int) -> Iterator[Samples]:  # noqa: ANN401 -- likewise
    import av

    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    for frame in container.decode(audio=0):
        for piece in resampler.resample(frame):
            yield np.asarray(piece.to_ndarray(), dtype=np.int16).reshape(-1)
    for piece in resampler.resample(None):
        yield np.asarray(piece.to_ndarray(), dtype=np.int16).reshape(-1)


def _faults() -> tuple[type[Exception], ...]:
    import av

    return (av.error.FFmpegError, ValueError, OSError, EOFError)


def _made(metadata: dict[str, str]) -> int | None:
    """Return the creation time as UTC microseconds; 1904 and 1970 are what recorders write that know no time."""
    written = metadata.get("creation_time") or ""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return to_micros(aware) if aware.year > 1990 else None

"""One recording as text: utterances with their times, the engine's name and version, and which model it was."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.ingest.sound import RATE, samples
from ringfence.ingest.transcript.engine import Engine, EngineStoppedError
from ringfence.ingest.transcript.errors import BrokenModelError, EngineFailedError
from ringfence.ingest.transcript.stretches import stretches
from ringfence.schema import silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.ingest.transcript.model import SpeechModel
    from ringfence.schema import Progress

ENGINE = "sherpa-onnx"
_STEP = "转写录音"


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was heard between two silences. Who spoke is not known; several people may have.

    Attributes:
        start_ms, end_ms: in the recording.
        text: as the model wrote it, nothing added.
        words: (ms, characters) where the model times them and they spell the text; else empty.
        confidence: mean probability of its tokens by the model itself, never checked; None where it gives none.
    """

    start_ms: int
    end_ms: int
    text: str
    words: tuple[tuple[int, str], ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a machine heard in a whole recording.

    Attributes:
        engine, engine_version: the program; ``family``: the kind of model; ``model``: name of its folder;
            ``model_digest``: :meth:`SpeechModel.digest`.
        language: asked of the model.
        utterances: in order of time; none when only silence was found.
    """

    engine: str
    engine_version: str
    family: str
    model: str
    model_digest: str
    language: str
    utterances: tuple[Utterance, ...]


def transcribe(
    name: str, data: bytes, model: SpeechModel, heard: Sequence[tuple[int, int]], *, progress: Progress = silent
) -> Transcript:
    """Return what ``model`` hears in the recording ``data``; decoded piece by piece, whatever its length.

    Args:
        name: for messages.
        data: the recording's bytes.
        model: from :func:`~ringfence.ingest.transcript.model.find_model`.
        heard: (from, to) in ms of what is not silent (:class:`~ringfence.ingest.sound.Sound`).
        progress: told milliseconds of the recording; may cancel, also while the engine works.

    Raises:
        NeedsSpeechError, NeedsAudioError: an extra is missing.
        BrokenModelError: the engine cannot load the model.
        EngineFailedError: it stopped half way.
        BrokenFileError: the recording cannot be decoded.
        CancelledError: from ``progress``; nothing is kept.
    """
    end = heard[-1][1] if heard else 0
    done = 0

    def look() -> None:
        progress(_STEP, done, end)

    found: list[Utterance] = []
    with _started(model, look) as engine:
        for stretch in stretches(samples(name, data, RATE), heard):
            try:
                told = engine.hear(stretch.samples)
            except EngineStoppedError as fault:
                raise EngineFailedError(name, stretch.start_ms, str(fault)) from None
            said = utterance(told, stretch.start_ms, stretch.end_ms)
            if said is not None:
                found.append(said)
            done = stretch.end_ms
        version = engine.version
    progress(_STEP, end, end)
    return Transcript(ENGINE, version, model.name, model.folder.name, model.digest(), "zh", tuple(found))


def utterance(told: dict[str, Any], start_ms: int, end_ms: int) -> Utterance | None:
    """Return an answer of the engine as an utterance, None when it holds no word."""
    text = " ".join("".join(one if one.isprintable() else " " for one in str(told["text"])).split())
    if not any(one.isalnum() for one in text):
        return None
    scores = [float(one) for one in told["scores"]]
    sure = math.exp(sum(scores) / len(scores)) if scores else None
    return Utterance(
        start_ms, end_ms, text, _words(told, text, start_ms, end_ms), None if sure is None else round(min(sure, 1.0), 3)
    )


def _words(told: dict[str, Any], text: str, start_ms: int, end_ms: int) -> tuple[tuple[int, str], ...]:
    """Return tokens with their times, none unless they spell the text (byte tokens and codes do not)."""
    tokens = [str(one).replace("▁", "").replace("@@", "").strip() for one in told["tokens"]]
    times = told["times"]
    if len(times) != len(tokens) or "".join(tokens) != "".join(text.split()):
        return ()
    placed = ((min(start_ms + round(float(at) * 1000), end_ms), one) for at, one in zip(times, tokens, strict=True))
    return tuple((at, one) for at, one in placed if one)


def _started(model: SpeechModel, look: Any) -> Engine:  # noqa: ANN401 -- the callback of Engine
    try:
        return Engine(model, look)
    except EngineStoppedError as fault:
        raise BrokenModelError(str(model.folder), str(fault), str(fault)) from None

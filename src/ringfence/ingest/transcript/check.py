"""Whether recordings can be transcribed on this computer, for ``doctor``."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from ringfence.ingest.lazily import Lazily
from ringfence.ingest.sound import RATE
from ringfence.ingest.transcript.engine import Engine, EngineStoppedError
from ringfence.ingest.transcript.errors import BrokenModelError
from ringfence.ingest.transcript.model import SpeechModel, find_model

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
else:
    np = Lazily("numpy")


def speech_missing() -> str | None:
    """Return the name of the module that is missing, None when all are there; imports nothing."""
    return next((name for name in ("sherpa_onnx", "av") if find_spec(name) is None), None)


def check_model(folder: Path) -> tuple[SpeechModel, str]:
    """Load the model in ``folder`` and let it hear a second of silence; return it with the engine's version.

    Raises:
        NeedsSpeechError, ModelNotFoundError, BrokenModelError: as their sentences say.
    """
    model = find_model(folder)
    try:
        with Engine(model) as engine:
            engine.hear(np.zeros(RATE, dtype=np.int16))
            return model, engine.version
    except EngineStoppedError as fault:
        raise BrokenModelError(str(folder), str(fault), str(fault)) from None

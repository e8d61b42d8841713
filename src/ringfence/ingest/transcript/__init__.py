"""Recordings as text: what a speech model on the user's own disk hears in them, marked as machine-made.

Nothing is ever downloaded: the user brings the model's folder. The engine (sherpa-onnx, extra ``asr``) runs in a process of
its own, because it ends its process when a model is faulty; that process gets samples and gives words, nothing else.
"""

from ringfence.ingest.transcript.check import check_model, speech_missing
from ringfence.ingest.transcript.engine import MODEL_VARIABLE
from ringfence.ingest.transcript.errors import (
    BrokenModelError,
    EngineFailedError,
    ModelNotFoundError,
    NeedsSpeechError,
)
from ringfence.ingest.transcript.model import SpeechModel, find_model
from ringfence.ingest.transcript.text_file import BadTranscriptFileError, Line, read_utterances, write_lines
from ringfence.ingest.transcript.transcribe import Transcript, Utterance, transcribe

__all__ = [
    "MODEL_VARIABLE",
    "BadTranscriptFileError",
    "BrokenModelError",
    "EngineFailedError",
    "Line",
    "ModelNotFoundError",
    "NeedsSpeechError",
    "SpeechModel",
    "Transcript",
    "Utterance",
    "check_model",
    "find_model",
    "read_utterances",
    "speech_missing",
    "transcribe",
    "write_lines",
]

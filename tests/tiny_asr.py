"""A real ONNX model of a few kilobytes that the real engine loads: it hears tones, each tone one character.

Written byte by byte in the protobuf form of ONNX (onnx.proto3, IR 8, opset 13), so that no library for making models is
needed. The graph is ``log_probs = x · W + b`` over the 80 mel bands the engine computes: each character answers to the
band its tone falls into, the blank to silence.
"""

from __future__ import annotations

import math
import wave
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

RATE = 16_000
BANDS = 80
_LOUD = 20.0  # natural log of a band's energy: silence lies near 0 to 5 (the engine dithers), a loud tone above 25


def tone(character: str, alphabet: str) -> float:
    """Return the frequency (Hz) that the model hears as ``character``."""
    return 400.0 + 300.0 * alphabet.index(character)


def spoken(
    text: str, alphabet: str, *, each: float = 0.3, pause: float = 0.1
) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Return ``text`` as tones of ``each`` seconds with pauses between; a space is a second of silence."""
    parts: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    for character in text:
        if character == " ":
            parts.append(np.zeros(RATE))
            continue
        at = np.arange(int(each * RATE)) / RATE
        parts += [12_000 * np.sin(2 * math.pi * tone(character, alphabet) * at), np.zeros(int(pause * RATE))]
    return np.concatenate([np.zeros(RATE // 2), *parts, np.zeros(RATE // 2)]).astype(np.int16)


def wav_of(row: np.ndarray[tuple[int], np.dtype[np.int16]]) -> bytes:
    """Return samples as a WAV file."""
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(row.astype("<i2").tobytes())
    return written.getvalue()


def write_model(folder: Path, alphabet: str, *, model_type: str = "wenet_ctc", name: str = "model.onnx") -> Path:
    """Write model and tokens into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(model_bytes(alphabet, model_type=model_type))
    write_tokens(folder, alphabet)
    return folder


def write_tokens(folder: Path, alphabet: str) -> None:
    """Write ``tokens.txt``: the blank, then each character."""
    lines = ["<blank> 0", *(f"{character} {at}" for at, character in enumerate(alphabet, 1))]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def model_bytes(alphabet: str, *, model_type: str = "wenet_ctc") -> bytes:
    """Return the model as ONNX."""
    words = len(alphabet) + 1
    weights = np.zeros((BANDS, words), dtype="<f4")
    bias = np.zeros(words, dtype="<f4")
    bias[0] = _LOUD
    for at, character in enumerate(alphabet, 1):
        weights[_band(tone(character, alphabet)), at] = 1.0
    nodes = [
        _node("MatMul", ["x", "W"], ["scores"]),
        _node("Add", ["scores", "b"], ["log_probs"]),
        _node("Identity", ["x_lens"], ["log_probs_lens"]),
    ]
    graph = b"".join(
        [
            *(_field(1, node) for node in nodes),
            _text(2, "tones"),
            _field(5, _tensor("W", weights)),
            _field(5, _tensor("b", bias)),
            _field(11, _value("x", 1, ["N", "T", BANDS])),
            _field(11, _value("x_lens", 7, ["N"])),
            _field(12, _value("log_probs", 1, ["N", "T", words])),
            _field(12, _value("log_probs_lens", 7, ["N"])),
        ]
    )
    about = {"model_type": model_type, "vocab_size": str(words), "subsampling_factor": "1"}
    return b"".join(
        [
            _number(1, 8),
            _field(7, graph),
            _field(8, _number(2, 13)),
            *(_field(14, _text(1, key) + _text(2, value)) for key, value in about.items()),
        ]
    )


def write_sense_voice(folder: Path, alphabet: str, *, bands: int = BANDS) -> Path:
    """Write a model of SenseVoice's shape: seven frames stacked into one, four tags before the words.

    ``bands``: other than 80 makes a graph that loads and fails as soon as it is run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tags = ["<|zh|>", "<|NEUTRAL|>", "<|Speech|>", "<|woitn|>"]
    words = len(alphabet) + 1 + len(tags)
    weights = np.zeros((7 * bands, words), dtype="<f4")
    bias = np.zeros(words, dtype="<f4")
    bias[0] = _LOUD
    for at, character in enumerate(alphabet, 1):
        weights[3 * bands + _band(tone(character, alphabet)), at] = 1.0  # the frame in the middle
    before = np.zeros((1, len(tags), words), dtype="<f4")
    for at in range(len(tags)):
        before[0, at, len(alphabet) + 1 + at] = 1000.0
    one_after_another = _text(1, "axis") + _number(3, 1) + _number(20, 2)
    nodes = [
        _node("MatMul", ["x", "W"], ["scores"]),
        _node("Add", ["scores", "b"], ["spoken"]),
        _node("Concat", ["tags", "spoken"], ["logits"]) + _field(5, one_after_another),
    ]
    graph = [
        *(_field(1, node) for node in nodes),
        _text(2, "tones"),
        *(_field(5, _tensor(name, value)) for name, value in (("W", weights), ("b", bias), ("tags", before))),
        _field(11, _value("x", 1, ["N", "T", "D"])),
        *(_field(11, _value(name, 6, ["N"])) for name in ("x_length", "language", "text_norm")),
        _field(12, _value("logits", 1, ["N", "S", words])),
    ]
    languages = {f"lang_{name}": "0" for name in ("auto", "zh", "en", "ja", "ko", "yue")}
    about = languages | {
        "model_type": "sense_voice_ctc",
        "comment": "tones",
        "vocab_size": str(words),
        "lfr_window_size": "7",
        "lfr_window_shift": "6",
        "normalize_samples": "0",
        "with_itn": "14",
        "without_itn": "15",
        "neg_mean": ",".join(["0"] * 7 * BANDS),
        "inv_stddev": ",".join(["1"] * 7 * BANDS),
    }
    told = b"".join(_field(14, _text(1, key) + _text(2, value)) for key, value in about.items())
    model = _number(1, 8) + _field(7, b"".join(graph)) + _field(8, _number(2, 13)) + told
    (folder / "model.int8.onnx").write_bytes(model)
    lines = ["<unk> 0", *(f"{word} {at}" for at, word in enumerate([*alphabet, *tags], 1))]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def metadata_model(about: dict[str, str]) -> bytes:
    """Return a file that says ``about`` of itself and holds no network: enough to be recognised, not to be run."""
    return b"".join([_number(1, 8), *(_field(14, _text(1, key) + _text(2, value)) for key, value in about.items())])


def _band(frequency: float) -> int:
    """Return which of 80 mel bands between 20 Hz and 7600 Hz a tone falls into (Kaldi's mel scale)."""
    low, high = _mel(20.0), _mel(7600.0)
    return round((_mel(frequency) - low) / (high - low) * (BANDS + 1)) - 1


def _mel(frequency: float) -> float:
    return 1127.0 * math.log(1.0 + frequency / 700.0)


def _node(kind: str, inputs: list[str], outputs: list[str]) -> bytes:
    parts = [*(_text(1, name) for name in inputs), *(_text(2, name) for name in outputs), _text(4, kind)]
    return b"".join(parts)


def _tensor(name: str, values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bytes:
    dims = b"".join(_number(1, size) for size in values.shape)
    return dims + _number(2, 1) + _text(8, name) + _field(9, values.tobytes())


def _value(name: str, kind: int, shape: list[str | int]) -> bytes:
    dims = b"".join(_field(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in shape)
    return _text(1, name) + _field(2, _field(1, _number(1, kind) + _field(2, dims)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _field(field, value.encode())


def _field(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


__all__ = [
    "RATE",
    "metadata_model",
    "model_bytes",
    "spoken",
    "tone",
    "wav_of",
    "write_model",
    "write_sense_voice",
    "write_tokens",
]

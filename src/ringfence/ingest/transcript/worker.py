"""The process that hears: run by its path, talks over pipes, knows nothing of cases.

In: one JSON line ``{"make": factory, "with": arguments}``; then, as often as wanted, four bytes (little-endian count) and so many
32 bit floats at 16 kHz. Out: one JSON line when the model is loaded, one per stretch of sound. The engine writes to standard
output too and ends the process on a faulty model, so its output is turned aside and the exit is read by the parent.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, BinaryIO, TextIO

import numpy as np

RATE = 16_000


def main() -> None:
    """Load the model and answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sound = sys.stdin.buffer
    wanted: dict[str, Any] = json.loads(sound.readline())
    import sherpa_onnx

    make = getattr(sherpa_onnx.OfflineRecognizer, wanted["make"])
    recogniser = make(num_threads=max(1, min(4, os.cpu_count() or 1)), **wanted["with"])
    say(answers, {"version": sherpa_onnx.version})
    while (samples := stretch(sound)) is not None:
        stream = recogniser.create_stream()
        stream.accept_waveform(RATE, samples)
        recogniser.decode_stream(stream)
        heard = stream.result
        say(
            answers,
            {
                "text": heard.text,
                "tokens": list(heard.tokens),
                "times": [float(at) for at in heard.timestamps],
                "scores": [float(one) for one in heard.ys_log_probs],
            },
        )


def stretch(sound: BinaryIO) -> Any:  # noqa: ANN401 -- float32 samples; None at the end
    """Return the next samples, None when there are no more."""
    head = sound.read(4)
    if len(head) < 4:
        return None
    data = sound.read(4 * int.from_bytes(head, "little"))
    return np.frombuffer(data, dtype="<f4")


def say(answers: TextIO, told: dict[str, Any]) -> None:
    """Write one line."""
    answers.write(json.dumps(told, ensure_ascii=True) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()

"""The speech engine as a process of its own: started with a model, given samples, ended; a fault in it never reaches us.

sherpa-onnx calls ``exit`` on a model it does not like; in our process that would end the program while the case is open for
writing. The process gets no secret: variables of ours are taken out of its environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from ringfence.ingest.lazily import Lazily
from ringfence.ingest.transcript.errors import NeedsSpeechError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from ringfence.ingest.sound import Samples
    from ringfence.ingest.transcript.model import SpeechModel
else:
    np = Lazily("numpy")

MODEL_VARIABLE = "RINGFENCE_ASR_MODEL"
LOAD_S = 300.0  # a gigabyte from a slow disk
STRETCH_S = 300.0  # a stretch is 20 seconds of sound; the slowest models need a few times as long on old computers
_LOOK_S = 0.2  # how often a cancel is looked for while the engine works
_LAST = 300  # characters of what the engine complained


class EngineStoppedError(Exception):
    """The engine ended or did not answer; the text says what it complained last."""


class Engine:
    """A running recogniser; use as a context manager."""

    def __init__(self, model: SpeechModel, look: Callable[[], None] = lambda: None) -> None:
        """Start the process and wait until the model is loaded.

        Args:
            model: what to load.
            look: called several times a second while waiting; raises to cancel.

        Raises:
            NeedsSpeechError: the extra is not installed.
            EngineStoppedError: the model cannot be loaded.
        """
        if find_spec("sherpa_onnx") is None:
            raise NeedsSpeechError
        self._look = look
        self._looked, self._all_complaints = 0, b""
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the process
        self._process = subprocess.Popen(  # noqa: S603 -- our own file, run by our own interpreter
            [sys.executable, "-P", str(Path(__file__).with_name("worker.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={name: value for name, value in os.environ.items() if not name.startswith("RINGFENCE_")},
        )
        self._answers: Queue[bytes] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            make, arguments = model.call()
            self._send(json.dumps({"make": make, "with": arguments}).encode() + b"\n")
            self.version = str(self._answer(LOAD_S)["version"])
        except BaseException:
            self.close()
            raise

    def hear(self, samples: Samples) -> dict[str, Any]:
        """Return what is heard in at most half a minute of 16 kHz sound: ``text``, ``tokens``, ``times`` (s), ``scores``.

        Raises:
            EngineStoppedError: it ended, failed, or took longer than :data:`STRETCH_S`.
        """
        row = samples.astype("<f4") / np.float32(32768)
        self._send(row.size.to_bytes(4, "little") + row.tobytes())
        told = self._answer(STRETCH_S)
        if not told["text"] and b"exception" in self._complained().lower():
            raise EngineStoppedError(
                _last_line(self._all_complaints) or "exception"
            )  # caught by it, answered with nothing
        return told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written goes nowhere
                    continue
        self._complaints.close()

    def _listen(self) -> None:
        out = self._process.stdout
        try:
            for line in out or ():
                self._answers.put(line)
        except ValueError:  # closed while waiting
            return
        finally:
            self._answers.put(b"")

    def _send(self, data: bytes) -> None:
        pipe = self._process.stdin
        try:
            if pipe is not None:
                pipe.write(data)
                pipe.flush()
        except OSError:
            raise EngineStoppedError(self._complaint()) from None

    def _answer(self, within_s: float) -> dict[str, Any]:
        until = monotonic() + within_s
        while True:
            self._look()
            try:
                line = self._answers.get(timeout=_LOOK_S)
            except Empty:
                if monotonic() > until:
                    raise EngineStoppedError("超时 / timed out") from None
                continue
            if not line:
                raise EngineStoppedError(self._complaint())
            told: dict[str, Any] = json.loads(line)
            return told

    def _complaint(self) -> str:
        """Return the last line the engine wrote before it ended."""
        self._process.wait()
        self._complained()
        return _last_line(self._all_complaints) or f"exit {self._process.returncode}"

    def _complained(self) -> bytes:
        """Return what the engine complained since the last look; it is idle, so its place in the file is the end again after."""
        self._complaints.seek(self._looked)
        new = self._complaints.read()
        self._looked += len(new)
        self._all_complaints = (self._all_complaints + new)[-4096:]
        return new


def _last_line(said: bytes) -> str:
    lines = [line for line in said.decode("utf-8", errors="replace").splitlines() if line.strip()]
    return "".join(one for one in lines[-1] if one.isprintable())[-_LAST:] if lines else ""

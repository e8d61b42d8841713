"""One place for work: a keeper process, started when it is needed and again when it has ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.audit.box import channel
from ringfence.audit.box.outcome import Fault, FaultKind, bug_fault, crash_fault, memory_fault, timeout_fault
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringfence.audit.box.task import Limits

    Tell = Callable[[str, int, int | None], None]

_TIMED_OUT = 75  # keeper.TIMED_OUT, not imported: the keeper is a program of its own
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Try:
    """What one try gave: a value or a fault, and what it took."""

    value: Any | None
    fault: Fault | None
    cpu_s: float = 0.0
    peak_mb: int = 0


class Slot:
    """A keeper and what it is asked; used by one thread, closed by any."""

    def __init__(self, warm: Sequence[str] = (), *, alone: bool = False) -> None:
        """Args: ``warm``: modules the keeper loads before the first job; ``alone``: do not fork (as on Windows)."""
        self._words = [*warm, *(("--alone",) if alone else ())]
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def attempt(self, call: str, arguments: Mapping[str, Any], limits: Limits, tell: Tell) -> Try:
        """Let a worker call ``call``; never raises for what happens there."""
        job = {
            "call": call,
            "arguments": dict(arguments),
            "memory_mb": limits.memory_mb,
            "timeout_s": limits.timeout_s,
        }
        told: tuple[Any, ...] | None = None
        ended: tuple[Any, ...] | None = None
        try:
            answers = self._ask(job)
            while (message := channel.receive_nouns(answers)) is not None:
                if message[0] == "ended":
                    ended = message
                    break
                if message[0] == "progress":
                    tell(Said(*message[1]), *message[2:])
                else:
                    told = message
        except (OSError, channel.BrokenChannelError) as error:
            self._kill()
            return Try(None, crash_fault(type(error).__name__))
        return _tried(told, ended, self._exit_code() if ended is None else 0, limits)

    def close(self) -> None:
        """End the keeper and whatever it watches over, at once."""
        self._closed = True
        self._kill()

    def _ask(self, job: dict[str, Any]) -> Any:  # noqa: ANN401 -- a binary stream
        if self._process is None or self._process.poll() is not None or "--alone" in self._words:
            self._kill()
            self._process = self._start()
        stdin, stdout = self._process.stdin, self._process.stdout
        if self._closed or stdin is None or stdout is None:
            raise BrokenPipeError
        channel.send(stdin, job)  # type: ignore[arg-type]  # IO[bytes] of Popen
        return stdout

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a keeper that gets no secret of ours and no Ctrl-C of the terminal."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RINGFENCE_")}
        return subprocess.Popen(  # noqa: S603 -- our own module, run by our own interpreter
            [sys.executable, "-P", "-m", "ringfence.audit.box.keeper", *self._words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment | dict.fromkeys(_ONE_THREAD, "1"),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )

    def _exit_code(self) -> int:
        return 0 if self._process is None else self._process.wait()

    def _kill(self) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            try:
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)  # the keeper and its worker
                else:
                    process.kill()
            except OSError:  # it ended between the two lines
                pass
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written goes nowhere
                    continue


def _tried(told: tuple[Any, ...] | None, ended: tuple[Any, ...] | None, code: int, limits: Limits) -> Try:
    """Return what a try came to: what the worker said, how it ended, the exit code of a keeper that ended with it."""
    if ended is None:
        late = code == _TIMED_OUT
        return Try(None, timeout_fault(limits.timeout_s) if late else crash_fault(f"exit {code}"))
    _, why, how, cpu_s, peak_mb = ended
    if why == "timeout" or how == "SIGXCPU":
        return Try(None, timeout_fault(limits.timeout_s), cpu_s, peak_mb)
    if why == "memory":
        return Try(None, memory_fault(limits.memory_mb), cpu_s, peak_mb)
    if told is None or how:
        return Try(None, crash_fault(how or why or "exit 0"), cpu_s, peak_mb)
    return Try(*_said(told, limits), cpu_s, peak_mb)


def _said(told: tuple[Any, ...], limits: Limits) -> tuple[Any | None, Fault | None]:
    match told:
        case ("result", value):
            return value, None
        case ("refused", zh, en):
            return None, Fault(FaultKind.REFUSED, str(zh), str(en))
        case ("memory",):
            return None, memory_fault(limits.memory_mb)
        case ("raised", where):
            return None, bug_fault(str(where))
    return None, crash_fault("wire")

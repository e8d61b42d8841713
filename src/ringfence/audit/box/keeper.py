"""The keeper: a process that has loaded everything once, forks a worker for each file and watches over it.

``python -m ringfence.audit.box.keeper [--alone] MODULE…`` loads the modules, then reads jobs from its standard input and answers on
its standard output. It ends when its input does, and takes its worker with it; so whatever happens to our own process, nothing
is left running. Where processes cannot be forked (Windows; ``--alone``) it does one job itself and ends.
"""

from __future__ import annotations

import importlib
import os
import select
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from ringfence.audit.box import channel
from ringfence.audit.box.work import bind, work

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[bytes], object]

ALONE = "--alone"
TIMED_OUT = 75  # exit code of a lone keeper that took too long
CHUNK = 1 << 20
WATCH_S = 0.25  # how often memory is looked at where the system keeps no limit


def main(arguments: list[str]) -> None:
    """Load, then serve until the input ends."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # what a library prints must not get onto the wire
    for name in arguments:
        if name != ALONE:
            importlib.import_module(name)
    alone = ALONE in arguments or not hasattr(os, "fork")
    while (job := channel.receive(sys.stdin.buffer)) is not None:
        if alone:
            do_alone(job, writer(answers))
        watch(job, writer(answers))


def watch(job: dict[str, Any], answer: Write) -> None:
    """Fork a worker, pass on whole messages of it, end it at its limits, then say how it ended."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _be_worker(job, writing)
    os.close(writing)
    try:
        why = _relay(pid, reading, job, answer)
    except OSError:  # our own process is gone: nobody reads
        why = "gone"
    if why:
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    os.close(reading)
    if why == "gone":
        os._exit(0)
    scale = 1 if sys.platform == "darwin" else 1024
    told = ("ended", why, _how(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale // 2**20)
    answer(channel.packed(told))


def _be_worker(job: dict[str, Any], writing: int) -> None:
    """Work as the forked process, and never return."""
    code = 1
    try:
        os.close(0)
        bind(job["memory_mb"], job["timeout_s"])
        work(job["call"], job["arguments"], writer(writing))
        code = 0
    finally:
        os._exit(code)


def writer(handle: int) -> Write:
    """Return what writes all bytes to a file descriptor."""

    def write(data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]

    return write


def _relay(pid: int, reading: int, job: dict[str, Any], answer: Write) -> str:
    """Pass on messages until the worker ends.

    Return ``""``, or why it has to be ended: ``timeout``, ``memory``, ``wire`` (what it sends is no message), ``gone`` (nobody
    reads).
    """
    end = time.monotonic() + job["timeout_s"]
    most = held_mb(pid) + job["memory_mb"] if sys.platform == "darwin" else None
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    poll.register(0, 0)  # nothing but its end: our own process is gone, or stops
    buffer = bytearray()
    while (left := end - time.monotonic()) > 0:
        if most is not None and held_mb(pid) > most:
            return "memory"
        handles = [handle for handle, _ in poll.poll(1000 * (left if most is None else min(left, WATCH_S)))]
        if 0 in handles:
            return "gone"
        if not handles:
            continue
        piece = os.read(reading, CHUNK)
        if not piece:
            return ""
        buffer += piece
        try:
            for frame in channel.frames_in(buffer):
                answer(frame)
        except channel.BrokenChannelError:
            return "wire"
    return "timeout"


def held_mb(pid: int) -> int:
    """Return the memory a process holds in MiB, asked of ``ps``: for systems that keep no limit (macOS)."""
    import subprocess  # noqa: PLC0415 -- only there

    asked = subprocess.run(  # noqa: S603 -- fixed words and a number
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=False, text=True
    )
    return int(asked.stdout.strip() or 0) // 1024


def _how(status: int) -> str:
    """Return how a process ended: ``""`` for well, else its signal or exit code."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code else ""


def do_alone(job: dict[str, Any], answer: Write) -> None:
    """Do one job in this very process and end it; a thread ends it when the time is over. The memory is not limited."""
    timer = threading.Timer(job["timeout_s"], os._exit, (TIMED_OUT,))
    timer.daemon = True
    timer.start()
    begun = time.process_time()
    work(job["call"], job["arguments"], answer)
    answer(channel.packed(("ended", "", "", time.process_time() - begun, 0)))
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])

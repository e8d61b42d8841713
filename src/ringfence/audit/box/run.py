"""Whose turn it is: files to workers, outcomes in the order in which they are done."""

from __future__ import annotations

import threading
from collections import deque
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from ringfence.audit.box.outcome import FaultKind, Outcome
from ringfence.audit.box.slot import Slot
from ringfence.audit.box.task import Limits
from ringfence.schema import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ringfence.audit.box.slot import Try
    from ringfence.audit.box.task import Task
    from ringfence.schema import Progress

    Doing = Callable[[str, str, int, int | None], None]

LOOK_S = 0.2  # how often a cancel is looked for while all workers work
STEP = "分析安装包"


def nothing(path: str, step: str, done: int, total: int | None) -> None:
    """Tell nobody which file is at which step: the default."""
    del path, step, done, total


def run(
    tasks: Sequence[Task],
    limits: Limits | None = None,
    *,
    warm: Sequence[str] = (),
    progress: Progress = silent,
    doing: Doing = nothing,
    alone: bool = False,
) -> Iterator[Outcome]:
    """Yield each task's outcome as it is done; stopping early (an error, Ctrl-C, ``close``) ends all workers at once.

    Args:
        tasks: what to do; an outcome's ``number`` is the place here.
        limits: of one file.
        warm: modules every worker finds already loaded.
        progress: told files done of all, several times a second; raises to cancel.
        doing: told the path of a file, and the step it is at.
        alone: a new process for each file instead of forks, as on Windows.
    """
    bounds = limits or Limits()
    crew = _Crew(tasks, bounds, [Slot(warm, alone=alone) for _ in range(bounds.workers(len(tasks)))])
    done = 0
    try:
        crew.start()
        progress(STEP, done, len(tasks))
        while done < len(tasks):
            for path, *step in crew.steps():
                doing(path, *step)
            outcome = crew.wait()
            if outcome is not None:
                done += 1
                yield outcome
            progress(STEP, done, len(tasks))
    finally:
        crew.stop()


class _Crew:
    """A thread for each slot; they take tasks from the front of one line."""

    def __init__(self, tasks: Sequence[Task], limits: Limits, slots: Sequence[Slot]) -> None:
        self._todo = deque(enumerate(tasks))
        self._limits = limits
        self._slots = slots
        self._done: SimpleQueue[Outcome | BaseException] = SimpleQueue()
        self._steps: dict[str, tuple[str, int, int | None]] = {}
        self._stopped = False
        self._threads = [threading.Thread(target=self._serve, args=(slot,), daemon=True) for slot in slots]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait(self) -> Outcome | None:
        """Return the next outcome, None when there is none for a moment."""
        try:
            found = self._done.get(timeout=LOOK_S)
        except Empty:
            return None
        if isinstance(found, BaseException):
            raise found
        return found

    def steps(self) -> list[tuple[Any, ...]]:
        """Return what was told since the last call: (path, step, done, total)."""
        now, self._steps = self._steps, {}
        return [(path, *step) for path, step in now.items()]

    def stop(self) -> None:
        self._stopped = True
        for slot in self._slots:
            slot.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _serve(self, slot: Slot) -> None:
        try:
            while not self._stopped:
                try:
                    number, task = self._todo.popleft()
                except IndexError:
                    return
                self._done.put(self._both(slot, number, task))
        except BaseException as error:  # noqa: BLE001 -- raised again where the outcomes are waited for
            self._done.put(error)

    def _both(self, slot: Slot, number: int, task: Task) -> Outcome:
        def tell(step: str, done: int, total: int | None) -> None:
            self._steps[task.path] = (step, done, total)

        first = slot.attempt(task.call, task.first, self._limits, tell)
        if first.fault is None or task.second is None or first.fault.kind is FaultKind.REFUSED:
            return _outcome(number, task, first)
        return _outcome(number, task, first, slot.attempt(task.call, task.second, self._limits, tell))


def _outcome(number: int, task: Task, first: Try, second: Try | None = None) -> Outcome:
    last = second or first
    tries = [first] if second is None else [first, second]
    return Outcome(
        number,
        task.path,
        last.value,
        last.fault or first.fault,
        len(tries),
        round(sum(one.cpu_s for one in tries), 3),
        max(one.peak_mb for one in tries),
    )

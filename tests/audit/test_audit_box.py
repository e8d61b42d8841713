"""The process box: whatever a worker does, the others go on and there is a fault that says what happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ringfence.audit.box import Limits, Outcome, Task, run
from ringfence.schema import CancelledError, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
QUICK = Limits(memory_mb=256, timeout_s=30, jobs=1)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
needs_wall = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the address space is limited on Linux")


@pytest.fixture(autouse=True)
def workers_find_the_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))


def task(call: str, second: dict[str, Any] | None = None, **arguments: Any) -> Task:  # noqa: ANN401 -- the task's own
    return Task(call, f"box_tasks:{call}", arguments, second)


def outcomes(*tasks: Task, limits: Limits = QUICK, **options: Any) -> list[Outcome]:  # noqa: ANN401 -- of run
    return sorted(run(tasks, limits, **options), key=lambda one: one.number)


def only(*tasks: Task, limits: Limits = QUICK, **options: Any) -> Outcome:  # noqa: ANN401 -- of run
    (found,) = outcomes(*tasks, limits=limits, **options)
    return found


def test_each_gets_its_own_result_and_what_it_took() -> None:
    found = outcomes(*(task("double", value=number) for number in range(5)), limits=Limits(jobs=2))
    assert [one.audit for one in found] == [0, 2, 4, 6, 8]
    assert all(one.fault is None and one.tries == 1 and one.cpu_s >= 0 and one.peak_mb > 0 for one in found)


def test_nouns_of_the_schema_come_through() -> None:
    assert only(task("noun")).audit is Verdict.CAN_READ


@needs_wall
def test_memory_has_a_wall_and_the_next_file_is_not_affected() -> None:
    eaten, after = outcomes(task("eat", megabytes=400), task("eat", megabytes=50))
    assert eaten.audit is None
    assert eaten.fault is not None
    assert eaten.fault.kind == "memory"
    assert "256 MB" in eaten.fault.zh
    assert after.audit == 50 * 2**20
    assert after.peak_mb >= 50


@needs_fork
@pytest.mark.parametrize("name", ["hang", "spin"])
def test_what_hangs_is_ended(name: str) -> None:
    hung, after = outcomes(task(name), task("double", value=4), limits=Limits(timeout_s=4, jobs=1))
    assert hung.fault is not None
    assert hung.fault.kind == "timeout"
    assert after.audit == 8


@needs_fork
@pytest.mark.parametrize(("name", "how"), [("crash", "SIGSEGV"), ("leave", "exit 7")])
def test_a_process_that_ends_is_a_fault(name: str, how: str) -> None:
    ended, after = outcomes(task(name), task("double", value=4))
    assert ended.fault is not None
    assert (ended.fault.kind, ended.fault.detail) == ("crashed", how)
    assert after.audit == 8


def test_an_error_of_ours_is_data_without_the_file_s_words() -> None:
    fault = only(task("stumble")).fault
    assert fault is not None
    assert fault.kind == "bug"
    assert "KeyError, box_tasks.py:" in fault.detail
    assert "正文" not in fault.zh + fault.en + fault.detail


def test_a_typed_error_is_told_in_its_own_words_and_not_tried_again() -> None:
    found = only(task("refuse", second={}))
    assert found.fault is not None
    assert (found.fault.kind, found.fault.zh, found.tries) == ("refused", "这个文件坏了。", 1)


@needs_fork
def test_the_second_try_is_smaller_and_the_first_one_s_fault_is_kept() -> None:
    found = only(task("second_only", small=False, second={"small": True}))
    assert (found.audit, found.tries) == ("small", 2)
    assert found.fault is not None
    assert found.fault.kind == "crashed"


@needs_fork
def test_both_tries_may_fail() -> None:
    found = only(task("second_only", small=False, second={"small": False}))
    assert (found.audit, found.tries) == (None, 2)


def test_a_worker_cannot_send_anything_but_nouns() -> None:
    fault = only(task("smuggle")).fault
    assert fault is not None
    assert (fault.kind, fault.detail) == ("crashed", "BrokenChannelError")


def test_what_a_library_prints_does_not_reach_the_wire() -> None:
    assert only(task("babble")).audit == "ok"


def test_workers_get_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", "made up")
    assert only(task("secret")).audit == []


def test_what_is_warm_is_loaded_before() -> None:
    assert only(task("loaded", name="wave"), warm=["wave"]).audit is True


def test_alone_a_process_for_each_file_as_on_windows() -> None:
    found = outcomes(
        task("double", value=1), task("hang"), task("double", value=2), limits=Limits(timeout_s=8, jobs=1), alone=True
    )
    assert [one.audit for one in found] == [2, None, 4]
    assert found[1].fault is not None
    assert found[1].fault.kind == "timeout"


def test_progress_counts_files_and_names_what_is_at_work() -> None:
    told: list[tuple[str, int, int | None]] = []
    doing: list[tuple[str, str]] = []

    def note(step: str, done: int, total: int | None = None) -> None:
        told.append((step, done, total))

    def at_work(path: str, step: str, done: int, total: int | None) -> None:
        doing.append((path, step))

    outcomes(
        task("double", value=1),
        task("double", value=2),
        task("hang"),
        limits=Limits(timeout_s=1, jobs=1),
        progress=note,
        doing=at_work,
    )
    assert (told[0], told[-1]) == (("分析安装包", 0, 3), ("分析安装包", 3, 3))
    assert ("double", "加倍") in doing


@needs_fork
def test_cancelling_leaves_no_process(tmp_path: Path) -> None:
    mark = tmp_path / "pid"

    def stop(step: str, done: int, total: int | None = None) -> None:
        if mark.exists() and mark.read_text():
            raise CancelledError

    with pytest.raises(CancelledError):
        list(run([task("hang", mark=str(mark))], QUICK, progress=stop))
    assert gone(int(mark.read_text()))


@needs_fork
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_program_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    mark = tmp_path / "pid"
    program = f"""
        from ringfence.audit.box import Limits, Task, run
        list(run([Task("x", "box_tasks:hang", {{"mark": {str(mark)!r}}})], Limits(jobs=1)))
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stderr=subprocess.DEVNULL) as process:  # noqa: S603 -- our own words
        until(lambda: mark.exists() and bool(mark.read_text()))
        process.send_signal(number)
    until(lambda: gone(int(mark.read_text())))


def until(true: Callable[[], bool]) -> None:
    """Wait at most three minutes: a busy machine starts processes slowly."""
    end = time.monotonic() + 180
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z"  # ended, not yet collected by init


def test_nothing_to_do_is_nothing_done() -> None:
    assert outcomes() == []

"""What workers of the tests do: eat memory, hang, end, raise. Named by ``module:function``, imported in the worker only."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from ringfence.schema import RingfenceError, Verdict

if TYPE_CHECKING:
    from ringfence.schema import Progress


def double(*, value: int, progress: Progress) -> int:
    progress("加倍", 1, 2)
    return 2 * value


def noun(*, progress: Progress) -> Verdict:
    return Verdict.CAN_READ


def eat(*, megabytes: int, progress: Progress) -> int:
    return len(bytearray(megabytes * 2**20))


def hang(*, progress: Progress, mark: str = "") -> None:
    if mark:
        with open(mark, "w", encoding="ascii") as file:  # noqa: PTH123 -- the shortest way to leave a number
            file.write(str(os.getpid()))
    while True:
        time.sleep(60)


def spin(*, progress: Progress) -> None:
    while True:
        pass


def crash(*, progress: Progress) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(*, progress: Progress) -> None:
    os._exit(7)


def stumble(*, progress: Progress) -> None:
    raise KeyError("正文不该出现在这里")


def refuse(*, progress: Progress) -> None:
    raise RingfenceError("这个文件坏了。", "This file is damaged.")


def smuggle(*, progress: Progress) -> object:
    return os.system


def babble(*, progress: Progress) -> str:
    print("printed by a library")  # noqa: T201 -- what the test is about
    sys.stdout.flush()
    os.write(1, b"\xff" * 100)
    return "ok"


def loaded(*, name: str, progress: Progress) -> bool:
    return name in sys.modules


def secret(*, progress: Progress) -> list[str]:
    return sorted(name for name in os.environ if name.startswith("RINGFENCE_"))


def second_only(*, small: bool, progress: Progress) -> str:
    if not small:
        crash(progress=progress)
    return "small"

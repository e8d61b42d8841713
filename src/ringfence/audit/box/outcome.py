"""What became of one file: a result, or a fault that is data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    """Why a try gave no result."""

    REFUSED = "refused"  # our own typed error: damaged, no package, over a format's limit
    MEMORY = "memory"
    TIMEOUT = "timeout"
    CRASHED = "crashed"  # the process ended: a signal, or by itself
    BUG = "bug"  # an error that ours should have caught


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a try gave no result. ``zh``, ``en``: what, where, what to do; ``detail``: for whoever mends it, without content."""

    kind: FaultKind
    zh: str
    en: str
    detail: str = ""

    def text(self, lang: str = "zh") -> str:
        """Return the sentence in ``lang``."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        number: place of the file in what was asked, from 0.
        path: as given.
        audit: what the call returned (an ``AppAudit``), None when no try gave a result.
        fault: of the last try that failed. With an ``audit`` beside it, the first try failed and the second, smaller one did not.
        tries: 1 or 2.
        cpu_s: CPU seconds of all tries.
        peak_mb: most memory a try held, MiB; 0 where the system does not say.
    """

    number: int
    path: str
    audit: Any | None
    fault: Fault | None
    tries: int
    cpu_s: float
    peak_mb: int


def memory_fault(limit_mb: int) -> Fault:
    """Return the fault of a file that wanted more memory than the limit."""
    return Fault(
        FaultKind.MEMORY,
        f"分析这个文件需要的内存超过了上限({limit_mb} MB),已停止;可以用 --memory 提高上限。",
        f"This file needs more memory than the limit ({limit_mb} MB); stopped. Raise it with --memory.",
    )


def timeout_fault(seconds: float) -> Fault:
    """Return the fault of a file that took longer than the limit."""
    return Fault(
        FaultKind.TIMEOUT,
        f"分析这个文件超过了时间上限({seconds:.0f} 秒),已停止;可以用 --timeout 提高上限。",
        f"This file took longer than the limit ({seconds:.0f} s); stopped. Raise it with --timeout.",
    )


def crash_fault(how: str) -> Fault:
    """Return the fault of a worker that ended without a word."""
    return Fault(
        FaultKind.CRASHED,
        f"分析这个文件的进程意外结束({how}),其他文件不受影响;请把这种情况告诉我们。",
        f"The process that looked at this file ended unexpectedly ({how}); other files are not affected. Please report it.",
        how,
    )


def bug_fault(detail: str) -> Fault:
    """Return the fault of an error that is ours; ``detail`` names its class and place, never content."""
    return Fault(
        FaultKind.BUG,
        f"分析这个文件时程序出错({detail}),其他文件不受影响;请把这种情况告诉我们。",
        f"An error of the program while looking at this file ({detail}); other files are not affected. Please report it.",
        detail,
    )

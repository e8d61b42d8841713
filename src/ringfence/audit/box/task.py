"""What the box is given: a function by its name, arguments for two tries, limits."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MEMORY_MB = 1536  # a 91 MB DEX needs less than a GiB; what is above is a fault or an attack
TIMEOUT_S = 300.0  # fifteen times what the largest app needs on a quiet computer


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take.

    Attributes:
        memory_mb: MiB above what the empty worker holds.
        timeout_s: seconds on the clock for each try.
        jobs: workers at a time; 0 = as many as cores, fewer where their limits would not fit into the computer's memory.
    """

    memory_mb: int = MEMORY_MB
    timeout_s: float = TIMEOUT_S
    jobs: int = 0

    def workers(self, files: int) -> int:
        """Return how many workers ``files`` files get."""
        wanted = self.jobs or min(os.cpu_count() or 1, max(1, physical_mb() // (2 * self.memory_mb)))
        return max(1, min(wanted, files))


@dataclass(frozen=True, slots=True)
class Task:
    """One file's work.

    Attributes:
        path: the file, for outcome and progress.
        call: ``module:function``, called in the worker with the keyword arguments of the try and ``progress``.
        first, second: arguments of the two tries; ``second`` None = one try only.
    """

    path: str
    call: str
    first: Mapping[str, Any] = field(default_factory=dict)
    second: Mapping[str, Any] | None = None


def physical_mb() -> int:
    """Return the computer's memory in MiB; 8 GiB where it cannot be asked."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return 8192

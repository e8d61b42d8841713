"""What a worker does: bind itself to its limits, call, send the result or say why there is none."""

from __future__ import annotations

import gc
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.audit.box.channel import packed
from ringfence.schema import RingfenceError, english

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TELL_S = 0.1  # progress is told at most this often
SELDOM = (50_000, 20, 20)
"""How often rubbish in circles is looked for: an analysis makes millions of objects, hardly any of it."""
SPARE_S = 5  # CPU seconds after the keeper should have ended it


def bind(memory_mb: int, timeout_s: float) -> None:
    """Limit this process: address space (Linux), CPU time, no core file.

    The address space is a wall: what would pass it raises ``MemoryError`` here. macOS takes the call and does not keep it, so
    there the keeper watches the memory instead; Windows has neither.
    """
    gc.freeze()  # what was loaded before stays
    gc.set_threshold(*SELDOM)
    import resource  # noqa: PLC0415 -- not on Windows, where no worker is forked

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = int(timeout_s) + SPARE_S
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + SPARE_S))
    pages = Path("/proc/self/statm")
    if pages.exists():
        held = int(pages.read_bytes().split()[0]) * resource.getpagesize()
        wall = held + memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (wall, wall))


def work(call: str, arguments: Mapping[str, Any], write: Callable[[bytes], object]) -> None:
    """Call and write what came of it: ``("result", value)``, ``("refused", zh, en)``, ``("memory",)`` or ``("raised", where)``."""
    try:
        value = _function(call)(**arguments, progress=_Teller(write))
        told = packed(("result", value))
    except RingfenceError as fault:
        told = packed(("refused", fault.zh, fault.en))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        zh, en = f"打不开这个文件({reason}),请检查它是否还在、能否读取。", f"The file cannot be opened ({reason})."
        told = packed(("refused", zh, en))
    except MemoryError:
        told = packed(("memory",))
    except Exception as error:  # noqa: BLE001 -- whatever a hostile file leads to is data here
        told = packed(("raised", place_of(error)))
    write(told)


def place_of(error: BaseException) -> str:
    """Return class and place of an error, without its message: that may quote the file."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def _function(call: str) -> Callable[..., Any]:
    module, _, name = call.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


class _Teller:
    """A progress callback that writes messages, not more often than a person can see."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._step = ""
        self._next = 0.0

    def __call__(self, step: str, done: int, total: int | None = None) -> None:
        now = time.monotonic()
        if step == self._step and now < self._next:
            return
        self._step, self._next = step, now + TELL_S
        self._write(packed(("progress", (str(step), english(step)), done, total)))

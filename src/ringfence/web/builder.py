"""Works a large case out in a process of its own: pages stay quick meanwhile, and what that takes of memory is given back.

Everything goes from memory to memory through pipes: the case's secret in, the finished snapshot out; nothing touches the disk but
the timeline, which the case keeps encrypted for the next time.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.web.desk import Snapshot


class Building:
    """One case being worked out. ``done`` gets the snapshot, None when the process failed; called once, by another thread."""

    def __init__(self, folder: Path, identity: str, day: date, done: Callable[[Snapshot | None], None]) -> None:
        self._asked = json.dumps({"folder": str(folder), "identity": identity, "day": day.isoformat()}).encode()
        self._done = done
        self._made: Snapshot | None = None
        self._began = time.monotonic()
        self._end = threading.Event()
        threading.Thread(target=self._run, name="builder", daemon=True).start()

    @property
    def over(self) -> bool:
        """Tell whether it ended."""
        return self._end.is_set()

    def wait(self, patience: float) -> Snapshot | None:
        """Wait until ``patience`` seconds after it began; return the snapshot, None when it is not there."""
        self._end.wait(max(0.0, self._began + patience - time.monotonic()))
        return self._made

    def _run(self) -> None:
        made = None
        try:
            child = subprocess.run(
                [sys.executable, "-m", "ringfence.web.builder"], input=self._asked, stdout=subprocess.PIPE, check=False
            )
            if child.returncode == 0:
                made = pickle.loads(child.stdout)  # noqa: S301 -- written by our own process a moment ago
        finally:
            self._made = made
            self._done(made)
            self._end.set()


def main() -> int:
    """Work out the case named on standard input; write the snapshot to standard output."""
    from ringfence.case import Case, bring_up_to_date
    from ringfence.web.desk import look_at

    told = json.loads(sys.stdin.buffer.read())
    folder, identity = Path(told["folder"]), told["identity"]
    bring_up_to_date(folder, identity)
    with Case.open(folder, identity=identity, read_only=True) as case:
        made = look_at(case, date.fromisoformat(told["day"]))
    made.view("zh")
    pickle.dump(made, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main())

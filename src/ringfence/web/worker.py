"""The worker process (``python -m ringfence.web.worker``): takes jobs until it is told to stop or its parent is gone."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import time

log = logging.getLogger("ringfence.web")
REST_S = 0.4


def main() -> int:
    """Work until SIGTERM, or until the process that started this one is gone."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringfence.web.settings.local")
    django.setup()
    stop = _Stop()
    parent = os.getppid()
    name = f"{socket.gethostname()}:{os.getpid()}"
    again = 0.0
    while not stop.asked:
        if "--child" in sys.argv and os.getppid() != parent:
            return 0
        if time.monotonic() - again > 10:
            _tend()
            again = time.monotonic()
        if not work_once(name):
            time.sleep(REST_S)
    return 0


def work_once(name: str) -> bool:
    """Do the next job if there is one; tell whether there was."""
    from ringfence.web.jobs.kinds import run
    from ringfence.web.jobs.link import ask_secrets
    from ringfence.web.jobs.queue import take

    job = take(name)
    if job is None:
        return False
    log.info("job %s %s", job.pk, job.what)
    run(job, lambda: ask_secrets(job.pk))
    log.info("job %s %s", job.pk, job.state)
    return True


def _tend() -> None:
    from ringfence.web.jobs.queue import take_up_again
    from ringfence.web.outbox import clear_old
    from ringfence.web.waiting import clear_spool

    clear_old()
    clear_spool()
    count = take_up_again()
    if count:
        log.info("%d jobs of stopped workers", count)


class _Stop:
    """Set by the first SIGTERM or SIGINT; the job under way is cancelled by its next progress."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True


if __name__ == "__main__":
    sys.exit(main())

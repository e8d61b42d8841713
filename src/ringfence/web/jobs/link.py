"""How a worker process asks the web process for the secret of an unlocked case: a private socket, mutual proof, per running job.

The secret goes from memory to memory; it is in no database, file, environment or command line.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from uuid import UUID

from django.conf import settings

from ringfence.web.desk import DESK, ONE_PERSON
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.places import make_private

log = logging.getLogger("ringfence.web")


def address() -> str:
    """Return where the web process listens: a socket file in a private folder, a named pipe on Windows."""
    mark = hashlib.sha256(settings.SECRET_KEY.encode()).hexdigest()[:24]
    if sys.platform == "win32":
        return rf"\\.\pipe\ringfence-{mark}"
    return str(make_private(Path(settings.RINGFENCE_DATA) / "run") / f"{mark}.sock")


def _proof() -> bytes:
    return hashlib.sha256(b"worker link\0" + settings.SECRET_KEY.encode()).digest()


class DeskLink:
    """The web process's end: answers workers until it is closed."""

    def __init__(self) -> None:
        place = address()
        if sys.platform != "win32":
            Path(place).unlink(missing_ok=True)
        self._listener = Listener(place, authkey=_proof())
        self._thread = threading.Thread(target=self._serve, name="desk-link", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                with self._listener.accept() as connection:
                    _answer(connection)
            except OSError:
                return  # closed
            except Exception as fault:  # noqa: BLE001 -- a stranger at the socket must not end the service
                log.warning("desk link refused a caller: %s", type(fault).__name__)


def _answer(connection: Connection) -> None:
    asked = connection.recv_bytes(200).decode()
    job = Job.objects.filter(pk=UUID(asked), state=JobState.RUNNING).only("case_id", "asked_by").first()
    identity = None
    if job is not None and job.case_id is not None:
        identity = DESK.identity(job.case_id, holder=job.asked_by or ONE_PERSON)
    answer = Secrets(identity, DESK.password(UUID(asked)) if job is not None else None)
    connection.send_bytes(json.dumps([answer.identity, answer.password]).encode())


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a job needs and no database may hold: its case's identity, the password of the backup it reads. None = not there."""

    identity: str | None
    password: str | None


def ask_secrets(job_id: UUID) -> Secrets:
    """Return the secrets of a running job; empty when the case is locked or the web process is gone."""
    try:
        with Client(address(), authkey=_proof()) as connection:
            connection.send_bytes(str(job_id).encode())
            identity, password = json.loads(connection.recv_bytes(100_000))
            return Secrets(identity, password)
    except (OSError, EOFError):
        return Secrets(None, None)

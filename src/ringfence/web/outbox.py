"""What a job wrote for the reader: kept encrypted to its case until a day has passed; nothing in clear stays on the disk."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

from ringfence.vault import PacketWriter
from ringfence.web.places import make_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from ringfence.case import Case
    from ringfence.web.registry.models import CaseRow

KEPT_S = 24 * 3600
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits: ``number`` in its job, the name the reader gets, bytes in clear."""

    number: int
    name: str
    size: int


def outbox() -> Path:
    """Return the private folder of what waits to be downloaded."""
    return make_private(Path(settings.RINGFENCE_DATA) / "out")


@contextmanager
def workshop() -> Iterator[Path]:
    """Give a private folder to write files into; it is removed at the end, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=f"make-{os.getpid()}-", dir=outbox()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(case: Case, job_id: UUID, files: list[tuple[str, Path]]) -> tuple[Kept, ...]:
    """Encrypt ``files`` (name for the reader, path) to the case and keep them under the job; return what is kept."""
    folder = make_private(outbox() / str(job_id))
    kept: list[Kept] = []
    recipient = case.vault.recipient()
    for number, (name, path) in enumerate(files):
        target = folder / f"{number}.age"
        target.unlink(missing_ok=True)  # of an earlier try
        with PacketWriter(target, recipient) as packet, path.open("rb") as source:
            while piece := source.read(_PIECE):
                packet.write(piece)
        kept.append(Kept(number, name, path.stat().st_size))
    with PacketWriter(_fresh(folder / "list.age"), recipient) as packet:
        packet.write(json.dumps([[one.name, one.size] for one in kept], ensure_ascii=False).encode())
    return tuple(kept)


def kept_of(case: Case, job_id: UUID) -> tuple[Kept, ...]:
    """Return what waits of a job, nothing when it was cleared away."""
    path = outbox() / str(job_id) / "list.age"
    if not path.exists():
        return ()
    with case.vault.open_packet(path) as stream:
        return tuple(Kept(number, name, size) for number, (name, size) in enumerate(json.loads(stream.read())))


def open_kept(case: Case, job_id: UUID, number: int) -> BinaryIO:
    """Open one file; it decrypts as it is read. An opened packet needs the case no more."""
    return case.vault.open_packet(outbox() / str(job_id) / f"{number}.age")


def clear_old() -> int:
    """Remove what waited for more than a day and what a stopped worker left half-made; return how many."""
    gone = 0
    for folder in outbox().iterdir():
        if time.time() - folder.stat().st_mtime > KEPT_S or _abandoned(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _abandoned(name: str) -> bool:
    """Tell whether a workshop's process is gone and left things there in clear. Not known on Windows: there a day passes."""
    found = re.match(r"make-(\d+)-", name)
    if found is None or sys.platform == "win32":
        return False
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass  # somebody else's process of that number
    return False


def clear_case(row: CaseRow) -> None:
    """Remove what waits to be downloaded of a case: after an original was destroyed, before the case leaves the list."""
    for key in row.jobs.values_list("pk", flat=True):
        shutil.rmtree(outbox() / str(key), ignore_errors=True)


def _fresh(path: Path) -> Path:
    path.unlink(missing_ok=True)
    return path

"""What is known of a waiting upload: its name, where its folder lies, how its columns were confirmed.

It lies beside the upload, encrypted to the case like it, because names and headers are content: people's names and numbers
stand in them. The job's row holds only the name of the upload in the spool.
"""

from __future__ import annotations

import json
import time
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ringfence.vault import PacketWriter
from ringfence.web.spool import spool_folder, spooled

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.case import Case
    from ringfence.web.jobs.models import Job

LONGEST = 150  # characters of a name; the ending is kept
ORPHAN_S = 3600  # an upload that no job knows is removed after an hour
_KEPT_S = 24 * 3600  # one whose reading failed can be tried again for a day


@dataclass(frozen=True, slots=True)
class Waiting:
    """``name``: what the user's computer calls it; ``folder``: of a folder on this computer, "" for an upload."""

    name: str
    folder: str = ""
    mapping: dict[str, Any] | None = None


def plain_name(name: str) -> str:
    """Return a file name without paths, controls and characters that turn the writing round; never empty, never long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    kept = kept.strip(" .") or "文件"
    if len(kept) <= LONGEST:
        return kept
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: LONGEST - 12]}…{dot}{ending}" if dot and len(ending) <= 10 else kept[:LONGEST]


def leave(spool: str, recipient: str, about: Waiting) -> None:
    """Write what is known beside the upload, in place of what was there."""
    path = beside(spool)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with PacketWriter(fresh, recipient) as packet:
        packet.write(json.dumps(asdict(about), ensure_ascii=False).encode())
    fresh.replace(path)


def about(case: Case, spool: str) -> Waiting | None:
    """Return what is known of a waiting upload, None when it is gone."""
    path = beside(spool)
    if not path.exists():
        return None
    with case.vault.open_packet(path) as stream:
        return Waiting(**json.loads(stream.read()))


def beside(spool: str) -> Path:
    """Return where the description of an upload lies."""
    return spooled(spool).with_suffix(".about")


def drop(spool: str) -> None:
    """Remove an upload and what is known of it."""
    spooled(spool).unlink(missing_ok=True)
    beside(spool).unlink(missing_ok=True)


def drop_of(job: Job) -> None:
    """Remove the upload of a job that was given up."""
    spool = job.given.get("spool")
    if isinstance(spool, str):
        drop(spool)


def clear_spool() -> int:
    """Remove what waits for nobody: uploads of jobs that ended, and those that no job knows; return how many files."""
    from ringfence.web.jobs.models import Job, JobState

    wanted: dict[str, float] = {}
    for spool, state, finished in Job.objects.filter(given__has_key="spool").values_list(
        "given__spool", "state", "finished"
    ):
        if state in {JobState.CANCELLED, JobState.DONE}:
            continue
        until = finished.timestamp() + _KEPT_S if state == JobState.FAILED and finished else float("inf")
        wanted[str(spool).partition(".")[0]] = until
    now, gone = time.time(), 0
    for path in spool_folder().iterdir():
        with suppress(OSError):  # taken away meanwhile, or (Windows) still being written
            until = wanted.get(path.name.partition(".")[0], path.stat().st_mtime + ORPHAN_S)
            if now > until:
                path.unlink()
                gone += 1
    return gone

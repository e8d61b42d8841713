"""What a job has to know of a case's content (names, a receiver): sealed to the case in the spool, in no database row."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from ringfence.vault import PacketWriter
from ringfence.web.spool import spooled

if TYPE_CHECKING:
    from ringfence.case import Case
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.spool import SpooledFile


def seal(row: CaseRow, told: dict[str, Any]) -> str:
    """Encrypt ``told`` (JSON) to the case and return its name in the spool, for a job's arguments."""
    name = f"{uuid.uuid4().hex}.age"
    with PacketWriter(spooled(name), row.recipient) as packet:
        packet.write(json.dumps(told, ensure_ascii=False).encode())
    return name


def unseal(case: Case, name: str) -> dict[str, Any]:
    """Return what was sealed; it stays until :func:`drop`, for a job that is taken up again.

    A job has the name as ``given["spool"]``, like an upload, so that what clears the spool knows that it waits for somebody.
    """
    with case.vault.open_packet(spooled(name)) as stream:
        told: dict[str, Any] = json.loads(stream.read())
    return told


def drop(name: str) -> None:
    """Remove what was sealed."""
    spooled(name).unlink(missing_ok=True)


def take_small(case: Case, file: SpooledFile, limit: int) -> bytes:
    """Return at most ``limit`` + 1 bytes of a small upload of this case's page and remove it from the spool."""
    try:
        with case.vault.open_packet(spooled(file.spool)) as stream:
            return stream.read(limit + 1)
    finally:
        file.discard()

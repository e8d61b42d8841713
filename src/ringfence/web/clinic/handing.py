"""What was handed in and waits: a packet with the file and a packet that says what it is, both sealed to the case's key."""

from __future__ import annotations

import json
import unicodedata
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from ringfence.vault import PacketWriter
from ringfence.web.clinic.models import HandInLink, Waiting
from ringfence.web.spool import spooled

if TYPE_CHECKING:
    from ringfence.case import Case
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.spool import SpooledFile

LONGEST = 120


@dataclass(frozen=True, slots=True)
class About:
    """What lies in the packet: the name that the visitor's computer gave it, or a statement's answers."""

    name: str
    statement: bool


def plain_name(text: str) -> str:
    """Return a name that is only a name: no folders, nothing that cannot be seen."""
    last = text.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C").strip(" .")
    return kept[-LONGEST:] or "file"


def sealed_here(row: CaseRow, data: bytes) -> str:
    """Seal a few bytes to the case and return their name in the spool."""
    name = f"{uuid.uuid4().hex}.age"
    with PacketWriter(spooled(name), row.recipient) as packet:
        packet.write(data)
    return name


def note_file(row: CaseRow, file: SpooledFile, *, link: HandInLink | None = None, by: str = "") -> Waiting:
    """Note an upload that the server sealed while it came in."""
    about = sealed_here(row, json.dumps({"name": plain_name(file.name or "file")}, ensure_ascii=False).encode())
    return _note(row, file.spool, about, file.size or 0, link, by)


def note_answers(row: CaseRow, answers: dict[str, str], *, link: HandInLink | None = None, by: str = "") -> Waiting:
    """Seal and note a statement's answers."""
    data = json.dumps(answers, ensure_ascii=False).encode()
    about = sealed_here(row, b'{"statement": true}')
    return _note(row, sealed_here(row, data), about, len(data), link, by)


def note_sealed(row: CaseRow, file: SpooledFile, about: SpooledFile, *, link: HandInLink) -> Waiting:
    """Note what the visitor's browser has sealed."""
    return _note(row, file.spool, about.spool, file.size or 0, link, "")


def _note(row: CaseRow, spool: str, about: str, size: int, link: HandInLink | None, by: str) -> Waiting:
    if link is not None:
        HandInLink.objects.filter(pk=link.pk).update(files=F("files") + 1, size=F("size") + size)
    return Waiting.objects.create(case=row, link=link, by=by, spool=spool, about=about, size=size)


def about_of(case: Case, item: Waiting) -> About:
    """Read what an item is; a stranger made it, so nothing in it is believed further than a name.

    Raises:
        UnreadablePacketError: it was not sealed to this case.
    """
    with case.vault.open_packet(spooled(item.about)) as stream:
        try:
            told = json.loads(stream.read(10_000))
        except ValueError:
            told = {}
    told = told if isinstance(told, dict) else {}
    return About(plain_name(str(told.get("name", ""))), told.get("statement") is True)


def drop(item: Waiting, state: str) -> None:
    """Remove the packets of an item that waits no longer."""
    for name in (item.spool, item.about):
        spooled(name).unlink(missing_ok=True)
    Waiting.objects.filter(pk=item.pk).update(state=state)

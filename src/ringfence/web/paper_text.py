"""The words of a paper somebody pasted or sent: of a text, web page, Word or PDF file; the upload leaves the spool at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.schema import RingfenceError
from ringfence.web.desk import DESK
from ringfence.web.spool import SpooledFile, spooled

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringfence.web.registry.models import CaseRow

MOST = 20 * 1024 * 1024  # bytes of a file
LONGEST = 200_000  # characters that are read


class TooLongPaperError(RingfenceError):
    """The file is no agreement and no policy: far too large."""

    def __init__(self) -> None:
        super().__init__(
            "这个文件太大了。请选 20 MB 以内的文件。",
            "This file is too large (20 MB at most).",
        )


class NoPaperError(RingfenceError):
    """Nothing was pasted or sent."""

    def __init__(self) -> None:
        super().__init__("请粘贴文字,或者选一个文件。", "Paste the words, or choose a file.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the words that were pasted, or a file whole."""

    name: str
    data: bytes


def paper_text(request: HttpRequest, row: CaseRow | None = None, longest: int = LONGEST) -> str:
    """Return the words in the fields ``text``, ``file`` and ``password``; ``row``: the case whose address they were sent to.

    Raises:
        NoPaperError, TooLongPaperError: see there.
        ingest.IngestError: the file cannot be read.
    """
    from ringfence.ingest import document_text

    sent = paper_sent(request, row)
    if not sent.name:
        return sent.data.decode()[:longest]
    return document_text(sent.name, sent.data, request.POST.get("password") or None)[:longest]


def paper_sent(request: HttpRequest, row: CaseRow | None = None) -> Sent:
    """Return the pasted words (as UTF-8, without a name) or the file of the fields ``text`` and ``file``; it leaves the spool.

    Raises:
        NoPaperError, TooLongPaperError: see there.
    """
    file = request.FILES.get("file")
    if not isinstance(file, SpooledFile) or not file.size:
        if isinstance(file, SpooledFile):
            file.discard()
        text = request.POST.get("text", "").strip()
        if not text:
            raise NoPaperError
        return Sent("", text.encode("utf-8", "replace"))
    try:
        if file.size > MOST:
            raise TooLongPaperError
        return Sent(file.name or "file", _bytes(file, row))
    finally:
        file.discard()


def _bytes(file: SpooledFile, row: CaseRow | None) -> bytes:
    path = spooled(file.spool)
    if row is None:
        return path.read_bytes()
    with DESK.read(row) as case, case.vault.open_packet(path) as stream:
        return bytes(stream.read())

"""The words of a paper somebody pasted or sent: of a text, Word or PDF file; the upload leaves the spool at once."""

from __future__ import annotations

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
    """The file is no agreement: far too large."""

    def __init__(self) -> None:
        super().__init__(
            "这个文件太大了,不像一份协议。请选 20 MB 以内的文件。",
            "This file is too large for an agreement (20 MB at most).",
        )


class NoPaperError(RingfenceError):
    """Nothing was pasted or sent."""

    def __init__(self) -> None:
        super().__init__("请粘贴文字,或者选一个文件。", "Paste the words, or choose a file.")


def paper_text(request: HttpRequest, row: CaseRow | None = None) -> str:
    """Return the words in the fields ``text``, ``file`` and ``password``; ``row``: the case whose address they were sent to.

    Raises:
        NoPaperError, TooLongPaperError: see there.
        ingest.IngestError: the file cannot be read.
    """
    file = request.FILES.get("file")
    if not isinstance(file, SpooledFile) or not file.size:
        if isinstance(file, SpooledFile):
            file.discard()
        text = request.POST.get("text", "").strip()
        if not text:
            raise NoPaperError
        return text[:LONGEST]
    try:
        if file.size > MOST:
            raise TooLongPaperError
        return _read(file, request.POST.get("password") or None, row)
    finally:
        file.discard()


def _read(file: SpooledFile, password: str | None, row: CaseRow | None) -> str:
    from ringfence.ingest import document_text

    path = spooled(file.spool)
    if row is None:
        return document_text(file.name or "file", path.read_bytes(), password)[:LONGEST]
    with DESK.read(row) as case, case.vault.open_packet(path) as stream:
        data = stream.read()
    return document_text(file.name or "file", data, password)[:LONGEST]

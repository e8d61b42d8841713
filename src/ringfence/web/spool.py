"""Where uploads wait for the worker: encrypted to their case as they come in, so that nothing in clear touches the disk.

An upload that belongs to no case (an app to be checked) lies in clear in a private folder and is removed after its work.
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from ringfence.vault import PacketWriter
from ringfence.web.places import make_private
from ringfence.web.registry.models import CaseRow

if TYPE_CHECKING:
    from django.http import HttpRequest

LIMIT = 16 * 1024**3  # bytes of one request; a phone's whole backup fits
_CASE = re.compile(r"^/case/([0-9a-f-]{36})/")


def spool_folder() -> Path:
    """Return the private folder of waiting uploads."""
    return make_private(Path(settings.RINGFENCE_DATA) / "spool")


def spooled(name: str) -> Path:
    """Return the path of a waiting upload by the name in a job's arguments."""
    if not re.fullmatch(r"[0-9a-f]{32}\.(age|plain)", name):
        raise ValueError("not the name of an upload")
    return spool_folder() / name


class SpooledFile(UploadedFile):  # type: ignore[type-arg]  # the file itself is not there: its bytes are in the spool
    """An upload that lies in the spool: ``spool`` is its name there, ``name`` what the user's computer calls it (never a path)."""

    def __init__(self, spool: str, name: str, size: int, content_type: str | None) -> None:
        super().__init__(None, name, content_type, size)
        self.spool = spool

    def discard(self) -> None:
        """Remove it from the spool."""
        spooled(self.spool).unlink(missing_ok=True)


class _Plain:
    """The counterpart of PacketWriter for an upload that belongs to no case."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._out: BinaryIO = path.open("xb")
        path.chmod(0o600)

    def write(self, data: bytes) -> None:
        self._out.write(data)

    def finish(self) -> None:
        self._out.close()

    def discard(self) -> None:
        self._out.close()
        self._path.unlink(missing_ok=True)


class SpoolHandler(FileUploadHandler):
    """Streams each file of a form into the spool, piece by piece."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._writer: PacketWriter | _Plain | None = None
        self._spool = ""
        self._sum = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed through as Django gives them
        recipient = self._recipient()
        if recipient is None:
            raise StopUpload(connection_reset=True)  # a case nobody opened here yet: its public key is not known
        self._spool = f"{uuid.uuid4().hex}.{'age' if recipient else 'plain'}"
        path = spooled(self._spool)
        self._writer = PacketWriter(path, recipient) if recipient else _Plain(path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take the next piece."""
        del start
        self._sum += len(raw_data)
        if self._sum > LIMIT:
            self.upload_interrupted()
            raise StopUpload(connection_reset=True)
        assert self._writer is not None  # noqa: S101 -- new_file came before
        self._writer.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> SpooledFile | None:
        """Close the file; the form gets it under its plain name."""
        if self._writer is None:
            return None
        self._writer.finish()
        self._writer = None
        return SpooledFile(self._spool, self.file_name or "file", file_size, self.content_type)

    def upload_interrupted(self) -> None:
        """Remove what came in of a file that did not end."""
        if self._writer is not None:
            self._writer.discard()
            self._writer = None

    def _recipient(self) -> str | None:
        """Return the public key of the case in the address, "" outside cases, None when it is not known."""
        found = _CASE.match(self.request.path if self.request is not None else "")
        if found is None:
            return ""
        row = CaseRow.objects.filter(pk=found.group(1)).only("recipient").first()
        return (row.recipient or None) if row is not None else None

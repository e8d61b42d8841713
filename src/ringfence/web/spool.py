"""Where uploads wait for the worker: encrypted to their case as they come in, so that nothing in clear touches the disk.

An upload that belongs to no case (an app to be checked) lies in clear in a private folder and is removed after its work.
"""

from __future__ import annotations

import re
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from ringfence.web.places import make_private

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringfence.vault import PacketWriter

LIMIT = 16 * 1024**3  # bytes of one request; a phone's whole backup fits
SEALED = {"sealed", "about"}  # fields of the page for handing in
_CASE = re.compile(r"^/(?:case|api/v1/cases)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


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

    def close(self) -> None:
        """Do nothing: there is no open file (Django closes the files of every request, also of a refused one)."""

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
        self._count = 0
        self._handed_in = request is not None and request.path.startswith("/hand-in/")
        self._most = (sys.maxsize, LIMIT)

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed through as Django gives them
        recipient = self._recipient()
        if recipient is None:
            raise StopUpload(connection_reset=True)  # a case nobody opened here yet: its public key is not known
        self._count += 1
        if self._count > self._most[0]:
            self._refuse()
        self._spool = f"{uuid.uuid4().hex}.{'age' if recipient else 'plain'}"
        path = spooled(self._spool)
        # what the visitor's browser has sealed to the case is kept as it came
        sealed = self._handed_in and self.field_name in SEALED
        from ringfence.vault import PacketWriter

        self._writer = PacketWriter(path, recipient) if recipient and not sealed else _Plain(path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take the next piece."""
        del start
        self._sum += len(raw_data)
        if self._sum > self._most[1]:
            self._refuse()
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

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        """Find out, before the first file, how much may come in: by a link for handing in, what is left of it."""
        del args, kwargs
        if self._handed_in and self.request is not None:
            from ringfence.web.access import hand_in_link

            link = hand_in_link(self.request)
            self._most = (
                (2 * (link.most_files - link.files), link.most_bytes - link.size) if link is not None else (0, 0)
            )

    def _refuse(self) -> None:
        """Take no more. A visitor is told so on the page; from others the connection is cut, as before."""
        self.upload_interrupted()
        if self.request is not None:
            self.request.too_much = True  # type: ignore[attr-defined]  # read by the page for handing in
        raise StopUpload(connection_reset=not self._handed_in)

    def upload_interrupted(self) -> None:
        """Remove what came in of a file that did not end."""
        if self._writer is not None:
            self._writer.discard()
            self._writer = None

    def _recipient(self) -> str | None:
        """Return the public key of the case in the address, "" outside cases, None when it is not known or may not be added to."""
        if self.request is None:
            return ""
        from ringfence.web.access import upload_recipient

        found = _CASE.match(self.request.path)
        return upload_recipient(self.request, found.group(1) if found is not None else None)

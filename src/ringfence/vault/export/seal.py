"""A folder as one encrypted file: a tar archive inside an age file, for the age keys of those who may read it."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING, BinaryIO, cast

from ringfence.vault.age_header import new_file_key, wrap_x25519, write_header
from ringfence.vault.age_payload import PayloadWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def seal_folder(folder: Path, target: Path, recipients: Sequence[str]) -> None:
    """Write ``folder`` as a tar archive encrypted to ``recipients`` (``age1...``); opens with ``age -d -i key | tar x``.

    Raises:
        AgeFormatError: a recipient is no X25519 key of age.
    """
    file_key = new_file_key()
    header = write_header(file_key, *(wrap_x25519(file_key, recipient) for recipient in recipients))
    payload = PayloadWriter(file_key)
    with target.open("xb") as stream:
        stream.write(header + payload.begin())
        with tarfile.open(mode="w|", fileobj=cast("BinaryIO", _Sealing(stream, payload)), bufsize=1 << 20) as archive:
            archive.add(folder, arcname=folder.name, filter=_nobody)
        stream.write(payload.finish())


class _Sealing:
    """What tarfile writes to."""

    def __init__(self, stream: BinaryIO, payload: PayloadWriter) -> None:
        self._stream = stream
        self._payload = payload

    def write(self, data: bytes) -> int:
        """Encrypt and write on."""
        self._stream.write(self._payload.update(data))
        return len(data)


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owns the files on this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member

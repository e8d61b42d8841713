"""Write-only intake: a page with which anyone encrypts material to the case, and the opening of what comes back.

The page holds nothing but the case's public key and an empty form; whoever fills it in cannot read the case. What it makes is
a standard age file, so the ``age`` tool does as well.
"""

from __future__ import annotations

import io
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ringfence.vault.age_header import (
    HEADER_LIMIT,
    AgeFormatError,
    new_file_key,
    parse_header,
    unwrap_x25519,
    wrap_x25519,
    write_header,
)
from ringfence.vault.age_payload import PayloadReader, PayloadWriter
from ringfence.vault.bech32 import bech32_decode
from ringfence.vault.errors import SourceUnreadableError, UnreadablePacketError
from ringfence.vault.export.page import carried, whole_page

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


def intake_page(recipient: str, form: str) -> bytes:
    """Return the page: ``recipient`` is the case's age public key, ``form`` an empty statement form."""
    body = carried("intake.html").replace("{RECIPIENT}", escape(recipient)).replace("{FORM}", escape(form))
    script = carried("digest.js") + carried("intake.js").replace("{KEY}", bech32_decode(recipient)[1].hex())
    return whole_page("递交材料", body, script)


def open_packet(path: Path | BinaryIO, age_key: str) -> BinaryIO:
    """Open an age file that somebody encrypted to ``age_key``: a stream that decrypts as it is read.

    ``path`` may be a seekable stream at its start instead, say of a packet inside a packet; it is closed with what is returned.

    Raises:
        SourceUnreadableError: nothing readable is there.
        UnreadablePacketError: it is no age file, for another case, or damaged (also while reading).
    """
    if isinstance(path, Path):
        name = path.name
        try:
            stream: BinaryIO = path.open("rb")
        except OSError as error:
            raise SourceUnreadableError(str(path), error.strerror or "") from error
    else:
        name, stream = "", path
    try:
        header = parse_header(stream.read(HEADER_LIMIT))
        file_key = unwrap_x25519(header, age_key)
        raw = PayloadReader(stream, header.size, file_key, lambda: UnreadablePacketError(name))
    except AgeFormatError as error:
        stream.close()
        raise UnreadablePacketError(name) from error
    return io.BufferedReader(raw, 64 * 1024)


class PacketWriter:
    """Encrypts to a case while the bytes come in, knowing only its public key; nothing in clear touches the disk.

    Use as a context manager; a packet that was not finished is removed.

    Args:
        path: the new file; readable by this user only.
        recipient: the case's age public key (``age1...``).
    """

    def __init__(self, path: Path, recipient: str) -> None:
        file_key = new_file_key()
        self._path = path
        self._payload = PayloadWriter(file_key)
        self._out = path.open("xb")
        path.chmod(0o600)
        self._out.write(write_header(file_key, wrap_x25519(file_key, recipient)) + self._payload.begin())
        self.finished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        else:
            self.discard()

    def write(self, data: bytes) -> None:
        """Take the next bytes of the original."""
        self._out.write(self._payload.update(data))

    def finish(self) -> None:
        """Close the packet; it can be opened now."""
        if not self.finished:
            self._out.write(self._payload.finish())
            self._out.close()
            self.finished = True

    def discard(self) -> None:
        """Remove what was written."""
        self._out.close()
        self._path.unlink(missing_ok=True)

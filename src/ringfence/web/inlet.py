"""What the browser sends waits encrypted from the first byte: the web server's temporary files are sealed, nothing lies in clear.

Waitress takes a request in whole before a page sees it; what is over half a megabyte goes into a temporary file. Ours has no
name, lies in our own private folder (a system's /tmp may be memory) and is encrypted with a key that only this object knows,
so a stolen disk tells nothing of it.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from waitress.buffers import FileBasedBuffer, OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from ringfence.web.spool import spool_folder

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = 16


class SealedFile:
    """A temporary file that reads and writes like any other and holds only ciphertext (AES-256 in counter mode, a key per file).

    The key is used for this one file and dies with it. A place is written once only: a counter never covers two texts.
    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile("w+b", dir=folder, buffering=0)  # noqa: SIM115 -- closed by close()
        self._key = os.urandom(32)
        self._nonce = int.from_bytes(os.urandom(8), "big") << 64
        self._at = 0
        self._size = 0
        self._streams: dict[str, tuple[int, CipherContext]] = {}  # reading and writing go on where they stopped

    def write(self, data: bytes) -> int:
        """Append ``data``; the place must be the end."""
        if self._at != self._size:
            raise ValueError("only the end can be written")
        self._file.seek(self._at)
        waiting = memoryview(self._cipher("write", self._at, data))
        while waiting:
            waiting = waiting[self._file.write(waiting) or 0 :]
        self._at += len(data)
        self._size = self._at
        return len(data)

    def read(self, size: int | None = -1) -> bytes:
        """Return up to ``size`` bytes from here, all that is left when negative."""
        left = self._size - self._at
        count = left if size is None or size < 0 else min(size, left)
        self._file.seek(self._at)
        pieces: list[bytes] = []
        while count:
            piece = self._file.read(count)
            if not piece:
                break
            pieces.append(self._cipher("read", self._at, piece))
            self._at += len(piece)
            count -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readline(self, size: int | None = -1) -> bytes:
        """Return up to the next line's end; WSGI asks for it."""
        start = self._at
        limit = 64 * 1024 if size is None or size < 0 else size
        piece = self.read(limit)
        end = piece.find(b"\n") + 1
        line = piece[:end] if end else piece
        self._at = start + len(line)
        return line

    def seek(self, to: int, whence: int = 0) -> int:
        """Go to a place."""
        self._at = {0: 0, 1: self._at, 2: self._size}[whence] + to
        return self._at

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def close(self) -> None:
        """Remove it."""
        self._file.close()
        self._streams.clear()

    def _cipher(self, way: str, at: int, data: bytes) -> bytes:
        reached, stream = self._streams.get(way, (-1, None))
        if stream is None or reached != at:
            counter = (self._nonce + at // _BLOCK) % (1 << 128)
            stream = Cipher(algorithms.AES(self._key), modes.CTR(counter.to_bytes(16, "big"))).encryptor()
            stream.update(bytes(at % _BLOCK))
        done = stream.update(data)
        self._streams[way] = (at + len(data), stream)
        return done


class _SealedBuffer(FileBasedBuffer):  # type: ignore[misc]  # waitress has no types
    def __init__(self, before: Any) -> None:  # noqa: ANN401 -- one of waitress's own buffers
        super().__init__(self.newfile(), before)

    def newfile(self) -> SealedFile:
        return SealedFile(spool_folder())


class _Body(OverflowableBuffer):  # type: ignore[misc]  # waitress has no types
    buf: Any

    def _set_large_buffer(self) -> None:
        before = self.buf
        self.buf = _SealedBuffer(before)
        if hasattr(before, "close"):
            before.close()
        self.overflowed = True


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    def parse_header(self, header_plus: bytes) -> None:
        """Read the header; what comes after it goes into a sealed buffer."""
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = _Body(self.adj.inbuf_overflow)


class SealedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose requests wait sealed."""

    parser_class = _Parser

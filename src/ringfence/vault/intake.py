"""Write-only intake: a page with which anyone encrypts material to the case, and the opening of what comes back.

The page holds nothing but the case's public key and an empty form; whoever fills it in cannot read the case. What it makes is
a standard age file, so the ``age`` tool does as well.
"""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING, BinaryIO

from ringfence.vault.age_header import HEADER_LIMIT, AgeFormatError, parse_header, unwrap_x25519
from ringfence.vault.age_payload import PayloadReader
from ringfence.vault.bech32 import bech32_decode
from ringfence.vault.errors import SourceUnreadableError, UnreadablePacketError
from ringfence.vault.export.page import carried, whole_page

if TYPE_CHECKING:
    from pathlib import Path


def intake_page(recipient: str, form: str) -> bytes:
    """Return the page: ``recipient`` is the case's age public key, ``form`` an empty statement form."""
    body = carried("intake.html").replace("{RECIPIENT}", escape(recipient)).replace("{FORM}", escape(form))
    script = carried("digest.js") + carried("intake.js").replace("{KEY}", bech32_decode(recipient)[1].hex())
    return whole_page("递交材料", body, script)


def open_packet(path: Path, age_key: str) -> BinaryIO:
    """Open an age file that somebody encrypted to ``age_key``: a stream that decrypts as it is read.

    Raises:
        SourceUnreadableError: nothing readable is there.
        UnreadablePacketError: it is no age file, for another case, or damaged (also while reading).
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise SourceUnreadableError(str(path), error.strerror or "") from error
    try:
        header = parse_header(stream.read(HEADER_LIMIT))
        file_key = unwrap_x25519(header, age_key)
        raw = PayloadReader(stream, header.size, file_key, lambda: UnreadablePacketError(path.name))
    except AgeFormatError as error:
        stream.close()
        raise UnreadablePacketError(path.name) from error
    return io.BufferedReader(raw, 64 * 1024)

"""Reads an archive whose directory is lost (a download that broke off) by walking from one local header to the next."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ringfence.audit.apk.container.bytes_view import find_first
from ringfence.audit.apk.container.entry import DEFLATED, Entry, clear_name
from ringfence.audit.apk.container.inflate import inflate
from ringfence.audit.apk.container.limits import ENTRIES, MEMBER, TOTAL
from ringfence.audit.apk.errors import ApkError

if TYPE_CHECKING:
    from ringfence.audit.apk.container.bytes_view import Bytes

LOCAL = b"PK\x03\x04"
LOCAL_SIZE = 30
_HEADER = struct.Struct("<4s5H3I2H")
_DESCRIPTOR = 0x08


def local_entries(data: Bytes) -> list[Entry]:
    """Return the entries that stand whole in the file, in their order.

    What lies between two of them is skipped; an entry whose data breaks off is left out. Looking for an entry's
    end is bounded for the whole walk.
    """
    entries: list[Entry] = []
    at = 0
    spent = 0
    while len(entries) < ENTRIES and spent < TOTAL:
        at = find_first(data, LOCAL, at)
        if at < 0 or at + LOCAL_SIZE > len(data):
            break
        entry, body = _local_at(data, at)
        end = body + entry.compressed
        if entry.flags & _DESCRIPTOR and not entry.compressed:
            entry, end, cost = _measured(data, entry, body)
            spent += cost
        if end <= len(data) and entry.name:
            entries.append(entry)
            at = max(end, at + 4)
        else:
            at += 4
    return entries


def _local_at(data: Bytes, at: int) -> tuple[Entry, int]:
    """Return the entry whose local header is at ``at``, and where its data begins."""
    _, _, flags, method, _, _, crc, compressed, size, name_length, extra_length = _HEADER.unpack_from(data, at)
    body = at + LOCAL_SIZE + name_length + extra_length
    name = clear_name(bytes(data[at + LOCAL_SIZE : at + LOCAL_SIZE + name_length]))
    return Entry(name, method, flags, compressed, size, at, crc), body


def _measured(data: Bytes, entry: Entry, body: int) -> tuple[Entry, int, int]:
    """Return the entry with its true sizes, its end, and the bytes that inflating it cost. A lost end is beyond the file."""
    beyond = len(data) + 1
    if entry.method != DEFLATED:
        following = find_first(data, b"PK\x07\x08", body)
        end = following if following >= 0 else beyond
        entry.compressed = entry.size = end - body
        return entry, end, end - body
    try:
        out = inflate(data, body, len(data), limit=MEMBER)
    except ApkError:
        return entry, beyond, MEMBER // 16
    entry.compressed, entry.size = out.used, len(out.data)
    return entry, body + out.used if out.whole else beyond, len(out.data)

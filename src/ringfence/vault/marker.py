"""The small clear-text file that says: this folder is a vault, of this format, of this case."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.vault.disk import reading
from ringfence.vault.errors import NewerFormatError, NotAVaultError

if TYPE_CHECKING:
    from pathlib import Path

MARKER_NAME = "ringfence-vault.json"
FORMAT = "ringfence-vault"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Marker:
    """What can be known of a case without any secret: format version and id (32 hex digits)."""

    version: int
    case_id: str

    @property
    def data(self) -> bytes:
        """Return the file's bytes."""
        return f'{{"format": "{FORMAT}", "version": {self.version}, "case": "{self.case_id}"}}\n'.encode()


def read_marker(folder: Path) -> Marker:
    """Read the marker of a case folder.

    Raises:
        NotAVaultError: no marker, or not ours.
        NewerFormatError: written by later software.
    """
    path = folder / MARKER_NAME
    if not path.is_file():
        raise NotAVaultError(folder)
    with reading(MARKER_NAME):
        data = path.read_bytes()[:4096]
    try:
        fields = json.loads(data)
        ours = isinstance(fields, dict) and fields.get("format") == FORMAT
    except (ValueError, RecursionError):
        ours = False
    if not ours:
        raise NotAVaultError(folder)
    version = fields.get("version")
    if type(version) is int and version > VERSION:
        raise NewerFormatError(MARKER_NAME, version)
    marker = Marker(VERSION, str(fields.get("case")))
    if version != VERSION or not re.fullmatch(r"[0-9a-f]{32}", marker.case_id):
        raise NotAVaultError(folder)
    return marker

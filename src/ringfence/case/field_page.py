"""The files of the page on which a picture's fields are checked: the page, each field's part of the picture, the whole picture."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ringfence import ingest, respond

if TYPE_CHECKING:
    from ringfence.case.state import SourceFile
    from ringfence.schema import Reading
    from ringfence.vault import Vault

_KINDS = {".png", ".jpg", ".jpeg", ".webp"}


def check_files(vault: Vault, source: SourceFile, reading: Reading, lang: str) -> dict[str, bytes]:
    """Return name -> bytes of all files, the page first."""
    original = vault.read_blob(source.blob)
    fields = [one for record in reading.records for one in record.fields] + list(reading.lines)
    places = dict.fromkeys([*(record.place for record in reading.records), *(one.place for one in fields)])
    parts = ingest.crops_by_place(source.name, original, [place for place in places if place])
    names = {place: f"{number:03d}.png" for number, place in enumerate(parts, 1)}
    kind = PurePosixPath(source.name).suffix.casefold()
    whole = f"original{kind if kind in _KINDS else '.png'}"  # of the user's file name only a known ending is used
    page = respond.check_page(reading, names, whole, lang)
    return {respond.CHECK_PAGE: page.encode(), whole: original, **{names[place]: part for place, part in parts.items()}}

"""The files inside an archive, read one by one by the readers that know them; one that fails never stops the rest.

Recordings are not read here but named, so that each becomes an original of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.ingest.choice import surest
from ringfence.ingest.errors import IngestError, MappingNeededError, UnknownFormatError
from ringfence.ingest.recording import SILK, Recording
from ringfence.schema import CancelledError, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.ingest.collection import Collection
    from ringfence.ingest.reader import Match, Reader, ReadResult, Request
    from ringfence.ingest.source import Source

_SYSTEM = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_BESIDE = ("-wal", "-shm", "-journal")
_MEDIA = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp", ".mp3", ".m4a", ".amr", ".wav", ".aac", ".mp4"),
    *(".3gp", ".mov", ".avi", ".ogg", ".opus", ".silk", ".flac"),
)


def read_members(members: Iterable[Source], request: Request, readers: Sequence[Reader], into: Collection) -> None:
    """Read every member with the reader that knows it.

    What is kept but not read (a picture, an unknown format, a table whose columns nobody has confirmed) is reported.
    """
    files = joined(members)
    for done, member in enumerate(files):
        request.progress(Said("读取压缩包", "reading the archive"), done, len(files))
        if is_system(member.name):
            into.tally.note(
                Said(
                    "系统附带的文件（__MACOSX、.DS_Store 等）没有内容，未读取。",
                    "Files the system added (__MACOSX, .DS_Store and the like) hold nothing and were not read.",
                )
            )
        elif not member.size:
            into.tally.note(Said(f"{member.name}：空文件。", f"{member.name}: empty file."))
        else:
            _read_member(member, request, readers, into)
    request.progress(Said("读取压缩包", "reading the archive"), len(files), len(files))


def _read_member(member: Source, request: Request, readers: Sequence[Reader], into: Collection) -> None:
    try:
        claim = _claim(member, readers)
        if claim.reader == Recording.name and not member.head.startswith(SILK):
            into.set_aside(member.name)
        else:
            into.add(member.name, _result(member, claim.reader, request, readers))
    except CancelledError:
        raise
    except MappingNeededError:
        into.tally.unread(
            f"entry:{member.name}",
            "表格需要先确认各列含义，请把它单独加入",
            "a table whose columns have to be confirmed; add it by itself",
        )
    except UnknownFormatError:
        zh, en = (
            (
                "图片或音视频，原件在压缩包里，请单独加入",
                "picture, sound or video; kept in the archive, add it by itself",
            )
            if member.name.casefold().endswith(_MEDIA)
            else ("认不出格式，原件在压缩包里", "unknown format; kept in the archive")
        )
        into.tally.unread(f"entry:{member.name}", zh, en)
    except IngestError as fault:
        into.tally.unread(f"entry:{member.name}", fault.zh, fault.en)


def _claim(member: Source, readers: Sequence[Reader]) -> Match:
    claim = surest(member, readers)
    if claim is None:
        raise UnknownFormatError(member.name)
    return claim


def _result(member: Source, name: str, request: Request, readers: Sequence[Reader]) -> ReadResult:
    reader = next(reader for reader in readers if reader.name == name)
    # no password: its key could not be kept for one member among many, and a lost cache could not be made again
    return reader.read(replace(request, source=member, mapping=None, password=None, key=""))


def joined(members: Iterable[Source]) -> list[Source]:
    """Return the members with a database's log (``-wal``) put beside it instead of after it."""
    files = list(members)
    names = {member.name: member for member in files}
    aside: set[str] = set()
    for name in names:
        for end in _BESIDE:
            if name.endswith(end) and name.removesuffix(end) in names:
                aside.add(name)
    return [
        replace(member, beside={end: names[member.name + end] for end in _BESIDE if member.name + end in names})
        for member in files
        if member.name not in aside
    ]


def is_system(name: str) -> bool:
    """Tell whether a name is one of those that operating systems add by themselves."""
    low = name.casefold()
    return low.startswith(_SYSTEM[0]) or f"/{_SYSTEM[0]}" in low or low.rsplit("/", 1)[-1] in _SYSTEM[1:]

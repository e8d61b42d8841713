"""Recordings of a case: what is heard in them, and the files a highlight consists of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ringfence import ingest
from ringfence.case.faults import UnknownNameError
from ringfence.case.sources import load_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.case.state import SourceFile, State
    from ringfence.vault import Vault

PLAYABLE, HIGHLIGHT, CUT_LIST = "可播放副本.wav", "节选.wav", "剪辑表.json"


def recording_of(state: State, source_id: str) -> SourceFile:
    """Return the recording with this id.

    Raises:
        UnknownNameError: no such source, or it is no recording.
    """
    source = state.sources.get(source_id)
    if source is None or "recordings" not in source.tables:
        raise UnknownNameError("录音编号", "recording", source_id)
    return source


def heard_in(vault: Vault, source: SourceFile) -> tuple[ingest.Part, ...]:
    """Return the parts of a recording that are not silent, told by energy alone."""
    frame = load_records(vault, source).recordings
    edges: list[int] = [] if frame is None else frame["heard"].explode(empty_as_null=False).to_list()
    return tuple(ingest.Part(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))


def highlight_files(vault: Vault, source: SourceFile, parts: Sequence[ingest.Part]) -> dict[str, bytes]:
    """Return name -> bytes: the whole original, a copy that plays everywhere and, with ``parts``, highlight and cut list.

    Raises:
        ingest.IngestError: it cannot be decoded, or the parts cannot be cut.
    """
    kept = ingest.Source(source.name, source.size, lambda: vault.open_blob(source.blob))
    data = kept.whole(ingest.SOUND_LIMIT)
    original = f"原件-{Path(source.name.replace(chr(92), '/')).name}"  # a name is never a path
    files = {original: data, PLAYABLE: ingest.playable_copy(source.name, data)}
    if parts:
        cut = ingest.cut_highlight(source.name, data, parts)
        files[HIGHLIGHT] = cut.data
        files[CUT_LIST] = ingest.cut_list(
            cut, name=source.name, source=source.id, original_file=original, highlight_file=HIGHLIGHT
        )
    return files


def write_apart(folder: Path, name: str, files: dict[str, bytes]) -> tuple[Path, ...]:
    """Write ``files`` into a new folder called ``name``, or by the first free number after it; nothing is written over."""
    number = 1
    while True:
        target = folder / (name if number == 1 else f"{name}-{number}")
        try:
            target.mkdir(parents=True)
        except FileExistsError:
            number += 1
            continue
        break
    written: list[Path] = []
    for file, content in files.items():
        path = target / file
        path.write_bytes(content)
        written.append(path)
    return tuple(written)

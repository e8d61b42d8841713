"""What the report shows besides words: pieces of screenshots, recordings to play, calls that sources tell differently."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from ringfence import ingest
from ringfence.case.merge import RECORDED
from ringfence.case.sources import load_records
from ringfence.schema import (
    Contradiction,
    Label,
    PieceLine,
    Recording,
    Said,
    SeenField,
    Showing,
    Snippet,
    SourceKind,
    Telling,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ringfence.case.merge import Records
    from ringfence.case.state import SourceFile, State
    from ringfence.schema import Finding, Progress
    from ringfence.vault import Vault

SNIPPETS = 60  # pictures in one report; a case may have thousands
PICTURES = 30  # screenshots opened for them
RECORDINGS = 100
CONTRADICTIONS = 50
SHOWN_ROWS = 6  # rows that a report shows of one finding: their pictures come first
SOUNDS = "report_files"  # the folder beside the report
_FIELDS = ("text", "address", "time", "side", "direction", "title")
_PLACES = ("text", "direction")  # the field whose box is the whole bubble or the whole entry


@dataclass(frozen=True, slots=True)
class _Sight:
    """One record on a picture: where, and what was recognised."""

    ref: str
    place: str
    fields: tuple[SeenField, ...]

    @property
    def rank(self) -> tuple[int, float]:
        """Order sights of one event: the longest text, then the surest."""
        return sum(len(one.text) for one in self.fields), min(one.confidence for one in self.fields)


def sort_of(source: SourceFile) -> str:
    """Return what all records of a source are (SourceKind), "" when their clocks tell."""
    if "regions" in source.tables:
        return SourceKind.PICTURE.value
    if "recordings" in source.tables:
        return SourceKind.RECORDING.value
    return SourceKind.STATEMENT.value if set(source.tables) == {"statements"} else ""


def showing_of(
    vault: Vault,
    state: State,
    events: pl.DataFrame,
    findings: Sequence[Finding],
    progress: Progress,
) -> Showing:
    """Return what the report shows of ``events``; nothing is written, no sound is decoded."""
    snippets, left = _snippets(vault, state, events, findings, progress)
    recordings = _recordings(vault, state, events, findings)
    return Showing(
        snippets=snippets,
        snippets_left=left,
        recordings=tuple(recordings[:RECORDINGS]),
        recordings_left=max(0, len(recordings) - RECORDINGS),
        contradictions=contradictions_of(vault, state, events),
        names=_names(vault, state) if snippets else (),
    )


def _names(vault: Vault, state: State) -> tuple[str, ...]:
    """Return the names of all address books, whosever: none of them is shown on a masked picture."""
    books = [load_records(vault, one).contacts for one in state.sources.values() if "contacts" in one.tables]
    return tuple(sorted({name for book in books if book is not None for name in book["name"].to_list() if name}))


# -- pictures ------------------------------------------------------------------------------------------------------


def _snippets(
    vault: Vault, state: State, events: pl.DataFrame, findings: Sequence[Finding], progress: Progress
) -> tuple[tuple[Snippet, ...], int]:
    """Return the pieces that matter most, and how many events of pictures that matter have none."""
    pictures = {name: source for name, source in state.sources.items() if "regions" in source.tables}
    if not pictures:
        return (), 0
    refs = _refs(events, pictures)
    wanted = [event for event in _order(events, findings) if event in refs]
    frames: dict[str, Records] = {}
    chosen: dict[str, tuple[str, _Sight]] = {}
    used: set[str] = set()
    for event in wanted:
        if len(chosen) == SNIPPETS:
            break
        sights = []
        for ref in refs[event]:
            source = ref.partition("#")[0]
            if source not in used and len(used) == PICTURES:
                continue
            if source not in frames:
                frames[source] = load_records(vault, pictures[source])
            sights += [(source, sight) for sight in _sights(frames[source], ref)]
        best = max(sights, key=lambda one: (one[0] in used, one[1].rank), default=None)
        if best is not None:
            used.add(best[0])
            chosen[event] = best
    cut: dict[str, Snippet] = {}
    for done, source in enumerate(sorted(used)):
        progress(Said("截取截图", "cutting pictures"), done, len(used))
        cut |= _cut(
            vault, pictures[source], frames[source], {e: s for e, (name, s) in chosen.items() if name == source}
        )
    progress(Said("截取截图", "cutting pictures"), len(used), len(used))
    found = tuple(cut[event] for event in wanted if event in cut)
    return found, len(wanted) - len(found)


def _refs(events: pl.DataFrame, sources: Iterable[str]) -> dict[str, list[str]]:
    """Return event -> its refs into ``sources``."""
    told = events.select("event", "refs").explode("refs", empty_as_null=False)
    kept = told.filter(pl.col("refs").str.split("#").list.first().is_in(list(sources)))
    found: dict[str, list[str]] = {}
    for event, ref in kept.iter_rows():
        found.setdefault(event, []).append(ref)
    return found


def _order(events: pl.DataFrame, findings: Sequence[Finding]) -> list[str]:
    """Return the events that matter: rows that findings show, the findings' other events, whatever else collects."""
    grave = sorted(findings, key=lambda one: (bool(one.review_zh), one.severity.order, one.id))
    first = [event for finding in grave for event in finding.events[:SHOWN_ROWS]]
    then = [event for finding in grave for event in finding.events[SHOWN_ROWS:]]
    collecting = [label.value for label in Label if label.collects]
    rest = events.filter(pl.col("label").is_in(collecting))["event"].to_list()
    return list(dict.fromkeys([*first, *then, *rest]))


def _sights(records: Records, ref: str) -> list[_Sight]:
    regions = records.regions
    if regions is None:
        return []
    row = int(ref.partition("#")[2])
    mine = regions.filter((pl.col("table") != "") & (pl.col("row") == row) & pl.col("field").is_in(_FIELDS))
    place = next((one["place"] for name in _PLACES for one in mine.to_dicts() if one["field"] == name), None)
    if place is None:
        return []
    fields = tuple(SeenField(one["field"], one["text"] or "", float(one["confidence"] or 0)) for one in mine.to_dicts())
    return [_Sight(ref, place, fields)]


def _cut(vault: Vault, source: SourceFile, records: Records, sights: Mapping[str, _Sight]) -> dict[str, Snippet]:
    """Return event -> snippet of one picture; none when its original cannot be opened as a picture here."""
    try:
        data = _original(vault, source, ingest.PICTURE_LIMIT)
        pieces = ingest.crops(source.name, data, [sight.place for sight in sights.values()])
    except (ingest.IngestError, ValueError):
        return {}
    return {
        event: Snippet(event, source.id, sight.ref, piece.png, sight.fields, _lines(records, piece))
        for (event, sight), piece in zip(sights.items(), pieces, strict=True)
    }


def _original(vault: Vault, source: SourceFile, limit: int) -> bytes:
    return ingest.Source(source.name, source.size, lambda: vault.open_blob(source.blob)).whole(limit)


def _lines(records: Records, piece: ingest.Piece) -> tuple[PieceLine, ...] | None:
    """Return the lines whose middle lies in a piece, by its own pixels; None when no lines were kept of the picture."""
    regions = records.regions
    seen = None if regions is None else regions.filter(pl.col("field") == "seen")
    if seen is None or seen.is_empty():
        return None
    lines: list[PieceLine] = []
    for one in seen.to_dicts():
        x, y, w, h = (int(side) for side in one["place"].partition(":")[2].split(","))
        x, y = x - piece.x, y - piece.y
        if 0 <= y + h / 2 < piece.height and x < piece.width and x + w > 0:
            lines.append(PieceLine(one["text"] or "", x, y, w, h, float(one["confidence"] or 0)))
    return tuple(sorted(lines, key=lambda line: (line.y, line.x)))


# -- recordings ----------------------------------------------------------------------------------------------------


def _recordings(vault: Vault, state: State, events: pl.DataFrame, findings: Sequence[Finding]) -> list[Recording]:
    """Return all recordings, those of calls that findings name first, then in order of time."""
    sources = [source for source in state.sources.values() if "recordings" in source.tables]
    if not sources:
        return []
    joined = events.filter(pl.col("direction") != RECORDED)
    calls = {ref: event for event, refs in _refs(joined, [one.id for one in sources]).items() for ref in refs}
    named = {event for finding in findings for event in finding.events}
    found = [
        _recording(source, row, calls.get(f"{source.id}#{row['row']}", ""))
        for source in sources
        for row in _rows(load_records(vault, source).recordings)
    ]
    return sorted(found, key=lambda one: (one.event not in named, not one.event, one.ts is None, one.ts or 0))


def _rows(frame: pl.DataFrame | None) -> list[dict[str, Any]]:
    return [] if frame is None else frame.to_dicts()


def _recording(source: SourceFile, row: Mapping[str, Any], event: str) -> Recording:
    return Recording(
        exhibit=source.id,
        name=source.name,
        address_key=row["address_key"] or "",
        contact=row["name"] or "",
        ts=row["ts"],
        zone=row["zone"],
        clock=row["clock"],
        ts_container=row["ts_container"],
        duration_ms=row["duration_ms"] or 0,
        heard_ms=row["heard_ms"] or 0,
        verified=row["verified"] is not False,
        event=event,
    )


def write_sounds(vault: Vault, state: State, showing: Showing, folder: Path, progress: Progress) -> Showing:
    """Write a playable copy of every shown recording into ``folder``/report_files; what cannot be decoded is said, not fatal.

    Raises:
        OSError: the folder cannot be written; copies written so far are taken away again.
    """
    target = folder / SOUNDS
    written: list[Path] = []
    shown: list[Recording] = []
    try:
        for done, one in enumerate(showing.recordings):
            progress(Said("写出录音", "writing recordings"), done, len(showing.recordings))
            try:
                sound = ingest.playable_copy(one.name, _original(vault, state.sources[one.exhibit], ingest.SOUND_LIMIT))
            except ingest.IngestError as fault:
                shown.append(replace(one, problem_zh=fault.zh))
                continue
            target.mkdir(parents=True, exist_ok=True)
            path = target / f"{one.exhibit}.wav"  # no name or number of anybody in it
            written.append(path)
            path.touch(mode=0o600)  # like the report beside it: for the user's own eyes
            path.write_bytes(sound)
            shown.append(replace(one, file=f"{SOUNDS}/{path.name}", size=len(sound)))
    except BaseException:
        remove_sounds(written)
        raise
    progress(Said("写出录音", "writing recordings"), len(showing.recordings), len(showing.recordings))
    return replace(showing, recordings=tuple(shown), sounds=True)


def remove_sounds(paths: Iterable[Path]) -> None:
    """Take written copies away again: they lie there in clear."""
    for path in paths:
        path.unlink(missing_ok=True)


# -- contradictions ------------------------------------------------------------------------------------------------


def contradictions_of(vault: Vault, state: State, events: pl.DataFrame) -> tuple[Contradiction, ...]:
    """Return what each source says of the first :data:`CONTRADICTIONS` events that their sources tell differently."""
    rows = events.filter(pl.col("agreement") == "contradicted").head(CONTRADICTIONS)
    frames: dict[str, Records] = {}
    return tuple(
        Contradiction(
            row["event"],
            tuple(
                telling
                for ref, clock in zip(row["refs"], row["clocks"], strict=False)
                if (telling := _telling(vault, state, frames, ref, clock)) is not None
            ),
        )
        for row in rows.select("event", "refs", "clocks").iter_rows(named=True)
    )


def _telling(vault: Vault, state: State, frames: dict[str, Records], ref: str, clock: str) -> Telling | None:
    """Return what one record says of its call; None when its source is gone."""
    name, _, row = ref.partition("#")
    source = state.sources.get(name)
    if source is None:
        return None
    if name not in frames:
        frames[name] = load_records(vault, source)
    kind = SourceKind.of(sort_of(source), clock)
    records = frames[name]
    frame = {SourceKind.STATEMENT: records.statements, SourceKind.RECORDING: records.recordings}.get(
        kind, records.calls
    )
    found = None if frame is None else frame.filter(pl.col("row") == int(row))
    if found is None or found.is_empty():
        return Telling(name, ref, kind, None, None, None)
    told = found.row(0, named=True)
    if kind is SourceKind.RECORDING:
        heard = True if told["heard_ms"] else None
        return Telling(name, ref, kind, told["ts"], heard, round((told["duration_ms"] or 0) / 1000))
    return Telling(name, ref, kind, told["ts"], told["connected"], told["duration_s"])

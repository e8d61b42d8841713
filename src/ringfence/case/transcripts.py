"""Transcripts of a case's recordings: what a machine heard, what the user made of it, and what of it reaches the timeline.

What a machine heard counts for nothing. It stands beside its event, marked, and points the user to places worth listening to.
Only an utterance that the user checked *and* gave to the other side becomes words of the event: a recording with one
track does not tell who speaks, and a threat in it could be the user's own.

The words lie in the vault as originals and not in the log, so that destroying a recording destroys them too; each
correction is kept beside the machine's version, never in its place.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from ringfence import analyze, ingest
from ringfence.case.codec import from_body, to_body
from ringfence.case.faults import NoTranscriptError, PackedRecordingError, UnknownNameError
from ringfence.case.recordings import heard_in, recording_of
from ringfence.case.state import EntryKind
from ringfence.ingest import Line
from ringfence.schema import EVENTS, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ringfence.case.state import KeptTranscript, State
    from ringfence.schema import Progress
    from ringfence.vault import Vault

OTHER = "other"  # the speaker whose words count
SPEAKERS = ("", "unknown", OTHER, "me")  # "": nobody has checked it
RECORDING = "recording"  # the reader of single recordings
TRANSCRIPT = "transcript"  # EVENTS.text_by


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance as it stands now, beside what the machine heard.

    Attributes:
        number: from 1.
        heard: the machine's words; ``text``: the same, or the user's.
        speaker: one of :data:`SPEAKERS`.
        words: (ms, characters) of the machine's version.
    """

    number: int
    start_ms: int
    end_ms: int
    heard: str
    text: str
    speaker: str = ""
    words: tuple[tuple[int, str], ...] = ()
    confidence: float | None = None

    @property
    def checked(self) -> bool:
        """Tell whether the user has checked it against the recording."""
        return bool(self.speaker)

    def line(self) -> Line:
        """Return it for the text file."""
        return Line(self.number, self.start_ms, self.end_ms, self.text, self.speaker)


@dataclass(frozen=True, slots=True)
class SourceTranscript:
    """A recording's transcript: the machine's version whole, and each utterance as it stands now."""

    source: str
    seq: int
    made: ingest.Transcript
    said: tuple[Said, ...]

    @property
    def vouched(self) -> str:
        """Return who vouches for it: ``machine``, ``mixed`` or ``checked``."""
        checked = sum(one.checked for one in self.said)
        return "machine" if not checked else "checked" if checked == len(self.said) else "mixed"


def make_transcript(
    vault: Vault, state: State, source_id: str, model: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Transcribe a recording, keep the words, and return the log body of ``transcript.made``.

    Raises:
        UnknownNameError: no such recording; PackedRecordingError: it lies in an archive.
        ingest.IngestError: the model or the recording cannot be used.
        CancelledError: from ``progress``; nothing was kept.
    """
    source = recording_of(state, source_id)
    if source.reader != RECORDING:
        raise PackedRecordingError(source_id)
    found = ingest.find_model(model)
    kept = ingest.Source(source.name, source.size, lambda: vault.open_blob(source.blob))
    heard = [(part.start_ms, part.end_ms) for part in heard_in(vault, source)]
    made = ingest.transcribe(source.name, kept.whole(ingest.SOUND_LIMIT), found, heard, progress=progress)
    blob = vault.put(_json({"source": source_id, "recording": source.sha256, "transcript": to_body(made)}))
    told = {name: value for name, value in to_body(made).items() if name != "utterances"}
    return {"source": source_id, **blob.as_body(), **told, "utterances": len(made.utterances)}


def load_transcript(vault: Vault, state: State, source_id: str) -> SourceTranscript:
    """Return the transcript of a recording as it stands now.

    Raises:
        UnknownNameError: no such recording; NoTranscriptError: it has none.
    """
    recording_of(state, source_id)
    kept = state.transcripts.get(source_id)
    if kept is None:
        raise NoTranscriptError(source_id)
    return _loaded(vault, kept)


def all_transcripts(vault: Vault, state: State) -> dict[str, SourceTranscript]:
    """Return the transcript of each recording that has one."""
    return {name: _loaded(vault, kept) for name, kept in state.transcripts.items() if name in state.sources}


def checked_words(
    vault: Vault, transcript: SourceTranscript, changes: Mapping[int, tuple[str | None, str | None]]
) -> dict[str, Any] | None:
    """Keep the user's changes and return the log body of ``transcript.corrected``, None when nothing changes.

    Args:
        vault: where the changes are kept.
        transcript: as it stands now.
        changes: number -> (words, speaker); None leaves what stands. Changed words without a speaker count as checked,
            the speaker unknown.

    Raises:
        UnknownNameError: there is no utterance of that number, or no such speaker.
    """
    by_number = {one.number: one for one in transcript.said}
    changed: list[dict[str, Any]] = []
    for number, (text, speaker) in changes.items():
        now = by_number.get(number)
        if now is None:
            raise UnknownNameError("段号", "utterance", str(number))
        if speaker is not None and speaker not in SPEAKERS:
            raise UnknownNameError("说话人", "speaker", speaker)
        words = now.text if text is None else " ".join(text.split())
        who = now.speaker if speaker is None else speaker
        who = who or ("unknown" if words != now.text else "")
        if (words, who) != (now.text, now.speaker):
            changed.append({"number": number, "text": words, "speaker": who})
    if not changed:
        return None
    blob = vault.put(_json({"source": transcript.source, "transcript": transcript.seq, "changes": changed}))
    return {"source": transcript.source, "transcript": transcript.seq, **blob.as_body(), "utterances": len(changed)}


def transcript_blobs(vault: Vault, source_id: str) -> list[str]:
    """Return the blobs of all transcripts and corrections ever made of a recording, undone ones included."""
    kinds = {EntryKind.TRANSCRIBED, EntryKind.TRANSCRIPT_CORRECTED}
    gone = {entry.body["original"] for entry in vault.entries() if entry.kind == "vault.redaction"}
    found = [entry.body for entry in vault.entries() if entry.kind in kinds and entry.body["source"] == source_id]
    return [blob for blob in dict.fromkeys(str(body["blob"]) for body in found) if blob not in gone]


def with_transcripts(events: pl.DataFrame, transcripts: Mapping[str, SourceTranscript]) -> pl.DataFrame:
    """Put transcripts to the events of their recordings; only checked words of the other side become the event's text.

    An event that a person already gave an account of keeps that account as its text.
    """
    if not transcripts or events.is_empty():
        return events
    places = (
        events.with_row_index("i")
        .select("i", source=pl.col("refs"))
        .explode("source")
        .with_columns(pl.col("source").str.split("#").list.first())
        .filter(pl.col("source").is_in(list(transcripts)))
    )
    rows = [
        {"i": row, **_columns([transcripts[name] for name in names])}
        for row, names in places.group_by("i", maintain_order=True).agg(pl.col("source").unique().sort()).iter_rows()
    ]
    if not rows:
        return events
    types = {name: EVENTS[name] for name in ("transcript", "transcript_by", "heard")}
    added = pl.DataFrame(rows, schema={"i": pl.UInt32, "words": pl.String, **types})
    empty = pl.col("text").fill_null("").str.strip_chars() == ""
    mine = empty & pl.col("words").is_not_null()
    return (
        events.drop(list(types))
        .with_row_index("i")
        .join(added, on="i", how="left", maintain_order="left")
        .with_columns(
            text=pl.when(mine).then("words").otherwise("text"),
            text_by=pl.when(mine).then(pl.lit(TRANSCRIPT)).otherwise("text_by"),
        )
        .select(EVENTS.names())
    )


def _columns(transcripts: Iterable[SourceTranscript]) -> dict[str, Any]:
    """Return what the transcripts of one event's recordings give: words that count, all that was heard, places to look at."""
    words: list[str] = []
    lines: list[str] = []
    vouched: set[str] = set()
    heard: list[str] = []
    for one in transcripts:
        vouched.add(one.vouched)
        lines += [said.text for said in one.said if said.text]
        words += [said.text for said in one.said if said.speaker == OTHER and said.text]
        heard += places_to_check(one)
    return {
        "words": "\n".join(words) or None,
        "transcript": "\n".join(lines),
        "transcript_by": vouched.pop() if len(vouched) == 1 else "mixed",
        "heard": heard,
    }


def places_to_check(transcript: SourceTranscript) -> list[str]:
    """Return ``S5#3@133000:threat`` for each unchecked utterance that reads like a severe class."""
    waiting = [one for one in transcript.said if not one.checked]
    found: dict[int, str] = {}
    for hit in analyze.hear([one.text for one in waiting]):
        found.setdefault(hit.line, hit.label.value)
    return [
        f"{transcript.source}#{waiting[line].number}@{waiting[line].start_ms}:{label}" for line, label in found.items()
    ]


def _loaded(vault: Vault, kept: KeptTranscript) -> SourceTranscript:
    made = from_body(ingest.Transcript, json.loads(vault.read_blob(kept.blob))["transcript"])
    said = {
        number: Said(number, one.start_ms, one.end_ms, one.text, one.text, "", one.words, one.confidence)
        for number, one in enumerate(made.utterances, 1)
    }
    for blob in kept.corrections:
        for change in json.loads(vault.read_blob(blob))["changes"]:
            number = int(change["number"])
            said[number] = replace(said[number], text=str(change["text"]), speaker=str(change["speaker"]))
    return SourceTranscript(kept.source, kept.seq, made, tuple(said.values()))


def _json(body: dict[str, Any]) -> io.BytesIO:
    return io.BytesIO(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())

"""What a machine recognised or heard, and what the user corrected of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.case.codec import to_body
from ringfence.case.field_acts import added, correction, drop, picture_of, reading_of, retitled, sheet_of
from ringfence.case.field_page import check_files
from ringfence.case.opened import Opened
from ringfence.case.recordings import write_apart
from ringfence.case.state import EntryKind
from ringfence.case.transcripts import checked_words, load_transcript, make_transcript
from ringfence.schema import silent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ringfence.case.transcripts import SourceTranscript
    from ringfence.schema import (
        FieldFix,
        Progress,
        Reading,
    )


class Recognising(Opened):
    """What a machine recognised or heard, and what the user corrected of it."""

    def transcribe(self, source_id: str, model: Path, progress: Progress = silent) -> SourceTranscript:
        """Let a speech model hear a recording and keep what it wrote, marked as machine-made; it counts for nothing by itself.

        Raises:
            UnknownNameError: no such recording; PackedRecordingError: it lies in an archive.
            ingest.IngestError: the model or the recording cannot be used; nothing was kept.
            CancelledError: from ``progress``; nothing was kept.
        """
        body = make_transcript(self.vault, self.state, source_id, model, progress)
        self.write(EntryKind.TRANSCRIBED, body)
        return self.transcript(source_id)

    def transcript(self, source_id: str) -> SourceTranscript:
        """Return a recording's transcript as it stands now, the machine's version beside it.

        Raises:
            UnknownNameError: no such recording; NoTranscriptError: it has none.
        """
        return load_transcript(self.vault, self.state, source_id)

    def correct_transcript(self, source_id: str, changes: Mapping[int, tuple[str | None, str | None]]) -> int:
        """Note that the user checked utterances: number -> (words, speaker), None for what stays; return how many changed.

        Only words given to the ``other`` speaker count as said by the other side.

        Raises:
            UnknownNameError: no such recording, utterance or speaker; NoTranscriptError: it has no transcript.
        """
        body = checked_words(self.vault, self.transcript(source_id), changes)
        if body is None:
            return 0
        self.write(EntryKind.TRANSCRIPT_CORRECTED, body)
        return int(body["utterances"])

    def recognised(self, source_id: str) -> Reading:
        """Return what was recognised on a picture: every field with its box, its score and what counts now.

        Raises:
            UnknownNameError: no such source.
            NoPictureError: it is no picture that was read.
        """
        source = picture_of(self.state, source_id)
        return reading_of(source, sheet_of(self.vault, self.state, source))

    def correct_field(self, source_id: str, row: int, field: str, value: str) -> FieldFix:
        """Correct one field of a record of a picture; see :meth:`correct_fields`."""
        return self.correct_fields(source_id, row, {field: value})

    def correct_fields(self, source_id: str, row: int, values: Mapping[str, str]) -> FieldFix:
        """Correct fields of a record of a picture as one act; what was recognised stays beside it.

        Args:
            source_id: the picture (``S3``).
            row: the record on it.
            values: field -> text, see :class:`ringfence.schema.FieldChange`; the value as recognised takes a correction back.

        Raises:
            UnknownNameError: no such source or record.
            NoPictureError: the source is no picture that was read.
            FieldValueError: no such field, no value of it, or nothing would change.
        """
        source = picture_of(self.state, source_id)
        return self._fixed(correction(source, sheet_of(self.vault, self.state, source), row, values))

    def correct_title(self, source_id: str, value: str) -> FieldFix:
        """Correct the counterpart of a whole conversation on a picture; records whose own sender was corrected keep theirs."""
        source = picture_of(self.state, source_id)
        return self._fixed(retitled(source, sheet_of(self.vault, self.state, source), value))

    def drop_record(self, source_id: str, row: int) -> FieldFix:
        """Say that a record recognised on a picture is none; it leaves the timeline, not the picture."""
        source = picture_of(self.state, source_id)
        return self._fixed(drop(source, sheet_of(self.vault, self.state, source), row))

    def add_record(
        self, source_id: str, values: Mapping[str, str], *, call: bool = False, after: int | None = None
    ) -> FieldFix:
        """Add a record that recognition missed on a picture, below record ``after`` (0: above all, None: below all).

        Raises:
            UnknownNameError, NoPictureError, FieldValueError: as :meth:`correct_fields`.
        """
        source = picture_of(self.state, source_id)
        sheet = sheet_of(self.vault, self.state, source)
        return self._fixed(added(source, sheet, values, seq=self.vault.size, call=call, after=after))

    def write_check_page(self, source_id: str, folder: Path, *, lang: str = "zh") -> tuple[Path, ...]:
        """Write a page with every field beside its place in the picture into a new folder in ``folder``; not encrypted.

        Raises:
            UnknownNameError, NoPictureError: as :meth:`recognised`.
        """
        source = picture_of(self.state, source_id)
        return write_apart(
            folder, f"{source_id}-核对", check_files(self.vault, source, self.recognised(source_id), lang)
        )

    def _fixed(self, fix: FieldFix) -> FieldFix:
        body = to_body(fix)
        del body["seq"], body["at_micros"]
        seq = self.write(EntryKind.FIELD, body)
        return next(one for one in self.state.fixes if one.seq == seq)

"""What goes into a case: originals added, read again, destroyed; what papers and recordings among them say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ringfence import ingest
from ringfence.case import sources as intake
from ringfence.case.apps import audit_blobs
from ringfence.case.codec import to_body
from ringfence.case.faults import UnknownNameError
from ringfence.case.inspecting import Inspecting
from ringfence.case.recordings import heard_in, recording_of
from ringfence.case.state import EntryKind, SourceFile
from ringfence.case.transcripts import transcript_blobs
from ringfence.schema import PAGES, empty, silent
from ringfence.vault import SourceUnreadableError

if TYPE_CHECKING:
    import polars as pl

    from ringfence.case.apps import AboutApp
    from ringfence.case.sources import Added
    from ringfence.schema import (
        Progress,
    )


class Taking(Inspecting):
    """What goes in: originals added, read again, destroyed; what they say."""

    def add(
        self,
        file: Path | ingest.Source,
        *,
        owner: str = "debtor",
        mapping: ingest.Mapping | None = None,
        today: date | None = None,
        password: str | None = None,
        about: AboutApp | None = None,
        progress: Progress = silent,
        within: str = "",
    ) -> Added:
        """Add a file: keep the original, read it, log what was found. The same bytes again change nothing.

        A file that cannot be read is kept and reported; added again, it is tried again (with a password, or by a version that
        reads more). ``owner``: whose phone or list it is. ``password``: of an encrypted backup, "" to keep it unread.
        ``about``: what the user says of the app when the file is a package of one; what its audit cannot do blocks nothing.
        ``within``: where it was taken out of. Recordings in an archive are taken out and added each by itself.

        Raises:
            ingest.NotAFileError: nothing readable is there.
            ingest.EncryptedIosBackupError: the folder of an encrypted iPhone backup; nothing was added.
            ingest.MappingNeededError: a table whose columns must be confirmed; nothing was added yet.
            ingest.PasswordNeededError, ingest.WrongPasswordError: an encrypted backup; nothing was added yet.
            UnknownNameError: no such ``owner``, or no such lender in ``about``.
        """
        original = ingest.original_of(file) if isinstance(file, Path) else file
        if owner != "debtor" and owner not in self.state.people:
            raise UnknownNameError("人员编号", "person", owner)
        if about is not None:
            self._require_party(about.lender)
        if mapping is None:
            intake.require_mapping(original)
        intake.require_password(original, password)
        with original.open() as stream:
            blob = self.vault.put(stream, progress=progress)
        known = intake.find_known(self.state, blob.sha256)
        if known is not None:
            if not intake.may_read_more(known):
                return intake.Added(known, new=False)
            whose = replace(known, owner=owner) if owner != "debtor" else known
            return self._reread(whose, original, mapping, password, progress)
        day = today or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        kept = SourceFile(
            id=f"S{self.state.sources_ever + 1}",
            seq=-1,
            name=original.name,
            blob=blob.id,
            size=blob.size,
            sha256=blob.sha256,
            sm3=blob.sm3,
            owner=owner,
            zone=self.state.zone,
            today=day.isoformat(),
            within=within,
        )
        source, result = intake.read_original(original, kept, mapping, day, progress, password)
        people = intake.people_of(None if result is None else result.statements, self.state)
        with self.vault.batch():
            seq = self.write(EntryKind.SOURCE, intake.entry_body(source))
            source = replace(source, seq=seq, read_seq=seq)
            if source.key:
                self.write(EntryKind.SOURCE_KEY, {"source": source.id, "key": source.key})
            for person in people:
                self.write(EntryKind.PERSON, to_body(person))
        if result is not None:
            intake.keep_records(self.vault, source, result)
        looked = self.look_at_apps(source, about, day, progress)
        taken = self._take_out(source, result, day, progress)
        return intake.Added(source, new=True, people=people, apps=looked, sounds=taken)

    def _take_out(
        self, source: SourceFile, result: ingest.ReadResult | None, day: date, progress: Progress
    ) -> tuple[Added, ...]:
        """Add each recording of an archive as an original of its own, from the kept bytes; one that fails stops none."""
        kept = ingest.Source(source.name, source.size, lambda: self.vault.open_blob(source.blob))
        taken: list[Added] = []
        for entry in () if result is None else result.sounds:
            try:
                inner, within = ingest.whole_member(kept, entry), f"{source.id}!{entry}"
                taken.append(self.add(inner, owner=source.owner, today=day, progress=progress, within=within))
            except (ingest.IngestError, SourceUnreadableError) as fault:
                taken.append(intake.Added(source, new=False, problem_zh=fault.zh, problem_en=fault.en))
        return tuple(taken)

    def readable_again(self) -> tuple[SourceFile, ...]:
        """Return the sources that may give more now: unread so far, read by an older version, or lacking an extra."""
        return tuple(source for source in self.state.sources.values() if intake.may_read_more(source))

    def reread(self, source_id: str, *, password: str | None = None, progress: Progress = silent) -> Added:
        """Read a kept original again: its id, bytes and the moment it was added stay, a new entry says how it was read.

        Nothing is written when it reads no better than before; undo goes back to the reading before.

        Raises:
            UnknownNameError: no such source.
        """
        known = self.state.sources.get(source_id)
        if known is None:
            raise UnknownNameError("证据编号", "source", source_id)
        original = ingest.Source(known.name, known.size, lambda: self.vault.open_blob(known.blob))
        return self._reread(known, original, None, password, progress)

    def _reread(
        self,
        known: SourceFile,
        original: ingest.Source,
        mapping: ingest.Mapping | None,
        password: str | None,
        progress: Progress,
    ) -> Added:
        """Read again what the case knows; the day of reading stays, because nothing in it lies after it was given."""
        columns = mapping
        if columns is None and known.mapping is not None:
            columns = ingest.Mapping.from_dict(known.mapping)
        day = date.fromisoformat(known.today)
        try:
            source, result = intake.read_original(original, known, columns, day, progress, password, known.key)
        except ingest.MappingNeededError as need:
            return intake.Added(known, new=False, problem_zh=need.zh, problem_en=need.en)
        if result is None or not intake.reads_more(known, source):
            failed = result is None
            return intake.Added(
                self.state.sources[known.id],
                new=False,
                problem_zh=source.problem_zh if failed else "",
                problem_en=source.problem_en if failed else "",
            )
        people = intake.people_of(result.statements, self.state)
        with self.vault.batch():
            source = replace(source, read_seq=self.write(EntryKind.READ, intake.reading_body(source)))
            if source.key and source.key != known.key:
                self.write(EntryKind.SOURCE_KEY, {"source": source.id, "key": source.key})
            for person in people:
                self.write(EntryKind.PERSON, to_body(person))
        intake.keep_records(self.vault, source, result)
        looked = self.look_at_apps(source, progress=progress)
        taken = self._take_out(source, result, day, progress)
        return intake.Added(source, new=True, people=people, again=True, apps=looked, sounds=taken)

    def destroy(self, source_id: str, reason: str = "") -> SourceFile:
        """Destroy a source's original, transcripts and audits for good; the log proves that they existed. Cannot be undone.

        Raises:
            UnknownNameError: no such source.
        """
        source = self.state.sources.get(source_id)
        if source is None:
            raise UnknownNameError("证据编号", "source", source_id)
        made = (*transcript_blobs(self.vault, source_id), *audit_blobs(self.vault, source_id))
        for blob in (*made, source.blob):
            self.vault.redact(blob, reason)
        self._state = None
        return source

    def document_pages(self, source_id: str) -> pl.DataFrame:
        """Return the text of a document's pages (PAGES); no rows when the source is no document.

        Raises:
            UnknownNameError: no such source.
        """
        source = self.state.sources.get(source_id)
        if source is None:
            raise UnknownNameError("证据编号", "source", source_id)
        pages = intake.load_records(self.vault, source).pages
        return empty(PAGES) if pages is None else pages

    def document_text(self, source_id: str) -> str:
        """Return the text of a whole document, pages parted by a form feed; "" when the source is no document.

        Raises:
            UnknownNameError: no such source.
        """
        return "\f".join(self.document_pages(source_id)["text"])

    def heard(self, source_id: str) -> tuple[ingest.Part, ...]:
        """Return the parts of a recording that are not silent.

        Raises:
            UnknownNameError: no such recording.
        """
        return heard_in(self.vault, recording_of(self.state, source_id))

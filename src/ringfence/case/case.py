"""One borrower's matter: everything a user can do with it, each act one entry in the log."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ringfence import analyze, ingest, respond
from ringfence.case import sources as intake
from ringfence.case.agreed import known_of
from ringfence.case.analysis import Analysis, analyse, build_dossier, exhibit_of, matter_of
from ringfence.case.chosen import Chosen, chosen_paper
from ringfence.case.codec import to_body
from ringfence.case.export import export_body, export_items, export_lead
from ringfence.case.faults import CannotUndoError, NothingToReportError, UnknownNameError
from ringfence.case.field_acts import added, correction, drop, picture_of, reading_of, retitled, sheet_of
from ringfence.case.field_page import check_files
from ringfence.case.money import affordable, offer_for
from ringfence.case.recordings import heard_in, highlight_files, recording_of, write_apart
from ringfence.case.showing import contradictions_of, remove_sounds, showing_of, write_sounds
from ringfence.case.state import EntryKind, SourceFile, State, can_be_undone, fold
from ringfence.case.transcripts import checked_words, load_transcript, make_transcript, transcript_blobs
from ringfence.schema import CHINA, PAGES, Borrower, Correction, Debt, Label, Matter, Party, Person, Role, empty, silent
from ringfence.vault import WORK_FACTOR, Vault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    import polars as pl

    from ringfence.analyze import PartySuggestion
    from ringfence.case.sources import Added
    from ringfence.case.transcripts import SourceTranscript
    from ringfence.respond import AgreementCheck
    from ringfence.schema import (
        Affordable,
        AgreementFacts,
        AppFacts,
        Budget,
        Circumstances,
        Contradiction,
        CreditEntry,
        Document,
        Dossier,
        Exhibit,
        FieldFix,
        Loan,
        Offer,
        Proceeding,
        ProceedingStep,
        Progress,
        Reading,
    )
    from ringfence.vault import Exported


@dataclass(frozen=True, slots=True)
class Written:
    """Files that were written, and the dossier they were made from."""

    dossier: Dossier
    files: tuple[Path, ...]
    documents: tuple[Document, ...]


class Case:
    """A case on disk. Use as a context manager; one writer at a time, enforced by the vault."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._state: State | None = None

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, *, name: str = "", zone: str = CHINA, work_factor: int = WORK_FACTOR
    ) -> tuple[Case, str]:
        """Make a new case in an empty or new ``folder``; return it with the recovery key to print (shown only once).

        ``work_factor``: scrypt cost of the passphrase as log2; only tests make it cheap.
        """
        vault, recovery = Vault.create(folder, passphrase, work_factor=work_factor)
        case = cls(vault)
        case.write(EntryKind.CREATED, {"name": name, "zone": zone})
        return case, recovery

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        passphrase: str | None = None,
        recovery: str | None = None,
        identity: str | None = None,
        read_only: bool = False,
    ) -> Self:
        """Open the case in ``folder`` with one of its secrets."""
        vault = Vault.open(folder, passphrase=passphrase, recovery=recovery, identity=identity, read_only=read_only)
        return cls(vault)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the vault."""
        self.vault.close()

    @property
    def state(self) -> State:
        """Return what the log adds up to now."""
        if self._state is None:
            self._state = fold(self.vault.entries())
        return self._state

    def write(self, kind: EntryKind, body: dict[str, Any]) -> int:
        """Append one entry and return its number."""
        entry = self.vault.append(kind.value, body)
        self._state = None
        return int(entry.seq)

    # -- what goes in --------------------------------------------------------------------------------------------

    def add(
        self,
        file: Path | ingest.Source,
        *,
        owner: str = "debtor",
        mapping: ingest.Mapping | None = None,
        today: date | None = None,
        password: str | None = None,
        progress: Progress = silent,
    ) -> Added:
        """Add a file: keep the original, read it, log what was found. The same bytes again change nothing.

        A file that cannot be read is kept and reported; added again, it is tried again (with a password, or by a version that
        reads more). ``owner``: whose phone or list it is. ``password``: of an encrypted backup, "" to keep it unread.

        Raises:
            ingest.NotAFileError: nothing readable is there.
            ingest.EncryptedIosBackupError: the folder of an encrypted iPhone backup; nothing was added.
            ingest.MappingNeededError: a table whose columns must be confirmed; nothing was added yet.
            ingest.PasswordNeededError, ingest.WrongPasswordError: an encrypted backup; nothing was added yet.
            UnknownNameError: no such ``owner``.
        """
        original = ingest.original_of(file) if isinstance(file, Path) else file
        if owner != "debtor" and owner not in self.state.people:
            raise UnknownNameError("人员编号", "person", owner)
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
        return intake.Added(source, new=True, people=people)

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
        return intake.Added(source, new=True, people=people, again=True)

    def destroy(self, source_id: str, reason: str = "") -> SourceFile:
        """Destroy a source's original and its transcripts for good; the log keeps proving that they existed. Cannot be undone.

        Raises:
            UnknownNameError: no such source.
        """
        source = self.state.sources.get(source_id)
        if source is None:
            raise UnknownNameError("证据编号", "source", source_id)
        for blob in (*transcript_blobs(self.vault, source_id), source.blob):
            self.vault.redact(blob, reason)
        self._state = None
        return source

    def name_borrower(self, borrower: Borrower) -> None:
        """Note who the case is about."""
        self.write(EntryKind.BORROWER, to_body(borrower))

    def name_party(self, party: Party) -> Party:
        """Name a lender, platform or agency; the same id again replaces it. An empty id gets the next free one."""
        if party.acts_for is not None and party.acts_for not in self.state.parties:
            raise UnknownNameError("机构编号", "party", party.acts_for)
        kept = party if party.id else replace(party, id=self._free("L", self.state.parties))
        self.write(EntryKind.PARTY, to_body(kept))
        return kept

    def name_person(self, person: Person) -> Person:
        """Note somebody around the borrower, or change what is known of them."""
        kept = person if person.id else replace(person, id=self._free("P", self.state.people))
        self.write(EntryKind.PERSON, to_body(kept))
        return kept

    def note_debt(self, debt: Debt) -> Debt:
        """Note a debt; the same id again replaces it."""
        if debt.lender not in self.state.parties:
            raise UnknownNameError("机构编号", "party", debt.lender)
        kept = debt if debt.id else replace(debt, id=self._free("D", self.state.debts))
        self.write(EntryKind.DEBT, to_body(kept))
        return kept

    def note_loan(self, loan: Loan) -> Loan:
        """Note the terms and payments of a debt; noted again, they replace the old ones."""
        if loan.debt not in self.state.debts:
            raise UnknownNameError("借款编号", "debt", loan.debt)
        self.write(EntryKind.LOAN, to_body(loan))
        return loan

    def note_budget(self, budget: Budget) -> None:
        """Note what the household has a month."""
        self.write(EntryKind.BUDGET, to_body(budget))

    def note_app(self, app: AppFacts) -> AppFacts:
        """Note what is known of a lender's app; the same id again replaces it."""
        self._require_party(app.lender)
        kept = app if app.id else replace(app, id=self._free("APP", self.state.apps))
        self.write(EntryKind.APP, to_body(kept))
        return kept

    def note_agreement(self, agreement: AgreementFacts) -> AgreementFacts:
        """Note what a repayment agreement holds; the same id again replaces it."""
        self._require_party(agreement.lender)
        kept = agreement if agreement.id else replace(agreement, id=self._free("G", self.state.agreements))
        self.write(EntryKind.AGREEMENT, to_body(kept))
        return kept

    def check_agreement(self, text: str, *, debt: str = "", today: date | None = None) -> AgreementCheck:
        """Check the text of a repayment agreement or offer against what is known of a debt; nothing is noted.

        Raises:
            UnknownNameError: no such debt.
        """
        if debt and debt not in self.state.debts:
            raise UnknownNameError("借款编号", "debt", debt)
        day = today or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        return respond.check_agreement(text, today=day, known=known_of(self.state, debt))

    def note_credit_entry(self, shown: CreditEntry) -> CreditEntry:
        """Note an entry of the credit report that is in question; the same id again replaces it."""
        self._require_party(shown.lender)
        kept = shown if shown.id else replace(shown, id=self._free("C", self.state.credit_entries))
        self.write(EntryKind.CREDIT, to_body(kept))
        return kept

    def note_circumstances(self, told: Circumstances) -> None:
        """Note what is told about one lender; noted again, it replaces the old."""
        self._require_party(told.lender)
        self.write(EntryKind.CIRCUMSTANCES, to_body(told))

    def open_proceeding(self, proceeding: Proceeding) -> Proceeding:
        """Open a request, complaint or report; the same id again corrects what is known of it, its steps stay."""
        self._require_party(proceeding.lender)
        if proceeding.parent and proceeding.parent not in self.state.proceedings:
            raise UnknownNameError("事项编号", "proceeding", proceeding.parent)
        kept = proceeding if proceeding.id else replace(proceeding, id=self._free("X", self.state.proceedings))
        steps, kept = kept.steps, replace(kept, steps=())
        with self.vault.batch():
            self.write(EntryKind.PROCEEDING, to_body(kept))
            for step in steps:
                self.write(EntryKind.STEP, {"proceeding": kept.id, "step": to_body(step)})
        return self.state.proceedings[kept.id]

    def note_step(self, proceeding_id: str, step: ProceedingStep) -> Proceeding:
        """Note what happened in a proceeding; return it as it stands now."""
        if proceeding_id not in self.state.proceedings:
            raise UnknownNameError("事项编号", "proceeding", proceeding_id)
        self.write(EntryKind.STEP, {"proceeding": proceeding_id, "step": to_body(step)})
        return self.state.proceedings[proceeding_id]

    def _require_party(self, party_id: str | None) -> None:
        if party_id is not None and party_id not in self.state.parties:
            raise UnknownNameError("机构编号", "party", party_id)

    def set_relation(self, person_id: str, role: Role, *, declared: bool | None = None) -> Person:
        """Say what a person is to the borrower, and whether they were declared to the lender."""
        person = self.state.people.get(person_id)
        if person is None:
            raise UnknownNameError("人员编号", "person", person_id)
        return self.name_person(replace(person, role=role, declared=person.declared if declared is None else declared))

    def declare_contacts_known(self, *, known: bool = True) -> None:
        """Say that it is known whom the borrower declared, so that "not declared" means something."""
        self.write(EntryKind.DECLARED, {"known": known})

    def correct(self, event_id: str, label: Label, flags: tuple[str, ...] | None = None) -> Correction:
        """Correct a class; remembered for this event and for the same text from the same number."""
        rows = self.events().filter(self.events()["event"] == event_id)
        if rows.is_empty():
            raise UnknownNameError("事件编号", "event", event_id)
        row = rows.row(0, named=True)
        fingerprint = analyze.fingerprint(row["text"]) if row["text"] else ""
        correction = Correction(event_id, row["address_key"] or "", fingerprint, label.value, flags)
        self.write(EntryKind.CORRECTED, to_body(correction))
        return correction

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

    def undo(self, seq: int | None = None) -> int:
        """Undo entry ``seq`` (default: the last one that can be); an undo undone brings the entry back."""
        active = self.state.active
        candidates = [number for number, kind in active.items() if can_be_undone(kind) and kind != EntryKind.UNDONE]
        target = seq if seq is not None else max(candidates, default=-1)
        if target not in active or not can_be_undone(active[target]):
            raise CannotUndoError(target)
        return self.write(EntryKind.UNDONE, {"seq": target})

    # -- what comes out ------------------------------------------------------------------------------------------

    def analysis(self, progress: Progress = silent) -> Analysis:
        """Return the classified timeline and what was noticed on the way."""
        return analyse(self.vault, self.state, progress)

    def events(self, progress: Progress = silent) -> Any:  # noqa: ANN401 -- a polars frame; polars is loaded with analysis
        """Return the classified timeline (EVENTS)."""
        return self.analysis(progress).events

    def exhibits(self) -> tuple[Exhibit, ...]:
        """Return every original of the case."""
        return tuple(exhibit_of(source) for source in self.state.sources.values())

    def contradictions(self, events: Any) -> tuple[Contradiction, ...]:  # noqa: ANN401 -- as above
        """Return what each source says, for those of ``events`` (EVENTS) that their sources tell differently."""
        return contradictions_of(self.vault, self.state, events)

    def matter(self, as_of: date | None = None) -> Matter:
        """Return all that the law looks at."""
        return matter_of(self.state, self.analysis(), as_of or date.today())  # noqa: DTZ011 -- the user's day

    def affordable(self) -> Affordable:
        """Return what the household carries for all debts and each."""
        return affordable(self.state)

    def offer(self, debt_id: str, owed: Decimal | None = None) -> Offer:
        """Return the numbers of a negotiation about one debt; ``owed``: what the lender claims, the schedule's rest when None.

        Raises:
            UnknownNameError: no such debt.
        """
        return offer_for(self.state, debt_id, owed)

    def suggestions(self) -> tuple[PartySuggestion, ...]:
        """Return numbers and signatures that collect and belong to no named party yet."""
        return analyze.suggest_parties(self.events(), tuple(self.state.parties.values()))

    def dossier(
        self, *, as_of: date | None = None, masked: bool = True, progress: Progress = silent
    ) -> tuple[Dossier, tuple[Document, ...]]:
        """Return the dossier of today and the letters it leads to.

        Raises:
            NothingToReportError: the case has no event.
        """
        day = as_of or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        if self.analysis(progress).events.is_empty():
            raise NothingToReportError
        return build_dossier(self.vault, self.state, as_of=day, masked=masked, progress=progress)

    def write_report(
        self,
        folder: Path,
        *,
        as_of: date | None = None,
        masked: bool = True,
        lang: str = "zh",
        sounds: bool = False,
        progress: Progress = silent,
    ) -> Written:
        """Write ``report.html`` and ``report.pdf`` into ``folder``.

        ``sounds``: write copies of the recordings beside it too; a voice cannot be masked, so never unless asked.
        """
        dossier, documents = self.dossier(as_of=as_of, masked=masked, progress=progress)
        showing = showing_of(self.vault, self.state, dossier.matter.events, dossier.findings, progress)
        if sounds:
            showing = write_sounds(self.vault, self.state, showing, folder, progress)
        copies = tuple(folder / one.file for one in showing.recordings if one.file)
        try:
            files = respond.write_report(replace(dossier, showing=showing), folder, lang=lang, progress=progress)
        except BaseException:
            remove_sounds(copies)
            raise
        files = (*files, *copies)
        self._log_files("report", files)
        return Written(replace(dossier, showing=showing), files, documents)

    def write_letters(
        self,
        folder: Path,
        *,
        only: Iterable[str] = (),
        as_of: date | None = None,
        masked: bool = True,
        progress: Progress = silent,
    ) -> Written:
        """Write the letters as DOCX and PDF into ``folder``; ``only``: stems to choose from.

        Raises:
            UnknownNameError: a stem that this case does not lead to.
        """
        dossier, documents = self.dossier(as_of=as_of, masked=masked, progress=progress)
        chosen = set(only)
        for stem in chosen - {document.stem for document in documents}:
            raise UnknownNameError("文书", "document", stem)
        files: list[Path] = []
        wanted = [document for document in documents if not chosen or document.stem in chosen]
        for done, document in enumerate(wanted):
            progress("写信", done, len(wanted))
            pair = respond.write_document(document, folder)
            self._log_files(document.stem, pair, document)
            files += pair
        progress("写信", len(wanted), len(wanted))
        return Written(dossier, tuple(files), tuple(wanted))

    def write_paper(
        self,
        kind: str,
        folder: Path,
        *,
        lender: str = "",
        person: str = "",
        after: str = "",
        given: Mapping[str, str] | None = None,
        as_of: date | None = None,
        progress: Progress = silent,
    ) -> Written:
        """Write one paper the user chose as DOCX and PDF into ``folder``.

        Args:
            kind: name of the paper (:func:`ringfence.respond.paper_kinds`).
            folder: where to.
            lender: the party it is to or about.
            person: the contact in whose name it is written; "" = the borrower.
            after: the proceeding it follows from.
            given: words for its blanks.
            as_of: the day it is written.
            progress: told what is done.

        Raises:
            UnknownNameError: no such party, person or proceeding.
            respond.UnknownPaperError, respond.PaperNeedsError: no such paper, or something is missing.
            respond.InconsistentPaperError: it says otherwise than a paper already sent.
        """
        day = as_of or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        self._require_party(lender or None)
        if person and person not in self.state.people:
            raise UnknownNameError("人员编号", "person", person)
        if after and after not in self.state.proceedings:
            raise UnknownNameError("事项编号", "proceeding", after)
        document, dossier = chosen_paper(
            self.vault, self.state, Chosen(kind, lender, person, after, given or {}), day, progress
        )
        pair = respond.write_document(document, folder)
        self._log_files(document.stem, pair, document)
        return Written(dossier, pair, (document,))

    def write_document(self, document: Document, folder: Path) -> tuple[Path, Path]:
        """Write a page made for this case as DOCX and PDF and log that it was made."""
        pair = respond.write_document(document, folder)
        self._log_files(document.stem, pair, document)
        return pair

    def export(
        self,
        target: Path,
        *,
        only: Iterable[str] = (),
        receiver: str = "",
        recipients: Iterable[str] = (),
        progress: Progress = silent,
    ) -> Exported:
        """Write originals for somebody outside, with the proof that they are those of the log; log what was given to whom.

        Args:
            target: a folder that does not exist yet; with ``recipients`` an encrypted file.
            only: sources to give (``S1``); all when empty.
            receiver: to whom, for the list and the log.
            recipients: age public keys; when given, only they can read it.
            progress: told bytes written.

        Raises:
            UnknownNameError: a source this case does not have.
            NothingToReportError: there is no source.
        """
        items = export_items(self.vault, self.state, only)
        day = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        made = self.vault.export(
            target,
            items,
            title=self.state.name,
            lead=export_lead(self.state, self.analysis(progress).offsets, receiver, day),
            today=day.isoformat(),
            recipients=tuple(recipients),
            progress=progress,
        )
        self.write(EntryKind.EXPORTED, export_body(made, items, receiver, tuple(recipients)))
        return made

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

    def write_highlight(self, source_id: str, parts: Sequence[ingest.Part], folder: Path) -> tuple[Path, ...]:
        """Write a recording into a new folder: the whole original, a copy that plays, and its highlight when ``parts`` are given.

        Raises:
            UnknownNameError: no such recording.
            ingest.IngestError: it cannot be decoded, or the parts cannot be cut.
        """
        files = highlight_files(self.vault, recording_of(self.state, source_id), parts)
        written = write_apart(folder, f"{source_id}-录音节选" if parts else f"{source_id}-录音", files)
        self._log_files(f"highlight-{source_id}" if parts else f"recording-{source_id}", written)
        return written

    def _log_files(self, stem: str, files: tuple[Path, ...], document: Document | None = None) -> None:
        if not self.vault.writable:
            return
        about: dict[str, Any] = {
            "stem": stem,
            "files": {path.name: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in files},
        }
        if document is not None:
            about |= {
                "kind": document.kind.value,
                "lender": document.lender,
                "channel": document.channel,
                "findings": list(document.findings),
                "citations": list(document.citations),
                "claims": [list(claim) for claim in document.claims],
                "paper": document.paper,
                "person": document.person,
            }
        self.write(EntryKind.DOCUMENT, about)

    @staticmethod
    def _free(letter: str, taken: Iterable[str]) -> str:
        tails = [name.removeprefix(letter) for name in taken if name.startswith(letter)]
        numbers = [int(tail) for tail in tails if tail.isdigit()]
        return f"{letter}{max(numbers, default=0) + 1}"

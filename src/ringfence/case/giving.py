"""What comes out of a case: dossier, report, letters, papers, exports, highlights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ringfence import analyze, ingest, respond
from ringfence.case.analysis import build_dossier, exhibit_of, matter_of
from ringfence.case.apps import app_sections
from ringfence.case.chosen import Chosen, chosen_paper
from ringfence.case.export import export_body, export_items, export_lead
from ringfence.case.faults import NothingToReportError, UnknownNameError
from ringfence.case.money import affordable, offer_for
from ringfence.case.opened import Opened
from ringfence.case.recordings import highlight_files, recording_of, write_apart
from ringfence.case.showing import contradictions_of, remove_sounds, showing_of, write_sounds
from ringfence.case.state import EntryKind
from ringfence.schema import Matter, Said, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from ringfence.analyze import PartySuggestion
    from ringfence.schema import (
        Affordable,
        Contradiction,
        Document,
        Dossier,
        Exhibit,
        Offer,
        Progress,
    )
    from ringfence.vault import Exported


@dataclass(frozen=True, slots=True)
class Written:
    """Files that were written, and the dossier they were made from."""

    dossier: Dossier
    files: tuple[Path, ...]
    documents: tuple[Document, ...]


class Giving(Opened):
    """What comes out: dossier, report, letters, papers, exports, highlights."""

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
        parties, people = tuple(self.state.parties.values()), tuple(self.state.people.values())
        return analyze.suggest_parties(self.events(), parties, people=people, attributed=True)

    def dossier(
        self, *, as_of: date | None = None, masked: bool = True, empty: bool = False, progress: Progress = silent
    ) -> tuple[Dossier, tuple[Document, ...]]:
        """Return the dossier of today and the letters it leads to. ``empty``: also of a case without any event.

        Raises:
            NothingToReportError: the case has neither event nor app.
        """
        day = as_of or date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
        if not empty and self.analysis(progress).events.is_empty() and not self.state.apps:
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
            whole = replace(dossier, showing=showing, apps=app_sections(self.vault, self.state, lang))
            files = respond.write_report(whole, folder, lang=lang, progress=progress)
        except BaseException:
            remove_sounds(copies)
            raise
        files = (*files, *copies)
        self._log_files("report", files)
        return Written(whole, files, documents)

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
            progress(Said("写信", "writing the letters"), done, len(wanted))
            pair = respond.write_document(document, folder)
            self._log_files(document.stem, pair, document)
            files += pair
        progress(Said("写信", "writing the letters"), len(wanted), len(wanted))
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

"""What the user says of a case, each act one entry in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ringfence import analyze, respond
from ringfence.case.agreed import known_of
from ringfence.case.codec import to_body
from ringfence.case.faults import CannotUndoError, UnknownNameError
from ringfence.case.opened import Opened
from ringfence.case.state import EntryKind, can_be_undone
from ringfence.schema import Borrower, Correction, Debt, Label, Party, Person, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from ringfence.respond import AgreementCheck
    from ringfence.schema import (
        AgreementFacts,
        AppFacts,
        Budget,
        Circumstances,
        CreditEntry,
        Loan,
        Proceeding,
        ProceedingStep,
    )


class Noting(Opened):
    """What the user says: who is who, debts and loans, apps and agreements, proceedings; and taking it back."""

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

    def fill_letter(self, letter: str, words: Mapping[str, str]) -> int:
        """Keep words for the blanks of a letter, by name; kept again, they replace the old. Return the entry's number."""
        kept = {name: text.strip() for name, text in words.items() if text.strip()}
        return self.write(EntryKind.FILLED, {"letter": letter, "words": kept})

    def set_relation(self, person_id: str, role: Role, *, declared: bool | None = None) -> Person:
        """Say what a person is to the borrower, and whether they were declared to the lender."""
        person = self.state.people.get(person_id)
        if person is None:
            raise UnknownNameError("人员编号", "person", person_id)
        return self.name_person(replace(person, role=role, declared=person.declared if declared is None else declared))

    def declare_contacts_known(self, *, known: bool = True) -> None:
        """Say that it is known whom the borrower declared, so that "not declared" means something."""
        self.write(EntryKind.DECLARED, {"known": known})

    def correct(
        self,
        event_id: str,
        label: Label,
        flags: tuple[str, ...] | None = None,
        events: pl.DataFrame | None = None,
    ) -> Correction:
        """Correct a class; remembered for this event and for the same text from the same number.

        ``events``: a timeline of this case that is at hand already, also one from before other corrections.
        """
        rows = None if events is None else events.filter(events["event"] == event_id)
        if rows is None or rows.is_empty():
            rows = self.events().filter(self.events()["event"] == event_id)
        if rows.is_empty():
            raise UnknownNameError("事件编号", "event", event_id)
        row = rows.row(0, named=True)
        fingerprint = analyze.fingerprint(row["text"]) if row["text"] else ""
        correction = Correction(event_id, row["address_key"] or "", fingerprint, label.value, flags)
        self.write(EntryKind.CORRECTED, to_body(correction))
        return correction

    def undo(self, seq: int | None = None) -> int:
        """Undo entry ``seq`` (default: the last one that can be); an undo undone brings the entry back."""
        active = self.state.active
        candidates = [number for number, kind in active.items() if can_be_undone(kind) and kind != EntryKind.UNDONE]
        target = seq if seq is not None else max(candidates, default=-1)
        if target not in active or not can_be_undone(active[target]):
            raise CannotUndoError(target)
        return self.write(EntryKind.UNDONE, {"seq": target})

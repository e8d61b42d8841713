"""The nouns of one borrower's matter: parties, people, debts, what is known about the dealings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 -- field types are read at run time when the state is loaded
from enum import StrEnum
from typing import TYPE_CHECKING

from ringfence.schema.clock import CHINA
from ringfence.schema.records import Role

if TYPE_CHECKING:
    import polars as pl

    from ringfence.schema.inspected import AgreementFacts, AppFacts, Circumstances, CreditEntry
    from ringfence.schema.loan import Budget, Cost, Loan
    from ringfence.schema.proceeding import Proceeding


class PartyType(StrEnum):
    """What kind of business it is; decides which rules bind it and who supervises it."""

    BANK = "bank"
    CREDIT_CARD = "credit_card"  # a bank acting as card issuer
    CONSUMER_FINANCE = "consumer_finance"
    MICROLOAN = "microloan"
    ASSIST_PLATFORM = "assist_platform"  # 助贷平台: arranges, does not lend
    AGENCY = "agency"  # collection agency acting for a lender
    UNLICENSED = "unlicensed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Party:
    """A lender, platform or agency.

    Attributes:
        id: short and stable in the case (``L1``, ``A1``).
        name: full name as in the contract or register.
        type: its kind; ``type_source`` says who said so.
        short_names: signatures and names it uses (``某某贷``), matched as written.
        numbers: PhoneNumber.key of numbers known to be its own.
        acts_for: for an agency or platform: the lender's id.
        type_source: "user", "register:<date>", "demo"; shown with each finding that depends on the type.
    """

    id: str
    name: str
    type: PartyType = PartyType.UNKNOWN
    short_names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    acts_for: str | None = None
    type_source: str = "user"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody around the borrower who was or may be contacted.

    Attributes:
        id: short and stable (``P1``).
        declared: the borrower gave this person to the lender as a contact (预留联系人); None = not known.
        refused_at: when the person first told a collector not to contact them again (UTC microseconds), None = never known.
    """

    id: str
    name: str
    role: Role = Role.OTHER_CONTACT
    numbers: tuple[str, ...] = ()
    declared: bool | None = None
    refused_at: int | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt as the borrower knows it.

    Attributes:
        lender: Party.id.
        product: name of the loan product.
        principal: yuan; None when not known.
        opened: day of the contract.
        due: day the oldest unpaid instalment fell due; collection before it is only a reminder.
        contract_no: as written, shown masked.
        agreed_hours: contact hours agreed in writing as (from hour, to hour); None = nothing agreed.
        outsourced: a third party collects; None = not known.
        outsource_notice: the borrower was told so.
        assignee: Party.id or name of a buyer of the debt.
        assignment_notice: day the borrower was told of the assignment.
    """

    id: str
    lender: str
    product: str = ""
    principal: float | None = None
    opened: date | None = None
    due: date | None = None
    contract_no: str = ""
    agreed_hours: tuple[int, int] | None = None
    outsourced: bool | None = None
    outsource_notice: bool | None = None
    assignee: str | None = None
    assignment_notice: date | None = None


@dataclass(frozen=True, slots=True)
class Borrower:
    """The person the case is about; everything may be left empty."""

    name: str = ""
    numbers: tuple[str, ...] = ()
    id_number: str = ""
    address: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A class the user corrected; remembered for that event and for the same text from the same number.

    Attributes:
        event: EVENTS.event.
        address_key: who sent it.
        fingerprint: digest of the normalised text without its digits, empty for a call.
        label: the right Label.
        flags: the right Flags; None = leave what was found.
    """

    event: str
    address_key: str
    fingerprint: str
    label: str
    flags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """All that the law looks at: the timeline and the people in it.

    Attributes:
        events: frame with :data:`ringfence.schema.columns.EVENTS`, classified and attributed.
        as_of: day of judging.
        address_book: PhoneNumber.key of every number in the borrower's address book.
        declared_known: the borrower has said whom they declared to the lender, so that "not declared" means something.
        loans: terms and payments by debt; ``costs`` what was counted from them.
        proceedings: requests and complaints on their way.
        apps, agreements, credit_entries, circumstances: what else was looked at or told.
        budget: what the household has a month.
    """

    events: pl.DataFrame
    as_of: date
    parties: tuple[Party, ...] = ()
    people: tuple[Person, ...] = ()
    debts: tuple[Debt, ...] = ()
    borrower: Borrower = field(default_factory=Borrower)
    address_book: frozenset[str] = frozenset()
    declared_known: bool = False
    zone: str = CHINA
    loans: tuple[Loan, ...] = ()
    costs: tuple[Cost, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    apps: tuple[AppFacts, ...] = ()
    agreements: tuple[AgreementFacts, ...] = ()
    credit_entries: tuple[CreditEntry, ...] = ()
    circumstances: tuple[Circumstances, ...] = ()
    budget: Budget | None = None

    def party(self, party_id: str | None) -> Party | None:
        """Return the party with ``party_id``, None when there is none."""
        return next((party for party in self.parties if party.id == party_id), None)

    def person(self, person_id: str | None) -> Person | None:
        """Return the person with ``person_id``, None when there is none."""
        return next((person for person in self.people if person.id == person_id), None)

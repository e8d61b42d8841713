"""Requests, complaints, reports and suits on their way: what was sent, received, answered, and what is due by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- field types are read at run time when the state is loaded
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringfence.schema.finding import Citation


class ProceedingKind(StrEnum):
    """What is being asked, and of whom."""

    DELETE = "delete"  # requests to whoever handles personal information (PIPL 44-50)
    ACCESS = "access"
    COPY = "copy"  # copies of recordings and call records too
    EXPLAIN = "explain"
    WITHDRAW_CONSENT = "withdraw_consent"
    PROOF_OF_DEBT = "proof_of_debt"  # demands to the lender about the debt
    COLLECTOR_AUTHORITY = "collector_authority"
    SETTLEMENT_CERTIFICATE = "settlement_certificate"
    NEGOTIATION = "negotiation"
    COMPLAINT_INSTITUTION = "complaint_institution"  # complaints and reports
    COMPLAINT_NFRA = "complaint_nfra"  # 12378
    COMPLAINT_LOCAL = "complaint_local"  # local financial bureau, 12345
    COMPLAINT_PBOC = "complaint_pboc"  # 12363
    COMPLAINT_CREDIT = "complaint_credit"  # about a credit record, to the PBOC
    COMPLAINT_SAMR = "complaint_samr"  # 12315
    CONSUMER_ASSOCIATION = "consumer_association"
    REPORT_CAC = "report_cac"  # 12377
    REPORT_NUMBERS = "report_numbers"  # 12321
    TELECOM_APPEAL = "telecom_appeal"
    FRAUD_REPORT = "fraud_report"
    CREDIT_OBJECTION = "credit_objection"
    POLICE_REPORT = "police_report"  # police and what follows
    NON_FILING_NOTICE = "non_filing_notice"  # asking for the written notice
    RECONSIDERATION = "reconsideration"  # criminal non-filing: the same organ, 7 days
    REVIEW = "review"  # its superior, 7 days
    PROSECUTOR = "prosecutor"
    ADMIN_RECONSIDERATION = "admin_reconsideration"  # a public-order case: government of the same level, 60 days
    ADMIN_SUIT = "admin_suit"
    CIVIL_SUIT = "civil_suit"
    INJUNCTION = "injunction"


class StepKind(StrEnum):
    """What happened in a proceeding."""

    DRAFTED = "drafted"
    SENT = "sent"
    RECEIVED = "received"  # by them: delivery note, receipt of a report
    ACCEPTED = "accepted"  # they will look at it; a police case: filed
    NOT_ACCEPTED = "not_accepted"  # with a notice: non-filing, non-acceptance
    CALLED = "called"  # a talk on the phone or at the counter
    EXTENDED = "extended"  # they took more time, as a rule allows
    REPLIED = "replied"
    DECIDED = "decided"
    CHECKED = "checked"  # we looked again whether what they say was done was done
    CLOSED = "closed"
    NOTE = "note"


class Outcome(StrEnum):
    """What a reply or a check comes to."""

    DONE = "done"  # they say all was done; believed only after a check
    PARTIAL = "partial"
    REFUSED = "refused"  # with reasons
    REFUSED_NO_REASON = "refused_no_reason"
    MORE_ID = "more_id"  # asks for more identity papers than needed
    MORE_TIME = "more_time"
    NOT_US = "not_us"
    NO_ANSWER = "no_answer"  # words, but nothing about what was asked
    CONFIRMED = "confirmed"  # a check: it was really done
    NOT_DONE = "not_done"  # a check: it was not
    UNKNOWN = "unknown"  # a person has to read it


@dataclass(frozen=True, slots=True)
class ProceedingStep:
    """One thing that happened.

    Attributes:
        day: when, as the user says or the paper shows.
        means: how (``挂号信``, ``App内客服``, ``12378电话``).
        reference: number of the case or the parcel, as written.
        agent: number or name of who was spoken to, as told.
        outcome: of a reply, decision or check.
        sources: SourceFile.id of exhibits that prove it.
        document: stem of the letter that was sent.
        until: the day by which they said they would answer or act, None when they named none.
    """

    kind: StepKind
    day: date
    means: str = ""
    reference: str = ""
    agent: str = ""
    outcome: Outcome | None = None
    note: str = ""
    sources: tuple[str, ...] = ()
    document: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Proceeding:
    """One request, complaint, report or suit.

    Attributes:
        id: short and stable in the case (``X1``).
        lender: Party.id it is about, None when about none or several.
        channel: Channel.id it goes to, "" for a request to the lender itself.
        office: full name of the very office, as written on the envelope.
        person: Person.id of the contact for whom it is made, "" for the borrower.
        debt: Debt.id, "" when about none.
        findings: Finding.id it rests on.
        claims: what was asked for and stated (amounts, days), so that letters cannot contradict each other: (name, value).
        parent: Proceeding.id it follows from, "" when first.
        steps: what happened, oldest first.
    """

    id: str
    kind: ProceedingKind
    lender: str | None = None
    channel: str = ""
    office: str = ""
    person: str = ""
    debt: str = ""
    findings: tuple[str, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()
    parent: str = ""
    steps: tuple[ProceedingStep, ...] = ()

    def first(self, *kinds: StepKind) -> ProceedingStep | None:
        """Return the earliest step of one of these kinds."""
        return next((step for step in self.steps if step.kind in kinds), None)

    def last(self, *kinds: StepKind) -> ProceedingStep | None:
        """Return the latest step of one of these kinds."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)


class Duty(StrEnum):
    """Whose the deadline is."""

    THEIRS = "theirs"  # the lender or the office has to answer
    YOURS = "yours"  # the borrower's right ends with it


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline, counted.

    Attributes:
        id: stable (``institution_complaint:X1``).
        deadline: id in the law data.
        name_zh: what is due, a phrase.
        proceeding: Proceeding.id, "" for one that hangs on no proceeding (call records that expire).
        starts: the day that started the clock; the first day counted is the next one.
        day: the last day on which it is still in time.
        duty: whose it is.
        hard: a binding rule sets it; False: a yardstick (recommended standard, product value), said so.
        cites: what it rests on.
        note_zh: how it was counted (workdays, extensions, moved from a holiday), a sentence.
        met: it was kept or no longer matters.
        met_on: the day it was met, None while open.
    """

    id: str
    deadline: str
    name_zh: str
    proceeding: str
    starts: date
    day: date
    duty: Duty
    hard: bool
    cites: tuple[Citation, ...] = ()
    note_zh: str = ""
    met: bool = False
    met_on: date | None = None

    def overdue(self, today: date) -> bool:
        """Tell whether it has passed without being met."""
        return not self.met and today > self.day

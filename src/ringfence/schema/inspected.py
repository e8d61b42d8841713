"""What was looked at besides calls and messages: apps, agreements, entries of a credit report, what is told about a lender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- field types are read at run time when the state is loaded
from decimal import Decimal  # noqa: TC003 -- as above
from enum import StrEnum


class PolicyNaming(StrEnum):
    """How a privacy policy names one kind of data."""

    CLEAR = "clear"  # purpose, means and scope
    VAGUE = "vague"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class AppFacts:
    """What is known of a lender's app. None = not looked at; what an app *can* do is kept apart from what it did.

    Attributes:
        id: short and stable in the case (``APP1``).
        lender: Party.id.
        observed: the day it was looked at; the law of that day binds.
        category: ``loan``, ``bank``, ``payment``, ``other`` as the store rule counts.
        permissions: Android names as declared (``android.permission.READ_CONTACTS``).
        uploads_contacts: analysis of the code shows a path from contacts to the network.
        capture_contacts: a capture shows the user's contacts leaving the phone.
        hashed_only: what left was hashed numbers only.
        before_consent: collection was seen before consent was given.
        refused_no_service: the loan was refused because the contacts permission was.
        prompts: how often the app asked again after a refusal within 48 hours.
        policy_contacts: how the policy names contacts.
        policy_recipients: the policy lists who receives data, collection agencies included.
        separate_consent: separate consent was asked before giving data to others.
        provided: data was really given to others.
        bundled_consent: one consent for everything, or ticked beforehand.
        deletion_works: deletion, closing the account and complaint channels exist and work.
        policy_clicks: clicks from the main page to the policy.
        icp_filed: in the filing register of apps on ``observed``.
        nifa_filed: in the register of financial apps on ``observed``.
        source: SourceFile.id or "user".
        policy_source: SourceFile.id of the kept privacy policy that what it says of contacts and recipients was read from.
    """

    id: str
    name: str
    lender: str | None = None
    package: str = ""
    version: str = ""
    observed: date | None = None
    category: str = ""
    permissions: tuple[str, ...] | None = None
    uploads_contacts: bool | None = None
    capture_contacts: bool | None = None
    hashed_only: bool | None = None
    before_consent: bool | None = None
    refused_no_service: bool | None = None
    prompts: int | None = None
    policy_contacts: PolicyNaming | None = None
    policy_recipients: bool | None = None
    separate_consent: bool | None = None
    provided: bool | None = None
    bundled_consent: bool | None = None
    deletion_works: bool | None = None
    policy_clicks: int | None = None
    icp_filed: bool | None = None
    nifa_filed: bool | None = None
    source: str = "user"
    policy_source: str = ""


class Presence(StrEnum):
    """How an element stands in an agreement."""

    PRESENT = "present"
    VAGUE = "vague"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What a repayment agreement holds.

    Attributes:
        id: ``G1``.
        signed: the day it was or is to be signed, None for a draft.
        elements: (element, how it stands) by the names of the agreement check.
        harmful: names of harmful clauses found (waiver of complaint, permission to contact others ...).
        months: how many months the plan runs.
        monthly: yuan a month.
        first_paid: the day of the first payment under it.
        acknowledges: it acknowledges the debt (restarts limitation).
        old_due: the day limitation began before it, None when not known.
        source: SourceFile.id or "user".
    """

    id: str
    lender: str
    debt: str = ""
    signed: date | None = None
    elements: tuple[tuple[str, Presence], ...] | None = None
    harmful: tuple[str, ...] | None = None
    months: int | None = None
    monthly: Decimal | None = None
    first_paid: date | None = None
    acknowledges: bool | None = None
    old_due: date | None = None
    source: str = "user"


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """One entry of a credit report that is in question.

    Attributes:
        id: ``C1``.
        kind: ``overdue`` or ``query``.
        shown_on: day of the report that shows it.
        ended: day the bad entry's fact ended (settled), None while it lasts.
        day: of a query or of the reporting.
        told_before: the borrower was told before it was reported.
        authorised: the borrower agreed in writing to the query.
    """

    id: str
    lender: str | None
    kind: str
    shown_on: date
    ended: date | None = None
    day: date | None = None
    told_before: bool | None = None
    authorised: bool | None = None
    source: str = "user"


@dataclass(frozen=True, slots=True)
class Post:
    """A defamatory post on the internet and how far it went; views and reposts None when not known."""

    day: date
    views: int | None = None
    reposts: int | None = None
    source: str = "user"


@dataclass(frozen=True, slots=True)
class Extra:
    """Money demanded besides the debt under threat. ``amount`` yuan."""

    day: date
    amount: Decimal
    source: str = "user"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is told about one lender and shown by papers, not by calls and messages. None = not known.

    Attributes:
        lender: Party.id.
        settled: the day the debt was paid in full.
        consent_withdrawn: the day consent to use the contacts was withdrawn in a provable way.
        used_after: a day after that on which the contacts were still uploaded or used otherwise than by ringing (a capture).
        leak_known: the day a leak of personal information by this lender became known; ``leak_told``: those concerned were told.
        contact_records: how many people's names and numbers were proven taken or given away.
        communication_records: how many call or message records were.
        in_service: they were obtained in the course of its service.
        debt_unlawful: a court or authority said that the debt is unlawful, or the lender is unlicensed and the rate usurious.
        extras: money demanded besides the debt under threat.
        posts: defamatory posts on the internet.
        canary: Person.id of invented contacts that existed only in the address book given to this app, and were contacted.
        captured: a capture proves that the address book was sent to this lender.
        spoofed: PhoneNumber.key of numbers which the carrier's trace shows to be changed or virtual.
    """

    lender: str
    settled: date | None = None
    consent_withdrawn: date | None = None
    used_after: date | None = None
    leak_known: date | None = None
    leak_told: bool | None = None
    contact_records: int | None = None
    communication_records: int | None = None
    in_service: bool | None = None
    debt_unlawful: bool | None = None
    extras: tuple[Extra, ...] = ()
    posts: tuple[Post, ...] = ()
    canary: tuple[str, ...] = ()
    captured: bool | None = None
    spoofed: tuple[str, ...] = ()

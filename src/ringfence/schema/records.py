"""Single records, for the places that look at one at a time (a statement form, an evidence row, a test)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringfence.schema.clock import Instant
    from ringfence.schema.origin import Origin
    from ringfence.schema.phone import PhoneNumber


class EventKind(StrEnum):
    """By which means somebody was contacted."""

    CALL = "call"
    VOICE_ROBOT = "voice_robot"
    SMS = "sms"
    MMS = "mms"
    IM = "im"
    EMAIL = "email"
    VISIT = "visit"
    GROUP_MSG = "group_msg"
    POST = "post"
    POSTER = "poster"
    LETTER = "letter"


class Role(StrEnum):
    """What the contacted person is to the debt."""

    DEBTOR = "debtor"
    CO_DEBTOR = "co_debtor"
    GUARANTOR = "guarantor"
    FAMILY = "family"
    FRIEND = "friend"
    COLLEAGUE = "colleague"
    EMPLOYER = "employer"
    CLIENT = "client"
    OTHER_CONTACT = "other_contact"

    @property
    def obliged(self) -> bool:
        """Tell whether the person owes the debt or answers for it."""
        return self in {Role.DEBTOR, Role.CO_DEBTOR, Role.GUARANTOR}


class Label(StrEnum):
    """The one primary class of a text (TEXT.md)."""

    PERSONAL = "personal"
    NOTICE = "notice"
    MARKETING = "marketing"
    REMINDER = "reminder"
    COLLECTION_SELF = "collection_self"
    COLLECTION_THIRD = "collection_third"
    THREAT = "threat"
    IMPERSONATION = "impersonation"
    FRAUD = "fraud"
    UNSURE = "unsure"  # a person must look

    @property
    def collects(self) -> bool:
        """Tell whether it presses for an overdue debt."""
        return self in {Label.COLLECTION_SELF, Label.COLLECTION_THIRD, Label.THREAT, Label.IMPERSONATION}


class Flag(StrEnum):
    """What a text does besides; several at once (TEXT.md)."""

    THIRD_PARTY = "third_party"
    AMOUNT_DISCLOSED = "amount_disclosed"
    THREAT_VIOLENCE = "threat_violence"
    EXPOSURE = "exposure"
    INSULT = "insult"
    OBSCENE = "obscene"
    IMPERSONATE_STATE = "impersonate_state"
    IMPERSONATE_ORG = "impersonate_org"
    FAKE_DOCUMENT = "fake_document"
    FALSE_LEGAL_CLAIM = "false_legal_claim"
    FALSE_CONSEQUENCE = "false_consequence"
    BORROW_TO_REPAY = "borrow_to_repay"
    PERSONAL_ACCOUNT = "personal_account"
    EXTRA_FEE = "extra_fee"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    kind: EventKind
    direction: str
    number: PhoneNumber
    time: Instant | None
    body: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Call:
    """One call or attempt. ``connected`` is None when the source cannot tell."""

    direction: str
    number: PhoneNumber
    time: Instant | None
    duration_s: int | None
    connected: bool | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Contact:
    """One name and number of the address book."""

    name: str
    number: PhoneNumber
    origin: Origin


@dataclass(frozen=True, slots=True)
class Statement:
    """What one person reports of one contact attempt, in their own words."""

    person: str
    relation: Role
    time: Instant
    kind: EventKind
    number: PhoneNumber
    text: str
    refused: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the timeline as an object (see :data:`ringfence.schema.columns.EVENTS`)."""

    event: str
    kind: EventKind
    time: Instant | None
    number: PhoneNumber
    person: str
    role: Role
    label: Label | None
    refs: tuple[str, ...]

"""What the API gives."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 -- read by pydantic at run time
from typing import Any, Literal
from uuid import UUID  # noqa: TC003 -- the same

from ninja import Schema
from pydantic import Field

Lang = Literal["zh", "en"]


class Fault(Schema):
    """Why it was not done, in both languages."""

    zh: str
    en: str


class Unreadable(Schema):
    """Which part of the request is wrong."""

    detail: list[dict[str, Any]]


class CaseOut(Schema):
    """A case; ``open``: the token's owner has it unlocked now."""

    id: UUID
    title: str
    open: bool


class EventOut(Schema):
    """One contact. ``ts``: UTC microseconds."""

    event: str
    ts: int
    kind: str
    direction: str | None
    number: str | None
    label: str | None
    person: str | None
    lender: str | None
    text: str | None


class Events(Schema):
    """A page of events, the newest first."""

    count: int
    page: int
    pages: int
    events: list[EventOut]


class FindingOut(Schema):
    """One finding in words, with the articles it rests on."""

    id: str
    rule: str
    title: str
    sentence: str
    severity: str
    count: int
    first_day: date | None
    last_day: date | None
    citations: list[str]
    events: list[str]


class DocumentOut(Schema):
    """A letter or paper that can be written now; ``key`` is its name in addresses and jobs."""

    key: str
    stem: str
    kind: str
    title: str
    recipient: str


class ProceedingOut(Schema):
    """A request or complaint under way."""

    id: str
    kind: str
    office: str
    steps: int


class StepOut(Schema):
    """Something that happened in it."""

    kind: str
    day: date
    means: str
    reference: str
    agent: str
    outcome: str | None
    note: str
    sources: list[str]
    document: str
    until: date | None


class ProceedingWhole(Schema):
    """A request or complaint with all that happened; ``stage``: where it stands today."""

    id: str
    kind: str
    office: str
    lender: str | None
    person: str
    parent: str
    stage: str
    sentence: str
    steps: list[StepOut]


class Kept(Schema):
    """What was noted: its id, and the number of its (first) entry in the log, by which it can be taken back."""

    id: str
    entry: int


class Entry(Schema):
    """The number of the entry in the log."""

    entry: int


class BlankOut(Schema):
    """A blank of a letter: its name, what it is called, what stands there."""

    name: str
    label: str
    value: str


class LetterOut(Schema):
    """A letter as it will be written today. ``sends``: it can be marked as sent."""

    key: str
    title: str
    recipient: str
    sends: bool
    blocks: list[dict[str, Any]]
    blanks: list[BlankOut]


class PersonOut(Schema):
    """Somebody around the borrower."""

    id: str
    name: str
    role: str
    numbers: list[str]
    declared: bool | None


class PartyOut(Schema):
    """A lender, platform or agency."""

    id: str
    name: str
    type: str
    short_names: list[str]
    numbers: list[str]
    acts_for: str | None


class SourceOut(Schema):
    """An original of the case."""

    id: str
    name: str
    kind_zh: str
    size: int
    sha256: str
    owner: str


class AnchorOut(Schema):
    """The code to give to somebody outside, and the fingerprint of the case's signing key."""

    code: str
    fingerprint: str


class StampOut(Schema):
    """A timestamp that was kept: the first ``size`` entries existed at ``time``."""

    authority: str
    time: datetime
    size: int


class DueOut(Schema):
    """A deadline."""

    id: str
    name: str
    day: date
    met: bool


class AppOut(Schema):
    """An app as it was looked at."""

    id: str
    name: str
    package: str
    version: str
    observed: date | None


class JobOut(Schema):
    """Long work; ``files``: what it wrote, to be fetched by number."""

    id: UUID
    what: str
    state: str
    step: str
    done: int
    total: int | None
    told_zh: str
    told_en: str
    result: dict[str, Any]
    created: datetime


class FileOut(Schema):
    """A file that a job wrote."""

    number: int = Field(ge=0)
    name: str
    size: int

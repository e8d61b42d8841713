"""What the API gives and takes."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 -- read by pydantic at run time
from typing import Any, ClassVar, Literal
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
    """A letter or paper that can be written now."""

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


class JobIn(Schema):
    """Long work to start."""

    model_config: ClassVar[Any] = {"extra": "forbid"}

    what: Literal["report"]
    lang: Lang = "zh"
    masked: bool = True


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
    created: datetime


class FileOut(Schema):
    """A file that a job wrote."""

    number: int = Field(ge=0)
    name: str
    size: int

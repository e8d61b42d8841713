"""What the API takes. Texts and lists have bounds; a field that is not named here is refused."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- read by pydantic at run time
from typing import Annotated, Any, ClassVar, Literal

from ninja import Body, Path, Schema
from pydantic import Field, StringConstraints

from ringfence.respond import LONGEST_BLANK
from ringfence.schema import Label, Outcome, PartyType, ProceedingKind, Role
from ringfence.web.api.shapes import Lang  # noqa: TC001 -- the same

_TEXT = r"^[^\x00]*$"  # NUL is no text for the database nor for a search
Words = Annotated[str, StringConstraints(max_length=200, pattern=_TEXT)]
Line = Annotated[str, StringConstraints(max_length=120, pattern=_TEXT)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_TEXT)]
Means = Annotated[str, StringConstraints(max_length=60, pattern=_TEXT)]
Number = Annotated[str, StringConstraints(max_length=40, pattern=_TEXT)]
Reference = Annotated[str, StringConstraints(max_length=80, pattern=_TEXT)]
Note = Annotated[str, StringConstraints(max_length=1000, pattern=_TEXT)]
Long = Annotated[str, StringConstraints(max_length=20_000, pattern=_TEXT)]
Mark = Annotated[str, StringConstraints(pattern=r"^([A-Za-z][A-Za-z0-9]{0,39})?$")]  # S1, L2, P3, X4; "" = none
Letter = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,119}$")]  # a letter's key
Key = Annotated[str, Path(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,119}$")]  # the same, or an id, in an address


class Given(Schema):
    """What a program sends; what is not named here is refused."""

    model_config: ClassVar[Any] = {"extra": "forbid"}


class ProceedingIn(Given):
    """Something begun without a letter of ours. ``day``: when, none when it is not begun yet."""

    kind: ProceedingKind
    lender: Mark = ""
    office: Line = ""
    day: date | None = None
    means: Means = ""
    reference: Reference = ""
    parent: Mark = ""


class StepIn(Given):
    """What happened, as the step pages ask it; a field that a sort of step does not have is refused with 409.

    ``reply`` takes ``text``, the words of the answer, and needs ``outcome``. ``proof``: a file of the case.
    """

    what: Literal[
        "sent",
        "reply",
        "received",
        "accepted",
        "refused",
        "called",
        "extended",
        "decided",
        "checked",
        "closed",
        "note",
    ]
    day: date
    means: Means = ""
    reference: Reference = ""
    agent: Means = ""
    outcome: Outcome | None = None
    until: date | None = None
    note: Note = ""
    proof: Mark = ""
    text: Long = ""


class SentIn(Given):
    """A letter went out. ``proceeding``: the one it goes on with; "" begins a new one."""

    day: date
    means: Means = ""
    reference: Reference = ""
    office: Line = ""
    note: Note = ""
    proof: Mark = ""
    proceeding: Mark = ""


class UndoIn(Given):
    """The entry to take back."""

    entry: int = Field(ge=0, le=1_000_000_000)


class LabelIn(Given):
    """The class that an event belongs to."""

    label: Label


class WordsIn(Given):
    """Words for one blank, by its name."""

    name: Line
    text: Annotated[str, StringConstraints(max_length=LONGEST_BLANK, pattern=_TEXT)]


class BlanksIn(Given):
    """Words for the blanks; they replace all that was filled in before."""

    words: list[WordsIn] = Field(max_length=200)


class PersonIn(Given):
    """Somebody around the borrower. ``declared``: given to the lender as a contact; none: not known."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=_TEXT)]
    role: Role
    numbers: list[Number] = Field([], max_length=50)
    declared: bool | None = None


class PartyIn(Given):
    """A lender, platform or agency. ``acts_for``: the lender an agency collects for."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_TEXT)]
    type: PartyType = PartyType.UNKNOWN
    short_names: list[Means] = Field([], max_length=50)
    numbers: list[Number] = Field([], max_length=50)
    acts_for: Mark = ""


class AnchorIn(Given):
    """Who was given which code; "" = the newest."""

    to: Name
    how: Line = ""
    code: Line = ""


class StampIn(Given):
    """An authority's answer (.tsr) in base64; ``root``: its root certificate as PEM, the system's when ""."""

    answer: Annotated[str, StringConstraints(min_length=4, max_length=1_400_000, pattern=r"^[A-Za-z0-9+/=\r\n]+$")]
    root: Annotated[str, StringConstraints(max_length=262_144, pattern=r"^[\x09\x0a\x0d\x20-\x7e]*$")] = ""


class ReportIn(Given):
    """The case report. Act: write."""

    what: Literal["report"]
    lang: Lang = "zh"
    masked: bool = True


class PaperIn(Given):
    """Letters and papers as Word and PDF; no ``keys``: all that the findings call for. Act: write."""

    what: Literal["paper"]
    keys: list[Letter] = Field([], max_length=100)
    masked: bool = True


class NoticesIn(Given):
    """The notices to people who were contacted; no ``people``: all who were. Act: write."""

    what: Literal["notices"]
    people: list[Mark] = Field([], max_length=500)
    closing: bool = False
    open: bool | None = None


class BlocklistIn(Given):
    """The block list in all its forms. Act: write."""

    what: Literal["blocklist"]


class VerifyIn(Given):
    """A check of every entry and original, against a code kept outside when one is given. Act: prove."""

    what: Literal["verify"]
    anchor: Words = ""


class ExportIn(Given):
    """Originals with everything that proves them; no ``only``: all of them. Act: prove.

    ``recipients``: age public keys; with some, nobody else can open it.
    """

    what: Literal["export"]
    receiver: Name
    only: list[Mark] = Field([], max_length=5000)
    recipients: list[Words] = Field([], max_length=20)


class RedactIn(Given):
    """A masked copy of one original. ``boxes``: left, top, width, height, page. Act: prove."""

    what: Literal["redact"]
    source: Mark
    names: list[Line] = Field([], max_length=200)
    keep: list[Line] = Field([], max_length=200)
    boxes: list[Annotated[list[Annotated[int, Field(ge=0, le=99_999)]], Field(min_length=5, max_length=5)]] = Field(
        [], max_length=200
    )
    looked: bool = False


class CutIn(Given):
    """A highlight of a recording: ``parts`` as start and end in ms; none: the whole and a copy that plays. Act: prove."""

    what: Literal["cut"]
    source: Mark
    parts: list[Annotated[list[Annotated[int, Field(ge=0, le=360_000_000)]], Field(min_length=2, max_length=2)]] = (
        Field([], max_length=50)
    )


JobIn = Annotated[
    ReportIn | PaperIn | NoticesIn | BlocklistIn | VerifyIn | ExportIn | RedactIn | CutIn, Body(discriminator="what")
]

"""State = fold(log): what the entries of a case add up to, undo included.

Everything a user does is an entry; nothing is ever changed in place. Undo is an entry that names another one; an undo can
be undone. The fold never fails on entries of later versions: it keeps what it understands.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ringfence.case.codec import from_body
from ringfence.schema import (
    CHINA,
    AgreementFacts,
    AppFacts,
    Borrower,
    Budget,
    Circumstances,
    Completeness,
    Correction,
    CreditEntry,
    Debt,
    FieldFix,
    FixAct,
    Loan,
    Party,
    Person,
    Proceeding,
    ProceedingStep,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Protocol

    class Entry(Protocol):
        """What the fold needs of a log entry."""

        @property
        def seq(self) -> int:
            """Place in the log, from 0."""

        @property
        def kind(self) -> str:
            """What sort of entry."""

        @property
        def body(self) -> Mapping[str, Any]:
            """Its JSON body."""

        @property
        def written_micros(self) -> int:
            """The vault's clock when it was written."""


class EntryKind(StrEnum):
    """The kinds of entries the case room writes."""

    CREATED = "case.created"
    SOURCE = "source.added"
    SOURCE_KEY = "source.key"
    READ = "source.read"
    BORROWER = "borrower.noted"
    PARTY = "party.named"
    PERSON = "person.named"
    DEBT = "debt.noted"
    LOAN = "loan.noted"
    BUDGET = "budget.noted"
    APP = "app.noted"
    AUDITED = "app.audited"
    AGREEMENT = "agreement.noted"
    CREDIT = "credit.noted"
    CIRCUMSTANCES = "circumstances.noted"
    PROCEEDING = "proceeding.opened"
    STEP = "proceeding.step"
    DECLARED = "declared.known"
    CORRECTED = "label.corrected"
    FIELD = "field.corrected"
    UNDONE = "entry.undone"
    DOCUMENT = "document.made"
    FILLED = "document.filled"
    TRANSCRIBED = "transcript.made"
    TRANSCRIPT_CORRECTED = "transcript.corrected"
    EXPORTED = "export.made"


def can_be_undone(kind: str) -> bool:
    """Tell whether an entry of this kind may be undone; what founded the case, what was given out and the vault's own stay."""
    return kind not in {EntryKind.CREATED, EntryKind.EXPORTED, EntryKind.SOURCE_KEY} and not kind.startswith("vault.")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One original that was added.

    Attributes:
        id: ``S1``, counted over all sources ever added, undone ones included.
        blob: the vault's id of the original.
        owner: whose phone or list it is: ``debtor`` or a Person.id.
        reader: name of the reader, empty when nothing could read it (it is kept all the same).
        mapping: the confirmed column mapping for tables.
        today: the day the reading was done, ISO (years missing in a list are taken from it).
        tables: table name -> {"rows": n, "root": hex of the Merkle root over its rows}.
        problem_zh: why it could not be read.
        read_seq: the entry that says how it was read: its own, or a later ``source.read``.
        apps: entries in it that are packages of apps, "" for the source itself.
        within: the archive that it was taken out of, and its entry there: ``S1!通话录音/a.mp3``.
        key: opens an encrypted backup again without its password; secret, so it stands in the log only, in an entry of
            its own (``source.key``) that no export shows.
    """

    id: str
    seq: int
    name: str
    blob: str
    size: int
    sha256: str
    sm3: str
    owner: str = "debtor"
    kind_zh: str = ""
    reader: str = ""
    version: int = 0
    zone: str = CHINA
    today: str = ""
    mapping: Mapping[str, Any] | None = None
    completeness: Completeness | None = None
    device: str = ""
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    problem_zh: str = ""
    problem_en: str = ""
    added_micros: int = 0
    key: str = ""
    read_seq: int = -1
    apps: tuple[str, ...] = ()
    within: str = ""


# What a reading gives; everything else of a source is said once, when it is added.
READ_FIELDS = (
    *("kind_zh", "reader", "version", "mapping", "completeness", "device", "tables", "owner"),
    *("problem_zh", "problem_en", "apps"),
)


@dataclass(frozen=True, slots=True)
class KeptTranscript:
    """Where a recording's transcript lies: the words are in the vault as originals, so that they can be destroyed.

    Attributes:
        seq: of the entry that made it.
        source: the recording.
        blob: of what the machine heard.
        corrections: blobs of the user's corrections, oldest first.
    """

    seq: int
    source: str
    blob: str
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """Where the audit of an app lies: in the vault as an original, for what a finding rested on must stay as it was.

    Attributes:
        seq: of the entry that made it.
        app: AppFacts.id.
        source: the package; ``entry``: its place in it, "" when the source is the package.
        blob: of the audit.
        engine: name and version of the analysis.
    """

    seq: int
    app: str
    source: str
    entry: str
    blob: str
    engine: str = ""


@dataclass(slots=True)
class State:
    """What the log adds up to."""

    name: str = ""
    zone: str = CHINA
    borrower: Borrower = field(default_factory=Borrower)
    sources: dict[str, SourceFile] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    debts: dict[str, Debt] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)
    budget: Budget | None = None
    apps: dict[str, AppFacts] = field(default_factory=dict)
    agreements: dict[str, AgreementFacts] = field(default_factory=dict)
    credit_entries: dict[str, CreditEntry] = field(default_factory=dict)
    circumstances: dict[str, Circumstances] = field(default_factory=dict)
    proceedings: dict[str, Proceeding] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    fixes: list[FieldFix] = field(default_factory=list)
    declared_known: bool = False
    documents: list[Mapping[str, Any]] = field(default_factory=list)
    filled: dict[str, Mapping[str, str]] = field(default_factory=dict)  # letter -> words for its blanks
    active: dict[int, str] = field(default_factory=dict)  # seq -> kind of every entry that counts
    undone: set[int] = field(default_factory=set)
    sources_ever: int = 0
    transcripts: dict[str, KeptTranscript] = field(default_factory=dict)  # by source; the last one made
    audits: dict[str, KeptAudit] = field(default_factory=dict)  # by app; the last one made


def fold(entries: Iterable[Entry]) -> State:
    """Return the state after ``entries``, in order."""
    log = list(entries)
    state = State(undone=_undone(log))
    for entry in log:
        state.sources_ever += entry.kind == EntryKind.SOURCE
        if entry.seq in state.undone:
            continue
        state.active[entry.seq] = entry.kind
        apply = _APPLY.get(entry.kind)
        if apply is not None:
            apply(state, entry)
    _drop_lost_apps(state)
    return state


def _undone(log: list[Entry]) -> set[int]:
    """Return the seqs that do not count; read from the end, so that an undone undo undoes nothing."""
    undone: set[int] = set()
    for entry in reversed(log):
        if entry.kind == EntryKind.UNDONE and entry.seq not in undone and int(entry.body["seq"]) < entry.seq:
            undone.add(int(entry.body["seq"]))
    return undone


def _created(state: State, entry: Entry) -> None:
    state.name = str(entry.body.get("name", ""))
    state.zone = str(entry.body.get("zone", CHINA))


def _source(state: State, entry: Entry) -> None:
    body = dict(entry.body)
    told = body.pop("completeness", None)
    known = {name: body[name] for name in SourceFile.__dataclass_fields__ if name in body}
    known |= {"seq": entry.seq, "read_seq": entry.seq, "added_micros": entry.written_micros}
    known["completeness"] = from_body(Completeness, told) if told is not None else None
    known["apps"] = tuple(known.get("apps", ()))
    state.sources[str(body["id"])] = SourceFile(**known)


def _read(state: State, entry: Entry) -> None:
    """Take over a later reading; id, original and the moment it was added stay."""
    source = state.sources.get(str(entry.body["source"]))
    if source is None or entry.body.get("blob") != source.blob:
        return  # the addition was undone, or its original destroyed
    told = entry.body.get("completeness")
    read = {name: entry.body[name] for name in READ_FIELDS if name in entry.body}
    read["completeness"] = None if told is None else from_body(Completeness, told)
    read["apps"] = tuple(read.get("apps", ()))
    state.sources[source.id] = replace(source, **read, read_seq=entry.seq)


def _borrower(state: State, entry: Entry) -> None:
    state.borrower = from_body(Borrower, entry.body)


def _party(state: State, entry: Entry) -> None:
    party = from_body(Party, entry.body)
    state.parties[party.id] = party


def _person(state: State, entry: Entry) -> None:
    person = from_body(Person, entry.body)
    state.people[person.id] = person


def _debt(state: State, entry: Entry) -> None:
    debt = from_body(Debt, entry.body)
    state.debts[debt.id] = debt


def _loan(state: State, entry: Entry) -> None:
    loan = from_body(Loan, entry.body)
    state.loans[loan.debt] = loan


def _budget(state: State, entry: Entry) -> None:
    state.budget = from_body(Budget, entry.body)


def _app(state: State, entry: Entry) -> None:
    app = from_body(AppFacts, entry.body)
    state.apps[app.id] = app


def _audited(state: State, entry: Entry) -> None:
    """Take what an audit found into what is known of the app; what the user said of it in the meantime is in the entry."""
    app = from_body(AppFacts, entry.body["app"])
    state.apps[app.id] = app
    about = {name: str(entry.body.get(name, "")) for name in ("source", "entry", "blob", "engine")}
    state.audits[app.id] = KeptAudit(entry.seq, app.id, **about)


def _drop_lost_apps(state: State) -> None:
    """Leave out what is known of apps from a package or a privacy policy that is no longer in the case (undone, destroyed)."""
    state.audits = {name: kept for name, kept in state.audits.items() if kept.source in state.sources}
    state.apps = {
        name: app if not app.policy_source or app.policy_source in state.sources else without_policy(app)
        for name, app in state.apps.items()
        if app.source in {"", "user"} or app.source in state.sources
    }


def without_policy(app: AppFacts) -> AppFacts:
    """Return what is known of an app without what its privacy policy was read to say."""
    return replace(app, policy_contacts=None, policy_recipients=None, policy_source="")


def _agreement(state: State, entry: Entry) -> None:
    agreement = from_body(AgreementFacts, entry.body)
    state.agreements[agreement.id] = agreement


def _credit(state: State, entry: Entry) -> None:
    shown = from_body(CreditEntry, entry.body)
    state.credit_entries[shown.id] = shown


def _circumstances(state: State, entry: Entry) -> None:
    told = from_body(Circumstances, entry.body)
    state.circumstances[told.lender] = told


def _proceeding(state: State, entry: Entry) -> None:
    """Open a proceeding, or correct what is known of one; its steps stay."""
    told = from_body(Proceeding, entry.body)
    known = state.proceedings.get(told.id)
    state.proceedings[told.id] = replace(told, steps=known.steps) if known is not None else told


def _step(state: State, entry: Entry) -> None:
    """Add a step by its day; one whose proceeding was undone stays out."""
    known = state.proceedings.get(str(entry.body["proceeding"]))
    if known is not None:
        step = from_body(ProceedingStep, entry.body["step"])
        state.proceedings[known.id] = replace(known, steps=tuple(sorted((*known.steps, step), key=lambda one: one.day)))


def _declared(state: State, entry: Entry) -> None:
    state.declared_known = bool(entry.body["known"])


def _corrected(state: State, entry: Entry) -> None:
    state.corrections.append(from_body(Correction, entry.body))


def _field(state: State, entry: Entry) -> None:
    if entry.body.get("act") not in set(FixAct):
        return  # an act of a later version
    fix = from_body(FieldFix, entry.body)
    state.fixes.append(replace(fix, seq=entry.seq, at_micros=entry.written_micros))


def _document(state: State, entry: Entry) -> None:
    state.documents.append(entry.body)


def _filled(state: State, entry: Entry) -> None:
    told = entry.body.get("words")
    if isinstance(told, dict):
        state.filled[str(entry.body["letter"])] = {str(name): str(text) for name, text in told.items()}


def _source_key(state: State, entry: Entry) -> None:
    source = state.sources.get(str(entry.body["source"]))
    if source is not None:
        state.sources[source.id] = replace(source, key=str(entry.body["key"]))


def _transcribed(state: State, entry: Entry) -> None:
    source = str(entry.body["source"])
    state.transcripts[source] = KeptTranscript(entry.seq, source, str(entry.body["blob"]))


def _transcript_corrected(state: State, entry: Entry) -> None:
    """Add a correction to the transcript it was made for; one of a transcript that no longer counts stays with that one."""
    kept = state.transcripts.get(str(entry.body["source"]))
    if kept is not None and kept.seq == entry.body["transcript"]:
        corrections = (*kept.corrections, str(entry.body["blob"]))
        state.transcripts[kept.source] = replace(kept, corrections=corrections)


def _redacted(state: State, entry: Entry) -> None:
    """Leave out a source whose original was destroyed: nothing can be read from it any more."""
    gone = entry.body["original"]
    state.transcripts = {
        name: replace(kept, corrections=tuple(blob for blob in kept.corrections if blob != gone))
        for name, kept in state.transcripts.items()
        if kept.blob != gone
    }
    state.audits = {name: kept for name, kept in state.audits.items() if kept.blob != gone}
    state.sources = {name: source for name, source in state.sources.items() if source.blob != gone}


_APPLY = {
    EntryKind.CREATED.value: _created,
    EntryKind.SOURCE.value: _source,
    EntryKind.SOURCE_KEY.value: _source_key,
    EntryKind.READ.value: _read,
    EntryKind.BORROWER.value: _borrower,
    EntryKind.PARTY.value: _party,
    EntryKind.PERSON.value: _person,
    EntryKind.DEBT.value: _debt,
    EntryKind.LOAN.value: _loan,
    EntryKind.BUDGET.value: _budget,
    EntryKind.APP.value: _app,
    EntryKind.AUDITED.value: _audited,
    EntryKind.AGREEMENT.value: _agreement,
    EntryKind.CREDIT.value: _credit,
    EntryKind.CIRCUMSTANCES.value: _circumstances,
    EntryKind.PROCEEDING.value: _proceeding,
    EntryKind.STEP.value: _step,
    EntryKind.DECLARED.value: _declared,
    EntryKind.CORRECTED.value: _corrected,
    EntryKind.FIELD.value: _field,
    EntryKind.DOCUMENT.value: _document,
    EntryKind.FILLED.value: _filled,
    EntryKind.TRANSCRIBED.value: _transcribed,
    EntryKind.TRANSCRIPT_CORRECTED.value: _transcript_corrected,
    "vault.redaction": _redacted,
}

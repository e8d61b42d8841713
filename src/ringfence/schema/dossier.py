"""All that a report or letter is made from, gathered once so that every document says the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 -- read at run time
from typing import TYPE_CHECKING

from ringfence.schema.showing import Showing

if TYPE_CHECKING:
    import polars as pl

    from ringfence.schema.document import Block
    from ringfence.schema.finding import Finding, Route, RuleGap
    from ringfence.schema.matter import Matter
    from ringfence.schema.origin import Completeness
    from ringfence.schema.proceeding import Due
    from ringfence.schema.reading import FieldFix


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One original in the case.

    Attributes:
        id: ``S1``, in order of adding.
        kind: what it is, Chinese (``短信备份``).
        sha256: hex of the original bytes.
        sm3: hex of the original bytes.
        added: when it was put into the vault (aware).
        reader: reader's name and version (``sms-backup-restore/1``), empty when nothing could read it.
        sort: SourceKind of all its records, empty when their clocks tell (a phone's export, a carrier's list, a mixed archive).
    """

    id: str
    name: str
    kind: str
    size: int
    sha256: str
    sm3: str
    added: datetime
    reader: str
    completeness: Completeness | None
    device: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Counts over the timeline. Collection attempts only: incoming events labelled as collecting (text, number, user).

    Attributes:
        hourly: frame (local_date: Date, hour: Int8, kind: String, role: String, lender: String, n: UInt32).
        daily: frame (local_date, lender, address_key, attempts, connected, unanswered, effective: UInt32) per lender, number, day.
        people: frame (person, role, attempts, connected: UInt32, first_ts, last_ts: Int64, lenders: List[String]).
        numbers: frame (address_key, address_kind, lender, speaker, attempts, sms, calls, people: UInt32, first_ts, last_ts).
        bursts: frame (lender, person, start_ts, end_ts: Int64, n: UInt32): runs of at least ``burst_min`` calls within an hour.
        quiet: how many attempts fell into 22:00-08:00.
        attempts: how many attempts in all.
        effective_s: a connected call of at least this many seconds counts as effective (product value, no statute gives one).
    """

    hourly: pl.DataFrame
    daily: pl.DataFrame
    people: pl.DataFrame
    numbers: pl.DataFrame
    bursts: pl.DataFrame
    quiet: int
    attempts: int
    effective_s: int
    burst_min: int


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    Attributes:
        due_zh: by when, in words (``今天``).
        why_zh: one sentence.
        document: file name of the letter that belongs to it, empty when none.
        about: where it is done: a Proceeding.id, ``danger``, ``evidence``, ``lender``, ``numbers``, ``people``; "" when only the
            letter says so.
    """

    title_zh: str
    why_zh: str
    due_zh: str
    document: str = ""
    urgent: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class AppSection:
    """What the audit of an app says, for the report.

    Attributes:
        id: AppFacts.id (``APP1``).
        title: the app's name and version.
        source: SourceFile.id of its package.
        blocks: in the report's language, safe to show.
    """

    id: str
    title: str
    source: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case at one moment, ready to be written.

    Attributes:
        head: hex of the vault's tree head the dossier was made from.
        unknowns_zh: what is not known and would matter, each a sentence.
        clock_notes_zh: clock offsets noticed between sources.
        dues: deadlines counted on the day, the nearest first.
        masked: hide the middle of third parties' numbers and ids in everything written.
        fixes: what the user corrected of what was recognised on pictures, by the record's ref.
        apps: audits of apps whose packages are kept in the case; empty unless a report is made.
        showing: pictures, recordings and contradictions; empty unless a report is made.
    """

    case_name: str
    made: datetime
    matter: Matter
    metrics: Metrics
    findings: tuple[Finding, ...]
    gaps: tuple[RuleGap, ...]
    routes: tuple[Route, ...]
    exhibits: tuple[Exhibit, ...]
    head: str
    log_size: int
    unknowns_zh: tuple[str, ...] = ()
    clock_notes_zh: tuple[str, ...] = ()
    actions: tuple[Action, ...] = field(default_factory=tuple)
    masked: bool = True
    dues: tuple[Due, ...] = ()
    fixes: tuple[FieldFix, ...] = ()
    showing: Showing = field(default_factory=Showing)
    apps: tuple[AppSection, ...] = ()

"""The pipeline over a case: records -> timeline -> classes -> attribution -> metrics -> findings -> dossier."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from ringfence import __version__, analyze, finance, law, respond
from ringfence.case.actions import actions_for
from ringfence.case.agenda import agenda
from ringfence.case.codec import from_body, to_body
from ringfence.case.follow import Follow
from ringfence.case.gather import gather
from ringfence.case.join import ClockOffset
from ringfence.case.kinds import kind_said
from ringfence.case.showing import sort_of
from ringfence.case.sources import from_ipc, to_ipc
from ringfence.case.state import fold
from ringfence.case.timeline import build_timeline
from ringfence.case.transcripts import all_transcripts, with_transcripts
from ringfence.case.unknowns import clock_notes, unknowns_of
from ringfence.schema import EVENTS, Dossier, Exhibit, FieldFix, Matter, Said, conform, english, from_micros, silent
from ringfence.vault import LockedByAnotherError, Vault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from ringfence.case.state import SourceFile, State
    from ringfence.schema import Document, Person, Progress

PIPELINE = 8  # raise when the meaning of cached events changes
_READ, _WHOLE = "read", "analysis"  # names in the cache: the timeline with what its texts say, the finished one


@dataclass(frozen=True, slots=True)
class Analysis:
    """The classified and attributed timeline (EVENTS) and what was noticed on the way."""

    events: pl.DataFrame
    offsets: tuple[ClockOffset, ...]
    book: Mapping[str, str]
    fixes: tuple[FieldFix, ...] = ()  # what the user corrected of what was recognised
    notes: tuple[str, ...] = ()  # what is not known about names and corrections


def analyse(vault: Vault, state: State, progress: Progress = silent) -> Analysis:
    """Return the classified timeline: from the encrypted cache when nothing it depends on has changed.

    What the texts say is kept apart, before the user's word and the parties: after a correction or a new name of a lender only
    the last step is done again.
    """
    cached = _cached(vault, _WHOLE, _key(state))
    if cached is not None:
        return cached
    read = _cached(vault, _READ, _read_key(state))
    if read is None:
        read = _read(vault, state, progress)
        _keep(vault, _READ, _read_key(state), read)
    done = _settled(read, state, progress)
    _keep(vault, _WHOLE, _key(state), done)
    return done


def _read(vault: Vault, state: State, progress: Progress) -> Analysis:
    """Work out the timeline and what its texts say."""
    gathered = gather(vault, state, progress)
    progress(Said("合并时间线", "merging the timeline"), 0, 3)
    line = build_timeline(gathered.named.sources, state.people, gathered.named)
    fixes, notes = gathered.fixes, gathered.notes
    del gathered  # the records themselves: as much memory as the timeline
    progress(Said("识别内容", "reading what was said"), 1, 3)
    told = with_transcripts(line.events, all_transcripts(vault, state))
    events = analyze.read_events(told, borrower=state.borrower, progress=progress)
    return Analysis(events, line.offsets, line.book, fixes, notes)


def _settled(read: Analysis, state: State, progress: Progress) -> Analysis:
    """Add the user's corrections and who speaks for whom."""
    progress(Said("归到机构", "putting numbers to lenders"), 2, 3)
    classified = analyze.settle(read.events, state.corrections)
    events = conform(analyze.attribute(classified, tuple(state.parties.values())), EVENTS)
    progress(Said("归到机构", "putting numbers to lenders"), 3, 3)
    return replace(read, events=events)


def bring_up_to_date(folder: Path, identity: str) -> None:
    """Keep the classified timeline of a case for whoever opens it next, standing in nobody's way.

    It is worked out reading only, which takes seconds in a large case, and written in a moment; when somebody else is writing
    just then, or wrote meanwhile, it is left to them.
    """
    with Vault.open(folder, identity=identity, read_only=True) as vault:
        state = fold(vault.entries())
        if _cached(vault, _WHOLE, _key(state)) is not None:
            return
        known = _cached(vault, _READ, _read_key(state))
        read = known or _read(vault, state, silent)
        done = _settled(read, state, silent)
    try:
        with Vault.open(folder, identity=identity) as vault:
            if known is None:
                _keep(vault, _READ, _read_key(state), read)
            _keep(vault, _WHOLE, _key(state), done)
    except LockedByAnotherError:
        return


def matter_of(state: State, analysis: Analysis, as_of: date) -> Matter:
    """Return all that the law looks at."""
    return Matter(
        events=analysis.events,
        as_of=as_of,
        parties=tuple(state.parties.values()),
        people=tuple(_with_refusals(state.people, analysis.events).values()),
        debts=tuple(state.debts.values()),
        borrower=state.borrower,
        address_book=frozenset(analysis.book),
        declared_known=state.declared_known,
        zone=state.zone,
        loans=tuple(state.loans.values()),
        costs=tuple(finance.cost(loan) for loan in state.loans.values()),
        proceedings=tuple(state.proceedings.values()),
        apps=tuple(state.apps.values()),
        agreements=tuple(state.agreements.values()),
        credit_entries=tuple(state.credit_entries.values()),
        circumstances=tuple(state.circumstances.values()),
        budget=state.budget,
    )


def build_dossier(
    vault: Vault, state: State, *, as_of: date, masked: bool, progress: Progress = silent
) -> tuple[Dossier, tuple[Document, ...]]:
    """Return the dossier and the letters it leads to."""
    analysis = analyse(vault, state, progress)
    matter = matter_of(state, analysis, as_of)
    progress(Said("对照法律", "comparing the law"), 0, 2)
    judgement = law.judge(matter, law.load_pack("cn"))
    routes = law.routes(matter, judgement.findings, law.load_pack("cn"))
    progress(Said("对照法律", "comparing the law"), 1, 2)
    parties, people = tuple(state.parties.values()), tuple(state.people.values())
    suggestions = analyze.suggest_parties(analysis.events, parties, people=people, attributed=True)
    follow = Follow(matter)
    head = vault.head()
    dossier = Dossier(
        case_name=state.name,
        made=datetime.now(UTC),
        matter=matter,
        metrics=analyze.measure(analysis.events),
        findings=judgement.findings,
        gaps=judgement.gaps,
        routes=routes,
        exhibits=tuple(exhibit_of(source) for source in state.sources.values()),
        head=head.root.hex(),
        log_size=head.size,
        unknowns_zh=(*unknowns_of(state, analysis.events, suggestions), *analysis.notes),
        clock_notes_zh=clock_notes(analysis.offsets, state),
        masked=masked,
        fixes=analysis.fixes,
        dues=follow.dues,
    )
    documents = letters_of(dossier, follow)
    actions = actions_for(dossier, documents, suggestions)
    if matter.proceedings:
        actions = agenda(actions, follow, documents)
    progress(Said("对照法律", "comparing the law"), 2, 2)
    return replace(dossier, actions=actions), documents


def letters_of(dossier: Dossier, follow: Follow | None = None) -> tuple[Document, ...]:
    """Return the letters that findings and proceedings call for, masked as ``dossier`` is."""
    documents = respond.letters(dossier)
    if not dossier.matter.proceedings:
        return documents
    return respond.same_glyphs((*documents, *(follow or Follow(dossier.matter)).letters(dossier)))


def exhibit_of(source: SourceFile) -> Exhibit:
    """Return the exhibit that a source is."""
    return Exhibit(
        id=source.id,
        name=source.name,
        kind=kind_said(source),
        size=source.size,
        sha256=source.sha256,
        sm3=source.sm3,
        added=from_micros(source.added_micros, source.zone),
        reader=f"{source.reader}/{source.version}" if source.reader else "",
        completeness=source.completeness,
        device=source.device,
        sort=sort_of(source),
    )


def _with_refusals(people: Mapping[str, Person], events: pl.DataFrame) -> dict[str, Person]:
    """Set ``refused_at`` from the earliest statement that says so, unless the user has said an earlier one."""
    told = (
        events.filter(pl.col("refused").fill_null(value=False) & pl.col("ts").is_not_null())
        .group_by("person")
        .agg(pl.col("ts").min())
    )
    refusals = dict(told.iter_rows())
    return {
        key: replace(person, refused_at=min(filter(None, (person.refused_at, refusals.get(key))), default=None))
        for key, person in people.items()
    }


def _key(state: State) -> bytes:
    """Return the digest of all that the classified timeline depends on."""
    return _digest(
        [
            _read_parts(state),
            [to_body(party) for party in state.parties.values()],
            [to_body(correction) for correction in state.corrections],
        ]
    )


def _read_key(state: State) -> bytes:
    """Return the digest of all that the timeline and what its texts say depend on."""
    return _digest(_read_parts(state))


def _read_parts(state: State) -> list[object]:
    return [
        [PIPELINE, __version__, analyze.revision()],
        to_body(state.borrower),
        [
            [source.seq, source.read_seq, source.id, source.owner, source.reader, source.version]
            for source in state.sources.values()
        ],
        [to_body(person) for person in state.people.values()],
        [to_body(kept) for name, kept in state.transcripts.items() if name in state.sources],
        [to_body(fix) for fix in state.fixes],
    ]


def _digest(parts: list[object]) -> bytes:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).digest()


def _cached(vault: Vault, name: str, key: bytes) -> Analysis | None:
    about = vault.cache_get(f"{name}:about")
    if about is None or about[:32] != key:
        return None
    frame = vault.cache_get(f"{name}:events")
    if frame is None or hashlib.sha256(frame).digest() != about[32:64]:
        return None
    told = json.loads(about[64:])
    return Analysis(
        from_ipc(frame),
        tuple(from_body(ClockOffset, offset) for offset in told["offsets"]),
        dict(told["book"]),
        tuple(from_body(FieldFix, fix) for fix in told["fixes"]),
        tuple(Said(*note) for note in told["notes"]),
    )


def _keep(vault: Vault, name: str, key: bytes, analysis: Analysis) -> None:
    if not vault.writable:
        return
    frame = to_ipc(analysis.events)
    told = {
        "offsets": [to_body(offset) for offset in analysis.offsets],
        "book": dict(analysis.book),
        "fixes": [to_body(fix) for fix in analysis.fixes],
        "notes": [(str(note), english(note)) for note in analysis.notes],
    }
    vault.cache_put(f"{name}:events", frame)
    vault.cache_put(
        f"{name}:about", key + hashlib.sha256(frame).digest() + json.dumps(told, ensure_ascii=False).encode()
    )

"""The section of contradictions: what each source says of one call, plainly, and that no rule counts it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.typography import length
from ringfence.schema import Clock, SourceKind, from_micros

if TYPE_CHECKING:
    from ringfence.respond.evidence import Evidence
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier, Telling

_CLOCKS = {SourceKind.CARRIER: Clock.CARRIER, SourceKind.STATEMENT: Clock.RECOLLECTED}


def disputes(dossier: Dossier, evidence: Evidence, words: Wording) -> dict[str, Any]:
    """Return the section's content: one entry per call that its sources tell differently."""
    told = dossier.showing.contradictions
    if not told:
        return {"items": [], "more": ""}
    rows = {row.event: row for row in evidence.rows(evidence.of([one.event for one in told]))}
    zone = dossier.matter.zone
    items = [
        {
            "title": words("dispute_title", time=row.time, clock=row.clock, who=row.who, number=row.number),
            "lead": words("dispute_lead", n=len(one.tellings)),
            "tellings": [_telling(telling, evidence, words, zone) for telling in one.tellings],
        }
        for one in told
        if (row := rows.get(one.event)) is not None
    ]
    all_ = dossier.matter.events.filter(dossier.matter.events["agreement"] == "contradicted").height
    more = words("dispute_more", shown=len(items), all=all_) if all_ > len(items) else ""
    return {"items": items, "more": more}


def _telling(telling: Telling, evidence: Evidence, words: Wording, zone: str) -> str:
    clock = evidence.standing.clock(_CLOCKS.get(telling.kind, Clock.DEVICE).value)
    time = f"{from_micros(telling.ts, zone):%Y-%m-%d %H:%M:%S}" if telling.ts is not None else words("time_unknown")
    if telling.kind is SourceKind.RECORDING:
        what = words("told_recorded", length=length(telling.duration_s, words.lang))
    elif telling.connected:
        what = words("told_connected", length=length(telling.duration_s, words.lang) if telling.duration_s else "")
    else:
        what = words("told_missed" if telling.connected is False else "told_unsaid")
    return words(
        "dispute_line",
        exhibit=evidence.standing.named(telling.exhibit),
        ref=telling.ref,
        time=time,
        clock=clock,
        what=what,
    )

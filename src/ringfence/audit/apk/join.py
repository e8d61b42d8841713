"""Paths joined with the places where data is read, each with the name of whose code it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.audit.apk.judge import verdict_of
from ringfence.audit.apk.triage.accesses import is_permitted, shown_accesses
from ringfence.schema import DataAccess, SinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringfence.audit.apk.triage import Authors
    from ringfence.schema import AppAudit, Blind, CodePlace, DataFlow

    Whose = Callable[[str], str]  # a class's descriptor -> Sdk.name_zh, "" for the app's own code

APART = frozenset({"damaged", "missing_split", "packed", "native"})  # each says something else
EVIDENCE = 20


def with_flows(
    audit: AppAudit,
    flows: Iterable[DataFlow],
    blind: Iterable[Blind],
    counts: Iterable[tuple[str, int]],
    authors: Authors,
    *,
    handovers: Iterable[DataFlow] = (),
) -> AppAudit:
    """Return a triage with what the search for paths found.

    A read that a path begins with is reachable when the path is; one that the triage had not seen is added. What could not be
    seen is said once. Paths that begin in the plumbing of a common library are left out as its readings are. ``handovers`` stay
    inside the app: they are listed as such and decide nothing.
    """
    declared = {one.name for one in audit.permissions}
    inside = (replace(flow, kind=SinkKind.COMPONENT) for flow in handovers)
    told = [_named(flow, authors.reader) for flow in (*flows, *inside)]
    reads = [_access_of(flow) for flow in told]
    worth = set(map(id, shown_accesses(reads, declared, authors)))
    named = tuple(flow for flow, read in zip(told, reads, strict=True) if id(read) in worth)
    accesses = _joined(audit.accesses, named)
    unseen = _merged((*audit.blind, *blind))
    return replace(
        audit,
        flows=named,
        accesses=accesses,
        flows_looked=True,
        blind=unseen,
        counts=tuple((dict(audit.counts) | dict(counts)).items()),
        verdict=verdict_of([flow for flow in named if is_permitted(_access_of(flow), declared)], accesses, unseen),
    )


def _merged(blind: Iterable[Blind]) -> tuple[Blind, ...]:
    """Say each kind of blindness in the words that were first found for it, with the places of all; damage is said one by one."""
    kept: dict[tuple[str, str], Blind] = {}
    for one in blind:
        key = (one.kind, one.zh if one.kind in APART else "")
        known = kept.setdefault(key, one)
        evidence = tuple(dict.fromkeys((*known.evidence, *one.evidence)))[:EVIDENCE]
        kept[key] = replace(known, evidence=evidence, hides_all=known.hides_all or one.hides_all)
    return tuple(kept.values())


def _named(flow: DataFlow, whose: Whose) -> DataFlow:
    """Name whose code reads and whose sends; an upload call of an SDK is the SDK's, wherever it is called."""
    first, last = flow.steps[0], flow.steps[-1]
    sender = flow.sender or whose(descriptor(last.place.class_name)) or whose(last.api.partition("->")[0])
    return replace(flow, reader=flow.reader or whose(descriptor(first.place.class_name)), sender=sender)


def _joined(accesses: tuple[DataAccess, ...], flows: tuple[DataFlow, ...]) -> tuple[DataAccess, ...]:
    known = {(one.category, *_key(one.place)): one for one in accesses}
    for flow in flows:
        first = flow.steps[0]
        key = (flow.category, *_key(first.place))
        seen = known.get(key)
        if seen is None:
            known[key] = _access_of(flow)
        elif flow.reachable and not seen.reachable:
            known[key] = replace(seen, reachable=True)
        elif seen.reachable is None:
            known[key] = replace(seen, reachable=flow.reachable)
    return tuple(known.values())


def _access_of(flow: DataFlow) -> DataAccess:
    first = flow.steps[0]
    return DataAccess(flow.category, first.place, first.api, flow.uri, flow.permissions, flow.reader, flow.reachable)


def _key(place: CodePlace) -> tuple[str, str, int]:
    return place.class_name, place.method, place.offset


def descriptor(class_name: str) -> str:
    """Return ``Lcom/x/Y;`` for ``com.x.Y``."""
    return f"L{class_name.replace('.', '/')};"

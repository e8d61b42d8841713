"""What a later version of an app has that an earlier one had not.

A flow is the same when it reads the same kind of data by the same call in the same class and method and lets it out by the
same call in the same class and method; lines move with every release and do not count. Where a maker renames classes at each
build (obfuscation), the same code looks gone and new: :func:`renamed` says when that is likely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ringfence.schema import AppChange, SinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from ringfence.schema import AppAudit, CodePlace, DataAccess, DataFlow

T = TypeVar("T")
_FEW = 3  # below so many on either side nothing is said about renaming
_MOSTLY = 0.5  # share of an app's flows and reads that have to look new and gone at once


def compare(before: AppAudit, after: AppAudit) -> AppChange:
    """Return what ``after`` has that ``before`` had not, and the other way round. Each thing stands once, in its audit's order."""
    permissions = _both(before.permissions, after.permissions, lambda one: one.name)
    flows = _both(_leaving(before), _leaving(after), flow_key)
    accesses = _both(before.accesses, after.accesses, access_key)
    sdks = _both((*before.sdks, *before.packers), (*after.sdks, *after.packers), lambda one: one.id)
    hosts = _both(before.hosts, after.hosts, str.lower)
    blind = _both(before.blind, after.blind, lambda one: (one.kind, one.hides_all))
    return AppChange(
        before,
        after,
        same_app=bool(before.package) and before.package == after.package,
        same_signer=_same_signer(before, after),
        permissions_added=permissions[0],
        permissions_gone=permissions[1],
        flows_added=flows[0],
        flows_gone=flows[1],
        accesses_added=accesses[0],
        accesses_gone=accesses[1],
        sdks_added=sdks[0],
        sdks_gone=sdks[1],
        hosts_added=hosts[0],
        hosts_gone=hosts[1],
        blind_added=blind[0],
        blind_gone=blind[1],
    )


def _leaving(audit: AppAudit) -> tuple[DataFlow, ...]:
    """Return the paths that are compared: what is only handed on inside the app changes with every rewrite and leads nowhere."""
    return tuple(flow for flow in audit.flows if flow.kind is not SinkKind.COMPONENT)


def flow_key(flow: DataFlow) -> tuple[Hashable, ...]:
    """Return what makes a flow the same in two versions: category, way out, and call, class and method of both ends."""
    ends = (flow.steps[0], flow.steps[-1]) if flow.steps else ()
    return (flow.category, flow.kind, *((step.api, *_place_key(step.place)) for step in ends))


def access_key(access: DataAccess) -> tuple[Hashable, ...]:
    """Return what makes a read the same in two versions: category, provider, call, class and method."""
    return (access.category, access.uri, access.api, *_place_key(access.place))


def renamed(change: AppChange) -> bool:
    """Tell whether most reads and flows look new and gone at once, as after a build that renames classes.

    Compared without class and method they agree for the greater part; then single added and gone flows mean little.
    """
    added = len(change.flows_added) + len(change.accesses_added)
    gone = len(change.flows_gone) + len(change.accesses_gone)
    if min(added, gone) < _FEW:
        return False
    of_after = len({flow_key(one) for one in change.after.flows}) + len(
        {access_key(one) for one in change.after.accesses}
    )
    if added < _MOSTLY * of_after:
        return False
    was, now = _nameless(change.flows_gone, change.accesses_gone), _nameless(change.flows_added, change.accesses_added)
    return len(was & now) >= _MOSTLY * len(now)


def _nameless(flows: Iterable[DataFlow], accesses: Iterable[DataAccess]) -> set[tuple[Hashable, ...]]:
    """Return the same keys without the app's own names; calls of the system keep theirs, whatever renames classes."""
    ends = {(one.category, one.kind, *((one.steps[0].api, one.steps[-1].api) if one.steps else ())) for one in flows}
    return {*ends, *((one.category, one.uri, one.api) for one in accesses)}


def _place_key(place: CodePlace) -> tuple[str, str]:
    return place.class_name, place.method


def _same_signer(before: AppAudit, after: AppAudit) -> bool | None:
    """Compare certificates; None when one of them shows none. A signer kept among several counts as the same."""
    was, now = ({signer.sha256.lower() for signer in audit.signers if signer.sha256} for audit in (before, after))
    return bool(was & now) if was and now else None


def _both(before: Iterable[T], after: Iterable[T], key: Callable[[T], Hashable]) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Return (added, gone)."""
    was, now = _by_key(before, key), _by_key(after, key)
    return (
        tuple(one for name, one in now.items() if name not in was),
        tuple(one for name, one in was.items() if name not in now),
    )


def _by_key(things: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    found: dict[Hashable, T] = {}
    for thing in things:
        found.setdefault(key(thing), thing)
    return found

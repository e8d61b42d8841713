"""What comes first: kinds of data and ways out in the order in which they matter to somebody whose address book is rung."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ringfence.schema import Certainty, DataCategory, SinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import AppAudit, DataAccess, DataFlow

CATEGORIES = (
    DataCategory.CONTACTS,
    DataCategory.CALL_LOG,
    DataCategory.SMS,
    DataCategory.PHOTOS,
    DataCategory.LOCATION,
    DataCategory.MICROPHONE,
    DataCategory.CAMERA,
    DataCategory.INPUT,
    DataCategory.INSTALLED_APPS,
    DataCategory.ACCOUNTS,
    DataCategory.CLIPBOARD,
    DataCategory.CALENDAR,
    DataCategory.BROWSER,
    DataCategory.PHONE_NUMBER,
    DataCategory.DEVICE_ID,
    DataCategory.NETWORK_ID,
    DataCategory.SENSOR,
    DataCategory.PROVIDER,
    DataCategory.RECEIVED,
)
KINDS = (
    SinkKind.NETWORK,
    SinkKind.SMS,
    SinkKind.SDK,
    SinkKind.OTHER_APP,
    SinkKind.PROCESS,
    SinkKind.EXTERNAL_FILE,
    SinkKind.FILE,
    SinkKind.LOG,
    SinkKind.COMPONENT,
)
# Ways that can take data off the phone or out of the app's hands; files and the log stay on it.
LEAVES = frozenset({SinkKind.NETWORK, SinkKind.SMS, SinkKind.SDK, SinkKind.OTHER_APP, SinkKind.PROCESS})
_CATEGORY = {one: place for place, one in enumerate(CATEGORIES)}
_KIND = {one: place for place, one in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class FlowGroup:
    """Flows of the same kind of data, way out, reader and sender; the one that is shown comes first."""

    flows: tuple[DataFlow, ...]

    @property
    def first(self) -> DataFlow:
        """Return the one that is shown: resolved before possible, reached before unreached, then the shortest."""
        return self.flows[0]


def outward(audit: AppAudit) -> AppAudit:
    """Return the audit without what is only handed on inside the app: that is no way out and stands in the appendix alone."""
    return replace(audit, flows=tuple(flow for flow in audit.flows if flow.kind is not SinkKind.COMPONENT))


def groups(flows: Iterable[DataFlow]) -> tuple[FlowGroup, ...]:
    """Return the flows in groups, the gravest first, but one of each kind of data and way out before any other of the same."""
    found: dict[tuple[DataCategory, SinkKind, str, str], list[DataFlow]] = {}
    for flow in flows:
        found.setdefault((flow.category, flow.kind, flow.reader, flow.sender), []).append(flow)
    made = sorted((FlowGroup(tuple(sorted(many, key=_worth_showing))) for many in found.values()), key=_gravity)
    leading = {(group.first.category, group.first.kind): group for group in reversed(made)}
    return tuple(sorted(made, key=lambda group: leading[group.first.category, group.first.kind] is not group))


def categories_of(things: Iterable[DataFlow | DataAccess]) -> tuple[DataCategory, ...]:
    """Return the kinds of data of flows or reads, each once, the gravest first."""
    return tuple(sorted({one.category for one in things}, key=_CATEGORY.__getitem__))


def kinds_of(flows: Iterable[DataFlow]) -> tuple[SinkKind, ...]:
    """Return the ways out of flows, each once, the gravest first."""
    return tuple(sorted({one.kind for one in flows}, key=_KIND.__getitem__))


def _worth_showing(flow: DataFlow) -> tuple[bool, bool, int]:
    return flow.certainty is Certainty.POSSIBLE, flow.reachable is False, len(flow.steps)


def _gravity(group: FlowGroup) -> tuple[bool, bool, int, int, bool]:
    """A path off the phone before one that stays on it, an own path before a component's, a sure one before a possible one."""
    flow = group.first
    return (
        flow.kind not in LEAVES,
        flow.certainty is Certainty.POSSIBLE,
        _CATEGORY[flow.category],
        _KIND[flow.kind],
        bool(flow.reader),
    )

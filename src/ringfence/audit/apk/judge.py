"""The one line about an app's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import SinkKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Blind, DataAccess, DataFlow

# Files of its own, the log (which other apps cannot read since Android 4.1) and its own components keep data inside the app.
INSIDE = frozenset({SinkKind.FILE, SinkKind.LOG, SinkKind.COMPONENT})
# With one of these "nothing was seen" would say more than is known: the code that was not seen may do anything.
HIDING = frozenset({"packed", "damaged"})
OPEN = frozenset({"budget", "damaged", "dynamic_loading", "missing_split", "packed", "self_modification"})


def verdict_of(flows: Iterable[DataFlow], accesses: Iterable[DataAccess], blind: Iterable[Blind]) -> Verdict:
    """Return the verdict.

    Code that is packed or damaged as a whole cannot be analysed, whatever its stub shows (what it shows is listed all the same).
    Of an app written for another framework, what its plugins for Android do counts. Native code, reflection and pages from the
    network are said beside the verdict: nearly every app has them. A path that ends inside the app, or begins where no entry
    point leads, is listed and makes no "can send".
    """
    unseen = tuple(blind)
    if any(one.hides_all and one.kind in HIDING for one in unseen):
        return Verdict.NOT_ANALYSABLE
    found = tuple(flows)
    if any(flow.kind not in INSIDE and flow.reachable is not False for flow in found):
        return Verdict.CAN_SEND
    if found or any(True for _ in accesses):
        return Verdict.CAN_READ
    return Verdict.NOT_ANALYSABLE if any(one.hides_all or one.kind in OPEN for one in unseen) else Verdict.NOTHING_SEEN

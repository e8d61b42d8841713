"""All records of a case as they count: read, then with the user's corrections of what was recognised on pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.case.faults import FIELD_ZH
from ringfence.case.fields import corrected
from ringfence.case.shown_names import Named, resolve_names
from ringfence.case.sources import load_records
from ringfence.schema import FixAct, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.case.merge import Records
    from ringfence.case.state import State
    from ringfence.schema import FieldFix, Progress
    from ringfence.vault import Vault


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every source's records, ready for the timeline.

    Attributes:
        named: the records, with the numbers that shown names stand for.
        fixes: what the user corrected, with the rows of today.
        notes: sentences for the list of what is not known.
    """

    named: Named
    fixes: tuple[FieldFix, ...] = ()
    notes: tuple[str, ...] = ()


def gather(vault: Vault, state: State, progress: Progress) -> Gathered:
    """Return the records of every source with the user's corrections."""
    sources: list[Records] = []
    fixes: list[FieldFix] = []
    lost: list[FieldFix] = []
    notes: list[str] = []
    for source in state.sources.values():
        records, sheet = corrected(load_records(vault, source, progress), state.fixes, source.zone)
        sources.append(records)
        notes += undecided(records)
        if sheet is not None:
            fixes += sheet.applied()
            lost += sheet.lost
    named = resolve_names(sources, state.people)
    return Gathered(named, tuple(fixes), (*notes, *lost_notes(lost), *named.notes))


def undecided(records: Records) -> list[str]:
    """Say how many records of a picture are in no timeline because it does not show who reached out to whom."""
    if records.regions is None:
        return []
    frames = [frame for frame in (records.messages, records.calls) if frame is not None]
    count = sum(frame.filter(pl.col("direction") == "unknown").height for frame in frames)
    if not count:
        return []
    told = Said(
        f"截图 {records.source} 有 {count} 条分不清是收到还是发出、呼入还是呼出,没有计入:"
        f"请对照原图,用 ringfence fields {records.source} 写明。",
        f"Screenshot {records.source}: whether {count} were sent or received is not clear; left out. Compare the picture and "
        "say it with "
        f"ringfence fields {records.source}.",
    )
    return [told]


def lost_notes(lost: Sequence[FieldFix]) -> tuple[str, ...]:
    """Say which corrections fit nothing any more; they are not applied to anything."""
    notes: list[str] = []
    for source in dict.fromkeys(fix.source for fix in lost):
        mine = [fix for fix in lost if fix.source == source]
        fields = {FIELD_ZH.get(change.field, change.field) for fix in mine for change in fix.changes}
        if any(fix.act is FixAct.DROP for fix in mine):
            fields.add("去掉的记录")
        named = "、".join(sorted(fields))
        notes.append(
            Said(
                f"截图 {source} 有 {len(mine)} 处您的更正({named})对不上现在的识别结果,没有采用:"
                f"请用 ringfence fields {source} 重新核对。",
                f"Screenshot {source}: {len(mine)} of your corrections no longer fit what was recognised and were not used; "
                "check again "
                f"with ringfence fields {source}.",
            )
        )
    return tuple(notes)

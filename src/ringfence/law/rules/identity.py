"""Who collects and whether they say so: CN-CON-010 and CN-CON-011."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import CALLS
from ringfence.law.rules.outcome import Outcome, hits, judges
from ringfence.schema import EventKind, NumberKind, PartyType, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

PRIVATE = (EventKind.SMS.value, EventKind.MMS.value, *CALLS)


@judges("CN-CON-010")
def did_not_say_who(docket: Docket, _rule: Rule) -> Outcome:
    """A connected call, long enough to say so, in which by report the caller did not say for whom they call."""
    calls = docket.events.filter(
        pl.col("approach") & pl.col("kind").is_in(CALLS) & pl.col("connected").fill_null(value=False)
    )
    long_enough = (pl.col("duration_s") >= docket.settings.identify_s).fill_null(value=False)
    silent = (~pl.col("identified")).fill_null(value=False)
    unknown = calls.filter(silent & pl.col("duration_s").is_null())
    untold = calls.filter(long_enough & pl.col("identified").is_null())
    missing = (
        *(
            (
                Said(
                    "有的通话没有时长,不知道对方来不来得及表明身份。",
                    "Some calls have no length; whether there was time to say who called is not known.",
                ),
            )
            if unknown.height
            else ()
        ),
        *(
            (
                Said(
                    "接通的催收电话里,没有记录对方是否说明代表哪家机构。",
                    "For the connected collection calls it was not recorded whether they said for whom they called.",
                ),
            )
            if untold.height == calls.height > 0
            else ()
        ),
    )
    return Outcome(hits(calls.filter(silent & long_enough)), missing)


@judges("CN-CON-011")
def private_lines(docket: Docket, _rule: Rule) -> Outcome:
    """An outside agency that collects by instant message or from a mobile number."""
    agencies = [party.id for party in docket.matter.parties if party.type is PartyType.AGENCY]
    mobile = pl.col("kind").is_in(PRIVATE) & (pl.col("address_kind") == NumberKind.MOBILE.value)
    private = docket.events.filter(
        pl.col("pressing") & ((pl.col("kind") == EventKind.IM.value) | mobile.fill_null(value=False))
    )
    found = private.filter(pl.col("speaker").is_in(agencies).fill_null(value=False))
    open_ones = private.filter(pl.col("speaker").is_null())
    missing = (
        (
            Said(
                "有用手机号码或聊天账号进行的催收,但不知道是不是外部催收机构所为。",
                "There is collection from mobile numbers or chat accounts; whether an outside agency did it is not known.",
            ),
        )
        if open_ones.height
        else ()
    )
    return Outcome(hits(found), missing)

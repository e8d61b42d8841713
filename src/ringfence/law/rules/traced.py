"""What a trace shows: CN-COL-008B (changed calling numbers), CN-3P-010 (where the contacts' numbers came from)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.rules.outcome import Outcome, Variant, hits, judges
from ringfence.law.rules.told import told
from ringfence.schema import Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

CAPTURE = "capture"


@judges("CN-COL-008B")
def changed_numbers(docket: Docket, _rule: Rule) -> Outcome:
    """Calls and texts from numbers that by the carrier's trace were changed or virtual."""
    parts = [hits(docket.events.clear())]
    for lender, _, one in told(docket):
        if one.spoofed:
            from_them = pl.col("address_key").is_in(list(one.spoofed)) & (pl.col("lender") == lender)
            parts.append(hits(docket.events.filter(pl.col("approach") & from_them), counted=pl.col("address_key")))
    return Outcome(pl.concat(parts).unique("event", maintain_order=True))


@judges("CN-3P-010")
def source_of_the_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """Somebody reached whose number stood only in the address book given to the app; or, with a capture, anybody undeclared.

    A canary is invented and known to nobody else, so one call to it says where the number came from. A capture shows that the
    address book was sent, not that this call came of it.
    """
    known = {person.id for person in docket.matter.people}
    undeclared = [person.id for person in docket.matter.people if person.declared is False]
    parts = [hits(docket.events.clear())]
    missing: tuple[str, ...] = ()
    for lender, _, one in told(docket):
        aimed = docket.events.filter(pl.col("inward") & pl.col("outsider") & (pl.col("lender") == lender))
        caught = aimed.filter(pl.col("person").is_in(list(one.canary)))
        if set(one.canary) - known:
            missing = (
                Said(
                    "有蜜罐联系人没有登记在“人物”里,不能和记录对上。",
                    "An invented contact is not among the people of the case and cannot be matched with the records.",
                ),
            )
        parts.append(hits(caught, counted=pl.col("person")))
        if caught.is_empty() and one.captured:
            reached = aimed.filter(pl.col("approach") & pl.col("person").is_in(undeclared))
            parts.append(hits(reached, counted=pl.col("person"), variant=CAPTURE))
    doubt = Said(
        "抓包只证明通讯录被上传,不能单独证明这些电话就是用它打的。",
        "A capture proves only that the contacts were uploaded, not by itself that these calls were made with them.",
    )
    variants = {CAPTURE: Variant(review_zh=doubt)}
    return Outcome(pl.concat(parts).unique("event", maintain_order=True), missing, variants=variants)

"""The debt made public: CN-3P-007."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.rules.contacts import has_flag
from ringfence.law.rules.outcome import Outcome, Variant, hits, judges
from ringfence.schema import EventKind, FindingKind, Flag, Said, display_phone

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

PUBLIC = tuple(kind.value for kind in (EventKind.GROUP_MSG, EventKind.POST, EventKind.POSTER))
UNCLEAR = "unclear"


@judges("CN-3P-007")
def published(docket: Docket, _rule: Rule) -> Outcome:
    """Group messages, posts and posters about the debt.

    With the borrower's name, id or number in the text it is certain who is meant; where only the content speaks for it (amount
    told, exposure) the finding is an indication and a person must look. A group of one other reader is no public.
    """
    public = docket.events.filter(
        pl.col("labelled") & pl.col("kind").is_in(PUBLIC) & (pl.col("audience").is_null() | (pl.col("audience") > 1))
    )
    named = _names(docket)
    clear = public.filter(named)
    unclear = public.filter(~named & (has_flag(Flag.EXPOSURE) | has_flag(Flag.AMOUNT_DISCLOSED)))
    rest = public.height - clear.height - unclear.height
    return Outcome(
        pl.concat([hits(clear), hits(unclear, variant=UNCLEAR)]),
        missing=(
            Said(
                f"有{rest}条公开的催收信息看不出说的是您,没有计入。",
                f"{rest} published collection message(s) do not show that they are about you; left out.",
            ),
        )
        if rest
        else (),
        variants={
            UNCLEAR: Variant(
                claims=FindingKind.INDICATION,
                review_zh=Said(
                    "请确认公开的内容能让别人认出是您。",
                    "Make sure that others can tell from what was published that it is you.",
                ),
            )
        },
    )


def _names(docket: Docket) -> pl.Expr:
    """Tell whether a text names the borrower."""
    borrower = docket.matter.borrower
    words = [borrower.name, borrower.id_number, *(display_phone(key) for key in borrower.numbers)]
    kept = [word for word in words if len(word) >= 2]
    if not kept:
        return pl.lit(value=False)
    return pl.any_horizontal(pl.col("text").str.contains(word, literal=True).fill_null(value=False) for word in kept)

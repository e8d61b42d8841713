"""What is told about one lender, up to the day of judging, read together with who the lender is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.law.docket import lender_behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.schema import Circumstances


def told(docket: Docket) -> Iterator[tuple[str, str, Circumstances]]:
    """Yield (lender, subject, what is told); the subject keeps what is told of two collectors of one lender apart.

    Told twice of the same party, the later counts, as in the case's log.
    """
    for one in {one.lender: one for one in docket.matter.circumstances}.values():
        lender = lender_behind(docket.matter, one.lender) or one.lender
        yield lender, "" if lender == one.lender else one.lender, _until(one, docket.matter.as_of)


def _until(one: Circumstances, as_of: date) -> Circumstances:
    """Leave out what is dated later than the day of judging."""

    def past(day: date | None) -> date | None:
        return day if day is not None and day <= as_of else None

    return replace(
        one,
        settled=past(one.settled),
        consent_withdrawn=past(one.consent_withdrawn),
        used_after=past(one.used_after),
        leak_known=past(one.leak_known),
        extras=tuple(extra for extra in one.extras if extra.day <= as_of),
        posts=tuple(post for post in one.posts if post.day <= as_of),
    )

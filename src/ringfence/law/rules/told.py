"""What is told about one lender, read together with who the lender is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.docket import lender_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.law.docket import Docket
    from ringfence.schema import Circumstances


def told(docket: Docket) -> Iterator[tuple[str, str, Circumstances]]:
    """Yield (lender, subject, what is told); the subject keeps what is told of two collectors of one lender apart."""
    for one in docket.matter.circumstances:
        lender = lender_behind(docket.matter, one.lender) or one.lender
        yield lender, "" if lender == one.lender else one.lender, one

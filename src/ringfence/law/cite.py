"""Citations by the day and the type of lender, for papers that rest on articles instead of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.errors import PackError
from ringfence.schema import PartyType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringfence.law.pack import Pack
    from ringfence.schema import Citation


def cite(pack: Pack, facts: Iterable[str], day: date, kind: PartyType = PartyType.UNKNOWN) -> tuple[Citation, ...]:
    """Return those of ``facts`` that are in force on ``day`` and bind a lender of that type, in their order.

    Args:
        pack: law data.
        facts: ids.
        day: of writing, or of the act.
        kind: of the lender; UNKNOWN leaves only what binds anybody.

    Raises:
        PackError: a fact is not in the pack.
    """
    found: list[Citation] = []
    for name in facts:
        fact = pack.facts.get(name)
        if fact is None:
            raise PackError("facts", name, "文书引用了不存在的条文", "a paper cites a fact that is not there")
        if fact.in_force(day) and fact.covers(kind):
            found.append(fact.citation())
    return tuple(found)

"""Two versions of one policy: what was added, removed or changed about each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.policy.split import plain
from ringfence.schema import PolicyChange, PolicyMove, PolicyVerdict

if TYPE_CHECKING:
    from ringfence.schema import PolicyCheck, PolicyClause, PolicyPoint


def compare_policies(before: PolicyCheck, after: PolicyCheck) -> tuple[PolicyChange, ...]:
    """Return one change for each question both have, in the order of the table.

    Only quoted clauses are compared (three for an answer at most), by their words without layout.
    """
    pairs = ((one, after.point(one.question)) for one in before.points)
    return tuple(_change(old, new) for old, new in pairs if new is not None)


def _change(old: PolicyPoint, new: PolicyPoint) -> PolicyChange:
    gained, lost = _only(new, old), _only(old, new)
    if old.verdict is not new.verdict:
        move = PolicyMove.CHANGED
        if old.verdict is PolicyVerdict.ABSENT:
            move = PolicyMove.ADDED
        elif new.verdict is PolicyVerdict.ABSENT:
            move = PolicyMove.REMOVED
    else:
        move = PolicyMove.REWORDED if gained or lost else PolicyMove.SAME
    return PolicyChange(old, new, move, gained, lost)


def _only(one: PolicyPoint, other: PolicyPoint) -> tuple[PolicyClause, ...]:
    known = {plain(clause.text) for clause in other.clauses}
    return tuple(clause for clause in one.clauses if plain(clause.text) not in known)

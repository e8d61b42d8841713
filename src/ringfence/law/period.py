"""Which law stood when: a rule against one type of lender, cut into periods within which a finding claims the same.

Citations are filtered by day and type of lender before anything is said about rank. A new period starts where the kind of finding
changes, or where a citation that carries the rule has ended (2026-01-01: the Public Security Administration Punishments Law), so
that old acts are never held against new articles.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ringfence.law.pack import Carries, RuleKind
from ringfence.schema import Confidence, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.law.pack import Cite, Rule
    from ringfence.schema import PartyType

STRENGTH = (FindingKind.HINT, FindingKind.BENCHMARK, FindingKind.INDICATION, FindingKind.BREACH)
UNFOUNDED = frozenset({RuleKind.HEURISTIC, RuleKind.DRAFT})  # hints that rest on no law in force
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days within which one kind of finding holds.

    Attributes:
        last: last day; None while the law stands.
        cites: all citations that are in force on some day of it.
    """

    first: date
    last: date | None
    kind: FindingKind
    cites: tuple[Cite, ...]

    @property
    def suffix(self) -> str:
        """Return what its findings' ids end with: nothing for the law that stands today."""
        return "" if self.last is None else f":until-{self.last.isoformat()}"

    def holds(self, day: date) -> bool:
        """Tell whether ``day`` lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def periods(
    rule: Rule, lender: PartyType, *, without: frozenset[str] = frozenset(), claims: FindingKind | None = None
) -> tuple[Period, ...]:
    """Return the periods of ``rule`` against a lender of that type, oldest first; none when nothing may ever be cited.

    Args:
        rule: the rule.
        lender: type that decides.
        without: facts that may not be cited for the hits at hand.
        claims: the most the hits at hand may claim.
    """
    if rule.applies_to is not None and lender not in rule.applies_to:
        return ()
    if rule.kind in UNFOUNDED:
        return (Period(date.min, None, FindingKind.HINT, ()),)
    usable = [cite for cite in rule.cites if cite.applies(lender) and cite.fact.id not in without]
    found: list[Period] = []
    for first, last in _stretches(usable):
        active = in_force(usable, first)
        kind = kind_of(rule, active, claims)
        if kind is None:
            continue
        previous = found[-1] if found else None
        if previous is not None and previous.kind is kind and _goes_on(previous, first):
            found[-1] = Period(previous.first, last, kind, _union(previous.cites, active))
        else:
            found.append(Period(first, last, kind, tuple(active)))
    return tuple(found)


def in_force(cites: Iterable[Cite], day: date) -> list[Cite]:
    """Return the citations in force on ``day``; a binding support needs a binding citation that carries."""
    active = [cite for cite in cites if cite.fact.in_force(day)]
    carriers = [cite for cite in active if cite.carries is not Carries.SUPPORT]
    binding = any(cite.fact.law.rank.binding for cite in carriers)
    return [
        cite
        for cite in active
        if cite.carries is not Carries.SUPPORT or (carriers and (binding or not cite.fact.law.rank.binding))
    ]


def kind_of(rule: Rule, active: Sequence[Cite], claims: FindingKind | None = None) -> FindingKind | None:
    """Return what may be claimed with these citations, None when none of them carries the rule.

    A bright line is a breach only if a binding citation is the line itself and is more than memory. A
    binding citation that is a principle makes an indication. Standards and self-regulation alone make a benchmark; information is
    a hint. ``rule.claims`` and ``claims`` cap the result.
    """
    if rule.kind in UNFOUNDED:
        return FindingKind.HINT
    carriers = [cite for cite in active if cite.carries is not Carries.SUPPORT]
    if not carriers:
        return None
    binding = [cite for cite in carriers if cite.fact.law.rank.binding]
    line = any(cite.carries is Carries.LINE and cite.fact.confidence is not Confidence.MEMORY for cite in binding)
    if rule.kind is RuleKind.INFO:
        kind = FindingKind.HINT
    elif not binding:
        kind = FindingKind.BENCHMARK
    elif rule.kind is RuleKind.BRIGHT_LINE and line:
        kind = FindingKind.BREACH
    else:
        kind = FindingKind.INDICATION
    caps = [cap for cap in (rule.claims, claims) if cap is not None]
    return min([kind, *caps], key=STRENGTH.index)


def _stretches(cites: Sequence[Cite]) -> list[tuple[date, date | None]]:
    """Return the stretches of days between the days on which something comes into or goes out of force."""
    cuts: set[date] = set()
    for cite in cites:
        if cite.fact.effective_from is None:
            continue
        cuts.add(cite.fact.effective_from)
        if cite.fact.effective_to is not None:
            cuts.add(cite.fact.effective_to + _ONE)
    days = sorted(cuts)
    return [(day, days[place + 1] - _ONE if place + 1 < len(days) else None) for place, day in enumerate(days)]


def _goes_on(previous: Period, first: date) -> bool:
    """Tell whether the law of the previous period still stands on ``first``: nothing that carried it has ended."""
    ended = any(
        cite.carries is not Carries.SUPPORT and cite.fact.effective_to is not None and cite.fact.effective_to < first
        for cite in previous.cites
    )
    return previous.last == first - _ONE and not ended


def _union(before: Sequence[Cite], after: Sequence[Cite]) -> tuple[Cite, ...]:
    return (*before, *(cite for cite in after if cite not in before))

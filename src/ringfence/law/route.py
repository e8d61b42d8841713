"""Where to go against each lender, in order: the pack's plan for its type, with the findings that belong to each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.docket import lender_behind
from ringfence.law.pack import Concern
from ringfence.schema import FindingKind, PartyType, Route, RouteStep, Said, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.law.pack import Pack, Plan, PlanStep
    from ringfence.schema import Finding, Matter, Party

REFUSED = "CN-3P-004"  # somebody told them to stop and they went on
POLICE = frozenset({Concern.POLICE, Concern.POLICE_AFTER_REFUSAL})
UNLAWFUL = frozenset({FindingKind.BREACH, FindingKind.INDICATION})


def routes(matter: Matter, findings: Sequence[Finding], pack: Pack) -> tuple[Route, ...]:
    """Return one route per lender with findings, in the order of the matter's parties, the unknown one last.

    None for a pack that knows no channels. Hints go nowhere; nor do findings against nobody in particular (an entry of a credit
    report) ask to look for a lender.
    """
    if not pack.plans:
        return ()
    known = [party.id for party in matter.parties]
    findings = [one for one in findings if one.kind is not FindingKind.HINT]
    lenders = sorted(
        {finding.lender for finding in findings if _leads_somewhere(finding, pack)},
        key=lambda lender: (lender is None, known.index(lender) if lender in known else len(known), lender or ""),
    )
    found = [_route(matter, lender, [one for one in findings if one.lender == lender], pack) for lender in lenders]
    return tuple(route for route in found if route.lender is not None or route.steps)


def _leads_somewhere(finding: Finding, pack: Pack) -> bool:
    """Tell whether a finding belongs to some office; a reminder, or a slow office, opens no way against a lender."""
    rule = pack.rules.get(finding.rule)
    return finding.kind is not FindingKind.HINT and (rule is None or bool(rule.concerns))


def _route(matter: Matter, lender: str | None, findings: Sequence[Finding], pack: Pack) -> Route:
    party = matter.party(lender)
    plan = pack.plans[_plan_type(party)]
    steps = [_step(step, findings, pack) for step in plan.steps]
    kept = [step for step in steps if step is not None]
    orders = sorted({step.order for step in kept})
    renumbered = tuple(
        RouteStep(orders.index(step.order) + 1, step.channel, step.why_zh, step.findings) for step in kept
    )
    return Route(lender, renumbered, _note(plan, matter, party))


def _plan_type(party: Party | None) -> PartyType:
    """Return the type whose plan is followed; an agency that nobody is known to have sent is unknown."""
    if party is None or party.type is PartyType.AGENCY:
        return PartyType.UNKNOWN
    return party.type


def _step(step: PlanStep, findings: Sequence[Finding], pack: Pack) -> RouteStep | None:
    mine = tuple(finding.id for finding in findings if _belongs(finding, step, findings, pack))
    if not mine and not step.always:
        return None
    return RouteStep(step.order, pack.channels[step.channel], step.why_zh, mine)


def _belongs(finding: Finding, step: PlanStep, findings: Iterable[Finding], pack: Pack) -> bool:
    """Tell whether a finding belongs to a step.

    To the police go only findings with a binding article: acts like offences at once, pestering only once somebody had told this
    lender to stop and it went on.
    """
    rule = pack.rules.get(finding.rule)
    concerns = rule.concerns & step.takes if rule is not None else frozenset()
    if not step.takes:
        return True
    if step.takes & POLICE:
        if finding.kind not in UNLAWFUL:
            return False
        if concerns == {Concern.POLICE_AFTER_REFUSAL}:
            return any(other.rule == REFUSED for other in findings)
    return bool(concerns)


def _note(plan: Plan, matter: Matter, party: Party | None) -> str:
    """Return what is said once for the whole way."""
    parts = [plan.note_zh]
    if plan.lender_type is PartyType.UNKNOWN:
        parts.insert(0, plan.order_text)
    if party is not None:
        platforms = [
            other.name or other.id
            for other in matter.parties
            if other.type is PartyType.ASSIST_PLATFORM
            and other.id != party.id
            and lender_behind(matter, other.id) == party.id
        ]
        if platforms:
            parts.append(
                Said(
                    f"平台({'、'.join(platforms)})和放款机构同时投诉",
                    f"complain to the platform ({', '.join(platforms)}) and the lender at once",
                )
            )
    return together(parts, ";", "; ")

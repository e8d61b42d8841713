"""The first screen: what happened, what is wrong about it, what to do today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.counts import whole
from ringfence.respond.faults import gravest_first, to_confirm
from ringfence.respond.typography import span
from ringfence.schema import FindingKind

if TYPE_CHECKING:
    from ringfence.respond.counts import Counts
    from ringfence.respond.faults import Faults
    from ringfence.respond.wording import Wording
    from ringfence.schema import Action, Dossier

FAULTS, ACTIONS = 6, 5  # what fits a screen of 1280 x 800


def front(dossier: Dossier, faults: Faults, words: Wording) -> dict[str, Any]:
    """Return the first screen's content."""
    counts = whole(dossier)
    wrongs = [finding for finding in gravest_first(dossier.findings) if finding.kind is not FindingKind.HINT]
    lines = faults.short(wrongs)  # a reminder of the borrower's own deadline is no wrong of anybody's
    waiting = len(to_confirm(dossier.findings))
    steps = [_step(action, faults, words) for action in dossier.actions]
    more = []
    if len(lines) > FAULTS:
        more.append(words("faults_more", n=len(lines) - FAULTS))
    if waiting:
        more.append(words("confirm_more", n=waiting))
    return {
        "lead": _lead(counts, words),
        "figures": _figures(counts, words),
        "faults": lines[:FAULTS],
        "faults_more": more,
        "faults_rest": max(0, len(lines) - FAULTS),
        "faults_waiting": waiting,
        "actions": steps[:ACTIONS],
        "actions_more": steps[ACTIONS:],
        "help": words.rich("help_line"),
    }


def _lead(counts: Counts, words: Wording) -> list[tuple[str, bool]]:
    if not counts.attempts:
        return words.rich("lead_none")
    roles = words("list_glue").join(words("role_count", role=words.role(role.value), n=n) for role, n in counts.roles)
    return words.rich(
        "lead",
        span=span(counts.first, counts.last, words.lang),
        attempts=counts.attempts,
        calls=counts.calls,
        written=counts.written,
        other=counts.other,
        quiet=counts.quiet,
        people=counts.people,
        roles=roles,
    )


def _figures(counts: Counts, words: Wording) -> list[tuple[str, str]]:
    shown = (
        (counts.attempts, "figure_attempts"),
        (counts.quiet, "figure_quiet"),
        (counts.people, "figure_people"),
        (counts.days, "figure_days"),
    )
    return [(f"{n:,}", words(key)) for n, key in shown] if counts.attempts else []


def _step(action: Action, faults: Faults, words: Wording) -> dict[str, Any]:
    return {
        "title": faults.said(action.title_zh),
        "why": faults.said(action.why_zh),
        "due": faults.said(action.due_zh),
        "document": words("todo_file", name=faults.said(action.document)) if action.document else "",
        "urgent": action.urgent,
        "stem": action.document,
        "about": action.about,
    }

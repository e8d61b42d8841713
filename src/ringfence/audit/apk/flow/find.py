"""From an app's code to the paths on which personal data can leave."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.budget import DEFAULT, Budget
from ringfence.audit.apk.flow.findings import Findings
from ringfence.audit.apk.flow.lifecycle import Driver
from ringfence.audit.apk.flow.machine import Machine
from ringfence.audit.apk.flow.manifest import Components, Screens
from ringfence.audit.apk.flow.report import Places, blinds_of, flows_of
from ringfence.audit.apk.flow.summaries import Summaries
from ringfence.audit.apk.flow.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.flow.cache import SummaryCache
    from ringfence.audit.apk.models import Models
    from ringfence.audit.apk.resources import Layout, Manifest
    from ringfence.schema import Blind, DataFlow

METHODS_A_CLASS = 8


@dataclass(frozen=True, slots=True)
class FlowReport:
    """What the solver found.

    Attributes:
        flows: paths out of the app, and into its own storage and logs.
        handovers: personal data put into an Intent that surely stays in the app: the system carries it, nobody else gets it.
        blind: what could not be followed.
        counts: figures (instructions interpreted, findings).
    """

    flows: tuple[DataFlow, ...]
    handovers: tuple[DataFlow, ...] = ()
    blind: tuple[Blind, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


def find_flows(
    program: Program,
    manifest: Manifest,
    layouts: Sequence[Layout],
    models: Models,
    *,
    budget: Budget = DEFAULT,
    cache: SummaryCache | None = None,
    progress: Callable[[str, float], None] | None = None,
    received: bool = False,
) -> FlowReport:
    """Follow personal data through an app.

    ``received``: take what other apps send by Intent as personal data too. ``progress``: called with a word and a share of the work.
    """
    findings = Findings()
    world = World(program, models, findings)
    world.components = Components(manifest, program)
    world.screens = Screens(layouts)
    world.received = received
    machine = Machine(program, world, budget.instructions)
    machine.labels = findings.labels
    world.routines = machine.routines
    own = sum(1 for cls in program.classes if world.is_app(cls))
    large = program.method_count > budget.large and own > budget.large // METHODS_A_CLASS
    machine.deadline = time.process_time() + (budget.large_seconds if large else budget.seconds)
    driver = Driver(machine)
    if progress is not None:
        progress("flow", 0.0)
    driver.run(budget.per_component)
    if progress is not None:
        progress("flow", 0.5)
    found = dict(findings.found)
    counts = [("instructions", machine.steps)]
    if large or driver.spent:
        known = {(f.label.site.method, f.label.site.offset, f.site.method, f.site.offset) for f in found.values()}
        blinds = findings.blinds
        findings.found, findings.blinds = {}, {}
        summaries = Summaries(world, cache, budget.summary_seconds)
        for number, finding in enumerate(summaries.find()):
            key = (finding.label.site.method, finding.label.site.offset, finding.site.method, finding.site.offset)
            if key not in known:
                found["summary", number] = finding
        findings.blinds = blinds
        if not summaries.spread.spent:
            driver.spent.clear()
        counts += [("methods looked at alone", summaries.spread.looked), ("methods run alone", summaries.run_count)]
    if progress is not None:
        progress("flow", 1.0)
    places = Places()
    out = flows_of((f for f in found.values() if not f.inside), places)
    inside = flows_of((f for f in found.values() if f.inside), places, "H")
    counts.append(("flows", len(out)))
    return FlowReport(out, inside, blinds_of(findings, driver.spent, places), tuple(counts))

"""From an app's code to the paths on which personal data can leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.budget import DEFAULT, Budget
from ringfence.audit.apk.flow.findings import Findings
from ringfence.audit.apk.flow.lifecycle import Driver
from ringfence.audit.apk.flow.machine import Machine
from ringfence.audit.apk.flow.manifest import Components, Screens
from ringfence.audit.apk.flow.report import Places, blinds_of, flows_of
from ringfence.audit.apk.flow.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.models import Models
    from ringfence.audit.apk.resources import Layout, Manifest
    from ringfence.schema import Blind, DataFlow


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
    cache: object = None,
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
    driver = Driver(machine)
    if progress is not None:
        progress("flow", 0.0)
    driver.run(budget.per_component)
    places = Places()
    found = list(findings.found.values())
    out = flows_of((f for f in found if not f.inside), places)
    inside = flows_of((f for f in found if f.inside), places, "H")
    counts = (("instructions", machine.steps), ("flows", len(out)))
    return FlowReport(out, inside, blinds_of(findings, driver.spent, places), counts)

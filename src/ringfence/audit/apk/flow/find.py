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
from ringfence.audit.apk.flow.reach import mark_reachable
from ringfence.audit.apk.flow.report import Places, blinds_of, flows_of
from ringfence.audit.apk.flow.summaries import Summaries
from ringfence.audit.apk.flow.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.flow.cache import SummaryCache
    from ringfence.audit.apk.flow.findings import Finding
    from ringfence.audit.apk.flow.values import Atom
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
    texts: Callable[[int], str | None] | None = None,
) -> FlowReport:
    """Follow personal data through an app.

    Args:
        program: the app's code.
        manifest: what it declares.
        layouts: its screens.
        models: what is known of its platform.
        budget: what it may cost.
        cache: edges of methods from earlier apps; closed by whoever opened it.
        progress: called with a word and a share of the work.
        received: take what other apps send by Intent as personal data too.
        texts: text of a string resource by its id.
    """
    world = World(program, models, Findings())
    world.components = Components(manifest, program)
    world.screens = Screens(layouts)
    world.received = received
    world.resources = texts or _no_text
    tell = progress or _silent
    tell("flow", 0.0)
    counts: dict[str, int] = {}
    found: dict[Any, Finding] = {}
    large = _is_large(world, budget)
    whole = True
    if large:
        whole = _method_by_method(world, budget, cache, found, counts)
        tell("flow", 0.6)
    driver, findings = _from_entry_points(world, budget, found, counts, large=large)
    if driver.spent and not large:
        tell("flow", 0.6)
        whole = _method_by_method(world, budget, cache, found, counts)
    if whole and (large or driver.spent):
        driver.spent.clear()  # what the one way left unseen, the other saw
    tell("flow", 1.0)
    places = Places()
    out = flows_of((f for f in found.values() if not f.inside), places)
    inside = flows_of((f for f in found.values() if f.inside), places, "H")
    counts["flows"] = len(out)
    cut = driver.spent if whole else [*driver.spent, f"L{manifest.package.replace('.', '/')};"]
    return FlowReport(out, inside, blinds_of(findings, cut, places), tuple(counts.items()))


def _no_text(_number: int) -> str | None:
    """No resources are at hand."""
    return None


def _silent(_word: str, _share: float) -> None:
    """Nobody listens."""


def _is_large(world: World, budget: Budget) -> bool:
    program = world.program
    if program.method_count <= budget.large:
        return False
    return sum(1 for cls in program.classes if not world.is_skipped(cls)) > budget.large // METHODS_A_CLASS


def _place(finding: Finding) -> Atom:
    source, sink = finding.label.site, finding.site
    return (source.method, source.offset, sink.method, sink.offset)


def _from_entry_points(
    world: World, budget: Budget, found: dict[Any, Finding], counts: dict[str, int], *, large: bool
) -> tuple[Driver, Findings]:
    """Run the app; of a large one only the components that ways found before lead through. What is found so is sure."""
    findings = world.findings = Findings()
    machine = Machine(world.program, world, budget.large_instructions if large else budget.instructions)
    machine.labels = findings.labels
    world.routines = machine.routines
    machine.deadline = time.process_time() + budget.seconds
    driver = Driver(machine)
    touched = {_outer(step.site.method.ref.cls) for f in found.values() for step in f.trail.steps()} if large else None
    driver.run(budget.large_per_component if large else budget.per_component, touched)
    counts["instructions"] = machine.steps
    known = {_place(f) for f in findings.found.values()}
    for key in [k for k, f in found.items() if _place(f) in known]:
        del found[key]
    found.update(findings.found)
    return driver, findings


def _outer(cls: str) -> str:
    return cls.rstrip(";").partition("$")[0]


def _method_by_method(
    world: World, budget: Budget, cache: SummaryCache | None, found: dict[Any, Finding], counts: dict[str, int]
) -> bool:
    """Look at methods alone, from the sources outwards. False when the time was used up before."""
    known = {_place(f) for f in found.values()}
    kept, world.findings = world.findings, Findings()
    summaries = Summaries(world, cache, budget.summary_seconds)
    alone = [finding for finding in summaries.find() if _place(finding) not in known]
    if alone:
        mark_reachable(alone, world)
    found.update({("summary", number): finding for number, finding in enumerate(alone)})
    world.findings = kept
    counts["methods looked at alone"] = summaries.spread.looked
    counts["methods run alone"] = summaries.run_count
    return not summaries.spread.spent

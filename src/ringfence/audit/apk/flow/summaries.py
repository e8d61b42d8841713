"""The large-program way: sources by a sweep over the code, methods looked at alone, their edges kept on disk."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.labels import Label
from ringfence.audit.apk.flow.local import Local
from ringfence.audit.apk.flow.machine import Machine
from ringfence.audit.apk.flow.spread import Spread, Way
from ringfence.audit.apk.flow.watch import Answers

if TYPE_CHECKING:
    from ringfence.audit.apk.dex import FieldRef
    from ringfence.audit.apk.flow.cache import SummaryCache
    from ringfence.audit.apk.flow.findings import Finding
    from ringfence.audit.apk.flow.local import Edges
    from ringfence.audit.apk.flow.routine import Routine
    from ringfence.audit.apk.flow.watch import Question
    from ringfence.audit.apk.flow.world import Settled, World


class Summaries:
    """Edges of methods, run or remembered, and the search over them."""

    def __init__(self, world: World, cache: SummaryCache | None, seconds: float) -> None:
        self.world = world
        self.machine = Machine(world.program, world, 0)
        world.routines = self.machine.routines
        world.routines.watcher = world
        self.local = Local(self.machine)
        self.cache = cache
        self.answers = Answers(world, cache.digest) if cache is not None else None
        self.run_count = 0
        self.deadline = time.process_time() + seconds
        world.settle = self._settle
        self.spread = Spread(world, self.machine.routines, self.edges_of, self.deadline)

    def find(self) -> list[Finding]:
        """All findings."""
        self.world.program.expect_questions(self.cache)
        starts = self._sources()
        self.spread.run(starts)
        self._callbacks()
        if self.cache is not None:
            self.cache.save()
        return list(self.spread.found.values())

    # ---------------------------------------------------------------- sources

    def _sources(self) -> list[Routine]:
        program, models = self.world.program, self.world.models
        classes = self._classes_with_sources()
        refs = []
        for ref in program.method_refs(classes, models.source_names):
            rule = models.find(ref.cls, ref.name, ref.proto)
            if rule is None and ref.cls in program.classes and program.resolve(*ref) is None:
                above = next((t for t in self.world.ancestors(ref.cls) if t not in program.classes), "")
                rule = models.find(above, ref.name, ref.proto) if above else None
            if rule is not None and rule.gives and not (rule.gives == "received" and rule.does == "icc.own_intent"):
                refs.append(ref)
        fields = [
            r
            for r in program.field_refs(names={rule.key for rule in models.field_rules() if rule.gives})
            if self._is_source(r)
        ]
        refs += program.method_refs(
            {"Ljava/lang/reflect/Method;"}, {"invoke"}
        )  # the source itself may be called by name
        sites = [*program.callers_of(refs), *(program.uses_of_fields(fields) if fields else ())]
        routines = dict.fromkeys(self.machine.routines.of(site.method) for site in sites)
        return [r for r in routines if not self.world.is_skipped(r.ref.cls)]

    def _classes_with_sources(self) -> set[str]:
        """Classes under which code may name a method that yields personal data: the models' own, and those below them."""
        program, models = self.world.program, self.world.models
        found = {rule.cls for rule in models.rules() if rule.gives and rule.does != "icc.own_intent"}
        below = {cls for cls in models.types() if not found.isdisjoint(models.ancestors(cls))}
        return found | below | {sub for cls in found | below for sub in program.subtypes(cls)}

    def _is_source(self, ref: FieldRef) -> bool:
        rule = self.world.models.field(ref.cls, ref.name)
        return rule is not None and bool(rule.gives)

    def _callbacks(self) -> None:
        """Methods of the program that the platform hands personal data to."""
        from ringfence.schema import DataCategory  # noqa: PLC0415 -- beside its only use

        facts = []
        for type_, callback in self.world.models.callbacks.items():
            rules = [r for r in callback.methods if r.gives and r.at.root >= 1 and r.gives in set(DataCategory)]
            if not rules:
                continue
            for cls in self.world.program.subtypes(type_):
                if self.world.is_skipped(cls):
                    continue
                for rule in rules:
                    name, _, rest = rule.key.partition("(")
                    for routine in self.world.methods_named(cls, name, None, f"({rest}" if rest else None):
                        label = Label(routine.site(0), DataCategory(rule.gives), str(routine.ref), "", rule.permissions)
                        way = Way(((routine.definition, 0, str(routine.ref), "source"),), frozenset())
                        facts.append((label, routine, ("P", rule.at.root), way))
        self.spread.follow(facts)

    # ---------------------------------------------------------------- one method

    def edges_of(self, routine: Routine) -> Edges:
        """The edges of a method: remembered when the same code was looked at before, under the same circumstances."""
        cache = self.cache
        if cache is None or self.answers is None:
            return self._run(routine)
        held = cache.get(routine, self.answers)
        if held is not None:
            return held
        asked: set[Question] = set()
        self.world.watch = asked
        edges = self._run(routine)
        self.world.watch = None
        if edges.whole:
            cache.put(routine, edges, asked, self.answers)
        return edges

    def _run(self, routine: Routine) -> Edges:
        self.run_count += 1
        edges = self.local.run(routine)
        self.local.found(self.world.findings)
        return edges

    def _settle(self, cls: str) -> Settled:
        """Constants that a class's initialiser leaves in its static fields, as far as its own code tells."""
        world = self.world
        routine = self.machine.routines.resolve(cls, "<clinit>", "()V")
        if routine is None or routine.ref.cls != cls or not routine.definition.has_code:
            return {}, frozenset()
        other = Machine(world.program, world, 0)
        other.routines = self.machine.routines
        watch = world.watch
        asked: set[Question] = set()
        world.watch = asked
        current, findings = world.current, world.findings
        world.findings = type(findings)()
        try:
            fields = Local(other).statics_after(routine)
        finally:
            world.watch, world.findings, world.current = watch, findings, current
        constants = {
            key: value
            for key, value in fields.items()
            if hasattr(key, "cls")
            and value.known()
            and not value.taint
            and not any(type(a) is Obj for a in value.atoms)
            and value.atoms != {0}
        }
        return constants, frozenset(asked)

"""Whether code can run at all: for findings that were not made by running the app from its entry points.

From the methods in question upwards, step by step, to those that Android itself calls. A method is led to by calls that
name it or what it overrides; one that the platform may call back, by whatever makes objects of its class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.dex import MethodRef
from ringfence.audit.apk.flow.manifest import descriptor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.audit.apk.flow.findings import Finding
    from ringfence.audit.apk.flow.routine import Routine
    from ringfence.audit.apk.flow.world import World

# So many steps and methods are gone up at most; beyond, nothing is said.
MAX_LEVELS = 12
MAX_METHODS = 1200
NEW_INSTANCE = 0x22
STATIC, PRIVATE = 0x8, 0x2


def mark_reachable(findings: Iterable[Finding], world: World) -> None:
    """Note on each finding whether what the manifest declares leads to its source and sink; None when not decided."""
    listed = list(findings)
    routines = {world.routines.of(site.method) for f in listed for site in (f.label.site, f.site)}
    running, whole = _Upwards(world).from_entries(routines)
    for finding in listed:
        both = all(world.routines.of(site.method) in running for site in (finding.label.site, finding.site))
        finding.reachable = True if both else False if whole else None


class _Upwards:
    def __init__(self, world: World) -> None:
        self.world = world
        self.program = world.program
        components = world.components
        self.parts: set[str] = set()
        for name in (*(descriptor(cls) for _kind, cls, _c in components.running), components.application):
            if name:
                self.parts |= {name, *(t for t in world.ancestors(name) if t in world.program.classes)}
        self.clicks = world.screens.all_clicks()
        self.below: dict[Routine, set[Routine]] = {}

    def from_entries(self, targets: set[Routine]) -> tuple[set[Routine], bool]:
        """Which of what was seen on the way up is led to by an entry, and whether all was seen."""
        seen, level = set(targets), set(targets)
        running: set[Routine] = set()
        for _step in range(MAX_LEVELS):
            entries = {r for r in level if self._is_entry(r)}
            self._run(entries, running)
            if targets <= running:
                break
            level = self._above(level - running) - seen
            self._run({r for r in running if self.below.get(r, set()) - running}, running)
            if not level or len(seen) > MAX_METHODS:
                break
            seen |= level
        return running, not level

    def _run(self, entries: set[Routine], running: set[Routine]) -> None:
        """All that these lead to runs."""
        running |= entries
        waiting = list(entries)
        while waiting:
            for child in self.below.get(waiting.pop(), ()):
                if child not in running:
                    running.add(child)
                    waiting.append(child)

    def _is_entry(self, routine: Routine) -> bool:
        name = routine.ref.name
        called = name.startswith(("on", "<", "query", "insert", "update", "delete", "attachBaseContext", "doWork"))
        return routine.ref.cls in self.parts and (called or name in self.clicks)

    def _above(self, level: set[Routine]) -> set[Routine]:
        named: dict[MethodRef, set[Routine]] = {}
        made: dict[str, set[Routine]] = {}
        for routine in level:
            ref, access = routine.ref, routine.definition.access
            inherited = [t for t in self.world.ancestors(ref.cls) if t != "Ljava/lang/Object;"]
            for cls in (ref.cls, *(t for t in inherited if t in self.program.classes)):
                named.setdefault(MethodRef(cls, ref.name, ref.proto), set()).add(routine)
            foreign = any(t not in self.program.classes or self.world.is_skipped(t) for t in inherited)
            if ref.name == "<clinit>" or (foreign and not access & (STATIC | PRIVATE) and ref.name != "<init>"):
                made.setdefault(ref.cls, set()).add(routine)
        found: set[Routine] = set()
        for site in self.program.callers_of(list(named)) if named else ():
            self._join(site.method, named.get(site.ref, set()), found)  # type: ignore[arg-type]  # a call names a method
        for site in self.program.uses_of_types(list(made)) if made else ():
            if site.op == NEW_INSTANCE or any(r.ref.name == "<clinit>" for r in made.get(str(site.ref), ())):
                self._join(site.method, made.get(str(site.ref), set()), found)
        return found

    def _join(self, method: object, children: set[Routine], found: set[Routine]) -> None:
        above = self.world.routines.of(method)  # type: ignore[arg-type]  # a site's method is a definition
        self.below.setdefault(above, set()).update(children)
        found.add(above)

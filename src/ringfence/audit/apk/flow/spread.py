"""From the places that read personal data outwards, through methods that were each looked at alone.

Only methods that the data touches are looked at: those with sources, their callers while the data is returned, their
callees while it is handed on, and those that read a field or a store it was put into. Calls and returns are matched
inside a method's closure (what its in-port leads to, callees included); fields and stores are one each for the whole
program. What is found so is possible, not resolved.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from ringfence.audit.apk.dex import FieldRef, MethodRef
from ringfence.audit.apk.flow.findings import Finding
from ringfence.audit.apk.flow.labels import Label, Site, Trail
from ringfence.schema import DataCategory, SinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringfence.audit.apk.dex import MethodDef, Program
    from ringfence.audit.apk.flow.local import Edges
    from ringfence.audit.apk.flow.routine import Routine, Routines
    from ringfence.audit.apk.flow.world import World

    Port = tuple[Any, ...]

# A virtual call with more targets leads nowhere: it says nothing about which is meant.
MAX_TARGETS = 8
MAX_DEPTH = 24
MAX_STEPS = 10
# Fields read in more places, and methods called from more, are not followed: data spread so widely cannot be told apart.
MAX_READERS = 24
MAX_CALLERS = 60
# Each field and each store is one for the whole program, whatever object it belongs to: a way through more of them says nothing.
MAX_HOPS = 2
MAX_FACTS = 40_000
_ANYTHING = frozenset(("Ljava/lang/Object;", "[Ljava/lang/Object;", "[B", "[C"))
READS = ("getString", "getStringSet", "getInt", "getLong", "getFloat", "getAll", "openFileInput", "query", "rawQuery")


class Way(NamedTuple):
    """How something was reached: steps (method, offset, api, does), transformations, through how many fields and stores."""

    steps: tuple[tuple[Any, int, str, str], ...]
    through: frozenset[str]
    hops: int = 0

    def plus(self, step: tuple[Any, int, str, str] | None, through: frozenset[str], hops: int = 0) -> Way:
        """One step more; long ways keep their ends."""
        steps = self.steps if step is None else (*self.steps, step)
        if len(steps) > MAX_STEPS:
            steps = (*steps[: MAX_STEPS // 2], *steps[-MAX_STEPS // 2 :])
        return Way(steps, self.through | through, self.hops + hops)


HERE = Way((), frozenset())


class Spread:
    """The search. ``edges_of`` looks at one method alone (or remembers it); ``deadline`` in CPU seconds of the process."""

    def __init__(self, world: World, routines: Routines, edges_of: Callable[[Routine], Edges], deadline: float) -> None:
        self.world = world
        self.program: Program = world.program
        self.routines = routines
        self._edges_of = edges_of
        self.deadline = deadline
        self.spent = False
        self.looked = 0
        self.found: dict[tuple[Any, ...], Finding] = {}
        self._edges: dict[Routine, Edges | None] = {}
        self._closures: dict[tuple[Routine, Port], dict[Port, Way]] = {}
        self._targets: dict[tuple[str, str, str, bool], list[Routine]] = {}
        self._stores: dict[tuple[str, str], list[tuple[Routine, Port]]] | None = None

    # ---------------------------------------------------------------- methods

    def edges(self, routine: Routine) -> Edges | None:
        """The edges of a method; None when it has no code or the budget is used up."""
        if routine in self._edges:
            return self._edges[routine]
        if time.process_time() > self.deadline:
            self.spent = True
            return None
        found = None
        if routine.definition.has_code and not self.world.is_skipped(routine.ref.cls):
            self.looked += 1
            found = self._edges_of(routine)
        self._edges[routine] = found
        return found

    def targets(self, call: tuple[int, str, str, str, bool]) -> list[Routine]:
        """Methods that a call may run; empty when they are too many or not the program's."""
        _offset, cls, name, proto, virtual = call
        key = (cls, name, proto, virtual)
        found = self._targets.get(key)
        if found is None:
            chosen: dict[Routine, None] = {}
            for type_ in (cls, *(self.program.subtypes(cls) if virtual else ())):
                routine = self.routines.resolve(type_, name, proto)
                if routine is not None and (routine.definition.has_code or routine.is_native):
                    chosen[routine] = None
                if len(chosen) > MAX_TARGETS:
                    chosen.clear()
                    break
            found = self._targets[key] = list(chosen)
        return found

    # ---------------------------------------------------------------- inside a method and what it calls

    def closure(self, routine: Routine, inport: Port, depth: int = 0) -> dict[Port, Way]:
        """Out-ports that an in-port leads to: ``ret``, ``pout``, fields, stores, sinks (with their method)."""
        key = (routine, inport)
        known = self._closures.get(key)
        if known is not None:
            return known
        outs: dict[Port, Way] = {}
        self._closures[key] = outs  # what calls itself sees what was found so far
        edges = self.edges(routine)
        if edges is None or depth > MAX_DEPTH:
            return outs
        waiting: list[tuple[Port, Way]] = [(inport, HERE)]
        seen = {inport}
        while waiting:
            port, way = waiting.pop()
            for out, through in edges.edges.get(port, {}).items():
                if out[0] != "arg":
                    whole = ("sink", routine, *out[1:]) if out[0] == "sink" else out
                    if whole not in outs:
                        outs[whole] = way.plus(None, through)
                    continue
                for after, reached in self._called(routine, edges, out, way.plus(None, through), outs, depth):
                    if after not in seen:
                        seen.add(after)
                        waiting.append((after, reached))
        return outs

    def _called(
        self, routine: Routine, edges: Edges, out: Port, way: Way, outs: dict[Port, Way], depth: int
    ) -> Iterable[tuple[Port, Way]]:
        call = edges.calls[out[1]]
        api = f"{call[1]}->{call[2]}{call[3]}"
        step = (routine.definition, call[0], api, "call")
        found: list[tuple[Port, Way]] = []
        targets = self.targets(call)
        if not targets:
            return [(("R", out[1]), way.plus(step, frozenset()))]
        for target in targets:
            if target.is_native:
                found.append((("R", out[1]), way.plus(step, frozenset())))
                continue
            for sub, inner in self.closure(target, ("P", out[2]), depth + 1).items():
                joined = Way((*way.steps, step, *inner.steps), way.through | inner.through).plus(None, frozenset())
                if sub[0] == "ret":
                    found.append((("R", out[1]), way.plus(step, inner.through)))
                elif sub[0] == "pout":
                    found.append((("C", out[1], sub[1]), way.plus(step, inner.through)))
                elif sub not in outs:
                    outs[sub] = joined
        return found

    # ---------------------------------------------------------------- over the whole program

    def run(self, starts: Iterable[Routine]) -> None:
        """Follow every source of these methods."""
        facts: list[tuple[Label, Routine, Port, Way]] = []
        for routine in starts:
            edges = self.edges(routine)
            for number, (offset, category, api, uri, permissions) in enumerate(
                edges.sources if edges is not None else ()
            ):
                label = Label(routine.site(offset), DataCategory(category), api, uri, permissions)
                facts.append(
                    (label, routine, ("S", number), Way(((routine.definition, offset, api, "source"),), frozenset()))
                )
        self.follow(facts)

    def follow(self, facts: list[tuple[Label, Routine, Port, Way]]) -> None:
        """Follow facts: data with a label comes into a method by a port."""
        seen: set[tuple[Label, Routine, Port]] = set()
        while facts and len(seen) < MAX_FACTS:
            up: dict[Routine, list[tuple[Label, Port, Way]]] = {}
            fields: dict[FieldRef, list[tuple[Label, Way]]] = {}
            following: list[tuple[Label, Routine, Port, Way]] = []
            for label, routine, port, way in facts:
                if (label, routine, port) in seen:
                    continue
                seen.add((label, routine, port))
                for out, inner in self.closure(routine, port).items():
                    whole = Way((*way.steps, *inner.steps), way.through | inner.through, way.hops).plus(
                        None, frozenset()
                    )
                    self._out(label, routine, out, whole, up, fields, following)
                if self.spent:
                    return
            following += self._to_callers(up)
            following += self._to_readers(fields)
            facts = following

    def _out(
        self,
        label: Label,
        routine: Routine,
        out: Port,
        way: Way,
        up: dict[Routine, list[tuple[Label, Port, Way]]],
        fields: dict[FieldRef, list[tuple[Label, Way]]],
        following: list[tuple[Label, Routine, Port, Way]],
    ) -> None:
        kind = out[0]
        if kind == "sink":
            self._sink(label, out, way)
        elif kind in ("ret", "pout"):
            up.setdefault(routine, []).append((label, out, way))
            if kind == "ret" and routine.ref.name == "doInBackground":
                others = self.world.methods_named(routine.ref.cls, "onPostExecute", 1)
                following += [(label, other, ("P", 1), way) for other in others]
        elif way.hops >= MAX_HOPS:
            return
        elif kind == "F":
            ref = FieldRef(*out[1:4])
            if ref.type in _ANYTHING and not self.world.components.is_own(ref.cls):
                return  # a library's field for anything: what is in it cannot be told apart
            fields.setdefault(ref, []).append(
                (label, way.plus((routine.definition, 0, str(ref), "store"), frozenset(), 1))
            )
        elif kind == "I":
            following += self._to_component(label, out, way)
        elif kind == "N":
            following += self._to_store(label, out, way)

    def _sink(self, label: Label, out: Port, way: Way) -> None:
        _word, routine, offset, kind, api, hosts, inside = out
        site: Site = routine.site(offset)
        key = (label.site, label.category, label.uri, site, kind)
        if key in self.found:
            self.found[key].hosts.update(hosts)
            return
        trail: Trail | None = None
        for definition, place, name, does in way.steps:
            trail = Trail(self.routines.of(definition).site(place), name, does, trail, possible=True)
        if trail is not None:
            trail.through = way.through
        finding = Finding(label, site, SinkKind(kind), api, Trail(site, api, "sink", trail, possible=True))
        finding.hosts.update(hosts)
        finding.inside = inside
        self.found[key] = finding

    def _to_callers(self, up: dict[Routine, list[tuple[Label, Port, Way]]]) -> list[tuple[Label, Routine, Port, Way]]:  # noqa: C901 -- one walk over cases that belong together
        if not up:
            return []
        refs: dict[MethodRef, list[Routine]] = {}
        for routine in up:
            ref = routine.ref
            for cls in self._named_by(routine):
                refs.setdefault(MethodRef(cls, ref.name, ref.proto), []).append(routine)
        sites: dict[Routine, list[MethodDef]] = {}
        for site in self.program.callers_of(list(refs)):
            for routine in refs.get(site.ref, ()):  # type: ignore[arg-type]  # a site of a call names a method
                sites.setdefault(routine, []).append(site.method)
        following = []
        for routine, wants in up.items():
            callers = list(dict.fromkeys(self.routines.of(m) for m in sites.get(routine, ())))
            if len(callers) > MAX_CALLERS:
                continue
            for caller in callers:
                edges = self.edges(caller)
                for number, call in enumerate(edges.calls if edges is not None else ()):
                    if call[2] != routine.ref.name or routine not in self.targets(call):
                        continue
                    for label, out, way in wants:
                        port: Port = ("R", number) if out[0] == "ret" else ("C", number, out[1])
                        step = (caller.definition, call[0], str(routine.ref), "return")
                        following.append((label, caller, port, way.plus(step, frozenset())))
        return following

    def _named_by(self, routine: Routine) -> list[str]:
        """Classes under which calls may name a method: its own, those above that declare it, those below."""
        ref = routine.ref
        if routine.is_static or ref.name == "<init>":
            return [ref.cls, *self.program.subtypes(ref.cls)[:20]]
        above = [t for t in self.world.ancestors(ref.cls) if t in self.program.classes]
        return [ref.cls, *above, *self.program.subtypes(ref.cls)[:40]]

    def _to_readers(self, fields: dict[FieldRef, list[tuple[Label, Way]]]) -> list[tuple[Label, Routine, Port, Way]]:  # noqa: C901 -- one walk over cases that belong together
        if not fields:
            return []
        named: dict[FieldRef, FieldRef] = {}
        for ref in fields:
            for cls in (ref.cls, *self.program.subtypes(ref.cls)[:40]):
                named[FieldRef(cls, ref.name, ref.type)] = ref
        readers: dict[FieldRef, dict[Routine, None]] = {}
        for site in self.program.uses_of_fields(list(named)):
            op = site.op
            if 0x52 <= op <= 0x58 or 0x60 <= op <= 0x66:
                field = named.get(site.ref)  # type: ignore[arg-type]  # a site of a field names a field
                if field is not None:
                    readers.setdefault(field, {})[self.routines.of(site.method)] = None
        following = []
        for ref, wants in fields.items():
            found = list(readers.get(ref, ()))
            if len(found) > MAX_READERS:
                continue
            for reader in found:
                for label, way in wants:
                    following.append(
                        (label, reader, ("F", *ref), way.plus((reader.definition, 0, str(ref), "load"), frozenset()))
                    )
        return following

    def _to_component(self, label: Label, out: Port, way: Way) -> list[tuple[Label, Routine, Port, Way]]:
        type_ = f"L{out[1].replace('.', '/')};"
        following = []
        for routine in self.world.routines_of(type_):
            edges = self.edges(routine) if routine.ref.name.startswith("on") else self._edges.get(routine)
            step = (routine.definition, 0, str(routine.ref), "icc")
            if edges is not None and out in edges.edges:
                following.append((label, routine, out, way.plus(step, frozenset(), 1)))
            for index, param in enumerate(routine.definition.params):
                if param == "Landroid/content/Intent;" and routine.ref.name.startswith("on"):
                    following.append((label, routine, ("P", index + 1), way.plus(step, frozenset())))
        return following

    def _to_store(self, label: Label, out: Port, way: Way) -> list[tuple[Label, Routine, Port, Way]]:
        if out[1] == "file *":
            return []  # a file nobody knows the name of
        if self._stores is None:
            self._stores = {}
            refs = [r for r in self.program.method_refs(names=READS) if not self.world.is_app(r.cls)]
            wanted = (
                "Landroid/content/SharedPreferences;",
                "Landroid/content/Context;",
                "Landroid/database/sqlite/SQLiteDatabase;",
            )
            refs = [r for r in refs if r.cls in wanted or self.world.is_sub(r.cls, wanted[1])]
            refs += self.program.method_refs({"Ljava/io/FileInputStream;", "Ljava/io/FileReader;"}, {"<init>"})
            for routine in dict.fromkeys(self.routines.of(s.method) for s in self.program.callers_of(refs)):
                edges = self.edges(routine)
                for port in edges.edges if edges is not None else ():
                    if port[0] == "N":
                        self._stores.setdefault((port[1], port[2]), []).append((routine, port))
        found = []
        for routine, port in self._stores.get((out[1], out[2]), ()):
            found.append((label, routine, port, way.plus((routine.definition, 0, out[1], "load"), frozenset(), 1)))
        return found

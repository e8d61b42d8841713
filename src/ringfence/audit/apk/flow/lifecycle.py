"""The driver: lets components live as Android does, and runs what they registered, until nothing new is seen.

A component's life is an automaton of the models (``models/lifecycle.yaml``). Each of its states is one heap, joined
over all ways that lead there; a transition runs the component's methods in order on a copy. Components share one heap
for what outlives them: static fields, preferences, files, what was registered and sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.dex import proto_parts
from ringfence.audit.apk.flow.callbacks import SCREEN
from ringfence.audit.apk.flow.errors import BROKEN, Spent
from ringfence.audit.apk.flow.heap import Obj, State
from ringfence.audit.apk.flow.machine import Frame
from ringfence.audit.apk.flow.manifest import descriptor
from ringfence.audit.apk.flow.routine import Context
from ringfence.audit.apk.flow.semantics.intents import INTENT
from ringfence.audit.apk.flow.semantics.observers import asked_by_page
from ringfence.audit.apk.flow.sources import by_uri
from ringfence.audit.apk.flow.values import TOP, ZERO, Value, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.blocks import Block
    from ringfence.audit.apk.flow.heap import Fields
    from ringfence.audit.apk.flow.machine import Machine
    from ringfence.audit.apk.flow.routine import Routine
    from ringfence.audit.apk.flow.values import Atom
    from ringfence.audit.apk.models import Callback, Lifecycle, Rule, Transition

    Heap = dict[Obj, Fields]

# A transition is run at most so often per life; components are gone through at most so often.
MAX_VISITS = 3
MAX_ROUNDS = 3
MAX_CALLBACK_ROUNDS = 3
RETAINED = ("onRetainNonConfigurationInstance", "onRetainCustomNonConfigurationInstance")


class Driver:
    """Runs an app. ``spent``: the budget ended some component's life early."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.world = machine.world
        self.root = Context("")
        self.shared: Heap = {self.world.statics: {}, self.world.registry: {}}
        self.total = machine.limit
        self.spent: list[str] = []
        self._fragments: list[Obj] = []
        self.returned = TOP  # by the method that was run last

    # ---------------------------------------------------------------- the app

    def run(self, per_component: int, touched: set[str] | None = None) -> None:
        """Application, providers, then all other components, until what they share is stable.

        ``per_component``: budget of each life. ``touched``: classes (without ``;`` and inner names) of the components
        to run, None for all.
        """
        components = self.world.components
        running = [
            c
            for c in components.running
            if touched is None or descriptor(c[1]).rstrip(";").partition("$")[0] in touched
        ]
        if touched is not None and not running:
            return
        lives = self.world.models.lifecycles
        application = components.application
        if application:
            self._life(lives["application"], application, per_component, ("attach",))
        order = [(k, c) for k, c, _m in running if k == "provider"]
        for kind, cls in order:
            self._life(lives[kind], descriptor(cls), per_component)
        if application:
            self._life(lives["application"], application, per_component)
        for number in range(MAX_ROUNDS):
            before = self._fingerprint()
            for kind, cls, _component in running:
                if kind != "provider" or number:
                    self._life(lives[kind], descriptor(cls), per_component)
            if application:
                self._life(lives["application"], application, per_component)
            if self._fingerprint() == before:
                break

    def _fingerprint(self) -> Atom:
        """What the shared heap holds that another component could notice: which places are tainted, and who was sent what."""
        marks: list[tuple[Any, ...]] = []
        for obj, fields in self.shared.items():
            for key, value in fields.items():
                if value.taint:
                    marks.append((id(obj), str(key), tuple(sorted(map(id, value.taint)))))
                elif (
                    obj is self.world.registry
                    and type(key) is tuple
                    and key[0] in ("inbox", "result", "awaits", "listener", "receiver", "binder")
                ) or obj is self.world.statics:
                    marks.append((id(obj), str(key), len(value.atoms)))
        return frozenset(marks)

    # ---------------------------------------------------------------- one life

    def _life(self, life: Lifecycle, type_: str, limit: int, only: tuple[str, ...] = ()) -> None:
        if not self.world.is_app(type_):
            return
        machine, world = self.machine, self.world
        me = machine.named(type_, "component")
        world.current = me
        machine.limit = min(machine.steps + limit, self.total)
        states: dict[str, Heap] = {life.start: dict(self.shared)}
        if life.kind == "application" and not only and me in self.shared:
            states = {"attached": dict(self.shared)}
        try:
            self._walk(life, me, states, self.root.named(type_), only)
        except Spent:
            self.spent.append(type_)
            machine.frames.clear()
            machine.guards = 0
        except BROKEN:
            self.spent.append(type_)
            machine.frames.clear()
            machine.guards = 0
        finally:
            machine.limit, deadline, machine.deadline = machine.steps + limit, machine.deadline, float("inf")
            for heap in states.values():
                self._keep(heap)
            machine.deadline = deadline
            world.current = None

    def _keep(self, heap: Heap) -> None:
        """What outlives the component goes into the shared heap."""
        registry = heap.get(self.world.registry, {})
        kept: Fields = {}
        for key, value in registry.items():
            if type(key) is tuple and (
                key[0] in ("click", "fragment", "task", "view", "bridge")
                or (key[0] == "listener" and key[2].startswith(SCREEN))
            ):
                continue
            kept[key] = value
        state = State([], {**heap, self.world.registry: kept})
        state.collect(self._roots(state, components=False))
        merged = State([], self.shared)
        merged.absorb_heap(state.heap)
        self.shared = merged.heap

    def _roots(self, state: State, *, components: bool) -> list[Obj]:
        found = [self.world.statics, self.world.registry]
        for key in state.heap.get(self.world.registry, {}):
            if type(key) is tuple and len(key) > 1 and type(key[1]) is Obj:
                found += [key[1]]
        names = ("component", "fragment") if components else ()
        for obj in state.heap:
            name = obj.name
            if type(name) is not str:
                continue
            if (
                name.startswith(("prefs ", "file ", "edit ", "saved "))
                or name == "database"
                or name in names
                or (components and name.startswith("view "))
                or obj.type == self.world.components.application
            ):
                found.append(obj)
        return found

    def _walk(
        self, life: Lifecycle, me: Obj, states: dict[str, Heap], context: Context, only: tuple[str, ...] = ()
    ) -> None:
        visits: dict[str, int] = {}
        waiting = list(states)
        while waiting:
            name = waiting.pop(0)
            heap = states[name]
            if name in life.live:
                visit = visits[f"live {name}"] = visits.get(f"live {name}", 0) + 1
                if visit <= MAX_VISITS:
                    heap = states[name] = self._callbacks(dict(heap), context.named(f"live{min(visit, 2)}"))
            for step in life.after(name):
                if only and step.name not in only:
                    continue
                key = f"{name} {step.name}"
                visit = visits[key] = visits.get(key, 0) + 1
                if visit > MAX_VISITS:
                    continue
                after = self._step(step, me, dict(heap), context.named(f"{step.name}{min(visit, 2)}"))
                target = name if step.after == "same" else step.after
                if target not in states:
                    states[target] = after
                    waiting.append(target)
                else:
                    merged = State([], dict(states[target]))
                    if merged.absorb_heap(after):
                        states[target] = merged.heap
                        if target not in waiting:
                            waiting.append(target)

    def _step(self, step: Transition, me: Obj, heap: Heap, context: Context) -> Heap:
        for key in step.methods:
            name, _, rest = key.partition("(")
            if name == "<init>":
                heap = self._make(me, heap, context)
                continue
            proto = f"({rest}" if rest else None
            for routine in self.world.methods_named(me.type, name, None, proto):
                heap = self._run(routine, me, heap, context.named(name), recreated=step.name == "recreate")
                if name in RETAINED:
                    kept = State([], heap)
                    place = ("retained", me.type)
                    old = kept.fields(self.world.registry).get(place)
                    kept.store(self.world.registry, place, self.returned if old is None else join(old, self.returned))
        state = State([], heap)
        state.collect(self._roots(state, components=True))
        return state.heap

    def _make(self, me: Obj, heap: Heap, context: Context) -> Heap:
        """A new object of the component's class, by its constructor."""
        state = State([], heap)
        state.create(me)
        frame = self._frame(context)
        self.world.initialise(self.machine, frame, state, me.type)
        heap = state.heap
        for routine in self.world.methods_named(me.type, "<init>", None):
            if routine.ref.cls == me.type and all(
                p[0] != "L" or not self.world.is_app(p) for p in routine.definition.params
            ):
                heap = self._run(routine, me, heap, context.named("<init>"))
                break
        return heap

    def _frame(self, context: Context) -> Frame:
        blocks: list[Block] = []
        return Frame(None, context, blocks)  # type: ignore[arg-type]  # it runs nothing itself

    # ---------------------------------------------------------------- one method

    def _run(
        self,
        routine: Routine,
        me: Obj,
        heap: Heap,
        context: Context,
        given: list[Value] | None = None,
        *,
        recreated: bool = False,
    ) -> Heap:
        if routine.body is None or self.world.is_skipped(routine.ref.cls):
            return heap
        state = State([], heap)
        args = [Value(frozenset((me,)))] if not routine.is_static else []
        params = routine.definition.params
        for index, type_ in enumerate(params):
            if given is not None and index < len(given):
                args.append(given[index])
            else:
                args.append(self._argument(routine, me, index, type_, state, recreated=recreated))
        self.returned = TOP
        try:
            outcome = self.machine.run(routine, args, dict(state.heap), context)
        except BROKEN:
            self.machine.give_up(routine)
            return state.heap
        if outcome is None or outcome.heap is None:
            return state.heap
        self.returned = outcome.value or TOP
        return outcome.heap

    def _argument(self, routine: Routine, me: Obj, index: int, type_: str, state: State, *, recreated: bool) -> Value:
        """What Android hands over: bundles, Intents and contexts are those of the app where it has them; the rest is unknown."""
        machine, world = self.machine, self.world
        name = routine.ref.name
        if type_ == "Landroid/os/Bundle;":
            saved = machine.named("Landroid/os/Bundle;", f"saved {me.type}")
            state.heap.setdefault(saved, {})
            sure = recreated or name in ("onSaveInstanceState", "onRestoreInstanceState")
            return Value(frozenset((saved,) if sure else (saved, 0)))
        if type_ == INTENT:
            return self._intent(me, name, state)
        if type_ in ("Landroid/content/Context;", "Landroid/app/Activity;") and world.current is not None:
            return Value(frozenset((world.current,)))
        if type_[0] != "L" or type_ in ("Ljava/lang/String;", "Ljava/lang/Object;", "Ljava/lang/CharSequence;"):
            return TOP
        obj = machine.named(type_, f"given {routine.ref} {index}", fresh=False, exact=False)
        state.heap.setdefault(obj, {})
        return Value(frozenset((obj,)))

    def _intent(self, me: Obj, name: str, state: State) -> Value:
        registry = state.fields(self.world.registry)
        outside = self.machine.named(INTENT, f"received {me.type}", fresh=False)
        state.heap.setdefault(outside, {})
        unknown = Value(frozenset((outside,)))
        key = ("result", me.type) if name == "onActivityResult" else ("inbox", me.type[1:-1].replace("/", "."))
        held = registry.get(key)
        return unknown if held is None else join(held, unknown)

    # ---------------------------------------------------------------- what was registered

    def _callbacks(self, heap: Heap, context: Context) -> Heap:
        """Run everything that is registered, in any order and repeatedly."""
        merged = State([], heap)
        for number in range(MAX_CALLBACK_ROUNDS):
            changed = False
            registry = merged.fields(self.world.registry)
            for key in sorted((k for k in registry if type(k) is tuple), key=str):
                if key not in merged.fields(self.world.registry):
                    continue
                after = self._callback(key, registry[key], dict(merged.heap), context.named(f"{min(number, 1)}"))
                if after is not None:
                    changed = merged.absorb_heap(after) or changed
            if not changed:
                break
        return merged.heap

    def _callback(self, key: tuple[Any, ...], value: Value, heap: Heap, context: Context) -> Heap | None:  # noqa: C901, PLR0911 -- one walk over cases that belong together
        kind = key[0]
        world = self.world
        if kind == "click":
            for routine in world.methods_named(key[1].type, key[2], 1):
                heap = self._run(routine, key[1], heap, context.named(f"{key[1].type}{key[2]}"))
            return heap
        if kind == "task":
            args = self._planned(value, heap)
            for routine in world.methods_named(key[1].type, key[2], len(args)):
                heap = self._run(routine, key[1], heap, context.named(f"{key[1]!r}{key[2]}"), args)
            return heap
        if kind == "listener":
            if (
                key[2].startswith(SCREEN)
                and world.current is not None
                and world.current not in value.atoms
                and value is not ONE_
            ):
                return None
            return self._listener(key[1], key[2], heap, context.named(f"{key[1]!r}{key[2]}"))
        if kind == "receiver":
            for routine in world.methods_named(key[1].type, "onReceive", 2):
                heap = self._run(routine, key[1], heap, context.named(f"{key[1]!r}"))
            return heap
        if kind == "bridge":
            return self._bridge(key[1], heap, context)
        if kind == "view":
            return self._listener(key[1], "on*", heap, context.named(f"{key[1]!r}"))
        if kind == "fragment":
            return self._fragment(key[1], heap, context.named(f"{key[1]!r}"))
        return None

    def _bridge(self, obj: Obj, heap: Heap, context: Context) -> Heap:
        """A page calls methods of an object it was handed, in any order; what an annotated one returns it gets."""
        call = self.machine.bridges.get(obj)
        told = self.world.bridged(obj.type)
        for routine in self.world.routines_of(obj.type):
            if routine.ref.name.startswith("access$"):
                continue
            heap = self._run(routine, obj, heap, context.named(f"{obj!r}{routine.ref}"))
            if call is not None and routine in told:
                asked_by_page(call, self.returned, State([], heap))
        return heap

    def _planned(self, value: Value, heap: Heap) -> list[Value]:
        fields: Fields = {}
        for obj in value.atoms:
            if type(obj) is Obj:
                fields = heap.get(obj, {})
        return [fields[i] for i in range(len(fields)) if i in fields]

    def _listener(self, obj: Obj, type_: str, heap: Heap, context: Context) -> Heap:
        """All methods of a callback type: each may run or not."""
        known: Callback | None = self.world.models.callback(type_)
        merged = State([], heap)
        if known is None:
            routines = [
                r
                for r in self.world.routines_of(obj.type)
                if r.ref.name.startswith(("on", "dispatch", "draw", "perform"))
                or r.ref.name in ("handleMessage", "run", "invoke", "apply", "accept", "call")
            ]
            pairs: list[tuple[Routine, Rule | None]] = [(r, None) for r in routines]
        else:
            pairs = []
            for each in known.methods:
                name, _, rest = each.key.partition("(")
                pairs += [
                    (r, each) for r in self.world.methods_named(obj.type, name, None, f"({rest}" if rest else None)
                ]
        for routine, rule in pairs:
            state = State([], dict(merged.heap))
            given: list[Value] | None = None
            if rule is not None and rule.gives and rule.at.root >= 1:
                given = self._labelled(routine, rule, obj, state)
            after = self._run(routine, obj, state.heap, context.named(str(routine.ref)), given)
            merged.absorb_heap(after)
        return merged.heap

    def _labelled(self, routine: Routine, rule: Atom, me: Obj, state: State) -> list[Value]:
        """Arguments of a callback that brings personal data."""
        site = routine.site(0)
        taint = self.world.source(rule, site, str(routine.ref)) if rule.gives != "by_uri" else {}
        given = []
        for index, type_ in enumerate(proto_parts(routine.ref.proto)[0]):
            value = self._argument(routine, me, index, type_, state, recreated=False)
            if index + 1 == rule.at.root and taint:
                value = value.tainted(taint)
                for atom in value.atoms:
                    if type(atom) is Obj:
                        state.taint_content(atom, taint)
            given.append(value)
        return given

    def _fragment(self, obj: Obj, heap: Heap, context: Context) -> Heap:
        """A fragment lives inside its activity; it was made already."""
        if obj in self._fragments:
            return heap
        life = self.world.models.lifecycles["fragment"]
        self._fragments.append(obj)
        try:
            first = life.after(life.start)[0]
            for key in first.methods:
                name, _, rest = key.partition("(")
                if name == "<init>":
                    continue
                for routine in self.world.methods_named(obj.type, name, None, f"({rest}" if rest else None):
                    heap = self._run(routine, obj, heap, context.named(name))
            states = {first.after: heap}
            inner = _without_live(life)
            self._walk(inner, obj, states, context)
        finally:
            self._fragments.pop()
        merged = State([], heap)
        for each in states.values():
            merged.absorb_heap(each)
        return merged.heap


ONE_ = Value(frozenset((1,)))


def _without_live(life: Lifecycle) -> Lifecycle:
    """The same life: what is registered runs with the activity's."""
    from dataclasses import replace  # noqa: PLC0415 -- beside its only use

    return replace(life, live=())


__all__ = ["ZERO", "Driver", "by_uri"]

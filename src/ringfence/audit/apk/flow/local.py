"""One method by itself: what goes in by each port, and where it comes out.

For programs too large to be run from their entry points every method is run once, alone, with symbolic inputs. What a
port carries in is a label; what a label reaches is an edge. The edges of a method depend on its own code (and on what
it asked about types, see
``Facts``), not on its callers or callees, so that they can be kept on disk and used again in every app that carries the same code.

In-ports (first word of the key): ``P`` parameter, ``R`` result of a call, ``C`` content of an argument after a call,
``F`` field, ``N`` named store (preferences, files, database), ``I`` the Intent a component was started with, ``S`` a
source in this method. Out-ports: ``ret``, ``arg`` of a call, ``F``, ``N``, ``I``, ``pout`` (content of a parameter),
``sink``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.dex import proto_parts
from ringfence.audit.apk.flow.errors import BROKEN, Spent
from ringfence.audit.apk.flow.heap import Obj, State
from ringfence.audit.apk.flow.labels import Labels
from ringfence.audit.apk.flow.routine import Context
from ringfence.audit.apk.flow.values import NO_ATOMS, TOP, Value

if TYPE_CHECKING:
    from ringfence.audit.apk.dex import FieldRef
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.findings import Findings
    from ringfence.audit.apk.flow.labels import Label, Trail
    from ringfence.audit.apk.flow.machine import Machine
    from ringfence.audit.apk.flow.routine import Routine

    Port = tuple[Any, ...]

MAX_STEPS = 12_000
# Values of these types carry no content that could matter.
_NO_CONTENT = (
    "Landroid/content/Context;",
    "Landroid/app/A",
    "Landroid/view/",
    "Landroid/widget/",
    "Landroid/content/res/",
    "Landroid/content/pm/PackageManager;",
    "Landroid/graphics/",
    "Landroid/os/Handler;",
    "Landroid/os/Looper;",
    "Ljava/lang/Thread;",
    "Ljava/lang/Class;",
    "Ljava/lang/ClassLoader;",
    "Ljava/lang/reflect/",
    "Ljava/util/concurrent/locks/",
    "Ljava/util/concurrent/atomic/AtomicBoolean;",
    "Landroidx/",
    "Lkotlin/",
    "Lkotlinx/",
    "Landroid/support/",
    "Landroid/animation/",
    "Landroid/util/DisplayMetrics;",
)
_MUTABLE = (
    "Ljava/util/",
    "Ljava/lang/StringBu",
    "Lorg/json/",
    "[",
    "Landroid/os/Bundle;",
    "Landroid/content/",
    "Ljava/io/",
    "Ljava/nio/",
)
_PLAIN = frozenset(("Ljava/lang/String;", "Ljava/lang/CharSequence;", "Ljava/lang/Object;"))


class Edges:
    """What the run of one method found.

    ``edges``: in-port -> out-port -> transformations on the way. ``calls``: (offset, class, name, proto, virtual).
    ``sources``: label of an ``S`` port by number: (offset, category, api, uri, permissions). ``whole``: False when
    the run was cut.
    """

    __slots__ = ("calls", "edges", "sources", "whole")

    def __init__(self) -> None:
        self.edges: dict[Port, dict[Port, frozenset[str]]] = {}
        self.calls: list[tuple[int, str, str, str, bool]] = []
        self.sources: list[tuple[int, str, str, str, tuple[str, ...]]] = []
        self.whole = True

    def add(self, inport: Port, outport: Port, through: frozenset[str]) -> None:
        """One edge more."""
        outs = self.edges.setdefault(inport, {})
        old = outs.get(outport)
        outs[outport] = through if old is None else old | through


class Local:
    """Runs one method alone. Bound to a machine as ``machine.local``: calls and fields ask it instead of running on."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.world = machine.world
        self.edges = Edges()
        self.routine: Routine | None = None
        self._calls: dict[tuple[Any, ...], int] = {}
        self._sources: dict[Label, int] = {}
        self._origins: dict[Obj, Port] = {}
        self.statics: dict[Any, Value] = {}

    def run(self, routine: Routine) -> Edges:
        """The edges of a method."""
        machine = self.machine
        self.edges, self.routine = Edges(), routine
        self._calls, self._sources, self._origins = {}, {}, {}
        machine.labels = self.world.findings.labels = Labels()
        machine.forget()
        machine.local = self
        machine.limit = machine.steps + MAX_STEPS
        heap: dict[Obj, Any] = {self.world.statics: {}, self.world.registry: {}}
        state = State([], heap)
        types = list(routine.definition.params)
        args = []
        if not routine.is_static:
            me = machine.named(routine.ref.cls, "this", fresh=False, exact=False)
            heap[me] = {}
            args.append(Value(frozenset((me,))))
        offset = len(args)
        for index, type_ in enumerate(types):
            args.append(self.opaque(state, type_, ("P", index + offset)))
        self.world.current = args[0].only() if not routine.is_static else None
        try:
            outcome = machine.run(routine, args, state.heap, Context(""))
            if outcome is not None and outcome.heap is not None:
                self._leave(outcome.value or TOP, outcome.heap)
        except Spent:
            self.edges.whole = False
            machine.frames.clear()
            machine.guards = 0
        except BROKEN:
            self.edges.whole = False
            machine.give_up(routine)
        finally:
            machine.local = None
            self.world.current = None
        return self.edges

    def statics_after(self, routine: Routine) -> dict[Any, Value]:
        """Static fields after a class's initialiser was run alone."""
        self.statics = {}
        self.run(routine)
        return self.statics

    # ---------------------------------------------------------------- ports

    def carries(self, type_: str) -> bool:
        """Whether values of a type can be, or hold, personal data on their own: the program's own objects do by their fields."""
        if type_ in ("V", "Z"):
            return False
        if type_[0] not in "L[":
            return True
        bare = type_.lstrip("[")
        return bare in _PLAIN or (not bare.startswith(_NO_CONTENT) and not self.world.is_app(bare))

    def opaque(self, state: State, type_: str, port: Port) -> Value:
        """An unknown value of a type that came in by a port."""
        site = self.routine.site(0) if self.routine is not None else None
        taint = self.machine.labels.port(port, site) if self.carries(type_) else {}  # type: ignore[arg-type]  # there is a routine
        if (
            type_[0] not in "L["
            or type_ in _PLAIN
            or (type_.startswith("Ljava/lang/") and not type_.startswith("Ljava/lang/StringBu"))
        ):
            return Value(NO_ATOMS, top=True, taint=taint)
        obj = self.machine.named(type_, port, fresh=False, exact=False)  # type: ignore[arg-type]  # any key names it
        if obj not in state.heap:
            state.heap[obj] = {}
        self._origins[obj] = port
        return Value(frozenset((obj, 0)), taint=taint)

    def flow(self, taint: dict[Label, Trail], out: Port) -> None:
        """Everything with these labels comes out here."""
        for label, trail in taint.items():
            self.edges.add(self.inport(label), out, trail.through)

    def inport(self, label: Label) -> Port:
        """The in-port of a label."""
        if label.port is not None:
            port: Port = label.port
            return port
        number = self._sources.get(label)
        if number is None:
            number = self._sources[label] = len(self.edges.sources)
            self.edges.sources.append((label.site.offset, str(label.category), label.api, label.uri, label.permissions))
        return ("S", number)

    # ---------------------------------------------------------------- what the machine asks

    def call(self, call: Call, cls: str, proto: str, *, virtual: bool) -> Value:
        """A call of the program: not run; what goes in is noted, what comes out is a port."""
        ref, state = call.ref, call.state
        key = (call.site.offset, cls, ref.name, proto, virtual)
        number = self._calls.get(key)
        if number is None:
            number = self._calls[key] = len(self.edges.calls)
            self.edges.calls.append(key)
        params, returns = proto_parts(proto)
        offset = 0 if call.static else 1
        for index, value in enumerate(call.args):
            taint = state.deep_taint(value)
            if taint:
                self.flow(taint, ("arg", number, index))
            if index < offset or index - offset >= len(params):
                continue
            if params[index - offset].startswith(_MUTABLE):
                for atom in value.atoms:
                    if type(atom) is Obj and not atom.app:
                        state.taint_content(atom, self.machine.labels.port(("C", number, index), call.site))
        if returns == "V":
            return Value(frozenset((0,)))
        return self.opaque(state, returns, ("R", number))

    def load(self, state: State, ref: FieldRef) -> Value:
        """A field of an object that was not made here, or of a class."""
        return self.opaque(state, ref.type, ("F", ref.cls, ref.name, ref.type))

    def stored(self, value: Value, state: State, ref: FieldRef) -> None:
        """Something goes into a field."""
        taint = state.deep_taint(value)
        if taint:
            self.flow(taint, ("F", ref.cls, ref.name, ref.type))

    def _leave(self, value: Value, heap: dict[Obj, Any]) -> None:  # noqa: C901 -- one walk over cases that belong together
        """The method returns: its result, and what was put into objects that came from outside."""
        state = State([], heap)
        self.statics = heap.get(self.world.statics, {})
        self.flow(state.deep_taint(value), ("ret",))
        for obj, fields in heap.items():
            out: Port | None = None
            origin = self._origins.get(obj)
            if origin is not None:
                if origin[0] == "P":
                    out = ("pout", origin[1])
                elif origin[0] == "F":
                    out = origin
            elif type(obj.name) is str and obj.name.startswith(("prefs ", "file ", "database")):
                for key, held in fields.items():
                    if held.taint:
                        self.flow(held.taint, ("N", obj.name, str(key)))
                continue
            if out is None:
                continue
            taint = state.deep_taint(Value(frozenset((obj,))))
            for label, trail in taint.items():
                if label.port != origin:
                    self.edges.add(self.inport(label), out, trail.through)
        for key, held in heap.get(self.world.registry, {}).items():
            if type(key) is tuple and key[0] == "inbox":
                self.flow(state.deep_taint(held, into_app=True), ("I", key[1]))

    def found(self, findings: Findings) -> None:
        """Sinks that were reached in this run become edges."""
        for finding in findings.found.values():
            out = (
                "sink",
                finding.site.offset,
                str(finding.kind),
                finding.api,
                tuple(sorted(finding.hosts))[:8],
                finding.inside,
            )
            self.edges.add(self.inport(finding.label), out, finding.trail.through)
        findings.found.clear()

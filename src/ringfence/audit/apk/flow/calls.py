"""Calls: which methods of the program a call may run, running them in place, and handing the rest to the models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.dex import MethodRef
from ringfence.audit.apk.flow.heap import Obj, State
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.platform import default_call, platform_call
from ringfence.audit.apk.flow.values import TOP, Value, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.audit.apk.flow.blocks import Decoded
    from ringfence.audit.apk.flow.labels import Site
    from ringfence.audit.apk.flow.machine import Frame, Machine
    from ringfence.audit.apk.flow.routine import Routine
    from ringfence.audit.apk.flow.values import Atom

# Deeper calls, and a method that is being run this many times already, follow the default rule.
MAX_DEPTH = 40
MAX_RECURSION = 2
# A receiver about which nothing is known may be at most so many classes of the program.
MAX_CANDIDATES = 6

STATIC_OPS = frozenset((0x71, 0x77))
DIRECT_OPS = frozenset((0x70, 0x76))
SUPER_OPS = frozenset((0x6F, 0x75))


class Call:
    """A call that is being made. ``args`` begin with the receiver unless ``static``; ``possible``: its target is a guess."""

    __slots__ = ("args", "frame", "machine", "possible", "ref", "site", "state", "static", "super_of")

    def __init__(
        self, machine: Machine, frame: Frame, state: State, site: Site, ref: Atom, args: list[Value], *, static: bool
    ) -> None:
        self.machine, self.frame, self.state, self.site, self.ref, self.args, self.static = (
            machine,
            frame,
            state,
            site,
            ref,
            args,
            static,
        )
        self.possible = False
        self.super_of = False

    def on(self, state: State, args: list[Value]) -> Call:
        """The same call on another state."""
        other = Call(self.machine, self.frame, state, self.site, self.ref, args, static=self.static)
        other.possible = self.possible
        other.super_of = self.super_of
        return other


def invoke(machine: Machine, frame: Frame, state: State, insn: Decoded) -> bool | None:
    """All ``invoke-`` instructions but the dynamic ones."""
    op = insn.op
    ref = insn.ref
    if ref is None:
        state.result = TOP
        return None
    static = op in STATIC_OPS
    regs = state.regs
    used = insn.regs
    args = [regs[used[at]] for at in machine.world.places(ref, static=static) if at < len(used)] if used else []
    call = Call(machine, frame, state, frame.routine.site(insn.offset), ref, args, static=static)
    if static or op in DIRECT_OPS or op in SUPER_OPS:
        call.super_of = op in SUPER_OPS
        routine = machine.routines.resolve(ref.cls, ref.name, ref.proto) if machine.world.is_app(ref.cls) else None
        return enter(call, routine) if routine is not None else platform_call(call)
    return dispatch(call)


def invoke_custom(_machine: Machine, _frame: Frame, state: State, _insn: Decoded) -> None:
    """Calls whose target is made at run time: nothing is known of the result."""
    state.result = TOP


def dispatch(call: Call) -> bool | None:  # noqa: C901 -- one walk over cases that belong together
    """A virtual call: by the classes of the objects that the receiver may be."""
    machine, ref = call.machine, call.ref
    world, resolve = machine.world, machine.routines.resolve
    receiver = call.args[0] if call.args else TOP
    targets: dict[Routine | None, list[Any]] = {}
    for atom in receiver.atoms:
        if type(atom) is Obj:
            routine = resolve(atom.type, ref.name, ref.proto) if atom.app else None
            if machine.local is not None and atom.app and not atom.exact and routine is not None:
                call.state.result = machine.local.call(call, atom.type, ref.proto, virtual=True)
                return None
            if routine is not None and not routine.is_native and not _has_code(call, routine):
                routine = None
            targets.setdefault(routine, []).append(atom)
        elif type(atom) is not int:
            targets.setdefault(None, []).append(atom)
    if not targets:
        if machine.local is not None and world.is_app(ref.cls):
            call.state.result = machine.local.call(call, ref.cls, ref.proto, virtual=True)
            return None
        if world.is_app(ref.cls):
            return _guess(call)
        return platform_call(call)
    if len(targets) == 1:
        routine, atoms = targets.popitem()
        if len(atoms) != len(receiver.atoms) or receiver.top:
            call.args[0] = Value(frozenset(atoms), taint=receiver.taint)
        return enter(call, routine) if routine is not None else platform_call(call)
    return _all(call, [(routine, Value(frozenset(atoms), taint=receiver.taint)) for routine, atoms in targets.items()])


def _has_code(call: Call, routine: Routine) -> bool:
    """Whether there is code to run. Of a method looked at alone it is enough to know whether its file names any."""
    return routine.definition.has_code if call.machine.local is not None else routine.body is not None


def _guess(call: Call) -> bool | None:
    """Nothing is known of the receiver but the class that the code names."""
    machine, ref = call.machine, call.ref
    candidates: dict[Routine, str] = {}
    for cls in (ref.cls, *machine.program.subtypes(ref.cls)):
        routine = machine.routines.resolve(cls, ref.name, ref.proto)
        if routine is not None and routine.body is not None:
            candidates.setdefault(routine, cls)
        if len(candidates) > MAX_CANDIDATES:
            return platform_call(call)
    if not candidates:
        return platform_call(call)
    call.possible = True
    given = call.args[0]
    choices = []
    for routine, cls in candidates.items():
        obj = machine.obj(cls, call.site, None, exact=False, fresh=False)
        call.state.heap.setdefault(obj, {})
        choices.append((routine, Value(frozenset((obj,)), taint=given.taint)))
    if len(choices) == 1:
        call.args[0] = choices[0][1]
        return enter(call, choices[0][0])
    return _all(call, choices)


def _all(call: Call, choices: Sequence[tuple[Routine | None, Value]]) -> bool | None:
    """Run every target on its own copy of the state, and join what they come to."""
    merged: State | None = None
    state = call.state
    for routine, receiver in choices:
        other = state.fork()
        each = call.on(other, [receiver, *call.args[1:]])
        call.frame.regs = other.regs
        ended = enter(each, routine) if routine is not None else platform_call(each)
        if ended:
            continue
        if merged is None:
            merged = other
        else:
            merged.absorb(other)
    call.frame.regs = state.regs
    if merged is None:
        return True
    state.heap, state.result = merged.heap, merged.result
    state.regs[:] = merged.regs
    return None


def enter(call: Call, routine: Routine) -> bool | None:  # noqa: C901, PLR0911 -- one walk over cases that belong together
    """Run a method of the program in place of the call."""
    machine, state, frame = call.machine, call.state, call.frame
    if machine.world.is_skipped(routine.ref.cls):
        return platform_call(call)
    if machine.local is not None:
        call.ref = MethodRef(routine.ref.cls, routine.ref.name, routine.ref.proto)
        state.result = machine.local.call(call, routine.ref.cls, routine.ref.proto, virtual=False)
        return None
    if routine.body is None:
        if routine.is_native and any(value.taint for value in call.args):
            machine.world.findings.blind("native", call)
        return platform_call(call)
    frames = machine.frames
    if len(frames) > MAX_DEPTH or sum(f.routine is routine for f in frames) >= MAX_RECURSION:
        return default_call(call)
    if call.static:
        machine.world.initialise(machine, frame, state, routine.ref.cls)
    api = str(routine.ref)
    args = [
        Value(v.atoms, top=v.top, taint=extended(v.taint, call.site, api, "call", possible=call.possible))
        if v.taint
        else v
        for v in call.args
    ]
    guarded = bool(frame.handlers)
    machine.guards += guarded
    try:
        outcome = machine.run(routine, args, state.heap, frame.context.child(call.site))
    finally:
        machine.guards -= guarded
    if outcome is None:
        return default_call(call)
    if outcome.escaped is not None:
        flying = State(state.regs.copy(), outcome.escaped[1])
        value = outcome.escaped[0]
        machine.throw(frame, flying, value, thrown_types(value))
    if outcome.heap is None:
        return True
    state.heap = outcome.heap
    result = outcome.value or TOP
    if result.taint:
        result = Value(result.atoms, top=result.top, taint=extended(result.taint, call.site, api, "return"))
    state.result = result
    return None


def thrown_types(value: Value) -> frozenset[str]:
    """Exact classes of a thrown value; empty when it may be anything."""
    if value.top or not value.atoms:
        return frozenset()
    return frozenset(a.type for a in value.atoms if type(a) is Obj)


def run_method(call: Call, routine: Routine, args: list[Value]) -> Value:
    """Run a method of the program because of a call of the platform (a callback, a reflected call). Gives its result.

    The state of the call is what it left; a method that never returns leaves the state as it was.
    """
    state = call.state
    before = state.heap.copy()
    each = Call(call.machine, call.frame, state, call.site, routine.ref, args, static=routine.is_static)
    each.possible = call.possible
    if enter(each, routine):
        state.heap = before
        return TOP
    return state.result


def run_callback(call: Call, receiver: Value, name: str, args: list[Value], proto: str | None = None) -> Value | None:
    """Run a method by name on whatever objects of the program ``receiver`` may be; overloads are told by the number of arguments.

    The effects are joined with the state before: the platform may not run it at all. None when there is no such method.
    """
    machine = call.machine
    result: Value | None = None
    for atom in receiver.atoms:
        if type(atom) is not Obj:
            continue
        for type_ in _run_types(call, atom):
            for routine in machine.world.methods_named(type_, name, None if proto else len(args), proto):
                if not _has_code(call, routine):
                    continue
                before = call.state.heap.copy()
                value = run_method(call, routine, [Value(frozenset((atom,))), *args])
                call.state.absorb_heap(before)
                result = value if result is None else join(result, value)
    return result


def _run_types(call: Call, obj: Obj) -> tuple[str, ...]:
    """Classes of the program that an object may be of.

    When methods are looked at alone, a field or parameter of a platform's type (``Handler``, ``Runnable``) is taken for
    what the class itself makes of that type: its inner classes.
    """
    if obj.app:
        return (obj.type,)
    if call.machine.local is None or obj.exact:
        return ()
    return call.machine.world.inner_below(obj.type, call.frame.routine.ref.cls)

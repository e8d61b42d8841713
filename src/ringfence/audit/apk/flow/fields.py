"""Reading and writing fields of objects and classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import ANY, Obj, State
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.values import TOP, ZERO, Value, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.blocks import Decoded
    from ringfence.audit.apk.flow.machine import Frame, Machine
    from ringfence.audit.apk.flow.values import Atom


def instance_get(machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    """``iget``: the field of whatever objects it may be."""
    to, reg = insn.regs[0], insn.regs[1]
    value = state.regs[reg]
    key = machine.world.field(insn.ref)
    local = machine.local
    found: Value | None = None
    for atom in value.atoms:
        if type(atom) is not Obj:
            continue
        if local is not None and not atom.fresh and atom.app:
            held = state.fields(atom).get(key) or local.load(state, key)
        else:
            held = load_field(state, atom, key)
        found = held if found is None else join(found, held)
    if found is None:
        found = Value(frozenset(), top=True, taint=value.taint) if local is None else local.load(state, key)
    elif value.top:
        found = join(found, TOP).tainted(value.taint)
    if value.taint and not machine.world.is_app(key.cls):
        found = found.tainted(value.taint)  # a field of a platform's object that carries labels as a whole
    state.regs[to] = found


def load_field(state: State, obj: Obj, key: Atom) -> Value:
    """A field of one object, with what its unknown content carries when it is not the program's own."""
    fields = state.fields(obj)
    found = fields.get(key)
    if found is None:
        found = ZERO if obj.fresh and obj.app else TOP
    if not obj.app or not obj.fresh:
        rest = fields.get(ANY)
        if rest is not None:
            found = found.tainted(rest.taint)
    return found


def instance_put(machine: Machine, frame: Frame, state: State, insn: Decoded) -> None:
    """``iput``: replaces what the field held when it is one object, else joins."""
    value = state.regs[insn.regs[0]]
    target = state.regs[insn.regs[1]]
    key = machine.world.field(insn.ref)
    if value.taint:
        value = Value(
            value.atoms,
            top=value.top,
            taint=extended(value.taint, frame.routine.site(insn.offset), str(insn.ref), "store"),
        )
    if machine.local is not None and machine.world.is_app(key.cls):
        machine.local.stored(value, state, key)
    objects = [a for a in target.atoms if type(a) is Obj]
    weak = len(objects) > 1 or target.top
    for obj in objects:
        state.store(obj, key, value, weak=weak)


def static_get(machine: Machine, frame: Frame, state: State, insn: Decoded) -> None:
    """``sget``: of the program's classes what was stored or written in the class; of the platform's what the models know."""
    world = machine.world
    world.initialise(machine, frame, state, insn.ref.cls)
    key = world.field(insn.ref)
    found = state.fields(world.statics).get(key)
    if found is None:
        found = world.constant(key, frame.routine.site(insn.offset))
        if machine.local is not None and world.is_app(key.cls) and not (found.atoms - {0}):
            found = world.settled(key) or machine.local.load(state, key)
    state.regs[insn.regs[0]] = found


def static_put(machine: Machine, frame: Frame, state: State, insn: Decoded) -> None:
    """``sput``: a class is one, so what the field held is replaced."""
    world = machine.world
    world.initialise(machine, frame, state, insn.ref.cls)
    value = state.regs[insn.regs[0]]
    if value.taint:
        value = Value(
            value.atoms,
            top=value.top,
            taint=extended(value.taint, frame.routine.site(insn.offset), str(insn.ref), "store"),
        )
    if machine.local is not None and world.is_app(insn.ref.cls):
        machine.local.stored(value, state, world.field(insn.ref))
    state.store(world.statics, world.field(insn.ref), value)

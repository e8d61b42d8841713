"""What each instruction does to a state: one function per group of opcodes, in a table indexed by opcode.

A function returns True when the way ends (a call that never returns), else None.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.dex.opcodes import NAMES
from ringfence.audit.apk.flow.arithmetic import binary, unary
from ringfence.audit.apk.flow.calls import invoke, invoke_custom
from ringfence.audit.apk.flow.fields import instance_get, instance_put, static_get, static_put
from ringfence.audit.apk.flow.heap import ANY, Obj, State
from ringfence.audit.apk.flow.values import (
    EITHER,
    ONE,
    TOP,
    ZERO,
    TypeAtom,
    Value,
    const,
    fold,
    join,
    merge_taint,
    some,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.flow.blocks import Decoded
    from ringfence.audit.apk.flow.machine import Frame, Machine
    from ringfence.audit.apk.flow.values import Atom

    Step = Callable[[Machine, Frame, State, Any], bool | None]

MAX_ELEMENTS = 256


def _nop(_machine: Machine, _frame: Frame, _state: State, _insn: Decoded) -> None:
    return None


def _move(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    regs = insn.regs
    state.regs[regs[0]] = state.regs[regs[1]]


def _move_result(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    state.regs[insn.regs[0]] = state.result


def _move_exception(machine: Machine, frame: Frame, state: State, insn: Decoded) -> None:
    value = state.thrown
    if not value.atoms:
        obj = machine.obj(
            "Ljava/lang/Throwable;", frame.routine.site(insn.offset), frame.context, exact=False, fresh=False
        )
        if obj not in state.heap:
            state.create(obj)
        value = Value(frozenset((obj,)), taint=value.taint)
    state.regs[insn.regs[0]] = value


def _const(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    state.regs[insn.regs[0]] = const(insn.literal)


def _const_string(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    state.regs[insn.regs[0]] = const(str(insn.ref)) if insn.ref is not None else TOP


def _const_class(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    state.regs[insn.regs[0]] = const(TypeAtom(str(insn.ref)))


def _const_other(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    state.regs[insn.regs[0]] = TOP


def _check_cast(machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    reg = insn.regs[0]
    value = state.regs[reg]
    if not value.atoms:
        return
    wanted = str(insn.ref)
    kept = frozenset(a for a in value.atoms if type(a) is not Obj or machine.world.fits(a, wanted))
    if len(kept) != len(value.atoms):
        state.regs[reg] = Value(kept, top=value.top or not kept, taint=value.taint)


def _instance_of(machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    to, reg = insn.regs[0], insn.regs[1]
    value = state.regs[reg]
    if value.top or not value.atoms:
        state.regs[to] = EITHER
        return
    answers = {machine.world.instance_of(atom, str(insn.ref)) for atom in value.atoms}
    if answers == {True}:
        state.regs[to] = ONE
    elif answers == {False}:
        state.regs[to] = ZERO
    else:
        state.regs[to] = EITHER


def _array_length(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    value = state.regs[insn.regs[1]]
    length: Value | None = None
    for atom in value.atoms:
        if type(atom) is Obj:
            found = state.fields(atom).get("len", TOP).clean()
            length = found if length is None else join(length, found)
    state.regs[insn.regs[0]] = TOP if length is None or value.top else length


def _new_instance(machine: Machine, frame: Frame, state: State, insn: Decoded) -> None:
    type_ = str(insn.ref)
    machine.world.initialise(machine, frame, state, type_)
    obj = machine.obj(type_, frame.routine.site(insn.offset), frame.context)
    state.create(obj, frames=machine.frames_registers())
    state.regs[insn.regs[0]] = Value(frozenset((obj,)))


def _new_array(machine: Machine, frame: Frame, state: State, insn: Decoded) -> None:
    obj = machine.obj(str(insn.ref), frame.routine.site(insn.offset), frame.context)
    state.create(obj, {"len": state.regs[insn.regs[1]].clean()}, machine.frames_registers())
    state.regs[insn.regs[0]] = Value(frozenset((obj,)))


def _filled_array(machine: Machine, frame: Frame, state: State, insn: Decoded) -> None:
    obj = machine.obj(str(insn.ref), frame.routine.site(insn.offset), frame.context)
    held = {index: state.regs[reg] for index, reg in enumerate(insn.regs)}
    state.create(obj, {**held, "len": const(len(insn.regs))}, machine.frames_registers())
    state.result = Value(frozenset((obj,)))


def _fill_array(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    elements = insn.elements or ()
    for atom in state.regs[insn.regs[0]].atoms:
        if type(atom) is not Obj:
            continue
        if len(elements) <= MAX_ELEMENTS:
            fields = {**state.fields(atom)}
            fields.update({index: const(int(element)) for index, element in enumerate(elements)})
            state.heap[atom] = fields
        else:
            state.store(atom, ANY, TOP, weak=True)


def array_get(state: State, array: Value, index: Value) -> Value:  # noqa: C901 -- one walk over cases that belong together
    """An element of an array: of the known place, or of any."""
    found: Value | None = None
    places = index.atoms if index.known() and all(type(a) is int for a in index.atoms) else None
    for atom in array.atoms:
        if type(atom) is not Obj:
            continue
        fields = state.fields(atom)
        rest = fields.get(ANY)
        if places is not None and len(places) <= 16:
            for place in places:
                held = fields.get(place)
                if held is None:
                    held = rest if rest is not None else ZERO if atom.fresh else TOP
                elif rest is not None:
                    held = join(held, rest)
                found = held if found is None else join(found, held)
        else:
            held = rest if rest is not None else ZERO if atom.fresh else TOP
            for key, value in fields.items():
                if type(key) is int:
                    held = join(held, value)
            found = held if found is None else join(found, held)
    if found is None:
        return some(array.taint)
    if array.top:
        found = join(found, TOP)
    return found.tainted(array.taint)


def array_put(state: State, array: Value, index: Value, value: Value) -> None:
    """Store into an array: replacing the element when there is one array and one place."""
    places = index.atoms if index.known() and all(type(a) is int for a in index.atoms) else None
    objects = [a for a in array.atoms if type(a) is Obj]
    single = len(objects) == 1 and not array.top
    for obj in objects:
        if places is not None and len(places) <= 16 and all(0 <= p < MAX_ELEMENTS for p in places):
            for place in places:
                state.store(obj, place, value, weak=not single or len(places) > 1)
        else:
            state.store(obj, ANY, value, weak=True)


def _aget(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    to, array, index = insn.regs
    state.regs[to] = array_get(state, state.regs[array], state.regs[index])


def _aput(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
    value, array, index = insn.regs
    array_put(state, state.regs[array], state.regs[index], state.regs[value])


def _unary(name: str) -> Step:
    function = unary(name)

    def step(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
        to, reg = insn.regs[0], insn.regs[1]
        value = state.regs[reg]
        state.regs[to] = fold(function, (), value) if function is not None else some(value.taint)

    return step


def _binary(name: str, *, in_place: bool, literal: bool) -> Step:
    function = binary(name)

    def step(_machine: Machine, _frame: Frame, state: State, insn: Decoded) -> None:
        regs = insn.regs
        held = state.regs
        if literal:
            first, second = held[regs[1]], const(insn.literal)
        elif in_place:
            first, second = held[regs[0]], held[regs[1]]
        else:
            first, second = held[regs[1]], held[regs[2]]
        if function is None or first.top or second.top:
            held[regs[0]] = some(merge_taint(first.taint, second.taint))
        else:
            held[regs[0]] = fold(function, (), first, second)

    return step


# ---------------------------------------------------------------- branches


def _test(name: str) -> Callable[[Any, Any], bool]:
    return {
        "eq": operator.eq,
        "ne": operator.ne,
        "lt": operator.lt,
        "ge": operator.ge,
        "gt": operator.gt,
        "le": operator.le,
    }[name]


def _branch(name: str) -> Callable[[State, Any], tuple[State | None, State | None]]:
    stem = name.removeprefix("if-")
    zero = stem.endswith("z")
    verb = stem[:2]
    test = _test(verb)

    def decide(state: State, insn: Decoded) -> tuple[State | None, State | None]:
        first = state.regs[insn.regs[0]]
        second = ZERO if zero else state.regs[insn.regs[1]]
        if first.top or second.top or not first.atoms or not second.atoms:
            return _refined(state, insn, first, second) if verb in ("eq", "ne") else (state, state)
        answers: set[bool] = set()
        for left in first.atoms:
            for right in second.atoms:
                answers.update(_compare(left, right, test, verb))
                if len(answers) == 2:
                    return _refined(state, insn, first, second) if verb in ("eq", "ne") else (state, state)
        return (state, None) if True in answers else (None, state)

    def _refined(state: State, insn: Decoded, first: Value, second: Value) -> tuple[State, State]:
        """On the way where they are equal, the first is the second's one constant; on the other it is not."""
        only = second.only()
        if only is None or type(only) is not int:
            return state, state
        reg = insn.regs[0]
        equal, other = state.fork(), state
        if first.top or only in first.atoms:
            equal.regs[reg] = Value(frozenset((only,)), taint=first.taint)
        if only in first.atoms and len(first.atoms) > 1:
            other.regs[reg] = Value(first.atoms - {only}, top=first.top, taint=first.taint)
        return (equal, other) if verb == "eq" else (other, equal)

    return decide


def _compare(left: Atom, right: Atom, test: Callable[[Any, Any], bool], verb: str) -> tuple[bool, ...]:
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return (test(left, right),)
    if verb not in ("eq", "ne"):
        return (True, False)
    if isinstance(left, (int, float)) or isinstance(right, (int, float)):
        return (verb == "ne",)  # an object is not null
    if type(left) is Obj and left is right and not left.many:
        return (verb == "eq",)
    if type(left) is Obj and type(right) is Obj and left is not right and left.older is not right.older:
        return (verb == "ne",) if left.fresh and right.fresh else (True, False)
    return (True, False)


BRANCHES: dict[int, Callable[[State, Any], tuple[State | None, State | None]]] = {
    op: _branch(NAMES[op]) for op in range(0x32, 0x3E)
}


# ---------------------------------------------------------------- exceptions

_INDEX = frozenset(("Ljava/lang/ArrayIndexOutOfBoundsException;", "Ljava/lang/NullPointerException;"))
_NULL = frozenset(("Ljava/lang/NullPointerException;",))
_CAST = frozenset(("Ljava/lang/ClassCastException;",))
_DIVIDE = frozenset(("Ljava/lang/ArithmeticException;",))
_NOTHING_KNOWN: frozenset[str] = frozenset()
_DIVIDERS = frozenset(
    op for op in range(0x90, 0xE3) if NAMES[op].startswith(("div-int", "rem-int", "div-long", "rem-long"))
)
_GETS = frozenset(range(0x44, 0x4B))
_PUTS = frozenset(range(0x4B, 0x52))
_INSTANCE = frozenset(range(0x52, 0x60))
THROWERS = frozenset((0x1F, 0x21, 0x23)) | _DIVIDERS | _GETS | _PUTS | _INSTANCE


def thrown_by(insn: Decoded, state: State) -> frozenset[str] | None:
    """Which exceptions an instruction may raise by itself in this state; None for none. Calls are seen to where they are made."""
    op = insn.op
    if op in _GETS or op in _PUTS:
        return None if _inside(state, state.regs[insn.regs[1]], state.regs[insn.regs[2]]) else _INDEX
    if op in _INSTANCE:
        value = state.regs[insn.regs[1]]
        return _NULL if 0 in value.atoms else None
    if op == 0x21:
        return _NULL if 0 in state.regs[insn.regs[1]].atoms else None
    if op == 0x1F:
        value = state.regs[insn.regs[0]]
        return _CAST if value.top else None
    if op in _DIVIDERS:
        divisor = const(insn.literal) if insn.literal is not None else state.regs[insn.regs[-1]]
        return _DIVIDE if divisor.top or 0 in divisor.atoms else None
    return None


def _inside(state: State, array: Value, index: Value) -> bool:
    """Whether an index surely lies within its array."""
    if not index.known() or not array.known():
        return False
    for atom in array.atoms:
        if type(atom) is not Obj:
            return False
        length = state.fields(atom).get("len")
        if length is None or not length.known():
            return False
        if not all(type(i) is int and type(n) is int and 0 <= i < n for i in index.atoms for n in length.atoms):
            return False
    return True


# ---------------------------------------------------------------- the table


_BY_BEGINNING: tuple[tuple[str, Step], ...] = (  # the first that fits
    ("move-result", _move_result),
    ("move-exception", _move_exception),
    ("move", _move),
    ("const-string", _const_string),
    ("const-class", _const_class),
    ("const-method", _const_other),
    ("const", _const),
    ("iget", instance_get),
    ("iput", instance_put),
    ("sget", static_get),
    ("sput", static_put),
    ("aget", _aget),
    ("aput", _aput),
    ("invoke-polymorphic", invoke_custom),
    ("invoke-custom", invoke_custom),
    ("invoke-", invoke),
    ("filled-new-array", _filled_array),
    ("check-cast", _check_cast),
    ("instance-of", _instance_of),
    ("array-length", _array_length),
    ("new-instance", _new_instance),
    ("new-array", _new_array),
    ("fill-array-data", _fill_array),
)


def _step_of(op: int, name: str) -> Step:
    if 0x7B <= op <= 0x8F:
        return _unary(name)
    if 0x90 <= op <= 0xE2 or 0x2D <= op <= 0x31:
        return _binary(name, in_place="/2addr" in name, literal="/lit" in name or name == "rsub-int")
    return next((step for beginning, step in _BY_BEGINNING if name.startswith(beginning)), _nop)


TABLE: list[Step] = [_step_of(op, name) for op, name in enumerate(NAMES)]

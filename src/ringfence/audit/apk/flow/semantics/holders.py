"""Small things that hold others: pairs, futures that call on, objects that stand in for an interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.dex import FieldRef, proto_parts
from ringfence.audit.apk.flow.heap import ANY
from ringfence.audit.apk.flow.semantics.binding import does, means
from ringfence.audit.apk.flow.semantics.lists import containers, make
from ringfence.audit.apk.flow.semantics.threads import execute
from ringfence.audit.apk.flow.values import TOP, ZERO, MemberAtom, Value, const, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call

PAIRS = "Landroid/util/Pair; Landroidx/core/util/Pair; Landroid/support/v4/util/Pair;"
TUPLES = "Lkotlin/Pair; Lkotlin/Triple;"
PARTS = ("first", "second", "third")
GETTERS = {
    **{f"get{part.capitalize()}": part for part in PARTS},
    **{f"component{number}": part for number, part in enumerate(PARTS, 1)},
}
PROXY = "Ljava/lang/reflect/Proxy;"
FUTURE = "Ljava/util/concurrent/CompletableFuture;"


# ---------------------------------------------------------------- pairs


@means(PAIRS + " " + TUPLES, "<init>")
def new_pair(call: Call) -> Value:
    """Each part under its name."""
    for obj in containers(call.args[0]):
        for part, value in zip(PARTS, call.args[1:], strict=False):
            call.state.store(obj, _key(obj.type, part), value)
    return ZERO


@means(PAIRS, "create")
@means("Lkotlin/TuplesKt;", "to")
def made_pair(call: Call) -> Value:
    """The same by a static method."""
    type_ = "Lkotlin/Pair;" if call.ref.name == "to" else call.ref.cls
    obj = call.machine.obj(type_, call.site, call.frame.context)
    fields = {_key(type_, part): value for part, value in zip(PARTS, call.args, strict=False)}
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means(TUPLES, " ".join(GETTERS))
def part_of(call: Call) -> Value | None:
    """One part; None when the pair came from elsewhere."""
    result: Value | None = None
    for obj in containers(call.args[0]):
        fields = call.state.fields(obj)
        held = fields.get(GETTERS[call.ref.name])
        if held is None or ANY in fields:
            return None
        result = held if result is None else join(result, held)
    return None if result is None or call.args[0].top else result


def _key(type_: str, part: str) -> FieldRef | str:
    """Android's pairs are read by their fields, Kotlin's by methods."""
    return part if type_.startswith("Lkotlin/") else FieldRef(type_, part, "Ljava/lang/Object;")


# ---------------------------------------------------------------- futures that call on


@does("future.of")
def future_of(call: Call) -> Value:
    """A future of what the function comes to, given what the future before holds; of ``complete`` and its like of the value."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    name = call.ref.name
    if name in ("submit", "schedule"):
        made: Value = execute(call)
        return made
    if name.startswith("supply"):
        value = run_callback(call, call.args[0], "get", [])
    elif name == "completedFuture":
        value = call.args[0]
    elif name == "complete":
        for obj in containers(call.args[0]):
            call.state.store(obj, "value", call.args[1])
        return TOP
    else:
        before = [_value(call, call.args[0])]
        if name.startswith("thenCombine"):
            before.append(_value(call, call.args[1]))
        elif name.startswith("handle"):
            before.append(TOP)
        value = run_callback(call, call.args[len(before) if name.startswith("thenCombine") else 1], "apply", before)
    obj = call.machine.obj(FUTURE, call.site, call.frame.context)
    call.state.create(obj, {"value": value or TOP}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


def _value(call: Call, future: Value) -> Value:
    """What a future holds."""
    result: Value | None = None
    for obj in containers(future):
        fields = call.state.fields(obj)
        held = fields.get("value")
        if held is None:
            rest = fields.get(ANY)
            held = TOP if rest is None else TOP.tainted(rest.taint)
        result = held if result is None else join(result, held)
    return result or TOP


# ---------------------------------------------------------------- stand-ins


@does("reflect.proxy")
def new_proxy(call: Call) -> Value:
    """An object of any interface; its calls go to the handler."""
    obj = call.machine.obj(PROXY, call.site, call.frame.context, exact=False)
    call.state.create(obj, {"handler": call.args[2]}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


def proxied(call: Call) -> Value | None:
    """A call of such an object: the handler's ``invoke`` with the method and its arguments."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("handler")
        if held is None:
            continue
        method = const(MemberAtom("method", call.ref.cls, call.ref.name, proto_parts(call.ref.proto)[0]))
        given = make(call, "[Ljava/lang/Object;", list(call.args[1:]))
        value = run_callback(call, held, "invoke", [call.args[0], method, given])
        if value is not None:
            result = value if result is None else join(result, value)
    return result

"""Who is told what was put in: observable data, event buses, views' tags, results of activities, pages' bridges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics.binding import does
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.starts import deliver
from ringfence.audit.apk.flow.values import ONE, TOP, ZERO, Value, join
from ringfence.schema import SinkKind

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.heap import State


@does("live_data.observe")
def observe(call: Call) -> Value:
    """An observer is told what is there now, and what comes."""
    for obj in containers(call.args[0]):
        old = call.state.fields(obj).get("observers")
        call.state.store(obj, "observers", call.args[-1] if old is None else join(old, call.args[-1]))
        held = call.state.fields(obj).get("value")
        if held is not None:
            _tell(call, call.args[-1], held)
    return ZERO


@does("live_data.set")
def set_value(call: Call) -> Value:
    """Everyone who observes is told."""
    for obj in containers(call.args[0]):
        call.state.store(obj, "value", call.args[1])
        told = call.state.fields(obj).get("observers")
        if told is not None:
            _tell(call, told, call.args[1])
    return ZERO


def _tell(call: Call, observers: Value, value: Value) -> None:
    from ringfence.audit.apk.flow.callbacks import plan_task  # noqa: PLC0415 -- callbacks need the semantics

    for name in ("onChanged", "invoke"):
        plan_task(call, observers, name, [value])


@does("bus.register")
def bus_register(call: Call) -> Value:
    """An object with methods for events."""
    registry = call.machine.world.registry
    for obj in containers(call.args[-1]):
        if obj.app:
            call.state.store(registry, ("subscriber", obj), ONE)
    return ZERO


@does("bus.post")
def bus_post(call: Call) -> Value:
    """Every subscriber's method whose parameter the event fits."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- callbacks need the semantics

    world = call.machine.world
    subscribers = [k[1] for k in call.state.fields(world.registry) if isinstance(k, tuple) and k[0] == "subscriber"]
    types = [a.type for a in call.args[-1].atoms if type(a) is Obj]
    for obj in subscribers:
        for routine in world.routines_of(obj.type):
            params = routine.definition.params
            if len(params) == 1 and any(params[0] in (t, *world.ancestors(t)) for t in types):
                run_callback(call, Value(frozenset((obj,))), routine.ref.name, [call.args[-1]], routine.ref.proto)
    return ZERO


@does("view.set_tag", "view.get_tag")
def tag(call: Call) -> Value | None:
    """Whatever hangs on a view."""
    if call.ref.name == "setTag":
        for obj in containers(call.args[0]):
            call.state.store(obj, "tag", call.args[-1])
        return ZERO
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("tag")
        if held is not None:
            result = held if result is None else join(result, held)
    return result or TOP


@does("view.click")
def click(call: Call) -> Value:
    """The listener that is set runs."""
    from ringfence.audit.apk.flow.callbacks import plan_task  # noqa: PLC0415 -- callbacks need the semantics

    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get(("set", "setOnClickListener"))
        if held is not None:
            plan_task(call, held, "onClick", [call.args[0]])
    return ONE


@does("icc.result_launcher")
def result_launcher(call: Call) -> Value:
    """A launcher, whose callback gets the result."""
    obj = call.machine.obj(
        "Landroidx/activity/result/ActivityResultLauncher;", call.site, call.frame.context, exact=False
    )
    call.state.create(obj, {}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@does("icc.launch_result")
def launch(call: Call) -> Value:
    """An Intent given to a launcher starts its activity."""
    deliver(call, call.args[1], ("activity",))
    return ZERO


@does("web.bridge")
def bridge(call: Call) -> Value:
    """A page may call every annotated method of the object, now or later, and gets what it returns."""
    from ringfence.audit.apk.flow.calls import run_method  # noqa: PLC0415 -- calls need the semantics

    machine = call.machine
    for obj in containers(call.args[1]):
        if not obj.app:
            continue
        call.state.store(machine.world.registry, ("bridge", obj), ONE)
        machine.bridges[obj] = call
        for routine in machine.world.bridged(obj.type) if machine.local is not None else ():
            value = run_method(call, routine, [Value(frozenset((obj,))), *(TOP for _ in routine.definition.params)])
            asked_by_page(call, value, call.state)
    return ZERO


def asked_by_page(call: Call, value: Value, state: State) -> None:
    """What a bridged method returns is the page's, which may send it on."""
    taint = state.deep_taint(value)
    if taint:
        api = str(call.ref)
        call.machine.world.findings.report(
            call, SinkKind.NETWORK, extended(taint, call.site, api, "return", possible=True), []
        )


@does("web.unbridge")
def unbridge(_call: Call) -> Value:
    """By name: which object it was is not told apart, so it stays."""
    return ZERO

"""Message, Handler and Messenger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.dex import FieldRef
from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.semantics.binding import means
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.strings import kinds
from ringfence.audit.apk.flow.values import ONE, TOP, ZERO, Value, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call

MESSAGE = "Landroid/os/Message;"
HANDLER = "Landroid/os/Handler;"
WHAT, ARG1, ARG2 = (FieldRef(MESSAGE, name, "I") for name in ("what", "arg1", "arg2"))
OBJ = FieldRef(MESSAGE, "obj", "Ljava/lang/Object;")


@means(MESSAGE + " " + HANDLER, "obtain obtainMessage")
def obtain(call: Call) -> Value:
    """A message with what is given: handler, what, arg1, arg2, obj, or a copy of another."""
    obj = call.machine.obj(MESSAGE, call.site, call.frame.context)
    fields = {WHAT: ZERO, ARG1: ZERO, ARG2: ZERO, OBJ: ZERO}
    args = list(call.args)
    types = kinds(call) if call.static else [HANDLER, *kinds(call)]
    numbers = iter((WHAT, ARG1, ARG2))
    target: Value | None = None
    for type_, value in zip(types, args, strict=False):
        if type_ == "I":
            fields[next(numbers, ARG2)] = value
        elif type_ == HANDLER:
            target = value
        elif type_ == MESSAGE:
            for other in containers(value):
                fields.update(call.state.fields(other))
        elif type_ == "Ljava/lang/Runnable;":
            fields["callback"] = value  # type: ignore[index]  # keys are of any kind
        else:
            fields[OBJ] = value
    if target is not None:
        fields["target"] = target  # type: ignore[index]  # as above
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means(MESSAGE, "<init>")
def new_message(call: Call) -> Value:
    """All zero."""
    for obj in containers(call.args[0]):
        call.state.heap[obj] = {WHAT: ZERO, ARG1: ZERO, ARG2: ZERO, OBJ: ZERO}
    return ZERO


@means(MESSAGE, "setData setTarget getData peekData getTarget")
def part(call: Call) -> Value | None:
    """Its bundle and its handler."""
    key = "data" if "Data" in call.ref.name else "target"
    if call.ref.name.startswith("set"):
        for obj in containers(call.args[0]):
            call.state.store(obj, key, call.args[1])
        return ZERO
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get(key)
        if held is None and key == "data":
            made = call.machine.obj("Landroid/os/Bundle;", call.site, call.frame.context)
            call.state.create(made, {}, call.machine.frames_registers())
            held = Value(frozenset((made,)))
            call.state.store(obj, key, held)
        if held is not None:
            result = held if result is None else join(result, held)
    return result


def _deliver(call: Call, handler: Value, message: Value) -> None:
    from ringfence.audit.apk.flow.callbacks import plan_task  # noqa: PLC0415 -- callbacks need the semantics

    plan_task(call, handler, "handleMessage", [message])
    for obj in containers(handler):
        held = call.state.fields(obj).get("callback")
        if held is not None:
            plan_task(call, held, "handleMessage", [message])
    for obj in containers(message):
        held = call.state.fields(obj).get("callback")
        if held is not None:
            plan_task(call, held, "run", [])


@means(HANDLER, "<init>")
def new_handler(call: Call) -> Value:
    """A callback may take its messages."""
    for value in call.args[1:]:
        if any(type(a) is Obj and a.app for a in value.atoms):
            for obj in containers(call.args[0]):
                call.state.store(obj, "callback", value)
    return ZERO


@means(HANDLER, "sendMessage sendMessageDelayed sendMessageAtTime sendMessageAtFrontOfQueue dispatchMessage")
def send(call: Call) -> Value:
    """To its own ``handleMessage``."""
    _deliver(call, call.args[0], call.args[1])
    return ONE


@means(HANDLER, "sendEmptyMessage sendEmptyMessageDelayed sendEmptyMessageAtTime")
def send_empty(call: Call) -> Value:
    """A message with nothing but its number."""
    obj = call.machine.obj(MESSAGE, call.site, call.frame.context)
    call.state.create(obj, {WHAT: call.args[1], ARG1: ZERO, ARG2: ZERO, OBJ: ZERO}, call.machine.frames_registers())
    _deliver(call, call.args[0], Value(frozenset((obj,))))
    return ONE


@means(MESSAGE, "sendToTarget")
def send_to_target(call: Call) -> Value:
    """To the handler it was obtained with."""
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("target")
        if held is not None:
            _deliver(call, held, Value(frozenset((obj,))))
    return ZERO


@means("Landroid/os/Messenger;", "<init>")
def new_messenger(call: Call) -> Value:
    """Around a handler, or around the binder of another messenger."""
    for obj in containers(call.args[0]):
        target: Value | None = None
        for each in containers(call.args[1]):
            held = call.state.fields(each).get("target") if not each.app else None
            value = held if held is not None else Value(frozenset((each,)))
            target = value if target is None else join(target, value)
        call.state.store(obj, "target", target or call.args[1])
    return ZERO


@means("Landroid/os/Messenger;", "getBinder")
def binder(call: Call) -> Value:
    """A binder that leads to the same handler."""
    obj = call.machine.obj("Landroid/os/IBinder;", call.site, call.frame.context, exact=False)
    fields = {}
    for each in containers(call.args[0]):
        held = call.state.fields(each).get("target")
        if held is not None:
            fields["target"] = held
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means("Landroid/os/Messenger;", "send")
def messenger_send(call: Call) -> Value:
    """To the handler behind it."""
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("target", TOP)
        _deliver(call, held, call.args[1])
    return ZERO

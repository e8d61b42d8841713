"""Methods of the program that the platform calls: handed over as listeners, or run by a call itself.

What is registered lies in the state, in the fields of one object (``World.registry``), so that it follows the program's own order:
``("listener", object, type)``, ``("task", object, method)`` with its arguments, ``("click", object, method)``,
``("fragment", object)``,
``("receiver", object)`` with its filter. The driver (``lifecycle.py``) runs what is registered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.dex import proto_parts
from ringfence.audit.apk.flow.calls import run_callback
from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.values import NO_ATOMS, ONE, TOP, Value, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.heap import Fields
    from ringfence.audit.apk.models import Rule

# Listener types whose objects live and die with the screen they were set on.
SCREEN = (
    "Landroid/view/",
    "Landroid/widget/",
    "Landroid/content/DialogInterface",
    "Landroid/text/",
    "Landroidx/recyclerview/",
)
COMPONENTS = (
    "Landroid/app/Activity;",
    "Landroid/app/Service;",
    "Landroid/app/Application;",
    "Landroid/content/ContentProvider;",
)


def plan_task(call: Call, who: Value, name: str, args: list[Value]) -> None:
    """Let the driver run a method later, with these arguments."""
    if call.machine.local is not None:
        run_callback(call, who, name, args)
        return
    machine, state = call.machine, call.state
    registry = machine.world.registry
    for obj in who.atoms:
        if type(obj) is not Obj or not obj.app or not machine.world.methods_named(obj.type, name, len(args)):
            continue
        held = machine.named("[task", ("task", obj, name))  # type: ignore[arg-type]  # any key names it
        old = state.fields(held)
        fields: dict[Any, Value] = dict(enumerate(args))
        state.heap[held] = {k: join(old[k], v) if k in old else v for k, v in fields.items()}
        state.store(registry, ("task", obj, name), Value(frozenset((held,))))


def callback_types(call: Call, obj: Obj) -> list[str]:
    """Callback types of the platform that an object's class implements."""
    return call.machine.world.callback_types(obj.type)


def _listen(call: Call, obj: Obj, types: list[str]) -> None:
    world, state = call.machine.world, call.state
    owner = world.current
    held = Value(frozenset((owner,))) if owner is not None else ONE
    for type_ in types:
        state.store(world.registry, ("listener", obj, type_), held)


def unregister(call: Call, obj: Obj) -> None:
    """Nothing is called on this object any more."""
    registry = call.machine.world.registry
    fields = call.state.fields(registry)
    call.state.heap[registry] = {
        k: v
        for k, v in fields.items()
        if not (type(k) is tuple and len(k) > 1 and k[1] is obj and k[0] in ("listener", "receiver"))
    }


def _targets(call: Call, rule: Rule) -> list[Value]:
    at = rule.registers.listener if rule.registers is not None else None
    if at is not None:
        return [call.args[at]] if at < len(call.args) else []
    return call.args[0 if call.static else 1 :]


def register(call: Call, rule: Rule) -> None:
    """A call that hands a listener over, or takes it back."""
    registration = rule.registers
    if registration is None:
        return
    ends = registration.ends or (call.ref.name in registration.undone_by and _is_nothing(call))
    for value in _targets(call, rule):
        objs = [a for a in value.atoms if type(a) is Obj and a.app]
        if ends:
            if len(objs) == 1 and not value.top:
                unregister(call, objs[0])
            continue
        for obj in objs:
            types = callback_types(call, obj)
            if registration.calls:
                types = [t for t in types if t == registration.calls] or [registration.calls]
            elif not types:
                types = ["on*"]
            _replaces(call, obj)
            _listen(call, obj, types)


def _is_nothing(call: Call) -> bool:
    """``listen(listener, LISTEN_NONE)`` takes a listener back by the same call."""
    return len(call.args) > 2 and call.args[-1].only() == 0


def register_unknown(call: Call) -> None:  # noqa: C901 -- one walk over cases that belong together
    """A call nobody described that takes an object with callbacks hands it over."""
    if call.ref.name == "<init>" and not call.args:
        return
    world = call.machine.world
    params = proto_parts(call.ref.proto)[0]
    offset = 0 if call.static else 1
    for index, type_ in enumerate(params):
        if (
            index + offset >= len(call.args)
            or type_[0] != "L"
            or type_ in ("Ljava/lang/Object;", "Landroid/content/Context;")
        ):
            continue
        value = call.args[index + offset]
        setter = call.ref.name.startswith("set") and len(params) == 1
        if setter and value.only() == 0:
            _replaces(call, None)
        for obj in value.atoms:
            if type(obj) is not Obj or not obj.app:
                continue
            types = [t for t in callback_types(call, obj) if world.is_sub(t, type_) or t == type_]
            if not types and world.has(type_) and not world.is_app(type_):
                types = ["on*"]
            if not types and not world.is_app(type_) and _reads_like_listener(type_) and world.is_sub(obj.type, type_):
                types = ["on*"]
            if types:
                if setter:
                    _replaces(call, obj)
                _listen(call, obj, types)


def _reads_like_listener(type_: str) -> bool:
    name = type_.rstrip(";").rpartition("/")[2].rpartition("$")[2]
    return name.endswith(("Listener", "Callback", "Callbacks", "Observer", "Watcher", "Handler", "Receiver"))


def _replaces(call: Call, obj: Obj | None) -> None:
    """``setXListener`` on one view replaces the listener that was set before."""
    if call.static or not call.args or not call.ref.name.startswith("set"):
        return
    receiver = call.args[0].only()
    if type(receiver) is not Obj:
        objs = [a for a in call.args[0].atoms if type(a) is Obj]
        receiver = objs[0] if len(objs) == 1 else None
    if type(receiver) is not Obj or receiver.many or not receiver.fresh:
        return
    key = ("set", call.ref.name)
    before = call.state.fields(receiver).get(key)
    old = before.only() if before is not None else None
    if type(old) is Obj and old is not obj:
        unregister(call, old)
    call.state.store(receiver, key, Value(frozenset((obj if obj is not None else 0,))))


def run_calls(call: Call, rule: Rule) -> Value | None:
    """Callbacks that this call runs, in order, results handed from one to the next.

    Gives the call's own result where the rule says so.
    """
    bound: dict[str, Value] = {}
    answer: Value | None = None
    for each in rule.calls:
        target = _path(call, each.object, bound)
        args = [TOP if a == "?" else _path(call, a, bound) for a in each.args]
        result = run_callback(call, target, each.method, args)
        plan_task(call, target, each.method, args)
        if each.result and result is not None:
            bound[each.result] = result
            if each.result == "return":
                answer = result
    return answer


def _path(call: Call, text: str, bound: dict[str, Value]) -> Value:
    if text in bound:
        return bound[text]
    root, *inside = text.split(".")
    if not root.isdigit() or int(root) >= len(call.args):
        return Value(NO_ATOMS, top=True)
    value = call.args[int(root)]
    for name in inside:
        found: Value | None = None
        for obj in value.atoms:
            held = _inside(call.state.fields(obj), name) if type(obj) is Obj else None
            if held is not None:
                found = held if found is None else join(found, held)
        value = (found or TOP).tainted(value.taint)
    return value


def _inside(fields: Fields, name: str) -> Value | None:
    """What an object holds under a name, ``[]`` any element or entry; what is not known apart carries what all of it carries."""
    rest = fields.get(ANY)
    if name != "[]":
        return fields.get(name) or (TOP.tainted(rest.taint) if rest is not None else None)
    found: Value | None = None
    for key, held in fields.items():
        if type(key) is int or key == ANY or (type(key) is str and key.startswith("k:")):
            found = held if found is None else join(found, held)
    return found

"""What an Intent starts: components of the same app receive it; what may leave the app is a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.semantics.binding import does, means
from ringfence.audit.apk.flow.semantics.intents import INTENT
from ringfence.audit.apk.flow.semantics.lists import containers, elements
from ringfence.audit.apk.flow.values import NO_ATOMS, ONE, TOP, ZERO, UriAtom, Value, const, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.values import Atom

VIEW_CATEGORY = "android.intent.category.DEFAULT"


class Targets:
    """Who receives an Intent.

    ``classes`` of the app's components, ``receivers`` registered by code, ``outside`` others too; ``nobody`` when it names
    a class of the app that the manifest does not declare.
    """

    __slots__ = ("classes", "nobody", "outside", "receivers")

    def __init__(self) -> None:
        self.nobody = False
        self.classes: set[str] = set()
        self.receivers: set[Obj] = set()
        self.outside = False


def targets_of(call: Call, intent: Value, kinds: tuple[str, ...]) -> Targets:
    """Resolve an Intent against the manifest and the receivers that are registered."""
    found = Targets()
    components = call.machine.world.components
    objs = [o for o in containers(intent) if o.type == INTENT or not o.app]
    if not objs:
        found.outside = True
    for obj in objs:
        fields = call.state.fields(obj)
        explicit = fields.get("component")
        if explicit is not None and explicit.atoms - {0}:
            for name in explicit.atoms:
                target = components.by_name(name, kinds) if type(name) is str else None
                if target is not None:
                    found.classes.add(target)
                elif type(name) is str:
                    known = components.knows_class(name)
                    found.nobody = found.nobody or known
                    found.outside = found.outside or not known
            if explicit.top:
                found.outside = True
            continue
        if explicit is not None and explicit.top:
            found.outside = True
            continue
        _implicit(call, found, fields, kinds)
    return found


def _implicit(call: Call, found: Targets, fields: Atom, kinds: tuple[str, ...]) -> None:
    action = fields.get("action", TOP)
    actions = [a for a in action.atoms if type(a) is str]
    data = fields.get("data", TOP)
    schemes = {a.text.partition(":")[0] for a in data.atoms if type(a) is UriAtom}
    mime = {a for a in fields.get("type", TOP).atoms if type(a) is str}
    package = fields.get("package")
    own_package = package is not None and package.only() == call.machine.world.components.package
    found.outside = found.outside or not own_package
    for name in actions:
        found.classes |= call.machine.world.components.by_action(name, kinds, schemes, mime)
    if "receiver" in kinds:
        for key, wanted in call.state.fields(call.machine.world.registry).items():
            if type(key) is tuple and key[0] == "receiver":
                for each in containers(wanted):
                    listed = call.state.fields(each).get("action", TOP)
                    if listed.top or action.top or (listed.atoms & action.atoms):
                        found.receivers.add(key[1])


def sent_copy(call: Call, intent: Value) -> Value:
    """The system hands over a copy: what the sender does to its Intent afterwards is not seen by the receiver."""
    copies: set[Any] = set()
    for obj in containers(intent):
        copy = call.machine.obj(obj.type, call.site, call.frame.context)
        call.state.create(copy, call.state.fields(obj), call.machine.frames_registers())
        copies.add(copy)
    return Value(frozenset(copies), top=intent.top, taint=intent.taint) if copies else intent


def deliver(call: Call, intent: Value, kinds: tuple[str, ...]) -> Targets:
    """Put a copy of the Intent into the boxes of everyone it reaches."""
    found = targets_of(call, intent, kinds)
    state, registry = call.state, call.machine.world.registry
    if not found.classes and not found.receivers:
        return found
    copy = sent_copy(call, intent)
    for cls in sorted(found.classes):
        key = ("inbox", cls)
        old = state.fields(registry).get(key)
        state.store(registry, key, copy if old is None else join(old, copy))
    return found


def run_receivers(call: Call, intent: Value, found: Targets) -> None:
    """Receivers that code registered run soon after the broadcast."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    for receiver in sorted(found.receivers, key=repr):
        run_callback(call, Value(frozenset((receiver,))), "onReceive", [call.args[0], intent])


@does("icc.start_activity", "icc.start_for_result", "icc.start_activities")
def start_activity(call: Call) -> Value | None:
    """An activity is started; one that gives a result gives it to this one."""
    intent = call.args[1]
    if call.ref.name == "startActivities":
        intent = elements(call.state, intent)
    for value in call.args[1:3]:
        if any(type(a) is Obj and a.type == INTENT for a in value.atoms):
            intent = value
            break
    found = deliver(call, intent, ("activity",))
    if "Result" in call.ref.name or call.ref.name == "startActivityIfNeeded":
        registry = call.machine.world.registry
        for cls in found.classes:
            for obj in containers(call.args[0]):
                if obj.app:
                    key = ("awaits", cls)
                    old = call.state.fields(registry).get(key)
                    me = Value(frozenset((obj,)))
                    call.state.store(registry, key, me if old is None else join(old, me))
    return None if not call.ref.proto.endswith("V") else ZERO


@does("icc.start_service", "icc.stop_service")
def start_service(call: Call) -> Value | None:
    """A service of the app gets the Intent in ``onStartCommand``."""
    deliver(call, call.args[1], ("service",))
    return None


@does("icc.bind_service")
def bind_service(call: Call) -> Value:
    """The service is made if need be and asked for its binder, which the connection gets."""
    from ringfence.audit.apk.flow.callbacks import plan_task  # noqa: PLC0415 -- callbacks need the semantics
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- as above

    found = deliver(call, call.args[1], ("service",))
    connections = [v for v in call.args[2:] if any(type(a) is Obj and a.app for a in v.atoms)]
    for cls in sorted(found.classes):
        type_ = f"L{cls.replace('.', '/')};"
        service = call.machine.named(type_, "component")
        me = Value(frozenset((service,)))
        if service not in call.state.heap:
            call.state.create(service)
            run_callback(call, me, "<init>", [])
            run_callback(call, me, "onCreate", [])
        binder = run_callback(call, me, "onBind", [call.args[1]])
        if binder is None:
            continue
        registry = call.machine.world.registry
        call.state.store(registry, ("binder", cls), binder)
        for connection in connections:
            plan_task(call, connection, "onServiceConnected", [TOP, binder])
    return ONE


@does("icc.broadcast", "icc.local_broadcast")
def broadcast(call: Call) -> Value | None:
    """Receivers of the manifest and those that code registered."""
    intent = call.args[1]
    found = deliver(call, intent, ("receiver",))
    if call.ref.name.startswith("sendOrdered"):
        for value in call.args[2:]:
            found.receivers |= {a for a in value.atoms if type(a) is Obj and a.app}
    run_receivers(call, intent, found)
    return None if not call.ref.proto.endswith("V") else ZERO


@does("icc.register_receiver", "icc.register_local_receiver")
def register_receiver(call: Call) -> Value | None:
    """A receiver and the filter it asks with."""
    if len(call.args) < 3:
        return None
    for obj in containers(call.args[1]):
        key = ("receiver", obj)
        old = call.state.fields(call.machine.world.registry).get(key)
        call.state.store(call.machine.world.registry, key, call.args[2] if old is None else join(old, call.args[2]))
    return None


@means("Landroid/content/Context;", "unregisterReceiver")
def unregister_receiver(call: Call) -> Value:
    """The receiver gets nothing any more."""
    registry = call.machine.world.registry
    found = containers(call.args[1])
    if len(found) == 1 and not call.args[1].top:
        fields = call.state.fields(registry)
        call.state.heap[registry] = {
            k: v
            for k, v in fields.items()
            if not (type(k) is tuple and len(k) > 1 and k[1] is found[0] and k[0] in ("receiver", "listener"))
        }
    return ZERO


@does("icc.own_intent")
def own_intent(call: Call) -> Value | None:
    """What the component was started with: Intents of the app that reach it, or one from outside."""
    state, registry = call.state, call.machine.world.registry
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = state.fields(obj).get("intent")
        if held is None:
            held = state.fields(registry).get(("inbox", _dotted(obj.type)))
            if call.machine.local is not None:
                held = call.machine.local.opaque(state, INTENT, ("I", _dotted(obj.type)))
                result = held if result is None else join(result, held)
                continue
            outside = call.machine.named(INTENT, f"received {obj.type}", fresh=False)
            state.heap.setdefault(outside, {})
            unknown = Value(frozenset((outside,)))
            held = unknown if held is None else join(held, unknown)
        result = held if result is None else join(result, held)
    return result


def _dotted(type_: str) -> str:
    return type_[1:-1].replace("/", ".")


@does("icc.set_intent")
def set_intent(call: Call) -> Value:
    """``setIntent``: replaces what ``getIntent`` gives."""
    for obj in containers(call.args[0]):
        call.state.store(obj, "intent", call.args[1])
    return ZERO


@does("icc.set_result")
def set_result(call: Call) -> Value:
    """The result Intent goes to who started this one, when that is a component of the app."""
    state, registry = call.state, call.machine.world.registry
    if len(call.args) < 3:
        return ZERO
    copy = sent_copy(call, call.args[2])
    for obj in containers(call.args[0]):
        waiting = state.fields(registry).get(("awaits", _dotted(obj.type)))
        for starter in containers(waiting) if waiting is not None else ():
            key = ("result", starter.type)
            old = state.fields(registry).get(key)
            state.store(registry, key, copy if old is None else join(old, copy))
    return ZERO


@means("Landroid/app/Activity;", "getLastNonConfigurationInstance getLastCustomNonConfigurationInstance")
def kept_instance(call: Call) -> Value:
    """What an earlier one of this activity handed over when the screen was turned (``lifecycle.py`` keeps it)."""
    registry = call.state.fields(call.machine.world.registry)
    result = ZERO
    for obj in containers(call.args[0]):
        held = registry.get(("retained", obj.type))
        if held is not None:
            result = join(result, held)
    return result


@does("icc.pending_activity", "icc.pending_broadcast", "icc.pending_service")
def pending(call: Call) -> Value:
    """An Intent for later: taken as sent, since whoever holds it may send it."""
    kind = "activity" if "Activit" in call.ref.name else "service" if "Service" in call.ref.name else "receiver"
    intent = call.args[2]
    for each in [elements(call.state, intent)] if call.ref.name == "getActivities" else [intent]:
        deliver(call, each, (kind,))
    obj = call.machine.obj("Landroid/app/PendingIntent;", call.site, call.frame.context)
    call.state.create(obj, {"intent": sent_copy(call, intent), "kind": const(kind)}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@does("icc.pending_send")
def pending_send(call: Call) -> Value:
    """The Intent inside is sent."""
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("intent")
        kind = call.state.fields(obj).get("kind", Value(NO_ATOMS, top=True)).only()
        if held is not None and type(kind) is str:
            found = deliver(call, held, (kind,))
            if kind == "receiver":
                run_receivers(call, held, found)
    return ZERO


@does("icc.broadcast_result_get")
def broadcast_result(call: Call) -> Value | None:
    """What an earlier receiver of an ordered broadcast left."""
    return call.state.fields(call.machine.world.registry).get(("broadcast", "result"))


@does("icc.broadcast_result")
def set_broadcast_result(call: Call) -> Value:
    """What a later receiver of an ordered broadcast gets."""
    value = call.args[2] if call.ref.name == "setResult" and len(call.args) > 2 else call.args[1]
    call.state.store(call.machine.world.registry, ("broadcast", "result"), value)
    return ZERO


def stays_inside(call: Call, rule: Atom) -> bool:
    """Whether an Intent surely reaches components of this app only."""
    intent = call.args[rule.args[0]] if rule.args and rule.args[0] < len(call.args) else None
    if intent is None:
        return False
    kinds = ("service",) if "service" in rule.does else ("receiver",) if "broadcast" in rule.does else ("activity",)
    if rule.does == "icc.broadcast_result":  # goes back to whoever sent it: the app itself, where nobody else can
        by_name = call.machine.world.components.by_name
        if not all(by_name(_dotted(obj.type), ("receiver",)) for obj in containers(call.args[0])):
            return False
    if rule.does in ("icc.set_result", "icc.broadcast_result"):
        for obj in containers(call.args[0]):
            known = call.machine.world.components.is_open(_dotted(obj.type))
            if known:
                return False
        return True
    found = targets_of(call, intent, kinds)
    return not found.outside and bool(found.classes or found.receivers or found.nobody)

"""Intents: action, component, data and extras of the object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics.binding import does, means
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.maps import copy_entries, get_entry, put_entry
from ringfence.audit.apk.flow.semantics.strings import java_name, text_value
from ringfence.audit.apk.flow.values import TOP, ZERO, TypeAtom, UriAtom, Value, const, join

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.values import Atom

INTENT = "Landroid/content/Intent;"


def _set(call: Call, key: str, value: Value) -> Value:
    found = containers(call.args[0])
    if value.taint:
        value = Value(value.atoms, top=value.top, taint=extended(value.taint, call.site, str(call.ref), "store"))
    for obj in found:
        call.state.store(obj, key, value, weak=len(found) > 1)
    return ZERO if call.ref.proto.endswith("V") else call.args[0]


def class_names(value: Value) -> Value:
    """Class objects and names of classes, all as dotted names."""
    atoms: set[Any] = set()
    for atom in value.atoms:
        if type(atom) is TypeAtom:
            atoms.add(java_name(atom.name))
        elif type(atom) is str:
            atoms.add(atom)
    return Value(frozenset(atoms), top=value.top or not atoms, taint=value.taint)


@does("intent.new")
def begin(call: Call) -> Value:
    """Nothing set."""
    for obj in containers(call.args[0]):
        if not obj.many:
            call.state.heap[obj] = {}
    return ZERO


@does("intent.new_action")
def new_action(call: Call) -> Value:
    """``Intent(action)``, ``Intent(action, data)``."""
    _set(call, "action", call.args[1])
    if len(call.args) > 2:
        _set(call, "data", call.args[2])
    return ZERO


@does("intent.new_class")
def new_class(call: Call) -> Value:
    """``Intent(context, class)``."""
    return _set(call, "component", class_names(call.args[2]))


@does("intent.new_action_class")
def new_action_class(call: Call) -> Value:
    """``Intent(action, data, context, class)``."""
    _set(call, "action", call.args[1])
    _set(call, "data", call.args[2])
    _set(call, "component", class_names(call.args[4]))
    return ZERO


@does("intent.copy", "intent.fill_in")
def copy(call: Call) -> Value:
    """Everything of another Intent."""
    for obj in containers(call.args[0]):
        for other in containers(call.args[1]):
            call.state.heap[obj] = {**call.state.fields(obj), **call.state.fields(other)}
        if call.args[1].taint:
            call.state.taint_content(obj, call.args[1].taint)
    return ZERO


@does("intent.copy_result")
def copied(call: Call) -> Value | None:
    """A second Intent like this one."""
    found = containers(call.args[0])
    if not found:
        return None
    obj = call.machine.obj(INTENT, call.site, call.frame.context)
    call.state.create(obj, call.state.fields(found[0]), call.machine.frames_registers())
    return Value(frozenset((obj,)))


@does("intent.chooser")
def chooser(call: Call) -> Value:
    """The chooser hands the Intent on: it stands for it."""
    return call.args[0]


def _setter(key: str) -> Callable[[Call], Value]:
    def handler(call: Call) -> Value:
        return _set(call, key, text_value(call, call.args[1]) if key in ("action", "type", "package") else call.args[1])

    return handler


for _name, _key in (("set_action", "action"), ("set_data", "data"), ("set_type", "type"), ("set_package", "package")):
    does(f"intent.{_name}")(_setter(_key))


@does("intent.add_category")
def add_category(call: Call) -> Value:
    """One category more."""
    for obj in containers(call.args[0]):
        old = call.state.fields(obj).get("categories")
        call.state.store(obj, "categories", call.args[1] if old is None else join(old, call.args[1]))
    return call.args[0]


@does("intent.set_class", "intent.set_class_name")
def set_class(call: Call) -> Value:
    """``setClass(context, class)``, ``setClassName(context or package, name)``."""
    return _set(call, "component", class_names(call.args[2]))


@does("intent.set_component")
def set_component(call: Call) -> Value:
    """The class of a ComponentName."""
    found: Value | None = None
    for obj in containers(call.args[1]):
        held = call.state.fields(obj).get("class", TOP)
        found = held if found is None else join(found, held)
    return _set(call, "component", found or TOP)


@does("component.new")
def new_component(call: Call) -> Value:
    """``ComponentName(package or context, name or class)``."""
    return _set(call, "class", class_names(call.args[2]))


@does("component.unflatten")
def unflatten(call: Call) -> Value | None:
    """``package/.Class``."""
    only = call.args[0].only()
    if type(only) is not str or "/" not in only:
        return None
    package, _, name = only.partition("/")
    obj = call.machine.obj("Landroid/content/ComponentName;", call.site, call.frame.context)
    call.state.create(
        obj, {"class": const(package + name if name.startswith(".") else name)}, call.machine.frames_registers()
    )
    return Value(frozenset((obj,)))


@does("component.class_name")
def component_class(call: Call) -> Value | None:
    """The class's name."""
    return _field(call, "class")


def _field(call: Call, key: str) -> Value | None:
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get(key)
        if held is None:
            held = TOP if not obj.fresh else ZERO
        rest = call.state.fields(obj).get(ANY)
        if rest is not None and not obj.fresh:
            held = held.tainted(rest.taint)
        result = held if result is None else join(result, held)
    return result.tainted(call.args[0].taint) if result is not None else None


@does("intent.get_action")
def get_action(call: Call) -> Value | None:
    """The action."""
    return _field(call, "action")


@does("intent.get_component")
def get_component(call: Call) -> Value:
    """The component it names."""
    obj = call.machine.obj("Landroid/content/ComponentName;", call.site, call.frame.context)
    held = _field(call, "component")
    call.state.create(obj, {"class": held if held is not None else TOP}, call.machine.frames_registers())
    return Value(frozenset((obj, 0)))


@does("intent.get_data")
def get_data(call: Call) -> Value | None:
    """The address."""
    return _field(call, "data")


@does("intent.get_data_string")
def get_data_string(call: Call) -> Value | None:
    """The address as text."""
    held = _field(call, "data")
    if held is None:
        return None
    atoms = frozenset(a.text if type(a) is UriAtom else a for a in held.atoms)
    return Value(atoms, top=held.top, taint=held.taint)


@does("intent.put")
def put(call: Call) -> Value:
    """An extra under its name."""
    value = call.args[2]
    if value.taint:
        value = Value(value.atoms, top=value.top, taint=extended(value.taint, call.site, str(call.ref), "store"))
    found = containers(call.args[0])
    for obj in found:
        put_entry(call.state, obj, call.args[1], value, weak=len(found) > 1)
    return call.args[0]


@does("intent.put_all")
def put_all(call: Call) -> Value:
    """All extras of a bundle or of another Intent."""
    for obj in containers(call.args[0]):
        copy_entries(call.state, call.args[1], obj)
    return call.args[0]


@does("intent.get")
def get(call: Call) -> Value | None:
    """An extra by its name."""
    found = containers(call.args[0])
    if not found:
        return None
    result: Value | None = None
    for obj in found:
        held = get_entry(call.state, obj, call.args[1])
        if held is None:
            held = TOP if not obj.fresh else ZERO
            rest = call.state.fields(obj).get(ANY)
            if rest is not None:
                held = held.tainted(rest.taint)
        result = held if result is None else join(result, held)
    if len(call.args) > 2 and result is not None:
        result = join(result, call.args[2])
    return (result or TOP).tainted(call.args[0].taint)


@does("intent.get_all")
def get_all(call: Call) -> Value:
    """All extras as a bundle."""
    obj = call.machine.obj(
        "Landroid/os/Bundle;", call.site, call.frame.context, fresh=all(o.fresh for o in containers(call.args[0]))
    )
    call.state.create(obj, {}, call.machine.frames_registers())
    copy_entries(call.state, call.args[0], obj)
    return Value(frozenset((obj,)))


@does("intent.remove")
def remove(call: Call) -> Value:
    """An extra is taken out."""
    only = call.args[1].only()
    found = containers(call.args[0])
    for obj in found:
        if type(only) is str and len(found) == 1 and not obj.many:
            call.state.heap[obj] = {k: v for k, v in call.state.fields(obj).items() if k != f"k:{only}"}
    return ZERO


@means("Landroid/content/IntentFilter;", "<init> addAction")
def filter_action(call: Call) -> Value:
    """Actions a receiver asks for."""
    if len(call.args) > 1 and call.ref.proto.startswith("(Ljava/lang/String;"):
        for obj in containers(call.args[0]):
            old = call.state.fields(obj).get("action")
            call.state.store(obj, "action", call.args[1] if old is None else join(old, call.args[1]))
    return ZERO


def is_intent(atom: Atom) -> bool:
    """Whether an atom is an Intent."""
    return type(atom) is Obj and atom.type == INTENT

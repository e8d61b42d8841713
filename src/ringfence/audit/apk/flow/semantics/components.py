"""What a Context gives: itself, its application, services, names, preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.semantics.binding import does
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.maps import entries, get_entry, keys_of, put_entry
from ringfence.audit.apk.flow.values import TOP, ZERO, Value, const, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call


@does("context.same")
def same(call: Call) -> Value:
    """The context itself stands for its base."""
    return call.args[0]


@does("context.application")
def application(call: Call) -> Value:
    """The one application object."""
    world = call.machine.world
    type_ = world.components.application or "Landroid/app/Application;"
    obj = call.machine.named(type_, "component", fresh=True)
    call.state.heap.setdefault(obj, {})
    return Value(frozenset((obj,)))


@does("context.package_name")
def package_name(call: Call) -> Value:
    """The app's own."""
    return const(call.machine.world.components.package) if call.machine.world.components.package else TOP


@does("resource.string")
def resource_string(call: Call) -> Value:
    """A text of the resources: no content of the app's data."""
    numbers = [a for a in call.args[1].atoms if type(a) is int] if len(call.args) == 2 else []
    found = [call.machine.world.text(number) for number in numbers]
    if found and all(text is not None for text in found) and not call.args[1].top:
        return Value(frozenset(found))
    taint = call.state.deep_taint(call.args[-1]) if len(call.args) > 2 else {}
    return Value(frozenset(), top=True, taint=taint)


# ---------------------------------------------------------------- preferences: one map per name, kept between runs


def _prefs(call: Call, name: str) -> Value:
    obj = call.machine.named("Landroid/content/SharedPreferences;", f"prefs {name}", exact=False)
    call.state.heap.setdefault(obj, {})
    return Value(frozenset((obj,)))


@does("prefs.open")
def open_prefs(call: Call) -> Value:
    """``getSharedPreferences(name, mode)``."""
    name = call.args[1].only()
    return _prefs(call, name if type(name) is str else "*")


@does("prefs.open_default", "prefs.open_activity")
def open_default(call: Call) -> Value:
    """The default file, or the activity's own."""
    if call.ref.name == "getPreferences":
        return _prefs(call, "+".join(sorted(o.type for o in containers(call.args[0]))))
    return _prefs(call, "default")


@does("prefs.edit")
def edit(call: Call) -> Value:
    """The editor writes through."""
    found = containers(call.args[0])
    obj = call.machine.named(
        "Landroid/content/SharedPreferences$Editor;", f"edit {[o.name for o in found]}", exact=False
    )
    call.state.heap[obj] = {"of": call.args[0]}
    return Value(frozenset((obj,)))


@does("prefs.put")
def put(call: Call) -> Value:
    """A value under a name."""
    for editor in containers(call.args[0]):
        held = call.state.fields(editor).get("of")
        if held is None:
            continue
        found = containers(held)
        for obj in found:
            put_entry(call.state, obj, call.args[1], call.args[2], weak=len(found) > 1)
    return call.args[0]


@does("prefs.remove", "prefs.clear")
def remove(call: Call) -> Value:
    """Entries go."""
    for editor in containers(call.args[0]):
        held = call.state.fields(editor).get("of")
        for obj in containers(held) if held is not None else ():
            only = call.args[1].only() if len(call.args) > 1 else None
            if call.ref.name == "clear":
                call.state.heap[obj] = {}
            elif type(only) is str:
                call.state.heap[obj] = {k: v for k, v in call.state.fields(obj).items() if k != f"k:{only}"}
    return call.args[0]


@does("prefs.get")
def get(call: Call) -> Value | None:
    """A value by its name, else the default; files opened under unknown names may be this one."""
    found = containers(call.args[0])
    if not found or any(o.app for o in found):
        return None
    default = call.args[2] if len(call.args) > 2 else ZERO
    result = default
    everywhere = call.machine.named("Landroid/content/SharedPreferences;", "prefs *", exact=False)
    files = {*found, everywhere}
    if (
        not all(str(o.name).startswith("prefs ") for o in found) or everywhere in found
    ):  # handed over by a callback: any file of the app
        files |= {o for o in call.state.heap if o.type == everywhere.type}
    if call.machine.local is not None:
        for obj in found:
            keys = keys_of(call.args[1]) or ["*"]
            for key in keys:
                result = result.tainted(call.machine.labels.port(("N", str(obj.name), key), call.site))
    for obj in files:
        held = get_entry(call.state, obj, call.args[1])
        if held is not None:
            result = join(result, held)
    return join(result, TOP)


@does("prefs.get_all")
def get_all(call: Call) -> Value:
    """A map of everything: stands for the file itself."""
    held = entries(call.state, call.args[0])
    obj = call.machine.obj("Ljava/util/HashMap;", call.site, call.frame.context)
    call.state.create(obj, {"*": held}, call.machine.frames_registers())
    return Value(frozenset((obj,)))

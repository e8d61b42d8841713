"""Calls of the platform: exact handlers where there are any, else what the models say, else the default rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics import handler_of
from ringfence.audit.apk.flow.semantics.binding import BY_NAME
from ringfence.audit.apk.flow.sources import given
from ringfence.audit.apk.flow.values import NO_TAINT, TOP, ZERO, Value, merge_taint, some

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.labels import Label, Trail
    from ringfence.audit.apk.models import Rule

RETURN = -1
PROXY = "Ljava/lang/reflect/Proxy;"
# Results of these types are values: they hold no place that could be written later.
IMMUTABLE = frozenset(
    (
        "Ljava/lang/String;",
        "Ljava/lang/CharSequence;",
        "Ljava/lang/Integer;",
        "Ljava/lang/Long;",
        "Ljava/lang/Boolean;",
        "Ljava/lang/Double;",
        "Ljava/lang/Float;",
        "Ljava/lang/Character;",
        "Ljava/lang/Byte;",
        "Ljava/lang/Short;",
        "Ljava/lang/Number;",
        "Ljava/lang/Class;",
        "Landroid/net/Uri;",
        "Ljava/lang/Object;",
    )
)
# Calls of these classes do not fail in ways that programs rely on.
QUIET = (
    "Ljava/lang/String",
    "Ljava/lang/Math;",
    "Ljava/lang/System;",
    "Landroid/util/Log;",
    "Landroid/text/TextUtils;",
    "Ljava/lang/Object;",
    "Ljava/lang/Boolean;",
    "Ljava/util/ArrayList;",
    "Ljava/util/LinkedList;",
    "Ljava/util/HashMap;",
    "Ljava/util/List;",
    "Ljava/util/Map;",
)


def platform_call(call: Call) -> bool | None:
    """Carry out a call that no method of the program answers."""
    machine, state, ref = call.machine, call.state, call.ref
    cls = _class_for(call)
    if (
        (call.frame.handlers or machine.guards)
        and not ref.cls.startswith(QUIET)
        and ref.name not in ("<init>", "printStackTrace")
    ):
        machine.throw(call.frame, state, TOP, frozenset())
    rule = machine.world.models.find(cls, ref.name, ref.proto)
    if rule is None and cls != ref.cls:
        rule = machine.world.models.find(ref.cls, ref.name, ref.proto)
    apply(call, cls, rule)
    return None


def default_call(call: Call) -> bool | None:
    """A call of the program that is not entered: the default rule."""
    call.possible = True
    call.state.result = _passed(call, None)
    return None


def _class_for(call: Call) -> str:
    """The class under which a call is looked up: the receiver's own where it is known, else the one named in the code."""
    ref, world = call.ref, call.machine.world
    cls: str = ref.cls
    if not call.static and call.args and not call.super_of and ref.name != "<init>":
        for atom in call.args[0].atoms:
            type_ = world.type_of(atom)
            if type_ and type_ != cls and not (type(atom) is Obj and not atom.exact and world.is_sub(cls, type_)):
                cls = type_
                break
    if not world.models.knows(cls) and world.has(cls):
        for above in (cls, *world.ancestors(cls)):
            if above not in world.program.classes or world.models.knows(above):
                return above
    return cls


def apply(call: Call, cls: str, rule: Rule | None) -> None:  # noqa: C901 -- one walk over cases that belong together
    """Apply sinks, effects and sources of a call; its result is left in the state."""
    machine, state = call.machine, call.state
    world = machine.world
    if rule is not None and rule.leaks:
        world.findings.leak(call, rule)
    handler = handler_of(world, cls, call.ref.name, rule)
    if handler is None and cls == PROXY:
        from ringfence.audit.apk.flow.semantics.holders import proxied as handler  # noqa: PLC0415 -- it needs the calls
    result: Value | None = handler(call) if handler is not None else None
    if result is None:
        result = _passed(call, rule)
    if rule is not None:
        if rule.opens and rule.does != "url.open_connection":
            _open(call, rule, result)
        if rule.through and (result.taint or call.args):
            result = _transformed(call, rule, result)
        if rule.gives:
            result = given(call, rule, result)
        if rule.calls and (handler is None or rule.does in BY_NAME):
            from ringfence.audit.apk.flow.callbacks import run_calls  # noqa: PLC0415 -- callbacks run methods, which call the platform

            answer = run_calls(call, rule)
            if answer is not None:
                result = answer
        if rule.registers is not None:
            from ringfence.audit.apk.flow.callbacks import register  # noqa: PLC0415 -- as above

            register(call, rule)
    if handler is None and (rule is None or (rule.registers is None and not rule.calls)):
        from ringfence.audit.apk.flow.callbacks import register_unknown  # noqa: PLC0415 -- as above

        register_unknown(call)
    state.result = result


def taint_of(call: Call, index: int) -> dict[Label, Trail]:
    """Labels of an argument and of what it holds."""
    return call.state.deep_taint(call.args[index]) if 0 <= index < len(call.args) else NO_TAINT


def _passed(call: Call, rule: Rule | None) -> Value:
    """Where content goes: by the rule's passes, else by the default rule. Gives the result."""
    world, state = call.machine.world, call.state
    ref = call.ref
    passes = world.models.effect(rule, ref.name, ref.proto, static=call.static)
    to_result: dict[Label, Trail] = NO_TAINT
    for each in passes:
        taint = taint_of(call, each.src.root)
        if not taint:
            continue
        if each.dst.root == RETURN:
            to_result = merge_taint(to_result, taint)
        elif each.dst.root < len(call.args):
            moved = extended(taint, call.site, str(ref), "build")
            for atom in call.args[each.dst.root].atoms:
                if type(atom) is Obj:
                    state.taint_content(atom, moved)
    if rule is None and not call.static and call.args:
        _fill_arrays(call)
    if to_result:
        to_result = extended(to_result, call.site, str(ref), "build", possible=rule is None and call.possible)
    if rule is not None and rule.returns is not None and rule.returns < len(call.args):
        return call.args[rule.returns].tainted(to_result)
    return result_of(call, to_result, rule.creates if rule is not None else "")


def _fill_arrays(call: Call) -> None:
    """A platform method may write what its receiver holds into arrays it is given (``read(byte[])``)."""
    if call.ref.name.startswith(("write", "put", "append", "print", "set", "update", "<init>")):
        return
    taint: dict[Label, Trail] | None = None
    for value in call.args[1:]:
        for atom in value.atoms:
            if type(atom) is Obj and atom.type in ("[B", "[C", "[I", "[J", "[F", "[D", "[S"):
                if taint is None:
                    taint = extended(taint_of(call, 0), call.site, str(call.ref), "build")
                call.state.taint_content(atom, taint)


def result_of(call: Call, taint: dict[Label, Trail], creates: str = "") -> Value:
    """A result about which nothing is known but its type and the labels it carries."""
    ref, state, machine = call.ref, call.state, call.machine
    type_ = creates or ref.proto[ref.proto.rindex(")") + 1 :]
    if type_ == "V":
        return ZERO
    if type_[0] not in "L[" or type_ in IMMUTABLE:
        return some(taint)
    if (
        not creates
        and not call.static
        and call.args
        and ref.cls == type_
        and call.args[0].atoms
        and _is_builder(call, type_)
    ):
        return call.args[0].tainted(taint)
    obj = machine.obj(type_, call.site, call.frame.context, exact=bool(creates), fresh=False)
    state.create(obj, frames=machine.frames_registers())
    if taint:
        state.taint_content(obj, taint)
    if not call.static and call.args:
        for atom in call.args[0].atoms:  # streams and requests remember the address of what they were made from
            if type(atom) is Obj:
                for key in ("address", "opens"):
                    held = state.fields(atom).get(key)
                    if held is not None:
                        state.store(obj, key, held)
    return Value(frozenset((obj, 0)), taint=taint)


def _is_builder(call: Call, type_: str) -> bool:
    return len(call.args) > 1 and any(type(a) is Obj for a in call.args[0].atoms) and type_ not in IMMUTABLE


def _transformed(call: Call, rule: Rule, result: Value) -> Value:
    does = {"encrypt": "encrypt", "hash": "hash", "encode": "encode"}.get(rule.through, "encode")
    api = str(call.ref)
    if result.taint:
        result = Value(result.atoms, top=result.top, taint=extended(result.taint, call.site, api, does, rule.through))
    for atom in result.atoms:
        if type(atom) is Obj and not atom.app:
            held = call.state.fields(atom).get(ANY)
            if held is not None and held.taint:
                new = Value(held.atoms, top=held.top, taint=extended(held.taint, call.site, api, does, rule.through))
                call.state.heap[atom] = {**call.state.fields(atom), ANY: new}
    return result


def _open(call: Call, rule: Rule, result: Value) -> None:
    """Note what kind of way out a stream or writer is."""
    from ringfence.audit.apk.flow.semantics.streams import opened  # noqa: PLC0415 -- it needs this module

    opened(call, rule, result)


def texts(call: Call, value: Value) -> list[str]:
    """Addresses and paths that a value is known to hold: constants, addresses, and those remembered in objects."""
    found = _texts(value)
    for atom in value.atoms:
        if type(atom) is Obj:
            for key in ("address", "text", "path"):
                held: Any = call.state.fields(atom).get(key)
                if held is not None:
                    found.extend(_texts(held))
    return found


def _texts(value: Value) -> list[str]:
    return [a if type(a) is str else a.text for a in value.atoms if type(a) is str or hasattr(a, "text")]

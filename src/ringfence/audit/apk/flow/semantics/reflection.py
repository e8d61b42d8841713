"""Reflection by constant names: classes, methods, constructors, fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics.binding import means
from ringfence.audit.apk.flow.semantics.lists import containers, elements, known_elements, make
from ringfence.audit.apk.flow.semantics.strings import java_name, text_value
from ringfence.audit.apk.flow.values import EITHER, TOP, ZERO, MemberAtom, TypeAtom, Value, const, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.values import Atom

CLASS = "Ljava/lang/Class;"
PRIMITIVES = {
    "int": "I",
    "long": "J",
    "boolean": "Z",
    "double": "D",
    "float": "F",
    "char": "C",
    "byte": "B",
    "short": "S",
}


def descriptor(name: str) -> str:
    """``com.x.Y`` -> ``Lcom/x/Y;``."""
    if name in PRIMITIVES:
        return PRIMITIVES[name]
    if name.startswith("["):
        return name.replace(".", "/")
    return f"L{name.replace('.', '/')};"


@means(CLASS, "forName")
@means("Ljava/lang/ClassLoader;", "loadClass findClass")
def for_name(call: Call) -> Value:
    """A class by its name."""
    name = text_value(call, call.args[0] if call.static else call.args[1])
    atoms = frozenset(TypeAtom(descriptor(a)) for a in name.atoms if type(a) is str)
    if not atoms:
        call.machine.world.findings.blind("reflection", call)
    return Value(atoms, top=name.top or not atoms)


@means(CLASS, "getName getSimpleName getCanonicalName getTypeName")
def class_name(call: Call) -> Value:
    """Its name as text."""
    simple = call.ref.name == "getSimpleName"
    names = [java_name(a.name) for a in call.args[0].atoms if type(a) is TypeAtom]
    atoms = frozenset(n.rpartition(".")[2].rpartition("$")[2] if simple else n for n in names)
    return Value(atoms, top=call.args[0].top or not atoms)


@means(CLASS, "getSuperclass")
def superclass(call: Call) -> Value:
    """The class above."""
    atoms = set()
    for atom in call.args[0].atoms:
        if type(atom) is TypeAtom:
            owner = call.machine.world.defined(atom.name)
            if owner is not None and owner.superclass:
                atoms.add(TypeAtom(owner.superclass))
    return Value(frozenset(atoms), top=not atoms)


@means(CLASS, "isInstance isAssignableFrom isInterface isArray")
def asked(_call: Call) -> Value:
    """Not decided."""
    return EITHER


@means(CLASS, "getMethod getDeclaredMethod")
def get_method(call: Call) -> Value:
    """A method by its name and parameters."""
    names = text_value(call, call.args[1])
    params = _types(call, call.args[2])
    return _members(call, "method", names, params)


@means(CLASS, "getField getDeclaredField")
def get_field(call: Call) -> Value:
    """A field by its name."""
    return _members(call, "field", text_value(call, call.args[1]), None)


@means(CLASS, "getConstructor getDeclaredConstructor")
def get_constructor(call: Call) -> Value:
    """A constructor by its parameters."""
    return _members(call, "constructor", const("<init>"), _types(call, call.args[1]))


@means(CLASS, "getMethods getDeclaredMethods getConstructors getDeclaredConstructors getFields getDeclaredFields")
def all_members(call: Call) -> Value:
    """An array of members of the program's classes."""
    kind = "method" if "Method" in call.ref.name else "field" if "Field" in call.ref.name else "constructor"
    found: list[Any] = []
    for atom in call.args[0].atoms:
        owner = call.machine.world.defined(atom.name) if type(atom) is TypeAtom else None
        if owner is None:
            continue
        if kind == "field":
            found += [MemberAtom(kind, atom.name, f.ref.name, None) for f in owner.fields]
            continue
        for method in owner.methods:
            if (method.ref.name == "<init>") == (kind == "constructor") and method.ref.name != "<clinit>":
                found.append(MemberAtom(kind, atom.name, method.ref.name, method.params))
    if not found:
        return make(call, "[Ljava/lang/Object;", None, TOP)
    return make(call, "[Ljava/lang/Object;", [const(m) for m in found[:64]])


def _types(call: Call, value: Value) -> tuple[str, ...] | int | None:
    found = containers(value)
    if not found:
        return () if value.only() == 0 else None
    values = known_elements(call.state, found[0]) if len(found) == 1 else None
    if values is None:
        return None
    types = []
    for each in values:
        only = each.only()
        if type(only) is not TypeAtom:
            return len(values)
        types.append(only.name)
    return tuple(types)


def _members(call: Call, kind: str, names: Value, params: tuple[str, ...] | int | None) -> Value:
    atoms = set()
    for atom in call.args[0].atoms:
        if type(atom) is TypeAtom:
            atoms |= {MemberAtom(kind, atom.name, name, params) for name in names.atoms if type(name) is str}
    if not atoms:
        call.machine.world.findings.blind("reflection", call)
    return Value(frozenset(atoms), top=not atoms)


@means("Ljava/lang/reflect/Method; Ljava/lang/reflect/Field; Ljava/lang/reflect/Constructor;", "getName")
def member_name(call: Call) -> Value:
    """Its name."""
    atoms = frozenset(a.name for a in call.args[0].atoms if type(a) is MemberAtom)
    return Value(atoms, top=not atoms or call.args[0].top)


@means(
    "Ljava/lang/reflect/Method; Ljava/lang/reflect/Field; Ljava/lang/reflect/Constructor;",
    "getParameterTypes setAccessible getModifiers",
)
def member_other(call: Call) -> Value | None:
    """Other questions about a member."""
    if call.ref.name == "getParameterTypes":
        only = call.args[0].only()
        if type(only) is MemberAtom and isinstance(only.params, tuple):
            return make(call, "[Ljava/lang/Class;", [const(TypeAtom(t)) for t in only.params])
    return ZERO if call.ref.proto.endswith("V") else TOP


@means(CLASS, "newInstance")
def new_instance(call: Call) -> Value:
    """An object by its constructor without arguments."""
    return _construct(call, [a.name for a in call.args[0].atoms if type(a) is TypeAtom], [], ())


@means("Ljava/lang/reflect/Constructor;", "newInstance")
def construct(call: Call) -> Value:
    """An object by this constructor."""
    members = [a for a in call.args[0].atoms if type(a) is MemberAtom]
    params = next((a.params for a in members if isinstance(a.params, tuple)), None)
    return _construct(call, [a.cls for a in members], _spread(call, call.args[1]), params)


def _spread(call: Call, value: Value) -> list[Value] | Value:
    found = containers(value)
    values = known_elements(call.state, found[0]) if len(found) == 1 else None
    if values is not None:
        return values
    if not found:
        return []
    return elements(call.state, value)


def _construct_platform(call: Call, type_: str, args: list[Value] | Value, params: tuple[str, ...] | None) -> Value:
    """An object of the platform, by the model of its constructor."""
    from ringfence.audit.apk.dex import MethodRef  # noqa: PLC0415 -- beside its only use
    from ringfence.audit.apk.flow.calls import Call as NewCall  # noqa: PLC0415 -- calls need the semantics
    from ringfence.audit.apk.flow.platform import platform_call  # noqa: PLC0415 -- as above

    machine, state = call.machine, call.state
    obj = machine.obj(type_, call.site, call.frame.context)
    state.create(obj, frames=machine.frames_registers())
    value = Value(frozenset((obj,)))
    given = args if isinstance(args, list) else [args]
    listed = "".join(params) if params is not None else "Ljava/lang/Object;" * len(given)
    ref = MethodRef(type_, "<init>", f"({listed})V")
    platform_call(NewCall(machine, call.frame, state, call.site, ref, [value, *given], static=False))
    return value


def _construct(call: Call, types: list[str], args: list[Value] | Value, params: tuple[str, ...] | None = None) -> Value:
    from ringfence.audit.apk.flow.calls import run_method  # noqa: PLC0415 -- calls need the semantics

    machine, state = call.machine, call.state
    result: Value | None = None
    for type_ in sorted(set(types)):
        owner = machine.world.defined(type_)
        if owner is None:
            if machine.world.models.knows(type_):
                value = _construct_platform(call, type_, args, params)
                result = value if result is None else join(result, value)
            continue
        machine.world.initialise(machine, call.frame, state, type_)
        obj = machine.obj(type_, call.site, call.frame.context)
        state.create(obj, frames=machine.frames_registers())
        value = Value(frozenset((obj,)))
        for method in owner.methods:
            if method.ref.name == "<init>" and machine.world.is_app(type_):
                given = _fit(args, len(method.params))
                if given is not None:
                    run_method(call, machine.routines.of(method), [value, *given])
        result = value if result is None else join(result, value)
    if result is None:
        machine.world.findings.blind("reflection", call)
        return TOP.tainted(_all_taint(call, args))
    return result


def _all_taint(call: Call, args: list[Value] | Value) -> Atom:
    taint: Any = {}
    for value in args if isinstance(args, list) else [args]:
        taint = {**call.state.deep_taint(value), **taint}
    return taint


def _fit(args: list[Value] | Value, count: int) -> list[Value] | None:
    if isinstance(args, list):
        return args if len(args) == count else None
    return [args] * count


@means("Ljava/lang/reflect/Method;", "invoke")
def invoke(call: Call) -> Value:
    """Run the method: the program's in place, the platform's by its model."""
    args = _spread(call, call.args[2])
    result: Value | None = None
    known = False
    for atom in sorted((a for a in call.args[0].atoms if type(a) is MemberAtom), key=repr):
        value = _invoke(call, atom, args)
        if value is not None:
            known = True
            result = value if result is None else join(result, value)
    if not known:
        call.machine.world.findings.blind("reflection", call)
        taint = {**call.state.deep_taint(call.args[1]), **_all_taint(call, args)}
        return TOP.tainted(extended(taint, call.site, str(call.ref), "reflect", possible=True))
    return result or TOP


def _invoke(call: Call, member: MemberAtom, args: list[Value] | Value) -> Value | None:
    from ringfence.audit.apk.flow.calls import Call as NewCall  # noqa: PLC0415 -- calls need the semantics
    from ringfence.audit.apk.flow.calls import run_method  # noqa: PLC0415 -- as above
    from ringfence.audit.apk.flow.platform import platform_call  # noqa: PLC0415 -- as above

    machine, state = call.machine, call.state
    target = call.args[1]
    classes = [a.type for a in target.atoms if type(a) is Obj] or [member.cls]
    result: Value | None = None
    ran = False
    for cls in sorted(set(classes)):
        count = len(member.params) if isinstance(member.params, tuple) else member.params
        for routine in machine.world.methods_named(cls, member.name, count) or machine.world.methods_named(
            member.cls, member.name, count
        ):
            if isinstance(member.params, tuple) and routine.definition.params != member.params:
                continue
            given = _fit(args, len(routine.definition.params))
            if given is None:
                continue
            full = given if routine.is_static else [target, *given]
            value = run_method(call, routine, full)
            ran = True
            result = value if result is None else join(result, value)
    if ran:
        return result or TOP
    if machine.world.is_app(member.cls) and all(machine.world.has(t) for t in machine.world.ancestors(member.cls)):
        return None
    from ringfence.audit.apk.dex import MethodRef  # noqa: PLC0415 -- beside its only use

    given = args if isinstance(args, list) else [args]
    params = "".join(member.params) if isinstance(member.params, tuple) else "Ljava/lang/Object;" * len(given)
    static = target.only() == 0
    ref = MethodRef(member.cls, member.name, f"({params})Ljava/lang/Object;")
    other = NewCall(
        machine, call.frame, state, call.site, ref, list(given) if static else [target, *given], static=static
    )
    platform_call(other)
    return state.result


@means("Ljava/lang/reflect/Field;", "get getInt getLong getBoolean getDouble getFloat")
def field_get(call: Call) -> Value | None:
    """The field of an object, or a static one."""
    from ringfence.audit.apk.flow.fields import load_field  # noqa: PLC0415 -- beside its only use

    result: Value | None = None
    for atom in call.args[0].atoms:
        if type(atom) is not MemberAtom:
            continue
        key = _field_key(call, atom)
        if key is None:
            continue
        held: Value | None = None
        for obj in containers(call.args[1]):
            each = load_field(call.state, obj, key)
            held = each if held is None else join(held, each)
        if held is None:
            held = call.state.fields(call.machine.world.statics).get(key) or call.machine.world.constant(key, call.site)
        result = held if result is None else join(result, held)
    return result


def _field_key(call: Call, member: MemberAtom) -> Atom:
    for type_ in (member.cls, *call.machine.world.ancestors(member.cls)):
        owner = call.machine.world.defined(type_)
        for field in owner.fields if owner is not None else ():
            if field.ref.name == member.name:
                return field.ref
    return None


@means("Ljava/lang/reflect/Field;", "set setInt setLong setBoolean")
def field_set(call: Call) -> Value:
    """Stores into the field."""
    for atom in call.args[0].atoms:
        key = _field_key(call, atom) if type(atom) is MemberAtom else None
        if key is None:
            continue
        found = containers(call.args[1])
        for obj in found:
            call.state.store(obj, key, call.args[2], weak=len(found) > 1)
        if not found:
            call.state.store(call.machine.world.statics, key, call.args[2])
    return ZERO

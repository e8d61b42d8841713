"""java.lang.Object and Throwable, and small things of java.lang that decide branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.semantics.binding import means
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.strings import kinds, object_text, text_value
from ringfence.audit.apk.flow.values import EITHER, ONE, TOP, ZERO, TypeAtom, Value, fold, join

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.flow.calls import Call

THROWABLES = (
    "Ljava/lang/Throwable; Ljava/lang/Exception; Ljava/lang/RuntimeException; Ljava/lang/Error; "
    "Ljava/lang/IllegalArgumentException; "
    "Ljava/lang/IllegalStateException; Ljava/io/IOException; Ljava/lang/NullPointerException; "
    "Ljava/lang/UnsupportedOperationException; "
    "Ljava/lang/SecurityException; Ljava/lang/ClassCastException; Ljava/lang/IndexOutOfBoundsException; "
    "Ljava/lang/ArrayIndexOutOfBoundsException; Ljava/lang/NumberFormatException; Ljava/lang/ArithmeticException; "
    "Ljava/io/FileNotFoundException; "
    "Ljava/lang/AssertionError; Ljava/lang/CloneNotSupportedException; Ljava/lang/InterruptedException;"
)


@means(THROWABLES, "<init>")
def throwable(call: Call) -> Value:
    """A message, a cause."""
    for obj in containers(call.args[0]):
        for kind, value in zip(kinds(call), call.args[1:], strict=False):
            key = "cause" if kind == "Ljava/lang/Throwable;" else "message"
            call.state.store(obj, key, value)
            if key == "cause":
                for each in containers(value):
                    held = call.state.fields(each).get("message")
                    if held is not None and "message" not in call.state.fields(obj):
                        call.state.store(obj, "message", held)
    return ZERO


@means("Ljava/lang/Throwable;", "getMessage getLocalizedMessage getCause toString initCause")
def throwable_part(call: Call) -> Value | None:
    """What it was made with."""
    if call.ref.name == "initCause":
        for obj in containers(call.args[0]):
            call.state.store(obj, "cause", call.args[1])
        return call.args[0]
    key = "cause" if call.ref.name == "getCause" else "message"
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get(key)
        if held is None:
            held = TOP if not obj.fresh else ZERO
        if call.ref.name == "toString":
            held = Value(frozenset(), top=True, taint=text_value(call, held).taint)
        result = held if result is None else join(result, held)
    return result.tainted(call.args[0].taint) if result is not None else None


@means("Ljava/lang/Object;", "<init>")
def plain(_call: Call) -> Value:
    """Nothing happens."""
    return ZERO


@means("Ljava/lang/Object;", "getClass")
def get_class(call: Call) -> Value:
    """The class object, where the object is known."""
    world = call.machine.world
    atoms = {TypeAtom(world.type_of(a)) for a in call.args[0].atoms if world.type_of(a)}
    exact = all(type(a) is not Obj or a.exact for a in call.args[0].atoms)
    return Value(frozenset(atoms), top=not atoms or not exact or call.args[0].top)


@means("Ljava/lang/Object;", "equals hashCode")
def compared(call: Call) -> Value:
    """Answers carry nothing."""
    return EITHER if call.ref.name == "equals" else TOP


@means("Ljava/lang/Object;", "clone")
def clone(call: Call) -> Value | None:
    """A second object with the same fields (arrays, and the program's own by super.clone())."""
    found = containers(call.args[0])
    if len(found) != 1 or not (found[0].app or found[0].type.startswith("[")):
        return None
    obj = call.machine.obj(found[0].type, call.site, call.frame.context)
    call.state.create(obj, call.state.fields(found[0]), call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means("Ljava/util/Objects;", "requireNonNull toString")
def required(call: Call) -> Value:
    """The object itself, or its text."""
    return call.args[0] if call.ref.name == "requireNonNull" else object_text(call, call.args[0])


@means("Ljava/lang/Math;", "sqrt abs max min floor ceil round pow")
def math(call: Call) -> Value:
    """Computed on constants."""
    import math as real  # noqa: PLC0415 -- the name is taken

    name = call.ref.name
    whole = call.ref.proto[-1] in "IJ"
    table: dict[str, Callable[..., float]] = {
        "sqrt": lambda a: real.sqrt(_number(a)),
        "abs": abs,
        "max": max,
        "min": min,
        "floor": lambda a: float(real.floor(_number(a))),
        "ceil": lambda a: float(real.ceil(_number(a))),
        "round": lambda a: real.floor(_number(a) + 0.5),
        "pow": lambda a, b: float(_number(a) ** _number(b)),
    }
    if not whole and name in ("max", "min", "abs"):
        return fold(lambda *a: table[name](*map(_number, a)), (), *call.args)
    return fold(table[name], (), *call.args)


def _number(atom: object) -> float:
    from ringfence.audit.apk.flow.arithmetic import as_double  # noqa: PLC0415 -- beside its only use

    return atom if isinstance(atom, float) else as_double(int(atom))  # type: ignore[call-overload]  # bits of a double


@means("Ljava/util/Random;", "nextInt")
def next_int(call: Call) -> Value:
    """Between zero and the bound: spelled out where the bound is small, so that impossible branches are seen."""
    bound = call.args[1].only() if len(call.args) == 2 else None
    if type(bound) is int and 0 < bound <= 256:
        return Value(frozenset(range(bound)))
    return TOP


@means("Ljava/lang/Boolean;", "parseBoolean booleanValue valueOf")
def boolean(call: Call) -> Value:
    """Boxed and read."""
    if kinds(call)[:1] == ["Ljava/lang/String;"]:
        return fold(lambda a: int(a.lower() == "true"), (str,), call.args[0])
    return text_value(call, call.args[0])


@means("Ljava/lang/System;", "exit")
def leave(_call: Call) -> Value:
    """The process ends; what follows is still looked at, since a handler may run before."""
    return ZERO


@means("Ljava/lang/System;", "identityHashCode currentTimeMillis nanoTime")
def number(_call: Call) -> Value:
    """Some number."""
    return TOP


@means("Landroid/os/Looper;", "prepare loop getMainLooper myLooper quit")
def looper(_call: Call) -> Value:
    """Messages are delivered by the driver."""
    return TOP


YES = ONE

"""StringBuilder and its kin: the text is kept in the object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.semantics.binding import means
from ringfence.audit.apk.flow.semantics.strings import (
    array_text,
    as_text,
    built,
    format_values,
    kinds,
    object_text,
    text_value,
)
from ringfence.audit.apk.flow.values import TOP, ZERO, Value, const, fold, merge_taint, some

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.values import Atom

BUILDERS = "Ljava/lang/StringBuilder; Ljava/lang/StringBuffer;"
WRITERS = "Ljava/io/StringWriter; Ljava/io/CharArrayWriter;"
LIMIT = 4000


def holders(value: Value) -> list[Obj]:
    """The objects a value may be."""
    return [a for a in value.atoms if type(a) is Obj]


def put_text(call: Call, target: Value, text: Value) -> None:
    """The text of a builder becomes this; beside the old one when it is not one object."""
    found = holders(target)
    for obj in found:
        call.state.store(obj, "text", text, weak=len(found) > 1)


@means(BUILDERS, "<init>")
def begin(call: Call) -> Value:
    """Empty, or with a text."""
    text = const("")
    if len(call.args) > 1 and kinds(call)[0] != "I":
        text = text_value(call, call.args[1])
    put_text(call, call.args[0], text)
    return ZERO


def appended_text(call: Call) -> Value:
    """What one call of ``append`` adds."""
    params = kinds(call)
    value = call.args[1]
    if params[0] == "[C":
        return array_text(call, value)
    if len(params) > 1:
        return some(text_value(call, value).taint)
    if params[0] in ("Ljava/lang/Object;", "Ljava/lang/CharSequence;"):
        return object_text(call, value)
    try:
        return fold(lambda a: as_text(a, params[0]), (), text_value(call, value))
    except TypeError:
        return some(value.taint)


@means(BUILDERS + " Ljava/lang/Appendable;", "append appendCodePoint")
def append(call: Call) -> Value | None:
    """The text grows; the result is the builder itself."""
    receiver = call.args[0]
    if len(call.args) < 2 or not _is_builder(receiver):
        return None
    added = built(call, appended_text(call))
    _grow(call, added)
    return receiver


def _is_builder(receiver: Value) -> bool:
    return all(o.type.startswith("Ljava/lang/StringBu") for o in holders(receiver))


def _grow(call: Call, added: Value) -> None:
    found = holders(call.args[0])
    for obj in found:
        old = call.state.fields(obj).get("text", TOP)
        new = fold(_plus, (), old, added)
        call.state.store(obj, "text", new, weak=len(found) > 1)


def _plus(first: Atom, second: Atom) -> str:
    if type(first) is not str or type(second) is not str or len(first) + len(second) > LIMIT:
        raise ValueError
    return first + second


@means(BUILDERS, "insert replace")
def insert(call: Call) -> Value:
    """Something goes in somewhere: labels join, the text is unknown."""
    receiver = call.args[0]
    added = object_text(call, call.args[-1])
    text = text_value(call, receiver)
    only, place = text.only(), call.args[1].only()
    piece = added.only()
    new = some(merge_taint(text.taint, built(call, added).taint))
    if (
        call.ref.name == "insert"
        and type(only) is str
        and type(place) is int
        and type(piece) is str
        and 0 <= place <= len(only)
    ):
        new = const(only[:place] + piece + only[place:]).tainted(new.taint)
    put_text(call, receiver, new)
    return receiver


@means(BUILDERS, "reverse")
def reverse(call: Call) -> Value:
    """The text backwards."""
    text = text_value(call, call.args[0])
    put_text(call, call.args[0], fold(lambda a: a[::-1], (str,), text))
    return call.args[0]


@means(BUILDERS, "delete deleteCharAt setCharAt")
def change(call: Call) -> Value:
    """Some characters change: what is left still carries its labels."""
    text = text_value(call, call.args[0])
    taint = text.taint
    if call.ref.name == "setCharAt":
        taint = merge_taint(taint, call.args[-1].taint)
    first, last, only = call.args[1].only(), call.args[-1].only(), text.only()
    new = some(taint)
    if type(only) is str and type(first) is int and type(last) is int and 0 <= first <= len(only):
        if call.ref.name == "delete" and last >= first:
            new = const(only[:first] + only[last:]).tainted(taint)
        elif call.ref.name == "deleteCharAt":
            new = const(only[:first] + only[first + 1 :]).tainted(taint)
        elif call.ref.name == "setCharAt":
            new = const(only[:first] + chr(last & 0xFFFF) + only[first + 1 :]).tainted(taint)
    elif call.ref.name == "delete" and first == 0 and _is_length(call):
        new = const("")
    put_text(call, call.args[0], new)
    return call.args[0] if call.ref.name != "setCharAt" else ZERO


def _is_length(call: Call) -> bool:
    """``delete(0, sb.length())`` empties the builder; ``length`` of an unknown text leaves a mark to be known by."""
    marks = call.args[2].atoms
    return any(type(a) is tuple and a[0] == "length" and a[1] in call.args[0].atoms for a in marks)


@means(BUILDERS, "setLength")
def set_length(call: Call) -> Value:
    """Cut to a length: to nothing at zero."""
    text = text_value(call, call.args[0])
    length = call.args[1].only()
    only = text.only()
    if length == 0:
        new = const("")
    elif type(only) is str and type(length) is int and 0 <= length <= len(only):
        new = const(only[:length]).tainted(text.taint)
    else:
        new = some(text.taint)
    put_text(call, call.args[0], new)
    return ZERO


@means(BUILDERS, "toString substring charAt")
def read(call: Call) -> Value | None:
    """The text, or a piece of it."""
    text = text_value(call, call.args[0])
    if call.ref.name == "toString":
        return built(call, text)
    return None if text.only() is not None else built(call, some(text.taint))


@means(BUILDERS, "length")
def length_of(call: Call) -> Value:
    """How long; of an unknown text a mark that says whose length it is."""
    text = text_value(call, call.args[0])
    only = call.args[0].only()
    if type(text.only()) is str:
        return const(len(text.only()))  # type: ignore[arg-type]  # a str
    return Value(frozenset((("length", only),)), top=True) if only is not None else TOP


@means("Ljava/util/Formatter;", "<init>")
def new_formatter(call: Call) -> Value | None:
    """A formatter writes into what it was given."""
    for obj in holders(call.args[0]):
        if len(call.args) > 1:
            call.state.store(obj, "under", call.args[1])
        call.state.store(obj, "text", const(""))
    return ZERO


@means("Ljava/util/Formatter;", "format")
def formatter_format(call: Call) -> Value | None:
    """Formatted text is appended to what is under the formatter."""
    args = call.args[1:]
    if kinds(call)[0] == "Ljava/util/Locale;":
        args = args[1:]
    text = format_values(call, args)
    for obj in holders(call.args[0]):
        for key in ("under", "text"):
            held = call.state.fields(obj).get(key)
            if held is None:
                continue
            if key == "text":
                call.state.store(obj, "text", some(merge_taint(held.taint, text.taint)))
                continue
            for under in holders(held):
                old = call.state.fields(under).get("text", TOP)
                call.state.store(under, "text", some(merge_taint(old.taint, text.taint)))
                call.state.taint_content(under, text.taint)
    return call.args[0]

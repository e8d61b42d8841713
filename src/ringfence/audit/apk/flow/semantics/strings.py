"""Strings: constants are computed, labels go along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics.binding import does, means
from ringfence.audit.apk.flow.values import EITHER, TOP, ZERO, TypeAtom, Value, const, fold, merge_taint, some

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.labels import Label, Trail
    from ringfence.audit.apk.flow.values import Atom

STRING = "Ljava/lang/String;"
LIMIT = 4000


def text_value(call: Call, value: Value) -> Value:
    """A value as the text it holds: builders and other objects by their ``text``, the rest as it is."""
    taint: Any = None
    atoms: set[Any] = set()
    top = value.top
    objects = [a for a in value.atoms if type(a) is Obj]
    if not objects:
        return value
    taint = value.taint
    for atom in value.atoms:
        if type(atom) is not Obj:
            atoms.add(atom)
            continue
        held = call.state.fields(atom).get("text")
        if held is not None:
            atoms |= held.atoms
            top = top or held.top
            taint = merge_taint(taint, held.taint)
        else:
            top = True
        if not atom.app:
            taint = merge_taint(taint, call.state.deep_taint(Value(frozenset((atom,)))))
    return Value(frozenset(atoms), top=top, taint=taint)


def as_text(atom: Atom, kind: str) -> str:
    """A constant as Java prints it; raises TypeError for what has no known text."""
    if type(atom) is str:
        return atom
    if type(atom) is int:
        if kind == "C":
            return chr(atom & 0xFFFF)
        if kind == "Z":
            return "true" if atom else "false"
        if kind in ("I", "J", "S", "B"):
            return str(atom)
        if atom == 0:
            return "null"
    if type(atom) is TypeAtom:
        return f"class {java_name(atom.name)}"
    raise TypeError


def java_name(descriptor: str) -> str:
    """``Lcom/x/Y;`` -> ``com.x.Y``."""
    if descriptor.startswith("L") and descriptor.endswith(";"):
        return descriptor[1:-1].replace("/", ".")
    return descriptor.replace("/", ".")


def built(call: Call, value: Value) -> Value:
    """The result with a step noted where it carries labels."""
    if not value.taint:
        return value
    return Value(value.atoms, top=value.top, taint=extended(value.taint, call.site, str(call.ref), "build"))


def kinds(call: Call) -> list[str]:
    """Parameter types of the call, without the receiver."""
    from ringfence.audit.apk.dex import proto_parts  # noqa: PLC0415 -- kept beside its only use

    return list(proto_parts(call.ref.proto)[0])


def _folded(call: Call, function: Callable[..., Any], *operands: Value) -> Value:
    values = [text_value(call, o) for o in operands]
    return built(call, fold(function, (), *values))


def _bound(function: Callable[..., Any], count: int) -> Callable[[Call], Value]:
    def handler(call: Call) -> Value:
        return _folded(call, function, *call.args[:count])

    return handler


def _string(atom: Atom) -> str:
    if type(atom) is not str:
        raise TypeError
    return atom


def _bounded(text: str) -> str:
    if len(text) > LIMIT:
        raise ValueError
    return text


_SIMPLE: dict[str, Callable[..., Any]] = {
    "concat": lambda a, b: _bounded(_string(a) + _string(b)),
    "trim": lambda a: _string(a).strip(" \t\n\r\x00"),
    "strip": lambda a: _string(a).strip(),
    "intern": _string,
    "toString": _string,
    "isEmpty": lambda a: int(not _string(a)),
    "length": lambda a: len(_string(a)),
    "equalsIgnoreCase": lambda a, b: int(type(b) is str and _string(a).lower() == b.lower()),
    "contains": lambda a, b: int(_string(b) in _string(a)),
    "endsWith": lambda a, b: int(_string(a).endswith(_string(b))),
    "charAt": lambda a, b: ord(_string(a)[_place(b)]),
    "compareTo": lambda a, b: (_string(a) > _string(b)) - (_string(a) < _string(b)),
    "repeat": lambda a, b: _bounded(_string(a) * min(b, LIMIT)),
}
# Answers about a string that carry none of it.
_CLEAN = frozenset(("isEmpty", "length", "equalsIgnoreCase", "contains", "endsWith", "compareTo"))


def _place(number: int) -> int:
    if number < 0:
        raise IndexError
    return number


def _simple(name: str) -> Callable[[Call], Value | None]:
    function = _SIMPLE[name]
    count = function.__code__.co_argcount if hasattr(function, "__code__") else 1

    def handler(call: Call) -> Value | None:
        if call.static or len(call.args) < count:
            return None
        result = _folded(call, function, *call.args[:count])
        if name in _CLEAN:
            return result.clean()
        return result

    return handler


for _name in _SIMPLE:
    means(STRING, _name)(_simple(_name))
    if _name in ("length", "charAt"):
        means("Ljava/lang/CharSequence;", _name)(_simple(_name))


@means("Ljava/lang/CharSequence; Ljava/lang/Object;", "toString")
def to_string(call: Call) -> Value | None:
    """The text of a constant, a builder, a box; of the program's own objects without ``toString`` nothing of what they hold."""
    receiver = call.args[0]
    if any(type(a) is Obj and a.app for a in receiver.atoms):
        return some(receiver.taint)
    if any(type(a) is Obj and hides(a.type) for a in receiver.atoms):
        return TOP
    value = text_value(call, receiver)
    atoms = frozenset(a for a in value.atoms if type(a) is str)
    return built(
        call, Value(atoms, top=value.top or not atoms or len(atoms) != len(value.atoms - {0}), taint=value.taint)
    )


@means(STRING, "toLowerCase toUpperCase")
def change_case(call: Call) -> Value:
    """With or without a locale."""
    lower = call.ref.name == "toLowerCase"
    return _folded(call, (lambda a: _string(a).lower()) if lower else (lambda a: _string(a).upper()), call.args[0])


@means(STRING + " Ljava/lang/CharSequence; Ljava/lang/StringBuilder; Ljava/lang/StringBuffer;", "substring subSequence")
def substring(call: Call) -> Value:
    """``substring(from)``, ``substring(from, to)``."""

    def cut(text: Atom, start: int, end: int | None = None) -> str:
        stop = len(_string(text)) if end is None else end
        if not 0 <= start <= stop <= len(text):
            raise IndexError
        return str(text[start:stop])

    return _clean_places(call, _folded(call, cut, *call.args[:3]), call.args[0])


def _clean_places(call: Call, result: Value, receiver: Value) -> Value:
    """A cut carries what the text carries; what its places were computed from is no content of it."""
    taint = text_value(call, receiver).taint
    return Value(result.atoms, top=result.top, taint={k: v for k, v in result.taint.items() if k in taint})


@means(STRING, "replace replaceAll replaceFirst")
def replace(call: Call) -> Value:
    """Literal replacement exactly; regular expressions where they mean the same in both languages."""
    name, params = call.ref.name, kinds(call)

    def change(text: Atom, old: Atom, new: Atom) -> str:
        before, after = as_text(old, params[0]), as_text(new, params[1])
        if name == "replace":
            return _bounded(_string(text).replace(before, after))
        if re.search(r"[\\^$.|?*+()\[\]{}]", before + after):
            raise ValueError
        return _bounded(_string(text).replace(before, after, 1 if name == "replaceFirst" else -1))

    return _folded(call, change, *call.args[:3])


@means(STRING, "equals")
def equals(call: Call) -> Value:
    """Compared as constants; the answer carries nothing."""
    first, second = (text_value(call, v) for v in call.args[:2])
    if not first.known() or not second.known():
        return EITHER
    if not all(type(a) in (str, int) for a in first.atoms | second.atoms):
        return EITHER
    return fold(lambda a, b: int(a == b), (), first.clean(), second.clean())


@means(STRING, "startsWith")
def starts_with(call: Call) -> Value:
    """``startsWith(prefix)``."""
    if len(call.args) > 2:
        return EITHER
    return _folded(call, lambda a, b: int(_string(a).startswith(_string(b))), *call.args).clean()


@means(STRING, "indexOf lastIndexOf")
def index_of(call: Call) -> Value:
    """Of a character or a string, from the beginning or a place."""
    last = call.ref.name == "lastIndexOf"
    params = kinds(call)

    def find(text: Atom, what: Atom, start: int = 0) -> int:
        wanted = chr(what) if params[0] == "I" else _string(what)
        return _string(text).rfind(wanted) if last else _string(text).find(wanted, start)

    return _folded(call, find, *call.args[:3]).clean()


@means(STRING, "valueOf copyValueOf")
def value_of(call: Call) -> Value | None:
    """``String.valueOf`` of anything."""
    params = kinds(call)
    if params[0] == "[C":
        return array_text(call, call.args[0])
    if params[0] == "Ljava/lang/Object;":
        return object_text(call, call.args[0])
    return _folded(call, lambda a: as_text(a, params[0]), call.args[0])


def object_text(call: Call, value: Value) -> Value:
    """What ``toString`` of an object gives, run where the program wrote it."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    if any(type(a) is Obj and a.app for a in value.atoms):
        own = run_callback(call, value, "toString", [])
        return own if own is not None else some(value.taint)
    held = text_value(call, value)
    if all(type(a) is str for a in held.atoms) and held.atoms:
        return built(call, held)
    if value.atoms and any(type(a) is Obj and hides(a.type) for a in value.atoms):
        return TOP
    return built(call, some(held.taint))


_SHOWN_STREAMS = (
    "Ljava/io/File;",
    "Ljava/io/StringWriter;",
    "Ljava/io/ByteArrayOutputStream;",
    "Ljava/io/CharArrayWriter;",
)
_HIDING = (
    "Ljava/io/",
    "Ljava/nio/",
    "[",
    "Landroid/database/",
    "Landroid/graphics/",
    "Landroid/os/ParcelFileDescriptor;",
    "Landroid/content/res/",
    "Landroid/media/",
)


def hides(type_: str) -> bool:
    """Whether ``toString`` of a platform class says nothing of what the object holds (streams, cursors, arrays)."""
    return type_.startswith(_HIDING) and type_ not in _SHOWN_STREAMS


def array_text(call: Call, value: Value) -> Value:
    """A string made of an array: constants when all elements are known characters."""
    taint = call.state.deep_taint(value)
    only = value.only()
    if type(only) is Obj and not taint:
        fields = call.state.fields(only)
        length = fields.get("len", TOP).only()
        if type(length) is int and 0 <= length <= 256 and ANY not in fields:
            elements = [fields.get(i, ZERO).only() for i in range(length)]
            if all(type(e) is int for e in elements):
                return const("".join(chr(e & 0xFFFF) for e in elements))  # type: ignore[operator]  # all ints
    return built(call, some(taint))


@means(STRING, "<init>")
def new_string(call: Call) -> Value | None:
    """``new String(...)``: the object becomes a holder of text."""
    if len(call.args) < 2:
        text: Value = const("")
    elif kinds(call)[0].startswith("["):
        text = array_text(call, call.args[1])
        for more in call.args[2:]:
            if any(type(a) is int for a in more.atoms) and len(call.args) > 3:
                text = some(text.taint)
                break
    else:
        text = text_value(call, call.args[1])
    for atom in call.args[0].atoms:
        if type(atom) is Obj:
            call.state.store(atom, "text", text)
    # the register holds the object until the code moves on: let it be the text itself
    _become(call, text)
    return ZERO


def _become(call: Call, text: Value) -> None:
    receiver = call.args[0]
    for index, value in enumerate(call.state.regs):
        if value is receiver or (value.atoms and value.atoms == receiver.atoms):
            call.state.regs[index] = text if text.atoms or text.taint else TOP


@means(STRING, "format")
def formatted(call: Call) -> Value:
    """Labels of the format and of all arguments; constants for plain ``%s`` and ``%d``."""
    args = list(call.args)
    if not call.static:
        return built(call, some(call.state.deep_taint(args[0])))
    if kinds(call)[0] == "Ljava/util/Locale;":
        args = args[1:]
    return format_values(call, args)


def format_values(call: Call, args: list[Value]) -> Value:
    """The text of a format and its array of arguments."""
    taint: dict[Label, Trail] = args[0].taint
    for value in args[1:]:
        taint = merge_taint(taint, call.state.deep_taint(value))
        for atom in value.atoms:
            if type(atom) is Obj:
                for key, held in call.state.fields(atom).items():
                    if key != "len":
                        taint = merge_taint(taint, object_text(call, held).taint)
    pattern = args[0].only()
    array = args[1].only() if len(args) > 1 else None
    if type(pattern) is str and type(array) is Obj and not taint:
        fields = call.state.fields(array)
        values = [fields.get(i, TOP).only() for i in range(8) if i in fields]
        texts = [v for v in values if type(v) is str]
        if len(texts) == len(values) == len(re.findall(r"%s", pattern)) and "%%" not in pattern:
            pieces = re.split(r"%s", pattern)
            if "%" not in "".join(pieces):
                return const("".join(p + t for p, t in zip(pieces, [*texts, ""], strict=False)))
    return built(call, some(taint))


@means(STRING, "getChars getBytes")
def copy_out(call: Call) -> Value | None:
    """``getChars`` fills an array; ``getBytes`` without one makes it."""
    if call.ref.name == "getBytes" and len(call.args) < 4:
        return None
    taint = extended(text_value(call, call.args[0]).taint, call.site, str(call.ref), "build")
    for value in call.args[3:4]:
        for atom in value.atoms:
            if type(atom) is Obj:
                call.state.taint_content(atom, taint)
                call.state.store(atom, ANY, TOP, weak=True)
    return ZERO


@means(STRING, "toCharArray")
def to_chars(call: Call) -> Value:
    """An array with the characters, one by one where they are known."""
    text = text_value(call, call.args[0])
    obj = call.machine.obj("[C", call.site, call.frame.context)
    only = text.only()
    fields: dict[Any, Value] = {}
    if type(only) is str and len(only) <= 64:
        fields = {index: const(ord(c)).tainted(text.taint) for index, c in enumerate(only)}
        fields["len"] = const(len(only))
    else:
        fields = {ANY: some(text.taint), "len": TOP}
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means(STRING, "split")
def split(call: Call) -> Value:
    """An array with the pieces, one by one where they are known."""
    text = text_value(call, call.args[0])
    first, pattern = text.only(), call.args[1].only()
    obj = call.machine.obj("[Ljava/lang/String;", call.site, call.frame.context)
    fields: dict[Any, Value]
    if type(first) is str and type(pattern) is str and len(call.args) == 2:
        plain = re.sub(r"\\(.)", r"\1", pattern)
        if (len(plain) >= 1 and re.escape(plain) in (pattern, re.escape(pattern))) or not re.search(
            r"[\\^$.|?*+()\[\]{}]", pattern
        ):
            pieces = first.split(plain) if plain else list(first)
            while len(pieces) > 1 and not pieces[-1]:
                pieces.pop()
            fields = {index: const(piece).tainted(text.taint) for index, piece in enumerate(pieces[:64])}
            call.state.create(obj, {**fields, "len": const(len(pieces))}, call.machine.frames_registers())
            return Value(frozenset((obj,)))
    fields = {ANY: built(call, some(text.taint)), "len": TOP}
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means(STRING, "join")
@means("Landroid/text/TextUtils;", "join concat")
def joined(call: Call) -> Value:
    """Labels of everything that is joined."""
    taint: dict[Label, Trail] = {}
    for value in call.args:
        taint = merge_taint(taint, call.state.deep_taint(value))
    return built(call, some(taint))


@does("string.concat_static")
def concat_static(call: Call) -> Value:
    """Kotlin's ``a + b`` of texts."""
    return _folded(call, lambda a, b: _bounded(as_text(a, "L") + as_text(b, "L")), *call.args[:2])


@does("string.equals_static")
def equals_static(call: Call) -> Value:
    """Kotlin's ``a == b``."""
    answer: Value = equals(call)
    return answer


@means("Landroid/text/TextUtils;", "isEmpty equals isDigitsOnly")
def asked(call: Call) -> Value:
    """Answers about texts."""
    if call.ref.name == "isEmpty":
        value = text_value(call, call.args[0])
        if value.known() and all(type(a) in (str, int) for a in value.atoms):
            return fold(lambda a: int(not a), (), value.clean())
    return EITHER


@does("string.same")
def same_text(call: Call) -> Value:
    """The text itself, as far as labels and constants go."""
    return built(call, text_value(call, call.args[0]))

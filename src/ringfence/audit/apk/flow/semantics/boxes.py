"""Boxes of numbers are the numbers; texts are parsed where they are constants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.semantics.binding import means
from ringfence.audit.apk.flow.semantics.strings import as_text, built, kinds, text_value
from ringfence.audit.apk.flow.values import Value, fold, some

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.values import Atom

WHOLE = "Ljava/lang/Integer; Ljava/lang/Long; Ljava/lang/Short; Ljava/lang/Byte;"
OTHERS = "Ljava/lang/Double; Ljava/lang/Float; Ljava/lang/Character; Ljava/lang/Boolean;"
NUMBERS = "Ljava/lang/Number;"


@means(WHOLE + " " + OTHERS, "valueOf")
@means(WHOLE, "parseInt parseLong parseShort parseByte decode")
@means(OTHERS, "parseDouble parseFloat")
def parse(call: Call) -> Value:
    """A number as it is, or read from a text."""
    if kinds(call)[0] != "Ljava/lang/String;":
        return call.args[0]
    text = text_value(call, call.args[0])
    if "Double" in call.ref.cls or "Float" in call.ref.cls or "Boolean" in call.ref.cls:
        return built(call, some(text.taint))
    if len(call.args) > 1:
        return built(call, fold(int, (str, int), text, call.args[1]))
    return built(call, fold(int, (str,), text))


@means(
    NUMBERS + " " + WHOLE + " " + OTHERS,
    "intValue longValue shortValue byteValue doubleValue floatValue charValue booleanValue",
)
def unbox(call: Call) -> Value:
    """The number."""
    held = text_value(call, call.args[0])
    return Value(held.atoms, top=held.top, taint=held.taint)


@means(WHOLE + " " + OTHERS, "toString toHexString toBinaryString toOctalString")
def shown(call: Call) -> Value:
    """As text."""
    name = call.ref.name
    params = kinds(call)

    def show(atom: Atom) -> str:
        if name == "toHexString" and type(atom) is int:
            return f"{atom & 0xFFFFFFFF:x}"
        if name != "toString":
            raise TypeError
        kind = params[0] if params else {"Character": "C", "Boolean": "Z"}.get(call.ref.cls[11:-1], "I")
        return as_text(atom, kind)

    return built(call, fold(show, (), text_value(call, call.args[0])))

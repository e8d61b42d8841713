"""Parcels: values in the order they were written; the program's own Parcelables through their own methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.semantics.binding import means
from ringfence.audit.apk.flow.semantics.lists import (
    add_element,
    blur,
    containers,
    elements,
    known_elements,
    replace_elements,
)
from ringfence.audit.apk.flow.values import TOP, ZERO, Value, const, join, some

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call

PARCEL = "Landroid/os/Parcel;"
WRITES = (
    "writeValue writeString writeInt writeLong writeFloat writeDouble writeByte writeByteArray writeStringArray writeList writeMap "
    "writeBundle writeParcelable writeSerializable writeStrongBinder writeTypedList writeStringList writeTypedObject"
)
READS = (
    "readValue readString readInt readLong readFloat readDouble readByte createByteArray createStringArray "
    "readArrayList readHashMap readBundle readParcelable readSerializable readStrongBinder createTypedArrayList "
    "createStringArrayList readTypedObject"
)


@means(PARCEL, "obtain")
def obtain(call: Call) -> Value:
    """An empty parcel."""
    obj = call.machine.obj(PARCEL, call.site, call.frame.context)
    call.state.create(obj, {"len": const(0)}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means(PARCEL, WRITES)
def write(call: Call) -> Value:
    """One value more; an own Parcelable writes itself as well."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    for obj in containers(call.args[0]):
        add_element(call.state, obj, call.args[1], weak=len(containers(call.args[0])) > 1)
    if call.ref.name in ("writeValue", "writeParcelable", "writeTypedObject") and any(
        type(a) is Obj and a.app for a in call.args[1].atoms
    ):
        inner = call.machine.obj(PARCEL, call.site, call.frame.context)
        call.state.create(inner, {"len": const(0)}, call.machine.frames_registers())
        run_callback(call, call.args[1], "writeToParcel", [Value(frozenset((inner,))), ZERO])
        for obj in containers(call.args[0]):
            call.state.taint_content(obj, elements(call.state, Value(frozenset((inner,)))).taint)
            call.state.store(obj, "inner", Value(frozenset((inner,))), weak=True)
    return ZERO


@means(PARCEL, READS)
def read(call: Call) -> Value | None:
    """The next value; what was written as an own object comes back as it was."""
    found = containers(call.args[0])
    if not found:
        return None
    result: Value | None = None
    for obj in found:
        values = known_elements(call.state, obj)
        if values:
            held = values.pop(0)
            replace_elements(call.state, obj, values)
        else:
            held = elements(call.state, Value(frozenset((obj,))))
            copied = call.state.fields(obj).get("copied")
            if copied is not None:
                held = join(held, copied)
        result = held if result is None else join(result, held)
    return (result or TOP).tainted(call.args[0].taint)


@means(PARCEL, "marshall")
def marshall(call: Call) -> Value:
    """Bytes with everything in it: they remember whose they are."""
    obj = call.machine.obj("[B", call.site, call.frame.context)
    taint = call.state.deep_taint(call.args[0], into_app=True)
    call.state.create(obj, {ANY: some(taint), "len": TOP, "parcel": call.args[0]}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means(PARCEL, "unmarshall")
def unmarshall(call: Call) -> Value:
    """Bytes become a parcel again: that they came from, where it is known."""
    for obj in containers(call.args[0]):
        for array in containers(call.args[1]):
            whole = call.state.fields(array).get("parcel")
            for other in containers(whole) if whole is not None else ():
                value = elements(call.state, Value(frozenset((other,))))
                call.state.store(obj, "copied", value, weak=True)
        blur(call.state, obj)
        call.state.taint_content(obj, call.state.deep_taint(call.args[1]))
    return ZERO


@means(PARCEL, "setDataPosition recycle setDataSize")
def position(_call: Call) -> Value:
    """Moves; contents stay."""
    return ZERO


@means(PARCEL, "appendFrom")
def append(call: Call) -> Value:
    """Another parcel's content."""
    for obj in containers(call.args[0]):
        blur(call.state, obj)
        call.state.store(obj, ANY, elements(call.state, call.args[1]), weak=True)
    return ZERO

"""Streams and writers: content goes into them and into what is under them, down to a file, a connection, a log or memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics.binding import does, means
from ringfence.audit.apk.flow.semantics.files import EXTERNAL, normal, path_of, store_of
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.values import NO_TAINT, TOP, ZERO, Value, const, join, merge_taint

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.heap import State
    from ringfence.audit.apk.flow.values import Atom

DEEPEST = 6


def opened(call: Call, rule: Atom, result: Value) -> None:
    """Note on a stream that was just made what kind of way out it is."""
    made = call.args[0] if call.ref.name == "<init>" and call.args else result
    if rule.opens == "as_wrapped":
        kind, address = None, None
        if rule.wraps < len(call.args):
            for obj in containers(call.args[rule.wraps]):
                kind = call.state.fields(obj).get("opens") or kind
                address = call.state.fields(obj).get("address") or address
    elif rule.opens == "by_path":
        at = 0 if call.static else 1
        path = path_of(call, call.args[at]) if len(call.args) > at else TOP
        outside = any(type(a) is str and normal(a).startswith(EXTERNAL.lstrip("/")) for a in path.atoms)
        kind, address = const("external_file" if outside else "file"), None
    else:
        kind, address = const(rule.opens), None
        if rule.hosts is not None and rule.hosts < len(call.args):
            for obj in containers(call.args[rule.hosts]):
                address = call.state.fields(obj).get("address") or address
    for obj in containers(made):
        if kind is not None:
            call.state.store(obj, "opens", kind)
        if address is not None:
            call.state.store(obj, "address", address)


def kinds_of(state: State, value: Value) -> set[str]:
    """Ways out behind a stream; empty for one that ends in memory."""
    found: set[str] = set()
    for obj in _all_under(state, value):
        held = state.fields(obj).get("opens")
        if held is not None:
            found.update(a for a in held.atoms if type(a) is str)
    return found


def _all_under(state: State, value: Value) -> list[Obj]:
    found: list[Obj] = []
    waiting = containers(value)
    for _level in range(DEEPEST):
        following: list[Obj] = []
        for obj in waiting:
            if obj in found:
                continue
            found.append(obj)
            held = state.fields(obj).get("under")
            if held is not None:
                following += containers(held)
        waiting = following
    return found


@does("stream.wrap")
def wrap(call: Call) -> Value | None:
    """A stream or writer around another."""
    if len(call.args) > 1:
        for obj in containers(call.args[0]):
            call.state.store(obj, "under", call.args[1])
            taint = call.state.deep_taint(call.args[1])
            if taint and "Output" not in obj.type and "Writer" not in obj.type and "Print" not in obj.type:
                call.state.taint_content(obj, taint)
    return ZERO


@does("stream.write")
def write(call: Call) -> Value:
    """Content goes into everything under the stream; into the file, where there is one."""
    taint: Any = NO_TAINT
    for value in call.args[1:]:
        taint = merge_taint(
            taint, call.state.deep_taint(value, into_app=call.ref.name in ("writeObject", "writeUnshared"))
        )
    if taint:
        moved = extended(taint, call.site, str(call.ref), "store")
        for obj in _all_under(call.state, call.args[0]):
            call.state.taint_content(obj, moved)
            path = call.state.fields(obj).get("path")
            if path is not None:
                for store in store_of(call, path):
                    call.state.taint_content(store, moved)
            text = call.state.fields(obj).get("text")
            if text is not None:
                call.state.store(obj, "text", Value(frozenset(), top=True, taint=merge_taint(text.taint, moved)))
    if call.ref.name in ("writeObject", "writeUnshared"):
        _remember(call)
    return ZERO if call.ref.proto.endswith("V") else call.args[0]


@does("stream.copy")
def copy(call: Call) -> Value:
    """What one holds goes into another."""
    taint = call.state.deep_taint(call.args[0])
    for obj in _all_under(call.state, call.args[1]):
        call.state.taint_content(obj, taint)
    return ZERO if call.ref.proto.endswith("V") else TOP


@does("stream.of_connection")
def of_connection(call: Call) -> Value:
    """The body of a request: what goes in leaves by the network."""
    obj = call.machine.obj("Ljava/io/OutputStream;", call.site, call.frame.context, exact=False)
    fields: dict[Any, Value] = {"opens": const("network")}
    for each in containers(call.args[0]):
        held = call.state.fields(each).get("address")
        if held is not None:
            fields["address"] = held
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)))


def content(state: State, value: Value) -> dict[Any, Any]:
    """Labels of what streams hold."""
    taint = value.taint
    for obj in containers(value):
        held = state.fields(obj).get(ANY)
        if held is not None:
            taint = merge_taint(taint, held.taint)
    return taint


def _remember(call: Call) -> None:
    """Objects written whole come out of the same bytes or file again."""
    for obj in _all_under(call.state, call.args[0]):
        path = call.state.fields(obj).get("path")
        for each in (obj, *(store_of(call, path) if path is not None else ())):
            old = call.state.fields(each).get("objects")
            call.state.store(each, "objects", call.args[1] if old is None else join(old, call.args[1]))


def _written(call: Call, value: Value) -> Value | None:
    found: Value | None = None
    for obj in _all_under(call.state, value):
        path = call.state.fields(obj).get("path")
        for each in (obj, *(store_of(call, path) if path is not None else ())):
            held = call.state.fields(each).get("objects")
            if held is not None:
                found = held if found is None else join(found, held)
    return found


@means("Ljava/io/ByteArrayOutputStream;", "toByteArray")
def to_bytes(call: Call) -> Value:
    """The bytes remember what was written whole."""
    obj = call.machine.obj("[B", call.site, call.frame.context)
    taint = extended(call.state.deep_taint(call.args[0]), call.site, str(call.ref), "build")
    fields: dict[Any, Value] = {ANY: Value(frozenset(), top=True, taint=taint), "len": TOP}
    held = _written(call, call.args[0])
    if held is not None:
        fields["objects"] = held
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)), taint=taint)


@means(
    "Ljava/io/ByteArrayInputStream; Ljava/io/ObjectInputStream; Ljava/io/BufferedInputStream; Ljava/io/DataInputStream;",
    "<init>",
)
def over(call: Call) -> Value:
    """A stream over bytes or another stream."""
    if len(call.args) > 1:
        taint = call.state.deep_taint(call.args[1])
        for obj in containers(call.args[0]):
            call.state.store(obj, "under", call.args[1])
            call.state.taint_content(obj, taint)
    return ZERO


@means("Ljava/io/ObjectInputStream;", "readObject readUnshared")
def read_object(call: Call) -> Value:
    """What was written whole, where it is known; else whatever the stream holds."""
    held = _written(call, call.args[0])
    taint = call.state.deep_taint(call.args[0])
    if held is not None:
        return held
    return Value(frozenset(), top=True, taint=taint)

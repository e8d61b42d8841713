"""The app's own databases: what goes into a database may come out of it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics.binding import does
from ringfence.audit.apk.flow.values import TOP, ZERO, Value, merge_taint

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call


def _base(call: Call) -> Obj:
    return call.machine.named("Landroid/database/sqlite/SQLiteDatabase;", "database", exact=False)


@does("database.open")
def opened(call: Call) -> Value:
    """All databases of the app are one."""
    obj = _base(call)
    call.state.heap.setdefault(obj, {})
    return Value(frozenset((obj,)))


@does("database.put")
def put(call: Call) -> Value | None:
    """Values go in."""
    taint = call.state.deep_taint(call.args[0])
    for value in call.args[1:]:
        taint = merge_taint(taint, call.state.deep_taint(value))
    obj = _base(call)
    call.state.heap.setdefault(obj, {})
    call.state.taint_content(obj, extended(taint, call.site, str(call.ref), "store"))
    return ZERO if call.ref.proto.endswith("V") else TOP


@does("database.get")
def get(call: Call) -> Value:
    """A cursor over whatever was put in."""
    obj = call.machine.obj("Landroid/database/Cursor;", call.site, call.frame.context, exact=False, fresh=False)
    call.state.create(obj, {}, call.machine.frames_registers())
    if call.machine.local is not None:
        call.state.taint_content(obj, call.machine.labels.port(("N", "database", ANY), call.site))
    held = call.state.fields(_base(call)).get(ANY)
    if held is not None:
        call.state.taint_content(obj, held.taint)
    return Value(frozenset((obj,)))

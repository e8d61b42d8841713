"""Calls of a ContentResolver that go to the app's own providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.semantics.binding import means
from ringfence.audit.apk.flow.values import UriAtom, Value, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.heap import Obj

RESOLVER = "Landroid/content/ContentResolver;"


def own_provider(call: Call) -> list[Obj]:
    """The app's providers that an address surely names; empty when it names none or others too."""
    world, found = call.machine.world, []
    for value in call.args[1:2]:
        for atom in value.atoms:
            cls = world.components.provider_of(atom.text) if type(atom) is UriAtom else None
            if cls is None:
                return []
            found.append(call.machine.named(f"L{cls.replace('.', '/')};", "component"))
        if value.top:
            return []
    return found


@means(RESOLVER, "query insert update delete bulkInsert getType call openFile")
def to_provider(call: Call) -> Value | None:
    """Runs the provider's own method with the same arguments."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    result: Value | None = None
    for obj in own_provider(call):
        call.state.heap.setdefault(obj, {})
        given = call.args[2:] if call.ref.name == "call" else call.args[1:]  # the address is not handed on
        value = run_callback(call, Value(frozenset((obj,))), call.ref.name, given)
        if value is not None:
            result = value if result is None else join(result, value)
    return result

"""Base64 and addresses' escapes: constants are computed, so that hidden addresses and names come to light."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, unquote_plus

from ringfence.audit.apk.flow.heap import ANY
from ringfence.audit.apk.flow.semantics.binding import does
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.strings import text_value
from ringfence.audit.apk.flow.values import TOP, Atom, Value, const

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call

URL_SAFE = 8
MOST = 4000


def _known(call: Call, value: Value) -> str | None:
    """A constant text that carries nothing."""
    held = text_value(call, value)
    only = held.only()
    return only if isinstance(only, str) and not held.taint and len(only) <= MOST else None


@does("codec.base64_decode")
def decode(call: Call) -> Value | None:
    """The bytes of a constant."""
    text = _known(call, call.args[0] if call.static else call.args[1])
    if text is None:
        return None
    try:
        data = base64.b64decode(text.strip().replace("-", "+").replace("_", "/") + "==", validate=False)
    except (binascii.Error, ValueError):
        return None
    return _bytes(call, data)


def _bytes(call: Call, data: bytes) -> Value:
    obj = call.machine.obj("[B", call.site, call.frame.context)
    fields: dict[Atom, Value] = {index: const(byte) for index, byte in enumerate(data[:256])}
    if len(data) > len(fields):
        fields[ANY] = TOP
    call.state.create(obj, {**fields, "len": const(len(data))}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@does("codec.base64_encode")
def encode(call: Call) -> Value | None:
    """The text of constant bytes."""
    found = containers(call.args[0] if call.static else call.args[1])
    if len(found) != 1:
        return None
    fields = call.state.fields(found[0])
    size = fields["len"].only() if "len" in fields else None
    if not isinstance(size, int) or size > MOST or ANY in fields:
        return None
    values = [fields[index].only() if index in fields and not fields[index].taint else None for index in range(size)]
    data = bytes(value & 0xFF for value in values if isinstance(value, int))
    if len(data) != size:
        return None
    flags = call.args[1].only() if call.static and len(call.args) > 1 else 0
    safe = isinstance(flags, int) and flags & URL_SAFE
    text = (base64.urlsafe_b64encode(data) if safe else base64.b64encode(data)).decode("ascii")
    return const(text)


@does("codec.url_encode")
def escape(call: Call) -> Value | None:
    """A constant as it stands in an address."""
    text = _known(call, call.args[0])
    return const(quote_plus(text)) if text is not None else None


@does("codec.url_decode")
def unescape(call: Call) -> Value | None:
    """A constant from an address."""
    text = _known(call, call.args[0])
    return const(unquote_plus(text)) if text is not None else None

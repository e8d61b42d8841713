"""Addresses: content providers' Uris and web addresses, computed where they are constants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.semantics.binding import does
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.strings import built, text_value
from ringfence.audit.apk.flow.values import TOP, ZERO, UriAtom, Value, const, fold, join, some

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.flow.calls import Call

BUILDER = "Landroid/net/Uri$Builder;"


def as_uri(value: Value) -> Value:
    """Texts as addresses."""
    atoms = frozenset(UriAtom(a) if type(a) is str else a for a in value.atoms if type(a) in (str, UriAtom))
    return Value(atoms, top=value.top or not atoms, taint=value.taint)


def as_text(value: Value) -> Value:
    """Addresses as texts."""
    atoms = frozenset(a.text if type(a) is UriAtom else a for a in value.atoms if type(a) in (str, UriAtom))
    return Value(atoms, top=value.top or not atoms, taint=value.taint)


@does("uri.parse")
def parse(call: Call) -> Value:
    """``Uri.parse(text)``."""
    return built(call, as_uri(text_value(call, call.args[0])))


@does("uri.same")
def same(call: Call) -> Value:
    """The address itself."""
    return call.args[0]


@does("uri.to_string")
def to_string(call: Call) -> Value | None:
    """As text; of a builder, what is built so far."""
    return built(call, as_text(_held(call, call.args[0])))


def _held(call: Call, value: Value) -> Value:
    result: Value | None = None
    for atom in value.atoms:
        held = const(atom) if type(atom) in (str, UriAtom) else None
        if type(atom) is Obj:
            held = call.state.fields(atom).get("text", TOP).tainted(call.state.deep_taint(Value(frozenset((atom,)))))
        if held is not None:
            result = held if result is None else join(result, held)
    return (result or TOP).tainted(value.taint)


@does("uri.appended")
def appended(call: Call) -> Value:
    """``withAppendedPath(base, segment)``, ``withAppendedId(base, id)``."""
    base, segment = as_text(call.args[0]), text_value(call, call.args[1])
    joined = fold(lambda a, b: f"{a.rstrip('/')}/{b}", (), base, segment)
    if joined.top and base.known():
        joined = Value(frozenset(f"{a}/?" for a in base.atoms), taint=joined.taint)
    return built(call, as_uri(joined))


def _fixed(address: str) -> Callable[[Call], Value]:
    def handler(_call: Call) -> Value:
        return const(UriAtom(address))

    return handler


for _name, _address in (
    ("uri.contacts", "content://com.android.contacts/contacts"),
    ("uri.media_images", "content://media/external/images/media"),
    ("uri.media_video", "content://media/external/video/media"),
    ("uri.media_audio", "content://media/external/audio/media"),
    ("uri.media_files", "content://media/external/file"),
):
    does(_name)(_fixed(_address))


@does("uri.from_file")
def from_file(call: Call) -> Value:
    """``file://`` and the path."""
    from ringfence.audit.apk.flow.semantics.files import path_of  # noqa: PLC0415 -- files need this module's kin

    path = path_of(call, call.args[0])
    return as_uri(fold(lambda a: f"file://{a}", (str,), path))


@does("uri.from_parts")
def from_parts(call: Call) -> Value:
    """``scheme:ssp#fragment``."""
    return built(call, as_uri(fold(lambda a, b: f"{a}:{b}", (str, str), *call.args[:2])))


@does("uri.build_upon")
def build_upon(call: Call) -> Value:
    """A builder that begins with this address."""
    obj = call.machine.obj(BUILDER, call.site, call.frame.context)
    call.state.create(obj, {"text": as_text(call.args[0])}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@does("uri.builder")
def builder(call: Call) -> Value:
    """A builder that begins with nothing."""
    for obj in containers(call.args[0]):
        call.state.store(obj, "text", const(""))
    return ZERO


def _extend(call: Call, function: Callable[[Any, Any], str]) -> Value:
    piece = text_value(call, call.args[1])
    for obj in containers(call.args[0]):
        old = call.state.fields(obj).get("text", TOP)
        call.state.store(obj, "text", fold(function, (), old, as_text(piece) if piece.atoms else piece))
        if piece.taint:
            call.state.taint_content(obj, piece.taint)
    return call.args[0]


@does("uri.append_path")
def append_path(call: Call) -> Value:
    """One segment more."""
    return _extend(call, lambda a, b: f"{a.rstrip('/')}/{b}")


@does("uri.set_scheme")
def set_scheme(call: Call) -> Value:
    """``scheme:``."""
    return _extend(call, lambda _a, b: f"{b}:")


@does("uri.set_authority")
def set_authority(call: Call) -> Value:
    """``scheme://authority``."""
    return _extend(call, lambda a, b: f"{a}//{b}")


@does("uri.set_path")
def set_path(call: Call) -> Value:
    """The whole path."""
    return _extend(call, lambda a, b: f"{a}/{b.lstrip('/')}")


@does("uri.build")
def build(call: Call) -> Value:
    """The address that was built."""
    return built(call, as_uri(_held(call, call.args[0])))


# ---------------------------------------------------------------- web addresses


@does("url.new")
def new_url(call: Call) -> Value:
    """The object keeps the text of its address."""
    value = text_value(call, call.args[1])
    if len(call.args) > 3 and value.known():
        value = fold(lambda a, b: f"{a}://{b}", (str, str), value, text_value(call, call.args[2]))
    taint = value.taint
    for each in call.args[2:]:
        more = text_value(call, each)
        if more.taint:
            taint = {**more.taint, **taint}
    for obj in containers(call.args[0]):
        address = as_text(_held(call, value)) if not any(type(a) is str for a in value.atoms) else value
        call.state.store(obj, "address", address.clean())
        if taint:
            call.state.taint_content(obj, built(call, some(taint)).taint)
    return ZERO


@does("url.same")
def same_url(call: Call) -> Value:
    """The same address in another class."""
    return call.args[0] if containers(call.args[0]) else some(call.args[0].taint)


@does("url.to_string")
def url_text(call: Call) -> Value:
    """The address as text."""
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("address", TOP)
        result = held if result is None else join(result, held)
    return (result or TOP).tainted(call.state.deep_taint(call.args[0]))


@does("url.open_connection")
def open_connection(call: Call) -> Value:
    """A connection to the address. An address that carries personal data is on its way with it: see ``findings.leak``."""
    from ringfence.schema import SinkKind  # noqa: PLC0415 -- as above

    taint = call.state.deep_taint(call.args[0])
    obj = call.machine.obj("Ljava/net/HttpURLConnection;", call.site, call.frame.context, exact=False, fresh=False)
    fields: dict[Any, Value] = {}
    address: list[str] = []
    for each in containers(call.args[0]):
        held = call.state.fields(each).get("address")
        if held is not None:
            fields["address"] = held
            address += [a for a in held.atoms if type(a) is str]
    call.state.create(obj, fields, call.machine.frames_registers())
    if taint:
        call.machine.world.findings.report(call, SinkKind.NETWORK, taint, address)
    return Value(frozenset((obj,)))

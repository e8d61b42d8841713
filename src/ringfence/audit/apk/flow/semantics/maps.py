"""Maps of all kinds (HashMap, Bundle, ContentValues, JSONObject, preferences): values by constant key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics.binding import does, means
from ringfence.audit.apk.flow.semantics.lists import containers, make
from ringfence.audit.apk.flow.values import EITHER, TOP, ZERO, Value, const, join, merge_taint

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.heap import Fields, State
    from ringfence.audit.apk.flow.values import Atom

MAPS = (
    "Ljava/util/Map; Ljava/util/Hashtable; Ljava/util/Dictionary; Ljava/util/Properties; "
    "Landroid/util/ArrayMap; Landroid/util/SparseArray;"
)
KINDS = (
    "Ljava/util/HashMap; Ljava/util/LinkedHashMap; Ljava/util/TreeMap; Ljava/util/Hashtable; Ljava/util/WeakHashMap; "
    "Ljava/util/concurrent/ConcurrentHashMap; Landroid/util/ArrayMap; Landroid/util/SparseArray; "
    "Ljava/util/Properties; Ljava/util/IdentityHashMap;"
)


def keys_of(value: Value) -> list[Any] | None:
    """Keys of the machine for a key of the program; None when it is not known."""
    if not value.known() or not all(type(a) in (str, int) for a in value.atoms):
        return None
    return [f"k:{a}" for a in value.atoms]


def is_entry(key: Atom) -> bool:
    """Whether a field of a map is one of its values."""
    return key == ANY or (type(key) is str and key.startswith("k:"))


def put_entry(state: State, obj: Obj, key: Value, value: Value, *, weak: bool = False) -> None:
    """Put a value under a key; a single known key on a single map replaces what was there."""
    keys = keys_of(key)
    if keys is None:
        state.store(obj, ANY, value, weak=True)
        return
    for each in keys:
        state.store(obj, each, value, weak=weak or len(keys) > 1)


def get_entry(state: State, obj: Obj, key: Value) -> Value | None:
    """What lies under a key, None when nothing is known of it."""
    fields = state.fields(obj)
    keys = keys_of(key)
    found: Value | None = None
    for each in fields if keys is None else (*keys, ANY):
        held = fields.get(each) if is_entry(each) else None
        if held is not None:
            found = held if found is None else join(found, held)
    return found


def entries(state: State, value: Value) -> Value:
    """Any value of any of these maps."""
    found: Value | None = None
    for obj in containers(value):
        for key, held in state.fields(obj).items():
            if is_entry(key):
                found = held if found is None else join(found, held)
    return found or TOP


def copy_entries(state: State, source: Value, obj: Obj) -> None:
    """Everything the maps hold goes into another."""
    for other in containers(source):
        fields: Fields = dict(state.fields(obj))
        for key, held in state.fields(other).items():
            if is_entry(key):
                old = fields.get(key)
                fields[key] = held if old is None or key != ANY else join(old, held)
        state.heap[obj] = fields
    if source.taint:
        state.taint_content(obj, source.taint)


@does("map.new")
@means(KINDS, "<init>")
def begin(call: Call) -> Value:
    """Empty, or a copy."""
    for obj in containers(call.args[0]):
        if len(call.args) > 1:
            copy_entries(call.state, call.args[1], obj)
        elif not obj.many:
            call.state.heap[obj] = {}
    return ZERO


@does("map.copy", "map.put_all")
@means(MAPS, "putAll")
def copy(call: Call) -> Value:
    """All of another map's entries."""
    for obj in containers(call.args[0]):
        copy_entries(call.state, call.args[1], obj)
    return ZERO


@does("map.copy_result")
@means(KINDS, "clone")
def copied(call: Call) -> Value | None:
    """A new map with the same entries."""
    found = containers(call.args[0])
    if not found:
        return None
    obj = call.machine.obj(found[0].type, call.site, call.frame.context)
    call.state.create(obj, {}, call.machine.frames_registers())
    copy_entries(call.state, call.args[0], obj)
    return Value(frozenset((obj,)))


@does("map.put")
@means(MAPS, "put putIfAbsent setProperty append")
def put(call: Call) -> Value | None:
    """A value under a key."""
    found = containers(call.args[0])
    if not found or len(call.args) < 3:
        return None
    old: Value | None = None
    value = call.args[2]
    if value.taint:
        value = Value(value.atoms, top=value.top, taint=extended(value.taint, call.site, str(call.ref), "store"))
    for obj in found:
        held = get_entry(call.state, obj, call.args[1])
        if held is not None:
            old = held if old is None else join(old, held)
        put_entry(call.state, obj, call.args[1], value, weak=len(found) > 1)
        if call.args[1].taint:  # a key may be what matters
            state = call.state
            state.store(obj, "keys", Value(frozenset(), top=True, taint=call.args[1].taint), weak=True)
    if call.ref.proto.endswith("V"):
        return ZERO
    if call.ref.proto.endswith(call.ref.cls):
        return call.args[0]
    return old or ZERO


@does("map.get")
@means(MAPS, "get getOrDefault getProperty valueAt")
def get(call: Call) -> Value | None:
    """What lies under a key; a default where one is given."""
    found = containers(call.args[0])
    if not found or any(o.app for o in found):
        return None
    result: Value | None = None
    unknown = False
    for obj in found:
        held = get_entry(call.state, obj, call.args[1]) if len(call.args) > 1 else entries(call.state, call.args[0])
        if held is None:
            unknown = unknown or not obj.fresh
            continue
        result = held if result is None else join(result, held)
    if len(call.args) > 2:
        result = call.args[2] if result is None else join(result, call.args[2])
    elif result is None:
        result = TOP if unknown else ZERO
    return result.tainted(call.args[0].taint)


@does("map.remove")
@means(MAPS, "remove")
def remove(call: Call) -> Value | None:
    """Nothing under the key any more."""
    found = containers(call.args[0])
    result: Value | None = None
    for obj in found:
        held = get_entry(call.state, obj, call.args[1]) if len(call.args) > 1 else None
        if held is not None:
            result = held if result is None else join(result, held)
        keys = keys_of(call.args[1]) if len(call.args) > 1 else None
        if keys is not None and len(keys) == 1 and len(found) == 1 and not obj.many:
            call.state.heap[obj] = {k: v for k, v in call.state.fields(obj).items() if k != keys[0]}
    return result or ZERO


@does("map.clear")
@means(MAPS, "clear")
def clear(call: Call) -> Value:
    """Nothing in it any more."""
    found = containers(call.args[0])
    for obj in found:
        if len(found) == 1 and not obj.many:
            call.state.heap[obj] = {k: v for k, v in call.state.fields(obj).items() if not is_entry(k)}
    return ZERO


@means(MAPS, "values")
def values(call: Call) -> Value:
    """A collection of all values."""
    return make(call, "Ljava/util/ArrayList;", None, entries(call.state, call.args[0]).tainted(call.args[0].taint))


@does("map.keys")
@means(MAPS, "keySet keys")
def keys(call: Call) -> Value:
    """A set of all keys."""
    known: Value | None = None
    for obj in containers(call.args[0]):
        for key, held in call.state.fields(obj).items():
            if key == "keys":
                known = held if known is None else join(known, held)
            elif is_entry(key) and key != ANY:
                each = const(key[2:])
                known = each if known is None else join(known, each)
    return make(call, "Ljava/util/HashSet;", None, known or TOP)


@means(MAPS, "entrySet")
def entry_set(call: Call) -> Value:
    """A set whose elements give keys and values."""
    obj = call.machine.obj("Ljava/util/Map$Entry;", call.site, call.frame.context, exact=False)
    call.state.create(obj, {"of": call.args[0]}, call.machine.frames_registers())
    return make(call, "Ljava/util/HashSet;", None, Value(frozenset((obj,))))


@means("Ljava/util/Map$Entry;", "getValue getKey")
def entry_part(call: Call) -> Value | None:
    """Of an entry."""
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("of")
        if held is None:
            return None
        if call.ref.name == "getKey":
            found = TOP
            for each in containers(held):
                found = found.tainted(call.state.fields(each).get("keys", TOP).taint)
        else:
            found = entries(call.state, held)
        result = found if result is None else join(result, found)
    return result


@means(MAPS, "containsKey containsValue isEmpty")
def asked(_call: Call) -> Value:
    """Answers carry nothing."""
    return EITHER


# ---------------------------------------------------------------- JSON


@means("Lorg/json/JSONObject;", "<init>")
def new_json(call: Call) -> Value:
    """Empty, from a map, or from a text."""
    for obj in containers(call.args[0]):
        if len(call.args) > 1:
            if containers(call.args[1]):
                copy_entries(call.state, call.args[1], obj)
            taint = call.state.deep_taint(call.args[1])
            if taint:
                call.state.taint_content(obj, taint)
    return ZERO


@means("Lorg/json/JSONObject;", "put putOpt accumulate append")
def json_put(call: Call) -> Value:
    """A value under a name; the result is the object itself."""
    found = containers(call.args[0])
    value = call.args[2]
    if value.taint:
        value = Value(
            value.atoms, top=value.top, taint=extended(value.taint, call.site, str(call.ref), "encode", "json")
        )
    for obj in found:
        put_entry(call.state, obj, call.args[1], value, weak=len(found) > 1)
    return call.args[0]


@means("Lorg/json/JSONArray;", "<init>")
def new_json_array(call: Call) -> Value:
    """Empty, or from a collection or text."""
    for obj in containers(call.args[0]):
        if len(call.args) > 1:
            taint = call.state.deep_taint(call.args[1])
            if taint:
                call.state.taint_content(obj, taint)
            for each in containers(call.args[1]):
                call.state.store(obj, ANY, Value(frozenset((each,)), top=True), weak=True)
    return ZERO


@means("Lorg/json/JSONArray;", "put")
def json_add(call: Call) -> Value:
    """An element more; the result is the array itself."""
    value = call.args[-1]
    if value.taint:
        value = Value(
            value.atoms, top=value.top, taint=extended(value.taint, call.site, str(call.ref), "encode", "json")
        )
    for obj in containers(call.args[0]):
        call.state.store(obj, ANY, value, weak=True)
    return call.args[0]


@means(
    "Lorg/json/JSONObject;",
    "get getString getInt getLong getDouble getBoolean getJSONObject getJSONArray "
    "opt optString optInt optLong optDouble optBoolean optJSONObject optJSONArray",
)
def json_get(call: Call) -> Value | None:
    """By name where it was put, else whatever the text held."""
    found = containers(call.args[0])
    if not found:
        return None
    result: Value | None = None
    for obj in found:
        held = get_entry(call.state, obj, call.args[1])
        if held is not None:
            result = held if result is None else join(result, held)
    return (result or TOP).tainted(call.args[0].taint)


@means("Lorg/json/JSONObject; Lorg/json/JSONArray;", "toString")
def json_text(call: Call) -> Value:
    """The text holds everything."""
    taint = call.state.deep_taint(call.args[0])
    for obj in containers(call.args[0]):
        for held in call.state.fields(obj).values():
            taint = merge_taint(taint, held.taint)
    return Value(frozenset(), top=True, taint=extended(taint, call.site, str(call.ref), "encode", "json"))

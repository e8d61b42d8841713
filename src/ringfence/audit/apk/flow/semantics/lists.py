"""Lists, sets, queues, iterators and arrays' helpers: elements by place while the length is known, else all in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.semantics.binding import does, means
from ringfence.audit.apk.flow.values import EITHER, TOP, ZERO, Value, const, join, merge_taint

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.heap import Fields, State

MANY = "Ljava/util/Collection; Ljava/util/List; Ljava/util/Set; Ljava/util/Queue; Ljava/util/Deque;"
LISTS = "Ljava/util/List; Ljava/util/ArrayList; Ljava/util/LinkedList; Ljava/util/Vector; Ljava/util/Stack; Ljava/util/Deque;"
KINDS = (
    "Ljava/util/ArrayList; Ljava/util/LinkedList; Ljava/util/Vector; Ljava/util/Stack; Ljava/util/HashSet; Ljava/util/TreeSet; "
    "Ljava/util/LinkedHashSet; Ljava/util/ArrayDeque; Ljava/util/PriorityQueue; Ljava/util/concurrent/CopyOnWriteArrayList; "
    "Ljava/util/concurrent/ConcurrentLinkedQueue; Ljava/util/concurrent/LinkedBlockingQueue; "
    "Ljava/util/concurrent/ArrayBlockingQueue; "
    "Ljava/util/concurrent/LinkedBlockingDeque; Landroid/util/ArraySet;"
)
MOST = 64


def containers(value: Value) -> list[Obj]:
    """The objects a value may be, the program's own among them when they extend a collection."""
    return [a for a in value.atoms if type(a) is Obj]


def elements(state: State, value: Value) -> Value:
    """Any element of any of these containers, with the labels of the containers themselves."""
    found: Value | None = None
    for obj in containers(value):
        for key, held in state.fields(obj).items():
            if type(key) is int or key == ANY:
                found = held if found is None else join(found, held)
    if found is None:
        found = TOP
    return found.tainted(value.taint)


def length(state: State, obj: Obj) -> int | None:
    """How many elements it surely has, None when not known."""
    held = state.fields(obj).get("len")
    only = held.only() if held is not None else None
    return only if type(only) is int else None


def add_element(state: State, obj: Obj, value: Value, *, weak: bool = False) -> None:
    """Put an element at the end: at its place while the length is known."""
    size = length(state, obj)
    if size is None or weak or obj.many or size >= MOST:
        state.store(obj, ANY, value, weak=True)
        state.heap[obj] = {**state.fields(obj), "len": TOP}
        return
    state.heap[obj] = {**state.fields(obj), size: value, "len": const(size + 1)}


def replace_elements(state: State, obj: Obj, values: list[Value]) -> None:
    """The container holds exactly these elements now."""
    fields: Fields = {k: v for k, v in state.fields(obj).items() if type(k) is not int and k not in (ANY, "len")}
    fields.update(enumerate(values))
    fields["len"] = const(len(values))
    state.heap[obj] = fields


def known_elements(state: State, obj: Obj) -> list[Value] | None:
    """All elements in order; None when they are not all known by place."""
    size = length(state, obj)
    fields = state.fields(obj)
    if size is None or ANY in fields or obj.many:
        return None
    return [fields.get(i, ZERO) for i in range(size)]


def blur(state: State, obj: Obj) -> None:
    """Forget places: all elements become one."""
    value = elements(state, Value(frozenset((obj,))))
    fields: Fields = {k: v for k, v in state.fields(obj).items() if type(k) is not int}
    state.heap[obj] = {**fields, ANY: value, "len": TOP}


def make(call: Call, type_: str, values: list[Value] | None, rest: Value | None = None) -> Value:
    """A new container of the program's making."""
    obj = call.machine.obj(type_, call.site, call.frame.context)
    fields: Fields = dict(enumerate(values)) if values is not None else {}
    fields["len"] = const(len(values)) if values is not None else TOP
    if rest is not None:
        fields[ANY] = rest
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means(KINDS, "<init>")
def begin(call: Call) -> Value:
    """Empty, or a copy of another collection."""
    source = call.args[1] if len(call.args) > 1 and call.ref.proto.startswith("(Ljava/util/") else None
    for obj in containers(call.args[0]):
        replace_elements(call.state, obj, [])
        if source is not None and containers(source):
            _add_all(call, obj, source)
    return ZERO


def _add_all(call: Call, obj: Obj, source: Value) -> None:
    state = call.state
    found = containers(source)
    values = known_elements(state, found[0]) if len(found) == 1 else None
    if values is not None and not source.taint:
        for value in values:
            add_element(state, obj, value)
    else:
        state.store(obj, ANY, elements(state, source), weak=True)
        state.heap[obj] = {**state.fields(obj), "len": TOP}


@means(
    MANY + " " + LISTS,
    "add addElement push addFirst addLast offer offerFirst offerLast put",
)
def add(call: Call) -> Value | None:
    """At the end, at a place, or at the front."""
    state, name = call.state, call.ref.name
    found = containers(call.args[0])
    if not found or len(call.args) < 2:
        return None
    weak = len(found) > 1
    for obj in found:
        at = call.args[1].only() if len(call.args) == 3 and call.ref.proto.startswith("(I") else None
        value = call.args[-1]
        front = name in ("addFirst", "offerFirst") or (name == "push" and not obj.type.endswith("/Stack;"))
        if front:
            at = 0
        values = known_elements(state, obj) if at is not None and not weak else None
        if values is not None and type(at) is int and 0 <= at <= len(values) < MOST:
            replace_elements(state, obj, [*values[:at], value, *values[at:]])
        elif at is not None or len(call.args) == 3:
            blur(state, obj)
            state.store(obj, ANY, value, weak=True)
        else:
            add_element(state, obj, value, weak=weak)
    return Value(frozenset((1,))) if call.ref.proto.endswith("Z") else ZERO


@does("list.add_all")
@means(MANY + " " + LISTS, "addAll")
def add_all(call: Call) -> Value | None:
    """Everything another collection holds."""
    found = containers(call.args[0])
    if len(call.args) == 3:
        for obj in found:
            blur(call.state, obj)
            call.state.store(obj, ANY, elements(call.state, call.args[2]), weak=True)
        return EITHER
    for obj in found:
        _add_all(call, obj, call.args[1])
    return EITHER


@means("Ljava/util/Collections;", "addAll")
def add_array(call: Call) -> Value:
    """The elements of an array go into a collection."""
    for obj in containers(call.args[0]):
        _add_all(call, obj, call.args[1])
    return EITHER


@does("list.get")
@means(LISTS, "get elementAt")
def get(call: Call) -> Value | None:
    """By place."""
    state = call.state
    found = containers(call.args[0])
    if not found:
        return None
    at = call.args[1].only()
    result: Value | None = None
    for obj in found:
        fields = state.fields(obj)
        if type(at) is int and at in fields and length(state, obj) is not None:
            held = fields[at] if ANY not in fields else join(fields[at], fields[ANY])
        else:
            held = elements(state, Value(frozenset((obj,))))
        result = held if result is None else join(result, held)
    return (result or TOP).tainted(call.args[0].taint)


@means(LISTS, "set setElementAt")
def set_element(call: Call) -> Value | None:
    """Replaces what was at a place."""
    state = call.state
    found = containers(call.args[0])
    value, place = (call.args[2], call.args[1]) if call.ref.name == "set" else (call.args[1], call.args[2])
    at = place.only()
    old: Value | None = None
    for obj in found:
        fields = state.fields(obj)
        if type(at) is int and at in fields:
            old = fields[at] if old is None else join(old, fields[at])
            state.store(obj, at, value, weak=len(found) > 1)
        else:
            held = elements(state, Value(frozenset((obj,))))
            old = held if old is None else join(old, held)
            state.store(obj, ANY, value, weak=True)
    return old or TOP


@means(
    MANY + " " + LISTS, "remove removeElement removeElementAt removeFirst removeLast pop poll pollFirst pollLast take"
)
def remove(call: Call) -> Value | None:
    """By place, from the front or the end; by equality everything may stay."""
    state, name = call.state, call.ref.name
    found = containers(call.args[0])
    if not found:
        return None
    result: Value | None = None
    for obj in found:
        values = known_elements(state, obj) if len(found) == 1 else None
        at: Any = None
        stack = obj.type.endswith("/Stack;")
        if name in ("remove", "removeElementAt") and call.ref.proto.startswith("(I)"):
            at = call.args[1].only()
        elif (name in ("removeFirst", "pop", "poll", "pollFirst", "take") or len(call.args) == 1) and not stack:
            at = 0
        elif name in ("removeLast", "pollLast", "pop"):
            at = -1
        if values and type(at) is int and -len(values) <= at < len(values):
            held = values.pop(at)
            replace_elements(state, obj, values)
        else:
            held = elements(state, Value(frozenset((obj,))))
            blur(state, obj)
        result = held if result is None else join(result, held)
    return EITHER if call.ref.proto.endswith("Z") else (result or TOP).tainted(call.args[0].taint)


@does("list.first")
@means(LISTS, "getFirst getLast peek peekFirst peekLast element firstElement lastElement first last")
def peek(call: Call) -> Value | None:
    """The first or the last."""
    found = containers(call.args[0])
    values = known_elements(call.state, found[0]) if len(found) == 1 else None
    if values:
        last = call.ref.name in ("getLast", "peekLast", "lastElement", "last") or (
            call.ref.name == "peek" and found[0].type.endswith("/Stack;")
        )
        return values[-1 if last else 0]
    return elements(call.state, call.args[0]) if found else None


@means(MANY + " " + LISTS, "clear removeAllElements")
def clear(call: Call) -> Value:
    """Nothing is left."""
    found = containers(call.args[0])
    for obj in found:
        if len(found) == 1 and not obj.many:
            replace_elements(call.state, obj, [])
    return ZERO


@means(MANY + " " + LISTS, "size")
def size(call: Call) -> Value:
    """How many, when it is known."""
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("len", TOP).clean()
        result = held if result is None else join(result, held)
    return result or TOP


@means(MANY + " " + LISTS, "isEmpty")
def is_empty(call: Call) -> Value:
    """Decided when the length is."""
    held = size(call)
    only = held.only()
    return EITHER if type(only) is not int else const(int(only == 0))


@means(
    MANY + " " + LISTS + " Ljava/lang/Iterable;",
    "iterator listIterator descendingIterator elements spliterator stream parallelStream",
)
def iterate(call: Call) -> Value | None:
    """An iterator over the elements as they are now, and as they will be."""
    found = containers(call.args[0])
    if not found or any(o.app for o in found):
        return None
    obj = call.machine.obj("Ljava/util/Iterator;", call.site, call.frame.context, exact=False)
    call.state.create(obj, {"of": call.args[0]}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means("Ljava/util/Iterator; Ljava/util/ListIterator; Ljava/util/Enumeration;", "next nextElement previous")
def following(call: Call) -> Value | None:
    """Any element of what is iterated over."""
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("of")
        if held is None:
            return None
        value = elements(call.state, held)
        result = value if result is None else join(result, value)
    return result


@means("Ljava/util/Iterator; Ljava/util/Enumeration;", "hasNext hasMoreElements")
def has_next(call: Call) -> Value:
    """Decided for an empty collection only."""
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("of")
        if held is None:
            return EITHER
        for under in containers(held):
            if length(call.state, under) != 0:
                return EITHER
        return ZERO if containers(held) else EITHER
    return EITHER


@does("list.of_array")
@means("Ljava/util/Arrays;", "asList")
@means("Ljava/util/List; Ljava/util/Set;", "of copyOf")
def as_list(call: Call) -> Value:
    """A list of an array's elements."""
    if len(call.args) == 1 and containers(call.args[0]):
        found = containers(call.args[0])
        values = known_elements(call.state, found[0]) if len(found) == 1 else None
        if values is not None and len(values) <= MOST:
            return make(call, "Ljava/util/ArrayList;", values)
        return make(call, "Ljava/util/ArrayList;", None, elements(call.state, call.args[0]))
    return make(call, "Ljava/util/ArrayList;", list(call.args))


@means(
    "Ljava/util/Collections;",
    "singletonList singleton unmodifiableList synchronizedList unmodifiableCollection unmodifiableSet",
)
def wrapped(call: Call) -> Value:
    """One element, or another view of the same collection."""
    if call.ref.name.startswith("singleton"):
        return make(call, "Ljava/util/ArrayList;", [call.args[0]])
    return call.args[0]


@means("Ljava/util/Collections;", "emptyList emptySet")
def empty(call: Call) -> Value:
    """Nothing in it."""
    return make(call, "Ljava/util/ArrayList;", [])


@means("Ljava/util/Collections;", "reverse shuffle sort swap")
def reorder(call: Call) -> Value:
    """Places change."""
    for obj in containers(call.args[0]):
        blur(call.state, obj)
    return ZERO


@means(MANY + " " + LISTS, "toArray")
def to_array(call: Call) -> Value:
    """An array of the elements."""
    found = containers(call.args[0])
    values = known_elements(call.state, found[0]) if len(found) == 1 else None
    if values is not None:
        return make(call, "[Ljava/lang/Object;", values)
    return make(call, "[Ljava/lang/Object;", None, elements(call.state, call.args[0]))


@means(LISTS, "subList")
def sub_list(call: Call) -> Value:
    """A piece of a list."""
    found = containers(call.args[0])
    values = known_elements(call.state, found[0]) if len(found) == 1 else None
    first, last = call.args[1].only(), call.args[2].only()
    if values is not None and type(first) is int and type(last) is int:
        return make(call, "Ljava/util/ArrayList;", values[first:last])
    return make(call, "Ljava/util/ArrayList;", None, elements(call.state, call.args[0]))


@means(KINDS + " " + LISTS, "clone")
def clone_list(call: Call) -> Value | None:
    """A second container with the same elements."""
    found = containers(call.args[0])
    if not found:
        return None
    obj = call.machine.obj(found[0].type, call.site, call.frame.context)
    fields = call.state.fields(found[0])
    for other in found[1:]:
        fields = {**call.state.fields(other), **fields, ANY: elements(call.state, call.args[0])}
    call.state.create(obj, fields, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@means("Ljava/lang/System;", "arraycopy")
def arraycopy(call: Call) -> Value:
    """Elements from one array into another: by place when places are known."""
    source, start, target, at, count = call.args[:5]
    state = call.state
    froms = containers(source)
    values = known_elements(state, froms[0]) if len(froms) == 1 else None
    numbers = [n for n in (start.only(), at.only(), count.only()) if isinstance(n, int)]
    targets = containers(target)
    if values is not None and len(numbers) == 3 and numbers[2] <= MOST and len(targets) == 1:
        for offset in range(numbers[2]):
            if 0 <= numbers[0] + offset < len(values):
                state.store(targets[0], numbers[1] + offset, values[numbers[0] + offset])
        return ZERO
    moved = elements(state, source)
    for obj in targets:
        state.store(obj, ANY, moved.tainted(source.taint), weak=True)
    return ZERO


@means("Ljava/util/Arrays;", "copyOf copyOfRange")
def copied(call: Call) -> Value:
    """A copy of an array."""
    found = containers(call.args[0])
    type_ = found[0].type if found else "[Ljava/lang/Object;"
    values = known_elements(call.state, found[0]) if len(found) == 1 else None
    if values is not None and call.ref.name == "copyOf":
        return make(call, type_, values)
    return make(call, type_, None, elements(call.state, call.args[0]))


@means("Ljava/lang/reflect/Array;", "newInstance")
def new_array(call: Call) -> Value:
    """``new String[2][3]``: arrays in an array."""
    lengths: list[int] = []
    kind = next((a.name for a in call.args[0].atoms if hasattr(a, "name") and type(a) is not Obj), "Ljava/lang/Object;")
    for obj in containers(call.args[1]):
        lengths = [n if type(n) is int else -1 for n in (v.only() for v in known_elements(call.state, obj) or [])]
    if not lengths:
        return make(call, f"[{kind}", None, None)
    outer = call.machine.obj("[" * len(lengths) + kind, call.site, call.frame.context)
    fields: Fields = {"len": const(lengths[0]) if lengths[0] >= 0 else TOP}
    if len(lengths) > 1:
        places: list[Any] = list(range(lengths[0])) if 0 <= lengths[0] <= 16 else [ANY]
        for place in places:
            inner = call.machine.named(f"[{kind}", ("inner", outer, place))  # type: ignore[arg-type]  # any key names it
            inner.many = inner.many or place == ANY
            call.state.create(inner, {"len": const(lengths[1]) if lengths[1] >= 0 else TOP})
            fields[place] = Value(frozenset((inner,)))
    call.state.create(outer, fields, call.machine.frames_registers())
    return Value(frozenset((outer,)))


@means("Ljava/util/Arrays;", "fill")
def filled(call: Call) -> Value:
    """Every element becomes the value."""
    for obj in containers(call.args[0]):
        call.state.store(obj, ANY, call.args[-1], weak=True)
    return ZERO


@means("Ljava/util/Arrays;", "toString deepToString")
def array_shown(call: Call) -> Value:
    """A text with all elements."""
    return Value(
        frozenset(),
        top=True,
        taint=merge_taint(call.state.deep_taint(call.args[0]), elements(call.state, call.args[0]).taint),
    )

"""The heap: stores that replace, objects made again, joins, what an object holds."""

from __future__ import annotations

from ringfence.audit.apk.flow.heap import ANY, Obj, State
from ringfence.audit.apk.flow.labels import Label, Site, Trail
from ringfence.audit.apk.flow.values import TOP, ZERO, Value, const, some
from ringfence.schema import DataCategory

SITE = Site(None, 0)
LABEL = Label(SITE, DataCategory.SMS, "api")
SECRET = some({LABEL: Trail(SITE, "api", "source")})


def test_a_store_replaces_what_the_field_of_one_object_held() -> None:
    state, obj = State([], {}), Obj("La;", "1", app=True)
    state.create(obj)
    state.store(obj, "f", SECRET)
    state.store(obj, "f", const("clean"))
    assert state.load(obj, "f").only() == "clean"


def test_a_store_into_one_of_many_replaces_nothing() -> None:
    state, obj = State([], {}), Obj("La;", "1", app=True, many=True)
    state.create(obj)
    state.store(obj, "f", SECRET)
    state.store(obj, "f", const("clean"))
    assert state.load(obj, "f").taint


def test_a_field_never_stored_is_zero_in_what_the_program_made() -> None:
    state = State([], {})
    assert state.load(Obj("La;", "1", app=True), "f") is ZERO
    assert state.load(Obj("La;", "2", app=True, fresh=False), "f") is TOP


def test_an_object_made_again_is_another_and_the_first_is_kept_apart() -> None:
    obj, holder = Obj("La;", "1", app=True), Obj("Lb;", "2", app=True)
    caller = [Value(frozenset((obj,)))]
    state = State([Value(frozenset((obj,)))], {})
    state.create(holder)
    state.create(obj)
    state.store(obj, "f", SECRET)
    state.store(holder, "g", Value(frozenset((obj,))))
    state.create(obj, frames=[caller])
    assert state.load(obj, "f") is ZERO
    assert state.load(holder, "g").only() is obj.older
    assert state.regs[0].only() is caller[0].only() is obj.older
    assert state.load(obj.older, "f").taint


def test_an_object_nobody_holds_any_more_is_forgotten_when_it_is_made_again() -> None:
    obj = Obj("La;", "1", app=True)
    state = State([ZERO], {})
    state.create(obj)
    state.store(obj, "f", SECRET)
    state.create(obj)
    assert obj.older not in state.heap


def test_a_join_keeps_both_and_adds_zero_where_one_way_never_stored() -> None:
    obj = Obj("La;", "1", app=True)
    first, second = State([], {obj: {"f": const("x")}}), State([], {obj: {}})
    assert first.absorb(second)
    assert first.load(obj, "f").atoms == {"x", 0}
    assert not first.absorb(second)  # nothing new the second time


def test_places_of_a_map_that_one_way_does_not_know_are_left_as_they_are() -> None:
    obj = Obj("Ljava/util/HashMap;", "1")
    first, second = State([], {obj: {"k:a": const("x")}}), State([], {obj: {"k:b": SECRET}})
    first.absorb(second)
    assert first.load(obj, "k:a").atoms == {"x"}
    assert first.load(obj, "k:b").taint


def test_what_lies_in_containers_is_seen_what_lies_in_own_objects_is_not() -> None:
    inner, outer, own = Obj("Ljava/util/List;", "1"), Obj("Ljava/util/Map;", "2"), Obj("La;", "3", app=True)
    state = State([], {inner: {ANY: SECRET}, outer: {"k:x": Value(frozenset((inner,)))}, own: {"f": SECRET}})
    assert state.deep_taint(Value(frozenset((outer,))))
    assert not state.deep_taint(Value(frozenset((own,))))
    assert state.deep_taint(Value(frozenset((own,))), into_app=True)


def test_the_length_of_an_array_carries_nothing() -> None:
    array = Obj("[I", "1")
    state = State([], {array: {"len": SECRET}})
    assert not state.deep_taint(Value(frozenset((array,))))


def test_what_cannot_be_reached_is_forgotten() -> None:
    root, held, lost = (Obj("La;", name, app=True) for name in "123")
    state = State([], {root: {"f": Value(frozenset((held,)))}, held: {}, lost: {}})
    state.collect([root])
    assert set(state.heap) == {root, held}


def test_states_that_forked_do_not_change_each_other() -> None:
    obj = Obj("La;", "1", app=True)
    first = State([ZERO], {obj: {}})
    second = first.fork()
    second.store(obj, "f", SECRET)
    second.regs[0] = SECRET
    assert not first.load(obj, "f").taint
    assert first.regs[0] is ZERO

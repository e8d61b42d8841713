"""Values: joins, widening, computing on constants with labels beside them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.audit.apk.flow.labels import Label, Site, Trail, extended
from ringfence.audit.apk.flow.values import (
    MAX_CONSTANTS,
    TOP,
    ZERO,
    MemberAtom,
    TypeAtom,
    UriAtom,
    Value,
    const,
    fold,
    join,
    of,
    some,
    widen,
)
from ringfence.schema import DataCategory

SITE = Site(None, 0)
LABEL = Label(SITE, DataCategory.SMS, "api")
OTHER = Label(Site(None, 4), DataCategory.CONTACTS, "api")
TAINT = {LABEL: Trail(SITE, "api", "source")}
OTHER_TAINT = {OTHER: Trail(SITE, "api", "source")}

ATOMS = st.one_of(st.integers(-300, 300), st.text(max_size=3), st.builds(TypeAtom, st.sampled_from(["La;", "Lb;"])))
VALUES = st.builds(
    lambda atoms, top, taint: of(atoms, top=top, taint=TAINT if taint else {}),
    st.frozensets(ATOMS, max_size=5),
    st.booleans(),
    st.booleans(),
)


@given(VALUES, VALUES)
@settings(max_examples=200, deadline=None)
def test_a_join_is_above_both(first: Value, second: Value) -> None:
    joined = join(first, second)
    for each in (first, second):
        assert each.atoms <= joined.atoms or joined.top
        assert each.taint.keys() <= joined.taint.keys()
        assert joined.top or not each.top
    assert join(joined, second) is joined  # nothing new: the same object, by which a fixpoint is seen
    assert join(joined, first) is joined


def test_many_constants_say_nothing_any_more() -> None:
    value = ZERO
    for number in range(MAX_CONSTANTS + 5):
        value = join(value, const(number * 1000))
    assert value.top
    assert not value.atoms


def test_widening_gives_up_constants_that_change() -> None:
    assert widen(const(1), const(1)) == const(1)
    widened = widen(const(1), const(2))
    assert widened.top
    assert widened.atoms == {1}


def test_constants_are_computed() -> None:
    assert fold(lambda a, b: a + b, (str, str), const("ab"), const("c")).only() == "abc"
    assert fold(lambda a, b: a + b, (), of([1, 2]), of([10, 20])).atoms == {11, 12, 21, 22}
    assert fold(lambda a: a[5], (str,), const("ab")).top  # what cannot be done is unknown


def test_labels_of_all_operands_go_along_even_when_the_first_is_unknown() -> None:
    first, second = some(TAINT), const("b").tainted(OTHER_TAINT)
    assert fold(lambda a, b: a + b, (str, str), first, second).taint.keys() == {LABEL, OTHER}
    assert fold(lambda a, b: a + b, (str, str), second, first).taint.keys() == {LABEL, OTHER}


def test_what_carries_labels_is_the_same_whatever_way_they_came() -> None:
    value = const("x").tainted(TAINT)
    longer = Value(value.atoms, taint=extended(value.taint, SITE, "call", "call"))
    assert join(value, longer) is value


def test_a_step_keeps_what_was_done_to_the_data() -> None:
    once = extended(TAINT, SITE, "cipher", "encrypt", "encrypt")
    twice = extended(once, Site(None, 9), "base64", "encode", "encode")
    assert twice[LABEL].through == {"encrypt", "encode"}
    assert [step.does for step in twice[LABEL].steps()] == ["source", "encrypt", "encode"]


def test_nothing_known_is_top() -> None:
    assert of([]).top
    assert TOP.only() is None
    assert const(UriAtom("content://sms")).only() == UriAtom("content://sms")
    assert MemberAtom("method", "La;", "m", ()) != MemberAtom("method", "La;", "m", None)

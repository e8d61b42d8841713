"""Abstract objects, and the state of registers and heap at a point of the program.

The heap maps an object to its fields. A field's key is a name of the machine's own choice: a ``FieldRef`` for fields
of classes, an ``int`` for a known place in an array or list, ``"k:name"`` for a known key of a map, bundle or Intent,
``ANY`` for all places that are not known, other strings for what a model keeps (``text``, ``action``). Dictionaries
of fields are never changed in place, so states can share them; only the outer dictionary is copied when a state is
forked.

Objects follow the recency abstraction: ``Obj`` stands for the latest object its allocation made, so a store replaces what was there
(strong update); when the allocation runs again, what the earlier one was becomes its ``older`` twin, which stands for many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.values import NO_TAINT, TOP, ZERO, Value, join, merge_taint, widen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.audit.apk.flow.labels import Label, Trail

ANY = "*"
Key = Any
Fields = dict[Key, Value]
NO_FIELDS: Fields = {}


class Obj:
    """An abstract object.

    ``exact``: its class is ``type`` itself, not a subclass. ``fresh``: it was made by the program, so fields never stored are zero;
    else they are unknown. ``many``: it stands for several concrete objects. ``app``: its class is the program's own.
    """

    __slots__ = ("_older", "app", "exact", "fresh", "many", "name", "sparse", "type")

    def __init__(
        self, type_: str, name: str, *, exact: bool = True, fresh: bool = True, many: bool = False, app: bool = False
    ) -> None:
        self.type, self.name, self.exact, self.fresh, self.many, self.app = type_, name, exact, fresh, many, app
        # What a sparse object does not hold on one of two joining ways is left out of the join: it has no fields of its own.
        self.sparse: bool = not app and not type_.startswith("[")
        self._older: Obj | None = None

    def __repr__(self) -> str:
        return f"{self.type}#{self.name}{'+' if self.many else ''}"

    @property
    def older(self) -> Obj:
        """The object that stands for all earlier ones of this allocation."""
        if self.many:
            return self
        if self._older is None:
            self._older = Obj(self.type, self.name, exact=self.exact, fresh=self.fresh, many=True, app=self.app)
        return self._older


class State:
    """Registers and heap. ``result``: of the last call; ``thrown``: what a handler caught."""

    __slots__ = ("heap", "regs", "result", "thrown")

    def __init__(self, regs: list[Value], heap: dict[Obj, Fields]) -> None:
        self.regs = regs
        self.heap = heap
        self.result: Value = TOP
        self.thrown: Value = TOP

    def fork(self) -> State:
        """A copy that can go its own way."""
        other = State(self.regs.copy(), self.heap.copy())
        other.result = self.result
        other.thrown = self.thrown
        return other

    # ---------------------------------------------------------------- objects

    def fields(self, obj: Obj) -> Fields:
        """What is known of an object's fields."""
        return self.heap.get(obj, NO_FIELDS)

    def load(self, obj: Obj, key: Key) -> Value:
        """A field of an object; what was never stored is zero in objects the program made."""
        found = self.heap.get(obj, NO_FIELDS).get(key)
        if found is not None:
            return found
        return ZERO if obj.fresh else TOP

    def store(self, obj: Obj, key: Key, value: Value, *, weak: bool = False) -> None:
        """Put a value into a field: replacing what was there, or beside it."""
        fields = self.heap.get(obj, NO_FIELDS)
        if weak or obj.many:
            old = fields.get(key)
            if old is None:
                old = ZERO if obj.fresh else TOP
                if key == ANY:
                    old = value
            value = join(old, value)
            if value is old and key in fields:
                return
        self.heap[obj] = {**fields, key: value}

    def taint_content(self, obj: Obj, taint: dict[Label, Trail]) -> None:
        """Some of what the object holds carries these labels now."""
        if not taint:
            return
        fields = self.heap.get(obj, NO_FIELDS)
        old = fields.get(ANY)
        if old is not None and taint.keys() <= old.taint.keys():
            return
        new = TOP.tainted(taint) if old is None else Value(old.atoms, top=True, taint=merge_taint(old.taint, taint))
        self.heap[obj] = {**fields, ANY: new}

    def create(self, obj: Obj, fields: Fields = NO_FIELDS, frames: Iterable[list[Value]] = ()) -> None:
        """Bring a new object to life. What it stood for before becomes its older twin, everywhere in this state."""
        old = self.heap.get(obj)
        if old is not None and not obj.many:
            self._age(obj, old, frames)
        elif old is not None:
            fields = joined_fields(obj, old, fields)
        self.heap[obj] = fields

    def _age(self, obj: Obj, old: Fields, frames: Iterable[list[Value]]) -> None:  # noqa: C901 -- one walk over cases that belong together
        older = obj.older
        seen = False
        for regs in (self.regs, *frames):
            for index, value in enumerate(regs):
                if value.atoms and obj in value.atoms:
                    regs[index] = _renamed(value, obj, older)
                    seen = True
        heap = self.heap
        for holder, fields in heap.items():
            changed: Fields | None = None
            for key, value in fields.items():
                if value.atoms and obj in value.atoms:
                    if changed is None:
                        changed = dict(fields)
                    changed[key] = _renamed(value, obj, older)
            if changed is not None:
                heap[holder] = changed
                seen = True
                if holder is obj:
                    old = changed
        if obj in self.result.atoms:
            self.result = _renamed(self.result, obj, older)
            seen = True
        if seen:
            before = heap.get(older)
            heap[older] = old if before is None else joined_fields(older, before, old)

    # ---------------------------------------------------------------- deep reads

    def deep_taint(self, value: Value, *, into_app: bool = False, depth: int = 5) -> dict[Label, Trail]:  # noqa: C901 -- one walk over cases that belong together
        """Labels of a value and of what it holds: platform objects and arrays, and with ``into_app`` the program's own objects."""
        taint = value.taint
        pending = [a for a in value.atoms if type(a) is Obj]
        if not pending:
            return taint
        heap = self.heap
        seen: set[Obj] = set(pending)
        for _level in range(depth):
            following = []
            for obj in pending:
                if obj.app and not into_app:
                    continue
                for key, held in heap.get(obj, NO_FIELDS).items():
                    if held.taint:
                        if key == "len":
                            continue
                        taint = merge_taint(taint, held.taint)
                    for atom in held.atoms:
                        if type(atom) is Obj and atom not in seen:
                            seen.add(atom)
                            following.append(atom)
            if not following:
                break
            pending = following
        return taint

    # ---------------------------------------------------------------- joins

    def absorb(self, other: State, *, widening: bool = False) -> bool:
        """Become what either state may be. True when something was new."""
        changed = False
        merge = widen if widening else join
        regs = self.regs
        for index, value in enumerate(other.regs):
            old = regs[index]
            if old is not value:
                new = merge(old, value)
                if new is not old:
                    regs[index] = new
                    changed = True
        if other.thrown is not self.thrown:
            new = join(self.thrown, other.thrown)
            if new is not self.thrown:
                self.thrown = new
                changed = True
        if other.result is not self.result:
            new = join(self.result, other.result)
            if new is not self.result:
                self.result = new
                changed = True
        return self.absorb_heap(other.heap, widening=widening) or changed

    def absorb_heap(self, other: dict[Obj, Fields], *, widening: bool = False) -> bool:
        """As ``absorb``, for the heap alone."""
        heap = self.heap
        changed = False
        for obj, fields in other.items():
            old = heap.get(obj)
            if old is fields:
                continue
            if old is None:
                heap[obj] = fields
                changed = True
                continue
            new = joined_fields(obj, old, fields, widening=widening)
            if new is not old:
                heap[obj] = new
                changed = True
        return changed

    def collect(self, roots: Iterable[Obj]) -> None:
        """Forget objects that cannot be reached from ``roots``."""
        heap = self.heap
        kept: dict[Obj, Fields] = {}
        pending = list(roots)
        while pending:
            obj = pending.pop()
            if obj in kept:
                continue
            fields = heap.get(obj)
            if fields is None:
                continue
            kept[obj] = fields
            for value in fields.values():
                pending.extend(atom for atom in value.atoms if type(atom) is Obj and atom not in kept)
        self.heap = kept


def joined_fields(obj: Obj, old: Fields, new: Fields, *, widening: bool = False) -> Fields:
    """Fields of one object on two ways. Returns ``old`` itself when ``new`` adds nothing."""
    if old is new:
        return old
    merge = widen if widening else join
    default = ZERO if obj.fresh else TOP
    changed: Fields | None = None
    for key, value in new.items():
        before = old.get(key)
        if before is value:
            continue
        after = (
            (value if key == ANY or obj.sparse else merge(default, value)) if before is None else merge(before, value)
        )
        if after is not before:
            if changed is None:
                changed = dict(old)
            changed[key] = after
    for key, before in () if obj.sparse else old.items():
        if key not in new and key != ANY:
            after = merge(before, default)
            if after is not before:
                if changed is None:
                    changed = dict(old)
                changed[key] = after
    return old if changed is None else changed


def _renamed(value: Value, obj: Obj, older: Obj) -> Value:
    return Value((value.atoms - {obj}) | {older}, top=value.top, taint=value.taint)


def objects(value: Value) -> list[Obj]:
    """The objects a value may be."""
    return [a for a in value.atoms if type(a) is Obj]


def shallow(value: Value) -> dict[Label, Trail]:
    """Labels of the value itself."""
    return value.taint or NO_TAINT

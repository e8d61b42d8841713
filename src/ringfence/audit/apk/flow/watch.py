"""What is asked about the rest of an app while one of its methods is looked at alone, so that the result can be kept.

A question is a tuple of texts: its kind, and what it is about. The same question has one answer in one app whenever it is
asked; a method's edges hold in every app that gives the same answers to all questions that were asked on the way.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ringfence.audit.apk.dex import FieldRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringfence.audit.apk.dex import DexFile
    from ringfence.audit.apk.flow.routine import Routine
    from ringfence.audit.apk.flow.world import World

Question = tuple[str, ...]
T = TypeVar("T")
# Kinds of questions whose answers follow from the class they name, what is above it, and the models.
_OF_CLASSES = frozenset(("above", "all", "app", "bridged", "constant", "field", "has", "method", "named", "shape"))


class _Watched:
    """Stands for components or screens; notes what is asked of them."""

    __slots__ = ("_inner", "_notes", "_word")

    def __init__(self, word: str, inner: object, notes: set[Question]) -> None:
        self._word, self._inner, self._notes = word, inner, notes

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the other has
        found = getattr(self._inner, name)
        if not callable(found):
            self._notes.add((self._word, name, ""))
            return found

        def ask(*args: Any) -> Any:  # noqa: ANN401 -- as above
            self._notes.add((self._word, name, json.dumps([_plain(each) for each in args])))
            return found(*args)

        return ask


def watched(word: str, inner: T, notes: set[Question]) -> T:
    """The same thing, with a note of each question."""
    return cast("T", _Watched(word, inner, notes))


def _plain(value: Any) -> Any:  # noqa: ANN401 -- arguments and results of many kinds
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, set | frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__slots__"):
        return [_plain(getattr(value, name)) for name in sorted(value.__slots__)]
    return "world"


class Answers:
    """One app's answers to questions, each found once. ``flags``: what the caller chose, which holds for every method."""

    def __init__(self, world: World, digest_of: Callable[[DexFile], bytes]) -> None:
        self._world = world
        self._digest_of = digest_of
        self._origins: dict[str, str] = {}
        self.flags = str(int(world.received))
        self._known: dict[Question, str] = {}
        self._kinds: dict[str, Callable[..., str]] = {
            "above": self._above,
            "all": lambda cls: _listed(world.routines_of(cls)),
            "app": lambda type_: str(int(world.is_app(type_))),
            "bridged": lambda cls: _listed(world.bridged(cls)),
            "constant": self._constant,
            "field": lambda *ref: str(world.field(FieldRef(*ref))),
            "has": lambda type_: str(int(world.has(type_))),
            "inner": lambda type_, cls: " ".join(world.inner_below(type_, cls)),
            "layouts": lambda name, args: self._asked(world.screens, name, args),
            "manifest": lambda name, args: self._asked(world.components, name, args),
            "method": self._method,
            "named": self._named,
            "settled": self._settled,
            "shape": self._shape,
            "text": lambda number: json.dumps(world.text(int(number))),
        }

    def origin(self, question: Question) -> str:
        """The digest of where the definitions lie that a question's answer follows from; "" when it follows from others too.

        With the same origin the answer is the same: the class asked about and all above it are those of the same dex files.
        """
        if question[0] not in _OF_CLASSES:
            return ""
        cls = question[1]
        found = self._origins.get(cls)
        if found is None:
            world, program = self._world, self._world.program
            where, dexes = program.definitions(), program.dexes
            line = dict.fromkeys((cls, *program.ancestors(cls), *world.ancestors(cls)))
            digest = hashlib.blake2b(digest_size=12)
            for type_ in line:
                place = where.get(type_)
                digest.update(type_.encode("utf-8", "replace") + b"\n")
                digest.update(self._digest_of(dexes[place[0]]) if place is not None else b"-")
            found = self._origins[cls] = digest.hexdigest()
        return found

    def to(self, question: Question) -> str:
        """The answer. Raises KeyError, TypeError or ValueError when it is no question."""
        found = self._known.get(question)
        if found is None:
            found = self._known[question] = self._kinds[question[0]](*question[1:])
        return found

    def _above(self, type_: str) -> str:
        """All types above one, each with whether the program itself defines it."""
        world = self._world
        return " ".join(f"{t}{int(world.has(t))}" for t in (type_, *world.ancestors(type_)))

    def _constant(self, *words: str) -> str:
        ref = FieldRef(*words)
        return repr(self._world.initial(ref)) if self._world.has(ref.cls) else ""

    def _method(self, cls: str, name: str, proto: str) -> str:
        found = self._world.routines.resolve(cls, name, proto)
        return _listed([] if found is None else [found])

    def _named(self, cls: str, name: str, count: str, proto: str) -> str:
        return _listed(self._world.methods_named(cls, name, int(count) if count else None, proto or None))

    def _settled(self, cls: str) -> str:
        """The digest of a class's initialiser; what that asks itself is noted too."""
        owner = self._world.program.classes.get(cls)
        method = owner.method("<clinit>", "()V") if owner is not None else None
        return method.code_hash().hex() if method is not None else ""

    def _shape(self, cls: str) -> str:
        owner = self._world.program.classes.get(cls)
        if owner is None:
            return ""
        digest = hashlib.blake2b(f"{owner.superclass} {owner.interfaces}".encode(), digest_size=16)
        members: list[tuple[int, object]] = [(field.access, field.ref) for field in owner.fields]
        for access, ref in (*members, *((method.access, method.ref) for method in owner.methods)):
            digest.update(f"\n{access:x} {ref}".encode("utf-8", "replace"))
        return digest.hexdigest()

    def _asked(self, of: object, name: str, args: str) -> str:
        found = getattr(of, name)
        if args:
            found = found(*(self._world if each == "world" else each for each in json.loads(args)))
        return json.dumps(_plain(found))


def _listed(routines: Iterable[Routine]) -> str:
    return " ".join(f"{r.ref}{int(r.definition.has_code)}{int(r.is_native)}" for r in routines)
